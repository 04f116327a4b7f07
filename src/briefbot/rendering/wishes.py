"""What the bot says about itself and its last answer when people ask in their own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from briefbot.domain.knowledge import Item, Knowledge, Quote, is_gap
from briefbot.domain.outcome import Wish, Wished
from briefbot.i18n import mark, say
from briefbot.rendering import attribution, help_pages, source_pages
from briefbot.rendering.markdown import escape


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a question, if it changes the reply; by default a terminal."""

    has_commands: bool = False
    """Whether all slash commands are available."""
    is_server: bool = False
    is_open: bool = False
    """Whether the bot answers there without a mention."""
    opened: frozenset[int] = frozenset()
    """The channels of the server where it does."""
    moderators: int | None = None
    """The role of the server's moderators."""
    ids: Mapping[str, int] = field(default_factory=dict, hash=False)
    """The ids of the slash commands, if they are known."""


TERMINAL = Where()


def told(wished: Wished, knowledge: Knowledge, where: Where = TERMINAL) -> tuple[str, ...]:
    """Answer a wish, in pages."""
    if wished.shown:
        return _on_answer(wished, knowledge, where)
    if wished.wish is Wish.TOPICS:
        return help_pages.topics(knowledge)
    return (_TOLD[wished.wish](knowledge, where),)


def _on_answer(wished: Wished, knowledge: Knowledge, where: Where) -> tuple[str, ...]:
    """Return where an answer comes from, below anything else that is wanted; the words for a speaker include it."""
    if wished.wish is Wish.WHO:
        return ("\n".join(dict.fromkeys(attribution.who_said(item, knowledge) for item in wished.shown)),)
    above = {
        Wish.SURE: [_how_sure(item, knowledge) for item in wished.shown],
        Wish.WRONG: [_wrong(knowledge, where)],
    }.get(wished.wish, [])
    first, *others = source_pages.sources(wished.shown, knowledge, None)
    return ("\n".join([*dict.fromkeys(above), first]), *others)


def _how_sure(item: Item, knowledge: Knowledge) -> str:
    if isinstance(item, Quote):
        return say("Those are the words of {speaker}, letter for letter.", speaker=escape(knowledge.speakers[item.speaker].name))
    if is_gap(item):
        return say("As far as I know, the article says no more about that.")
    stance = attribution.stance(item, knowledge)
    if stance:
        return say("{stance} I only repeat the article.", stance=escape(stance))
    return say("That's what the article says. I only repeat it.")


def _link(knowledge: Knowledge, _: Where) -> str:
    source = help_pages.source(knowledge)
    none = say("I have no link to it.")
    return source if knowledge.source.url else f"{source}\n{none}"


def _wrong(_: Knowledge, where: Where) -> str:
    sorry = say("Thanks for telling me. I only repeat the article, and can't judge that myself.")
    return f"{sorry} {_WHO_CHANGES_ANSWERS.said(where)}"


@dataclass(frozen=True, slots=True)
class _ByPlace:
    """One message in four wordings: who can help depends on where somebody asks."""

    by_role: str
    """In a server with a moderator role."""
    in_server: str
    elsewhere: str
    """Where there are commands, but no moderators."""
    at_terminal: str

    def said(self, where: Where) -> str:
        if where.is_server and where.moderators is not None:
            return say(self.by_role, moderators=f"<@&{where.moderators}>")
        if where.is_server:
            return say(self.in_server)
        return say(self.elsewhere if where.has_commands else self.at_terminal)


_WHO_CHANGES_ANSWERS = _ByPlace(
    mark("{moderators} can change my answers here."),
    mark("The moderators of this server can change my answers."),
    mark("The moderators of a server can change what I say there."),
    mark("My operator can change my answers."),
)
_WHO_IS_HUMAN = _ByPlace(
    mark("I'm only a bot and can't call anybody. Please ask {moderators}."),
    mark("I'm only a bot and can't call anybody. Please ask a moderator of this server."),
    mark("I'm only a bot, and nobody else reads this. Please ask the moderators of the server where you met me."),
    mark("I'm only a bot, and nobody else reads this. Please ask my operator."),
)


def _human(_: Knowledge, where: Where) -> str:
    return _WHO_IS_HUMAN.said(where)


def _stop(_: Knowledge, where: Where) -> str:
    if not where.is_server:
        return say("All right. I only answer when you ask me.")
    lines = [say("All right. I only answer a mention, a reply to me, or a command.")]
    if where.is_open:
        lines.append(say("In this channel I also answer questions without a mention, when I'm sure."))
    lines.append(say("To remove a reply, open its menu: Apps, “Remove this answer”."))
    lines.append(say("Moderators can keep me out of a channel with `/settings`."))
    return "\n".join(lines)


def _help(knowledge: Knowledge, where: Where) -> str:
    if where.has_commands:
        return help_pages.help(knowledge, opened=where.opened, ids=where.ids)
    title = escape(knowledge.source.title)
    return "\n".join(
        (
            say("I answer questions about the article “{title}”. Just ask.", title=title),
            say("You can also say “topics”, “random quote”, “source?” or “are you sure?”."),
        )
    )


def _maker(_: Knowledge, where: Where) -> str:
    made = say("I'm a bot. People wrote my answers and checked them against the article; I only find the one that fits.")
    more = say("`/help` shows what I can do.")
    return f"{made} {more}" if where.has_commands else made


def _source(knowledge: Knowledge, _: Where) -> str:
    return help_pages.source(knowledge)


def _sure(_: Knowledge, __: Where) -> str:
    return say("I only repeat what the article says. The paragraph is below each answer, so you can check it.")


def _no_quotation(_: Knowledge, __: Where) -> str:
    return say("I have no quotation from the article.")


_TOLD: Mapping[Wish, Callable[[Knowledge, Where], str]] = {
    Wish.SOURCE: _source,
    Wish.WHO: _source,
    Wish.SURE: _sure,
    Wish.WRONG: _wrong,
    Wish.HUMAN: _human,
    Wish.LINK: _link,
    Wish.STOP: _stop,
    Wish.QUOTE: _no_quotation,
    Wish.HELP: _help,
    Wish.MAKER: _maker,
}
