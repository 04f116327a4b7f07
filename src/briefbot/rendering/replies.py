"""Render an outcome as the content of a reply, which is also readable as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from briefbot.domain.knowledge import Entry, Evidence, Item, Knowledge, Quote
from briefbot.domain.outcome import (
    MOST_PARTS,
    QUESTION_LIMIT,
    SUGGESTIONS,
    Abstained,
    Answered,
    Exchange,
    Lacks,
    Outcome,
    Quoted,
    Suggested,
    Wished,
)
from briefbot.i18n import say
from briefbot.matching import caveats
from briefbot.rendering import attribution, wishes
from briefbot.rendering.markdown import CONTENT_LIMIT, ZERO_WIDTH, block_quote, escape, pages, plain, shorten, small
from briefbot.rendering.related import what_may_follow
from briefbot.rendering.wishes import TERMINAL, Where

PARAGRAPH = "\n\n"
PAGE = CONTENT_LIMIT - 50
"""The most characters of a page of a long answer, which leaves room for the page number."""
_ASKED = 100
"""The most characters of a question that is repeated, if it is one of several."""
LISTED = 5
"""The most questions that a reply lists as closest: a row of buttons."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply: pages of content within Discord's limit, and items to offer as buttons."""

    pages: tuple[str, ...]
    suggestions: tuple[Item, ...] = ()
    nearest: tuple[Item, ...] = ()
    related: tuple[Item, ...] = ()
    shown: tuple[Item, ...] = ()
    about: tuple[Item, ...] = ()
    """Items of an earlier answer that the reply is about."""

    @property
    def content(self) -> str:
        """Return the first page, which is all of most replies."""
        return self.page(1)

    def page(self, number: int) -> str:
        """Return a page, with its number if there are others: buttons are not read in notifications."""
        text, total = self.pages[number - 1], len(self.pages)
        page = say("Page {number} of {total}", number=number, total=total)
        return text if total == 1 else f"{text}\n{small(page)}"

    @property
    def text(self) -> str:
        """Return all pages as one text."""
        return PARAGRAPH.join(self.pages)


def reply(exchange: Exchange, *, is_titled: bool = False, where: Where = TERMINAL) -> Reply:
    """Render the outcome of a question; titled if nobody typed the question."""
    outcome, knowledge = exchange.outcome, exchange.knowledge
    if isinstance(outcome, Wished):
        return Reply(wishes.told(outcome, knowledge, where), about=outcome.shown)
    if isinstance(outcome, Abstained) and outcome.reason == "distress":
        return Reply((_reason(outcome, knowledge),))  # in one piece, and nothing below it
    shown = shown_in(outcome)
    nearest = _nearest(outcome, shown)
    blocks: list[str] = []
    listed = 0
    for part, asked in _asked(outcome):
        own = [item for item in nearest[listed:] if item in _close_to(part)]
        blocks.append(_named(_block(part, exchange, own, listed + 1), part, asked))
        listed += len(own)
    if is_titled:
        blocks[0] = f"**{escape(exchange.question)}**\n{blocks[0]}"
    if shown:
        blocks[-1] = f"{blocks[-1]}\n{_headline(knowledge)}"
    blocks += _not_read(exchange)
    offered = what_may_follow(shown, nearest, knowledge)
    return Reply(pages(PARAGRAPH.join(blocks), PAGE), _suggestions(outcome), nearest, offered, shown)


def answer(outcome: Outcome, knowledge: Knowledge, question: str = "") -> str:
    """Return the words of the answer for programs, without places; "" if there are only suggestions.

    A correction always begins with "Correction:", whatever the reply begins with.
    """
    exchange = Exchange(question, outcome, knowledge)
    told = ("\n".join(_told(part, exchange)) for part in _parts(outcome))
    return PARAGRAPH.join(plain(text) for text in told if text)


def citations(outcome: Outcome, knowledge: Knowledge) -> list[str]:
    """Return each place that the answer cites, once."""
    items = outcome.shown if isinstance(outcome, Wished) else shown_in(outcome)
    evidence = dict.fromkeys(place for item in items for place in item.evidence)
    return [f"{knowledge.source.title}, {_place(each, knowledge)}" for each in evidence]


def _place(evidence: Evidence, knowledge: Knowledge) -> str:
    """Return the name of a place; for a part, the word used in bundles."""
    return attribution.places([evidence], knowledge.source) if isinstance(evidence, int) else evidence


def _parts(outcome: Outcome) -> tuple[Outcome, ...]:
    return outcome.parts if isinstance(outcome, Answered) and outcome.parts else (outcome,)


