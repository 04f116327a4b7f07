"""The controls below a reply: suggestions, more questions, pages and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import discord

from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import AskModerators, AskMore, PickSuggestion, pager, remover, topics_teller
from briefbot.bot.transport.components import CHOICE_LIMIT, CHOICES, Control, Controls, button, menu, view_of
from briefbot.bot.transport.custom_ids import CustomId, Page, Snowflake
from briefbot.bot.transport.requests import Audience
from briefbot.domain.knowledge import Item, Quote
from briefbot.i18n import say
from briefbot.rendering.markdown import shorten
from briefbot.rendering.replies import Reply

NOTHING = "-"
"""Stands for no keys in a custom id."""
_NEAR = 4
"""The most keys of closest items in a custom id that also names two people."""
Items = Iterator[Control]


@dataclass(frozen=True)
class Suggest(CustomId):
    """Choose a suggestion by its number, on messages from before there was a menu."""

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
    """Ask a related question, on messages from before there was a menu."""

    head = "bb:show"
    item: str


@dataclass(frozen=True)
class PickQuestion(CustomId):
    """Ask a question from a menu."""

    head = "bb-menu:ask"


@dataclass(frozen=True)
class ShowAgain(CustomId):
    """Show an answer in place of a link to it."""

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
    """A digest of what was shown; missing from older buttons."""


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


@dataclass(frozen=True)
class ShowCard(CustomId):
    """Make a picture of a quotation."""

    head = "bb:card"
    asker: Snowflake
    item: str


@dataclass(frozen=True)
class JudgeReply(CustomId):
    """Rate a reply."""

    head = "bb:right"


def buttons(
    reply: Reply, audience: Audience, *, page: int = 1, is_refusal: bool = False, has_article: bool = False, has_cards: bool = False
) -> Controls | None:
    """Make the controls of a page of a reply, in a row; a menu of suggestions comes first."""
    if reply.suggestions:
        none = button(say("None of these"), DismissSuggestions(audience.asker))
        return view_of([suggestion_menu(reply, audience), none, *_judge(audience)])
    turning = list(_pages(reply, audience, page))
    is_full = bool(turning) and audience.can_judge  # a row has five buttons
    about = _about(reply, audience, has_article=has_article and not is_full, has_cards=has_cards and not is_full)
    asker = _ask_moderators(audience) if is_refusal else ()
    return view_of([*about, *turning, *asker, *_judge(audience), *_remover(audience)])


def link_buttons(reply: Reply, audience: Audience) -> Controls | None:
    """Make the buttons of a link to an answer."""
    shower = button(say("Show it anyway"), ShowAgain(audience.asker, item_keys.keys(reply.shown)))
    return view_of([shower, _ask_more(reply, audience), *_judge(audience), *_remover(audience)])


def end_buttons(audience: Audience, *, is_refusal: bool = False) -> Controls | None:
    """Make the buttons of a reply whose offer has ended: only what can be asked."""
    asker = _ask_moderators(audience) if is_refusal else ()
    return view_of([topics_teller(audience.asker, *audience.others), *asker, *_judge(audience), *_remover(audience)])


def suggestion_menu(reply: Reply, audience: Audience) -> Control:
    """Make the menu of suggestions."""
    return menu(say("Pick your question"), PickSuggestion(audience.asker, audience.others), options=_options(reply.suggestions))


def _ask_more(reply: Reply, audience: Audience) -> Control:
    return button(say("Ask more"), AskMore(audience.asker, item_keys.keys(reply.nearest[:_NEAR]) or NOTHING, audience.others))


def _pages(reply: Reply, audience: Audience, page: int) -> Items:
    if reply.shown:
        items = item_keys.keys(reply.shown)
        yield from pager(page, len(reply.pages), lambda number: TurnPage(number, audience.asker, items), row=None)


def _about(reply: Reply, audience: Audience, *, has_article: bool, has_cards: bool) -> Items:
    if sourced := reply.shown or reply.about:
        yield button(say("Sources"), ShowSources(item_keys.keys(sourced), item_keys.stamp(sourced)))
        yield from _about_quotation(reply, audience, has_article=has_article, has_cards=has_cards)
    if sourced or reply.nearest:
        yield _ask_more(reply, audience)
    else:
        yield topics_teller(audience.asker, *audience.others)


def _about_quotation(reply: Reply, audience: Audience, *, has_article: bool, has_cards: bool) -> Items:
    quote = next(iter(reply.shown), None)
    if isinstance(quote, Quote):
        if has_article:
            yield button(say("In context"), ShowContext(item_keys.key(quote)))
        if has_cards:
            yield button(say("As a picture"), ShowCard(audience.asker, item_keys.key(quote)))


def _ask_moderators(audience: Audience) -> Items:
    if audience.can_ask_moderators:
        yield button(say("Ask the moderators"), AskModerators(0, 0))


def _judge(audience: Audience) -> Items:
    if audience.can_judge:
        yield button(say("Was this right?"), JudgeReply())


def _remover(audience: Audience) -> Items:
    if not (audience.is_private or audience.has_menus):
        yield remover(audience.asker, *audience.others)


def question_menu(items: Sequence[Item], placeholder: str) -> Control:
    """Make a menu of questions; each is answered only to the person who picks it."""
    return menu(placeholder, PickQuestion(), options=_options(items))


def _options(items: Sequence[Item]) -> list[discord.SelectOption]:
    return [discord.SelectOption(label=shorten(item.label, CHOICE_LIMIT), value=item_keys.key(item)) for item in items[:CHOICES]]
