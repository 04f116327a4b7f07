"""Questions that depend on the one before them."""
