"""The docs name every command, and every picture exists and is described."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from bot.conftest import Stage
from briefbot.cli.setup.log import TextFormatter

DOCS = Path(__file__).parents[2] / "docs"
PICTURE = re.compile(r"!\[(?P<described>[^\]]*)\]\((?P<file>pictures/[^)]+)\)")


async def test_every_command_is_documented(stage: Stage) -> None:
    told = "\n".join(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))
    missing = [command.name for command in stage.bot.tree.get_commands() if command.name not in told]
    assert missing == []


async def test_a_line_of_the_log_is_as_the_docs_show_it(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "briefbot")
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    [record] = [each for each in caplog.records if each.getMessage() == "question"]
    [shown] = re.findall(r"^2031-03-22T.*$", (DOCS / "settings.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert shape(TextFormatter(()).format(record)) == shape(shown)


def shape(line: str) -> list[str]:
    """Return the words of a line of the log without its time and the values of its fields."""
    return [re.sub("=.*", "=", word) for word in line.split(" ")[1:]]


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
