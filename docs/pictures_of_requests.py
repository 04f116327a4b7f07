"""Make the pictures of what members ask moderators, of what waits for approval and of the figures, light and dark.

    python docs/pictures_of_requests.py [NAME ...]

Needs what pictures.py needs, and matplotlib. The knowledge is the tests' invented one.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from pictures_of_moderating import COLOURFUL, IN_AUDIT, SEEN_BY_ANA, Scene, Stage, hold, main
from simcord import InteractionResult, MemberActor

from briefbot.rendering.figures.chart import draw

ASK = "Ask the moderators"
COMPANY = "Which company laid the new slates?"
LAST, DAYS = datetime(2026, 1, 1, 12, tzinfo=UTC), 30
ASKED = {
    "How much did the new roof cost?": 9,
    "When did the library reopen?": 7,
    "Who paid for most of the repair?": 5,
    "How many books were damaged?": 4,
    "what was the mill called": 3,
    "best pasta recipe": 4,
    "tell me about calloway": 5,
}
"""What members ask, and a number that grows with how often."""


# Questions to the moderators -------------------------------------------------------------------


async def _refused(stage: Stage) -> discord.Message:
    """Let Ana ask what has no answer where the moderators can be asked."""
    stage.bot.service.guilds.change(stage.guild.id, inbox_days=30, ask_channel=stage.audit.id)
    await stage.ana.send(stage.channel, f"<@{stage.bot.me.id}> {COMPANY}")
    return stage.channel.history()[-1]


async def _form(stage: Stage) -> InteractionResult:
    return await stage.ana.click(await _refused(stage), label=ASK)


async def _handed_over(stage: Stage) -> InteractionResult:
    return await stage.fill(stage.ana, await _form(stage))


async def _asked(stage: Stage) -> discord.Message:
    await _handed_over(stage)
    return stage.audit.history()[-1]


async def _answered(stage: Stage) -> InteractionResult:
    form = await stage.mia.click(await _asked(stage), label="Answer")
    return await stage.fill(stage.mia, form, words="A firm from the next village. The article doesn't name it.")


async def _answer(stage: Stage) -> discord.Message:
    await _answered(stage)
    return stage.channel.history()[-1]


async def _done(stage: Stage) -> discord.Message:
    await _answered(stage)
    return stage.audit.history()[-1]


# Changes that wait -----------------------------------------------------------------------------


async def _rosa(stage: Stage) -> MemberActor:
    """Let Rosa join with the moderators' role, whose changes wait."""
    role = stage.guild.create_role("editors")
    for found in await stage.bot.tree.fetch_commands():
        if found.name == "knowledge":  # as an administrator shows it to the role
            stage.guild.set_command_permissions(found, {role: True})
    stage.bot.service.guilds.change(stage.guild.id, moderators=role.id, needs_approval=True)
    return stage.guild.add_member(stage.env.create_user("rosa"), roles=[role])


async def _waits(stage: Stage) -> discord.Message:
    rosa = await _rosa(stage)
    await stage.save(rosa, await stage.edit(rosa, answer="The repair cost £61,500 in all."))
    return stage.audit.history()[-1]


async def _accepted(stage: Stage) -> discord.Message:
    await stage.mia.click(await _waits(stage), label="Accept")
    return next(post for post in stage.audit.history() if "Accepted" in post.content)


async def _send_back(stage: Stage) -> InteractionResult:
    return await stage.mia.click(await _waits(stage), label="Send back")


# Figures ---------------------------------------------------------------------------------------


def _count(stage: Stage) -> None:
    """Count a month of questions."""
    service: Any = stage.bot.service
    outcomes = {words: service.ask(stage.guild.id, words, None).outcome for words in ASKED}
    for day in range(DAYS):
        service.counting._clock = lambda day=day: LAST - timedelta(days=DAYS - 1 - day)
        for place, (words, most) in enumerate(ASKED.items()):
            service.counting.count(stage.guild.id, [outcomes[words]] * ((day * 11 + place * 3) % most // 2))
        service.counting.count_opinion(stage.guild.id, is_right=day % 4 > 0, before=None)
    hold(stage)
    stage.bot.chart = draw


async def _stats(stage: Stage) -> InteractionResult:
    _count(stage)
    return await stage.mia.slash(stage.channel, "knowledge stats")


async def _stats_picture(stage: Stage) -> discord.Message:
    return next(each.message for each in (await _stats(stage)).followups if each.attachments)


SCENES: dict[str, Scene] = {
    "ask-moderators": _refused,
    "ask-moderators-form": _form,
    "ask-moderators-sent": _handed_over,
    "asked-moderators": _asked,
    "asked-moderators-done": _done,
    "from-moderators": _answer,
    "approval": _waits,
    "approval-accepted": _accepted,
    "approval-send-back": _send_back,
    "stats": _stats,
    "stats-picture": _stats_picture,
}
IN_AUDIT |= {"asked-moderators", "asked-moderators-done", "approval", "approval-accepted", "approval-send-back"}
SEEN_BY_ANA |= {"ask-moderators", "ask-moderators-form", "ask-moderators-sent", "from-moderators"}
COLOURFUL |= {"stats-picture"}


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:], SCENES))
