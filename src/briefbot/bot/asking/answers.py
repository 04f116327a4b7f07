"""An exchange into a reply: rendered, with its buttons, sent once and not again minutes later, and followed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial

import discord

from briefbot.bot.asking.answer_buttons import Below, ShowAgain, buttons
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import remover, removers, topics_teller
from briefbot.bot.transport.components import Controls, button, find_below, view_of
from briefbot.bot.transport.places import Place, is_present, language_below, language_of
from briefbot.bot.transport.sending import (
    TROUBLE,
    Target,
    change_reply,
    find_reply,
    in_time,
    remove_reply,
    replace_reply,
    send_reply,
    switch_off,
)
from briefbot.domain.outcome import Abstained, Exchange, Outcome
from briefbot.domain.records import Receipt
from briefbot.errors import BriefbotError
from briefbot.i18n import say, speak
from briefbot.rendering import help_pages, replies
from briefbot.rendering.markdown import small

log = logging.getLogger(__name__)

OFFER_TIME = timedelta(minutes=5)
"""How long suggestions can be chosen."""


async def send_answer(
    bot: BriefBot,
    target: Target,
    exchange: Exchange,
    *,
    asker: int,
    is_private: bool = False,
    may_link: bool = True,
    is_titled: bool = False,
) -> discord.Message | None:
    """Reply with what a question came to, or with a link where the channel was told the same a short while ago."""
    if not is_private:
        speak(language_of(target))
    reply, place = _reply(bot, target, exchange, is_titled=is_titled), Place.of(target)
    earlier = _earlier(bot, place, reply) if may_link and not is_private else None
    others = (target.author.id,) if isinstance(target, discord.Message) and target.author.id != asker else ()
    if earlier is not None:
        if isinstance(target, discord.Interaction):
            is_private = True  # the channel has it already
            speak(str(target.locale))
        content, view = _link(place, earlier, reply, Below(asker, is_private, others=others))
    else:
        content, view = reply.content, _buttons(bot, reply, Below(asker, is_private, others=others))
    sent = await send_reply(target, content, view=view, is_private=is_private)
    if sent is None:
        return None
    if isinstance(target, discord.Message):
        _keep(bot, _receipt(place, target.id, sent.id, *_first_shown(exchange, reply)))
    if not is_private:
        if earlier is None:
            _note(bot, place, sent.id, reply)
        else:
            bot.repeats.link(place.channel, _mark(reply), earlier, sent.id)
    _limit_offer(bot, sent, reply, view, [asker, *others])
    return sent


async def answer_in_turn(
    interaction: Interaction, find: Callable[[], Awaitable[Exchange]], give: Callable[[Exchange], Awaitable[object]], *, is_private: bool
) -> None:
    """Answer when it is the interaction's turn in its channel, and acknowledge it where that takes longer than a moment."""
    async with AsyncExitStack() as stack:

        async def found() -> Exchange:
            await stack.enter_async_context(interaction.client.lanes.turn(interaction.channel_id or 0, interaction.user.id))
            interaction.client.take_on(interaction)
            return await find()

        await give(await in_time(interaction, found(), is_private=is_private))


async def replace_by_answer(interaction: Interaction, exchange: Exchange, *, asker: int, page: int = 1) -> None:
    """Put an answer in the place of the message whose button was pressed."""
    speak(language_below(interaction))
    reply, message = replies.reply(exchange), interaction.message
    is_private = message is not None and message.flags.ephemeral
    number = min(page, len(reply.pages))
    others = removers(message)[1:] if message is not None else ()
    view = _buttons(interaction.client, reply, Below(asker, is_private, page=number, others=others))
    if message is not None:
        interaction.client.later.drop(message.id)
    await replace_reply(interaction, reply.page(number), view=view)
    if message is not None:
        _note_replaced(interaction, message, exchange, reply)


def _note_replaced(interaction: Interaction, message: discord.Message, exchange: Exchange, reply: replies.Reply) -> None:
    """Note what a message gives since its button was pressed."""
    bot, place = interaction.client, Place.of(interaction)
    if not message.flags.ephemeral:
        _note(bot, place, message.id, reply)
    if message.reference is not None and message.reference.message_id is not None:
        receipt = _receipt(place, message.reference.message_id, message.id, *_first_shown(exchange, reply))
        bot.backlog.add(partial(bot.service.receipts.renew, receipt))


async def change_answer(bot: BriefBot, message: discord.Message, sent: discord.Message, exchange: Exchange) -> bool:
    """Let a reply say what its question comes to now; return whether it does."""
    reply, place = _reply(bot, message, exchange), Place.of(message)
    asker, *others = _owners(message, sent)
    _put_aside(bot, sent)
    view = _buttons(bot, reply, Below(asker, others=tuple(others)))
    if not await change_reply(sent, reply.content, view=view):
        return False
    _keep(bot, _receipt(place, message.id, sent.id, *_first_shown(exchange, reply)))
    _note(bot, place, sent.id, reply)
    _limit_offer(bot, sent, reply, view, [asker, *others])
    return True


async def renew_links(bot: BriefBot, channel: discord.abc.MessageableChannel, answer: int) -> None:
    """Let what links to an answer that is gone, or that says something else now, give that answer itself, each in its turn."""
    for message in bot.repeats.lost_links(answer):
        try:
            async with bot.lanes.turn(channel.id):  # its own question may be edited just now
                await _renew_link(bot, await find_reply(channel, message))
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("link could not be renewed", extra={"message": message, "error": str(error)})


