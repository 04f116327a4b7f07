"""Weights and thresholds, learned from examples ahead of time."""
