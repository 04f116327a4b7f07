"""Checks that knowledge must pass before it is used."""
