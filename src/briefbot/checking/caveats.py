"""Checks of the caveats that many answers share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from briefbot.bundle import CAVEATS, Bundle
from briefbot.domain.knowledge import Caveat, Entry, Evidence, Knowledge, Source
from briefbot.errors import Problem
from briefbot.i18n import say
from briefbot.language.text import tokens
from briefbot.matching.caveats import carried, repeated


def caveat_problems(bundle: Bundle, knowledge: Knowledge) -> Iterator[Problem]:
    """Yield the problems with a bundle's caveats, and with entries that repeat them."""
    source = bundle.source
    ids = Counter(caveat.id for caveat in source.caveats)
    said = {caveat for item in knowledge.items() for caveat in carried(item, source)} if source.caveats else set()
    for caveat in source.caveats:
        if ids[caveat.id] > 1:
            yield _problem(caveat, "id", say("expected a unique id, found one that is used twice"))
        yield from _without_words(caveat)
        yield from _unknown_places(caveat, source)
        if caveat.changed:
            yield _problem(caveat, "changed", changed_since(caveat.changed), is_warning=True)
        if caveat not in said and not bundle.unread:  # something unreadable may have it
            yield _problem(caveat, "says", say("no answer from its places says this"), is_warning=True)
    yield from _repetitions(bundle)


def _problem(caveat: Caveat, key: str, message: str, *, is_warning: bool = False) -> Problem:
    return Problem(CAVEATS, 0, f"{caveat.id}.{key}", message, "warning" if is_warning else "error")


def changed_since(places: Sequence[Evidence]) -> str:
    """Return the message that the article has changed at some places."""
    named = ", ".join(say("paragraph {number}", number=place) if isinstance(place, int) else place for place in places)
    return say("cites {places}, which has changed in the article: review it, then delete `changed`", places=named)


def _without_words(caveat: Caveat) -> Iterator[Problem]:
    for key, phrases in (("says", caveat.says), ("unless", caveat.unless)):
        for phrase in phrases:
            if not tokens(phrase):
                yield _problem(caveat, key, say("expected a form with letters or digits, found “{form}”", form=phrase))


def _unknown_places(caveat: Caveat, source: Source) -> Iterator[Problem]:
    for place in caveat.evidence:
        if not source.has(place):
            named = say("paragraph {number}", number=place) if isinstance(place, int) else place
            message = say("the source has no {place}", place=named)
            yield _problem(caveat, "evidence", message)


def _repetitions(bundle: Bundle) -> Iterator[Problem]:
    """Warn of entries whose own caveat repeats a shared one."""
    for index, (_, thing) in enumerate(bundle.things):
        for caveat in repeated(thing, bundle.source) if isinstance(thing, Entry) and thing.caveat else ():
            message = say("repeats the caveat {caveat} of {file}: leave it out", caveat=caveat.id, file=CAVEATS)
            file, line = bundle.place(index, "caveat")
            yield Problem(file, line, f"{thing.id}.caveat", message, "warning")
