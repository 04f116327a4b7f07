"""A conversation at a terminal: questions until the person leaves, and numbers that pick an offered question."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import suppress

from briefbot.cli import late_imports
from briefbot.cli.output import print_content, print_line
from briefbot.cli.setup.progress import notice
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings
from briefbot.domain.clocks import seconds
from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import SUGGESTIONS, Exchange, Wish, Wished, outcome_of
from briefbot.rendering import replies
from briefbot.rendering.markdown import escape, small
from briefbot.service import Service
from briefbot.service.conversations import Context

DONE = 0
_PERSON = 0
"""The person at a terminal, who is always the same."""
_LEAVE = frozenset(("exit", "quit", "bye", ":q"))
_PICK = re.compile(r"#?([0-9]{1,2})[.)]?")
_HINT = "A number picks a question from the list, “sources” shows where the last answer comes from, and “quit” leaves."


def chat(_: Namespace, settings: Settings) -> int:
    """Answer line by line, for a person at a terminal or piped input; otherwise show an example."""
    service = open_service(settings)
    if sys.stdin is None:
        return _example(service, settings)
    if sys.stdin.isatty():
        return _converse(service, settings)
    notice.end()
    count = 0
    for line in sys.stdin:
        if line.strip().lower() in _LEAVE:
            return DONE
        if line.strip():
            count += 1
            print_content(f"{replies.reply(_asked(service, line.strip())).text}\n")
    return DONE if count else _example(service, settings)


def _asked(service: Service, question: str) -> Exchange:
    return _remembered(service, service.ask(None, question, _context()))


def _context() -> Context:
    return Context(_PERSON, _PERSON, seconds())


def _remembered(service: Service, exchange: Exchange) -> Exchange:
    service.remember(None, _context(), exchange)
    return exchange


def _converse(service: Service, settings: Settings) -> int:
    """Talk with a person until they leave."""
    with suppress(ImportError):  # Windows does not have this library
        late_imports.load("remember_lines")(True)
    service.wake()
    print_content(f"Ask about “{escape(service.knowledge().source.title)}”.")
    print_content(small("“help” says what you can type. “quit” or Ctrl-D leaves."))
    _tell_of_token(settings)
    talk = Talk(service)
    while (typed := _typed()) is not None and typed.lower() not in _LEAVE:
        if typed:
            print_content(talk.reply(typed))
    return DONE


def _typed() -> str | None:
    """Read the person's next line; None if they leave."""
    print_line()
    try:
        return input("> ").strip()
    except EOFError:
        print_line()
        return None


class Talk:
    """A conversation with one person, who can pick one of the last offered questions by its number."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._offered: tuple[Item, ...] = ()
        self._read: set[Item] = set()
        """Items that were already given, which are not offered again."""

    def reply(self, typed: str) -> str:
        """Return the content of the reply to what somebody typed."""
        number = _PICK.fullmatch(typed)
        if number is None or not self._offered:
            exchange = _asked(self._service, typed)
            return "\n".join(self._told(exchange))
        if not 1 <= int(number[1]) <= len(self._offered):
            return f"The last list has no number {number[1]}: it ends with {len(self._offered)}."
        return "\n".join(self._picked(self._offered[int(number[1]) - 1]))

    def _picked(self, item: Item) -> Iterator[str]:
        exchange = Exchange(item.label, outcome_of(item), self._service.knowledge())
        return self._told(_remembered(self._service, exchange), is_titled=True)

    def _told(self, exchange: Exchange, *, is_titled: bool = False) -> Iterator[str]:
        """Yield the lines of a reply; follow-up questions are below it, with numbers."""
        reply, outcome = replies.reply(exchange, is_titled=is_titled), exchange.outcome
        yield reply.text
        if isinstance(outcome, Wished):  # the offered questions can still be picked
            if outcome.wish is Wish.HELP:
                yield _HINT
            return
        self._read.update(reply.shown)
        listed, related = reply.suggestions or reply.nearest, [item for item in reply.related if item not in self._read][:SUGGESTIONS]
        self._offered = (*listed, *related)
        if related:
            yield "\nRelated questions:"
        for number, item in enumerate(related, len(listed) + 1):
            yield f"{number}. {escape(item.label)}"


def _example(service: Service, settings: Settings) -> int:
    """Show one exchange, because nobody is there to ask."""
    entries = service.knowledge().entries.values()
    question = next((entry.label for entry in entries if entry.kind == "fact"), "What can you do?")
    print_line(f"> {question}")
    print_content(f"{replies.reply(_asked(service, question)).text}\n")
    print_line('This was an example. Ask with `briefbot ask "..."`, pipe questions in, or start it in a terminal.')
    _tell_of_token(settings)
    return DONE


def _tell_of_token(settings: Settings) -> None:
    if not settings.token:
        print_content(small("(For Discord, put DISCORD\\_TOKEN=... into the environment or a file .env; see docs/settings.md.)"))
