"""What Discord limits fits in every language that comes with the bot: panels, forms, pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.desks import Desk, edit, shown, speak, text_of, told
from briefbot.bot.app import make_bot
from briefbot.bot.client import BriefBot
from briefbot.service import Service
from catalogues import bound, compiled

LOCALE = Path(__file__).parents[2] / "src" / "briefbot" / "locale"
LONGEST_COMMAND = 8_000
"""Characters of a command with all that is below it that Discord accepts."""


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(LOCALE, tmp_path_factory.mktemp("locale"))


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


@pytest.fixture
def simcord_bot(service: Service, tmp_path: Path, catalogues: Path) -> Iterator[BriefBot]:
    """Give a bot that speaks all languages that come with it."""
    with bound(catalogues):
        yield make_bot(service, tmp_path, message_content=True, shard_count=1)


@pytest.mark.parametrize(
    ("locale", "changes", "answer"),
    [
        ("de", "**Wo Änderungen gemeldet werden**", "Antwort"),
        ("es-ES", "**Dónde se publican los cambios**", "Respuesta"),
        ("fr", "**Où les changements sont publiés**", "Réponse"),
    ],
)
async def test_panels_forms_and_pages_fit(desk: Desk, monkeypatch: pytest.MonkeyPatch, locale: str, changes: str, answer: str) -> None:
    speak(monkeypatch, locale)
    desk.service.guilds.change(desk.guild.id, inbox_days=30, open_channels=frozenset({desk.channel.id}), audit_channel=12345)
    assert changes in text_of(shown(await desk.mia.slash(desk.channel, "settings show")))
    assert "`" in told(await desk.mia.slash(desk.channel, "settings check"))
    assert "`" in told(await desk.mia.slash(desk.channel, "help"))
    assert told(await desk.mia.slash(desk.channel, "privacy")).startswith("**")
    added = await desk.mia.slash(desk.channel, "knowledge add")
    assert answer in str(added.modal)
    assert "61,500" in text_of(shown(await edit(desk, desk.mia, answer="It cost £61,500 in all.")))
    assert "61,500" in told(await desk.mia.slash(desk.channel, "knowledge show", thing="entry:cost"))


async def test_audit_channel_is_told_in_the_servers_language_and_the_moderator_in_theirs(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(monkeypatch, "de")
    audit = desk.guild.create_text_channel("audit")
    desk.service.guilds.change(desk.guild.id, audit_channel=audit.id, language="fr")
    said = told(await desk.mia.slash(desk.channel, "knowledge pause"))
    assert said.startswith("Pausiert: ")
    assert audit.last_message.content.startswith("En pause\u00a0: ")


def size(part: dict[str, Any]) -> int:
    """Count the characters of a command as Discord does.

    Of each text its longest translation, and all that is below it.
    """
    longest = [max(map(len, [part.get(name, ""), *(part.get(f"{name}_localizations") or {}).values()])) for name in ("name", "description")]
    value = part.get("value", "")
    below = [*part.get("options", []), *part.get("choices", [])]
    return sum(longest) + (len(value) if isinstance(value, str) else 0) + sum(map(size, below))


async def test_commands_fit_with_their_longest_descriptions(desk: Desk) -> None:
    [sent] = [entry.json for entry in desk.env.http_requests if entry.method == "PUT"]
    assert {"de", "es-ES", "fr"} <= sent[0]["description_localizations"].keys()
    assert {command["name"]: size(command) for command in sent if size(command) > LONGEST_COMMAND} == {}
