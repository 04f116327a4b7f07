"""Edit replies after a change of what they show."""
