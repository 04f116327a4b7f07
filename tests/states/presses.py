"""Use every recorded button, menu and form again after a restart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from simcord import ChannelHandle, InteractionResult, MemberActor, ResponseMessage
from simcord.actors import _dispatch_actor_interaction
from simcord.backend.models import Message
from simcord.backend.serializers import user_payload
from simcord.enums import ComponentType, InteractionType

from briefbot.service import Service
from states.world import World, numbered, opened

_PASSING = {
    r"\b[0-9a-f]{10}(?=:[eqsa]\.)": "TOKEN",
    r"<t:\d+:f>": "<t:TIME:f>",
    r"(?<=/channels/101/)\d+/\d+": "MESSAGE",
}
"""Values that differ in each run: drafts, times, messages."""
_EPHEMERAL = 64
_FEW = 6
LATER = timedelta(minutes=1)
"""When the bot is started again after sending all messages."""


async def pressed(service: Service, data: Path, put_out: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Use everything recorded, in order; return the results by name and label."""
    found: dict[str, dict[str, Any]] = {}
    for forms in _few(put_out["forms"]):
        async with opened(service, data, later=LATER) as world:
            found |= {f"form: {form['name']}": {form["title"]: await _submitted(world, form)} for form in forms}
    for messages in _few(put_out["messages"]):
        async with opened(service, data, later=LATER) as world:
            found |= {each["name"]: {_label(part): await _used(world, each, part) for part in _parts(each)} for each in messages}
    return found


def _few(recorded: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the recorded messages a few at a time, because a bot that runs for long starts its jobs."""
    return (recorded[start : start + _FEW] for start in range(0, len(recorded), _FEW))


def _parts(recorded: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [part for row in recorded["components"] for part in row["components"]]


def _label(part: Mapping[str, Any]) -> str:
    return str(part.get("label") or part["custom_id"])


async def _used(world: World, recorded: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
    """Put the message into a channel of its own, and use one of its parts."""
    channel, who = world.guild.create_text_channel("another"), world.people[recorded["by"]]
    message, known = _posted(world, channel, who, recorded), _all_messages(world)
    if part["type"] == ComponentType.BUTTON:
        result = await who.click(ResponseMessage(world.env, message), custom_id=part["custom_id"])
    else:
        result = await who.select(ResponseMessage(world.env, message), _choice(world, part), custom_id=part["custom_id"])
    return _outcome(world, channel, known, result, message)


def reply_to(world: World, put_out: Mapping[str, Any], name: str) -> tuple[Message, Message]:
    """Put a question and its reply into the channel with their ids; return both."""
    question = next(each for each in put_out["questions"] if each["name"] == name)
    recorded = next(each for each in put_out["messages"] if each["name"] == name)
    with numbered(world.env, question["question"]):
        asked = world.env.backend.create_message(world.channel.id, world.people["ana"].id, question["content"], broadcast=False)
    with numbered(world.env, question["reply"]):
        return asked, _posted(world, world.channel, world.people["ana"], recorded)


def _choice(world: World, menu: Mapping[str, Any]) -> list[Any]:
    match menu["type"]:
        case ComponentType.ROLE_SELECT:
            return [world.role]
        case ComponentType.CHANNEL_SELECT:
            return [world.channel]
        case _:
            return [menu["options"][-1]["value"]]


def _posted(world: World, channel: ChannelHandle, who: MemberActor, recorded: Mapping[str, Any]) -> Message:
    backend = world.env.backend
    asker = {"id": "1", "type": 2, "user": dict(user_payload(backend.get_user(who.id))), "authorizing_integration_owners": {}}
    return backend.create_message(
        channel.id,
        world.bot.me.id,
        recorded["content"],
        components=json.loads(json.dumps(recorded["components"])),
        flags=_EPHEMERAL if recorded["private"] else 0,
        interaction_metadata=asker if recorded["private"] else None,
    )


async def _submitted(world: World, form: Mapping[str, Any]) -> dict[str, Any]:
    channel, known = world.guild.create_text_channel("another"), _all_messages(world)
    labels = [{"type": 18, "id": number, "component": _filled(number, field)} for number, field in enumerate(form["fields"])]
    data = {"custom_id": form["custom_id"], "components": labels}
    result = await _dispatch_actor_interaction(world.people[form["by"]], InteractionType.MODAL_SUBMIT, channel, data)
    return _outcome(world, channel, known, result)


def _filled(number: int, field: Mapping[str, Any]) -> dict[str, Any]:
    value = {"value": field["value"]} if field["type"] == ComponentType.TEXT_INPUT else {"values": [field["value"]]}
    return {"type": field["type"], "id": number + 50, "custom_id": field["custom_id"], **value}


def _all_messages(world: World) -> set[int]:
    return {number for messages in world.env.backend.messages.values() for number in messages}


def _outcome(
    world: World, channel: ChannelHandle, known: set[int], result: InteractionResult, below: Message | None = None
) -> dict[str, Any]:
    """Describe the visible result of a press: new messages, the changed message, and a form."""
    found: dict[str, Any] = {}
    for where, messages in world.env.backend.messages.items():
        for message in [each for number, each in messages.items() if number not in known]:
            place = "elsewhere" if where != channel.id else "private" if message.is_ephemeral else "public"
            found.setdefault(place, []).append(_shown(message))
    if below is not None and below.id not in world.env.backend.messages[channel.id]:
        found["in its place"] = None
    elif below is not None and below.edited_timestamp is not None:
        found["in its place"] = _shown(below)
    if result.modal is not None:
        found["form"] = _form(result.modal)
    text = json.dumps(found, ensure_ascii=False)
    for pattern, name in _PASSING.items():
        text = re.sub(pattern, name, text)
    plain: dict[str, Any] = json.loads(text)
    return plain


def _shown(message: Message) -> dict[str, Any]:
    texts = [part["content"] for part in message.components if part["type"] == ComponentType.TEXT_DISPLAY]
    shown: dict[str, Any] = {"content": "\n".join(texts) or message.content}
    rows = [part["components"] for part in message.components if "components" in part]
    ids = [part["custom_id"] for row in rows for part in row if not part.get("disabled")]
    files = [each["filename"] for each in message.attachments]
    return shown | ({"buttons": ids} if ids else {}) | ({"files": files} if files else {})


def _form(modal: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": modal["title"], "custom_id": modal["custom_id"], "fields": dict(_fields(modal))}


def _fields(modal: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for label in modal["components"]:
        part = label.get("component")
        if part is None:  # what is only read
            continue
        yield part["custom_id"], part.get("value") or ", ".join(each["value"] for each in part.get("options", ()) if each.get("default"))
