"""Moderators' changes before a state was recorded, of every kind that a database can have."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, get_args

from briefbot.domain.revision import Action, Change
from briefbot.editing.edit import Edit
from briefbot.editing.editor import Editor
from briefbot.service import Service
from briefbot.service.absence import Present
from briefbot.store import Store
from states.world import AUDIT, EVE, GENERAL, HERE, LEFT, MAX, MIA, MODERATORS, PAUSED, QUIET, THERE

SOCIETY = "- {id: roof-society, name: Roof Society}\n"
"""A speaker who is no longer in the bundle, so changes that name him are not used."""
CHANGED = {
    "The repair cost £61,500.": "The whole repair cost £61,500.",
    "The old roof had reportedly leaked since 2019.": "Reportedly, the old roof had leaked since 2019.",
    "The crew had four professionals and 26 volunteers, led by Maud Ashby.": "Maud Ashby led four professionals and 26 volunteers.",
    "The new roof should last a century, Maud Ashby told the parish newsletter.": "Maud Ashby says that the roof should last a century.",
}
"""Answers of the bundle that change under the guilds' edits, by their old text."""
ROOMS = (
    "attic", "barn", "cabin", "den", "easel", "forge", "gallery", "hall", "icehouse", "jetty",
    "kitchen", "larder", "mews", "nursery", "oratory", "pantry", "quay",
)  # fmt: skip
PIECES = {
    "years": "For two winters",
    "tales": "we read stories",
    "pails": "with one eye on the buckets",
    "pupils": "and the children called it",
}
"""Pieces of one quotation, which are listed where it is retired."""
STARS = f"Slates {'*' * 100}, nails {'*' * 100}. "
"""Discord needs each star escaped, so that two such answers fill more than one message."""


def make_past(store: Store, tiny: Path, bundle: Path) -> None:
    """Fill a store, and make the bundle of the state, which has changed since most edits."""
    shutil.copytree(tiny, bundle)
    speakers = bundle / "speakers.yaml"
    without = speakers.read_text("utf-8")
    speakers.write_text(without + SOCIETY, "utf-8")
    service = Service(bundle, article=bundle / "article.txt", store=store)
    _edit_here(service.editor)
    _edit_there(service.editor)
    _set(service)
    speakers.write_text(without, "utf-8")
    _change(bundle)
    service.reload()
    service.editor.apply(THERE, MAX, service.editor.settling(THERE, ("entry", "leak"), "keep"), "ours is shorter")
    _require_all_actions(service.editor)


def _edit_here(editor: Editor) -> None:
    here = _Hand(editor, HERE)
    here.edit("entry", "cost", answer="The repair cost £61,500 in all.")
    here.edit("entry", "cost", answer="In all, the repair cost £61,500.")
    here.edit("entry", "cost", answer="A fortune.", reason="a mistake")
    editor.apply(HERE, MAX, editor.undoing(HERE, ("entry", "cost")), "taken back")
    here.edit("entry", "grant", speaker="roof-society", reason="they say so, “too”")
    editor.apply(HERE, MIA, editor.retiring(HERE, ("entry", "solar")), "not of interest")
    editor.apply(HERE, MIA, editor.retiring(HERE, ("entry", "tools")))
    editor.apply(HERE, MAX, editor.restoring(HERE, ("entry", "tools")))
    here.edit("quote", "quote-heart", topics=["village", "heart"])
    editor.apply(HERE, MIA, editor.retiring(HERE, ("quote", "quote-buckets")), "only its pieces")
    for title, words in PIECES.items():
        piece = {"speaker": "ines-calloway", "text": words, "partial": True, "paragraph": 4}
        here.add("quote", f"quote-{title}", **piece, topics=[f"piece of {title}"], phrasings=[f"the piece of {title}"])
    here.edit("alias", "library", forms=["village library", "hollowbrook library", "lib", "book house"])
    here.add("alias", "slate", forms=["slates", "stone tile"])
    editor.apply(HERE, MIA, editor.retiring(HERE, ("alias", "pound")))
    here.edit("speaker", "maud-ashby", role="roofer and teacher")
    here.add("speaker", "peter-lindqvist", name="Peter Lindqvist", role="photographer")
    editor.apply(HERE, MIA, editor.retiring(HERE, ("speaker", "peter-lindqvist")))
    here.add("entry", "everything", **_entry("What is in the whole article, from its first to its last paragraph?", "the whole article"),
             answer=STARS * 2, evidence=list(range(1, 10)))  # fmt: skip
    here.add("entry", "scaffolding", **_entry("Which scaffolding stood around the tower?", "tower"), answer=STARS * 2, evidence=[6])
    _import_rooms(editor)


