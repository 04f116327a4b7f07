"""Labels of entries and quotations in lists and on buttons: each should be a short, neutral question of its own."""

from __future__ import annotations

from collections.abc import Iterator

from briefbot.bundle import Bundle
from briefbot.domain.knowledge import TITLE_LIMIT, Entry, Item, Quote, may_mislead
from briefbot.errors import Problem
from briefbot.i18n import say
from briefbot.language.text import clean

_QUESTION_MARKS = ("?", "？", "؟")


def label_problems(bundle: Bundle) -> Iterator[Problem]:
    """Yield the problems with labels; each problem is a warning."""
    owners: dict[str, str] = {}
    for index, (_, thing) in enumerate(bundle.things):
        if isinstance(thing, Entry | Quote):
            file, line = bundle.place(index, "title")
            owner = owners.setdefault(clean(thing.label), thing.id)
            same = [say("is also the label of {other}", other=owner)] if owner != thing.id else []
            for message in (*_unfit(thing), *same):
                yield Problem(file, line, f"{thing.id}.title", message, "warning")


def _unfit(item: Item) -> Iterator[str]:
    if len(item.label) > TITLE_LIMIT:
        yield say(
            "expected a title of at most {limit} characters: the first phrasing has {found}", limit=TITLE_LIMIT, found=len(item.label)
        )
    if may_mislead(item):
        yield say("expected a title, because the phrasings of a correction contain its false premise")
    if item.title and not item.title.endswith(_QUESTION_MARKS):
        yield say("expected a question, found “{title}”", title=item.title)
