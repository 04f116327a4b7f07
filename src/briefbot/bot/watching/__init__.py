"""Serve metrics, health and readiness to operators' programs."""
