"""The only interface to the bot's knowledge."""

from briefbot.service.service import Service

__all__ = ["Service"]
