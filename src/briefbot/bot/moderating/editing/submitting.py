"""Submit changes for approval by somebody who may manage the server."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import discord

from briefbot.bot.access import editor_of
from briefbot.bot.client import Interaction
from briefbot.bot.drafts import Draft, packed_change
from briefbot.bot.moderating.audit import post_to_audit
from briefbot.bot.moderating.custom_ids import Decide
from briefbot.bot.moderating.editing.effect import told_effect
from briefbot.bot.moderating.editing.preview import composed
from briefbot.bot.moderating.finding import called
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import fill_in, text_file
from briefbot.editing.proposal import Proposal
from briefbot.i18n import mark, say, say_many, speaking
from briefbot.rendering import moderation
from briefbot.rendering.markdown import escape, small

_LISTED = 10
"""The changes of an import that are named; the file has all of them."""
WAITS = mark("**Waits for approval:** {what}")


async def submit(interaction: Interaction, draft: Draft, proposal: Proposal) -> None:
    """Keep a change until it is decided, post it to the audit channel, and notify its author."""
    client = interaction.client
    text = packed_change(draft, proposal.based_edits())
    number = await client.call(client.service.pending.add, draft.guild, draft.author, draft.credited, text)
    client.desk.drop(draft.token)
    with speaking(client.language_in(draft.guild)):
        content, files = await shown_change(interaction, draft, proposal)
        is_posted = await post_to_audit(client, draft.guild, content, view=view_of(decide_buttons(number)), files=files)
    told = say("Handed in: it counts once somebody who can manage this server accepts it. You'll hear of that.")
    where = say("It is in the audit channel.") if is_posted else say("They find it with `/knowledge history`.")
    await fill_in(interaction, f"{told}\n{small(where)}")


def decide_buttons(number: int) -> Iterator[Control]:
    """Make the buttons that decide on a change."""
    yield button(say("Accept"), Decide("accept", number), style=discord.ButtonStyle.primary)
    yield button(say("Send back"), Decide("back", number))


async def shown_change(interaction: Interaction, draft: Draft, proposal: Proposal) -> tuple[str, list[discord.File]]:
    """Show a change as its author saw it before submitting it, and the author's name."""
    if draft.others:
        lines, files = await interaction.client.call_apart(_listed, interaction, draft, proposal)
    else:
        content, files = await composed(interaction, draft, proposal, WAITS)
        lines = [content]
    by = small(say("By {who}", who=f"<@{draft.author}>"))
    return "\n".join([*lines, await told_effect(interaction.client, proposal), by]), files


def _listed(interaction: Interaction, draft: Draft, proposal: Proposal) -> tuple[list[str], list[discord.File]]:
    """List the changes of an import; a file has what each thing loses and gains."""
    naming = partial(called, editor_of(interaction), draft.guild)
    changes = [(edit.change.kind, edit.change.id) for edit in draft.edits]
    texts = {key: proposal.texts(key) for key in changes}
    names = [naming(key, after or before) for key, (before, after) in texts.items()]
    lines = [say(WAITS, what=say_many("{count} change", "{count} changes", len(names))), *(f"- {name}" for name in names[:_LISTED])]
    if len(names) > _LISTED:
        lines.append(say("… and {count} more in the file", count=len(names) - _LISTED))
    if draft.reason:
        lines.append(small(say("Why: {reason}", reason=escape(draft.reason))))
    parts = (f"{name}\n{moderation.difference_text(*texts[key])}" for name, key in zip(names, texts, strict=True))
    return lines, [text_file("difference.txt", "\n\n".join(parts))]
