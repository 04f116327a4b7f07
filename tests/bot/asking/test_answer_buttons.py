"""Buttons keep Discord's limits with the longest possible ids, titles and numbers."""

from __future__ import annotations

import pytest

from briefbot.bot.asking.answer_buttons import buttons
from briefbot.bot.browsing import quotations
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.requests import Audience
from briefbot.domain.knowledge import Entry
from briefbot.rendering.replies import Reply
from builders import entry, quote

ASKER = 2**63 - 1


def many(count: int) -> tuple[Entry, ...]:
    """Make entries with the longest ids and titles."""
    return tuple(entry(f"{number:040}", phrasings=("why " * 60 + str(number),)) for number in range(count))


@pytest.mark.parametrize(
    "reply",
    [
        Reply(("x",), shown=many(1)),
        Reply(("x",) * 9, suggestions=many(3)),
        Reply(("x",) * 9, nearest=many(5), shown=many(12)),
        Reply(("x",) * 9, shown=(quote(), *many(12))),
    ],
)
async def test_rows_labels_and_ids_fit(reply: Reply) -> None:
    view = buttons(reply, Audience(ASKER, (ASKER - 1,)), has_article=True, page=5)
    assert view is not None
    rows = view.to_components()
    parts = [part for row in rows for part in row["components"]]
    assert len(rows) <= 5
    assert all(len(row["components"]) <= 5 for row in rows)
    assert all(len(part.get("label", "")) <= 80 and len(part["custom_id"]) <= 100 for part in parts)
    assert len(rows) <= (2 if reply.suggestions else 1)
    assert len({part["custom_id"] for part in parts}) == len(parts)


async def test_private_reply_with_nothing_to_offer_says_what_can_be_asked() -> None:
    view = buttons(Reply(("x",)), Audience(ASKER, is_private=True))
    assert view is not None
    assert [part["label"] for row in view.to_components() for part in row["components"]] == ["What can I ask?"]


def test_choices_fit() -> None:
    choices = quotations._choices("", ["somebody with a very long name " * 9] * 40)
    assert len(choices) == 25
    assert all(len(choice.name) <= 100 and len(str(choice.value)) <= 100 for choice in choices)


def test_key_of_an_item_finds_it_again() -> None:
    found = many(50)
    assert len({item_keys.key(item) for item in found}) == 50
    assert all(len(item_keys.key(item)) == 10 for item in found)
