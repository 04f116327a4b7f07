"""Write the dated lines in replies that were corrected or withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from briefbot.i18n import clip, say, say_many
from briefbot.rendering.markdown import CONTENT_LIMIT, escape, small

_DATED = re.compile(r"^-# .*<t:\d+:D>")


def corrected(content: str, time: datetime, reasons: Sequence[str] = (), *, withdrawn: int = 0) -> str:
    """Add to a reply when it was corrected, and whether answers in it were withdrawn.

    An empty text is a reply with nothing left.
    """
    lines = [*_withdrawn(time, reasons, withdrawn, is_all=not content)]
    if content and not withdrawn:
        lines = [small(say("Corrected on {date}.", date=_date(time)))]
    return _with_lines(content, lines)


def still_corrected(before: str, content: str) -> str:
    """Keep the dated lines of a reply when another page of it is shown."""
    last = next((number for number, line in enumerate(before.splitlines()) if _DATED.search(line)), None)
    return content if last is None else _with_lines(content, before.splitlines()[last:])


def _with_lines(content: str, lines: Sequence[str]) -> str:
    below = "\n".join(lines)
    return f"{clip(content, CONTENT_LIMIT - len(below) - 1)}\n{below}" if content else below


def _withdrawn(time: datetime, reasons: Sequence[str], count: int, *, is_all: bool) -> Iterator[str]:
    if is_all:
        yield say_many("This answer was withdrawn on {date}.", "These answers were withdrawn on {date}.", count, date=_date(time))
    elif count:
        told = say_many(
            "Another answer here was withdrawn on {date}.", "Other answers here were withdrawn on {date}.", count, date=_date(time)
        )
        yield small(told)
    yield from (small(say("Why: {reason}", reason=escape(reason))) for reason in reasons)


def _date(time: datetime) -> str:
    """Write a day as Discord shows it to each reader, in their language."""
    return f"<t:{int(time.timestamp())}:D>"
