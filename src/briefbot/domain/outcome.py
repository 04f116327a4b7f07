"""What a question can come to: a closed set of outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from briefbot.domain.knowledge import Asked, Entry, Item, Knowledge, Quote

Reason: TypeAlias = Literal["silent", "off_topic", "not_understood", "small_talk", "distress"]
Lacks: TypeAlias = Literal["name", "word"]
"""What the nearest answer lacks of a question."""

QUESTION_LIMIT = 500
"""Characters of a question that are read."""
MOST_PARTS = 4
"""Questions of one message that are answered at once: so many answers fit a message in nine of ten cases (docs/matching.md)."""
SUGGESTIONS = 3
"""How many candidates are offered at most when the bot is not sure."""
_CERTAIN = 1.0
"""Confidence in an item which somebody chose by name."""


class Wish(StrEnum):
    """What somebody may want of the bot itself."""

    SOURCE = "source"
    WHO = "who"
    """To know whose words an answer is; only a conversation comes to that."""
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
"""Wishes that are about the answer before them."""
OF_NO_ANSWER = frozenset((Wish.TOPICS, Wish.QUOTE, Wish.HELP, Wish.MAKER))
"""Wishes that stand on their own, whatever was answered before."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The curators' answer; for a compound question the parts, each an outcome of its own."""

    entries: tuple[Entry, ...]
    confidence: float
    parts: tuple[Outcome, ...] = ()
    asked: tuple[str, ...] = ()
    """The words of each part."""
    left: tuple[str, ...] = ()
    """Questions of the same message that were not looked up, as they were too many."""
    is_clear: bool = True
    """The question is so surely about the article that nobody needs to have asked the bot for the answer."""
    unmet: tuple[str, ...] = ()
    """Words of the question that the answer has in no form."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Verbatim words."""

    quotes: tuple[Quote, ...]
    confidence: float
    is_clear: bool = True
    unmet: tuple[str, ...] = ()
    """As in `Answered`."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """The bot is not sure, and offers what may have been meant."""

    items: tuple[Item, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Abstained:
    """No answer, and why: `gap` says that the article is silent, `nearest` what it does say."""

    reason: Reason
    confidence: float | None = None
    gap: Entry | None = None
    nearest: tuple[Item, ...] = ()
    is_foreign: bool = False
    """The question is in another language, which is not read without sentence vectors."""
    lacks: Lacks | None = None
    """The nearest answer was not given, as it lacks what was asked for."""
    words: str = ""
    """What the operator wants said to somebody in distress; "" for the bot's own words."""


@dataclass(frozen=True, slots=True)
class Wished:
    """Somebody wants something of the bot itself."""

    wish: Wish
    items: tuple[Item, ...] = ()
    """What was answered before, which the wish goes on about."""
    confidence: float = _CERTAIN

    @property
    def shown(self) -> tuple[Item, ...]:
        """Give the items whose sources the reply shows."""
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
    """Return the ids of what an outcome gives to read; what is only offered is not given."""
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
    """What a question was about: its telling words, and the item that it reached."""

    words: tuple[str, ...]
    item: Item | None
    given: tuple[str, ...] = ()
    """The ids of all that the answer gave."""
    names_a_text: bool = False
    """A text was named (a post, a testimony), which "it" may stand for from then on."""
    asked: Asked | None = None
    """What the question asked for first."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked and what it came to, with the knowledge that it was answered from."""

    question: str
    outcome: Outcome
    knowledge: Knowledge
    is_cut: bool = False
    turn: Turn | None = None
    """What the next question of the same person may lean on, once the answer is out."""
    is_empty: bool = False
    """The question says nothing itself: "why?", "and when was that?"."""
