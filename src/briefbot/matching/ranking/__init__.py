"""How likely each item is, and what to do."""
