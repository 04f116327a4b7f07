"""All checks of knowledge, from files or from a moderator's edit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from briefbot.bundle import Bundle, Thing
from briefbot.checking.answers.check import changed_entries, compared_entries, remembered
from briefbot.checking.article import Article
from briefbot.checking.caveats import caveat_problems, changed_since
from briefbot.checking.labels import label_problems
from briefbot.checking.phrasings import Memo, Phrasings
from briefbot.checking.verbatim import as_written, cut_of, gate, quotation_digest
from briefbot.domain.knowledge import Alias, Entry, Item, Knowledge, Quote, Source, Speaker, is_gap, related_to
from briefbot.errors import Problem
from briefbot.i18n import say
from briefbot.language.stemming import stem
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.vocabulary import everyday_words

_FEWEST_TESTS = 2


_Path: TypeAlias = tuple[str | int, ...]
_Found: TypeAlias = tuple[_Path, str]
"""The keys and numbers that lead to a problem within a thing, and the problem."""


@dataclass(slots=True)
class Check:
    """A check in progress: what is checked, and its problems."""

    bundle: Bundle
    article: Article | None
    memo: Memo
    remarks_on: Collection[str] | None
    """The files whose things get remarks; None for all."""
    problems: list[Problem] = field(default_factory=list)

    def report(self, index: int, path: _Path, message: str, *, is_warning: bool = False) -> None:
        """Add a problem with the thing at an index, in the line of a path."""
        key = ".".join((self.bundle.things[index][1].id, *(step for step in path if isinstance(step, str))))
        file, line = self.bundle.place(index, *path)
        self.problems.append(Problem(file, line, key, message, "warning" if is_warning else "error"))

    def is_remarked_on(self, index: int) -> bool:
        """Return whether remarks on the thing at an index are wanted too."""
        return self.remarks_on is None or self.bundle.lines[index][0] in self.remarks_on


def check_bundle(
    bundle: Bundle, article: Article | None = None, memo: Memo | None = None, remarks_on: Collection[str] | None = None
) -> tuple[Knowledge, list[Problem]]:
    """Check a bundle's things against one another; return the knowledge, and every problem.

    A memo makes a second check fast; `remarks_on` names the files whose phrasings and forms get remarks (None: all).
    """
    check = Check(bundle, article, memo or Memo(), remarks_on)
    knowledge = make_knowledge(bundle.source, [thing for _, thing in bundle.things])
    _check_ids(check)
    _check_replaced(check)
    _check_aliases(check)
    for index, (_, thing) in enumerate(check.bundle.things):
        if isinstance(thing, Entry | Quote):
            _check_item(check, index, thing, knowledge)
        if isinstance(thing, Quote):
            _check_quotation(check, index, thing, knowledge.speakers.get(thing.speaker))
    _check_phrasings(check, check.memo.folder(knowledge))
    _check_coverage(check)
    check.problems += (*caveat_problems(bundle, knowledge), *label_problems(bundle))
    if article is None:
        check.problems += remembered(bundle)
    elif changed := changed_entries(bundle):  # all others passed before, or were never checked
        check.problems += compared_entries(bundle, check.memo.gate(knowledge, article), changed)
    return knowledge, sorted(check.problems)


def make_knowledge(source: Source, things: Iterable[Thing]) -> Knowledge:
    """Make a knowledge from things; if two have the same id, the first one counts."""
    speakers: dict[str, Speaker] = {}
    entries: dict[str, Entry] = {}
    quotes: dict[str, Quote] = {}
    aliases: list[Alias] = []
    for thing in things:
        match thing:
            case Speaker():
                speakers.setdefault(thing.id, thing)
            case Entry():
                entries.setdefault(thing.id, thing)
            case Quote():
                quotes.setdefault(thing.id, thing)
            case Alias():
                aliases.append(thing)
    return Knowledge(source, speakers, entries, quotes, tuple(aliases))


def _check_ids(check: Check) -> None:
    seen: dict[tuple[bool, str], int] = {}
    for index, (kind, thing) in enumerate(check.bundle.things):
        if kind == "alias":
            continue
        first = seen.setdefault((kind == "speaker", thing.id), index)
        if first != index:
            file, line = check.bundle.lines[first]
            message = say("expected a unique id, found one that is already used in {file}:{line}", file=file, line=line)
            check.report(index, ("id",), message)


def _check_replaced(check: Check) -> None:
    """Report replaced ids that are still in use, and those that two things replace."""
    items = [(index, thing) for index, (_, thing) in enumerate(check.bundle.things) if isinstance(thing, Entry | Quote)]
    used = {item.id: index for index, item in items}
    replacing: dict[str, str] = {}
    for index, item in items:
        for number, former in enumerate(item.was):
            path = ("was", number)
            if former == item.id:
                check.report(index, path, say("“{former}” is its own id: `was` lists ids that it replaces", former=former))
            elif former in used:
                file, line = check.bundle.lines[used[former]]
                message = say("“{former}” is still in use, in {file}:{line}", former=former, file=file, line=line)
                check.report(index, path, message)
            elif replacing.setdefault(former, item.id) != item.id:
                message = say("“{former}” is already replaced by {other}", former=former, other=replacing[former])
                check.report(index, path, message)


def _check_aliases(check: Check) -> None:
    owners: dict[tuple[str, ...], str] = {}
    for index, (_, thing) in enumerate(check.bundle.things):
        forms = _forms(thing)
        for path, form in forms:
            name, words = forms[0][1], check.memo.words(form)
            if not words:
                check.report(index, path, say("expected a form with letters or digits, found “{form}”", form=form))
            elif owners.setdefault(words, name) != name:
                check.report(index, path, say("the form “{form}” already belongs to “{owner}”", form=form, owner=owners[words]))
            elif check.is_remarked_on(index) and _is_everyday(form, words, check.memo.words(name)):
                message = say("the form “{form}” is an everyday word: delete it, or capitalise it if you mean the name", form=form)
                check.report(index, path, message, is_warning=True)


def _forms(thing: Thing) -> list[tuple[_Path, str]]:
    """List the forms of a name with their places, the name itself first; other things have none."""
    match thing:
        case Alias():
            return [(("canonical",), thing.canonical), *((("forms", number), form) for number, form in enumerate(thing.forms))]
        case Speaker():
            return [(("name",), thing.name), *((("aliases", number), form) for number, form in enumerate(thing.aliases))]
        case _:
            return []


def _is_everyday(form: str, words: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether a form is an everyday word, and not one of the name's own words."""
    if len(words) > 1 or not form.islower() or words[0] not in everyday_words():
        return False
    return stem(words[0]) not in map(stem, name)


