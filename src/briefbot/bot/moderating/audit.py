"""The audit channel: every change is announced there, with a button that undoes it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence

import discord

from briefbot.bot.client import BriefBot
from briefbot.bot.moderating.custom_ids import Undo, ref
from briefbot.bot.moderating.pointing import ways_to
from briefbot.bot.transport.components import Control, Controls, button, view_of
from briefbot.domain.knowledge import ThingKind
from briefbot.domain.revision import Revision
from briefbot.editing.editor import Editor, Step
from briefbot.errors import StoreError
from briefbot.i18n import say, speaking
from briefbot.rendering import moderation
from briefbot.rendering.markdown import CONTENT_LIMIT, escape, shorten

log = logging.getLogger(__name__)

_REASON = 200
"""The most characters of a problem in a list of changes."""
_LABEL = 40
"""The most characters of a title on a button."""
SHOWN = 5
"""How many changes of an import are posted one by one; the others are counted."""


async def announce_revisions(client: BriefBot, guild: int, saved: Sequence[Revision]) -> bool:
    """Post changes to a guild's audit channel, if it has one; return False if that failed."""
    channel = _channel(client, guild)
    if channel is None:
        return client.service.settings(guild).audit_channel is None
    with speaking(client.language_in(guild)):
        return await _post_revisions(client, guild, channel, saved)


async def _post_revisions(client: BriefBot, guild: int, channel: discord.abc.Messageable, saved: Sequence[Revision]) -> bool:
    for revision in saved[:SHOWN]:
        step = await _step(client, guild, revision)
        content = moderation.step(step, CONTENT_LIMIT) if step is not None else moderation.headline(revision)
        if not await client.sender.post(channel, content, view=view_of(undo_buttons(revision, moderation.step_title(revision, step)))):
            return False
    if len(saved) > SHOWN:
        return await client.sender.post(channel, say("… and {count} more", count=len(saved) - SHOWN))
    return True


async def _step(client: BriefBot, guild: int, revision: Revision) -> Step | None:
    """Return a revision's change; None if it cannot be read now."""
    try:
        return await client.call_apart(client.service.editor.step, guild, revision.key, revision.number)
    except StoreError as error:
        log.warning("a change is told without what it changed", extra={"error": error.why})
        return None


async def announce_action(
    client: BriefBot, guild: int, tell: Callable[[], Sequence[str]], person: int, *, formerly: int | None = None
) -> None:
    """Post to a guild's audit channel what a person did other than editing, in its language.

    If the channel was changed, post to the former one too.
    """
    with speaking(client.language_in(guild)):
        what, *notes = tell()
        content = "\n".join([say("{what} (<@{who}>)", what=what, who=person), *notes])
    for wanted in dict.fromkeys([formerly, client.service.settings(guild).audit_channel]):
        channel = _found(client, guild, wanted)
        if channel is not None:
            await client.sender.post(channel, content)


async def announce_set_aside(client: BriefBot, guild: int, lines: Sequence[str]) -> None:
    """Post which revisions no longer pass the check."""
    if lines:
        editor = client.service.editor
        head = say("These changes no longer pass the check, so they aren't used. All others are in use:")
        keys = [each.revision.key for each in editor.set_aside(guild)]
        view = view_of(await client.call_apart(lambda: list(ways_to(editor, guild, keys, is_apart=True))))
        await post_to_audit(client, guild, "\n".join([head, *lines]), view=view)


async def post_to_audit(
    client: BriefBot, guild: int, content: str, *, view: Controls | None = None, files: Sequence[discord.File] = ()
) -> bool:
    """Post something to a guild's audit channel; return whether it has one and that got there."""
    channel = _channel(client, guild)
    return channel is not None and await client.sender.post(channel, content, view=view, files=files)


def set_aside_lines(editor: Editor, guild: int) -> list[str]:
    """List the revisions of a guild that are not used, and why."""
    found = editor.set_aside(guild)
    return [f"- {_named(editor, guild, each.revision)}: {_why(editor, guild, each.problems[0].message)}" for each in found if each.problems]


def _why(editor: Editor, guild: int, message: str) -> str:
    """Return what is wrong, with the titles of other things in it."""
    kinds: tuple[ThingKind, ...] = ("entry", "quote")

    def title_of(thing_id: str) -> str:
        things = (editor.thing(guild, (kind, thing_id)) for kind in kinds)
        return next((moderation.title(thing) for thing in things if thing is not None), "")

    return moderation.in_words(escape(message), "", title_of)


def _named(editor: Editor, guild: int, revision: Revision) -> str:
    """Return the name of a revision's thing: by the text in use, or its own if there is none."""
    return moderation.called(revision.key, editor.text(guild, revision.key) or revision.change.data or editor.bundle_text(revision.key))


def unsupported_lines(editor: Editor, guild: int) -> list[str]:
    """List a guild's texts in use that say what the article does not, with the findings."""
    found = editor.unsupported(guild)
    changed = editor.changed(guild)
    return [f"- {_named(editor, guild, changed[key])}: {escape(shorten(errors[0].message, _REASON))}" for key, errors in found.items()]


def _channel(client: BriefBot, guild: int) -> discord.abc.Messageable | None:
    return _found(client, guild, client.service.settings(guild).audit_channel)


def _found(client: BriefBot, guild: int, wanted: int | None) -> discord.abc.Messageable | None:
    found = client.get_guild(guild)
    channel = found.get_channel(wanted) if found is not None and wanted is not None else None
    return channel if isinstance(channel, discord.abc.Messageable) else None


def undo_buttons(revision: Revision, what: str = "") -> Iterator[Control]:
    """Make the button that undoes a revision, or redoes what it undid."""
    action = say("Redo") if revision.action == "undo" else say("Undo")
    label = say("{action}: {what}", action=action, what=shorten(what, _LABEL)) if what else action
    yield button(label, Undo(ref(revision.key), revision.number))
