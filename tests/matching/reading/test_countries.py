"""A country without an alias in the knowledge is a name too."""

from __future__ import annotations

import pytest

from briefbot.language.text import tokens
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.countries import strange_countries

OF_JAPAN = Folder([("Japan", ("Nippon",)), ("island", ())])


@pytest.mark.parametrize(
    ("typed", "countries"),
    [
        ("How many Indian kites flew?", {"india"}),
        ("did the brazilians and the Dutch win", {"brazil", "netherlands"}),
        ("what about Saudi Arabia", {"saudi_arabia"}),
        ("who built the kite", set()),
        ("a pole for the kite", set()),
        ("in Chad", set()),
        ("", set()),
    ],
)
def test_countries_are_known_by_their_people(typed: str, countries: set[str]) -> None:
    assert strange_countries(tokens(typed), OF_JAPAN) == countries


def test_a_country_that_the_knowledge_names_itself_is_not_strange() -> None:
    assert strange_countries(tokens("Nippon and Japanese kites"), OF_JAPAN) == {"japan"}
    assert strange_countries(tokens("kites of Nippon in Japan"), OF_JAPAN) == frozenset()
