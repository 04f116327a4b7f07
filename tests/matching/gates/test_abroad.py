"""A question in another language must get its countries and people, and small talk gets no answer."""

from __future__ import annotations

import pytest

from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Abstained, Answered, Outcome
from briefbot.matching import Matcher
from builders import entry, knowledge

BRIDGE = entry(
    "bridge",
    phrasings=(
        "Who paid for the footbridge?", "wer hat die Brücke bezahlt", "кто заплатил за мост", "quién pagó el puente nuevo",
        "qui a payé la passerelle", "다리는 누가 지었어?",
    ),
    answer="The village paid for the footbridge.",
)  # fmt: skip
SILENT = entry(
    "gap-guterres",
    kind="gap",
    phrasings=("Did Guterres visit the bridge?", "guterres"),
    answer="The article does not mention Guterres.",
)


def asked(learned: Learned, typed: str) -> Outcome:
    return Matcher.build(knowledge(BRIDGE, SILENT), learned).ask(typed)


@pytest.mark.parametrize("typed", ["wer hat die Brücke bezahlt?", "а кто заплатил за мост", "quién pagó el puente", "다리는 누가 지었어"])
def test_a_question_without_a_stranger_is_answered(learned: Learned, typed: str) -> None:
    assert isinstance(asked(learned, typed), Answered)


@pytest.mark.parametrize(
    "typed",
    ["кто заплатил за мост, Бразилия", "hat Brasilien die Brücke bezahlt, wer hat die Brücke bezahlt", "브라질이 다리는 누가 지었어",
     "quién pagó el puente nuevo de Anselmo", "кто заплатил за мост Гнедича"],
)  # fmt: skip
def test_an_answer_that_lacks_the_stranger_is_not_given(learned: Learned, typed: str) -> None:
    got = asked(learned, typed)
    assert isinstance(got, Abstained)
    assert (got.gap, got.lacks) == (None, "name")


@pytest.mark.parametrize("typed", ["кто заплатил за мост, Гутерриш", "구테흐스 다리는 누가 지었어"])
def test_a_gap_entry_that_names_the_stranger_is_given(learned: Learned, typed: str) -> None:
    got = asked(learned, typed)
    assert isinstance(got, Abstained)
    assert got.gap == SILENT


def test_a_noun_of_german_is_no_name(learned: Learned) -> None:
    assert isinstance(asked(learned, "wer hat die Brücke am Teich bezahlt"), Answered)


@pytest.mark.parametrize("typed", ["danke, du bist super", "расскажи анекдот", "cuéntame un chiste corto", "안녕 너 봇이야"])
def test_small_talk_gets_no_answer(learned: Learned, typed: str) -> None:
    got = asked(learned, typed)
    assert isinstance(got, Abstained)
    assert got.reason == "small_talk"
