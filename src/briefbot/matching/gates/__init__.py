"""Conditions that the first candidate must meet before it is given."""
