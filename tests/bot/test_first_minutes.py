"""The first ten minutes with the bot, from the greeting to an answer and a saved edit, with every press counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
from simcord import InteractionResult, MemberActor

from bot.browsing.test_joining import greeting, manager
from bot.conftest import Stage, pick
from bot.desks import buttons, shown, submit, text_of, told
from briefbot.service import Service

NEW = "The repair cost £61,500 in all."


@pytest.fixture
def service(keeping: Service) -> Service:
    """Return a service with a store."""
    return keeping


@dataclass
class Walker:
    """A new user who presses visible buttons; presses are counted, typing is not."""

    stage: Stage
    person: MemberActor
    presses: list[str] = field(default_factory=list)

    async def command(self, name: str, **options: Any) -> InteractionResult:
        """Use a command with its options."""
        self.presses.append(f"/{name}")
        return await self.person.slash(self.stage.channel, name, **options)

    async def press(self, message: discord.Message, label: str) -> InteractionResult:
        """Press a button."""
        self.presses.append(label)
        return await self.person.click(message, label=label)

    async def choose(self, message: discord.Message, custom_id: str, value: Any) -> InteractionResult:
        """Pick something in a menu."""
        self.presses.append(custom_id)
        return await self.person.select(message, [value], custom_id=custom_id)

    async def pick(self, message: discord.Message, title: str) -> InteractionResult:
        """Pick a question in a menu."""
        self.presses.append(title)
        return await pick(self.person, message, title)

    async def open_menu(self, message: discord.Message, entry: str) -> InteractionResult:
        """Use an entry in a message's menu."""
        self.presses.append(entry)
        return await self.person.context_menu(self.stage.channel, entry, message)

    async def send_off(self, form: InteractionResult, **typed: str) -> InteractionResult:
        """Fill in a form, and send it off."""
        self.presses.append("Submit")
        return await submit(self.person, form, **typed)


async def test_the_first_answer_takes_one_press_of_the_greeting(stage: Stage) -> None:
    walker = Walker(stage, manager(stage))
    answer = await walker.pick(await greeting(stage), "When did the library reopen?")
    assert answer.response.content.startswith("**When did the library reopen?**\nHollowbrook's village library reopened")
    assert len(walker.presses) == 1


async def test_who_helps_is_set_up_by_two_presses_and_told_what_is_left_to_do(stage: Stage) -> None:
    walker, helpers = Walker(stage, manager(stage)), stage.guild.create_role("helpers")
    panel = await walker.press(await greeting(stage), "Set up")
    assert "**Who else is a moderator**" in text_of(shown(panel))
    picked = await walker.choose(shown(panel), "bb-set:moderators", helpers)
    [left_to_do] = picked.followups
    assert "An administrator can show it: Server Settings → Integrations → this bot" in left_to_do.content
    assert len(walker.presses) == 2


async def test_an_edit_takes_three_presses_and_is_seen_by_the_next_who_asks(stage: Stage) -> None:
    walker = Walker(stage, manager(stage))
    preview = await walker.send_off(await walker.command("knowledge edit", thing="entry:cost"), answer=NEW)
    saved = await walker.press(shown(preview), "Save")
    assert told(saved) == "Saved and in use: “How much did the new roof cost?”"
    assert walker.presses == ["/knowledge edit", "Submit", "Save"]
    await stage.ana.send(stage.channel, f"{stage.mention} how much was the new roof")
    assert stage.last().content.startswith(NEW)


async def test_a_helper_corrects_a_wrong_reply_by_three_presses_of_what_stands_below_it(stage: Stage) -> None:
    helpers = stage.guild.create_role("helpers")
    stage.set(moderators=helpers.id)
    walker = Walker(stage, stage.guild.add_member(stage.env.create_user("nora"), roles=[helpers]))
    await stage.ana.send(stage.channel, f"{stage.mention} how much was the new roof")
    preview = await walker.send_off(await walker.open_menu(stage.last(), "Edit this answer"), answer=NEW)
    saved = await walker.press(shown(preview), "Save")
    assert walker.presses == ["Edit this answer", "Submit", "Save"]
    assert list(buttons(shown(saved))) == ["Undo", "Try it", "Add a reason", "Correct 1 reply of the last 30 days"]
    assert NEW in told(await walker.press(shown(saved), "Try it"))


async def test_from_the_greeting_to_a_saved_edit_it_takes_six_presses_in_all(stage: Stage) -> None:
    walker, hello = Walker(stage, manager(stage)), await greeting(stage)
    panel = await walker.press(hello, "Set up")
    await walker.choose(shown(panel), "bb-set:moderators", stage.guild.create_role("helpers"))
    await walker.pick(hello, "When did the library reopen?")
    form = await walker.command("knowledge edit", thing="entry:cost")
    await walker.press(shown(await walker.send_off(form, answer=NEW)), "Save")
    assert len(walker.presses) == 6
    assert stage.bot.service.knowledge(stage.guild.id).entries["cost"].answer == NEW
