"""The attribution under every answer: who says it, how certain it is, and where it is in the article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from urllib.parse import quote as quote_url

from briefbot.domain.knowledge import Entry, Evidence, Item, Knowledge, Quote, Source, Speaker, Stance, is_gap
from briefbot.domain.parts import part_of
from briefbot.i18n import mark, say, say_many
from briefbot.language.stemming import stem
from briefbot.language.text import tokens
from briefbot.rendering.markdown import ELLIPSIS, escape, small
from briefbot.rendering.quotation_marks import in_marks

_STANCES: dict[Stance, str] = {
    "fact": "",
    "report": mark("A report, not an established fact."),
    "estimate": mark("An estimate."),
    "claim": mark("A claim, not an established fact."),
    "opinion": mark("An opinion."),
}
KINDS: dict[Stance, str] = {
    "fact": mark("what the article itself says"),
    "report": mark("a report"),
    "estimate": mark("an estimate"),
    "claim": mark("a claim"),
    "opinion": mark("an opinion"),
}
"""The kind of a statement, in a word or two."""
_SPOKEN_STANCES: dict[Stance, str] = {
    "fact": mark("According to {speaker}."),
    "report": mark("Reported by {speaker}."),
    "estimate": mark("An estimate by {speaker}."),
    "claim": mark("A claim by {speaker}."),
    "opinion": mark("The opinion of {speaker}."),
}
_PARTS: dict[str, str] = {
    "headline": mark("the headline"),
    "deck": mark("the lines under the headline"),
    "caption": mark("the picture's caption"),
    "byline": mark("the byline"),
}
_INTRODUCED = 0.65
"""The share of the words of a speaker's description that an answer must have to introduce the speaker.

Of the first bundle's 28 answers with a speaker, the 15 above it name the office; those below leave it out, or say
that the article gives no names.
"""
_NAMED = 4
"""The number of words at each end of a longer quotation that a link contains."""
_BRIEF = 40
"""The most characters of the time and place of a quotation in one line on a phone."""
_QUOTE_MARKS = "'\"‘’“”"


def described(speaker: Speaker) -> str:
    """Return a speaker's name with role and affiliation, without repetition."""
    named = [speaker.name]
    for more in (speaker.role, speaker.affiliation):
        if more and more.casefold() not in ", ".join(named).casefold():
            named.append(more)
    return ", ".join(named)


def stance(entry: Entry, knowledge: Knowledge) -> str:
    """Return whose an entry's statement is and how certain; "" for a plain fact of the article."""
    speaker = knowledge.speaker_of(entry)
    if speaker is None or _is_introduced(speaker, entry.answer):
        return say(_STANCES[entry.stance]) if _STANCES[entry.stance] else ""
    return say(_SPOKEN_STANCES[entry.stance], speaker=described(speaker))


def line(item: Item, knowledge: Knowledge) -> str:
    """Return the line below an answer: who says it, what kind of statement it is, and where it is."""
    place = linked(short_places(item.evidence, knowledge.source), item, knowledge.source)
    if is_gap(item):
        return say("— See {place}", place=place)
    who = _whose_and_how_sure(item, knowledge)
    return say("— {who}, {place}", who=_capital(escape(who)), place=place) if who else f"— {_capital(place)}"


def _whose_and_how_sure(item: Item, knowledge: Knowledge) -> str:
    """Return the speaker, unless the answer introduces them, and the kind of statement.

    Return "" for a plain fact of the article.

    The line below a quotation is short: the sources have the rest about the speaker.
    """
    speaker = knowledge.speaker_of(item)
    if isinstance(item, Quote):
        return ", ".join(filter(None, (speaker.name, speaker.role or speaker.affiliation))) if speaker else ""
    kind = say(KINDS[item.stance]) if item.stance != "fact" else ""
    if speaker is None or _is_introduced(speaker, item.answer):
        return kind
    who = described(speaker)
    return say("{speaker} ({kind})", speaker=who, kind=kind) if kind else who


def _capital(text: str) -> str:
    """Capitalise the beginning of a line, even within a link."""
    start = 1 if text.startswith("[") else 0
    return f"{text[:start]}{text[start : start + 1].upper()}{text[start + 1 :]}"


def linked(label: str, item: Item, source: Source) -> str:
    """Turn a label into a link to the article, and to a quotation's own words in it.

    Return only the label if the article has no address.
    """
    if not source.url:
        return escape(label)
    fragment = _text_fragment(item.text, source.url) if isinstance(item, Quote) else ""
    return f"[{escape(label)}](<{source.url.replace('(', '%28').replace(')', '%29')}{fragment}>)"


