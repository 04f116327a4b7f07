"""Export a server's changes as a file, and import one: previewed row by row, then all of it or nothing."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from typing import Literal, TypeAlias

import discord

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.drafts import Draft, new_token
from briefbot.bot.moderating.custom_ids import CancelImport
from briefbot.bot.moderating.editing.effect import show_with_effect
from briefbot.bot.transport.components import button, view_of
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.interactions import fill_in, in_time, put_off, send_files, send_reply, text_file
from briefbot.bot.transport.retries import HangingError, persistently
from briefbot.domain.clocks import seconds
from briefbot.domain.knowledge import Knowledge
from briefbot.editing.exchange.table import File
from briefbot.editing.exchange.writing import Form, template, written
from briefbot.editing.export_file import SIZE_LIMIT
from briefbot.editing.import_rows import ImportPlan
from briefbot.errors import BriefbotError, Cancelled
from briefbot.i18n import clip, mark, say, say_many
from briefbot.rendering import moderation
from briefbot.rendering.markdown import escape
from briefbot.service import Service

_ROWS = 15
"""How many rows of a report the message shows; the file has all."""
_LIMIT = 1_000
What: TypeAlias = Literal["changes", "everything", "template"]
_SAYING: Mapping[What, str] = {
    "changes": mark("This server's changes:"),
    "everything": mark("Everything I know here:"),
    "template": mark("Here is a file to start from: replace the example row with your own."),
}


async def export(interaction: Interaction, what: What, form: Form) -> None:
    """Send a server's changes, everything in use here, or a template, as a file."""
    guild, client = guild_of(interaction), interaction.client
    if what == "changes" and not editor_of(interaction).changed(guild):
        await send_reply(interaction, say("There is nothing to export: this server has changed nothing."), is_private=True)
        return
    content = await in_time(interaction, client.call_apart(_content, client.service, guild, what, form), is_private=True)
    file = discord.File(io.BytesIO(content), f"briefbot-{what if what != 'changes' else guild}.{form}")
    await send_files(interaction, say(_SAYING[what]), [file])


def _content(service: Service, guild: int, what: What, form: Form) -> bytes:
    if what == "template":
        return template(form, service.workbooks)
    return written(service.editor.changes(guild, is_all=what == "everything"), form, service.workbooks)


async def plan_import(interaction: Interaction, attachment: discord.Attachment) -> None:
    """Show what a file would do, with a button that does it."""
    guild = guild_of(interaction)
    if attachment.size > SIZE_LIMIT:
        raise RefusedError(mark("The file is larger than {limit} bytes."), limit=SIZE_LIMIT)
    await put_off(interaction)
    try:
        content = await persistently(attachment.read, interaction.client.limits.pauses)
        plan = await _planned(interaction, guild, File(attachment.filename, content, interaction.client.service.workbooks))
    except (BriefbotError, discord.HTTPException, HangingError) as error:
        await fill_in(interaction, say("{error} Nothing was saved.", error=error.message if isinstance(error, BriefbotError) else error))
        return
    await _show(interaction, plan)


async def _planned(interaction: Interaction, guild: int, file: File) -> ImportPlan:
    """Try a file; if that takes long, show a button that cancels it. A stop of the bot cancels it too."""
    client, token = interaction.client, new_token()
    name = _name(interaction, token)
    ended = client.desk.begin_work(name)

    def checkpoint() -> None:
        if ended.is_set():
            raise Cancelled(mark("Cancelled."))

    planning = client.call_apart(editor_of(interaction).plan_import, guild, interaction.user.id, file, checkpoint)
    task = asyncio.ensure_future(planning)
    try:
        await asyncio.wait({task}, timeout=client.limits.progress_every)
        if not task.done() and not ended.is_set():
            await fill_in(interaction, say("Checking the file …"), view=view_of([button(say("Cancel"), CancelImport(token))]))
        return await task
    finally:
        client.desk.forget_work(name, ended)


def _name(interaction: Interaction, token: str) -> str:
    """Return the name of a person's import, so that nobody else cancels it."""
    return f"{guild_of(interaction)} {interaction.user.id} {token}"


async def cancel_import(interaction: Interaction, pressed: CancelImport) -> None:
    """Cancel an import, which then reports that itself."""
    if interaction.client.desk.end_work(_name(interaction, pressed.token)):
        await put_off(interaction)
    else:
        await send_reply(interaction, say("That import is no longer in progress. Unless you saved it, nothing was saved."), is_private=True)


async def setup(bot: BriefBot) -> None:
    """Register the button."""
    bot.router.button(CancelImport, cancel_import, check=guild_of)


async def _show(interaction: Interaction, plan: ImportPlan) -> None:
    knowledge = interaction.client.service.knowledge(guild_of(interaction))
    lines, report = await interaction.client.call_apart(_report, plan, knowledge)
    head = say_many("{count} row", "{count} rows", len(plan.rows))
    if plan.told:
        head = say("{rows}, read as {form}", rows=head, form=escape(plan.told))
    if plan.proposal is not None:
        head = say("**Preview, not saved yet:** {what}", what=head)
    shown = [head, *_first(lines)]
    files = [text_file("report.txt", report)]
    if plan.proposal is None:
        shown.append(_why_nothing(plan))
        await fill_in(interaction, "\n".join(shown), files=files)
        return
    edits = plan.proposal.edits
    draft = Draft(plan.proposal.guild, plan.proposal.author, edits[0], edits[1:], proposal=plan.proposal)
    interaction.client.desk.keep(draft)
    await show_with_effect(interaction, draft, plan.proposal, "\n".join(shown), files=files, since=seconds())


def _report(plan: ImportPlan, knowledge: Knowledge) -> tuple[list[str], str]:
    """Write the lines of all rows, and the file with the differences of each thing."""
    lines = moderation.import_report(plan, knowledge)
    return lines, "\n".join(lines + _differences(plan))


def _why_nothing(plan: ImportPlan) -> str:
    """Say why nothing is imported."""
    if not plan.is_refused:
        return say("This changes nothing here.")
    refused = sum(row.status == "refused" for row in plan.rows)
    rows = say_many("{count} row was refused, so nothing was saved.", "{count} rows were refused, so nothing was saved.", refused)
    unsaved = say("Nothing was saved.")
    return rows if refused else f"{clip(plan.refusal, _LIMIT // 4)}\n{unsaved}"


def _first(lines: list[str]) -> list[str]:
    """Return the first rows of a report, as many as a message holds."""
    shown: list[str] = []
    for line in lines[:_ROWS]:
        if sum(map(len, shown)) + len(line) > _LIMIT:
            break
        shown.append(line[:_LIMIT])
    return shown if len(shown) == len(lines) else [*shown, say("… and {count} more in the file", count=len(lines) - len(shown))]


def _differences(plan: ImportPlan) -> list[str]:
    """Write the differences of each thing of an import."""
    if plan.proposal is None:
        return []
    found: list[str] = []
    for edit in plan.proposal.edits:
        before, after = plan.proposal.texts((edit.change.kind, edit.change.id))
        found += ["", moderation.called((edit.change.kind, edit.change.id), after or before), moderation.difference_text(before, after)]
    return found
