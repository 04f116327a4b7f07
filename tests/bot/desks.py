"""Shared by tests of moderation: a server with two moderators, and their steps through the dialogs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor, RoleHandle, UserHandle, interactions
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers
from simcord.enums import InteractionType

from briefbot.bot.client import BriefBot
from briefbot.service import Service

COST = "entry:cost"
_BUTTON, _MENU = 2, 3


@dataclass
class Desk:
    """A server in which Mia and Max may edit and Ana may not, and another server with Olga."""

    env: Env
    bot: BriefBot
    service: Service
    guild: GuildHandle
    channel: ChannelHandle
    mia: MemberActor
    max: MemberActor
    ana: MemberActor
    other: GuildHandle
    elsewhere: ChannelHandle
    olga: MemberActor

    def answer(self, entry: str = "cost", guild: GuildHandle | None = None) -> str:
        """Return the answer of an entry in a server."""
        return self.service.knowledge((guild or self.guild).id).entries[entry].answer


def make_desk(env: Env, bot: BriefBot, service: Service) -> Desk:
    """Set up both servers."""
    manage = discord.Permissions(manage_guild=True)
    guild, other = env.create_guild("here"), env.create_guild("there")
    channel, elsewhere = guild.create_text_channel("general"), other.create_text_channel("general")
    role, other_role = guild.create_role("mods", permissions=manage), other.create_role("mods", permissions=manage)
    mia, max_ = (guild.add_member(env.create_user(name), roles=[role]) for name in ("mia", "max"))
    ana = guild.add_member(env.create_user("ana"))
    olga = other.add_member(env.create_user("olga"), roles=[other_role])
    return Desk(env, bot, service, guild, channel, mia, max_, ana, other, elsewhere, olga)


def speak(patch: pytest.MonkeyPatch, locale: str) -> None:
    """Let Discord say that whoever uses a command, button, menu or form has a language."""
    made = interactions.base_payload

    def payload(*args: Any, **kwargs: Any) -> tuple[Any, dict[str, Any]]:
        record, found = made(*args, **kwargs)
        return record, {**found, "locale": locale}

    patch.setattr(interactions, "base_payload", payload)


def shown(result: InteractionResult) -> discord.Message:
    """Return the private message that an interaction was answered with."""
    assert result.response is not None, result
    assert result.response.ephemeral
    return result.response.message


def buttons(message: discord.Message) -> dict[str, str]:
    """Return the buttons below a message: custom id by label."""
    found: dict[str, str] = {}
    for row in message.components:
        for child in getattr(row, "children", []):
            if isinstance(child, discord.Button):
                found[child.label or ""] = child.custom_id or ""
    return found


def fields(result: InteractionResult) -> dict[str, str]:
    """Return the texts in the fields of a form."""
    found: dict[str, str] = {}
    for component in _components(result):
        options = component.get("options", ())
        chosen = "\n".join(option["value"] for option in options if option.get("default"))
        found[component["custom_id"]] = chosen or component.get("value") or ""
    return found


def _components(form: InteractionResult) -> list[dict[str, Any]]:
    """List the input fields of a form, without its texts."""
    assert form.modal is not None, form
    return [label["component"] for label in form.modal["components"] if "component" in label]


def offered(form: InteractionResult, field: str) -> dict[str, str]:
    """Return the options of a form's field: label by value."""
    [component] = [each for each in _components(form) if each["custom_id"] == field]
    return {option["value"]: option["label"] for option in component["options"]}


async def submit(who: MemberActor, form: InteractionResult, **typed: str) -> InteractionResult:
    """Fill in a form over its defaults and submit it; "__" in a name stands for a dot."""
    values: dict[str, Any] = {**fields(form), **{name.replace("__", "."): value for name, value in typed.items()}}
    for component in _components(form):
        if "options" in component:
            values[component["custom_id"]] = values[component["custom_id"]].split()
    return await who.submit_modal(form, values)


async def edit(desk: Desk, who: MemberActor, thing: str = COST, **typed: str) -> InteractionResult:
    """Edit a thing up to the preview."""
    return await submit(who, await who.slash(desk.channel, "knowledge edit", thing=thing), **typed)


async def save(who: MemberActor, preview: InteractionResult, reason: str = "") -> InteractionResult:
    """Press Save, or Save anyway, after giving a reason if there is one."""
    message = shown(preview)
    if reason:
        await submit(who, await who.click(message, label="Add a reason"), reason=reason)
    return await who.click(message, label="Save anyway" if "Save anyway" in buttons(shown(preview)) else "Save")


