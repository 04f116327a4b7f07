"""Whose words and deeds a sentence is about."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.people import mistaken
from checking.answers.ferries import GATE


def told(sentence: str, *evidence: int) -> list[tuple[str, str]]:
    found = mistaken(sentence, GATE.places.named(evidence), GATE.around, GATE.people, GATE.names)
    return [(person, others) for person, others, _ in found]


def test_another_person_is_noticed() -> None:
    assert told("Odd Brekke said that the crews may strike.", 6, 9) == [("Odd Brekke", "Ilse Varga")]


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Ilse Varga said that the crews may strike.", (6, 9)),
        ("Odd Brekke has not said what Norway would pay.", (9, 6)),
        ("It was not Odd Brekke who said that the crews may strike.", (6, 9)),
        ("The door is open, Odd Brekke said.", (11,)),  # "the minister said": he is named in the sentence before
        ("Varga is a captain.", (9,)),
    ],
)
def test_the_right_person_is_not(sentence: str, evidence: tuple[int, ...]) -> None:
    assert told(sentence, *evidence) == []
