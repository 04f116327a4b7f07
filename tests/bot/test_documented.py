"""What the docs say of the bot in Discord is there: every command is named, every picture exists and is described."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.conftest import Stage

DOCS = Path(__file__).parents[2] / "docs"
PICTURE = re.compile(r"!\[(?P<described>[^\]]*)\]\((?P<file>pictures/[^)]+)\)")


async def test_every_command_is_documented(stage: Stage) -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))
    missing = [command.name for command in stage.bot.tree.get_commands() if command.name not in told]
    assert missing == []


@pytest.mark.parametrize("page", ["discord.md", "moderators.md", "dialogs.md"])
def test_every_picture_exists_in_both_themes_and_is_described(page: str) -> None:
    found = list(PICTURE.finditer((DOCS / page).read_text(encoding="utf-8")))
    assert found
    for picture in found:
        assert len(picture["described"]) > 40
        assert (DOCS / picture["file"]).is_file()
        assert (DOCS / picture["file"].replace("light", "dark")).is_file()


def test_every_picture_is_shown() -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))
    assert [path.name for path in (DOCS / "pictures").glob("*-light.png") if path.name not in told] == []
