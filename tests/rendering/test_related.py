"""Further questions are related ones, without those that the reply has answered."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Item
from briefbot.rendering.related import to_go_on_with, what_may_follow
from builders import entry, knowledge, quote


def following(shown: Item, *things: Item) -> tuple[Item, ...]:
    """List the further questions after an answer, in a small knowledge."""
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
    """A correction includes its fact."""
    fact = entry("vane", answer=answer, evidence=evidence)
    false = entry("not-sails", kind="correction", answer="Not the sails: the vane on the mill was stolen.", related=("vane",))
    assert following(false, fact) == ((fact,) if is_offered else ())


def test_listed_questions_come_before_related_ones_and_these_before_the_topic() -> None:
    shown, near = entry(related=("quote-geese",)), entry("near", answer="By night.", evidence=(2,), topic="night")
    alike = entry("alike", answer="A reward of 40 crowns.", evidence=(3,))
    assert to_go_on_with([shown], [near], knowledge(shown, alike, near, quote())) == (near, quote(), alike)


def test_a_few_are_found_in_other_topics_where_the_same_has_too_few() -> None:
    shown = entry()
    others = [entry(f"other-{word}", answer=f"It was {word}.", evidence=(2,), topic="other") for word in ("old", "green", "loud", "heavy")]
    assert to_go_on_with([shown], [], knowledge(shown, *others)) == tuple(others[:3])


def test_what_another_question_on_the_list_settles_is_left_out() -> None:
    shown = entry()
    first, same = (entry(name, answer="A reward of 40 crowns is offered.", evidence=(3,)) for name in ("first", "same"))
    assert to_go_on_with([shown], [], knowledge(shown, first, same)) == (first,)