def _asked(outcome: Outcome) -> Iterator[tuple[Outcome, str]]:
    """Yield each part of an outcome with its words, which are "" if there is only one or they are not known."""
    parts = _parts(outcome)
    asked = outcome.asked if isinstance(outcome, Answered) else ()
    return zip(parts, asked or ("",) * len(parts), strict=True)


def shown_in(outcome: Outcome) -> tuple[Item, ...]:
    """List the items whose words an outcome shows, each once."""
    return tuple(dict.fromkeys(item for part in _parts(outcome) for item in _shown(part)))


def _shown(outcome: Outcome) -> tuple[Item, ...]:
    match outcome:
        case Answered(entries=entries):
            return entries
        case Quoted(quotes=quotes):
            return quotes
        case Abstained(gap=Entry() as gap):
            return (gap,)
        case Suggested() | Abstained() | Wished():
            return ()
        case _:
            assert_never(outcome)


def _block(outcome: Outcome, exchange: Exchange, nearest: Sequence[Item], first: int) -> str:
    """Render one outcome: its words, speaker and places; `nearest` is what it lists, numbered from `first`."""
    match outcome:
        case Answered(entries=entries, unmet=unmet):
            return _opened(unmet, PARAGRAPH.join(_entry(entry, exchange) for entry in entries))
        case Quoted(quotes=quotes, unmet=unmet):
            return _opened(unmet, PARAGRAPH.join(_quotation(quote, exchange) for quote in quotes))
        case Suggested(items=items):
            return "\n".join(_offer(nearest if outcome is not exchange.outcome else items[:SUGGESTIONS], first))
        case Abstained():
            return "\n".join([*_refusal(outcome, exchange), *_listed(nearest, first)])
        case Wished():
            return PARAGRAPH.join(wishes.told(outcome, exchange.knowledge))
        case _:
            assert_never(outcome)


def _told(outcome: Outcome, exchange: Exchange) -> Iterator[str]:
    """Yield the words of an outcome, without citations and offers."""
    match outcome:
        case Answered(entries=entries):
            for entry in entries:
                yield f"Correction: {escape(entry.answer)}" if entry.kind == "correction" else escape(entry.answer)
                yield from _in_one_line(attribution.stance(entry, exchange.knowledge), *_caveats(entry, exchange))
        case Quoted(quotes=quotes):
            for quote in quotes:
                yield from _quoted(quote, exchange)
        case Abstained():
            yield _reason(outcome, exchange.knowledge)
            yield from _limits(outcome, exchange)
        case Wished():
            yield from wishes.told(outcome, exchange.knowledge)
        case Suggested():
            return
        case _:
            assert_never(outcome)


# Answers and quotations ------------------------------------------------------------------------


def _opened(unmet: Sequence[str], block: str) -> str:
    """Begin an answer by saying which words of the question it has nothing about."""
    words = ", ".join(say("“{word}”", word=escape(word)) for word in unmet)
    return say("**Nothing about {words}.** This comes closest:\n{answer}", words=words, answer=block) if unmet else block


def _entry(entry: Entry, exchange: Exchange) -> str:
    below = _in_one_line(*_caveats(entry, exchange))
    return "\n".join([_stated(entry), attribution.line(entry, exchange.knowledge), *map(small, below)])


def _stated(entry: Entry) -> str:
    text = escape(entry.answer)
    return say("**Not so:** {answer}", answer=text) if entry.kind == "correction" else text


def _caveats(entry: Entry, exchange: Exchange) -> list[str]:
    """List what limits an answer."""
    return [entry.caveat, *_shared_caveats(entry, exchange), *_changed_since(entry)]


def _changed_since(entry: Entry) -> list[str]:
    """Say that the article has changed where an answer comes from, until a person has reviewed it."""
    return [say("The article has changed here, and this answer has not been reviewed since.")] if entry.changed else []


def _shared_caveats(item: Item, exchange: Exchange) -> Iterator[str]:
    return caveats.told(item, exchange.question, exchange.knowledge.source)


def _in_one_line(*texts: str) -> list[str]:
    """Join the texts that are not empty into a line; return no line if all are empty."""
    line = " ".join(filter(None, texts))
    return [escape(line)] if line else []


def _headline(knowledge: Knowledge) -> str:
    return small(say("From “{title}”", title=escape(knowledge.source.title)))


def _quotation(quote: Quote, exchange: Exchange) -> str:
    below = [*_in_one_line(attribution.told_in_brief(quote, exchange.knowledge)), *_in_one_line(*_shared_caveats(quote, exchange))]
    said = block_quote(escape(attribution.printed(quote)))
    return "\n".join([said, attribution.line(quote, exchange.knowledge), *map(small, below)])


