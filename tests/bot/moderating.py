"""What tests of the moderators' part share: a server with two moderators, and their steps through the dialogs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import discord
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers
from simcord.enums import InteractionType

from briefbot.bot.client import BriefBot
from briefbot.service import Service

COST = "entry:cost"


@dataclass
class Desk:
    """A server in which Mia and Max may edit and Ana may not, and another one of Olga's."""

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
        """Give the answer of an entry in a server."""
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


def shown(result: InteractionResult) -> discord.Message:
    """Give the private message that an interaction was answered with."""
    assert result.response is not None, result
    assert result.response.ephemeral
    return result.response.message


def buttons(message: discord.Message) -> dict[str, str]:
    """Give the buttons below a message: custom id by label."""
    found: dict[str, str] = {}
    for row in message.components:
        for child in getattr(row, "children", []):
            if isinstance(child, discord.Button):
                found[child.label or ""] = child.custom_id or ""
    return found


def fields(result: InteractionResult) -> dict[str, str]:
    """Give what stands in the fields of a form."""
    assert result.modal is not None
    found: dict[str, str] = {}
    for label in result.modal["components"]:
        component = label["component"]
        options = component.get("options")
        chosen = next((option["value"] for option in options if option.get("default")), "") if options else component.get("value", "")
        found[component["custom_id"]] = chosen or ""
    return found


async def submit(who: MemberActor, form: InteractionResult, **typed: str) -> InteractionResult:
    """Fill a form in, over what stands in it, and send it off; "__" in a name stands for a point."""
    assert form.modal is not None, form
    values: dict[str, Any] = {**fields(form), **{name.replace("__", "."): value for name, value in typed.items()}}
    for label in form.modal["components"]:
        component = label["component"]
        if "options" in component:
            values[component["custom_id"]] = [values[component["custom_id"]]]
    return await who.submit_modal(form, values)


async def edit(desk: Desk, who: MemberActor, thing: str = COST, **typed: str) -> InteractionResult:
    """Edit a thing up to the preview."""
    return await submit(who, await who.slash(desk.channel, "knowledge edit", thing=thing), **typed)


async def save(who: MemberActor, preview: InteractionResult, reason: str = "because") -> InteractionResult:
    """Press Save, give the reason, and press again."""
    message = shown(preview)
    await submit(who, await who.click(message, label="Save"), reason=reason)
    return await who.click(message, label="Save now")


async def press_forged(who: MemberActor, channel: ChannelHandle, custom_id: str) -> InteractionResult:
    """Press a button that the bot never showed, below a message of its own that somebody altered."""
    result = await who.slash(channel, "help")
    message = dict(serializers.message_payload(who._env.backend, who._env.backend.get_message(channel.id, shown(result).id)))
    forged = {"type": 2, "style": 2, "label": "x", "custom_id": custom_id, "id": 7}
    message["components"] = [{"type": 1, "id": 6, "components": [forged]}]
    data = {"custom_id": custom_id, "component_type": 2, "id": 7}
    return await _dispatch_actor_interaction(
        who, InteractionType.MESSAGE_COMPONENT, channel, data, extra={"message": message}, source_message_id=shown(result).id
    )


async def submit_forged(who: MemberActor, channel: ChannelHandle, custom_id: str, **typed: str) -> InteractionResult:
    """Send off a form that the bot never showed."""
    rows = [
        {"type": 18, "id": number, "component": {"type": 4, "id": number + 50, "custom_id": name.replace("__", "."), "value": value}}
        for number, (name, value) in enumerate(typed.items(), 1)
    ]
    return await _dispatch_actor_interaction(who, InteractionType.MODAL_SUBMIT, channel, {"custom_id": custom_id, "components": rows})


def told(result: InteractionResult) -> str:
    """Give all that an interaction was answered with, as text."""
    answers = [*([result.response] if result.response is not None else []), *result.followups]
    assert all(answer.ephemeral for answer in answers)
    return "\n".join(dict.fromkeys(answer.content for answer in answers))
