"""Turn an exchange into a reply: planned, with its buttons, sent once, not repeated minutes later, and followed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import discord

from briefbot.bot.asking.answer_buttons import ShowAgain, buttons, end_buttons, link_buttons
from briefbot.bot.asking.channels import language_of, where_of
from briefbot.bot.asking.holding import keep_shown, keep_words
from briefbot.bot.asking.questions import is_refusal
from briefbot.bot.client import BriefBot, Interaction
from briefbot.bot.transport import item_keys
from briefbot.bot.transport.common_buttons import removers
from briefbot.bot.transport.components import Controls, find_below
from briefbot.bot.transport.interactions import in_time, replace_reply
from briefbot.bot.transport.requests import Audience, Place, Request, request_by_message
from briefbot.bot.transport.retries import TROUBLE
from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import Answered, Exchange
from briefbot.domain.records import Receipt, TemporaryMessage
from briefbot.errors import BriefbotError
from briefbot.i18n import say, speaking
from briefbot.rendering import help_pages, replies
from briefbot.rendering.corrections.lines import still_corrected
from briefbot.rendering.markdown import small

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to reply, and to whom: an answer, a link to one that was given recently, or a hint."""

    audience: Audience
    reply: replies.Reply
    content: str
    view: Controls | None
    shown: tuple[str | None, int] = (None, 0)
    """The first item of the reply, with its revision."""
    earlier: int | None = None
    """The message that it links to."""
    run_out: str = ""
    """The text of the reply when its suggestions can no longer be chosen."""
    whole: Exchange | None = None
    """The results of several questions, if the reply has several pages."""

    @property
    def items(self) -> tuple[Item, ...]:
        """List the items that the reply shows or is about; a link has none."""
        return self.reply.shown or self.reply.about if self.earlier is None else ()


async def send_answer(
    bot: BriefBot, request: Request, exchange: Exchange, *, is_private: bool = False, may_link: bool = True, is_titled: bool = False
) -> discord.Message | None:
    """Reply with the outcome of a question, or with a link if the channel got the same answer recently."""
    plan = plan_answer(bot, request, exchange, request.private if is_private else request.shared, is_titled=is_titled)
    earlier = _earlier(bot, request.place, plan.reply) if may_link and not is_private else None
    if earlier is not None:
        plan = _plan_link(bot, request, plan, earlier)
    elif not is_private and _was_offered(bot, request, plan.reply):
        plan = _plan_still_unsure(plan)
    sent = await _send(bot, request, plan)
    if sent is not None:
        keep_words(bot, request, sent, exchange)
    return sent


async def send_hint(bot: BriefBot, request: Request, message: discord.Message) -> None:
    """Say how to ask, in reply to a message without words that the bot can read."""
    await _send(bot, request, _plan_hint(bot, request, message, request.shared))


async def _send(bot: BriefBot, request: Request, plan: Plan) -> discord.Message | None:
    sent = await bot.sender.deliver(request.source, plan.content, view=plan.view, is_private=plan.audience.is_private)
    if sent is not None:
        _note(bot, request, sent, plan)
    return sent


async def answer_in_turn(
    interaction: Interaction,
    find: Callable[[], Awaitable[T]],
    give: Callable[[T], Awaitable[object]],
    request: Request,
    *,
    is_private: bool,
) -> None:
    """Answer after the asker's cooldown, in the interaction's turn.

    It is acknowledged if that takes longer than a moment.
    """
    async with AsyncExitStack() as stack:

        async def found() -> T:
            waited = await interaction.client.cooldowns.wait_out(request)
            await stack.enter_async_context(interaction.client.queues.turn(request.place.channel, request.asker))
            interaction.client.cooldowns.take_on(waited)
            return await find()

        await give(await in_time(interaction, found(), is_private=is_private))


async def replace_by_answer(interaction: Interaction, request: Request, exchange: Exchange, *, page: int = 1) -> None:
    """Replace the message whose button was pressed by an answer."""
    bot, message, audience = interaction.client, interaction.message, audience_below(interaction, request)
    plan = plan_answer(bot, request, exchange, audience, page=page)
    if message is not None:
        plan = replace(plan, content=still_corrected(message.content, plan.content))
        bot.delayed.drop(message.id)
    await replace_reply(interaction, plan.content, view=plan.view)
    if message is not None:
        _note_replaced(bot, request.place, message, plan)


def audience_below(interaction: Interaction, request: Request) -> Audience:
    """Return the readers of the message whose button was pressed."""
    message = interaction.message
    if message is None:
        return _judging(interaction.client, request, request.shared)
    audience = replace(request.private if message.flags.ephemeral else request.shared, others=removers(message)[1:])
    return _judging(interaction.client, request, audience)


async def change_answer(bot: BriefBot, request: Request, sent: discord.Message, exchange: Exchange) -> bool:
    """Change a reply to the current outcome of its question; return whether that succeeded."""
    keep_words(bot, request, sent, exchange)
    return await _change(bot, request, sent, plan_answer(bot, request, exchange, _audience_of(request, sent)))


