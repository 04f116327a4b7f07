"""The last turn of each person in each place, for a few minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from briefbot.domain.outcome import Answered, Exchange, Outcome, Turn
from briefbot.service import Service
from briefbot.service.conversations import WINDOW, Context, Turns
from builders import entry
from matching.speaking import reached

NOW = 1_000.0
TURN = Turn(("roof", "cost"), entry())
GUILD, ANNA, BEN, HALL, CELLAR = 1, 11, 12, 21, 22


def at(minutes: float = 0, person: int = ANNA, place: int = HALL) -> Context:
    return Context(person, place, NOW + minutes * 60)


def remembered() -> Turns:
    turns = Turns()
    turns.remember(GUILD, at(), TURN)
    return turns


def test_the_same_person_in_the_same_place_goes_on() -> None:
    assert remembered().before(GUILD, at(1)) == TURN


@pytest.mark.parametrize(
    ("guild", "context"),
    [
        (GUILD, at(1, person=BEN)),
        (GUILD, at(1, place=CELLAR)),
        (2, at(1)),
        (None, at(1)),
        (GUILD, None),
    ],
    ids=["another person", "another channel", "another guild", "a direct message", "nobody"],
)
def test_another_persons_or_places_exchange_does_not_count(guild: int | None, context: Context | None) -> None:
    assert remembered().before(guild, context) is None


def test_an_exchange_counts_for_a_few_minutes() -> None:
    minutes = WINDOW.total_seconds() / 60
    assert remembered().before(GUILD, at(minutes)) == TURN
    assert remembered().before(GUILD, at(minutes + 0.01)) is None
    assert timedelta(minutes=2) <= WINDOW <= timedelta(minutes=10)


def test_what_no_longer_counts_is_dropped() -> None:
    turns = remembered()
    turns.remember(GUILD, at(3, person=BEN), TURN)
    turns.expire(NOW + WINDOW.total_seconds())
    assert (turns.count_of(ANNA), turns.count_of(BEN)) == (1, 1)
    turns.expire(NOW + WINDOW.total_seconds() + 1)
    assert (turns.count_of(ANNA), turns.count_of(BEN)) == (0, 1)


def test_the_newest_turn_is_the_one_that_counts() -> None:
    turns, newer = remembered(), Turn(("slates",), None)
    turns.remember(GUILD, at(4), newer)
    assert turns.before(GUILD, at(8)) == newer


def test_without_a_context_nothing_is_kept() -> None:
    turns = Turns()
    turns.remember(GUILD, None, TURN)
    assert turns.count_of(ANNA) == 0


def test_everything_of_a_person_can_be_counted_and_dropped() -> None:
    turns = remembered()
    turns.remember(GUILD, at(place=CELLAR), TURN)
    turns.remember(None, at(), TURN)
    turns.remember(GUILD, at(person=BEN), TURN)
    assert (turns.count_of(ANNA), turns.count_of(BEN)) == (3, 1)
    turns.forget(ANNA)
    assert (turns.count_of(ANNA), turns.count_of(BEN)) == (0, 1)
    assert turns.before(GUILD, at(1)) is None
    assert turns.before(GUILD, at(1, person=BEN)) == TURN


def test_the_oldest_conversations_go_when_there_are_too_many() -> None:
    turns = Turns(most=2)
    for person in (1, 2, 1, 3):  # 1 asked again after 2
        turns.remember(GUILD, at(person=person), TURN)
    assert [turns.count_of(person) for person in (1, 2, 3)] == [1, 0, 1]


# Through the service, on the tiny bundle -------------------------------------------------------


def ids(outcome: Outcome) -> list[str]:
    return [item.id for item in outcome.entries] if isinstance(outcome, Answered) else []


def talk(service: Service, *asked: tuple[str, Context | None]) -> Exchange:
    """Ask one question after the other; return the last outcome."""
    exchange = None
    for question, context in asked:
        exchange = service.ask(GUILD, question, context)
        service.remember(GUILD, context, exchange)
    assert exchange is not None
    return exchange


HOW_MANY, OLD = "How many books were damaged?", "how old is she?"


def test_a_follow_up_is_understood_from_the_previous_exchange(service: Service) -> None:
    asked = talk(service, (HOW_MANY, at(0, person=100)), ("and how many of them could not be saved?", at(1, person=100)))
    assert ids(asked.outcome) == ["books-damaged"]


@pytest.mark.parametrize(
    ("person", "asker"),
    [(101, at(1, person=102)), (103, at(1, person=103, place=CELLAR)), (104, at(30, person=104)), (105, None)],
    ids=["another person", "another channel", "half an hour later", "nobody"],
)
def test_a_follow_up_of_nothing_is_not_understood_as_one(service: Service, person: int, asker: Context | None) -> None:
    for context, is_understood in ((at(1, person=person), True), (asker, False)):
        asked = talk(service, ("Who is Ines Calloway?", at(0, person=person)), (OLD, context))
        assert (reached(asked.outcome) == "silent gap-librarian-person") is is_understood


def test_nothing_leans_on_an_exchange_whose_answer_did_not_go_out(service: Service) -> None:
    talk(service, ("How much did the new roof cost?", at(0, person=106)))
    service.ask(GUILD, "Who is Ines Calloway?", at(1, person=106))
    assert reached(service.ask(GUILD, OLD, at(2, person=106)).outcome) != "silent gap-librarian-person"


def test_a_question_without_an_answer_ends_the_subject(service: Service) -> None:
    asked = talk(
        service,
        ("Who is Ines Calloway?", at(0, person=107)),
        ("who is the president of Peru?", at(1, person=107)),
        (OLD, at(2, person=107)),
    )
    assert reached(asked.outcome) != "silent gap-librarian-person"


def test_what_somebody_chose_to_be_shown_is_gone_on_from(service: Service) -> None:
    calloway, context = service.knowledge().entries["who-calloway"], at(0, person=108)
    service.remember(GUILD, context, Exchange(calloway.label, Answered((calloway,), 1.0), service.knowledge()))
    assert reached(service.ask(GUILD, OLD, at(1, person=108)).outcome) == "silent gap-librarian-person"
