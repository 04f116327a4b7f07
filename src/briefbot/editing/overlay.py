"""Apply a guild's revisions to the bundle: what is in use, what is in conflict, and what no longer passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

from briefbot.bundle import Bundle, data_of, thing_from
from briefbot.checking.article import Article
from briefbot.checking.check import check_bundle, make_knowledge
from briefbot.checking.phrasings import Memo
from briefbot.checking.verbatim import quotation_digest
from briefbot.domain.knowledge import Entry, Key, Knowledge, Quote, Thing
from briefbot.domain.revision import NO_DIGEST, Revision, digest_of_data
from briefbot.editing.blame import Blame, Blamed, file_of
from briefbot.editing.merging import Things, beside, heirs_in, with_replaced_ids
from briefbot.errors import KnowledgeError, Problem
from briefbot.i18n import say

_FEW = 8
"""The most suspects that are tried one at a time; each takes a check."""


@dataclass(frozen=True)
class Base:
    """The bundle that every guild starts from, checked, with the article if its file is available."""

    bundle: Bundle
    knowledge: Knowledge
    article: Article | None = None

    @cached_property
    def things(self) -> Mapping[Key, Thing]:
        """Map the bundle's things by kind and id."""
        return self.bundle.by_key()

    @cached_property
    def lines(self) -> Mapping[Key, tuple[str, int]]:
        """Return file and line of each of the bundle's things."""
        return {(kind, thing.id): line for (kind, thing), line in zip(self.bundle.things, self.bundle.lines, strict=True)}

    @cached_property
    def places(self) -> Mapping[tuple[str, int], Key]:
        """Return the thing in each line of the bundle's files."""
        return {line: key for key, line in self.lines.items()}

    @cached_property
    def heirs(self) -> Mapping[Key, Key]:
        """Return the replacement of each thing that the bundle has merged into another one."""
        return heirs_in(self.things)

    @cached_property
    def digests(self) -> Mapping[Key, str]:
        """Return the digest of each of the bundle's things; a replaced one has its replacement's, under its id."""
        own = {key: data_of(thing) for key, thing in self.things.items()}
        replaced = {former: {**own[heir], "id": former[1]} for former, heir in self.heirs.items()}
        return {key: digest_of_data(data) for key, data in {**replaced, **own}.items()}

    @cached_property
    def memo(self) -> Memo:
        """Cache what the checks of guilds' changes have in common."""
        return Memo()

    def digest(self, key: Key) -> str:
        """Return the digest of the bundle's text of a thing."""
        return self.digests.get(key, NO_DIGEST)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A revision whose bundle text has changed since; the guild's text stays in use until moderators settle it."""

    revision: Revision
    bundle: Thing | None
    """The bundle's text of it; for a replaced thing, the replacement."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A revision that no longer passes the check; it is kept, but the bundle's text is in use."""

    revision: Revision
    problems: tuple[Problem, ...]


Checkpoint: TypeAlias = Callable[[], None]
"""Called between two parts of long work; raises an error to end it."""


