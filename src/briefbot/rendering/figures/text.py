"""Figures in words, and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from io import StringIO
from typing import TypeAlias

from briefbot.domain.figures import OUTCOMES, REFUSALS, Figures, Kind
from briefbot.i18n import mark, say

Chart: TypeAlias = Callable[[Figures], bytes]
"""Draws figures as PNG."""
MOST_SHOWN = 10
"""The most rows of each list."""
_FULL = 100
_REFUSED = {
    "silent": mark("{count} not in the article"),
    "off_topic": mark("{count} not about the article"),
    "not_understood": mark("{count} not understood"),
}


def figures_lines(figures: Figures) -> Iterator[str]:
    """Say what was asked and how it was answered."""
    yield say("From {first} to {last} (days in UTC):", first=figures.first, last=figures.last)
    questions = figures.total(*OUTCOMES)
    yield say("Questions: {count}", count=questions)
    yield say("Answered: {share}", share=_share(figures, questions, "answered"))
    yield say("Suggestions offered: {share}", share=_share(figures, questions, "offered"))
    refused = ", ".join(say(_REFUSED[kind], count=figures.total(kind)) for kind in REFUSALS)
    yield say("Refused: {share}: {kinds}", share=_share(figures, questions, *REFUSALS), kinds=refused)
    yield say("Was this right? {yes} × yes, {no} × no", yes=figures.total("right"), no=figures.total("wrong"))
    yield say("Open in the inbox: {count}", count=figures.open_groups)


def _share(figures: Figures, questions: int, *kinds: Kind) -> str:
    count = figures.total(*kinds)
    return say("{count} ({percent} %)", count=count, percent=round(_FULL * count / questions)) if questions else str(count)


def asked_lines(figures: Figures, show: Callable[[str], str] = str) -> Iterator[str]:
    """List what was asked most; `show` escapes a title."""
    if figures.asked:
        yield say("Most asked:")
        yield from (say("{count} × {what}", count=count, what=show(item.label)) for item, count in figures.asked[:MOST_SHOWN])


def never_lines(figures: Figures, show: Callable[[str], str] = str) -> Iterator[str]:
    """List what was never asked; `show` escapes a title."""
    if figures.never:
        total = len(figures.asked) + len(figures.never)
        yield say("Never asked in this period: {count} of {total}", count=len(figures.never), total=total)
        yield from (say("- {what}", what=show(item.label)) for item in figures.never[:MOST_SHOWN])
        more = len(figures.never) - MOST_SHOWN
        if more > 0:
            yield say("- and {count} more", count=more)


def day_lines(figures: Figures) -> Iterator[str]:
    """Say what was asked on each of the newest days."""
    days = figures.days[:MOST_SHOWN]
    if days:
        yield say("By day, newest first:")
    answered, offered, refused = figures.daily("answered"), figures.daily("offered"), figures.daily(*REFUSALS)
    for day in days:
        yield say(
            "{day}: {count} asked, {answered} answered, {offered} offered, {refused} refused",
            day=day,
            count=answered[day] + offered[day] + refused[day],
            answered=answered[day],
            offered=offered[day],
            refused=refused[day],
        )


def as_csv(figures: Figures) -> str:
    """Write the counts as a table: a row for each day and kind."""
    written = StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(("day", "what", "item", "count"))
    table.writerows((each.day.isoformat(), each.kind, each.thing_id, each.count) for each in figures.counts)
    return written.getvalue()


def chart_words(figures: Figures) -> str:
    """Return what a screen reader reads instead of the picture."""
    asked = figures.daily(*OUTCOMES)
    highest = max(sorted(asked, reverse=True), key=lambda day: asked[day], default=figures.last)
    return say(
        "Questions by day from {first} to {last}, as bars of answered, offered and refused: {count} in all, most on {day} ({most}).",
        first=figures.first,
        last=figures.last,
        count=figures.total(*OUTCOMES),
        day=highest,
        most=asked[highest],
    )
