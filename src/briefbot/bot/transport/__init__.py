"""Sending to Discord and receiving from it."""