def _quoted(quote: Quote, exchange: Exchange) -> list[str]:
    """Return the quotation in marks, its speaker, where and when it was said, and what limits that."""
    speaker = attribution.described(exchange.knowledge.speakers[quote.speaker])
    told_in = _in_one_line(attribution.told_in(quote, exchange.knowledge))
    return [attribution.marked(quote), f"— {escape(speaker)}", *told_in, *_in_one_line(*_shared_caveats(quote, exchange))]


# Refusals and offers ---------------------------------------------------------------------------


def _refusal(outcome: Abstained, exchange: Exchange) -> Iterator[str]:
    yield _reason(outcome, exchange.knowledge)
    if outcome.gap:
        yield attribution.line(outcome.gap, exchange.knowledge)
    yield from map(small, _limits(outcome, exchange))


def _limits(outcome: Abstained, exchange: Exchange) -> list[str]:
    """Say what limits the closest thing that a gap names."""
    return _in_one_line(*_caveats(outcome.gap, exchange)) if outcome.gap else []


def _listed(nearest: Sequence[Item], first: int) -> Iterator[str]:
    if nearest:
        yield say("What the article does say:")
        yield from _numbered(nearest, first)


def _reason(outcome: Abstained, knowledge: Knowledge) -> str:
    if outcome.is_foreign:
        return say("I only understand English. Please ask me in English.")
    match outcome.reason:
        case "silent":
            gap = outcome.gap
            return say("**Not in the article.** {answer}", answer=escape(gap.answer)) if gap else _nothing_about(outcome.lacks)
        case "off_topic":
            return say("**Not about the article.** I only answer from “{title}”.", title=escape(knowledge.source.title))
        case "not_understood":
            return say("I didn't get that. Try other words, or name the person, place or event you mean.")
        case "small_talk":
            title = escape(knowledge.source.title)
            return say("I answer questions about the article “{title}”. Just ask.", title=title)
        case "distress":
            return outcome.words or say(
                "I am sorry that things are so hard for you. I am only a bot, so please talk to somebody you trust, "
                "or call a crisis line or the emergency number where you live. You do not have to go through this "
                "alone."
            )
        case _:
            assert_never(outcome.reason)


def _nothing_about(lacks: Lacks | None) -> str:
    match lacks:
        case "name":
            return say("**No answer.** I know nothing about that name.")
        case "word":
            return say("**No answer.** I know nothing about that.")
        case None:
            return say("**Not in the article.** As far as I know, it doesn't say.")
        case _:
            assert_never(lacks)


def _offer(items: Sequence[Item], first: int) -> Iterator[str]:
    if items:
        yield say("I'm not sure. Is it one of these?")
        yield from _numbered(items, first)
    else:
        yield say("I'm not sure what you mean.")


def _numbered(items: Sequence[Item], first: int) -> Iterator[str]:
    return (f"{number}. {escape(item.label)}" for number, item in enumerate(items, first))


def _suggestions(outcome: Outcome) -> tuple[Item, ...]:
    return outcome.items[:SUGGESTIONS] if isinstance(outcome, Suggested) else ()


def _nearest(outcome: Outcome, shown: Sequence[Item]) -> tuple[Item, ...]:
    """List what a refusal names as nearest and the reply does not show, each item once over all parts."""
    found = [item for part in _parts(outcome) if part is not outcome or isinstance(part, Abstained) for item in _close_to(part)]
    return tuple(dict.fromkeys(item for item in found if item not in shown))[:LISTED]


def _close_to(outcome: Outcome) -> tuple[Item, ...]:
    """List what an outcome names as close to the question."""
    match outcome:
        case Abstained(nearest=items) | Suggested(items=items):
            return items[:SUGGESTIONS]
        case _:
            return ()


# Several questions in one message ---------------------------------------------------------------


def _named(block: str, outcome: Outcome, asked: str) -> str:
    """Say which of several questions has no answer; a gap says so itself."""
    if not asked or _shown(outcome) or isinstance(outcome, Wished):
        return block
    return say("On “{question}”: {text}", question=_repeated(asked), text=block)


def _not_read(exchange: Exchange) -> Iterator[str]:
    """Say what was not looked up: the questions after the first few, and text beyond the limit."""
    left = exchange.outcome.left if isinstance(exchange.outcome, Answered) else ()
    if left:
        quoted = ", ".join(say("“{text}”", text=_repeated(question)) for question in left)
        yield say("I can answer up to {count} questions at once. Please ask again: {questions}", count=MOST_PARTS, questions=quoted)
    if exchange.is_cut:
        yield small(say("I only read the first {limit} characters of your question.", limit=QUESTION_LIMIT))


def _repeated(question: str) -> str:
    """Repeat a question literally, without links or invitations."""
    return escape(shorten(question, _ASKED)).replace("/", f"/{ZERO_WIDTH}")
