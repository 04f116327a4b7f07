"""Text into words and numbers."""
