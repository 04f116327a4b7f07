"""The sources of an answer, for people who want to check: speaker, stance, caveat, place, and the passage itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefbot.checking.article import Article
from briefbot.domain.knowledge import Entry, Evidence, Item, Knowledge, Quote, Speaker
from briefbot.i18n import say
from briefbot.matching.caveats import attached
from briefbot.rendering import attribution
from briefbot.rendering.markdown import block_quote, escape, pages


def sources(shown: Sequence[Item], knowledge: Knowledge, article: Article | None, *, is_changed: bool = False) -> tuple[str, ...]:
    """Show the sources of answers, in pages, and whether the answers have changed since they were shown."""
    blocks = ["\n".join(_source(item, knowledge, article)) for item in shown]
    if is_changed:
        changed = say("This answer has changed since. Below are the sources of the new one; ask again to see it.")
        blocks.insert(0, changed)
    return pages("\n\n".join(blocks))


def _source(item: Item, knowledge: Knowledge, article: Article | None) -> Iterator[str]:
    yield f"**{escape(item.label)}**"
    speaker = knowledge.speaker_of(item)
    if speaker is not None:
        yield from _person(speaker)
    match item:
        case Entry():
            yield say("Kind of statement: {kind}", kind=say(attribution.KINDS[item.stance]))
            if item.date:
                yield say("Date: {date}", date=escape(item.date))
            if item.caveat:
                yield say("Caveat: {caveat}", caveat=escape(item.caveat))
        case Quote():
            yield from _saying(item)
    for shared in attached(item, knowledge.source):
        yield say("Caveat: {caveat}", caveat=escape(shared.text))
    yield say("Where: {citation}", citation=escape(attribution.citation(item.evidence, knowledge.source)))
    context = item.context if isinstance(item, Entry) else ()
    if context:
        yield say("See also: {places}", places=escape(attribution.places(context, knowledge.source)))
    if article is not None:
        yield from _passages((*item.evidence, *context), knowledge, article)


def _person(speaker: Speaker) -> Iterator[str]:
    yield say("Speaker: {name}", name=escape(speaker.name))
    if speaker.role:
        yield say("Role: {role}", role=escape(speaker.role))
    if speaker.affiliation and speaker.affiliation.casefold() not in speaker.role.casefold():
        yield say("Affiliation: {affiliation}", affiliation=escape(speaker.affiliation))


def _saying(quote: Quote) -> Iterator[str]:
    if quote.outlet:
        yield say("Outlet: {outlet}", outlet=escape(quote.outlet))
    if quote.said_on:
        yield say("Said: {when}", when=escape(quote.said_on))
    yield say("Quoted in part, letter for letter") if quote.partial else say("Quoted in full, letter for letter")


def _passages(evidence: Sequence[Evidence], knowledge: Knowledge, article: Article) -> Iterator[str]:
    for place in evidence:
        text = passage(place, article)
        if text:
            yield "\n" + say("The passage ({place}):", place=attribution.places([place], knowledge.source))
            yield block_quote(escape(text))


def passage(place: Evidence, article: Article) -> str:
    """Return the article's own text at a place, or ""."""
    if isinstance(place, int):
        return article.paragraphs[place - 1]
    return article.part(place)


def context(quote: Quote, knowledge: Knowledge, article: Article) -> tuple[str, ...]:
    """Show the paragraph of a quotation with the ones before and after it, in pages."""
    numbers = [n for n in range(quote.paragraph - 1, quote.paragraph + 2) if 1 <= n <= len(article.paragraphs)]
    return pages("\n\n".join(_paragraph(number, quote, knowledge, article) for number in numbers))


def _paragraph(number: int, quote: Quote, knowledge: Knowledge, article: Article) -> str:
    """Show a paragraph under its place; the quotation's paragraph is marked."""
    place = escape(attribution.places([number], knowledge.source))
    head = say("The quotation, {place}:", place=place) if number == quote.paragraph else f"{place[:1].upper()}{place[1:]}:"
    return f"{head}\n{block_quote(escape(article.paragraphs[number - 1]))}"
