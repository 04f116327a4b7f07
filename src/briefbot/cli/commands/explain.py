"""The command that tells why a question got what it got."""

from __future__ import annotations

from argparse import Namespace

from briefbot.cli.output import print_line
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings


def explain(arguments: Namespace, settings: Settings) -> int:
    """Print how a question is read and decided."""
    print_line(open_service(settings).explain(None, " ".join(arguments.question)))
    return 0
