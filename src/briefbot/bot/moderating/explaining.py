"""`/knowledge explain`: why a question gets its answer, in words; buttons show figures and add a phrasing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefbot.bot.access import editor_of, guild_of
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.moderating.custom_ids import ModeratorId, key_of, outdated
from briefbot.bot.moderating.editing.draft_ids import draft_of
from briefbot.bot.moderating.editing.forms import PHRASES, open_form
from briefbot.bot.moderating.pointing import editor_of_one, key_of_item, option
from briefbot.bot.transport.components import Control, button, menu, view_of
from briefbot.bot.transport.interactions import in_time, send_pages
from briefbot.domain.explanation import Explanation
from briefbot.i18n import say
from briefbot.rendering.explanations import explained
from briefbot.rendering.markdown import pages, plain

_CODE_LIMIT = 1_900
"""The most characters of a code block in a message."""


@dataclass(frozen=True)
class ShowFigures(ModeratorId):
    """Show the figures of an explanation, whose first line has the question."""

    head = "bb:k-figures"


@dataclass(frozen=True)
class AddPhrasing(ModeratorId):
    """Add the question of an explanation as a way to ask for the picked thing."""

    head = "bb-menu:k-asked"


async def explain(interaction: Interaction, question: str) -> None:
    """Explain why a question gets its answer."""
    found = await _explanation(interaction, question)
    await send_pages(interaction, pages(explained(found)), view=view_of(_buttons(interaction, found)))


async def _explanation(interaction: Interaction, question: str) -> Explanation:
    client = interaction.client
    return await in_time(interaction, client.call_apart(client.service.explain, guild_of(interaction), question), is_private=True)


def _buttons(interaction: Interaction, found: Explanation) -> Iterator[Control]:
    editor, guild = editor_of(interaction), guild_of(interaction)
    if found.matches and found.verdict not in ("wish", "distress"):
        keys = [key_of_item(each.item) for each in found.matches if found.question not in each.item.phrasings]
        if keys:
            yield menu(say("Add the question as a way to ask …"), AddPhrasing(), options=[option(editor, guild, key) for key in keys])
        yield from editor_of_one(editor, guild, key_of_item(found.matches[0].item), say("Edit the best match"))
    if found.figures:
        yield button(say("Show the figures"), ShowFigures())


def _question(interaction: Interaction) -> str:
    """Read the question from the explanation; raise RefusedError if it is missing."""
    content = interaction.message.content if interaction.message is not None else ""
    typed = plain(content.partition("\n")[0]).strip()
    if not typed:
        raise outdated()
    return typed


async def show_figures(interaction: Interaction, _: ShowFigures) -> None:
    """Show the figures of an explanation."""
    found = await _explanation(interaction, _question(interaction))
    await send_pages(interaction, [f"```\n{page}\n```" for page in pages(found.figures.replace("```", "'''"), _CODE_LIMIT)])


async def add_phrasing(interaction: Interaction, _: AddPhrasing, picked: str) -> None:
    """Open the form for more phrasings of a thing, with the question in it."""
    key = key_of(picked, editor_of(interaction).names(guild_of(interaction)))
    await open_form(interaction, draft_of(interaction, key), PHRASES, begun={"phrasings": [_question(interaction)]})


async def setup(bot: BriefBot) -> None:
    """Register the buttons."""
    bot.router.button(ShowFigures, show_figures, check=guild_of)
    bot.router.menu(AddPhrasing, add_phrasing, check=guild_of)
