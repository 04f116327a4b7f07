"""Questions and their replies."""
