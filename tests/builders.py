"""Make values for tests from the fields that a test is about; the others have harmless defaults."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from briefbot.checking.article import Article, digest
from briefbot.checking.check import make_knowledge
from briefbot.domain.knowledge import Alias, Block, Entry, Knowledge, Quote, Source, Speaker, Tests

PARAGRAPHS = (
    "The weather vane on the mill was stolen in the night to Friday, constable Rhea Dunmore said.",
    '"It weighs more than two geese and squeaks like three," the miller, Tobias Fenwick, said.',
    "“Whoever has it will be heard,” he added, and Dunmore wrote “that much is 'certain'” into her report.",
    "A reward of 40 crowns has been promised for its return.",
)
"""An invented article of four paragraphs, for tests that need no files."""


def article(*paragraphs: str) -> Article:
    """Make an article of a headline and paragraphs."""
    return Article((("headline", "Weather vane stolen from the mill"), *(("paragraph", text) for text in paragraphs or PARAGRAPHS)))


def source(paragraphs: int = len(PARAGRAPHS), **changes: Any) -> Source:
    """Make a source with a number of paragraphs."""
    blocks = [Block("headline", digest("Weather vane stolen from the mill"))]
    blocks += [Block("paragraph", digest(f"paragraph {number}")) for number in range(paragraphs)]
    return replace(Source("Weather vane stolen from the mill", "Nell Harrow", "Village", blocks=tuple(blocks)), **changes)


FENWICK = Speaker("tobias-fenwick", "Tobias Fenwick", ("Fenwick",), "miller", "Old Mill")
DUNMORE = Speaker("rhea-dunmore", "Rhea Dunmore", ("Dunmore",), "constable")


def entry(entry_id: str = "theft", **changes: Any) -> Entry:
    """Make an entry."""
    made = Entry(
        id=entry_id,
        kind="fact",
        stance="fact",
        topic="theft",
        phrasings=("What was stolen from the mill?", "which thing did the thief take"),
        answer="The weather vane was stolen from the mill.",
        evidence=(1,),
        tests=Tests(("what is missing from the mill", "stolen thing"), ("who stole the vane",)),
    )
    return replace(made, **changes)


def quote(quote_id: str = "quote-geese", **changes: Any) -> Quote:
    """Make a quote that passes the gate against `article()`."""
    made = Quote(
        id=quote_id,
        speaker="tobias-fenwick",
        text="It weighs more than two geese and squeaks like three,",
        paragraph=2,
        topics=("vane",),
        phrasings=("What did Fenwick say about the geese?",),
    )
    return replace(made, **changes)


def knowledge(*things: Entry | Quote | Speaker | Alias, of: Source | None = None) -> Knowledge:
    """Make a knowledge of some things and the two speakers that they may name."""
    return make_knowledge(of or source(), [FENWICK, DUNMORE, *(things or (entry(), quote()))])


def phrased(questions: Iterable[str], **changes: Any) -> Entry:
    """Make an entry with these phrasings."""
    return entry(phrasings=tuple(questions), **changes)
