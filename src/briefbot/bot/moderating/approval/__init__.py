"""Show, accept and send back changes that wait for approval."""