async def change_into_hint(bot: BriefBot, request: Request, message: discord.Message, sent: discord.Message) -> None:
    """Change a reply into a hint, because its edited question has no words any more."""
    await _change(bot, request, sent, _plan_hint(bot, request, message, _audience_of(request, sent)))


async def _change(bot: BriefBot, request: Request, sent: discord.Message, plan: Plan) -> bool:
    put_aside(bot, sent)
    if not await bot.sender.change(sent, plan.content, view=plan.view):
        return False
    _note(bot, request, sent, plan)
    return True


def _audience_of(request: Request, sent: discord.Message) -> Audience:
    """Return the readers of a sent reply; who may remove it is only stored in its button."""
    asker, *others = removers(sent) or [request.asker]
    return replace(request.shared, asker=asker, others=tuple(others))


async def renew_links(bot: BriefBot, channel: discord.abc.MessageableChannel, answer: int) -> None:
    """Replace links to a deleted or changed answer by the answer itself, each in its turn."""
    for message in bot.recent_answers.lost_links(answer):
        try:
            async with bot.queues.turn(channel.id):  # its own question may be edited right now
                await _renew_link(bot, await bot.sender.find(channel, message))
        except (discord.HTTPException, *TROUBLE) as error:
            log.info("link could not be renewed", extra={"reply": message, "error": str(error)})


async def _renew_link(bot: BriefBot, link: discord.Message | None) -> None:
    """Replace a link by its answer, unless it is no longer a link."""
    if link is None:
        return
    shower, question = find_below(link, ShowAgain), link.reference and link.reference.resolved
    if shower is not None and isinstance(question, discord.Message):
        request = request_by_message(question, "edit", bot.language_in)
        with suppress(BriefbotError):  # withdrawn, or under review: pressing the button says so
            await change_answer(bot, request, link, item_keys.chosen_by_keys(shower.items, bot.knowledge_in(request.place)))


async def take_back(bot: BriefBot, sent: discord.Message) -> None:
    """Remove a reply that its edited message no longer calls for."""
    put_aside(bot, sent)
    await bot.sender.remove(sent)


# Planning --------------------------------------------------------------------------------------


def plan_answer(bot: BriefBot, request: Request, exchange: Exchange, audience: Audience, *, page: int = 1, is_titled: bool = False) -> Plan:
    """Plan the reply to a question, in its readers' language, or in the question's if it is not an answer."""
    audience = _judging(bot, request, audience)
    if not replies.shown_in(exchange.outcome):
        audience = replace(audience, language=language_of(bot, request, audience, exchange.question))
    with speaking(audience.language):
        reply = replies.reply(exchange, is_titled=is_titled, where=where_of(bot, request))
        number, first = min(page, len(reply.pages)), next(iter(reply.shown), None)
        has_article, has_cards = bot.service.article is not None, bot.draw is not None
        return Plan(
            audience,
            reply,
            reply.page(number),
            buttons(reply, audience, page=number, is_refusal=is_refusal(exchange), has_article=has_article, has_cards=has_cards),
            (first.id, exchange.knowledge.revision_of(first)) if first is not None else (None, 0),
            run_out=too_late(reply.content) if reply.suggestions else "",
            whole=exchange if len(reply.pages) > 1 and isinstance(exchange.outcome, Answered) and exchange.outcome.asked else None,
        )


def too_late(offer: str) -> str:
    """Say below an offer that it has ended."""
    late = say("Too late to pick: ask again.")
    return f"{offer}\n{small(late)}"


def _judging(bot: BriefBot, request: Request, audience: Audience) -> Audience:
    """Let readers in a server rate the reply and ask the moderators, if that is available."""
    can_judge = request.place.guild is not None and bot.service.can_be_edited
    asked_in = bot.service.settings(request.place.guild).asked_in
    return replace(audience, can_judge=can_judge, can_ask_moderators=can_judge and asked_in is not None)


def _plan_still_unsure(plan: Plan) -> Plan:
    """Plan the reply to a person who got the same offer recently."""
    with speaking(plan.audience.language):
        told = say("I'm still not sure. Try other words, or name the person, place or event you mean.")
        return Plan(plan.audience, replies.Reply((told,)), told, end_buttons(plan.audience, is_refusal=True))


def _plan_link(bot: BriefBot, request: Request, plan: Plan, earlier: int) -> Plan:
    """Plan a link instead of an answer.

    After an interaction it is private, because the channel has the answer already.
    """
    audience = _judging(bot, request, request.private if isinstance(request.source, discord.Interaction) else request.shared)
    address = f"https://discord.com/channels/{request.place.guild}/{request.place.channel}/{earlier}"
    with speaking(audience.language):
        content = say("Answered a few minutes ago: {address}", address=address)
        return replace(plan, audience=audience, content=content, view=link_buttons(plan.reply, audience), earlier=earlier, run_out="")