def _import_rooms(editor: Editor) -> None:
    proposal = editor.plan_import(HERE, MAX, json.dumps({"briefbot": 1, "changes": [*map(_room, ROOMS), *map(_stairs, ROOMS)]})).proposal
    assert proposal is not None
    editor.save(proposal, "rooms")


def _room(name: str) -> dict[str, Any]:
    return _row(name, f"Where would a visitor who comes through the gate in the garden wall find the {name}?", topic=name)


def _stairs(name: str) -> dict[str, Any]:
    return _row(f"{name}-stairs", f"Which of all the stairs in the old wing by the church lead up to the {name}?", topic="stairs")


def _row(name: str, title: str, topic: str) -> dict[str, Any]:
    text = {"id": name, **_entry(title, topic), "answer": f"The {name} lie behind the library.", "evidence": [1]}
    return {"kind": "entry", "id": name, "text": text}


def _entry(title: str, topic: str) -> dict[str, Any]:
    return {"kind": "fact", "stance": "fact", "topic": topic, "phrasings": [title]}


def _edit_there(editor: Editor) -> None:
    there = _Hand(editor, THERE)
    there.edit("entry", "leak", answer="It leaked since 2019.")
    there.edit("entry", "cost", answer="£61,500.")
    there.edit("entry", "crew", answer=CHANGED["The crew had four professionals and 26 volunteers, led by Maud Ashby."], reason="shorter")
    editor.apply(THERE, MAX, editor.retiring(THERE, ("quote", "quote-beams")))
    editor.apply(THERE, MAX, editor.restoring(THERE, ("quote", "quote-beams"), 0), "as it was")
    paused = _Hand(editor, PAUSED)
    paused.edit("entry", "author", answer="It is by Ottoline Pym.")
    paused.edit("entry", "books-damaged", answer="About 900 books are believed to have been damaged.")
    editor.apply(PAUSED, MAX, editor.retiring(PAUSED, ("entry", "lifetime")), "nobody knows")
    editor.apply(PAUSED, MAX, editor.retiring(PAUSED, ("entry", "footbridge")))
    paused.edit("entry", "footbridge-decision", answer="The council expects to decide in June.")
    _Hand(editor, LEFT).edit("entry", "author", answer="By Ottoline Pym.")


def _set(service: Service) -> None:
    guilds = service.guilds
    guilds.change(HERE, moderators=MODERATORS, audit_channel=AUDIT)
    guilds.block(HERE, EVE)
    guilds.change(
        THERE, member_cooldown=30, channel_cooldown=5, quiet_channels=frozenset({QUIET}), open_channels=frozenset({GENERAL, AUDIT})
    )
    guilds.pause(PAUSED)
    guilds.change(LEFT, member_cooldown=60)


def _change(bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    text = facts.read_text("utf-8")
    for before, after in CHANGED.items():
        assert text.count(f"answer: {before}\n") == 1, before
        text = text.replace(f"answer: {before}\n", f"answer: {after}\n")
    facts.write_text(text, "utf-8")


def leave(service: Service) -> None:
    """Make the bot leave a guild."""
    service.guilds.compare(Present(frozenset({HERE, THERE, PAUSED})))


def _require_all_actions(editor: Editor) -> None:
    found = {step.revision.action for guild in (HERE, THERE) for step in editor.history(guild)}
    assert found == set(get_args(Action)), set(get_args(Action)) - found


class _Hand:
    """Makes changes in a guild as Mia."""

    def __init__(self, editor: Editor, guild: int) -> None:
        self._editor, self._guild = editor, guild

    def edit(self, kind: Any, thing: str, /, *, reason: str = "", **changes: Any) -> None:
        text = {**(self._editor.text(self._guild, (kind, thing)) or {}), **changes}
        self._apply(Change(kind, thing, "text", text), "edit", reason)

    def add(self, kind: Any, thing: str, /, **text: Any) -> None:
        name = "canonical" if kind == "alias" else "id"
        self._apply(Change(kind, thing, "text", {name: thing, **text}), "add", "")

    def _apply(self, change: Change, action: Any, reason: str) -> None:
        self._editor.apply(self._guild, MIA, Edit(change, action), reason)
