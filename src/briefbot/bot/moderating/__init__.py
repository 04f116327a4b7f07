"""The commands `/knowledge` and `/settings`."""
