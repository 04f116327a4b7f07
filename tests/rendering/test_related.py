"""What may be asked next: what is related, without what the reply has told already."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Item
from briefbot.rendering.related import what_may_follow
from builders import entry, knowledge, quote


def following(shown: Item, *things: Item) -> tuple[Item, ...]:
    """List what may be asked after an answer, in a small knowledge."""
    return what_may_follow([shown], [], knowledge(shown, *things))


def test_related_are_what_can_be_asked_next() -> None:
    gap = entry("gap-thief", kind="gap")
    first = entry(related=("gap-thief", "quote-geese", "missing"))
    assert following(first, gap, quote()) == (quote(),)


def test_corrections_are_offered_last() -> None:
    false = entry("not-sails", kind="correction", answer="Not the sails.", evidence=(3,))
    assert following(entry(related=("not-sails", "quote-geese")), false, quote()) == (quote(), false)


@pytest.mark.parametrize(
    ("answer", "evidence", "is_offered"),
    [
        ("The vane on the mill was stolen.", (1,), False),
        ("The vane on the mill was stolen.", (1, 2), True),
        ("The vane weighs more than two geese.", (1,), True),
    ],
)
def test_what_a_shown_answer_has_told_already_is_not_asked_next(answer: str, evidence: tuple[int, ...], is_offered: bool) -> None:
    """A correction tells the fact that belongs to it."""
    fact = entry("vane", answer=answer, evidence=evidence)
    false = entry("not-sails", kind="correction", answer="Not the sails: the vane on the mill was stolen.", related=("vane",))
    assert following(false, fact) == ((fact,) if is_offered else ())