async def _renew_link(bot: BriefBot, link: discord.Message | None) -> None:
    """Put an answer in the place of the link to it, unless that is none any more."""
    if link is None:
        return
    wanted, question = find_below(link, ShowAgain), link.reference and link.reference.resolved
    if wanted is not None and isinstance(question, discord.Message):
        speak(language_of(question))
        with suppress(BriefbotError):  # withdrawn, or under review: whoever presses the button is told so
            await change_answer(bot, question, link, item_keys.chosen_by_keys(wanted.items, bot.knowledge_in(question)))


async def send_hint(bot: BriefBot, message: discord.Message) -> None:
    """Say how to ask, to somebody whose message holds no words that the bot can read."""
    sent = await send_reply(message, _hint(bot, message), view=_below_hint([message.author.id]))
    if sent is not None:
        _keep(bot, _receipt(Place.of(message), message.id, sent.id))


async def change_into_hint(bot: BriefBot, message: discord.Message, sent: discord.Message) -> None:
    """Let a reply say how to ask, where its edited question has no words any more."""
    _put_aside(bot, sent)
    if await change_reply(sent, _hint(bot, message), view=_below_hint(_owners(message, sent))):
        _keep(bot, _receipt(Place.of(message), message.id, sent.id))


async def take_back(bot: BriefBot, sent: discord.Message) -> None:
    """Take back a reply that its edited message no longer calls for."""
    _put_aside(bot, sent)
    await remove_reply(sent)


def _reply(bot: BriefBot, target: Target, exchange: Exchange, *, is_titled: bool = False) -> replies.Reply:
    """Render what a question came to; a call for help to what /help tells, where all that it names is at hand."""
    is_here = isinstance(target, discord.Message) or is_present(target)
    if asks_for_help(exchange.outcome) and is_here:
        return replies.Reply((help_pages.help(opened=bot.opened_in(target)),))
    return replies.reply(exchange, is_titled=is_titled)


def asks_for_help(outcome: Outcome) -> bool:
    """Return whether somebody wants to know what the bot can do."""
    return isinstance(outcome, Abstained) and outcome.asks_for_help


def _owners(message: discord.Message, sent: discord.Message) -> Sequence[int]:
    """Tell who asked for a reply, and who else can take it back: of that nothing is kept but its button."""
    return removers(sent) or [message.author.id]


def _hint(bot: BriefBot, message: discord.Message) -> str:
    if message.content or message.guild is None:
        return help_pages.hint(bot.knowledge_in(message))
    return say("I cannot read this message: mention me in it by name, or use `/ask`.")


def _below_hint(owners: Sequence[int]) -> Controls | None:
    return view_of([topics_teller(), remover(*owners)])


def _put_aside(bot: BriefBot, sent: discord.Message) -> None:
    """Forget what a reply has said so far."""
    bot.later.drop(sent.id)
    bot.repeats.forget(sent.id)


def _buttons(bot: BriefBot, reply: replies.Reply, below: Below) -> Controls | None:
    return buttons(reply, replace(below, has_article=bot.service.article is not None))


def _keep(bot: BriefBot, receipt: Receipt) -> None:
    """Keep a receipt: in memory at once, on disk while the next question is answered."""
    receipts = bot.service.receipts
    receipts.note(receipt)
    if receipts.is_lasting:
        bot.backlog.add(partial(receipts.keep, receipt))


def _first_shown(exchange: Exchange, reply: replies.Reply) -> tuple[str | None, int]:
    """Name what a reply shows first, and its revision."""
    shown = next(iter(reply.shown), None)
    return (shown.id, exchange.knowledge.revision_of(shown)) if shown is not None else (None, 0)


def _receipt(place: Place, question: int, message: int, thing: str | None = None, number: int = 0) -> Receipt:
    """Say which message answers which, and what it shows."""
    return Receipt(place.channel, message, place.guild, question, thing, number, discord.utils.utcnow())


def _note(bot: BriefBot, place: Place, message: int, reply: replies.Reply) -> None:
    if reply.shown:
        bot.repeats.note(place.channel, _mark(reply), message)


def _mark(reply: replies.Reply) -> str:
    """Name what a reply shows, and which text of it."""
    return f"{item_keys.keys(reply.shown)} {item_keys.stamp(reply.shown)}"


def _earlier(bot: BriefBot, place: Place, reply: replies.Reply) -> int | None:
    """Find the message that gave this answer in the channel a short while ago."""
    return bot.repeats.find(place.channel, _mark(reply)) if place.guild is not None and reply.shown else None


def _link(place: Place, message: int, reply: replies.Reply, below: Below) -> tuple[str, Controls | None]:
    address = f"https://discord.com/channels/{place.guild}/{place.channel}/{message}"
    content = say("I answered that here a few minutes ago: {address}", address=address)
    shower = button(say("Show it anyway"), ShowAgain(below.asker, item_keys.keys(reply.shown)))
    return content, view_of([shower] if below.is_private else [shower, remover(below.asker, *below.others)])


def _limit_offer(bot: BriefBot, sent: discord.Message, reply: replies.Reply, view: Controls | None, owners: Sequence[int]) -> None:
    """Let suggestions be switched off when their time is over; what is left is to take the reply back."""
    if reply.suggestions and view is not None:
        over = f"{reply.content}{replies.PARAGRAPH}{small(say('This offer has run out. Please ask again.'))}"
        bot.later.put_off(sent.id, OFFER_TIME.total_seconds(), lambda: switch_off(sent, over, view, keep=[remover(*owners).custom_id]))
