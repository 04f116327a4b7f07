"""Read a question."""
