"""A server's changes to the knowledge."""
