"""Replies that are edited after what they show was changed."""
