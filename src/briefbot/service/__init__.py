"""The one door to what the bot knows."""

from briefbot.service.service import Service

__all__ = ["Service"]
