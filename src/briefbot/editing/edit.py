"""A single edit: what it changes, what it was based on, and what can be refused without a complete check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefbot.bundle import data_of, thing_from
from briefbot.checking.verbatim import cut_of, quotation_digest
from briefbot.domain.knowledge import Key, Quote
from briefbot.domain.revision import Action, Change, digest_of_data
from briefbot.editing.export_file import flaws_of
from briefbot.editing.overlay import Base, text_of, title_in
from briefbot.editing.snapshots import View
from briefbot.errors import EditRefused, KnowledgeError, Unchanged, named
from briefbot.i18n import Message, clip, joined, mark

NO_ARTICLE = mark(
    "Quotations can only be added if I have the article's file, to compare them letter for letter. The "
    "operator sets BRIEFBOT_ARTICLE to its path."
)

_TITLE = 100
"""The most characters of a title in a sentence."""


@dataclass(frozen=True, slots=True)
class Version:
    """The text of a thing that somebody saw: the number of its newest revision, and the text's digest."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that somebody wants to make, its action, and the text that they saw."""

    change: Change
    action: Action = "edit"
    seen: Version | None = None
    """None if any text is accepted."""
    is_settling: bool = False
    """Whether the change counts as made over the bundle's current text from now on."""


def version_of(view: View, key: Key) -> Version:
    """Return the version of a thing's text in use."""
    newest = view.newest(key)
    return Version(newest.number if newest else 0, digest_of_data(text_of(key, view.overlay)))


def normal(change: Change, view: View) -> Change:
    """Bring a change into a normal form; raise EditRefused if it is not a text of its kind."""
    if change.effect != "text":
        return change
    if flaw := next(flaws_of(change.data), ""):
        raise EditRefused(joined("\n", Message(mark("This cannot be saved:")), flaw))
    try:
        data = data_of(thing_from(change.kind, change.data or {}, f"{change.kind} {change.id}"))
    except KnowledgeError as error:
        raise EditRefused(mark("This cannot be saved:"), error.problems) from error
    if digest_of_data(data) == view.base.digest((change.kind, change.id)):
        return replace(change, effect="bundle", data=None)
    return replace(change, data=data)


def what(key: Key, view: View) -> Message:
    """Return the name of a thing within a sentence: its title in use or in the bundle, else its id."""
    thing = view.base.things.get(key)
    words = title_in(text_of(key, view.overlay) or (data_of(thing) if thing is not None else None))
    return named(key[0], clip(words, _TITLE) or key[1])


def refuse_pointless(edit: Edit, change: Change, view: View) -> None:
    """Refuse to add an existing thing, to retire a missing one, and to change nothing."""
    key: Key = (change.kind, change.id)
    now = text_of(key, view.overlay)
    if edit.action == "add":
        _refuse_to_add_again(key, view)
    if edit.is_settling or _changes_what_replaces_it(edit, key, view):
        return
    newest = view.newest(key)
    is_retired_here = newest is not None and newest.change.effect == "retired"
    if change.effect == "retired" and now is None and (edit.action == "retire" or not is_retired_here):
        raise EditRefused(mark("There is no {what} here to retire."), what=what(key, view))
    if digest_of_data(_text_after(change, view.base)) == digest_of_data(now):
        raise Unchanged(mark("That changes nothing in the {what}."), what=what(key, view))


def _changes_what_replaces_it(edit: Edit, key: Key, view: View) -> bool:
    """Return whether an edit of a replaced thing starts or stops withholding its replacement."""
    is_retired = edit.change.effect == "retired"
    return edit.action != "retire" and key in view.base.heirs and is_retired != (key in view.overlay.withheld)


def _refuse_to_add_again(key: Key, view: View) -> None:
    newest = view.newest(key)
    if text_of(key, view.overlay) is not None:
        raise EditRefused(mark("The {what} already exists: edit it, or choose another id."), what=what(key, view))
    if newest is not None and newest.change.effect == "retired":
        raise EditRefused(mark("The {what} was retired: restore it, or choose another id."), what=what(key, view))


def _text_after(change: Change, base: Base) -> Mapping[str, Any] | None:
    """Return a thing's text after a change; None if it does not exist then."""
    if change.effect == "bundle":
        thing = base.things.get((change.kind, change.id))
        return None if thing is None else data_of(thing)
    return change.data if change.effect == "text" else None


def refuse_an_unproven_quotation(edit: Edit, change: Change, view: View) -> None:
    """Refuse a quotation that cannot be compared with the article and never was."""
    # unchanged ones were proven when they were saved
    if change.kind != "quote" or change.data is None or edit.action in ("restore", "undo", "redo"):
        return
    quote = thing_from("quote", change.data, change.id)
    now = view.overlay.things.get(("quote", change.id))
    if not isinstance(quote, Quote) or view.base.article is not None:
        return
    proven = view.base.bundle.quotations.get(quote.id), quotation_digest(now) if isinstance(now, Quote) else None
    if quotation_digest(quote) not in proven:
        raise EditRefused(NO_ARTICLE)


def marked_as_cut(data: Mapping[str, Any], base: Base) -> dict[str, Any]:
    """Set `partial` of a quotation by the article; without the article it stays as it is."""
    whole = {key: value for key, value in data.items() if key != "partial"}
    try:
        quote = thing_from("quote", {"id": "new", **whole}, "quote")
    except KnowledgeError:
        return dict(data)
    if base.article is None or not isinstance(quote, Quote):
        return dict(data)
    cut = cut_of(quote, base.article)
    return {**whole, "partial": cut} if cut else whole
