"""Weak points of a knowledge: what strangers would not find, before any stranger asks."""