def _check_item(check: Check, index: int, item: Item, knowledge: Knowledge) -> None:
    drafts = {draft.id for draft in check.bundle.drafts}
    named = (*_unknown_speaker(item, knowledge), *_unknown_related(item, knowledge))
    for path, name, message in named:
        if name not in check.bundle.unread:  # its problem was already reported
            check.report(index, path, _unfinished(name) if name in drafts else message)
    for path, message in _unknown_places(item, knowledge.source):
        check.report(index, path, message)
    if isinstance(item, Entry) and item.changed:
        check.report(index, ("changed",), changed_since(item.changed), is_warning=True)
    if len(item.tests.reach) < _FEWEST_TESTS or not item.tests.avoid:
        message = say("expected tests: two questions that must reach it (reach) and one that must not (not)")
        check.report(index, ("tests",), message, is_warning=True)


def _unknown_speaker(item: Item, knowledge: Knowledge) -> Iterator[tuple[_Path, str, str]]:
    if item.speaker and item.speaker not in knowledge.speakers:
        expected = ", ".join(sorted(knowledge.speakers)) or say("a speaker in speakers.yaml, which has none")
        message = say("unknown speaker “{speaker}”; expected {expected}", speaker=item.speaker, expected=expected)
        yield ("speaker",), item.speaker, message


