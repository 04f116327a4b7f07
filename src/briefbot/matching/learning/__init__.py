"""Weights and thresholds, learned from examples in advance."""
