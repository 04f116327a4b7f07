"""Show the changes that wait for approval, one change a page."""

from __future__ import annotations

from collections.abc import Iterator

from briefbot.bot.access import editor_of, guild_of, may_manage
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft, unpacked_change
from briefbot.bot.moderating.custom_ids import Decide, ShowPending
from briefbot.bot.moderating.editing.refusals import refusal_lines
from briefbot.bot.moderating.editing.submitting import decide_buttons, shown_change
from briefbot.bot.transport.common_buttons import pager
from briefbot.bot.transport.components import Control, button, view_of
from briefbot.bot.transport.interactions import fill_in, put_off
from briefbot.domain.records import PendingChange
from briefbot.errors import BriefbotError
from briefbot.i18n import mark, say
from briefbot.rendering.markdown import small

AGAINST = mark("The text in use (-) against what waits (+):")


async def show_pending(interaction: Interaction, pressed: ShowPending) -> None:
    """Show one of the waiting changes, with buttons for the moderators who may decide on it."""
    client, guild = interaction.client, guild_of(interaction)
    await put_off(interaction)
    changes = await client.call(client.service.pending.of_guild, guild)
    if not changes:
        await fill_in(interaction, say("Nothing waits for approval."))
        return
    page = min(pressed.page, len(changes))
    change = changes[page - 1]
    draft = unpacked_change(change)
    try:
        proposal = await client.call_apart(editor_of(interaction).propose, guild, draft.credited or draft.author, *draft.edits)
        content, files = await shown_change(interaction, draft, proposal)
    except BriefbotError as error:
        content, files = await client.call_apart(_refused, interaction, draft, error), []
    handed_in = int(change.time.timestamp())
    head = small(say("Change {number} of {total}, handed in <t:{time}:f>", number=page, total=len(changes), time=handed_in))
    view = view_of([*_buttons(interaction, change), *pager(page, len(changes), ShowPending)])
    await fill_in(interaction, f"{head}\n{content}", view=view, files=files)


def _refused(interaction: Interaction, draft: Draft, error: BriefbotError) -> str:
    """Return why a change cannot be accepted as it is."""
    return "\n".join([*refusal_lines(interaction, draft, error, AGAINST), small(say("By {who}", who=f"<@{draft.author}>"))])


def _buttons(interaction: Interaction, change: PendingChange) -> Iterator[Control]:
    if may_manage(interaction):
        yield from decide_buttons(change.number)
    elif change.author_id == interaction.user.id:
        yield button(say("Withdraw it"), Decide("back", change.number))


async def setup(bot: BriefBot) -> None:
    """Register the button."""
    bot.router.button(ShowPending, show_pending, check=guild_of)
