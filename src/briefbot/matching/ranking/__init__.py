"""How likely each of them is, and what to do."""
