"""Which messages are questions to the bot, and what is asked in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import discord

from briefbot.bot.transport.requests import MessageWay
from briefbot.domain.outcome import QUESTION_LIMIT
from briefbot.language import text
from briefbot.language.self_harm import speaks_of_self_harm

_KINDS = (discord.MessageType.default, discord.MessageType.reply)
_ASKING = re.compile(
    r"\A(?:(?:and|but|so|ok|then|well) )*"
    r"(?:what|who|whom|whose|where|when|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
    r"|tell|name|list|explain|describe|quote)\b"
)


# Mentions, emoji of a server's own, timestamps and links are no words, though there are letters in them.
_NO_WORDS = re.compile(r"<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|/[^<>:]+:\d+|id:\w+)>|https?://\S+")


@dataclass(frozen=True, slots=True)
class Address:
    """A message that is meant for the bot: by which way, and what may be the question in it."""

    way: MessageWay
    questions: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Return whether it looks like a question."""
        return any(map(is_question, self.questions))

    @property
    def leans(self) -> bool:
        """Return whether it may go on about what was asked before; a remark below an answer need not."""
        return self.way != "reply" or self.asks


def addressed(message: discord.Message, me: discord.ClientUser, *, is_open: bool = False) -> Address | None:
    """Return how a message addresses the bot, or None if it does not; in an open channel a question or a cry for help is enough."""
    if message.author.bot or message.webhook_id is not None or message.type not in _KINDS:
        return None
    if (way := _way(message, me)) is not None:
        own = questions_in(message)
        return Address(way, own if any(map(_has_words, own)) else _replied_to(message, me) or own)
    asked = _asked_of_anybody(message) if is_open else ()
    return Address("open", asked) if asked else None


def _asked_of_anybody(message: discord.Message) -> tuple[str, ...]:
    """Return what is asked in a message that is said to nobody in particular."""
    if message.mentions or message.role_mentions or message.reference is not None or message.mention_everyone:
        return ()
    return tuple(said for said in questions_in(message) if is_question(said) or speaks_of_self_harm(said))


def questions_in(message: discord.Message) -> tuple[str, ...]:
    """Give the words of a message, and those of the title over a forum post: either may be what is asked."""
    return tuple(said for said in (words_in(message.content), *_title(message)) if said)


def _replied_to(message: discord.Message, me: discord.ClientUser) -> tuple[str, ...]:
    """Give what is asked in the message that one replies to, unless it is the bot's own."""
    replied = message.reference.resolved if message.reference is not None else None
    return questions_in(replied) if isinstance(replied, discord.Message) and replied.author.id != me.id else ()


def words_in(content: str) -> str:
    """Leave out what is no words: mentions, emoji of a server's own, timestamps, links."""
    return _NO_WORDS.sub(" ", text.readable(content)).strip()


def _has_words(content: str) -> bool:
    """Return whether there are words in what is read of a text."""
    return bool(text.tokens(content[:QUESTION_LIMIT]))


def is_question(content: str) -> bool:
    """Return whether a text looks like a question, by its mark or its first words."""
    words = " ".join(text.tokens(content[:QUESTION_LIMIT]))
    return bool(words) and ("?" in content or "？" in content or _ASKING.match(words) is not None)


def _title(message: discord.Message) -> tuple[str, ...]:
    """Give the title over a forum post; nothing for any other message."""
    channel = message.channel
    is_post = isinstance(channel, discord.Thread) and isinstance(channel.parent, discord.ForumChannel) and channel.id == message.id
    return (channel.name,) if is_post and isinstance(channel, discord.Thread) else ()


def _way(message: discord.Message, me: discord.ClientUser) -> MessageWay | None:
    if message.guild is None:
        return "direct"
    answers = _answers(message, me)
    named = f"<@{me.id}>" in message.content or f"<@!{me.id}>" in message.content
    # A reply counts the one that it replies to among its mentions, although its text does not name them.
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
