"""Proper names of a text, and what supports them."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.names import initials, names_in
from checking.answers.ferries import GATE


def names(text: str) -> list[str]:
    return [name.written for name in names_in(text, GATE.names, GATE.is_ordinary)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The crew met Ilse Varga in Port Hallam.", ["Ilse Varga", "Port Hallam"]),
        ("Norwegian ferries pass the Faroe Islands.", ["Norwegian", "Faroe Islands"]),
        ("Tickets cost much. Passengers pay.", []),
        ("Varga said so.", ["Varga"]),
        ("Zelwerowicz said so.", ["Zelwerowicz"]),
        ("Karin Varga said so.", ["Karin", "Varga"]),
        ("Minister Varga said so.", ["Varga"]),
        ("He called it “the Golden Fleece” in May.", []),
        ("In May and on Friday I waited.", []),
        ("The EMSA's findings, said US officials", ["EMSA's", "USA"]),
        ("Three things: Ferries, that is.", []),
    ],
)
def test_a_name_is_a_word_with_a_capital_that_no_sentence_begins_with(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("block", "name"),
    [
        ("The Norwegian minister came.", "Norway"),
        ("Norway came.", "Norwegians"),
        ("Bowls from Paris", "Parisians"),
        ("EMSA came.", "European Maritime Safety Agency"),
        ("The International Whaling Commission met.", "IWC"),
        ("Captain Varga came.", "Ilse Varga"),
        ("Sweden's coast", "Swedes"),
    ],
)
def test_a_block_supports_a_name_in_another_form(block: str, name: str) -> None:
    (found,) = names_in(f"They met {name}.", GATE.names, GATE.is_ordinary)
    assert GATE.names.supports([GATE.names.held(block)], found)


@pytest.mark.parametrize(
    ("block", "name"),
    [("South Korea and North Macedonia", "North Korea"), ("Odd Brekke came.", "Ilse Varga"), ("BWC", "Baltic Water Company")],
)
def test_a_block_does_not_support_another_name(block: str, name: str) -> None:
    (found,) = names_in(f"They met {name}.", GATE.names, GATE.is_ordinary)
    assert not GATE.names.supports([GATE.names.held(block)], found)


def test_initials_leave_out_small_words() -> None:
    assert initials("Bank of England") == "be"
