"""Write all decisions into the files of the bundle after the check, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from briefbot.bundle import Bundle
from briefbot.bundle.reading import sound_bundle
from briefbot.bundle.writing import append_drafts, append_small_talk, write_things
from briefbot.checking.check import check_bundle
from briefbot.cli.reviewing.decisions import Decision, Verdict
from briefbot.domain.knowledge import Entry, Item, Key, Quote, Tests, Thing, ThingKind
from briefbot.editing.making_ids import make_id
from briefbot.errors import KnowledgeError, Problem

_NAMES: Mapping[Verdict, str] = {
    "way": "ways to ask", "test": "tests", "not": "tests of what must not", "gap": "gaps", "small talk": "small talk", "drop": "dropped",
}  # fmt: skip
GAPS = "entries/gaps-to-write.yaml"
"""The file for gaps to be written."""


def apply(directory: Path, decisions: Sequence[Decision]) -> list[str]:
    """Write decisions into a bundle, and return the names of the files.

    Raise KnowledgeError if they are wrong; then nothing is written.
    """
    bundle = sound_bundle(directory)
    before = bundle.by_key()
    things = dict(before)
    for decision in decisions:
        key = _key(things, decision.item)
        thing = things.get(key) if key else None
        if key and isinstance(thing, Entry | Quote):
            things[key] = _with(thing, decision)
    _refuse_what_is_wrong(bundle, things)
    written = write_things(directory, before, things, {})
    gaps = [decision.question for decision in decisions if decision.verdict == "gap"]
    written += append_drafts(directory, list(_gaps(gaps, bundle)), GAPS) if gaps else []
    chat = [decision.question for decision in decisions if decision.verdict == "small talk"]
    return written + (append_small_talk(directory, chat) if chat else [])


def _key(things: Mapping[Key, Thing], item: str) -> Key | None:
    return next((key for key in (("entry", item), ("quote", item)) if key in things), None)


def _with(item: Item, decision: Decision) -> Item:
    """Return an item with one more way to ask, or one more test."""
    question, tests = decision.question, item.tests
    match decision.verdict:
        case "way":
            return replace(item, phrasings=tuple(dict.fromkeys((*item.phrasings, question))))
        case "test":
            return replace(item, tests=Tests(tuple(dict.fromkeys((*tests.reach, question))), tests.avoid))
        case "not":
            return replace(item, tests=Tests(tests.reach, tuple(dict.fromkeys((*tests.avoid, question)))))
    return item


def _refuse_what_is_wrong(bundle: Bundle, things: Mapping[Key, Thing]) -> None:
    """Raise KnowledgeError for problems that the bundle does not have now."""
    known = {problem.message for problem in check_bundle(bundle)[1] if problem.level == "error"}
    changed = [(kind, things[kind, thing.id]) for kind, thing in bundle.things]
    _, found = check_bundle(replace(bundle, things=changed, answers={}))
    wrong: list[Problem] = [each for each in found if each.level == "error" and each.message not in known]
    if wrong:
        raise KnowledgeError(wrong)


def _gaps(questions: Sequence[str], bundle: Bundle) -> Iterator[tuple[ThingKind, dict[str, object]]]:
    """Make drafts of gaps: a person still has to write what the article does say."""
    taken = [*(thing.id for _, thing in bundle.things), *(draft.id for draft in bundle.drafts)]
    for question in questions:
        taken.append(gap := make_id("entry", f"gap {question}", taken))
        yield "entry", {"id": gap, "kind": "gap", "stance": "fact", "topic": "gaps", "phrasings": [question]}


def counts(decisions: Sequence[Decision]) -> str:
    """Return the numbers of decisions as part of a sentence."""
    found = Counter(decision.verdict for decision in decisions)
    return ", ".join(f"{number} {_NAMES[verdict]}" for verdict, number in found.items()) or "nothing"