def _plan_hint(bot: BriefBot, request: Request, message: discord.Message, audience: Audience) -> Plan:
    text = _hint(bot, request.place, message)
    return Plan(audience, replies.Reply((text,)), text, end_buttons(audience))


def _hint(bot: BriefBot, place: Place, message: discord.Message) -> str:
    if message.content or message.guild is None:
        return help_pages.hint(bot.knowledge_in(place))
    name = bot.me.name
    return say("I can't read that message. Pick @{name}, the one with the APP badge, from the list, or use `/ask`.", name=name)


# Remembering -----------------------------------------------------------------------------------


def _note(bot: BriefBot, request: Request, sent: discord.Message, plan: Plan) -> None:
    """Record what was sent: which message answers which, where an answer is, and until when an offer lasts."""
    place = request.place
    if isinstance(request.source, discord.Message):
        _keep(bot, _receipt(place, request.source.id, sent.id, plan))
    keep_shown(bot, place, sent.id, plan.items, is_private=plan.audience.is_private)
    if plan.earlier is not None:
        _note_link(bot, place, sent.id, plan, plan.earlier)
    elif not plan.audience.is_private:
        note_answer(bot, place, sent.id, plan.reply)
    _keep_whole(bot, sent.id, plan)
    _limit_offer(bot, request, sent, plan)


def _note_replaced(bot: BriefBot, place: Place, message: discord.Message, plan: Plan) -> None:
    """Record what a message says since its button was pressed."""
    if not message.flags.ephemeral:
        note_answer(bot, place, message.id, plan.reply)
    _keep_whole(bot, message.id, plan)
    keep_shown(bot, place, message.id, plan.items, is_private=message.flags.ephemeral)
    if message.reference is not None and message.reference.message_id is not None:
        receipt = _receipt(place, message.reference.message_id, message.id, plan)
        bot.writes.add(partial(bot.service.receipts.renew, receipt))


def _keep_whole(bot: BriefBot, message: int, plan: Plan) -> None:
    if plan.whole is not None:
        bot.recent_answers.keep_whole(message, plan.whole)


def put_aside(bot: BriefBot, sent: discord.Message) -> None:
    """Forget what a reply has said so far."""
    bot.delayed.drop(sent.id)
    bot.recent_answers.forget(sent.id)


def _keep(bot: BriefBot, receipt: Receipt) -> None:
    """Keep a receipt: in memory at once, on disk while the next question is answered."""
    receipts = bot.service.receipts
    receipts.note(receipt)
    if receipts.is_lasting:
        bot.writes.add(partial(receipts.keep, receipt))


def _receipt(place: Place, question: int, message: int, plan: Plan) -> Receipt:
    """Return the receipt: which message answers which, and what it shows."""
    thing, number = plan.shown
    return Receipt(place.channel, message, place.guild, question, thing, number, discord.utils.utcnow())


def note_answer(bot: BriefBot, place: Place, message: int, reply: replies.Reply) -> None:
    """Record which message gives an answer, or an offer, in a channel."""
    if reply.shown:
        bot.recent_answers.note(place.channel, _mark(reply), message)
    elif reply.suggestions:
        bot.recent_answers.note(place.channel, _mark_of_offer(place.person, reply), message)


def _note_link(bot: BriefBot, place: Place, message: int, plan: Plan, earlier: int) -> None:
    if not plan.audience.is_private:
        bot.recent_answers.link(place.channel, _mark(plan.reply), earlier, message)


def _mark(reply: replies.Reply) -> str:
    """Return a key for what a reply shows, including the revision of the text."""
    return f"{item_keys.keys(reply.shown)} {item_keys.stamp(reply.shown)}"


def _mark_of_offer(person: int, reply: replies.Reply) -> str:
    """Return a key for an offer to a person, in any order."""
    return f"{person} {' '.join(sorted(map(item_keys.key, reply.suggestions)))}"


def _was_offered(bot: BriefBot, request: Request, reply: replies.Reply) -> bool:
    """Return whether the same person got the same offer in the channel recently."""
    place = request.place
    return bool(reply.suggestions) and bot.recent_answers.find(place.channel, _mark_of_offer(place.person, reply)) is not None


def _earlier(bot: BriefBot, place: Place, reply: replies.Reply) -> int | None:
    """Return the message that gave this answer in the channel recently."""
    return bot.recent_answers.find(place.channel, _mark(reply)) if place.guild is not None and reply.shown else None


def _limit_offer(bot: BriefBot, request: Request, sent: discord.Message, plan: Plan) -> None:
    """Remove the suggestions when their time is over, even after a restart if the bot can still reach them."""
    if not plan.run_out:
        return
    with speaking(plan.audience.language):
        view = end_buttons(plan.audience)
    bot.delayed.put_off(sent.id, bot.limits.offer_time, lambda: bot.sender.end_offer(sent, plan.run_out, view))
    if request.is_present and not plan.audience.is_private:
        until = discord.utils.utcnow() + timedelta(seconds=bot.limits.offer_time)
        bot.temporary.note(TemporaryMessage(sent.id, request.place.channel, request.place.guild, "offer", until))
