"""What moderators are told while the store fails them: by `/settings check`, and in the audit channel when it begins and ends."""

from __future__ import annotations

from briefbot.bot.client import BriefBot
from briefbot.bot.knowledge_audit import post_to_audit
from briefbot.words import say

PATIENCE = 2
"""Refreshes in a row that fail before audit channels are told: a database that is locked for a moment is nobody's concern."""


def store_troubles(bot: BriefBot, guild: int) -> list[str]:
    """Say what is wrong with what is kept, as far as it concerns a guild."""
    service, found = bot.service, list[str]()
    if service.in_maintenance:
        found.append(say("- The operator has started me for maintenance: I answer nothing in any server."))
    if service.trouble is not None:
        found.append(
            say(
                "- My store does not work: {why}. What was set before stays in force, and nothing can be changed.",
                why=service.trouble.reason,
            )
        )
    if service.is_unreadable(guild):
        found.append(
            say("- Something that is kept of this server is damaged, so I answer nothing here: the operator has to restore a backup.")
        )
    if service.can_be_edited and service.guilds.is_unwritten(guild):
        found.append(
            say("- A pause or a block could not be saved yet: it is in force until I am restarted, and is saved as soon as that works.")
        )
    return found


class StoreReports:
    """Tells each audit channel once when the store stops working for its server, and once when it works again."""

    def __init__(self) -> None:
        self._failures = 0
        self._told: set[int] = set()

    async def report(self, bot: BriefBot) -> None:
        """Tell the audit channels what has changed since the last refresh."""
        self._failures = self._failures + 1 if bot.service.trouble is not None else 0
        for guild in [guild.id for guild in bot.guilds]:
            is_troubled = bot.service.is_unreadable(guild) or self._failures >= PATIENCE
            if is_troubled and guild not in self._told:
                self._told.add(guild)
                await post_to_audit(bot, guild, "\n".join(store_troubles(bot, guild)))
            elif guild in self._told and not is_troubled and self._failures == 0:
                self._told.discard(guild)
                await post_to_audit(bot, guild, say("My store works again: changes can be made."))
