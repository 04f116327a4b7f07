"""What of a knowledge strangers would not find, told before any stranger asks."""
