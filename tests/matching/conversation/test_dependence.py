"""A question depends on the one before if its words point back, unless it is clear alone."""

from __future__ import annotations

import pytest

from briefbot.matching import Matcher, converse
from briefbot.matching.conversation.dependence import lean_on
from briefbot.matching.reading.leaning import Lean


@pytest.mark.parametrize(
    ("typed", "lean"),
    [
        ("who sewed it?", Lean.POINTING),
        ("when did he win that?", Lean.POINTING),
        ("did she sew the dragon?", Lean.POINTING),
        ("who won it in 2019?", None),
        ("did Lin win it?", None),
        ("what did Markova say about it?", None),
        ("how many kites of them flew in the sky at once?", None),
        ("and the first one?", Lean.CUT_SHORT),
        ("and the prize?", None),
        ("why?", Lean.EMPTY),
        ("which zeppelin crashed into it?", None),
        ("who sewed it and when was that?", Lean.POINTING),  # the first part decides
        ("who won it in 2019 and who sewed it?", None),
        ("lol ok", None),  # nothing is asked
    ],
)
def test_what_is_clear_alone_leans_on_nothing(kites: Matcher, typed: str, lean: Lean | None) -> None:
    before = converse(kites, "Who built the dragon kite?", None).turn
    assert lean_on(kites, kites.read(typed), before) is lean