def _unknown_places(item: Item, source: Source) -> Iterator[_Found]:
    for number, place in enumerate(item.evidence):
        if source.has(place):
            continue
        if isinstance(place, int):
            message = say("expected paragraphs 1 to {last}, found {number}", last=source.paragraphs, number=place)
        else:
            message = say("expected a part the source lists, found {part}", part=place)
        yield ("evidence", number), message


def _unknown_related(item: Item, knowledge: Knowledge) -> Iterator[tuple[_Path, str, str]]:
    for number, related in enumerate(related_to(item)):
        if knowledge.item(related) is None:
            yield ("related", number), related, say("there is no entry or quote “{related}”", related=related)


def _unfinished(name: str) -> str:
    return say("“{name}” is still a draft: finish it and delete its `draft: true`, or remove it from here", name=name)


def _check_quotation(check: Check, index: int, quote: Quote, speaker: Speaker | None) -> None:
    path = ("text",)
    if check.article is not None:
        if speaker is None and quote.speaker in check.bundle.unread:
            return  # the problem with the speaker was already reported
        if refusal := gate(quote, speaker, check.article):
            check.report(index, path, refusal)
        elif quote.partial != (cut := cut_of(quote, check.article)) and check.is_remarked_on(index):
            message = say("is marked as cut but is not: partial should be {value}", value=as_written(cut))
            check.report(index, path, message, is_warning=True)
    elif quote.id not in check.bundle.quotations:
        message = say("has never passed the verbatim gate: run `briefbot check --article FILE --seal`")
        check.report(index, path, message, is_warning=True)
    elif check.bundle.quotations[quote.id] != quotation_digest(quote):
        check.report(index, path, say("was changed after it passed the verbatim gate: run `briefbot check --article FILE --seal`"))


def _check_phrasings(check: Check, folder: Folder) -> None:
    """Report empty and shared phrasings, and warn of those that teach nothing."""
    phrasings = Phrasings(folder, check.memo)
    for index, (_, thing) in enumerate(check.bundle.things):
        if isinstance(thing, Entry | Quote):
            for phrasing, message in phrasings.errors(thing):
                check.report(index, _path_to(phrasing, thing), message)
            if check.is_remarked_on(index):
                for phrasing, message in phrasings.warnings(thing):
                    check.report(index, _path_to(phrasing, thing), message, is_warning=True)
                for number, message in phrasings.idle_tests(thing):
                    check.report(index, ("tests", "reach", number), message, is_warning=True)


def _path_to(phrasing: str, item: Item) -> _Path:
    """Return the path of a phrasing; it may be the title, and "" means all of them."""
    return ("phrasings", item.phrasings.index(phrasing)) if phrasing in item.phrasings else ("phrasings",)


def _check_coverage(check: Check) -> None:
    if check.bundle.unread:
        return  # something unreadable may be there
    items = (thing for _, thing in check.bundle.things if isinstance(thing, Entry | Quote))
    covered = {place for item in items if not is_gap(item) for place in item.evidence}
    begun = {place for draft in check.bundle.drafts for place in draft.evidence}
    for number in range(1, check.bundle.source.paragraphs + 1):
        if number not in covered and number not in begun:  # drafts are reported by their number
            message = say("no entry or quote cites paragraph {number}", number=number)
            check.problems.append(Problem("source.yaml", 0, "", message, "warning"))


def coverage(knowledge: Knowledge) -> dict[str, dict[str, list[str]]]:
    """List what cites each place of the source, and the entries by kind, topic and stance."""
    report: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in ("place", "kind", "topic", "stance")}
    for number in range(1, knowledge.source.paragraphs + 1):
        report["place"][f"paragraph {number}"] = []
    for item in knowledge.items():
        for evidence in item.evidence:
            place = f"paragraph {evidence}" if isinstance(evidence, int) else evidence
            report["place"].setdefault(place, []).append(item.id)
        report["kind"].setdefault(item.kind if isinstance(item, Entry) else "quote", []).append(item.id)
        for topic in (item.topic,) if isinstance(item, Entry) else item.topics:
            report["topic"].setdefault(topic, []).append(item.id)
        if isinstance(item, Entry):
            report["stance"].setdefault(item.stance, []).append(item.id)
    return report
