"""What the bot says about itself, the article and what it keeps: help, source, topics, quotations, privacy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from briefbot.domain.knowledge import Knowledge, Quote
from briefbot.domain.records import Kept
from briefbot.i18n import say, say_many
from briefbot.rendering import attribution
from briefbot.rendering.markdown import block_quote, escape, pages, small

QUOTES_A_PAGE = 5
"""Quotations that are listed at once and still read."""


def help(*, opened: Iterable[int] = (), is_moderator: bool = False) -> str:
    """Say what the bot can do, where it answers without a mention, and to moderators what is theirs."""
    where = ", ".join(f"<#{channel}>" for channel in sorted(opened))
    moderators = say(
        "- You are a moderator: `/knowledge` changes what I know, `/settings` how I behave,"
        " `/settings check` says what keeps me from working."
    )
    return "\n".join(
        (
            say("I answer questions about one article, from answers that people wrote and checked against it."),
            say("- Ask by mentioning me, by replying to me, in a direct message, or with `/ask`."),
            *([say("- In {where} I answer without a mention, when I am sure.", where=where)] if where else []),
            say("- Or open a message's menu: Apps, then “Answer from the article”."),
            say("- `/quote` finds somebody's words, letter for letter; `/quotes` lists them; `/who-said` finds who said a line."),
            say("- `/topics` lists what you can ask about, `/source` says which article it is, `/privacy` what I keep."),
            say("- When I am not sure, I offer what you may have meant; when the article is silent, I say so."),
            *([moderators] if is_moderator else []),
        )
    )


def hint(knowledge: Knowledge) -> str:
    """Say how to ask, to somebody who said nothing."""
    return say("Ask me something about the article “{title}”.", title=escape(knowledge.source.title))


def source(knowledge: Knowledge) -> str:
    """Say which article the answers come from."""
    article = knowledge.source
    lines = [f"**{escape(article.title)}**"]
    if article.author:
        lines.append(say("By {author}", author=escape(article.author)))
    if article.outlet or article.published:
        lines.append(escape(", ".join(part for part in (article.outlet, article.published) if part)))
    if article.section:
        lines.append(say("Section: {section}", section=escape(article.section)))
    lines.append(say_many("{count} paragraph", "{count} paragraphs", article.paragraphs))
    if article.url:
        lines.append(f"<{article.url}>")
    lines.append(small(_counts(knowledge)))
    return "\n".join(lines)


def _counts(knowledge: Knowledge) -> str:
    """Count facts, quotations and gaps each for itself: a gap is no answer, and a correction tells what a fact does."""
    kinds = Counter(entry.kind for entry in knowledge.entries.values())
    answers = say_many("{count} answer", "{count} answers", kinds["fact"])
    quotes = say_many("{count} quotation", "{count} quotations", len(_whole(knowledge)))
    if not kinds["gap"]:
        return say("I have {answers} about it and {quotes} from it.", answers=answers, quotes=quotes)
    gaps = say_many("{count} question", "{count} questions", kinds["gap"])
    return say(
        "I have {answers} about it and {quotes} from it, and know {gaps} that it leaves open.", answers=answers, quotes=quotes, gaps=gaps
    )


def topics(knowledge: Knowledge) -> tuple[str, ...]:
    """List what can be asked about, each topic with a question as an example, in pages; a topic without one gets no answers."""
    examples: dict[str, str] = {}
    for entry in knowledge.entries.values():
        if entry.kind == "fact":
            examples.setdefault(entry.topic, entry.label)
    for quote in knowledge.quotes.values():
        for topic in quote.topics:
            examples.setdefault(topic, quote.label)
    lines = [say("**What you can ask about**")]
    for topic in sorted(examples, key=knowledge.source.topic):
        lines.append(f"- **{escape(knowledge.source.topic(topic))}**: {escape(examples[topic])}")
    return pages("\n".join(lines))


def quotations(knowledge: Knowledge, speaker: str | None = None) -> tuple[str, ...]:
    """List the quotations, of all speakers or of one, in pages; pieces of a listed quotation are left out."""
    found = [quote for quote in _whole(knowledge) if speaker in (None, quote.speaker)]
    numbered = list(enumerate(found, 1))
    starts = range(0, len(numbered), QUOTES_A_PAGE)
    return tuple("\n".join(_listed(numbered[start : start + QUOTES_A_PAGE], len(found), knowledge)) for start in starts)


def _whole(knowledge: Knowledge) -> list[Quote]:
    """List the quotations that are no pieces of others."""
    return [quote for quote in knowledge.quotes.values() if not _is_piece(quote, knowledge)]


def _is_piece(quote: Quote, knowledge: Knowledge) -> bool:
    return quote.partial and any(
        quote.text in other.text for other in knowledge.quotes.values() if other is not quote and other.paragraph == quote.paragraph
    )


def _listed(numbered: Sequence[tuple[int, Quote]], total: int, knowledge: Knowledge) -> Iterator[str]:
    first, last = numbered[0][0], numbered[-1][0]
    if len(numbered) == total:
        yield say_many("**{count} quotation**", "**{count} quotations**", total)
    else:
        yield say("**Quotations {first} to {last} of {total}**", first=first, last=last, total=total)
    for _, quote in numbered:
        yield block_quote(escape(attribution.printed(quote)))
        place = attribution.places(quote.evidence, knowledge.source)
        yield small(escape(f"{knowledge.speakers[quote.speaker].name}, {place}"))


def no_quotation(*, is_listed: bool) -> str:
    """Say that there is no such quotation, and how to find others: by the list where there is one, else by chance."""
    more = say("`/quotes` lists them all.") if is_listed else say("`/quote` with nothing given shows any of them.")
    return f"{say('I find no such quotation in the article.')} {more}"


def privacy() -> str:
    """Say what is kept and for how long."""
    return "\n".join(
        (
            say("**What I keep**"),
            say("- The words of your questions are not kept."),
            say("- For five minutes I remember what your last question was about, so that I understand the next one."),
            say("- For an hour at most I remember when you last asked, so that cooldowns work."),
            say(
                "- For thirty days I remember which reply of mine answers which message, by their numbers, not whose they are, so that my"
                " reply goes when its question does. Delete your message, and that is forgotten too."
            ),
            say("- When moderators change the knowledge, their name stays with the change until they have it deleted here."),
            say("- Moderators can name people who may not ask me; that stays until they take it back."),
            say("- When I leave a server, all that I keep of it is deleted after thirty days."),
            say("- What is deleted stays in backups for seven more days."),
        )
    )


def kept(about: Kept, *, is_timed: bool = False) -> str:
    """Say what is kept about somebody; `is_timed` is whether cooldowns know when they asked."""
    lines = []
    if about.turns:
        lines.append(
            say_many(
                "- what your last question was about, in {count} channel, for five minutes",
                "- what your last question was about, in {count} channels, for five minutes",
                about.turns,
            )
        )
    if is_timed:
        lines.append(say("- when you last asked, for an hour at most"))
    if about.changes:
        changes = say_many("{count} change of the knowledge", "{count} changes of the knowledge", about.changes)
        lines.append(say("- your name, with {changes}", changes=changes))
    if about.blocks:
        lines.append(
            say_many(
                "- that the moderators of {count} server do not let you ask me, which only they can take back",
                "- that the moderators of {count} servers do not let you ask me, which only they can take back",
                about.blocks,
            )
        )
    return "\n".join([say("**Kept about you**"), *lines]) if lines else say("Nothing is kept about you.")


def deletion(changes: int) -> str:
    """Say what becomes of a moderator's name, before it is deleted."""
    told = say_many("{count} change of the knowledge", "{count} changes of the knowledge", changes)
    return say(
        "This deletes what is kept about you. It also takes your name from {changes}, for good. What was changed stays.", changes=told
    )
