"""Propose, preview, save and undo moderators' changes of a guild's knowledge, and look at its history."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from briefbot.bundle import data_of
from briefbot.checking.answers import Finding, Gate
from briefbot.checking.check import check_bundle
from briefbot.checking.verbatim import quotation_digest
from briefbot.domain.knowledge import Entry, Key, Quote, Thing
from briefbot.domain.revision import Change, Revision
from briefbot.editing.edit import Edit, Version, marked_as_cut, version_of, what
from briefbot.editing.exchange.completing import completed
from briefbot.editing.exchange.reading import Read, read_file
from briefbot.editing.exchange.table import File
from briefbot.editing.export_file import changes_of, read_export, text_change
from briefbot.editing.import_rows import ImportPlan, import_edits, import_row, refused_plan
from briefbot.editing.merging import heirs_in
from briefbot.editing.overlay import Base, Checkpoint, Conflict, SetAside, go_on, lay, text_of, what_was_taken_over
from briefbot.editing.proposal import Proposal, lay_checked, revision_of
from briefbot.editing.replay import GoesOn, RecentWinners, Replay, compare
from briefbot.editing.snapshots import Snapshots, View
from briefbot.editing.stepping import Steps
from briefbot.errors import BriefbotError, EditRefused, RevisionConflict
from briefbot.i18n import Message, mark
from briefbot.language.text import readable

if TYPE_CHECKING:
    from briefbot.store import Store

log = logging.getLogger(__name__)

REASON_LIMIT = 300
"""The most characters of a reason: a sentence or two."""
TAKEN_OVER = "The bundle now says the same."

ForFiles: TypeAlias = tuple[Mapping[Key, Thing], Mapping[Key, Thing], Mapping[str, str]]
"""The files' content, the content that they should have, and the digests of quotations that passed the gate."""
Settling: TypeAlias = Literal["keep", "bundle"]


