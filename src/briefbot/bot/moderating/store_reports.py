"""Reports to moderators while the store fails.

In `/settings check`, and in the audit channel at the beginning and the end.
"""

from __future__ import annotations

from collections.abc import Callable

from briefbot.bot.access import guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.audit import announce_action, post_to_audit
from briefbot.bot.transport.interactions import send_reply
from briefbot.i18n import say, speaking

PATIENCE = 2
"""How many refreshes in a row fail before audit channels are notified.

A database that is locked for a moment is not reported.
"""


def store_troubles(bot: BriefBot, guild: int) -> list[str]:
    """List the problems of the store that concern a guild."""
    service, found = bot.service, list[str]()
    if service.in_maintenance:
        found.append(say("- I don't answer in any server: my operator has started me in maintenance mode."))
    if service.trouble is not None:
        found.append(
            say(
                "- Changes cannot be saved: {why}. Everything stays as it is; only `/knowledge pause` and `/knowledge block` still work.",
                why=service.trouble.reason,
            )
        )
    if service.is_unreadable(guild):
        found.append(say("- I don't answer in this server: some of its stored data is damaged. My operator has to restore a backup."))
    return [*found, *unsaved(bot, guild)]


def unsaved(bot: BriefBot, guild: int) -> list[str]:
    """Say that a pause or a block of a guild is only in memory, if one is."""
    if not (bot.service.can_be_edited and bot.service.guilds.is_unwritten(guild)):
        return []
    return [
        say("- A pause or a block is in effect, but not saved yet. I keep trying; if I'm restarted before that, it has to be set again.")
    ]


async def tell_done(interaction: Interaction, what: Callable[[], str], notes: Callable[[BriefBot, int], list[str]] = unsaved) -> None:
    """Say to a moderator what they have done, and to the audit channel; each in their language."""
    client, guild = interaction.client, guild_of(interaction)

    def tell() -> list[str]:
        return [what(), *notes(client, guild)]

    await send_reply(interaction, "\n".join(tell()), is_private=True)
    await announce_action(client, guild, tell, interaction.user.id)


class StoreReports:
    """Notifies each audit channel once when the store stops working for its server, and once when it works again."""

    def __init__(self) -> None:
        self._failures = 0
        self._announced: set[int] = set()

    async def report(self, bot: BriefBot) -> None:
        """Notify the audit channels of what has changed since the last refresh."""
        self._failures = self._failures + 1 if bot.service.trouble is not None else 0
        for guild in [guild.id for guild in bot.guilds]:
            with speaking(bot.language_in(guild)):
                await self._report_to(bot, guild)

    async def _report_to(self, bot: BriefBot, guild: int) -> None:
        is_troubled = bot.service.is_unreadable(guild) or self._failures >= PATIENCE
        if is_troubled and guild not in self._announced:
            self._announced.add(guild)
            await post_to_audit(bot, guild, "\n".join(store_troubles(bot, guild)))
        elif guild in self._announced and not is_troubled and self._failures == 0:
            self._announced.discard(guild)
            await post_to_audit(bot, guild, say("The trouble is over. I work as usual again, and changes can be saved."))
