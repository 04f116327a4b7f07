"""An invented article about a ferry line, and its knowledge, for tests of the gate for answers."""

from __future__ import annotations

from typing import Any

from briefbot.checking.answers import Gate
from briefbot.checking.article import Article, digest
from briefbot.checking.check import make_knowledge
from briefbot.domain.knowledge import Alias, Block, BlockKind, Entry, Quote, Source, Speaker

LINES: tuple[tuple[BlockKind, str], ...] = (
    ("section", "Business and Trade"),
    ("headline", "Norway weighs bid for the Lisrova ferry line as two foreign rivals lose their patience"),
    ("deck", "The line carried a record 2.4 million passengers last year, and its owner wants to sell before the winter comes."),
    (
        "picture",
        "![Captain Ilse Varga (left) greets Norwegian Transport Minister Odd Brekke aboard the Meridian in Port Hallam on March 3."
        " [Tomas Rell/Northern Press]](/ferry.jpg)",
    ),
    ("byline", "By Agnes Quill |"),
    (
        "paragraph",  # 1
        "Norway's government is considering a bid for the Lisrova ferry line, officials said, after talks with two foreign rivals"
        " reportedly stalled in February.",
    ),
    ("paragraph", "The line owns 14 ferries and employs about 1,250 people. It lost £38.5 million in 2024, its third loss in a row."),
    (
        "paragraph",  # 3
        "Around 60 percent of the shares belong to the Danish fund Kestrel Partners, which bought them in June 2019 for an estimated"
        " £210 million.",
    ),
    ("paragraph", "Analysts believe that a sale could cost up to 300 jobs in Port Hallam, where the line was founded in 1887."),
    ("heading", "'A bridge of steel'"),
    (
        "paragraph",  # 5
        '"We are not convinced that a state owner would be worse," Captain Ilse Varga, who heads the union, told the Hallam Courier.'
        ' "But nobody has asked the crews."',
    ),
    ("paragraph", "Varga said the crews may strike in May if no buyer promises to keep the night route to Sweden."),
    (
        "paragraph",  # 7
        'The fund has denied that it plans to sell the ships one by one. Chief executive Priya Nandakumar called the idea "a fairy tale'
        ' told by people who want a lower price."',
    ),
    ("heading", "Rough waters"),
    (
        "paragraph",  # 8
        "Two older ferries, the Meridian and the Solveig, are accused of leaking oil off the Faroe Islands in October 2023. The European"
        " Maritime Safety Agency (EMSA) is investigating and has not published its findings.",
    ),
    (
        "paragraph",  # 9
        "The perception in Oslo is that the line, long seen as a lifeline for the islands, is drifting into foreign hands. Brekke has not"
        " said what Norway would pay.",
    ),
    (
        "paragraph",  # 10
        "Bids are due by April 30. According to a report by the ratings firm Solberg and Dale, the line is likely worth between £120"
        " million and £150 million, far less than the fund paid.",
    ),
    (
        "paragraph",  # 11
        'Brekke and Nandakumar are expected to meet in Bergen on May 9. "The door is open, and it will stay open for Denmark\'s fund,"'
        " the minister said.",
    ),
    (
        "paragraph",  # 12
        "The night route opened on November 12, 1998, and half of its passengers are Swedes. A ticket costs £45, twice as much as by day.",
    ),
    (
        "paragraph",  # 13
        "In return for engines from Swedish yards, Norway has been sending Sweden fuel and spare parts since late 2021. The exchange has"
        " strengthened the yards.",
    ),
    (
        "paragraph",  # 14
        '"The exchange is a lifeline for small yards," Nils Ekdahl, a lecturer at the University of Visby, wrote in the Baltic Review.',
    ),
)
ARTICLE = Article(LINES)
SPEAKERS = (
    Speaker("ilse-varga", "Ilse Varga", ("Varga", "Captain Varga"), "captain", "head of the union"),
    Speaker("odd-brekke", "Odd Brekke", ("Brekke",), "transport minister", "Norway"),
    Speaker("priya-nandakumar", "Priya Nandakumar", ("Nandakumar",), "chief executive", "Kestrel Partners"),
    Speaker("nils-ekdahl", "Nils Ekdahl", ("Ekdahl",), "lecturer", "University of Visby"),
    Speaker("analysts", "analysts", ("analyst",)),
    Speaker("officials", "officials", ("official",)),
)
ALIASES = (
    Alias("Norway", ("norwegian", "norwegians", "oslo")),
    Alias("Sweden", ("swedish", "swede", "swedes")),
    Alias("Lisrova", ("lisrova line", "lisrova ferries", "ferry line")),
    Alias("EMSA", ("european maritime safety agency", "maritime safety agency")),
    Alias("Kestrel Partners", ("kestrel", "kestrel fund")),
    Alias("Port Hallam", ("hallam",)),
    Alias("Hallam Courier", ("courier",)),
    Alias("Baltic Review", ("the baltic review",)),
)
QUOTES = (
    Quote("crews", "ilse-varga", "But nobody has asked the crews.", 5),
    Quote("fairy-tale", "priya-nandakumar", "a fairy tale told by people who want a lower price.", 7),
    Quote("door", "odd-brekke", "The door is open, and it will stay open for Denmark's fund,", 11),
)
GATE = Gate.of(
    make_knowledge(
        Source(LINES[1][1], "Agnes Quill", LINES[0][1], blocks=tuple(Block(kind, digest(text)) for kind, text in LINES)),
        (*SPEAKERS, *ALIASES, *QUOTES),
    ),
    ARTICLE,
)


def entry(answer: str, *evidence: Any, **changes: Any) -> Entry:
    """Make an entry with only the fields that the gate reads."""
    made = {"id": "line", "kind": "fact", "stance": "fact", "topic": "line", "phrasings": ("What about the line?",)}
    return Entry(**{**made, "answer": answer, "evidence": evidence, **changes})


def found(answer: str, *evidence: Any, **changes: Any) -> list[str]:
    """Return the names of the gate's findings in an answer."""
    return [finding.name for finding in GATE.findings(entry(answer, *evidence, **changes))]
