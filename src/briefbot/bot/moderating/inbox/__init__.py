"""Show moderators the questions without a helpful answer, and record how they settle them."""
