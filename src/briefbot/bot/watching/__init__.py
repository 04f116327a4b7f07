"""Metrics, health and readiness for operators' programs."""
