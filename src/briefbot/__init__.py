"""A Discord bot that answers questions about one article from curated knowledge."""

__version__ = "0.2.0"
