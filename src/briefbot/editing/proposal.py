"""Proposed edits: based on the texts that their authors saw, checked together, not saved yet."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from briefbot.checking.answers import Gate
from briefbot.checking.article import Article
from briefbot.checking.verbatim import nearest_passage
from briefbot.domain.knowledge import Entry, Key, Thing
from briefbot.domain.revision import NO_DIGEST, Action, Change, Revision
from briefbot.editing.edit import Edit, normal, refuse_an_unproven_quotation, refuse_pointless, version_of
from briefbot.editing.limits import refuse_too_much
from briefbot.editing.overlay import Checkpoint, Overlay, Trial, go_on, lay, text_of
from briefbot.editing.snapshots import View
from briefbot.errors import EditRefused, Problem, RevisionConflict, Unsupported
from briefbot.i18n import Message, joined, mark

_GOING_BACK: frozenset[Action] = frozenset(("undo", "redo", "restore"))
"""Edits whose text was saved before."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Edits that passed the check, ready to be saved at once."""

    guild: int
    author: int
    edits: tuple[Edit, ...]
    before: View
    after: View
    added: tuple[Revision, ...]

    @property
    def warnings(self) -> list[Problem]:
        """List remarks of the check about the changed things."""
        files = {f"{edit.change.kind} {edit.change.id}" for edit in self.edits}
        return [problem for problem in self.after.overlay.warnings if problem.file in files]

    def texts(self, key: Key) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """Return a thing's text before and after."""
        return text_of(key, self.before.overlay), text_of(key, self.after.overlay)

    def heir(self, key: Key) -> Key | None:
        """Return the item into which the bundle merged a thing, if it will be offered, or None."""
        heir = self.after.base.heirs.get(key)
        return heir if heir in self.after.overlay.things else None

    def based_edits(self) -> list[Edit]:
        """Return the edits, each bound to the text that it was based on."""
        return [replace(edit, seen=edit.seen or version_of(self.before, (edit.change.kind, edit.change.id))) for edit in self.edits]


def revision_of(edit: Edit, view: View, guild: int, author: int, time: datetime) -> Revision:
    """Make the revision of an edit, after all checks that do not need the complete check."""
    change = normal(edit.change, view)
    key: Key = (change.kind, change.id)
    now, newest = version_of(view, key), view.newest(key)
    if edit.seen is not None and edit.seen != now:
        raise RevisionConflict(*key, newest=now.number, theirs=text_of(key, view.overlay), ours=change.data)
    refuse_pointless(edit, change, view)
    refuse_an_unproven_quotation(edit, change, view)
    number = newest.number + 1 if newest is not None else 1
    return Revision(guild, number, change, edit.action, author, time, "", _based_on(edit, change, view))


def _based_on(edit: Edit, change: Change, view: View) -> str:
    """Return the digest of the bundle's text under a change; a replaced thing has none until moderators settle it."""
    key: Key = (change.kind, change.id)
    local = view.overlay.local.get(key)
    if edit.is_settling or change.effect == "bundle":
        return view.base.digest(key)
    if local is not None:
        return local.based_on
    return NO_DIGEST if key in view.base.heirs else view.base.digest(key)


def lay_checked(view: View, added: Sequence[Revision], checkpoint: Checkpoint = go_on) -> tuple[list[Revision], Overlay]:
    """Apply new revisions to a view's; return all of them, and the overlay.

    Raise EditRefused if something no longer passes the check.
    """
    keys = {revision.key for revision in added}
    revisions = [*(each for each in view.revisions if each.key not in keys), *added]
    known = {each.revision.key for each in view.overlay.set_aside} - keys
    overlay = lay(view.base, revisions, Trial(added, known, checkpoint))
    _refuse_what_breaks(view, overlay, added, known)
    refuse_too_much(view, overlay, revisions)
    _refuse_what_the_article_does_not_say(view, overlay, added, checkpoint)
    return revisions, overlay


def _refuse_what_breaks(before: View, after: Overlay, added: Sequence[Revision], known: Set[Key]) -> None:
    """Refuse edits if they, or other revisions, no longer pass the check."""
    broken = [each for each in after.set_aside if each.revision.key not in known]
    if broken:
        problems = [problem for each in broken for problem in each.problems]
        raise EditRefused(joined("\n", Message(mark("This cannot be saved:")), *_nearest(added, problems, before.base.article)), problems)


def _refuse_what_the_article_does_not_say(before: View, after: Overlay, added: Sequence[Revision], checkpoint: Checkpoint) -> None:
    """Refuse edits whose answers do not pass the gate.

    Texts that were saved before, or were wrong before, are allowed.
    """
    if before.base.article is None:
        return
    gate = before.base.memo.gate(after.knowledge, before.base.article)
    problems = list[Problem]()
    for revision in added:
        checkpoint()
        if revision.change.effect == "text" and revision.action not in _GOING_BACK:
            told = _refusals(gate, after.things.get(revision.key))
            known = _refusals(gate, before.overlay.things.get(revision.key)) if told else ()
            file, key = " ".join(revision.key), f"{revision.change.id}.answer"
            problems += [Problem(file, revision.number, key, each) for each in told if each not in known]
    if problems:
        raise Unsupported(mark("This cannot be saved:"), problems)


def _refusals(gate: Gate, thing: Thing | None) -> list[str]:
    return [finding.message for finding in gate.errors(thing)] if isinstance(thing, Entry) else []


def _nearest(added: Sequence[Revision], problems: Sequence[Problem], article: Article | None) -> list[Message]:
    """Return the passages nearest to quotations that did not pass the gate."""
    refused = {problem.key for problem in problems}
    texts = [str(each.change.data["text"]) for each in added if each.change.data and f"{each.change.id}.text" in refused]
    found = nearest_passage(texts[0], article) if texts and article is not None else None
    if found is None:
        return []
    return [Message(mark("The closest passage is in paragraph {number}: “{text}”"), {"number": found[0], "text": found[1]})]
