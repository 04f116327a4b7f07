"""Commands that answer: ask, chat, quote, the lists of speakers and topics, and why a question gets its answer."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter

from briefbot.cli.output import data_of, kind_of, print_json, print_line
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings
from briefbot.cli.stream import answer_stream
from briefbot.domain.clocks import seconds
from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import Exchange, Suggested, outcome_of
from briefbot.errors import UsageError
from briefbot.rendering import replies
from briefbot.rendering.markdown import plain
from briefbot.service import Service
from briefbot.service.conversations import Context

DONE, NEGATIVE = 0, 1
_PERSON = 0
"""Who asks in a terminal: one person, in one place."""
_LEAVE = frozenset(("exit", "quit", "bye", ":q"))


def ask(arguments: Namespace, settings: Settings) -> int:
    """Answer one question, or a stream of them."""
    question = " ".join(arguments.question)
    if arguments.jsonl:
        if question:
            raise UsageError("--jsonl reads its questions from standard input; leave the question out")
        if sys.stdin is None:
            raise UsageError("standard input is closed: --jsonl reads its questions from there")
        return answer_stream(open_service(settings), sys.stdin.buffer)
    if not arguments.question:
        raise UsageError('what is the question? For example: briefbot ask "who wrote the article"')
    return _show(open_service(settings).ask(None, question), is_json=arguments.json)


def quote(arguments: Namespace, settings: Settings) -> int:
    """Find a quotation."""
    text = " ".join(arguments.text) or None
    service = open_service(settings)
    found = service.quote(None, speaker=arguments.speaker, topic=arguments.topic, text=text, paragraph=arguments.paragraph)
    return _show(found, is_json=arguments.json)


def _show(exchange: Exchange, *, is_json: bool) -> int:
    if is_json:
        print_json(data_of(exchange))
    else:
        print_line(_text(exchange))
    return DONE if kind_of(exchange.outcome) in ("answered", "quoted") else NEGATIVE


def _text(exchange: Exchange) -> str:
    return plain(replies.reply(exchange).text)


def speakers(arguments: Namespace, settings: Settings) -> int:
    """List who is quoted, and how often."""
    service = open_service(settings, fit_later=True)
    counts = Counter(each.speaker for each in service.knowledge().quotes.values())
    found = service.speakers(None)
    if arguments.json:
        print_json(
            [
                {"id": each.id, "name": each.name, "role": each.role, "affiliation": each.affiliation, "quotes": counts[each.id]}
                for each in found
            ]
        )
    for each in () if arguments.json else found:
        print_line(f"{each.description} ({counts[each.id]} quotation{'s' if counts[each.id] != 1 else ''})")
    return DONE if found else NEGATIVE


def topics(arguments: Namespace, settings: Settings) -> int:
    """List topics, with how many entries and quotations each has."""
    knowledge = open_service(settings, fit_later=True).knowledge()
    entries = Counter(entry.topic for entry in knowledge.entries.values())
    quotes = Counter(topic for each in knowledge.quotes.values() for topic in each.topics)
    if arguments.json:
        print_json([{"topic": topic, "entries": entries[topic], "quotes": quotes[topic]} for topic in knowledge.topics])
    for topic in () if arguments.json else knowledge.topics:
        print_line(f"{topic} ({entries[topic]} entries, {quotes[topic]} quotations)")
    return DONE if knowledge.topics else NEGATIVE


def explain(arguments: Namespace, settings: Settings) -> int:
    """Print how a question is read and decided."""
    print_line(open_service(settings).explain(None, " ".join(arguments.question)))
    return DONE


# Chat ------------------------------------------------------------------------------------------


def chat(_: Namespace, settings: Settings) -> int:
    """Answer line by line: for a person at a terminal, or for what is piped in; else show an example."""
    service = open_service(settings)
    if sys.stdin is None:
        return _example(service, settings)
    if sys.stdin.isatty():
        return _converse(service, settings)
    count = 0
    for line in sys.stdin:
        if line.strip():
            count += 1
            print_line(_text(_asked(service, line.strip())) + "\n")
    return DONE if count else _example(service, settings)


def _asked(service: Service, question: str) -> Exchange:
    return _remembered(service, service.ask(None, question, _context()))


def _context() -> Context:
    return Context(_PERSON, _PERSON, seconds())


def _remembered(service: Service, exchange: Exchange) -> Exchange:
    service.remember(None, _context(), exchange)
    return exchange


def _converse(service: Service, settings: Settings) -> int:
    """Talk with a person until they leave; a number picks one of what was offered."""
    print_line(f"Ask about “{service.knowledge().source.title}”. Ctrl-D leaves.")
    _tell_of_token(settings)
    offered: tuple[Item, ...] = ()
    while True:
        print_line("\n> ", end="")
        line = sys.stdin.readline()
        question = line.strip()
        if not line or question.lower() in _LEAVE:
            print_line("" if line else "\n")
            return DONE
        if question:
            exchange = _picked(question, offered, service) or _asked(service, question)
            offered = exchange.outcome.items if isinstance(exchange.outcome, Suggested) else ()
            print_line(_text(exchange))


def _picked(typed: str, offered: tuple[Item, ...], service: Service) -> Exchange | None:
    chosen = {str(number): item for number, item in enumerate(offered, 1)}.get(typed)
    if chosen is None:
        return None
    return _remembered(service, Exchange(chosen.label, outcome_of(chosen), service.knowledge()))


def _example(service: Service, settings: Settings) -> int:
    """Show one exchange: nobody is there to ask."""
    entries = service.knowledge().entries.values()
    question = next((entry.label for entry in entries if entry.kind == "fact"), "What can you do?")
    print_line(f"> {question}\n{_text(_asked(service, question))}\n")
    print_line('This was an example. Ask with `briefbot ask "..."`, pipe questions in, or start it in a terminal.')
    _tell_of_token(settings)
    return DONE


def _tell_of_token(settings: Settings) -> None:
    if not settings.token:
        print_line("(For Discord, put DISCORD_TOKEN=... into the environment or a file .env; docs/settings.md tells more.)")
