"""/topics, /source and /help tell the person who asks, and nobody else."""

from __future__ import annotations

import pytest

from .conftest import Stage


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("topics", "**money**: How much did the new roof cost?"),
        ("source", "**Hollowbrook library reopens under a roof of reclaimed slate**\nBy Ottoline Pym\nSection: Local News\n9 paragraphs"),
        ("help", "`/quote` finds somebody's words, letter for letter;"),
    ],
)
async def test_tells_privately(stage: Stage, command: str, told: str) -> None:
    result = await stage.ana.slash(stage.channel, command)
    assert told in result.response.content
    assert result.ephemeral
