"""The command line."""

from briefbot.cli.program import main

__all__ = ["main"]
