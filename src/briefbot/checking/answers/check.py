"""The gate within the check of a bundle: findings become problems, and entries that passed are recorded by digest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Literal

from briefbot.bundle import CAVEATS, Bundle
from briefbot.checking.answers.finding import IDLE_REVIEW, Finding, answer_digest, said_digest
from briefbot.checking.answers.gate import Gate
from briefbot.checking.answers.quotations import cut_quote
from briefbot.domain.knowledge import Entry, Knowledge, Quote
from briefbot.errors import Problem
from briefbot.i18n import say, say_many


def compared(bundle: Bundle, gate: Gate) -> Iterator[Problem]:
    """Yield the gate's problems with a bundle's entries, cut quotations, and shared caveats."""
    yield from compared_entries(bundle, gate, frozenset(thing.id for _, thing in _entries(bundle)))
    for index, (_, thing) in enumerate(bundle.things):
        if isinstance(thing, Quote):
            file, line = bundle.place(index, "text")
            yield from (Problem(file, line, f"{thing.id}.text", each.message, "warning") for each in cut_quote(thing, gate.places))
    for caveat in bundle.source.caveats:
        told = Entry(caveat.id, "fact", "fact", "", (caveat.text,), caveat.text, caveat.evidence)
        errors = (each for each in gate.findings(told) if not each.is_warning)
        yield from (Problem(CAVEATS, 0, f"{caveat.id}.text", each.message, _level(each)) for each in errors)


def compared_entries(bundle: Bundle, gate: Gate, ids: Collection[str]) -> Iterator[Problem]:
    """Yield the gate's problems with some entries of a bundle."""
    for (file, line), entry in _entries(bundle):
        for finding in gate.findings(entry) if entry.id in ids else ():
            yield Problem(file, line, f"{entry.id}.answer", _for_curators(finding, entry), _level(finding))


def _level(finding: Finding) -> Literal["error", "warning"]:
    return "warning" if finding.is_warning else "error"


def _for_curators(finding: Finding, entry: Entry) -> str:
    """Add what a review of a warning has to name: its name and the digest."""
    if not finding.is_warning or finding.name == IDLE_REVIEW:
        return finding.message
    return f"{finding.message} [{finding.name}, of: '{answer_digest(entry)}']"


def changed_entries(bundle: Bundle) -> frozenset[str]:
    """Return the entries that changed since they passed."""
    return frozenset(each.id for _, each in _entries(bundle) if bundle.answers.get(each.id) not in (None, said_digest(each)))


def remembered(bundle: Bundle) -> Iterator[Problem]:
    """Yield which answers changed after they passed; without the article, digests show only some of these."""
    if not bundle.answers:
        return
    changed = changed_entries(bundle)
    unproven = sum(each.id not in bundle.answers for _, each in _entries(bundle))
    for (file, line), thing in _entries(bundle):
        if thing.id in changed:
            message = say("was changed after it was compared with the article: run `briefbot check --article FILE --seal`")
            yield Problem(file, line, f"{thing.id}.answer", message)
    if unproven:
        message = say_many(
            "{count} answer was never compared with the article: run `briefbot check --article FILE --seal`",
            "{count} answers were never compared with the article: run `briefbot check --article FILE --seal`",
            unproven,
        )
        yield Problem("source.yaml", 0, "answers", message, "warning")


def passed_answers(knowledge: Knowledge, found: Iterable[Problem]) -> dict[str, str]:
    """Return the digests of the entries in which `compared` found nothing wrong, by id."""
    wrong = {problem.key for problem in found if problem.level == "error"}
    return {entry.id: said_digest(entry) for entry in knowledge.entries.values() if f"{entry.id}.answer" not in wrong}


def _entries(bundle: Bundle) -> Iterator[tuple[tuple[str, int], Entry]]:
    for index, (_, thing) in enumerate(bundle.things):
        if isinstance(thing, Entry):
            yield bundle.place(index, "answer"), thing
