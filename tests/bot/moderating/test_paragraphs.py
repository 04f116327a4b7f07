"""Moderators read the article paragraph by paragraph, and follow links to what cites it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desks import COST, Desk, buttons, press_forged, shown, told
from briefbot.service import Service
from briefbot.store import Store


@pytest.fixture
def service(bundle: Path, store: Store) -> Service:
    return Service(bundle, article=bundle / "article.txt", store=store)


async def test_paragraph_is_shown_with_what_cites_it_and_the_ones_around_it(desk: Desk) -> None:
    read = await desk.mia.slash(desk.channel, "knowledge show", paragraph=2)
    head, text, cited = told(read).splitlines()
    assert head == "**Paragraph 2 of 9**"
    assert text.startswith("> ")
    assert "£61,500" in text
    assert cited.endswith("entries and quotations cite it.")
    assert list(buttons(shown(read))) == ["Previous page (1 of 9)", "Next page (3 of 9)"]
    assert told(await desk.mia.click(shown(read), label="Next page (3 of 9)")).startswith("**Paragraph 3 of 9**")


async def test_without_anything_given_the_first_paragraph_is_shown(desk: Desk) -> None:
    assert told(await desk.mia.slash(desk.channel, "knowledge show")).startswith("**Paragraph 1 of 9**")


async def test_entry_leads_to_the_paragraph_that_it_cites(desk: Desk) -> None:
    seen = await desk.mia.slash(desk.channel, "knowledge show", thing=COST)
    assert "£61,500" in told(await desk.mia.click(shown(seen), label="Paragraph 2"))


async def test_number_beyond_the_last_paragraph_is_told(desk: Desk) -> None:
    assert told(await desk.mia.slash(desk.channel, "knowledge show", paragraph=10)) == "The article has 9 paragraphs."
    assert len(desk.env.errors) == 1


async def test_paragraph_of_a_public_message_is_shown_privately(desk: Desk) -> None:
    assert told(await press_forged(desk.mia, desk.channel, "bb:k-paragraph:1")).startswith("**Paragraph 1 of 9**")


async def test_where_the_article_is_not_at_hand_the_reason_is_told(desk: Desk) -> None:
    desk.service._article_path = None
    desk.service.reload()
    told_so = told(await desk.mia.slash(desk.channel, "knowledge show", paragraph=1))
    assert told_so == "I can't show the article's text: my operator hasn't given it to me (`BRIEFBOT_ARTICLE`)."
    assert len(desk.env.errors) == 1
    assert not [label for label in buttons(shown(await desk.mia.slash(desk.channel, "knowledge show", thing=COST))) if "Paragraph" in label]
