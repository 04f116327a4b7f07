"""The place in which clients are tried."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from fake_discord import FakeDiscord
from fake_discord.echo import Place


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with FakeDiscord() as fake:
        yield Place(fake)
