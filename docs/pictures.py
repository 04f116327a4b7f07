"""Make the pictures of the bot's dialogs from its real messages, light and dark, into docs/pictures/.

    pip install "simcord[screenshot]==3.2.1" && apt-get install chromium
    python docs/pictures.py [NAME ...]

Chromium is the distribution's own: Playwright's download is not needed. The article is the invented one of the tests.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import discord
import simcord
from PIL import Image
from playwright.async_api import async_playwright
from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor
from simcord.backend.serializers import guild_create_payload
from simcord.http import RequestContext, route
from simcord.preview import _capture, _markdown

from briefbot.bot.app import make_bot
from briefbot.bot.transport import error_reports
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.matching.recall.classifier import fit
from briefbot.rendering import replies
from briefbot.rendering.drawing import draw
from briefbot.service import Service
from briefbot.store import open_store

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "tiny"
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT = 660, 1_300
DELETE = "Delete my data"
ROOF = "How much did the new roof cost?"
WHEN = "When did the library reopen?"
COLOURS = 64
"""Colours of a picture: text needs no more, and the file is a third of the size."""

# As in Discord, a block of code does not name its language and breaks its long lines, and an empty line takes its room.
PLAIN = """
.code-language { display: none; } .code-block { white-space: pre-wrap; } .code-block code { min-width: 0; }
.message-content > .markdown-paragraph + .markdown-paragraph { margin-top: 22px; }
"""
# Discord's light theme over simcord's dark one.
LIGHT = """
:root { color-scheme: light; background: #fff; color: #313338; --discord-bg: #fff; --discord-surface: #f2f3f5;
  --discord-elevated: #e3e5e8; --discord-control: #e6e7ea; --discord-hover: #ebecef; --discord-text: #313338;
  --discord-muted: #5c5e66; --discord-subtle: #4e5058; --discord-border: #d4d6da; --component-surface: #f2f3f5;
  --component-border: #d4d6da; --control-border: #d4d6da; --chip-surface: #e6e7ea; --list-surface: #fff;
  --option-hover: #e6e7ea; --subtle-surface: #e3e5e8; --subtle-surface-text: #313338; --entity-text: #4e5058;
  --entity-dim: #5c5e66; --input-surface: #f2f3f5; --input-placeholder: #5c5e66; --button-alt: #e3e5e8;
  --button-alt-hover: #d4d6da; --button-alt-active: #c4c6ca; --code-surface: #f2f3f5; --code-border: #d4d6da;
  --code-text: #313338; --link-text: #006ce7; --link-accent: #006ce7; --scrollbar-thumb: #c4c9ce; }
.preview-stage { background: #fff; } .channel-message:hover { background: none; }
.message-content { color: #313338; } .mention { color: #4752c4; background: #e6e8fd; }
.button-style-2 { color: #313338; background: #ebedef; border: 1px solid #d4d6da; }
"""


@route("GET", "/applications/{application_id}/guilds/{guild_id}/commands/permissions")
def nothing_set(_: RequestContext) -> list[object]:
    """Say that nobody has switched commands off or shown them, which simcord itself does not tell of all at once."""
    return []


@dataclass
class Stage:
    """A channel with two people and a moderator in it."""

    env: Env
    bot: Any
    guild: GuildHandle
    channel: ChannelHandle
    ana: MemberActor
    ben: MemberActor
    boss: MemberActor

    async def ask(self, question: str) -> discord.Message:
        """Let Ana mention the bot, and give its reply."""
        await self.ana.send(self.channel, f"<@{self.bot.user.id}> {question}")
        return self.channel.last_message


Shown = discord.Message | InteractionResult
Scene = Callable[[Stage], Awaitable[Shown]]
SCENES: dict[str, Scene] = {
    "answer": lambda stage: stage.ask("what happened to the books"),
    "claim": lambda stage: stage.ask(ROOF),
    "quotation": lambda stage: stage.ana.slash(stage.channel, "quote", text="let that heart stop"),
    "correction": lambda stage: stage.ask("why were all the books lost"),
    "silence": lambda stage: stage.ask("what was the mill called"),
    "off-topic": lambda stage: stage.ask("best pasta recipe"),
    "not-understood": lambda stage: stage.ask("???"),
    "foreign": lambda stage: stage.ask("Wann wurde die Bücherei wieder geöffnet?"),
    "greeting": lambda stage: stage.ask("hello"),
    "topics": lambda stage: stage.ana.slash(stage.channel, "topics"),
    "compound": lambda stage: stage.ask("when did the library reopen and what was the mill called"),
    "hint": lambda stage: stage.ask(""),
    "private": lambda stage: stage.ana.slash(stage.channel, "ask", question=WHEN, private=True),
    "who-said": lambda stage: stage.ana.slash(stage.channel, "who-said", line="heart stop"),
    "no-quotation": lambda stage: stage.ana.slash(stage.channel, "quote", speaker="Otto"),
    "source": lambda stage: stage.ana.slash(stage.channel, "source"),
    "help": lambda stage: stage.ana.slash(stage.channel, "help"),
    "quote-card": lambda stage: stage.ana.slash(stage.channel, "quote-card", text="let that heart stop"),
    "quotes": lambda stage: stage.ana.slash(stage.channel, "quotes"),
    "privacy": lambda stage: stage.ana.slash(stage.channel, "privacy"),
}


async def pick(who: MemberActor, shown: InteractionResult, title: str) -> Shown:
    """Let somebody pick what has a title from a menu."""
    menus = [part for row in shown.response.components for part in row["components"] if "options" in part]
    menu, value = next((menu, each["value"]) for menu in menus for each in menu["options"] if each["label"] == title)
    return await who.select(shown.response, [value], custom_id=menu["custom_id"])


async def _sources(stage: Stage) -> Shown:
    return await stage.ana.click(await stage.ask("How much did the new roof cost?"), label="Sources")


async def _suggestions(stage: Stage) -> Shown:
    for question in ("tell me about calloway", "library money", "the village thing", "the old and the new"):
        shown = await stage.ask(question)
        if "None of these" in str(shown.components):
            return shown
    raise LookupError("the bot is sure of all these: find another vague question")


async def _joined(stage: Stage) -> Shown:
    backend = stage.env.backend
    told: dict[str, Any] = {**guild_create_payload(backend, backend.get_guild(stage.guild.id))}
    del told["unavailable"]  # so Discord tells of a server that the bot joins
    backend.emit("GUILD_DELETE", {"id": str(stage.guild.id)})
    backend.emit("GUILD_CREATE", told)
    async with asyncio.timeout(30):
        while not stage.channel.history():  # noqa: ASYNC110 - it is noted in a thread first
            await asyncio.sleep(0.01)
    return stage.channel.last_message


async def _set_up(stage: Stage) -> Shown:
    return await stage.boss.click(await _joined(stage), label="Set up")


async def _context(stage: Stage) -> Shown:
    quoted = await stage.ana.slash(stage.channel, "quote", text="let that heart stop")
    return await stage.ana.click(quoted.response, label="In context")


async def _repeated(stage: Stage) -> Shown:
    await stage.ask(WHEN)
    return await stage.ask(WHEN)


async def _none_of_these(stage: Stage) -> Shown:
    return await stage.ana.click(await _suggestions(stage), label="None of these")


async def _offer_over(stage: Stage) -> Shown:
    await _suggestions(stage)
    await stage.env.advance_time(301)
    return stage.channel.last_message


async def _not_yours(stage: Stage) -> Shown:
    return await stage.ben.click(await _suggestions(stage), label="None of these")


async def _ask_more(stage: Stage) -> Shown:
    return await stage.ben.click(await stage.ask(ROOF), label="Ask more")


async def _related(stage: Stage) -> Shown:
    return await pick(stage.ben, await _ask_more(stage), "Who paid for most of the repair?")


async def _questions(stage: Stage) -> Shown:
    return await pick(stage.ana, await stage.ana.slash(stage.channel, "topics"), "Money")


async def _panel(stage: Stage) -> Shown:
    await stage.boss.slash(stage.channel, "topics", panel=True)
    return stage.channel.last_message


async def _removed(stage: Stage) -> Shown:
    return await stage.ana.context_menu(stage.channel, "Remove this answer", await stage.ask(ROOF))


async def _pages(stage: Stage) -> Shown:
    whole, replies.PAGE = replies.PAGE, 300
    try:
        asked = await stage.ask("When did the library reopen, and how much did the new roof cost, and who paid for most of the repair?")
        return await stage.ana.click(asked, label="Next page (2 of 2)")
    finally:
        replies.PAGE = whole


async def _answered_from_the_menu(stage: Stage) -> Shown:
    said = await stage.ben.send(stage.channel, ROOF)
    return await stage.ana.context_menu(stage.channel, "Answer from the article", said)


async def _quotes_of_one(stage: Stage) -> Shown:
    listed = await stage.ana.slash(stage.channel, "quotes")
    speaker = stage.bot.service.speakers(None)[0]
    return await stage.ana.select(listed.response, [speaker.id])


async def _hasty(stage: Stage) -> Shown:
    stage.bot.service.guilds.change(stage.guild.id, member_cooldown=30)
    await stage.ask(ROOF)
    return await stage.ask("When did the library reopen?")


async def _hasty_in_private(stage: Stage) -> Shown:
    await _hasty(stage)
    return await stage.ana.slash(stage.channel, "ask", question="When did the library reopen?")


async def _paused(stage: Stage) -> Shown:
    stage.bot.service.guilds.pause(stage.guild.id)
    return await stage.ask(ROOF)


async def _blocked(stage: Stage) -> Shown:
    stage.bot.service.guilds.block(stage.guild.id, stage.ana.id)
    return await stage.ana.slash(stage.channel, "ask", question=ROOF)


async def _failed(stage: Stage) -> Shown:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("played for the picture")

    stage.bot.service.ask, error_reports.note = fail, lambda _: "3f9c2b7e"
    return await stage.ask(ROOF)


async def _withdrawn(stage: Stage) -> Shown:
    asked = await stage.ask(ROOF)
    editor, key = stage.bot.service.editor, ("entry", "cost")
    editor.apply(stage.guild.id, stage.boss.id, editor.retiring(stage.guild.id, key))
    return await stage.ana.click(asked, label="Sources")


async def _full(stage: Stage) -> Shown:
    return await _while_waiting(stage, range(stage.bot.limits.waiting))


async def _crowded(stage: Stage) -> Shown:
    return await _while_waiting(stage, [stage.ana.id] * stage.bot.limits.waiting_for_one)


async def _while_waiting(stage: Stage, askers: Iterable[int]) -> Shown:
    """Ask where a question of each of these people is waiting."""
    places = [stage.bot.queues.turn(stage.channel.id, asker) for asker in askers]
    waiting = [asyncio.create_task(place.__aenter__()) for place in places]
    await asyncio.sleep(0)
    try:
        return await stage.ask(ROOF)
    finally:
        for each in waiting:
            each.cancel()


async def _changed_since(stage: Stage) -> Shown:
    asked = await stage.ask(ROOF)
    editor, key = stage.bot.service.editor, ("entry", "cost")
    text = {**(editor.text(stage.guild.id, key) or {}), "answer": "The repair cost £61,500 in all."}
    editor.apply(stage.guild.id, stage.ben.id, Edit(Change("entry", "cost", "text", text), seen=editor.version(stage.guild.id, key)))
    return await stage.ana.click(asked, label="Sources")


async def _kept(stage: Stage) -> Shown:
    stage.bot.service.guilds.block(stage.guild.id, stage.ben.id)
    await stage.ask(ROOF)
    told = await stage.ana.slash(stage.channel, "privacy")
    return await stage.ana.click(told.response, label="Show my data")


async def _deleted(stage: Stage) -> Shown:
    await stage.ask(ROOF)
    told = await stage.ana.slash(stage.channel, "privacy")
    return await stage.ana.click(told.response, label=DELETE)


async def _nothing_kept(stage: Stage) -> Shown:
    told = await stage.ana.slash(stage.channel, "privacy")
    return await stage.ana.click(told.response, label="Show my data")


async def _delete_sure(stage: Stage) -> Shown:
    editor, key = stage.bot.service.editor, ("entry", "cost")
    editor.apply(stage.guild.id, stage.ana.id, editor.retiring(stage.guild.id, key))
    told = await stage.ana.slash(stage.channel, "privacy")
    return await stage.ana.click(told.response, label=DELETE)


async def _cut(stage: Stage) -> Shown:
    return await stage.ask(f"{WHEN} " + "I ask because I have read quite different numbers about it. " * 9)


async def _unread(stage: Stage) -> Shown:
    stage.bot.user.name = "briefbot"
    role = next(role for role in stage.bot.get_guild(stage.guild.id).me.roles if role.managed)
    role.tags = discord.RoleTags({"bot_id": str(stage.bot.user.id)})  # simcord's roles have no tags
    await stage.ana.send(stage.channel, f"{role.mention} {ROOF}")
    return stage.channel.last_message


async def _well(stage: Stage) -> Shown:
    return await stage.boss.slash(stage.channel, "settings check")


async def _checked_intent(stage: Stage) -> Shown:
    stage.bot.service.guilds.change(stage.guild.id, open_channels=frozenset({stage.channel.id}))
    return await _well(stage)


async def _checked_visibility(stage: Stage) -> Shown:
    async def unseen(*_: object) -> None:
        raise discord.NotFound(type("Answer", (), {"status": 404, "reason": "Not Found"})(), {"code": 10066, "message": "Unknown"})  # type: ignore[arg-type]

    shown, discord.app_commands.AppCommand.fetch_permissions = discord.app_commands.AppCommand.fetch_permissions, unseen  # type: ignore[method-assign,assignment]
    try:
        stage.bot.service.guilds.change(stage.guild.id, moderators=stage.guild.create_role("curators").id)
        return await _well(stage)
    finally:
        discord.app_commands.AppCommand.fetch_permissions = shown  # type: ignore[method-assign]


async def _checked(stage: Stage) -> Shown:
    silent = {stage.bot.user: discord.PermissionOverwrite(send_messages=False)}
    for name in ("announcements", "off-topic", "help"):
        stage.guild.create_text_channel(name, overwrites=silent)
    blind = {stage.bot.user: discord.PermissionOverwrite(view_channel=False)}
    stage.guild.create_text_channel("archive", overwrites=blind)
    both = frozenset({stage.channel.id})
    stage.bot.service.guilds.change(stage.guild.id, open_channels=both, quiet_channels=both)
    return await _well(stage)


SCENES |= {"sources": _sources, "context": _context, "repeated": _repeated, "suggestions": _suggestions}
SCENES |= {"none-of-these": _none_of_these, "offer-over": _offer_over, "not-yours": _not_yours, "related": _related, "pages": _pages}
SCENES |= {"ask-more": _ask_more, "questions": _questions, "panel": _panel, "removed": _removed}
SCENES |= {"menu": _answered_from_the_menu, "quotes-of-one": _quotes_of_one, "changed-since": _changed_since}
SCENES |= {"cooldown": _hasty, "cooldown-private": _hasty_in_private, "paused": _paused, "full": _full, "crowded": _crowded}
SCENES |= {"blocked": _blocked, "failure": _failed, "withdrawn": _withdrawn}
SCENES |= {"kept": _kept, "deleted": _deleted, "nothing-kept": _nothing_kept, "delete-sure": _delete_sure}
SCENES |= {"settings-check": _checked, "all-is-well": _well, "check-intent": _checked_intent, "check-visibility": _checked_visibility}
SCENES |= {"joining": _joined, "set-up": _set_up}
SCENES |= {"cut": _cut, "hint-unread": _unread}
WITHOUT_CONTENT = ("check-intent", "hint-unread")
"""Scenes in which Discord does not give the bot the contents of messages."""
WITH_CARDS = ("quote-card",)
"""Scenes in which the bot can make pictures of quotations."""
SEEN_BY = dict.fromkeys(("set-up", "settings-check", "all-is-well", "check-intent", "check-visibility"), "boss") | dict.fromkeys(
    ("not-yours", "ask-more", "related"), "ben"
)
"""Who sees what Ana does not."""


class Capture(_capture.ManagedCapture):
    """Takes pictures with the distribution's Chromium, in one of two themes."""

    theme = "dark"

    async def _ensure_browser(self) -> Any:
        if self._browser is None:
            self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        return self._browser

    async def _route(self, route: Any, pin: Any, origin: str) -> None:
        if not urlsplit(route.request.url).path.endswith("preview.css"):
            await super()._route(route, pin, origin)
            return
        plain = await route.fetch()
        await route.fulfill(response=plain, body=await plain.text() + self.styles())

    def styles(self) -> str:
        """Return what is laid over simcord's own style sheet."""
        return PLAIN + (LIGHT if self.theme == "light" else "")


def as_discord(make: Callable[..., Any]) -> Callable[..., Any]:
    """Let quotations and lists end with their lines, as in Discord, where in CommonMark the next line continues
    them.
    """

    def ends(state: Any, line: int, _end: int, is_asked: bool) -> bool:
        is_quote = state.parentType == "blockquote"
        return is_asked and (is_quote or state.sCount[line] < state.blkIndent)

    def made(*args: Any) -> Any:
        parser = make(*args)
        parser.block.ruler.before("paragraph", "discord_end", ends, {"alt": ["paragraph", "blockquote"]})
        return parser

    return made


async def picture(name: str, scene: Scene, theme: str, data: Path) -> None:
    """Play a scene, and take a picture of what the bot said."""
    Capture.theme = theme
    store = open_store(data)
    service = Service(TINY, article=TINY / "article.txt", fit=fit, store=store)
    drawn = draw if name in WITH_CARDS else None
    bot = make_bot(service, data, message_content=name not in WITHOUT_CONTENT, draw=drawn, shard_count=1)
    async with simcord.run(bot, check_errors=False) as env:
        env.backend.bot_user.name = "briefbot"
        guild = env.create_guild(name="Newsroom")
        people = [guild.add_member(env.create_user(person)) for person in ("ana", "ben")]
        manager = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        boss = guild.add_member(env.create_user("mia"), roles=[manager])
        stage = Stage(env, bot, guild, guild.create_text_channel("general"), *people, boss)
        shown = await scene(stage)
        file = PICTURES / f"{name}-{theme}.png"
        async with env.preview(stage.channel, viewers=[*people, boss], width=WIDTH, height=HEIGHT, display="fixed") as preview:
            viewer = getattr(stage, SEEN_BY.get(name, "ana"))
            await preview.screenshot(file, target=shown, viewer=viewer, allow_incomplete=True)
    store.close()
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(COLOURS).save(file, optimize=True)


def prepare(capture: type[_capture.ManagedCapture]) -> None:
    """Let simcord take pictures as here, and read Markdown as Discord does."""
    _capture.ManagedCapture = capture  # type: ignore[misc]
    simcord.preview.ManagedCapture = capture
    _markdown._markdown_parser = as_discord(_markdown._markdown_parser)


async def main(names: list[str], scenes: Mapping[str, Scene]) -> None:
    """Take the pictures named, or all."""
    prepare(Capture)
    PICTURES.mkdir(exist_ok=True)
    for name in names or scenes:
        for theme in ("light", "dark"):
            with tempfile.TemporaryDirectory() as data:
                await picture(name, scenes[name], theme, Path(data))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:], SCENES))
