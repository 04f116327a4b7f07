"""Make the pictures of moderators' dialogs from the bot's real messages, light and dark, into docs/pictures/.

    python docs/pictures_of_moderating.py [NAME ...]

Needs what pictures.py needs. The knowledge is the tests' invented one.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pictures
import simcord
from PIL import Image
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor

from briefbot.bot.app import make_bot
from briefbot.matching.recall.classifier import fit
from briefbot.service import Service
from briefbot.store import open_store

WIDTH, HEIGHT = 660, 1_300
MOST_COLOURS = 256
COST = "entry:cost"
UNDO = "Undo: How much did the new roof cost?"
# A form is shown whole, where Discord lets one scroll, without what simcord alone says; and in Discord's light theme.
FORMS = """
.modal-dialog { max-height: none !important; } .select-guidance { display: none; }
.modal-close { outline: none !important; border: 0 !important; }
"""
LIGHT_FORMS = """
:root { --modal-surface: #fff; --modal-separator: #d4d6da; --modal-trigger-border: #d4d6da; --disclaimer-text: #313338;
  --disclaimer-bg: #fdf3dc; }
.modal-dialog { border: 1px solid #d4d6da; } .modal-actions .button-secondary { color: #313338; border: 1px solid #d4d6da; }
"""


class Capture(pictures.Capture):
    """Takes pictures of forms as well."""

    def styles(self) -> str:
        """Return what is laid over simcord's own style sheet."""
        return super().styles() + (LIGHT_FORMS if self.theme == "light" else "") + FORMS


@dataclass
class Stage:
    """A channel with two moderators and a member, and one that hears of changes; and the files of the knowledge."""

    env: Env
    bot: Any
    bundle: Path
    guild: GuildHandle
    channel: ChannelHandle
    audit: ChannelHandle
    mia: MemberActor
    max: MemberActor
    ana: MemberActor

    async def edit(self, who: MemberActor, **typed: str) -> InteractionResult:
        """Let somebody edit the entry, up to the preview."""
        return await self.fill(who, await who.slash(self.channel, "knowledge edit", thing=COST), **typed)

    async def fill(self, who: MemberActor, form: InteractionResult, **typed: str) -> InteractionResult:
        """Let somebody fill in a form over what stands in it."""
        values: dict[str, Any] = {}
        for label in (form.modal or {})["components"]:
            field = label.get("component")
            if field is None:  # what is only read
                continue
            chosen = [option["value"] for option in field.get("options", ()) if option.get("default")]
            values[field["custom_id"]] = chosen or typed.get(field["custom_id"], field.get("value") or "")
        return await who.submit_modal(form, values)

    async def save(self, who: MemberActor, preview: InteractionResult, reason: str = "the total, in one line") -> InteractionResult:
        """Let somebody say why, if there is a reason, and save."""
        if reason:
            await self.fill(who, await who.click(message(preview), label="Add a reason"), reason=reason)
        return await who.click(message(preview), label=_saver(message(preview)))


def _saver(shown: discord.Message) -> str:
    """Return the label of the button that saves: another one where right answers break."""
    labels = [part["label"] for row in shown.components for part in row.to_dict()["components"]]
    return next(label for label in labels if label in ("Save", "Save anyway"))


def message(result: InteractionResult) -> discord.Message:
    """Return the message of an answer."""
    if result.response is None:
        raise LookupError("nothing was answered")
    return result.response.message


Scene = Callable[[Stage], Awaitable[discord.Message | InteractionResult]]


async def _preview(stage: Stage) -> InteractionResult:
    return await stage.edit(stage.mia, answer="The repair cost £61,500 in all.")


async def _replay(stage: Stage) -> InteractionResult:
    return await stage.edit(stage.mia, phrasings="How much did the new roof cost?\nheritage grant in pounds\ncounty money for the roof")


async def _refused(stage: Stage) -> InteractionResult:
    return await stage.edit(stage.mia, phrasings="How much did the new roof cost?\nwho paid for MOST of the repair")


async def _unsupported(stage: Stage) -> InteractionResult:
    return await stage.edit(stage.mia, answer="The repair cost £71,500.")


async def _looked_at_again(stage: Stage) -> InteractionResult:
    form = await stage.mia.slash(stage.channel, "knowledge edit", thing="entry:gap-librarian-person")
    return await stage.fill(stage.mia, form, answer="The article says only that Ines Calloway is the head librarian.")


async def _two(stage: Stage) -> InteractionResult:
    form = await stage.mia.slash(stage.channel, "knowledge edit", thing=COST)
    await stage.save(stage.max, await stage.edit(stage.max, answer="The new roof cost £61,500."))
    return await stage.fill(stage.mia, form, answer="The repair cost £61,500 in all.")


async def _audit(stage: Stage) -> discord.Message:
    await stage.save(stage.mia, await _preview(stage))
    posted = stage.audit.last_message
    if posted is None:
        raise LookupError("nothing was posted")
    return posted


async def _only_moderators(stage: Stage) -> InteractionResult:
    return await stage.ana.click(await _audit(stage), label=UNDO)


async def _history(stage: Stage) -> InteractionResult:
    await stage.save(stage.mia, await _preview(stage))
    await stage.save(stage.max, await stage.edit(stage.max, caveat="", answer="The repair cost £61,500, of which £48,000 were a grant."))
    return await stage.mia.slash(stage.channel, "knowledge history", thing=COST)


async def _settings(stage: Stage) -> InteractionResult:
    return await stage.mia.slash(stage.channel, "settings show")


async def _form(stage: Stage) -> InteractionResult:
    return await stage.mia.slash(stage.channel, "knowledge edit", thing=COST)


async def _reason(stage: Stage) -> InteractionResult:
    return await stage.mia.click(message(await _preview(stage)), label="Add a reason")


def hold(stage: Stage) -> None:
    """Let some questions be held."""
    stage.bot.service.guilds.change(stage.guild.id, inbox_days=30, digest="daily", digest_channel=stage.channel.id)
    inbox, here = stage.bot.service.inbox, stage.guild.id
    for words, why, answer in (
        ("What did they pay for all those slates?", "none", ""),
        ("what did they pay for the slates", "wrong", ""),
        ("what did they pay for these slates", "refused", ""),
        ("What colour is the new roof?", "refused", ""),
        ("what colour is the roof", "suggested", "The new slates are dark grey."),
        ("How many books does the library have?", "refused", ""),
    ):
        inbox.hold(here, words, why, (), answer)


async def _inbox(stage: Stage) -> InteractionResult:
    hold(stage)
    colour = next(group for group in stage.bot.service.inbox.open_groups(stage.guild.id) if "colour" in group.words)
    stage.bot.service.inbox.settle(stage.guild.id, colour.id, "open", stage.max.id)
    return await stage.mia.slash(stage.channel, "knowledge inbox")


async def _digest(stage: Stage) -> discord.Message:
    hold(stage)
    await stage.bot.get_cog("Digests").tell()
    return stage.channel.history()[-1]


async def _wrong(stage: Stage) -> InteractionResult:
    await stage.ana.send(stage.channel, f"<@{stage.bot.me.id}> How much did the new roof cost?")
    asked = await stage.mia.click(stage.channel.history()[-1], label="Was this right?")
    return await stage.mia.click(asked.response, label="No")


SCENES: dict[str, Scene] = {
    "inbox": _inbox,
    "inbox-digest": _digest,
    "was-this-right": _wrong,
    "edit-form": _form,
    "edit-reason": _reason,
    "edit-preview": _preview,
    "edit-replay": _replay,
    "edit-refused": _refused,
    "edit-unsupported": _unsupported,
    "edit-look-again": _looked_at_again,
    "edit-two": _two,
    "audit": _audit,
    "only-moderators": _only_moderators,
    "history": _history,
    "settings": _settings,
}


IN_AUDIT = {"audit", "only-moderators", "taken-back", "undone-since"}
"""Scenes in the channel that hears of changes."""
SEEN_BY_ANA = {"only-moderators", "edit-not-allowed"}
COLOURFUL: set[str] = set()
"""Scenes whose picture needs all the colours that it can have."""


async def picture(name: str, scene: Scene, theme: str, directory: Path) -> None:
    """Play a scene, and take a picture of what the bot said."""
    Capture.theme = theme
    bundle = Path(shutil.copytree(pictures.TINY, directory / "bundle"))
    store = open_store(directory / "data")
    service = Service(bundle, article=bundle / "article.txt", fit=fit, store=store)
    bot = make_bot(service, directory, message_content=True, shard_count=1)
    async with simcord.run(bot, check_errors=False) as env:
        env.backend.bot_user.name = "briefbot"
        guild = env.create_guild(name="Newsroom")
        role = guild.create_role("curators", permissions=discord.Permissions(manage_guild=True))
        people = [guild.add_member(env.create_user(person), roles=[role]) for person in ("mia", "max")]
        people.append(guild.add_member(env.create_user("ana")))
        stage = Stage(env, bot, bundle, guild, guild.create_text_channel("general"), guild.create_text_channel("audit"), *people)
        await stage.mia.slash(stage.channel, "settings audit", channel=stage.audit)
        shown = await scene(stage)
        where = stage.audit if name in IN_AUDIT else stage.channel
        file = pictures.PICTURES / f"{name}-{theme}.png"
        async with env.preview(where, viewers=people, width=WIDTH, height=HEIGHT, display="fixed") as preview:
            viewer = stage.ana if name in SEEN_BY_ANA else stage.mia
            await preview.screenshot(file, target=shown, viewer=viewer, allow_incomplete=True)
    store.close()
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(MOST_COLOURS if name in COLOURFUL else pictures.COLOURS).save(file, optimize=True)


async def main(names: list[str], scenes: Mapping[str, Scene]) -> None:
    """Take the pictures named, or all."""
    pictures.prepare(Capture)
    for name in names or scenes:
        for theme in ("light", "dark"):
            with tempfile.TemporaryDirectory() as directory:
                await picture(name, scenes[name], theme, Path(directory))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:], SCENES))
