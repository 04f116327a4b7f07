"""A follow-up is read with the words before; items near the last one become likelier."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import Turn
from briefbot.matching import Matcher
from briefbot.matching.conversation.together import favour, is_covered, together
from briefbot.matching.ranking.decision import Ranked
from builders import entry
from matching.kites import asked
from matching.ranking.test_confidence import candidate


def test_a_follow_up_is_joined_with_what_it_leans_on() -> None:
    assert together("how long was it?", Turn(("dragon", "kite"), None)) == "how long was it? dragon kite"


def rank(*items: Item) -> list[Ranked]:
    return [Ranked(candidate(item), confidence) for item, confidence in zip(items, (0.3, 0.2, 0.1), strict=False)]


@pytest.mark.parametrize(
    "beside",
    [
        asked("own", "x", answer="", evidence=(9,)),
        asked("next", "x", answer="", evidence=(9,), related=("own",)),
        asked("same-paragraph", "x", answer="", evidence=(2,)),
        asked("same-speaker", "x", answer="", evidence=(9,), speaker="zoya-markova"),
    ],
)
def test_what_stands_beside_the_item_before_becomes_likelier(beside: Item) -> None:
    own = asked("own", "x", answer="", evidence=(2,), speaker="zoya-markova")
    far = asked("far", "x", answer="", evidence=(8,))
    found = favour(rank(far, beside), Turn((), own))
    assert [each.item.id for each in found] == [beside.id, "far"]
    assert sum(each.confidence for each in found) <= 1.0


def test_without_an_item_before_nothing_is_favoured() -> None:
    given = rank(entry("a"), entry("b"))
    assert favour(given, Turn(("roof",), None)) == given


def test_an_answer_must_hold_enough_of_the_follow_up_itself(kites: Matcher) -> None:
    (best, *_) = kites.rank("how long was the dragon kite")
    weight = kites.ranker.lexicon.weight
    assert is_covered(kites.understand("how long"), best, weight)
    assert is_covered(kites.understand("and what of it"), best, weight)
    assert not is_covered(kites.understand("who paid the zeppelin ticket"), best, weight)
