"""Follow-ups lean on the exchange before; a question that stands on its own is never bent."""

from __future__ import annotations

import pytest

from briefbot.matching import Matcher, Turn
from briefbot.matching.conversation import favour, is_covered, together, turn_of
from briefbot.matching.decision import Ranked
from briefbot.model import Item
from builders import entry
from matching.kites import KITES, asked
from matching.speaking import reached
from matching.test_confidence import candidate


def after(matcher: Matcher, *typed: str) -> str:
    """Ask one thing after the other; tell what the last one got."""
    turn: Turn | None = None
    outcome = None
    for each in typed:
        outcome, turn = matcher.converse(each, turn)
    assert outcome is not None
    return reached(outcome)


@pytest.mark.parametrize(
    ("first", "then", "got"),
    [
        ("Who built the dragon kite?", "and how long was it?", "answered dragon-length"),
        ("Who built the dragon kite?", "what did it cost?", "silent gap-dragon-cost"),
        ("what did Markova say about kites", "who said that?", "quoted quote-letter"),
        ("When is the festival?", "and the first one?", "answered first-festival"),
        ("Who won the long-line contest?", "and in 2019?", "answered winner-2019"),
    ],
)
def test_a_follow_up_is_understood_from_the_exchange_before(kites: Matcher, first: str, then: str, got: str) -> None:
    assert after(kites, first, then) == got


def test_a_follow_up_without_an_exchange_before_is_not_answered(kites: Matcher) -> None:
    assert after(kites, "who said that?") != "quoted quote-letter"


@pytest.mark.parametrize(
    "first", ["Who built the dragon kite?", "who won in 2019", "what did Markova say about kites", "how old is Park", "hello"]
)
@pytest.mark.parametrize(
    "then",
    [
        "How many people were hurt?",
        "how much was the prize",
        "why did Markova cut Lin's line",
        "When was the first festival held?",
        "which lines were not allowed",
        "what did the dragon kite cost",
        "when was the festival and what did they cost",
        "what is the capital of peru",
        "what time is it",
        "hello",
        "how are you",
        "thanks",
        "",
    ],
)
def test_a_question_that_stands_on_its_own_is_never_bent(kites: Matcher, first: str, then: str) -> None:
    assert after(kites, first, then) == reached(kites.ask(then))


@pytest.mark.parametrize(
    "remark", ["lol ok", "hmm", "haha ok", "thanks mate, that helped a lot", "ok cool thx", "that's sad", "interesting"]
)
def test_a_remark_does_not_get_the_answer_again(kites: Matcher, remark: str) -> None:
    assert after(kites, "Who built the dragon kite?", remark) == "small_talk"


@pytest.mark.parametrize("then", ["tell me more about it", "explain that", "who built it?"])
def test_what_asks_to_go_on_is_no_remark(kites: Matcher, then: str) -> None:
    assert after(kites, "Who built the dragon kite?", then) == "answered dragon-maker"


def test_small_talk_in_between_does_not_change_the_subject(kites: Matcher) -> None:
    assert after(kites, "Who built the dragon kite?", "thanks", "and how long was it?") == "answered dragon-length"


def test_what_a_gap_said_can_be_gone_on_from(kites: Matcher) -> None:
    assert after(kites, "what did the dragon kite cost", "and who built it?") == "answered dragon-maker"


def test_a_turn_holds_no_sentence_and_not_every_word(kites: Matcher) -> None:
    _, turn = kites.converse("Please tell me, how long was that dragon kite of my secret friend Zebulon?", None)
    assert turn.item == KITES.entries["dragon-length"]
    assert "dragon" in turn.words
    assert not {"please", "how", "that", "zebulon"} & set(turn.words)


def test_the_speaker_of_what_was_reached_is_remembered() -> None:
    read = candidate(entry()).profile.phrasings[0]
    assert turn_of(read, ["mill"], None, "Zoya Markova").words == ("mill", "Zoya", "Markova")
    assert turn_of(read, [], None, "The Mill").words == ()  # the question names it already
    assert len(turn_of(read, [f"word{number}" for number in range(99)], None, "").words) == 12


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