def go_on() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Revisions that are tried on top of others, and those that did not pass before."""

    added: Sequence[Revision] = ()
    tolerated: Set[Key] = frozenset()
    checkpoint: Checkpoint = go_on

    def has_failed(self, aside: Iterable[SetAside]) -> bool:
        """Return whether a revision newly fails: then the rest need not be tried."""
        return bool(self.added) and any(each.revision.key not in self.tolerated for each in aside)


@dataclass(frozen=True, slots=True)
class Overlay:
    """A guild's revisions over the bundle."""

    knowledge: Knowledge
    things: Mapping[Key, Thing]
    local: Mapping[Key, Revision] = field(default_factory=dict)
    """The revisions in use."""
    conflicts: tuple[Conflict, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    taken_over: tuple[Revision, ...] = ()
    """Revisions that the bundle has adopted: they no longer count."""
    warnings: tuple[Problem, ...] = ()
    """Remarks of the check about the things of revisions."""
    withheld: Mapping[Key, Key] = field(default_factory=dict)
    """Things that the guild retired before the bundle replaced them. Their replacements wait for moderators."""

    @property
    def is_empty(self) -> bool:
        """Return whether the guild uses the bundle unchanged."""
        return not self.local


def lay(base: Base, revisions: Sequence[Revision], trial: Trial | None = None) -> Overlay:
    """Apply the newest revision of each thing to the bundle; leave out revisions that do not pass the check."""
    taken_over = what_was_taken_over(base, revisions)
    known = {each.key for each in taken_over}
    wanted = [each for each in revisions if _counts(each, base) and each.key not in known and not _is_decided(each, revisions, base)]
    if not wanted:
        return Overlay(base.knowledge, base.things, taken_over=taken_over)
    laid, sound, aside = _sound(base, wanted, trial or Trial())
    sound = _effective(base, laid, sound)
    return Overlay(
        knowledge=_numbered(make_knowledge(base.bundle.source, laid.things.values()), sound),
        things=laid.things,
        local={revision.key: revision for revision in sound},
        conflicts=tuple(_conflicts(base, sound, laid.withheld)),
        set_aside=tuple(aside),
        taken_over=taken_over,
        warnings=laid.warnings,
        withheld=laid.withheld,
    )


def _effective(base: Base, laid: _Laid, revisions: Sequence[Revision]) -> list[Revision]:
    """Leave out the retirements of replaced things that withhold nothing."""
    known = {*base.things, *laid.things, *laid.withheld}
    return [each for each in revisions if each.key in known]


def _numbered(knowledge: Knowledge, revisions: Sequence[Revision]) -> Knowledge:
    """Record in a knowledge which of its items come from which revision."""
    items = {item.id for item in knowledge.items()}
    numbers = {each.change.id: each.number for each in revisions if each.change.id in items}
    return replace(knowledge, revisions=numbers)


def _conflicts(base: Base, revisions: Sequence[Revision], withheld: Mapping[Key, Key]) -> Iterator[Conflict]:
    for each in revisions:
        if each.key in withheld or each.based_on != base.digest(each.key):
            yield Conflict(each, base.things.get(base.heirs.get(each.key, each.key)))


def what_was_taken_over(base: Base, revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """List the revisions that the bundle has adopted."""
    return tuple(revision for revision in revisions if _is_taken_over(revision, base))


def _is_taken_over(revision: Revision, base: Base) -> bool:
    """Return whether the bundle now has a revision's text."""
    match revision.change.effect:
        case "text":
            return digest_of_data(revision.change.data) == base.digest(revision.key)
        case "retired":
            return base.digest(revision.key) == NO_DIGEST != revision.based_on
        case "bundle":
            return False


def _counts(revision: Revision, base: Base) -> bool:
    """Return whether a revision makes a difference to the bundle."""
    match revision.change.effect:
        case "text":
            return True
        case "retired":
            return revision.key in base.things or revision.key in base.heirs
        case "bundle":
            return False


def _is_decided(retirement: Revision, revisions: Sequence[Revision], base: Base) -> bool:
    """Return whether moderators chose a retired thing's replacement afterwards, in the bundle's current text."""
    if retirement.change.effect != "retired" or retirement.key not in base.heirs:
        return False
    heir = base.heirs[retirement.key]
    later = (each for each in revisions[revisions.index(retirement) :] if each.key == heir)
    return any(each.change.effect == "bundle" and each.action != "undo" and each.based_on == base.digest(heir) for each in later)


@dataclass(frozen=True)
class _Laid:
    """Some revisions over the bundle, checked."""

    things: Mapping[Key, Thing]
    problems: Sequence[Problem]
    files: frozenset[str]
    withheld: Mapping[Key, Key]

    @classmethod
    def of(cls, base: Base, revisions: Sequence[Revision]) -> _Laid:
        """Apply revisions to the bundle, and check everything."""
        problems: list[Problem] = []
        own: dict[Key, Thing] = {}
        for revision in revisions:
            try:
                own.update(_thing(revision))
            except KnowledgeError as error:
                problems += error.problems
        retired = {revision.key for revision in revisions if revision.key not in own}
        withheld = {key: base.heirs[key] for key in retired & base.heirs.keys() if base.heirs[key] not in own.keys() | retired}
        gone = retired | set(withheld.values())
        kept = {key: own.get(key, thing) for key, thing in base.things.items() if key not in gone}
        things = dict(_without_references(_merged({**kept, **own}, own, base), base, gone))
        files = frozenset(map(file_of, revisions))
        problems += check_bundle(_bundle(base, things, revisions), base.article, base.memo, files)[1]
        return cls(things, problems, files, withheld)

    @property
    def errors(self) -> list[Problem]:
        """List the errors that make the knowledge unusable."""
        return [problem for problem in self.problems if problem.level == "error"]

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """List remarks of the check about the things of revisions."""
        return tuple(problem for problem in self.problems if problem.level == "warning" and problem.file in self.files)


def _thing(revision: Revision) -> Iterator[tuple[Key, Thing]]:
    if revision.change.data is None:
        return
    thing = thing_from(revision.change.kind, revision.change.data, file_of(revision))
    if thing.id != revision.change.id:
        message = say("expected “{expected}”, found “{found}”", expected=revision.change.id, found=thing.id)
        raise KnowledgeError([Problem(file_of(revision), revision.number, "id", message)])
    yield revision.key, thing


def _merged(things: Things, own: Things, base: Base) -> Things:
    """Combine a guild's own texts with what the bundle has merged."""
    if not base.heirs:
        return things
    if any(key in base.heirs for key in own):
        folder = base.memo.folder(make_knowledge(base.bundle.source, things.values()))
        things = beside(things, own, base.heirs, lambda typed: base.memo.normal(typed, folder))
    return with_replaced_ids(things, own, base.things)


def _without_references(things: Mapping[Key, Thing], base: Base, gone: set[Key]) -> Iterator[tuple[Key, Thing]]:
    """Remove what the guild retired from `related`: an entry that names it is still right."""
    retired = {thing_id for kind, thing_id in gone if kind in ("entry", "quote") and (kind, thing_id) in base.things}
    for key, thing in things.items():
        if isinstance(thing, Entry) and not retired.isdisjoint(thing.related):
            yield key, replace(thing, related=tuple(each for each in thing.related if each not in retired))
        else:
            yield key, thing


def _bundle(base: Base, things: Mapping[Key, Thing], revisions: Sequence[Revision]) -> Bundle:
    """Put things into a bundle to check them: revised ones last, so that collisions are reported for them."""
    revised = {revision.key: revision for revision in revisions}
    order = [*(key for key in things if key not in revised), *(key for key in revised if key in things)]
    lines = [(file_of(revised[key]), revised[key].number) if key in revised else base.lines[key] for key in order]
    quotations = {**base.bundle.quotations, **_passed(things, revised)}
    return Bundle(base.bundle.source, [(key[0], things[key]) for key in order], quotations, lines)


def _passed(things: Mapping[Key, Thing], revised: Iterable[Key]) -> dict[str, str]:
    """Return the digests of a guild's quotations; if the article is available, they have to pass the gate again."""
    quotes = (things.get(key) for key in revised)
    return {quote.id: quotation_digest(quote) for quote in quotes if isinstance(quote, Quote)}


def _sound(base: Base, wanted: Sequence[Revision], trial: Trial) -> tuple[_Laid, list[Revision], list[SetAside]]:
    """Split revisions into those that pass the check together and the rest; a trial ends when it fails."""
    kept, aside = list(wanted), list[SetAside]()
    while (laid := _Laid.of(base, kept)).errors and not trial.has_failed(aside):
        trial.checkpoint()
        blamed = Blame(kept, base.things, laid.things, base.places, trial.added).of(laid.errors)
        if not blamed:
            return _sound_by_halves(base, kept, aside, trial.checkpoint)
        blamed = _without_innocent_names(base, kept, blamed)
        concerned = {each.key: each for each in (*kept, *trial.added)}
        aside += [SetAside(concerned[key], tuple(problems)) for key, problems in blamed.items()]
        kept = [each for each in kept if each.key not in blamed]
    return laid, kept, aside


def _without_innocent_names(base: Base, revisions: Sequence[Revision], blamed: Blamed) -> Blamed:
    """Leave out the aliases that may have made two questions the same, except those that cause no error alone."""
    suspects = [each for each in revisions if each.key in blamed and each.change.kind == "alias"]
    if not 1 < len(suspects) <= _FEW:
        return blamed
    innocent = {each.key for each in suspects if not _Laid.of(base, [each]).errors}
    return {key: problems for key, problems in blamed.items() if key not in innocent} or blamed


def _sound_by_halves(
    base: Base, wanted: Sequence[Revision], aside: list[SetAside], checkpoint: Checkpoint
) -> tuple[_Laid, list[Revision], list[SetAside]]:
    """Find the cause of errors that name no revision: add one half of them, or half of that if it does not pass."""
    laid, kept, waiting = _Laid.of(base, ()), list[Revision](), [list(wanted)]
    while waiting:
        checkpoint()
        half = waiting.pop()
        tried = _Laid.of(base, [*kept, *half])
        if not tried.errors:
            laid, kept = tried, [*kept, *half]
        elif len(half) == 1:
            aside.append(SetAside(half[0], tuple(tried.errors)))
        else:
            waiting += [half[len(half) // 2 :], half[: len(half) // 2]]
    return laid, kept, aside


def title_in(data: Mapping[str, Any] | None) -> str:
    """Return the words that represent a thing in its text; "" if it has none."""
    text = data or {}
    found = (text.get("title"), next(iter(text.get("phrasings") or ()), ""), *map(text.get, ("name", "canonical", "text")))
    return str(next(filter(None, found), ""))


def text_of(key: Key, overlay: Overlay) -> dict[str, Any] | None:
    """Return the text in use of a thing, in the form of the files, or None if there is none."""
    thing = overlay.things.get(key)
    return None if thing is None else data_of(thing)
