"""Questions that were held back or refused, gone through one by one with single keys."""
