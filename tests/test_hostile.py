"""Every text is answered, and twice the text takes at most about twice the time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.domain.outcome import QUESTION_LIMIT
from briefbot.matching.recall.ngrams import Floats
from briefbot.service import Service
from briefbot.service.conversations import Context
from hostile import mixtures, runs
from matching.speaking import ConceptEncoder

MOMENT = 0.05
"""Most processor seconds for a question: about twenty times the slowest one measured."""
GROWTH = 3.0
"""Most time for twice the text, as a multiple: two was measured, four would be quadratic."""
ANA = Context(1, 1, datetime(2031, 3, 22, tzinfo=UTC))


class StrictEncoder(ConceptEncoder):
    """Encode like libraries that accept only UTF-8."""

    def encode(self, texts: Sequence[str]) -> Floats:
        for each in texts:
            each.encode()
        return super().encode(texts)


@pytest.fixture(scope="module")
def speaking(tiny: Path) -> Service:
    """Return the service on the tiny bundle, with sentence vectors."""
    return Service(tiny, encoder=StrictEncoder())


def seconds(ask: Callable[[str], object], typed: str) -> float:
    started = process_time()
    ask(typed)
    return process_time() - started


def is_too_slow(ask: Callable[[str], object], make: Callable[[int], str]) -> bool:
    whole = min(seconds(ask, make(number)) for number in range(3)) if seconds(ask, make(0)) > MOMENT else 0.0
    return whole > MOMENT and whole > GROWTH * min(seconds(ask, make(number)[: QUESTION_LIMIT // 2]) for number in range(3))


def words(service: Service) -> list[str]:
    return sorted({word for item in service.knowledge().items() for word in item.label.lower().split() if len(word) > 3})


@pytest.mark.parametrize("name", ["service", "speaking"])
def test_no_question_takes_more_than_its_share(name: str, request: pytest.FixtureRequest) -> None:
    service: Service = request.getfixturevalue(name)
    service.ask(None, "who wrote the article", ANA)
    slow = [
        text
        for text, make in (*runs(), *mixtures(words(service)))
        if is_too_slow(lambda typed: service.ask(None, typed, ANA), make) or is_too_slow(lambda typed: service.complete(None, typed), make)
    ]
    assert slow == []


@given(st.text(st.characters(), max_size=12), st.text(st.characters(), min_size=1, max_size=6), st.text(max_size=3))
def test_no_run_takes_more_than_its_share(service: Service, opening: str, piece: str, ending: str) -> None:
    typed = opening + piece * (QUESTION_LIMIT // len(piece)) + ending
    assert not is_too_slow(lambda text: service.ask(None, text), lambda number: typed[number:])


HALVES = ["who wrote the \ud800 article", "\udfff", "caf\udce9 who wrote the article", "\ud83d\ude00 \ude00\ud83d", "how \ud800and " * 60]


@pytest.mark.parametrize("typed", HALVES)
@pytest.mark.parametrize("name", ["service", "speaking"])
def test_text_that_utf_8_cannot_hold_is_read_as_any_other(name: str, typed: str, request: pytest.FixtureRequest) -> None:
    service: Service = request.getfixturevalue(name)
    asked = service.ask(None, typed)
    assert asked.outcome == service.ask(None, asked.question).outcome
    quoted = [service.quote(None, text=typed), service.quote(None, speaker=typed), service.quote(None, topic=typed)]
    explained = service.explain(None, typed)
    told = [explained.question, explained.figures, *explained.unknown, *explained.missing]
    told += [exchange.question for exchange in (asked, *quoted)]
    assert [each.encode().decode() for each in told] == told
    assert len(service.complete(None, typed)) <= 25


def test_half_a_pair_takes_no_word_with_it(speaking: Service) -> None:
    plain = speaking.ask(None, "who wrote the article").outcome
    assert speaking.ask(None, "who wrote the article \udc80").outcome == plain


def test_halves_that_belong_together_are_joined(service: Service) -> None:
    assert service.ask(None, "\ud83d\ude00 hello").question == "\N{GRINNING FACE} hello"


@pytest.mark.parametrize(
    ("blank", "one"), [(" ", " "), ("\t", " "), ("\u3000", " "), ("\n", "\n"), ("\r\n", "\n"), ("\x85", "\n"), ("\u2028", "\n")]
)
def test_white_space_of_any_kind_and_length_is_one_blank_or_line_break(service: Service, blank: str, one: str) -> None:
    exchange = service.ask(None, f"{blank * 900}who{blank * 900}wrote{blank}the article{blank * 900}")
    assert (exchange.question, exchange.is_cut) == (f"who{one}wrote{one}the article", False)
    assert exchange.outcome == service.ask(None, "who wrote the article").outcome


def test_a_character_that_stands_for_many_is_cut_as_the_many_are(service: Service) -> None:
    exchange = service.ask(None, "\ufdfa" * 400)
    assert len(exchange.question) == QUESTION_LIMIT
    assert exchange.is_cut
