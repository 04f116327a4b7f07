"""Wordings of one question form one group, and later questions do not move them."""

from __future__ import annotations

import pytest

from briefbot.matching import Groups, Matcher

COLOURS = (
    "what colour was the biggest kite",
    "the biggest kite: which color?",
    "colour of the biggest kite pls",
    "what color did the biggest kite have",
    "whats the colour of the bigest kite",
)
FOOD = ("what did people eat at the festival", "what food did people eat there", "could people eat at the festival")
WEATHER = ("how was the weather", "what was the weather like", "hows the weather been")


def put(groups: Groups, *wordings: str) -> list[int]:
    """Put wordings into groups as they come; a new group has the number of its first wording."""
    found = []
    for words in wordings:
        wording = groups.read(words)
        group = groups.find(wording)
        found.append(len(groups) if group is None else group)
        groups.add(wording, found[-1])
    return found


@pytest.mark.parametrize("wordings", [COLOURS, FOOD, WEATHER], ids=lambda each: each[0])
def test_wordings_of_one_thing_come_together(kites: Matcher, wordings: tuple[str, ...]) -> None:
    assert set(put(Groups(kites), *wordings)) == {0}


def test_different_things_stay_apart(kites: Matcher) -> None:
    found = put(Groups(kites), *COLOURS, *FOOD, *WEATHER)
    assert len({*found[:5]} & {*found[5:8]}) == len({*found[5:8]} & {*found[8:]}) == 0


def test_what_is_asked_for_tells_things_apart(kites: Matcher) -> None:
    assert put(Groups(kites), "who built the tower", "when was the tower built")[1] == 1


def test_names_in_other_forms_are_the_same(kites: Matcher) -> None:
    assert put(Groups(kites), "is Park Seo-yun married", "is 박서윤 married?") == [0, 0]


def test_forty_wordings_are_one_group_whatever_else_is_asked_meanwhile(kites: Matcher) -> None:
    forty = [f"{before} what colour was the biggest {kite}{mark}" for before in ("", "hey", "so", "ok bot", "please", "wait,")
             for kite in ("kite", "kites", "kitte", "kite there") for mark in ("", "?")]  # fmt: skip
    others = [f"why did number {number} of the fliers go home" for number in range(100, 148)]
    groups = Groups(kites)
    found = [put(groups, *pair)[0] for pair in zip(forty, others, strict=True)]
    assert len(found) > 40
    assert set(found) == {0}


def test_a_question_stays_where_it_was_put(kites: Matcher) -> None:
    groups = Groups(kites)
    first = put(groups, *COLOURS, *FOOD)
    put(groups, *WEATHER)
    assert [groups.find(groups.read(words)) for words in (*COLOURS, *FOOD)] == first


def test_words_that_say_nothing_are_read_as_well(kites: Matcher) -> None:
    assert put(Groups(kites), "???", "what", "what") == [0, 1, 1]