@dataclass(frozen=True, slots=True)
class Step:
    """One revision of a history, with the texts before and after it; None if the thing does not exist."""

    revision: Revision
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class Editor:
    """Moderators' part of the service; every change is durable before it is live."""

    def __init__(self, snapshots: Snapshots, store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._snapshots, self._store, self._clock = snapshots, store, clock
        self._winners = RecentWinners()
        self._ready: Base | None = None

    # Looking things up ---------------------------------------------------------------------------

    def text(self, guild: int, key: Key) -> dict[str, Any] | None:
        """Return the text in use of a thing, in the form of the files, or None if there is none."""
        return text_of(key, self._snapshots.of(guild).overlay)

    def version(self, guild: int, key: Key) -> Version:
        """Return the version of a thing's text in use, for an edit that is based on it."""
        return version_of(self._snapshots.of(guild), key)

    def keys(self, guild: int) -> list[Key]:
        """List all things that a guild has or had: those in use, then retired ones and undone additions."""
        view = self._snapshots.of(guild)
        withheld = view.overlay.withheld.values()
        return list(dict.fromkeys([*view.overlay.things, *(revision.key for revision in view.revisions), *withheld]))

    def names(self, guild: int) -> dict[Key, Key]:
        """Map each key that names a thing to the thing's own key; a replaced thing's key leads to its replacement."""
        own = {key: key for key in self.keys(guild)}
        return {**heirs_in(self._snapshots.of(guild).overlay.things), **own}

    def replacing(self, key: Key) -> Key | None:
        """Return the key of the thing into which the bundle merged a thing; None if it did not."""
        return self._snapshots.base.base.heirs.get(key)

    def withheld(self, guild: int) -> dict[Key, Key]:
        """Return things that were retired here before the bundle replaced them, with their withheld replacements."""
        return dict(self._snapshots.of(guild).overlay.withheld)

    def thing(self, guild: int, key: Key) -> Thing | None:
        """Return the thing in use, or None."""
        return self._snapshots.of(guild).overlay.things.get(key)

    def retired(self, guild: int) -> list[Key]:
        """List the things that moderators retired here."""
        return [each.key for each in self._snapshots.of(guild).revisions if each.change.effect == "retired"]

    def bundle_text(self, key: Key) -> dict[str, Any] | None:
        """Return the bundle's text of a thing."""
        thing = self._snapshots.base.base.things.get(key)
        return None if thing is None else data_of(thing)

    def as_cut(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Mark a quotation as cut if it is, provided that the article is available."""
        return marked_as_cut(data, self._snapshots.base.base)

    def changed(self, guild: int) -> dict[Key, Revision]:
        """Return the guild's own revisions in use, by thing."""
        return dict(self._snapshots.of(guild).overlay.local)

    def conflicts(self, guild: int) -> list[Conflict]:
        """List the revisions whose bundle text has changed since."""
        return list(self._snapshots.of(guild).overlay.conflicts)

    def set_aside(self, guild: int) -> list[SetAside]:
        """List the revisions that no longer pass the check."""
        return list(self._snapshots.overlay(guild).set_aside)

    def history(self, guild: int, key: Key | None = None, *, limit: int | None = None, offset: int = 0) -> list[Step]:
        """List a guild's revisions, of one thing or of all, newest first, each with its change."""
        found = self._store.revisions.history(guild, key, limit=limit, offset=offset)
        return [self._step(revision) for revision in found]

    def step(self, guild: int, key: Key, number: int) -> Step | None:
        """Return one revision with its change."""
        revision = self._store.revisions.one(guild, *key, number)
        return None if revision is None else self._step(revision)

    def _step(self, revision: Revision) -> Step:
        earlier = self._store.revisions.one(revision.guild, *revision.key, revision.number - 1)
        before = self._text_after(revision.key, earlier.change if earlier is not None else None)
        return Step(revision, before, self._text_after(revision.key, revision.change))

    def _text_after(self, key: Key, change: Change | None) -> Mapping[str, Any] | None:
        if change is None or change.effect == "bundle":
            return self.bundle_text(key)
        return change.data

    def findings(self, guild: int, thing: Thing) -> list[Finding] | None:
        """Compare a thing, in use or proposed, with the article; None if the article's file is not available."""
        gate = self._gate(guild)
        if gate is None:
            return None
        return gate.findings(thing) if isinstance(thing, Entry) else []

    def _gate(self, guild: int) -> Gate | None:
        view = self._snapshots.of(guild)
        return None if view.base.article is None else view.base.memo.gate(view.overlay.knowledge, view.base.article)

    def unsupported(self, guild: int) -> dict[Key, list[Finding]]:
        """Return the guild's texts in use that the gate would refuse as new ones, with its findings."""
        view, gate = self._snapshots.of(guild), self._gate(guild)
        own = {key: view.overlay.things.get(key) for key in view.overlay.local}
        found = {key: gate.errors(thing) for key, thing in own.items() if isinstance(thing, Entry)} if gate is not None else {}
        return {key: errors for key, errors in found.items() if errors}

    # Changing -----------------------------------------------------------------------------------

    def get_ready(self) -> None:
        """Prepare, once for each bundle, what the check and the matcher need; the first edit would wait two seconds."""
        view = self._snapshots.base
        if self._ready is not view.base:
            check_bundle(view.base.bundle, view.base.article, view.base.memo, ())
            view.snapshot.matcher.get_ready()
            self._ready = view.base

    def propose(self, guild: int, author: int, *edits: Edit, checkpoint: Checkpoint = go_on) -> Proposal:
        """Check edits and build their result.

        Raise EditRefused with the problems, or RevisionConflict with the other change.
        """
        view = self._fresh(guild)
        added = tuple(revision_of(edit, view, guild, author, self._clock()) for edit in edits)
        revisions, overlay = lay_checked(view, added, checkpoint)
        return Proposal(guild, author, edits, view, self._snapshots.built(view, revisions, overlay), added)

    def save(self, proposal: Proposal, reason: str = "", accepted_by: int | None = None) -> list[Revision]:
        """Save a proposal durably, then make it live; raise StoreError if it cannot be saved."""
        _ = proposal.after.snapshot  # built before the lock is taken, so that nobody waits for it
        with self._snapshots.changing:
            if self._fresh(proposal.guild) is not proposal.before:
                proposal = self.propose(proposal.guild, proposal.author, *proposal.based_edits())
            noted: dict[str, Any] = {"time": self._clock(), "reason": _cut(reason), "accepted_by": accepted_by}
            kept = self._store.revisions.append([replace(each, **noted) for each in proposal.added])
            by_key = {each.key: each for each in kept}
            revisions = tuple(by_key.get(each.key, each) for each in proposal.after.revisions)
            self._snapshots.put(proposal.guild, replace(proposal.after, revisions=revisions))
        return kept

    def retiring(self, guild: int, key: Key, seen: Version | None = None) -> Edit:
        """Return the edit that retires a thing."""
        return Edit(Change(*key, "retired"), "retire", seen or self.version(guild, key))

    def restoring(self, guild: int, key: Key, number: int | None = None) -> Edit:
        """Return the edit that restores a thing to its text before it was retired, or to a revision."""
        newest = self._newest(guild, key)
        if number is None:
            if newest.change.effect != "retired":
                raise EditRefused(
                    mark("The {what} is not retired. To go back to an earlier text, name its revision."),
                    what=self._named(guild, key),
                )
            number = newest.number - 1
        change = self._change_at(guild, key, number)
        return Edit(change, "restore", version_of(self._fresh(guild), key))

    def undoing(self, guild: int, key: Key, number: int | None = None) -> Edit:
        """Return the edit that undoes the change in use.

        Raise RevisionConflict if `number` is not the newest revision.
        """
        done = self._steps(guild, key, number).done
        if len(done) == 1:
            raise EditRefused(mark("There is nothing left to undo: the {what} is as it was at first."), what=self._named(guild, key))
        return Edit(self._change_at(guild, key, done[-2]), "undo", version_of(self._fresh(guild), key))

    def redoing(self, guild: int, key: Key, number: int | None = None) -> Edit:
        """Return the edit that redoes the last undone change; raise RevisionConflict if another change came later."""
        undone = self._steps(guild, key, number).undone
        if not undone:
            raise EditRefused(mark("There is nothing to redo for the {what}."), what=self._named(guild, key))
        return Edit(self._change_at(guild, key, undone[-1]), "redo", version_of(self._fresh(guild), key))

    def _steps(self, guild: int, key: Key, number: int | None) -> Steps:
        newest = self._newest(guild, key)
        if number is not None and number != newest.number:
            raise RevisionConflict(*key, newest=newest.number, theirs=newest.change.data, ours=None)
        return Steps.of(reversed(self._store.revisions.history(guild, key)))

    def explain(self, guild: int, author: int, key: Key, number: int, reason: str) -> Revision:
        """Add the reason to a revision that its author has saved without one."""
        known = self._store.revisions.one(guild, *key, number)
        if known is None or known.author != author or known.reason:
            raise EditRefused(mark("Only the person who made the change can add a reason, and only once."))
        return self._store.revisions.explain(known, _cut(reason))

    def settling(self, guild: int, key: Key, how: Settling) -> Edit:
        """Return the edit that settles a conflict: keep the guild's text or retirement, or use the bundle's text."""
        view = self._fresh(guild)
        conflict = next((each for each in view.overlay.conflicts if each.revision.key == key), None)
        if conflict is None:
            raise EditRefused(mark("There is nothing to settle for the {what}."), what=self._named(guild, key))
        heir = view.overlay.withheld.get(key)
        kept = conflict.revision.change if heir is None else Change(*heir, "retired")
        change = kept if how == "keep" else Change(*key, "bundle")
        return Edit(change, "settle", version_of(view, (change.kind, change.id)), is_settling=True)

    def apply(self, guild: int, author: int, edit: Edit, reason: str = "") -> Revision:
        """Propose and save one edit."""
        with self._snapshots.changing:
            return self.save(self.propose(guild, author, edit), reason)[0]

    def replay(self, proposal: Proposal, goes_on: GoesOn = lambda: True) -> Replay:
        """Ask phrasings and tests before and after a proposal, likeliest to change first, while `goes_on` allows."""
        before, after = proposal.before.snapshot, proposal.after.snapshot
        winners = self._winners.of(before.matcher), self._winners.of(after.matcher)
        return compare(*winners, before.knowledge, after.knowledge, goes_on)

    # Exporting and importing --------------------------------------------------------------------

    def changes(self, guild: int, *, is_all: bool = False) -> list[Change]:
        """List a guild's changes, or everything in use there, to write them in another format."""
        overlay = self._fresh(guild).overlay
        return [text_change(thing) for thing in overlay.things.values()] if is_all else changes_of(overlay)

    def for_files(self, guild: int) -> ForFiles:
        """Return `write_things`' arguments for writing a guild's changes into the files; withheld things stay there."""
        view = self._fresh(guild)
        overlay = lay(view.base, [each for each in view.revisions if each.key not in view.overlay.withheld])
        quotes = (thing for key, thing in overlay.things.items() if key in overlay.local)
        proven = {thing.id: quotation_digest(thing) for thing in quotes if isinstance(thing, Quote)}
        return view.base.things, overlay.things, proven

    def plan_import(self, guild: int, author: int, file: str | File, checkpoint: Checkpoint = go_on) -> ImportPlan:
        """Try a file without saving it; return what each row would do. `checkpoint` may raise an error to end it."""
        view = self._fresh(guild)
        read = read_file(file) if isinstance(file, File) else Read(read_export(file), "")
        rows = tuple(import_row(row, view) for row in completed(read.rows, view.overlay))
        edits = import_edits(rows, view)
        try:
            proposal = self.propose(guild, author, *edits, checkpoint=checkpoint) if edits else None
        except EditRefused as refused:
            return refused_plan(rows, refused, read.told)
        return ImportPlan(rows, None if any(row.status == "refused" for row in rows) else proposal, told=read.told)

    def settle_what_was_taken_over(self) -> None:
        """Mark the revisions that the bundle has adopted, so that its later changes reach their guilds."""
        for guild in self._snapshots.guilds:
            try:
                self._settle_in(guild)
            except BriefbotError as error:
                log.warning("what the bundle took over is noted later", extra={"guild": guild, "error": str(error)})

    def _settle_in(self, guild: int) -> None:
        if not what_was_taken_over(self._snapshots.base.base, self._snapshots.revisions(guild)):
            return
        with self._snapshots.changing:
            view = self._fresh(guild)
            done = [
                Revision(guild, each.number + 1, Change(*each.key, "bundle"), "taken over", None, self._clock(), TAKEN_OVER,
                         view.base.digest(each.key))
                for each in view.overlay.taken_over
            ]  # fmt: skip
            if done:
                self._store.revisions.append(done)
                self._snapshots.reread(guild)

    def count_by(self, person: int) -> int:
        """Count the revisions with a person's id."""
        return self._store.revisions.count_by(person)

    def forget(self, person: int) -> int:
        """Remove a person's id from all revisions, and return the number of those; the revisions stay."""
        return self._store.revisions.forget(person)

    # ---------------------------------------------------------------------------------------------

    def _fresh(self, guild: int) -> View:
        """Return a guild's view after checking for changes by other processes; raise StoreError if that fails."""
        with self._snapshots.changing:
            view = self._snapshots.of(guild)
            if view.head != self._store.revisions.head(guild):
                view = self._snapshots.reread(guild)
            return view

    def _named(self, guild: int, key: Key) -> Message:
        return what(key, self._snapshots.of(guild))

    def _newest(self, guild: int, key: Key) -> Revision:
        newest = self._fresh(guild).newest(key)
        if newest is None:
            raise EditRefused(mark("Nobody changed the {what} here."), what=self._named(guild, key))
        return newest

    def _change_at(self, guild: int, key: Key, number: int) -> Change:
        """Return the state of a thing after a revision; before the first one it is the bundle's text."""
        if number == 0:
            return Change(*key, "bundle")
        found = self._store.revisions.one(guild, *key, number)
        if found is None:
            raise EditRefused(mark("There is no revision {number} of the {what}."), number=number, what=self._named(guild, key))
        return found.change


def _cut(reason: str) -> str:
    return readable(reason).strip()[:REASON_LIMIT]
