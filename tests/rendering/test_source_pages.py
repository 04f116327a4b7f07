""" "Sources" shows everything behind an answer."""

from __future__ import annotations

from briefbot.domain.knowledge import Caveat
from briefbot.rendering.source_pages import sources
from builders import article, entry, knowledge, quote, source

NO_YEAR = Caveat("no-year", "The article gives no year for Friday.", (1,), ("Friday",), matters=("when",))


def test_every_caveat_is_told_whatever_was_asked() -> None:
    theft = entry(answer="The vane was stolen in the night to Friday.", caveat="Nobody saw it.")
    (page,) = sources([theft], knowledge(theft, of=source(caveats=(NO_YEAR,))), None)
    assert page.splitlines()[2:] == [
        "Caveat: Nobody saw it.",
        "Caveat: The article gives no year for Friday.",
        "Where: “Weather vane stolen from the mill”, paragraph 1 of 4",
    ]


def test_what_an_answer_was_also_compared_with_is_shown_below_what_it_cites() -> None:
    theft = entry(evidence=(1,), context=(3,))
    (page,) = sources([theft], knowledge(theft), article())
    heads = [line for line in page.splitlines() if line.startswith(("Where", "See also", "The passage"))]
    assert heads == [
        "Where: “Weather vane stolen from the mill”, paragraph 1 of 4",
        "See also: paragraph 3 of 4",
        "The passage (paragraph 1 of 4):",
        "The passage (paragraph 3 of 4):",
    ]


def test_an_occasion_of_a_quotation_reads_as_well_as_a_date() -> None:
    for occasion in ("May 9", "during the inquest"):
        said = quote(said_on=occasion)
        (page,) = sources([said], knowledge(said), None)
        assert f"Said: {occasion}" in page.splitlines()
