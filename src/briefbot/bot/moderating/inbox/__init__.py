"""Questions that got no answer which helped, for moderators to look at and settle."""
