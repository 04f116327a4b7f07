"""Moderators see an edit beside the article before it is saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.desks import Desk, edit, save, shown, told
from briefbot.domain.knowledge import Key
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.matching import MatcherCache
from briefbot.service import Service
from briefbot.store import Store

COST: Key = ("entry", "cost")
WRONG = "The repair cost £71,500."
PARAGRAPH = "> The repair cost £61,500. Of that, £48,000 came from a county heritage grant;"


@pytest.fixture
def has_article() -> bool:
    """Return whether the article's file is available."""
    return True


@pytest.fixture
def service(bundle: Path, store: Store, matchers: MatcherCache, has_article: bool) -> Service:
    return Service(bundle, article=bundle / "article.txt" if has_article else None, store=store, cache=matchers)


def keep_a_wrong_answer(desk: Desk, bundle: Path, store: Store) -> None:
    """Save an answer that the article does not support, as if the article had not been available."""
    without = Service(bundle, store=store)
    text = {**(without.editor.text(desk.guild.id, COST) or {}), "answer": WRONG}
    without.editor.apply(desk.guild.id, desk.mia.id, Edit(Change(*COST, "text", text)))
    desk.service.refresh()


async def test_the_cited_paragraph_stands_below_the_reply(desk: Desk) -> None:
    content = shown(await edit(desk, desk.mia, answer="For the repair, £61,500 were paid.")).content
    lines = content.splitlines()
    assert lines[1] == "> **How much did the new roof cost?**"
    assert lines[2] == "> For the repair, £61,500 were paid."
    assert "-# Compared with the article: no objections." in lines
    assert "-# The article, paragraph 2 of 9:" in lines
    assert any(line.startswith(PARAGRAPH) for line in lines)


async def test_an_answer_that_the_article_does_not_bear_out_is_refused(desk: Desk) -> None:
    content = shown(await edit(desk, desk.mia, answer=WRONG)).content
    first, second, *_ = content.splitlines()
    assert first == "This cannot be saved:"
    assert second.startswith("**Answer:** “£71,500")
    assert second.endswith("in “The repair cost £71,500.” is nowhere in the article: correct it, or leave it out.")
    assert PARAGRAPH in content


async def test_what_was_typed_is_kept_with_a_refusal(desk: Desk) -> None:
    refused = await edit(desk, desk.mia, answer=WRONG)
    form = await desk.mia.click(shown(refused), label="Edit again")
    assert form.modal is not None
    assert WRONG in str(form.modal["components"])


async def test_a_warning_stands_below_the_reply_and_refuses_nothing(desk: Desk) -> None:
    answer = "The article says only that Ines Calloway is the head librarian."
    preview = await edit(desk, desk.mia, "entry:gap-librarian-person", answer=answer)
    content = shown(preview).content
    assert "**Please check:** “only” in a gap says that the article has nothing else about it" in content
    assert ", of: '" not in content
    assert "Saved" in told(await save(desk.mia, preview))


@pytest.mark.parametrize("has_article", [False])
async def test_without_the_article_the_preview_says_so(desk: Desk) -> None:
    content = shown(await edit(desk, desk.mia, answer=WRONG)).content
    assert "-# Nothing was compared with the article, because the operator hasn't given me its file." in content


async def test_a_quotation_stands_above_its_paragraph(desk: Desk) -> None:
    content = shown(await edit(desk, desk.mia, "quote:quote-heart", topics="leak")).content
    assert '> "Nobody in this village was willing to let that heart stop," she added.' in content


async def test_a_long_preview_holds_all_that_belongs_to_it(desk: Desk) -> None:
    typed = {"answer": " ".join(["The repair cost £61,500."] * 24), "evidence": "1-9", "phrasings": "\n".join("abcdefgh" * 7)}
    preview = await edit(desk, desk.mia, **typed)
    content = shown(preview).content
    assert len(content) <= 2_000
    assert "more places" in content
    assert {file.filename for file in shown(preview).attachments} == {"article.txt", "difference.txt", "broken.txt"}


async def test_going_back_to_a_wrong_answer_says_what_is_wrong(desk: Desk, bundle: Path, store: Store) -> None:
    keep_a_wrong_answer(desk, bundle, store)
    await save(desk.mia, await edit(desk, desk.mia, answer="For the repair, £61,500 were paid."))
    preview = await desk.mia.slash(desk.channel, "knowledge undo", thing="entry:cost")
    content = shown(preview).content
    assert "**Not in the article:** “£71,500" in content
    assert "It was already in use, so it can be saved." in content
    assert "Saved" in told(await save(desk.mia, preview))


async def test_a_wrong_answer_that_was_kept_is_named_by_the_check_and_by_show(desk: Desk, bundle: Path, store: Store) -> None:
    keep_a_wrong_answer(desk, bundle, store)
    checked = told(await desk.mia.slash(desk.channel, "settings check"))
    named = "- These changes say something that the article doesn't. They stay in use:\n  - “How much did the new roof cost?”: “£71,500"
    assert named in checked
    assert "**Not in the article:** “£71,500" in told(await desk.mia.slash(desk.channel, "knowledge show", thing="entry:cost"))
