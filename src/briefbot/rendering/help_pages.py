"""What the bot says about itself, the article and what it keeps: help, source, topics, quotations, privacy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefbot.domain.knowledge import Item, Knowledge, Quote, is_about_the_text
from briefbot.domain.records import Kept
from briefbot.i18n import say, say_many
from briefbot.rendering import attribution
from briefbot.rendering.markdown import block_quote, escape, pages, small

NO_IDS: Mapping[str, int] = {}
EXAMPLES = 3
"""How many questions to try are picked for people who do not know the article."""
QUOTES_A_PAGE = 5
"""How many quotations are listed on a page."""


def help(
    knowledge: Knowledge,
    *,
    opened: Iterable[int] = (),
    is_moderator: bool = False,
    is_manager: bool = False,
    ids: Mapping[str, int] = NO_IDS,
) -> str:
    """Say what the bot can do and where it answers without a mention; moderators also see their commands.

    Managers see the settings too.
    """
    where = ", ".join(f"<#{channel}>" for channel in sorted(opened))
    lines = [
        say("I answer questions about the article “{title}”.", title=escape(knowledge.source.title)),
        say("People wrote the answers and checked them against it."),
        say("- Ask: mention me, reply to me, send me a direct message, or use {ask}.", ask=command("ask", ids)),
        *([say("- In {where} you don't need to mention me. I answer when I'm sure.", where=where)] if where else []),
        say("- To ask about somebody else's message, open its menu: Apps, “Answer from the article”."),
        say("- {quote} finds a quotation, {quotes} lists them all, and {who} finds out who said a line.",
            quote=command("quote", ids), quotes=command("quotes", ids), who=command("who-said", ids)),
        say("- {topics} shows what you can ask, {source} shows which article I use, and {privacy} shows what I keep.",
            topics=command("topics", ids), source=command("source", ids), privacy=command("privacy", ids)),
        say("- When I'm not sure, I suggest what you may mean. When the article doesn't say, I tell you."),
    ]  # fmt: skip
    if is_moderator and not is_manager:
        lines.append(
            say("- You're a moderator: `/knowledge` changes my answers. If you don't see it, an administrator can "
"show it to you: Server Settings → Integrations → this bot → `/knowledge` → Add Roles or Members.")
        )  # fmt: skip
    elif is_moderator:
        lines.append(
            say("- You're a moderator: `/knowledge` changes my answers, `/settings` changes how I behave, and "
"{check} finds out why I stay silent.",
                check=command("settings check", ids))
        )  # fmt: skip
    return "\n".join(lines)


def command(name: str, ids: Mapping[str, int]) -> str:
    """Return a clickable command, or its name if its id is unknown."""
    number = ids.get(name.split(maxsplit=1)[0])
    return f"`/{name}`" if number is None else f"</{name}:{number}>"


def greeting(knowledge: Knowledge, *, unheard_in: str = "") -> str:
    """Return what the bot answers about and how to ask, for a server.

    It is sent to the owner if the bot cannot write in any of its channels.
    """
    title = escape(knowledge.source.title)
    lines = [
        say("Hello! I answer questions about the article “{title}”, with answers that people wrote and checked against it.", title=title),
        say("I tell you who said what and in which paragraph. When the article doesn't say, I tell you that too."),
    ]
    if unheard_in:
        lines.append(
            say(
                "You get this message because I can't write in any channel of {server} yet. Please let me see a "
                "channel and send messages there. `/settings show` in the server has the rest.",
                server=escape(unheard_in),
            )
        )
    else:
        lines.append(say("Mention me with a question, use `/ask`, or pick an example below: only you see its answer."))
        lines.append(small(say("If you manage this server, use “Set up” to choose channels, moderators and waits. All of it is optional.")))
    return "\n".join(lines)


def examples(knowledge: Knowledge) -> tuple[Item, ...]:
    """Pick a few questions to try: one on each of the largest topics, and a quotation."""
    facts = [entry for entry in knowledge.entries.values() if entry.kind == "fact" and not is_about_the_text(entry)]
    sizes = Counter(entry.topic for entry in facts)
    largest = [next(entry for entry in facts if entry.topic == topic) for topic, _ in sizes.most_common()]
    quotes: list[Item] = [quote for quote in knowledge.quotes.values() if not quote.partial]
    return tuple(dict.fromkeys([*largest[: EXAMPLES - 1], *quotes[:1], *largest, *facts]))[:EXAMPLES]


def hint(knowledge: Knowledge) -> str:
    """Return how to ask, for a message without words."""
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
    """Count facts, quotations and gaps separately: a gap is not an answer, and a correction repeats a fact."""
    kinds = Counter(entry.kind for entry in knowledge.entries.values())
    answers = say_many("{count} answer", "{count} answers", kinds["fact"])
    quotes = say_many("{count} quotation", "{count} quotations", len(_whole(knowledge)))
    if not kinds["gap"]:
        return say("I have {answers} about it and {quotes} from it.", answers=answers, quotes=quotes)
    gaps = say_many("{count} question", "{count} questions", kinds["gap"])
    return say(
        "I have {answers} about it and {quotes} from it, and I know of {gaps} that it leaves open.",
        answers=answers,
        quotes=quotes,
        gaps=gaps,
    )


def topics(knowledge: Knowledge) -> tuple[str, ...]:
    """List the topics, each with a question as an example, in pages.

    A topic without an example has no answers.
    """
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
    """List the quotations, of all speakers or of one, in pages; parts of a listed quotation are left out."""
    found = [quote for quote in _whole(knowledge) if speaker in (None, quote.speaker)]
    numbered = list(enumerate(found, 1))
    starts = range(0, len(numbered), QUOTES_A_PAGE)
    return tuple("\n".join(_listed(numbered[start : start + QUOTES_A_PAGE], len(found), knowledge)) for start in starts)


def _whole(knowledge: Knowledge) -> list[Quote]:
    """List the quotations that are not parts of others."""
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


def no_quotation(*, is_listed: bool, quoted: Iterable[str] = ()) -> str:
    """Return that there is no such quotation, and how to find others.

    They are found by the quoted speakers, else by the list if there is one, else at random.
    """
    none = say("I found no such quotation.")
    names = ", ".join(map(escape, quoted))
    if names:
        others = say("These are quoted: {names}.", names=names)
        return f"{none} {others}"
    more = say("`/quotes` lists them all.") if is_listed else say("`/quote` without options shows a random one.")
    return f"{none} {more}"


def privacy(inbox_days: int = 0, *, can_ask: bool = False) -> str:
    """Return what is kept and for how long.

    `inbox_days` is how long the server's moderators keep questions, `can_ask` whether they can be asked.
    """
    return "\n".join(
        (
            say("**What I keep**"),
            *_words_kept(inbox_days, can_ask=can_ask),
            say("- For five minutes I remember what your last question was about, to understand the next one."),
            say("- For an hour at most I remember when you last asked, for the cooldowns."),
            say(
                "- For thirty days I remember which of my replies answers which message, by number and without "
                "names, so that my reply goes when you delete your message."
            ),
            say("- For as long I remember which of my answers each reply in a server gives, so that moderators can have it corrected."),
            say("- What a moderator writes without saving is kept for 24 hours as a draft, for that moderator only."),
            say(
                "- When moderators change my answers, accept a change or have replies corrected, their name stays with "
                "that until they delete it here."
            ),
            say("- When you rate a reply, the rating stays with your name for thirty days. Moderators don't see the name."),
            say("- If you want to be told about an answer, or ask the moderators, I keep your name until then, for at most thirty days."),
            say("- A moderator who is on a question is named there until it's settled, or until they delete their data here."),
            say("- Moderators can block people. The block, and whether the person asked to lift it, stays until they lift it."),
            say("- I count per day how many questions got which kind of reply, without names."),
            say("- When I leave a server, I delete all its data after thirty days."),
            say("- Backups keep deleted data for seven more days."),
        )
    )


def _words_kept(days: int, *, can_ask: bool) -> Iterator[str]:
    """Say whether the words of questions are kept."""
    if not days and can_ask:
        yield say("- I remember what you ask for an hour, in case you hand it to the moderators, who then see it with your name.")
    if not days:
        yield say("- I don't keep the words of your questions.")
        return
    yield say_many(
        "- Moderators here see questions I had no good answer to: the words and the day, never who asked, for {count} day.",
        "- Moderators here see questions I had no good answer to: the words and the day, never who asked, for {count} days.",
        days,
    )
    yield say(
        "- Of suggestions they reject, the first words stay. I remember your question for an hour, in case you say that my reply was wrong."
    )
    yield say("- I don't keep the words of other questions, and never what somebody says about harming themselves.")


def kept(about: Kept, *, is_timed: bool = False) -> str:
    """Return what is kept about a person; `is_timed` says whether cooldowns know when they asked."""
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
    if about.drafts:
        lines.append(
            say_many(
                "- {count} unsaved draft, for 24 hours",
                "- {count} unsaved drafts, for 24 hours",
                about.drafts,
            )
        )
    if about.pending:
        lines.append(
            say_many(
                "- {count} change that waits for approval, until it is decided",
                "- {count} changes that wait for approval, until they are decided",
                about.pending,
            )
        )
    lines += _kept_of_inbox(about)
    if about.changes:
        changes = say_many("{count} change to the knowledge", "{count} changes to the knowledge", about.changes)
        lines.append(say("- your name, with {changes}", changes=changes))
    if about.corrections:
        lines.append(
            say_many(
                "- that you had replies corrected, {count} time",
                "- that you had replies corrected, {count} times",
                about.corrections,
            )
        )
    if about.blocks:
        lines.append(
            say_many(
                "- You are blocked in {count} server. Only its moderators can lift that.",
                "- You are blocked in {count} servers. Only their moderators can lift that.",
                about.blocks,
            )
        )
    return "\n".join([say("**What I keep about you**"), *lines]) if lines else say("I keep nothing about you.")


def _kept_of_inbox(about: Kept) -> Iterator[str]:
    """Return what is kept about a person in connection with unanswered questions."""
    if about.taken:
        yield say_many(
            "- that you are on {count} question in the inbox, until it is settled",
            "- that you are on {count} questions in the inbox, until they are settled",
            about.taken,
        )
    if about.opinions:
        yield say_many(
            "- your rating of {count} reply, for thirty days",
            "- your ratings of {count} replies, for thirty days",
            about.opinions,
        )
    if about.waiting:
        yield say_many(
            "- {count} answer that you want to be told about, for thirty days at most",
            "- {count} answers that you want to be told about, for thirty days at most",
            about.waiting,
        )


def deletion(changes: int) -> str:
    """Say what happens to a moderator's name, before it is deleted."""
    told = say_many("{count} change to the knowledge", "{count} changes to the knowledge", changes)
    return say(
        "This deletes what I keep about you. It also removes your name from {changes}, for good. The changes themselves stay.", changes=told
    )
