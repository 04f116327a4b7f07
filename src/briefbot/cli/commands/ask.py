"""Commands that answer: ask, quote, the lists of speakers and topics, and why a question gets its answer."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from functools import partial
from pathlib import Path

from briefbot.cli.output import data_of, kind_of, print_content, print_json, print_line, write_file
from briefbot.cli.reviewing.questions import record
from briefbot.cli.setup.progress import notice
from briefbot.cli.setup.service import load_drawing, open_service
from briefbot.cli.setup.settings import Settings
from briefbot.cli.stream import Recorder, answer_stream
from briefbot.domain.outcome import Exchange, Quoted
from briefbot.errors import UsageError
from briefbot.rendering import explanations, replies
from briefbot.rendering.cards import Draw, card_of
from briefbot.rendering.markdown import escape

DONE, NEGATIVE = 0, 1


def ask(arguments: Namespace, settings: Settings) -> int:
    """Answer one question, or a stream of them."""
    question = " ".join(arguments.question)
    if arguments.jsonl:
        if question:
            raise UsageError("--jsonl reads its questions from standard input; leave the question out")
        if sys.stdin is None:
            raise UsageError("standard input is closed: --jsonl reads its questions from there")
        service = open_service(settings)
        notice.end()
        return answer_stream(service, sys.stdin.buffer, _recorder(arguments.record))
    if not arguments.question:
        raise UsageError('what is the question? For example: briefbot ask "who wrote the article"')
    exchange = open_service(settings).ask(None, question)
    _recorder(arguments.record)(exchange)
    return _show(exchange, is_json=arguments.json)


def _recorder(file: Path | None) -> Recorder:
    """Return a function that records unanswered questions; without a file it does nothing."""
    return (lambda _: None) if file is None else partial(record, file)


def quote(arguments: Namespace, settings: Settings) -> int:
    """Find a quotation."""
    text = " ".join(arguments.text) or None
    draw = _drawing(arguments.card, is_forced=arguments.force) if arguments.card else None
    service = open_service(settings)
    found = service.quote(None, speaker=arguments.speaker, topic=arguments.topic, text=text, paragraph=arguments.paragraph)
    status = _show(found, is_json=arguments.json)
    if draw is not None and isinstance(found.outcome, Quoted):
        write_file(arguments.card, draw(card_of(found.outcome.quotes[0], found.knowledge)))
    return status


def _drawing(file: Path, *, is_forced: bool) -> Draw:
    """Load the drawing of pictures; raise UsageError if it is not installed, or a file is in the way."""
    draw = load_drawing()
    if draw is None:
        raise UsageError("pictures need the extra: pip install 'briefbot[cards]'")
    if file.exists() and not is_forced:
        raise UsageError(f"{file} already exists; --force replaces it")
    return draw


def _show(exchange: Exchange, *, is_json: bool) -> int:
    if is_json:
        print_json(data_of(exchange))
    else:
        print_content(replies.reply(exchange).text)
    return DONE if kind_of(exchange.outcome) in ("answered", "quoted") else NEGATIVE


def speakers(arguments: Namespace, settings: Settings) -> int:
    """List the quoted speakers, and how often they are quoted."""
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
        print_content(escape(f"{each.description} ({counts[each.id]} quotation{'s' if counts[each.id] != 1 else ''})"))
    return DONE if found else NEGATIVE


def topics(arguments: Namespace, settings: Settings) -> int:
    """List topics, with how many entries and quotations each has."""
    knowledge = open_service(settings, fit_later=True).knowledge()
    entries = Counter(entry.topic for entry in knowledge.entries.values())
    quotes = Counter(topic for each in knowledge.quotes.values() for topic in each.topics)
    if arguments.json:
        print_json([{"topic": topic, "entries": entries[topic], "quotes": quotes[topic]} for topic in knowledge.topics])
    for topic in () if arguments.json else knowledge.topics:
        print_content(escape(f"{topic} ({entries[topic]} entries, {quotes[topic]} quotations)"))
    return DONE if knowledge.topics else NEGATIVE


def explain(arguments: Namespace, settings: Settings) -> int:
    """Print why a question gets its answer; with `--figures` also the calculation."""
    found = open_service(settings).explain(None, " ".join(arguments.question))
    print_content(explanations.explained(found))
    if arguments.figures:
        print_line()
        print_line(found.figures)
    return DONE
