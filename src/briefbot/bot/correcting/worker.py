"""Correct replies one after the other in each server, from a queue that survives a restart.

Moderators start, watch and stop corrections.
"""

from __future__ import annotations

import asyncio
import logging

import discord
from discord.ext import commands

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.correcting.progress import Progress
from briefbot.bot.correcting.replies import Corrected, correct, seconds_since
from briefbot.bot.moderating.audit import post_to_audit
from briefbot.bot.moderating.custom_ids import CorrectReplies, ShowCorrection, StopCorrection, key_of
from briefbot.bot.pacing.job import Job
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import in_time
from briefbot.bot.transport.retries import TROUBLE
from briefbot.domain.corrections import Correction, Due
from briefbot.errors import StoreError
from briefbot.i18n import say, speaking
from briefbot.rendering.corrections.progress import outcome, passed_over
from briefbot.rendering.markdown import small

log = logging.getLogger(__name__)

LOOK = 60.0
"""Seconds between two checks for waiting corrections: after a start, a failure or a pause."""
_OLD = 3_600.0
"""Seconds after which Discord limits edits of a message."""


class Correcting(commands.Cog):
    """Corrects replies, one at a time in each server."""

    def __init__(self, bot: BriefBot) -> None:
        """Set the bot."""
        self.bot = bot
        self._working: dict[int, asyncio.Task[None]] = {}
        self._progress = Progress(bot)
        self._job = Job(self.look, LOOK)

    async def cog_load(self) -> None:
        """Start looking for waiting corrections, and register the buttons."""
        self._job.start()
        self.bot.router.button(CorrectReplies, self.begin, check=guild_of)
        self.bot.router.button(ShowCorrection, self.show, check=guild_of)
        self.bot.router.button(StopCorrection, self.stop, check=guild_of)

    async def cog_unload(self) -> None:
        """Stop, even during a correction; work that was not recorded is checked again."""
        self._job.cancel()
        for task in self._working.values():
            task.cancel()

    @commands.Cog.listener("on_ready")
    async def look(self) -> None:
        """Continue the waiting corrections in this process's servers."""
        for guild in await self.bot.call(self.bot.service.corrections.guilds):
            self._wake(guild)

    # Working --------------------------------------------------------------------------------------

    def _wake(self, guild_id: int) -> None:
        guild, working = self.bot.get_guild(guild_id), self._working.get(guild_id)
        if guild is not None and (working is None or working.done()):
            self._working[guild_id] = asyncio.create_task(self._work(guild))

    async def _work(self, guild: discord.Guild) -> None:
        """Correct until nothing is waiting or the server is paused; failures are tried again at the next check."""
        try:
            while not self.bot.service.settings(guild.id).is_paused and await self._correct_next(guild):
                pass
        except (StoreError, discord.HTTPException, *TROUBLE) as error:
            log.warning("corrections go on later", extra={"guild": guild.id, "error": str(error)})

    async def _correct_next(self, guild: discord.Guild) -> bool:
        """Correct the next reply, then wait as Discord's limits require; return False if there is none."""
        due = await self.bot.call(self.bot.service.corrections.next_due, guild.id)
        if due is None:
            return False
        made = await self._corrected(guild, due)
        now = await self.bot.call(self.bot.service.corrections.settle, due, made.fate, made.stamps)
        if now is not None:
            await self._tell(guild, now)
        if made.is_edited:
            is_old = seconds_since(due.message_id) > _OLD
            await asyncio.sleep(self.bot.limits.old_correction_pause if is_old else self.bot.limits.correction_pause)
        return True

    async def _corrected(self, guild: discord.Guild, due: Due) -> Corrected:
        """Correct a reply; if that raises an unexpected error, skip the reply, so that the others do not wait."""
        try:
            return await correct(self.bot, guild, due)
        except (StoreError, discord.HTTPException, *TROUBLE):
            raise
        except Exception:
            log.exception("a reply could not be corrected, and is passed over", extra={"guild": guild.id, "reply": due.message_id})
            return Corrected("barred", {})

    async def _tell(self, guild: discord.Guild, correction: Correction) -> None:
        """Show the progress to the moderators who are watching, and the result in the audit channel."""
        await self._progress.update(correction)
        if correction.ended_at is not None and not correction.is_cancelled:
            await self._announce(guild, correction)

    async def _announce(self, guild: discord.Guild, correction: Correction) -> None:
        with speaking(self.bot.language_in(guild.id)):
            told = outcome(correction, await self._progress.called(correction))
            if correction.author_id is not None:
                told = say("{what} (<@{who}>)", what=told, who=correction.author_id)
            await post_to_audit(self.bot, guild.id, "\n".join([told, *map(small, passed_over(correction))]))

    # Moderators -----------------------------------------------------------------------------------

    async def begin(self, interaction: Interaction, pressed: CorrectReplies) -> None:
        """Begin to correct the replies that show an older text of a thing."""
        guild, client = guild_of(interaction), interaction.client
        key = key_of(pressed.thing, editor_of(interaction).names(guild))
        await client.writes.finish()  # replies of a moment ago count too
        stamp = item_keys.stamp_of(key[1], client.service.knowledge(guild))
        starting = client.call(client.service.corrections.start, guild, key, pressed.number, interaction.user.id, stamp)
        begun = await in_time(interaction, starting, is_private=True)
        await self._progress.show(interaction, begun, is_new=True)
        self._wake(guild)

    async def show(self, interaction: Interaction, pressed: ShowCorrection) -> None:
        """Show the progress of a correction."""
        await self._show(interaction, guild_of(interaction), pressed.id)

    async def stop(self, interaction: Interaction, pressed: StopCorrection) -> None:
        """Stop a correction; the remaining replies stay as they are."""
        guild = guild_of(interaction)
        was_running = await self.bot.call(self.bot.service.corrections.cancel, guild, pressed.id)
        found = await self._show(interaction, guild, pressed.id)
        if was_running and interaction.guild is not None:
            await self._announce(interaction.guild, found)

    async def _show(self, interaction: Interaction, guild: int, number: int) -> Correction:
        found = await self.bot.call(self.bot.service.corrections.find, guild, number)
        if found is None:
            raise RefusedError(ShowCorrection.outdated)
        await self._progress.show(interaction, found)
        return found


async def setup(bot: BriefBot) -> None:
    """Add the cog if replies can be corrected."""
    if bot.service.can_be_edited:
        await bot.add_cog(Correcting(bot))
