"""Sending keeps Discord's limits and timeouts."""

from __future__ import annotations

import re
from pathlib import Path

from bot.conftest import Stage
from briefbot.rendering import source_pages

BOT = Path(__file__).parents[3] / "src" / "briefbot" / "bot"
SENDING = re.compile(
    r"(?<!replies)\.(send|reply|send_message|edit_message|send_modal|edit_original_response|delete_original_response|defer|respond)\("
    r"|message\.(edit|delete)\(|reply\.(edit|delete)\(|sent\.(edit|delete)\("
)


def test_nobody_else_sends() -> None:
    found = {path.name for path in BOT.rglob("*.py") if SENDING.search(path.read_text(encoding="utf-8"))}
    assert found <= {"sending.py", "interactions.py"}


async def test_what_one_person_is_not_shown_is_counted(stage: Stage) -> None:
    service, quote = stage.bot.service, stage.bot.service.knowledge().quotes["quote-heart"]
    service.lengthen_article(4_200)
    pages = source_pages.context(quote, service.knowledge(), service.article)
    quoted = await stage.ana.slash(stage.channel, "quote", text=quote.text)
    result = await stage.ana.click(quoted.response, label="In context")
    told = [*dict.fromkeys([result.response.content, *(each.content for each in result.followups)])]
    assert (len(pages), len(told), told[:4]) == (7, 5, [*pages[:4]])
    assert told[-1].endswith("\n-# 2 more pages do not fit here.")
    assert len(told[-1]) <= 2_000


async def test_long_content_is_cut_to_the_limit(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, "hello")
    with stage.env.time_context():
        message = await stage.bot.get_channel(stage.channel.id).fetch_message(asked.id)
        await stage.bot.sender.deliver(message, "many words " * 400)
    assert 1_000 < len(stage.last().content) <= 2_000
