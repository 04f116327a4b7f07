"""The buttons below a reply: what may have been meant, what else can be asked, pages, sources, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import discord

from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import TURN_ROW, pager, remover, topics_teller
from briefbot.bot.transport.components import Control, Controls, button, view_of
from briefbot.bot.transport.custom_ids import CustomId, Page, Snowflake
from briefbot.bot.transport.requests import Audience
from briefbot.domain.knowledge import Quote
from briefbot.i18n import say
from briefbot.rendering.replies import Reply

RELATED = 2
"""Related questions that are offered; more would bury the answer."""
# Rows by what they are for, so that "Remove" stands where it always stands.
_RELATED, _ABOUT = TURN_ROW + 1, TURN_ROW + 2
Items = Iterator[Control]


@dataclass(frozen=True)
class Suggest(CustomId):
    """Choose a suggestion."""

    head = "bb:suggest"
    asker: Snowflake
    item: str


@dataclass(frozen=True)
class DismissSuggestions(CustomId):
    """Choose none of the suggestions."""

    head = "bb:none"
    asker: Snowflake


@dataclass(frozen=True)
class ShowRelated(CustomId):
    """Ask a related question."""

    head = "bb:show"
    item: str


@dataclass(frozen=True)
class ShowAgain(CustomId):
    """Show an answer where a link to it is."""

    head = "bb:again"
    asker: Snowflake
    items: str


@dataclass(frozen=True)
class TurnPage(CustomId):
    """Turn the pages of an answer."""

    head = "bb:page"
    page: Page
    asker: Snowflake
    items: str


@dataclass(frozen=True)
class ShowSources(CustomId):
    """Show the sources of an answer."""

    head = "bb:sources"
    items: str
    stamp: str | None = None
    """What was shown of the items; older buttons lack it."""


@dataclass(frozen=True)
class TurnSources(CustomId):
    """Turn the pages of an answer's sources."""

    head = "bb:sources-page"
    page: Page
    items: str
    stamp: str | None = None


@dataclass(frozen=True)
class ShowContext(CustomId):
    """Show a quotation within its paragraph."""

    head = "bb:context"
    item: str


def buttons(reply: Reply, audience: Audience, *, page: int = 1, has_article: bool = False) -> Controls | None:
    """Make the buttons of a page of a reply; None where it needs none."""
    about = _about(reply, audience, has_article=has_article)
    return view_of([*_suggestions(reply, audience), *_related(reply), *_pages(reply, audience, page), *about])


def link_buttons(reply: Reply, audience: Audience) -> Controls | None:
    """Make the buttons of a link to an answer."""
    shower = button(say("Show it anyway"), ShowAgain(audience.asker, item_keys.keys(reply.shown)))
    return view_of([shower, *_remover(audience)])


def _suggestions(reply: Reply, audience: Audience) -> Items:
    """Number the suggestions as the text does, which is complete without buttons."""
    for number, item in enumerate(reply.suggestions, 1):
        yield button(str(number), Suggest(audience.asker, item_keys.key(item)), style=discord.ButtonStyle.primary)
    if reply.suggestions:
        yield button(say("None of these"), DismissSuggestions(audience.asker))


def _related(reply: Reply) -> Items:
    """Number what the text lists as nearest; what it does not list stands on the buttons."""
    for number, item in enumerate(reply.nearest, 1):
        yield button(str(number), ShowRelated(item_keys.key(item)), style=discord.ButtonStyle.primary)
    for item in reply.related[:RELATED]:
        yield button(item.label, ShowRelated(item_keys.key(item)), row=_RELATED)


def _pages(reply: Reply, audience: Audience, page: int) -> Items:
    if reply.shown:
        items = item_keys.keys(reply.shown)
        yield from pager(page, len(reply.pages), lambda number: TurnPage(number, audience.asker, items))


def _about(reply: Reply, audience: Audience, *, has_article: bool) -> Items:
    row = _ABOUT if reply.related or len(reply.pages) > 1 else None
    if sourced := reply.shown or reply.about:
        yield button(say("Sources"), ShowSources(item_keys.keys(sourced), item_keys.stamp(sourced)), row=row)
        if has_article and reply.shown and isinstance(reply.shown[0], Quote):
            yield button(say("In context"), ShowContext(item_keys.key(reply.shown[0])), row=row)
    if not (sourced or reply.suggestions or reply.nearest):
        yield topics_teller()
    yield from _remover(audience, row)


def _remover(audience: Audience, row: int | None = None) -> Items:
    if not audience.is_private:
        yield remover(audience.asker, *audience.others, row=row)
