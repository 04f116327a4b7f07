"""Dialogs with every kind of button, menu and form, recorded as Discord stores them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import discord
from simcord import InteractionResult, MemberActor, ResponseMessage

from bot.desks import submit
from states.world import World

COST = "How much did the new roof cost?"
ANSWER = "The repair cost £61,500, all told."
NO_LONGER_PUT_OUT = frozenset({"bb:suggest", "bb:show", "bb:remove", "bb:topics", "bb:questions"})
"""Custom ids that only older messages or very large topics have; the bot still answers them."""


@dataclass
class Recording:
    """Messages with components, forms, and the questions that the bot has answered."""

    world: World
    messages: list[dict[str, Any]] = field(default_factory=list)
    forms: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)

    def message(self, name: str, by: str, shown: InteractionResult | ResponseMessage | discord.Message) -> None:
        """Record a message, and who will press its buttons."""
        found = shown.response if isinstance(shown, InteractionResult) else shown
        assert found is not None, name
        channel = found.channel.id if isinstance(found, discord.Message) else found.channel_id
        kept = self.world.env.backend.get_message(channel, found.id)
        assert kept.components, name
        self.messages.append({"name": name, "by": by, "private": kept.is_ephemeral, "content": kept.content, "components": kept.components})

    def form(self, name: str, by: str, shown: InteractionResult, /, **typed: str) -> InteractionResult:
        """Record a form with typed input; return it."""
        assert shown.modal is not None, name
        fields = []
        for label in shown.modal["components"]:
            part = label.get("component")
            if part is None:  # what is only read
                continue
            chosen = next((option["value"] for option in part.get("options", ()) if option.get("default")), "")
            value = typed.get(part["custom_id"].replace(".", "__"), part.get("value") or chosen or "")
            fields.append({"custom_id": part["custom_id"], "type": part["type"], "value": value})
        self.forms.append({"name": name, "by": by, "custom_id": shown.modal["custom_id"], "title": shown.modal["title"], "fields": fields})
        return shown

    def missing(self) -> list[str]:
        """List the kinds of custom ids that no recorded message or form has."""
        parts = [part for message in self.messages for row in message["components"] for part in row["components"]]
        recorded = [f"{each['custom_id']}:" for each in [*parts, *self.forms]]
        heads = set(self.world.bot.router._routes) - NO_LONGER_PUT_OUT
        return sorted(head for head in heads if not any(each.startswith(f"{head}:") for each in recorded))


async def play(world: World) -> Recording:
    """Play all scenes."""
    recording = Recording(world)
    for command in ("knowledge", "settings"):
        found = world.env.backend.find_command(command, world.guild.id, type=1)
        assert found is not None
        world.guild.set_command_permissions(int(found["id"]), {world.role: True})
    await _questions(recording)
    await _lookups(recording)
    await _edits(recording)
    await _other_edits(recording)
    await _inspections(recording)
    await _settings(recording)
    await _privacy(recording)
    assert recording.missing() == []
    return recording


async def _ask(recording: Recording, name: str, question: str) -> discord.Message:
    world = recording.world
    ana, bot = world.people["ana"], world.bot.me
    asked = await ana.send(world.channel, f"<@{bot.id}> {question}")
    reply = [each for each in world.channel.history() if each.author.id == bot.id and not each.flags.ephemeral][-1]
    recording.message(name, "ana", reply)
    recording.questions.append({"name": name, "question": asked.id, "reply": reply.id, "content": question})
    return reply


async def _questions(recording: Recording) -> None:
    world = recording.world
    ana, channel = world.people["ana"], world.channel
    answer = await _ask(recording, "answer", COST)
    recording.message("ask more", "ana", await ana.click(answer, label="Ask more"))
    await _ask(recording, "link", COST)
    await _ask(recording, "two answers on two pages", "What is in the whole article, and which scaffolding stood around the tower?")
    offer = await _ask(recording, "suggestions", "library money")
    recording.message("none of these", "ana", await ana.click(offer, label="None of these"))
    await _ask(recording, "silence", "How much will the footbridge cost?")
    await _ask(recording, "off topic", "What is the capital of Peru?")
    await _ask(recording, "hint", "")
    quotation = await ana.slash(channel, "quote", text="let that heart stop")
    recording.message("quotation", "ana", quotation)
    recording.message("private answer", "ana", await ana.slash(channel, "ask", question="Who is Maud Ashby?", private=True))


async def _lookups(recording: Recording) -> None:
    world = recording.world
    ana, ben, channel = world.people["ana"], world.people["ben"], world.channel
    whole = await ana.slash(channel, "ask", question="What is in the whole article, from its first to its last paragraph?")
    sources = await ben.click(whole.response, label="Sources")
    recording.message("sources", "ben", sources)
    recording.message("sources, last page", "ben", await ben.click(sources.response, label="Next page (2 of 2)"))
    topics = await ana.slash(channel, "topics")
    recording.message("topics", "ana", topics)
    quotes = await ana.slash(channel, "quotes")
    recording.message("quotations", "ana", quotes)
    recording.message("quotations, last page", "ana", await ana.click(quotes.response, label="Next page (2 of 2)"))


async def _edits(recording: Recording) -> None:
    world = recording.world
    mia, channel = world.people["mia"], world.channel
    form = recording.form("edit an entry", "mia", await mia.slash(channel, "knowledge edit", thing="entry:cost"), answer=ANSWER)
    preview = await submit(mia, form, answer=ANSWER)
    recording.message("preview of an entry", "mia", preview)
    shown = preview.response
    more = recording.form("more phrasings", "mia", await mia.click(shown, label="More phrasings"), phrasings="what was the bill")
    await submit(mia, more, phrasings="what was the bill")
    recording.form("details of an entry", "mia", await mia.click(shown, label="Speaker and caveat"), caveat="as the council says")
    recording.form("tests of an entry", "mia", await mia.click(shown, label="Title and tests"), tests__reach="the bill of the roof")
    recording.form("edit again", "mia", await mia.click(shown, label="Edit again"), answer="All in all, £61,500.")
    reason = recording.form("reason", "mia", await mia.click(shown, label="Add a reason"), reason="rounder")
    recording.message("explained", "mia", await submit(mia, reason, reason="rounder"))
    await _saved(mia, shown)
    audit = world.env.backend.messages[world.bot.service.settings(world.guild.id).audit_channel or 0]
    posted = next(reversed(audit.values()))
    recording.messages.append({"name": "audit", "by": "max", "private": False, "content": posted.content, "components": posted.components})


async def _saved(who: MemberActor, preview: ResponseMessage) -> InteractionResult:
    """Press Save, or Save anyway."""
    labels = [part["label"] for row in preview.components for part in row["components"]]
    saved = await who.click(preview, label="Save anyway" if "Save anyway" in labels else "Save")
    assert "Saved" in saved.response.content, saved.response.content
    return saved


FORMS: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "edit a quotation": ("edit", {"thing": "quote:quote-heart"}, {"topics": "village, its heart"}),
    "edit a speaker": ("edit", {"thing": "speaker:maud-ashby"}, {"role": "master roofer"}),
    "edit another form": ("alias", {"name": "slate"}, {"forms": "slates\nstone tiles"}),
    "add an entry": ("add", {}, {"phrasings": "Who sold the slates?", "answer": "A mill did.", "evidence": "6"}),
    "add a quotation": ("quote", {}, {"text": "the children", "speaker": "Ines Calloway", "paragraph": "4"}),
    "add a speaker": ("speaker", {}, {"name": "Ottoline Pym"}),
    "add another form": ("alias", {"name": "raffle"}, {"forms": "tombola"}),
    "add phrasings": ("phrase", {"thing": "entry:leak"}, {"phrasings": "when did it first drip"}),
    "refused": ("edit", {"thing": "entry:leak"}, {"evidence": "99"}),
}
"""Forms that Max fills in: a command of /knowledge, its options, and the input."""


async def _other_edits(recording: Recording) -> None:
    world = recording.world
    max_, channel = world.people["max"], world.channel
    for name, (command, options, typed) in FORMS.items():
        form = recording.form(name, "max", await max_.slash(channel, f"knowledge {command}", **options), **typed)
        preview = await submit(max_, form, **typed)
        recording.message(f"preview: {name}", "max", preview)
        if name.endswith("quotation"):
            details = await max_.click(preview.response, label="Outlet and date")
            recording.form(f"{name}: details", "max", details, outlet="a letter")
            tests = await max_.click(preview.response, label="Title and tests")
            recording.form(f"{name}: tests", "max", tests, tests__reach="whose heart")
    for command, thing in {"retire": "entry:photo", "restore": "entry:solar", "undo": "entry:cost"}.items():
        preview = await max_.slash(channel, f"knowledge {command}", thing=thing)
        recording.message(f"preview: {command}", "max", preview)
        recording.form(f"reason to {command}", "max", await max_.click(preview.response, label="Add a reason"), reason="so be it")
    broken = await submit(max_, await max_.slash(channel, "knowledge edit", thing="entry:leak"), phrasings="the first drip")
    recording.message("preview of what breaks answers", "max", broken)
    undone = await max_.click((await _saved(max_, broken.response)).response, label="Undo")
    recording.message("undone", "max", undone)
    await _import(recording, max_)
    await _collision(recording, max_)


async def _import(recording: Recording, max_: MemberActor) -> None:
    world = recording.world
    leak = world.bot.service.editor.text(world.guild.id, ("entry", "leak")) or {}
    row = {"kind": "entry", "id": "leak", "text": {**leak, "answer": "Since 2019."}}
    file = ("changes.json", json.dumps({"briefbot": 1, "changes": [row]}).encode())
    recording.message("preview: import", "max", await max_.slash(world.channel, "knowledge import", file=file))


async def _collision(recording: Recording, max_: MemberActor) -> None:
    """Edit the same entry as two moderators."""
    channel, mia = recording.world.channel, recording.world.people["mia"]
    ours, theirs = [await who.slash(channel, "knowledge edit", thing="entry:author") for who in (max_, mia)]
    preview = await submit(mia, theirs, answer="It is by Ottoline Pym.")
    saved = await _saved(mia, preview.response)
    recording.message("saved", "mia", saved)
    recording.form("reason afterwards", "mia", await mia.click(saved.response, label="Add a reason"), reason="shorter")
    recording.form("edit of what was changed since", "max", ours, answer="Ottoline Pym wrote it.")
    recording.message("changed since", "max", await submit(max_, ours, answer="Ottoline Pym wrote it."))


async def _inspections(recording: Recording) -> None:
    world = recording.world
    mia, channel = world.people["mia"], world.channel
    conflict = await mia.slash(channel, "knowledge show", thing="entry:cost")
    recording.message("conflict", "mia", conflict)
    recording.form("merge", "mia", await mia.click(conflict.response, label="Merge"), answer="The whole repair cost £61,500 in all.")
    for label in ("Keep ours", "Use the bundle's"):
        settled = await mia.click((await mia.slash(channel, "knowledge show", thing="entry:cost")).response, label=label)
        recording.message(f"preview: {label}", "mia", settled)
    recording.message("an entry", "mia", await mia.slash(channel, "knowledge show", thing="entry:leak"))
    recording.message("a retired entry", "mia", await mia.slash(channel, "knowledge show", thing="entry:solar"))
    history = await mia.slash(channel, "knowledge history", thing="entry:cost")
    recording.message("history of an entry", "mia", history)
    recording.message("history of an entry, page 2", "mia", await mia.click(history.response, label="Next page"))
    history = await mia.slash(channel, "knowledge history")
    recording.message("history", "mia", history)
    recording.message("history, page 2", "mia", await mia.click(history.response, label="Next page"))
    for options in ({}, {"topic": "stairs", "kind": "entry"}, {"state": "changed"}):
        name = " ".join(["list", *options.values()])
        listed = await mia.slash(channel, "knowledge list", **options)
        recording.message(name, "mia", listed)
        recording.message(f"{name}, page 2", "mia", await mia.click(listed.response, label="Next page"))


async def _settings(recording: Recording) -> None:
    world = recording.world
    for name in ("mia", "max"):
        recording.message(f"settings for {name}", name, await world.people[name].slash(world.channel, "settings show"))


async def _privacy(recording: Recording) -> None:
    world = recording.world
    for name in ("ana", "mia"):
        privacy = await world.people[name].slash(world.channel, "privacy")
        recording.message(f"privacy for {name}", name, privacy)
    recording.message("deletion", "mia", await world.people["mia"].click(privacy.response, label="Delete my data"))
