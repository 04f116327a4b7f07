"""Make the pictures of the bot's dialogs from its real messages, light and dark, into docs/pictures/.

    pip install "simcord[screenshot]==3.2.1" && apt-get install chromium
    python docs/pictures.py [NAME ...]

Chromium is the distribution's own: Playwright's download is not needed. Where passages of an article are shown,
it is the invented one of the tests.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import discord
import simcord
from PIL import Image
from playwright.async_api import async_playwright
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.preview import _capture

from briefbot.bot.running import make_bot
from briefbot.matching.fitting import fit
from briefbot.service import Service

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "tiny"
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
WIDTH, HEIGHT = 660, 900
COLOURS = 64
"""Colours of a picture: text needs no more, and the file is a third of the size."""

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


@dataclass
class Stage:
    """A channel with two people in it."""

    bot: Any
    channel: ChannelHandle
    ana: MemberActor
    ben: MemberActor

    async def ask(self, question: str) -> discord.Message:
        """Let Ana mention the bot, and give its reply."""
        await self.ana.send(self.channel, f"<@{self.bot.user.id}> {question}")
        return self.channel.last_message


Shown = discord.Message | InteractionResult
SCENES: dict[str, Callable[[Stage], Awaitable[Shown]]] = {
    "answer": lambda stage: stage.ask("how many nk soldiers went to ukraine"),
    "claim": lambda stage: stage.ask("what does yao say about regional tensions"),
    "quotation": lambda stage: stage.ana.slash(stage.channel, "quote", text="axis of upheaval"),
    "correction": lambda stage: stage.ask("why did kim attend the moscow parade"),
    "silence": lambda stage: stage.ask("who commands the north korean soldiers in ukraine"),
    "off-topic": lambda stage: stage.ask("best pasta recipe"),
    "greeting": lambda stage: stage.ask("hello"),
    "topics": lambda stage: stage.ana.slash(stage.channel, "topics"),
    "source": lambda stage: stage.ana.slash(stage.channel, "source"),
    "help": lambda stage: stage.ana.slash(stage.channel, "help"),
    "quotes": lambda stage: stage.ana.slash(stage.channel, "quotes"),
    "privacy": lambda stage: stage.ana.slash(stage.channel, "privacy"),
}


async def _sources(stage: Stage) -> Shown:
    return await stage.ana.click(await stage.ask("How much did the new roof cost?"), label="Sources")


async def _suggestions(stage: Stage) -> Shown:
    for question in ("military cooperation", "is the alliance dangerous", "soldiers?", "russia help", "the korean thing"):
        shown = await stage.ask(question)
        if "None of these" in str(shown.components):
            return shown
    raise LookupError("the bot is sure of all these: find another vague question")


async def _context(stage: Stage) -> Shown:
    quoted = await stage.ana.slash(stage.channel, "quote", text="let that heart stop")
    return await stage.ana.click(quoted.response, label="In context")


async def _repeated(stage: Stage) -> Shown:
    await stage.ask("How big is North Korea's military?")
    return await stage.ask("How big is North Korea's military?")


SCENES |= {"sources": _sources, "context": _context, "repeated": _repeated, "suggestions": _suggestions}
WITH_PASSAGES = ("sources", "context")


class Capture(_capture.ManagedCapture):
    """Takes pictures with the distribution's Chromium, in one of two themes."""

    theme = "dark"

    async def _ensure_browser(self) -> Any:
        if self._browser is None:
            self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        return self._browser

    async def _route(self, route: Any, pin: Any, origin: str) -> None:
        if self.theme == "light" and urlsplit(route.request.url).path.endswith("preview.css"):
            plain = await route.fetch()
            await route.fulfill(response=plain, body=await plain.text() + LIGHT)
            return
        await super()._route(route, pin, origin)


async def picture(name: str, theme: str, service: Service, data: Path) -> None:
    """Play a scene, and take a picture of what the bot said."""
    Capture.theme = theme
    bot = make_bot(service, data, message_content=True, shard_count=1)
    async with simcord.run(bot, check_errors=False) as env:
        env.backend.bot_user.name = "briefbot"
        guild = env.create_guild(name="Newsroom")
        people = [guild.add_member(env.create_user(person)) for person in ("ana", "ben")]
        stage = Stage(bot, guild.create_text_channel("general"), *people)
        shown = await SCENES[name](stage)
        file = PICTURES / f"{name}-{theme}.png"
        async with env.preview(stage.channel, viewers=people, width=WIDTH, height=HEIGHT, display="fixed") as preview:
            await preview.screenshot(file, target=shown, allow_incomplete=True)
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(COLOURS).save(file, optimize=True)


async def main(names: list[str]) -> None:
    """Take the pictures named, or all."""
    _capture.ManagedCapture = Capture  # type: ignore[misc]
    simcord.preview.ManagedCapture = Capture
    PICTURES.mkdir(exist_ok=True)
    real, tiny = Service(ROOT / "knowledge", fit=fit), Service(TINY, article=TINY / "article.txt", fit=fit)
    for name in names or SCENES:
        service = tiny if name in WITH_PASSAGES else real
        for theme in ("light", "dark"):
            with tempfile.TemporaryDirectory() as data:
                await picture(name, theme, service, Path(data))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
