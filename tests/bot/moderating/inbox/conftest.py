"""A server with its inbox switched on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.desks import Desk
from briefbot.domain.inbox import Why
from briefbot.service import Service

RAIN, WET = "Did it rain on the day of the vote?", "did it rain on the voting day"


@pytest.fixture
def service(keeping: Service) -> Service:
    """Return a service with a store."""
    return keeping


@pytest.fixture
def hold(desk: Desk) -> Callable[..., int]:
    """Return a function that holds questions and returns the group of the last one."""
    desk.service.guilds.change(desk.guild.id, inbox_days=30)

    def hold(*words: str, why: Why = "refused", near: tuple[str, ...] = ("cost",), answer: str = "") -> int:
        for each in words:
            desk.service.inbox.hold(desk.guild.id, each, why, near, answer)
        return next(group.id for group in desk.service.inbox.open_groups(desk.guild.id) if words[-1] in group.wordings)

    return hold
