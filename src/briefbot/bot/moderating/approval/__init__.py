"""Changes that wait for approval: shown, accepted, sent back."""
