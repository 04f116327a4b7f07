"""Package data: general thresholds, and what no bundle answers."""
