"""The possible outcomes of a question: a closed set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from briefbot.domain.knowledge import Asked, Entry, Item, Knowledge, Quote

Reason: TypeAlias = Literal["silent", "off_topic", "not_understood", "small_talk", "distress"]
Lacks: TypeAlias = Literal["name", "word"]
"""What the closest answer lacks of the question."""

QUESTION_LIMIT = 500
"""How many characters of a question are read."""
MOST_PARTS = 4
"""How many questions of one message are answered at once: nine of ten messages have no more (docs/matching.md)."""
SUGGESTIONS = 3
"""The most candidates that are offered when the bot is not sure."""
_CERTAIN = 1.0
"""The confidence in an item that somebody chose by name."""


class Wish(StrEnum):
    """What somebody may want from the bot itself."""

    SOURCE = "source"
    WHO = "who"
    """To know whose words an answer is; only possible in a conversation."""
    SURE = "sure"
    """To know how sure an answer is."""
    WRONG = "wrong"
    """To say that an answer is wrong."""
    HUMAN = "human"
    LINK = "link"
    TOPICS = "topics"
    STOP = "stop"
    QUOTE = "quote"
    HELP = "help"
    MAKER = "maker"


OF_AN_ANSWER = frozenset((Wish.SOURCE, Wish.WHO, Wish.SURE, Wish.WRONG))
"""Wishes about the previous answer."""
OF_NO_ANSWER = frozenset((Wish.TOPICS, Wish.QUOTE, Wish.HELP, Wish.MAKER))
"""Wishes that do not depend on a previous answer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The curators' answer; for a compound question its parts, each an outcome of its own."""

    entries: tuple[Entry, ...]
    confidence: float
    parts: tuple[Outcome, ...] = ()
    asked: tuple[str, ...] = ()
    """The words of each part."""
    left: tuple[str, ...] = ()
    """Questions of the same message that were not looked up, because there were too many."""
    is_clear: bool = True
    """Whether the question is so clearly about the article that the bot may answer without being addressed."""
    unmet: tuple[str, ...] = ()
    """Words of the question that the answer has in no form."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in its exact words."""

    quotes: tuple[Quote, ...]
    confidence: float
    is_clear: bool = True
    unmet: tuple[str, ...] = ()
    """As in `Answered`."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """The bot is not sure, and offers what may be meant."""

    items: tuple[Item, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Abstained:
    """No answer, and why; `gap` says that the article is silent, `nearest` what it does say."""

    reason: Reason
    confidence: float | None = None
    gap: Entry | None = None
    nearest: tuple[Item, ...] = ()
    is_foreign: bool = False
    """Whether the question is in another language, which cannot be read without sentence vectors."""
    lacks: Lacks | None = None
    """What the closest answer lacks, which is why it was not given."""
    words: str = ""
    """The operator's message to a person in distress; "" for the bot's own words."""


@dataclass(frozen=True, slots=True)
class Wished:
    """Somebody wants something from the bot itself."""

    wish: Wish
    items: tuple[Item, ...] = ()
    """What was answered before and the wish is about."""
    confidence: float = _CERTAIN

    @property
    def shown(self) -> tuple[Item, ...]:
        """Return the items whose sources the reply shows."""
        return self.items if self.wish in OF_AN_ANSWER else ()


Outcome: TypeAlias = Answered | Quoted | Suggested | Abstained | Wished


def outcome_of(item: Item) -> Outcome:
    """Return the outcome that shows an item which somebody chose by name."""
    match item:
        case Quote():
            return Quoted((item,), _CERTAIN)
        case Entry(kind="gap"):
            return Abstained("silent", _CERTAIN, item)
        case Entry():
            return Answered((item,), _CERTAIN)


def given(outcome: Outcome) -> frozenset[str]:
    """Return the ids of the items that an outcome shows in full; items that are only offered do not count."""
    match outcome:
        case Answered(entries=entries, parts=parts):
            return frozenset(entry.id for entry in entries).union(*map(given, parts))
        case Quoted(quotes=quotes):
            return frozenset(quote.id for quote in quotes)
        case Abstained(gap=gap):
            return frozenset((gap.id,) if gap else ())
        case Wished(shown=shown):
            return frozenset(item.id for item in shown)
        case Suggested():
            return frozenset()


@dataclass(frozen=True, slots=True)
class Turn:
    """What a question was about: its content words, and the item that it reached."""

    words: tuple[str, ...]
    item: Item | None
    given: tuple[str, ...] = ()
    """The ids of everything in the answer."""
    names_a_text: bool = False
    """Whether a text was named (a post, a testimony), which a later "it" may refer to."""
    asked: Asked | None = None
    """What the question asked for first."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its outcome, with the knowledge that it was answered from."""

    question: str
    outcome: Outcome
    knowledge: Knowledge
    is_cut: bool = False
    turn: Turn | None = None
    """What the same person's next question may refer to, once this reply is sent."""
    is_empty: bool = False
    """Whether the question has no content of its own, such as "why?" or "and when was that?"."""
