"""Show moderators the progress of a correction, and keep it up to date."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import discord

from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.custom_ids import ShowCorrection, StopCorrection
from briefbot.bot.moderating.finding import called
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import fill_in, replace_reply, send_reply
from briefbot.bot.transport.retries import TROUBLE
from briefbot.domain.corrections import Correction
from briefbot.i18n import say, speaking
from briefbot.rendering.corrections.progress import progress

log = logging.getLogger(__name__)


class Progress:
    """The private messages with the progress of each correction."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self._bot = bot
        self._watching: dict[int, tuple[Interaction, float]] = {}

    async def show(self, interaction: Interaction, correction: Correction, *, is_new: bool = False) -> None:
        """Show the progress of a correction: in a new message, or in the one whose button was pressed."""
        content, view = await self._text(correction), view_of(_buttons(correction))
        if is_new:
            await send_reply(interaction, content, view=view, is_private=True)
        else:
            await replace_reply(interaction, content, view=view)
        if correction.ended_at is None:
            self._watching[correction.id] = interaction, asyncio.get_running_loop().time()

    async def update(self, correction: Correction) -> None:
        """Update the latest progress message every few seconds and at the end, as long as Discord allows it."""
        now = asyncio.get_running_loop().time()
        interaction, shown_at = self._watching.get(correction.id, (None, now))
        is_over = correction.ended_at is not None
        if interaction is None or (now - shown_at < self._bot.limits.progress_every and not is_over):
            return
        self._watching.pop(correction.id)
        try:
            with speaking(str(interaction.locale)):
                await fill_in(interaction, await self._text(correction), view=view_of(_buttons(correction)))
        # after fifteen minutes; the button shows it again
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("progress not shown", extra={"correction": correction.id, "error": str(error)})
        else:
            if not is_over:
                self._watching[correction.id] = interaction, now

    async def called(self, correction: Correction) -> str:
        """Return the name of the thing that a correction is about."""
        return await self._bot.call(called, self._bot.service.editor, correction.guild_id, correction.key)

    async def _text(self, correction: Correction) -> str:
        is_paused = self._bot.service.settings(correction.guild_id).is_paused
        pause = self._bot.limits.old_correction_pause
        return progress(correction, await self.called(correction), pause, is_paused=is_paused)


def _buttons(correction: Correction) -> Iterator[Control]:
    if correction.ended_at is None:
        yield button(say("How far is it?"), ShowCorrection(correction.id))
        yield button(say("Stop"), StopCorrection(correction.id))
