"""Which messages are questions to the bot, and what they ask."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

import discord

from briefbot.bot.transport.requests import MessageWay, Place
from briefbot.domain.outcome import QUESTION_LIMIT
from briefbot.language import text
from briefbot.language.questions import asks_anybody, has_words, is_question
from briefbot.language.self_harm import speaks_of_self_harm

_KINDS = (discord.MessageType.default, discord.MessageType.reply)
# Mentions, a server's own emoji, timestamps and links are not words, although they contain letters.
_NO_WORDS = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|/[^<>:]+:\d+|id:\w+)>|https?://\S+")


@dataclass(frozen=True, slots=True)
class Address:
    """A message for the bot: how it addresses the bot, and the possible questions in it."""

    way: MessageWay
    questions: tuple[str, ...]
    asks: bool
    """Whether one of these looks like a question."""

    @property
    def leans(self) -> bool:
        """Return whether it may be a follow-up; a remark below an answer need not be one."""
        return self.way != "reply" or self.asks


def addressed(message: discord.Message, me: discord.ClientUser, *, opened: Set[int] = frozenset()) -> Address | None:
    """Return how a message addresses the bot, or None if it does not.

    In an open channel a question or a cry for help is enough.
    """
    if message.author.bot or message.webhook_id is not None or message.type not in _KINDS:
        return None
    way = _way(message, me)
    if way is not None:
        return _said_to_bot(message, me, way)
    return _said_to_anybody(message) if _is_for_anybody(message, opened) else None


def _said_to_bot(message: discord.Message, me: discord.ClientUser, way: MessageWay) -> Address:
    questions = questions_in(message)
    if not any(has_words(said, QUESTION_LIMIT) for said in questions):
        questions = _replied_to(message, me) or questions
    return Address(way, questions, any(is_question(said, QUESTION_LIMIT) for said in questions))


def _said_to_anybody(message: discord.Message) -> Address | None:
    asked = [(said, asks_anybody(said, QUESTION_LIMIT)) for said in questions_in(message)]
    questions = tuple(said for said, asks in asked if asks or speaks_of_self_harm(said))
    return Address("open", questions, any(asks for _, asks in asked)) if questions else None


def _is_for_anybody(message: discord.Message, opened: Set[int]) -> bool:
    """Return whether a message is addressed to nobody in particular, in one of some channels."""
    is_to_somebody = message.mentions or message.role_mentions or message.reference is not None or message.mention_everyone
    return not is_to_somebody and Place.of(message).is_among(opened)


def questions_in(message: discord.Message) -> tuple[str, ...]:
    """Return the words of a message, and the title of its forum post: either may be the question."""
    title = _title(message)
    return tuple(said for said in (words_in(message.content), *title) if said)


def _replied_to(message: discord.Message, me: discord.ClientUser) -> tuple[str, ...]:
    """Return the question in the message that this one replies to, unless that is the bot's own."""
    replied = message.reference.resolved if message.reference is not None else None
    return questions_in(replied) if isinstance(replied, discord.Message) and replied.author.id != me.id else ()


def words_in(content: str) -> str:
    """Remove mentions, a server's own emoji, timestamps and links."""
    return text.readable_lines(_NO_WORDS.sub(" ", content))


def _title(message: discord.Message) -> tuple[str, ...]:
    """Return the title of a forum post; nothing for any other message."""
    channel = message.channel
    is_post = isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel) and channel.id == message.id
    return (channel.name,) if is_post and isinstance(channel, discord.Thread) else ()


def _way(message: discord.Message, me: discord.ClientUser) -> MessageWay | None:
    if message.guild is None:
        return "direct"
    answers = _answers(message, me)
    named = f"<@{me.id}>" in message.content or f"<@!{me.id}>" in message.content
    # Discord counts the author of the replied message among the mentions, although the text does not name them.
    if named or (me in message.mentions and not answers) or any(_is_own(role, me) for role in message.role_mentions):
        return "mention"
    return "reply" if answers and not _speaks_to_others(message, me) else None


def _speaks_to_others(message: discord.Message, me: discord.ClientUser) -> bool:
    return any(named != me for named in message.mentions) or bool(message.role_mentions) or message.mention_everyone


def _answers(message: discord.Message, me: discord.ClientUser) -> bool:
    """Return whether a message replies to the bot."""
    reference = message.reference
    return reference is not None and isinstance(reference.resolved, discord.Message) and reference.resolved.author.id == me.id


def _is_own(role: discord.Role, me: discord.ClientUser) -> bool:
    """Return whether a role is the one that Discord made for the bot."""
    return role.tags is not None and role.tags.bot_id == me.id
