"""The offer below a change to correct the replies that gave the older text."""

from __future__ import annotations

import logging

from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.custom_ids import CorrectReplies, ref
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.components import Control, button
from briefbot.domain.revision import Revision
from briefbot.errors import StoreError
from briefbot.rendering.corrections.progress import offer

log = logging.getLogger(__name__)


async def correction_offer(client: BriefBot, revision: Revision) -> list[Control]:
    """Make the button that corrects the replies with an older text of a changed thing.

    Return None if there are no such replies.
    """
    guild, (kind, thing_id) = revision.guild, revision.key
    if kind not in ("entry", "quote"):
        return []
    await client.writes.finish()  # replies of a moment ago count too
    stamp = item_keys.stamp_of(thing_id, client.service.knowledge(guild))
    try:
        count = await client.call(client.service.corrections.count, guild, thing_id, stamp)
    except StoreError as error:
        log.warning("it is not known which replies show an older text", extra={"guild": guild, "error": error.why})
        return []
    return [button(offer(count), CorrectReplies(ref(revision.key), revision.number))] if count else []
