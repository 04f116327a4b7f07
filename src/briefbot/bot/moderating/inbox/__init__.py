"""Questions without a helpful answer, for moderators to look at and settle."""