def _text_fragment(text: str, address: str) -> str:
    """Return the end of an address with which a browser shows some words; for many words, the first and the last."""
    words = text.split()
    ends = [" ".join(words[:_NAMED]), " ".join(words[-_NAMED:])] if len(words) > 2 * _NAMED else [" ".join(words)]
    begun = ":~:text=" if "#" in address else "#:~:text="
    return begun + ",".join(quote_url(end, safe="").replace("-", "%2D") for end in ends)


def _is_introduced(speaker: Speaker, answer: str) -> bool:
    """Return whether an answer names a speaker and has most of the description."""
    told, name, description = (set(map(stem, tokens(text))) for text in (answer, speaker.name, described(speaker)))
    return name <= told and len(description & told) >= _INTRODUCED * len(description)


def marked(quote: Quote) -> str:
    """Put a quotation in marks as in the bundle, with an ellipsis on each side that is cut."""
    before, after = _ellipses(quote)
    return f"“{before}{escape(quote.text)}{after}”"


def printed(quote: Quote) -> str:
    """Put a quotation in typographic marks, with an ellipsis on each side that is cut; plain text."""
    return in_marks(quote.text, *_ellipses(quote))


def _ellipses(quote: Quote) -> tuple[str, str]:
    """Return the marks before and after a quotation for words that are left out."""
    return f"{ELLIPSIS} " if quote.partial in (True, "start") else "", f" {ELLIPSIS}" if quote.partial in (True, "end") else ""


def told_in_brief(quote: Quote, knowledge: Knowledge) -> str:
    """Return where and when a quotation was said.

    If that is long, only the outlet, because the sources have the rest.
    """
    told = told_in(quote, knowledge)
    return told if len(told) <= _BRIEF else _outlet(quote, knowledge)


def _outlet(quote: Quote, knowledge: Knowledge) -> str:
    """Return where a quotation was said, unless the speaker's description says so."""
    is_named = quote.outlet.casefold() in described(knowledge.speakers[quote.speaker]).casefold()
    return "" if is_named else quote.outlet


def told_in(quote: Quote, knowledge: Knowledge) -> str:
    """Return where and when a quotation was said, if that is known and not in the speaker's description."""
    return ", ".join(part for part in (_outlet(quote, knowledge), quote.said_on) if part)


def who_said(item: Item, knowledge: Knowledge) -> str:
    """Return whose words an answer or a quotation has, who reported a quotation, and where they are."""
    told = told_in(item, knowledge) if isinstance(item, Quote) else ""
    below = (told, citation(item.evidence, knowledge.source))
    return "\n".join([_whose(item, knowledge), *(small(escape(line)) for line in below if line)])


def _whose(item: Item, knowledge: Knowledge) -> str:
    speaker = knowledge.speaker_of(item)
    if speaker is None:
        return say("That is what the article says.")
    if isinstance(item, Quote):
        return say("Those are the words of {speaker}.", speaker=escape(described(speaker)))
    return say("That comes from {speaker}.", speaker=escape(described(speaker)))


def citation(evidence: Sequence[Evidence], source: Source) -> str:
    """Return the headline once, then every place."""
    return say("“{title}”, {places}", title=source.title, places=places(evidence, source))


def short_places(evidence: Sequence[Evidence], source: Source) -> str:
    """Return places without their headings."""
    parts, numbers = _parts_and_numbers(evidence)
    return "; ".join([*parts, *([_paragraphs(numbers, source)] if numbers else [])])


def places(evidence: Sequence[Evidence], source: Source) -> str:
    """Return places as readers see them: parts, then paragraphs grouped under their headings."""
    parts, numbers = _parts_and_numbers(evidence)
    groups = [_group(heading, list(found), source) for heading, found in groupby(numbers, lambda n: source.headings[n - 1])]
    return "; ".join([*parts, *groups])


def _parts_and_numbers(evidence: Sequence[Evidence]) -> tuple[list[str], list[int]]:
    """Return the names of the parts among some places, and the paragraphs in order."""
    parts = dict.fromkeys(_part(place) for place in evidence if not isinstance(place, int))
    return list(parts), sorted({place for place in evidence if isinstance(place, int)})


def _part(name: str) -> str:
    part, number = part_of(name)
    return say(_PARTS[part]) if name == part else say("the caption of picture {number}", number=number)


def _paragraphs(numbers: Sequence[int], source: Source) -> str:
    return say_many("paragraph {numbers} of {total}", "paragraphs {numbers} of {total}", len(numbers),
                    numbers=_listed(numbers), total=source.paragraphs)  # fmt: skip


def _group(heading: str, numbers: Sequence[int], source: Source) -> str:
    named = _paragraphs(numbers, source)
    if not heading:
        return named
    return say("under “{heading}”, {paragraphs}", heading=heading.strip(_QUOTE_MARKS), paragraphs=named)


def _listed(numbers: Iterable[int]) -> str:
    *first, last = map(str, numbers)
    return say("{first} and {last}", first=", ".join(first), last=last) if first else last
