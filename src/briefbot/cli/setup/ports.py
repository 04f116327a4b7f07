"""The local port that serves metrics and health of a running bot, if one is set."""

from __future__ import annotations

import socket
from importlib.util import find_spec

from briefbot.bot.client import Part
from briefbot.cli import late_imports
from briefbot.cli.setup.settings import METRICS, Settings
from briefbot.errors import SettingsError

_LIBRARY = "prometheus_client"
"""The library of the extra `metrics`."""


class TakenPortError(SettingsError):
    """The configured port cannot be used."""


def listening(host: str, port: int) -> socket.socket:
    """Listen on a port; raise SettingsError if that fails, or if the extra is missing."""
    if find_spec(_LIBRARY) is None:
        raise SettingsError(f"{METRICS} is set, but the extra is missing: pip install 'briefbot[metrics]'")
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = f"{METRICS}: port {port} at {host} cannot be used ({error.strerror or error}): set another, or stop what uses it"
        raise TakenPortError(why) from error


def watching(settings: Settings) -> list[Part]:
    """Return the part of the bot that serves metrics and health, if a port is set."""
    if settings.metrics is None:
        return []
    opened = listening(*settings.metrics)
    return [late_imports.load("watched")(opened)]