async def press_forged(
    who: MemberActor | UserHandle, channel: ChannelHandle, custom_id: str, picked: Sequence[int | str] | None = None
) -> InteractionResult:
    """Press a forged button, or pick in a forged menu, below a message of the bot's."""
    result = await (who.slash("help") if isinstance(who, UserHandle) else who.slash(channel, "help"))
    env, message_id = who._env, result.response.id
    message = dict(serializers.message_payload(env.backend, env.backend.get_message(channel.id, message_id)))
    kind = _BUTTON if picked is None else _MENU
    forged = {"type": kind, "custom_id": custom_id, "id": 7, "style": 2, "label": "x", "options": []}
    message["components"] = [{"type": 1, "id": 6, "components": [forged]}]
    data = {"custom_id": custom_id, "component_type": kind, "id": 7, "values": list(map(str, picked or ()))}
    return await _dispatch_actor_interaction(
        who, InteractionType.MESSAGE_COMPONENT, channel, data, extra={"message": message}, source_message_id=message_id
    )


async def call_forged(who: MemberActor | UserHandle, channel: ChannelHandle, command: str, options: Mapping[str, Any]) -> InteractionResult:
    """Use a command in a place where Discord does not offer it."""
    resolved: dict[str, dict[str, Any]] = {}
    given = [_option(who._env, key, value, resolved) for key, value in options.items()]
    data = _command(command, given) | {"resolved": resolved}
    return await _dispatch_actor_interaction(who, InteractionType.APPLICATION_COMMAND, channel, data)


async def type_forged(who: MemberActor | UserHandle, channel: ChannelHandle, command: str, option: str, typed: str) -> InteractionResult:
    """Type in an option of a command in a place where Discord does not offer it."""
    data = _command(command, [{"type": 3, "name": option, "value": typed, "focused": True}])
    return await _dispatch_actor_interaction(who, InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE, channel, data)


def _command(command: str, options: list[dict[str, Any]]) -> dict[str, Any]:
    """Build the data of a command, which may be in a group."""
    name, *path = command.split()
    for part in reversed(path):
        options = [{"type": 1, "name": part, "options": options}]
    return {"id": "1", "name": name, "type": 1, "options": options}


def _option(env: Env, name: str, value: Any, resolved: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Build an option as Discord does.

    Roles, channels, people and files are listed separately, as if they were the server's.
    """
    backend = env.backend
    match value:
        case RoleHandle():
            kind, payload = ("roles", 8), serializers.role_payload(value._role)
        case ChannelHandle():
            kind, payload = ("channels", 7), {**serializers.channel_payload(backend, backend.get_channel(value.id)), "permissions": "0"}
        case UserHandle():
            kind, payload = ("users", 6), serializers.user_payload(backend.get_user(value.id))
        case (str(filename), bytes(content)):
            payload = {"id": "9", "filename": filename, "size": len(content), "url": "https://cdn.example/9", "proxy_url": ""}
            resolved.setdefault("attachments", {})["9"] = payload
            return {"type": 11, "name": name, "value": "9"}
        case _:
            return {"type": 4 if isinstance(value, int) else 3, "name": name, "value": value}
    resolved.setdefault(kind[0], {})[str(value.id)] = dict(payload)
    return {"type": kind[1], "name": name, "value": str(value.id)}


async def submit_forged(who: MemberActor | UserHandle, channel: ChannelHandle, custom_id: str, **typed: str) -> InteractionResult:
    """Submit a forged form."""
    rows = [
        {"type": 18, "id": number, "component": {"type": 4, "id": number + 50, "custom_id": name.replace("__", "."), "value": value}}
        for number, (name, value) in enumerate(typed.items(), 1)
    ]
    return await _dispatch_actor_interaction(who, InteractionType.MODAL_SUBMIT, channel, {"custom_id": custom_id, "components": rows})


def told(result: InteractionResult) -> str:
    """Return the whole reply to an interaction as text."""
    answers = [*([result.response] if result.response is not None else []), *result.followups]
    assert all(answer.ephemeral for answer in answers)
    return "\n".join(dict.fromkeys(text_of(answer.message) for answer in answers))


def text_of(message: discord.Message) -> str:
    """Return the text of a message, joining the parts of a panel."""
    parts = [part.content for part in message.components if isinstance(part, discord.TextDisplay)]
    return "\n".join(parts) if parts else message.content
