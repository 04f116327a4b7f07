"""A server in which what the moderators' role changes waits until Mia or Max accepts it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from simcord import ChannelHandle, MemberActor

from bot.desks import Desk
from briefbot.service import Service


@dataclass
class Pair:
    """Rosa has the role; Mia and Max may manage the server; the audit channel is seen by all."""

    desk: Desk
    rosa: MemberActor
    audit: ChannelHandle


@pytest.fixture
def service(keeping: Service) -> Service:
    """Give a service that keeps what it is told."""
    return keeping


@pytest.fixture
async def pair(desk: Desk) -> Pair:
    """Set the server up."""
    role, audit = desk.guild.create_role("editors"), desk.guild.create_text_channel("audit")
    rosa = desk.guild.add_member(desk.env.create_user("rosa"), roles=[role])
    for found in await desk.bot.tree.fetch_commands():
        if found.name in ("knowledge", "settings"):  # as an administrator shows them to the role
            desk.guild.set_command_permissions(found, {role: True})
    desk.service.guilds.change(desk.guild.id, moderators=role.id, needs_approval=True, audit_channel=audit.id, member_cooldown=0)
    return Pair(desk, rosa, audit)
