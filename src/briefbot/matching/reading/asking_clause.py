"""Find the clause that asks in a message with padding and context around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefbot.language import text
from briefbot.matching.reading.vocabulary import STOP_WORDS
from briefbot.matching.reading.words import POINTING

_END = re.compile(
    r"((?:(?<=[.!?;:])|(?<=[.!?][\"”’)]))(?<!\b[A-Z]\.)(?<!\b[DM]r\.)(?<!\bM[rs]s\.)(?<!\bMs\.)(?<!\bGen\.)"
    r"(?<!\bProf\.)\s++"  # "Mr. Lin", "J. Park"
    r"|(?:(?<!\s)\s++)?,\s++(?=(?:so|but|and) (?:could|can|would|tell|please|give)\b|so (?:what|who|when|where|how|why|did|does|is)\b)"
    r"|(?<!\s)\s++-\s++)"
)
"""The end of a sentence."""
_ASKS = re.compile(
    r"\A\W*(?:(?:and|but|also|plus|so|ok|okay|then|well|wait|please|pls|first|second|third) )*(?:(?:in|at|for|to|by|on|with|from|of) )?"
    r"(?:who|whom|whose|what|whats|whos|when|where|why|how|which|wich|wat|wen"
    r"|tell|name|list|explain|describe|quote|give|show|(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would) \w+ \w+)\b"
    r"|\b(?:tell me|(?:like|want|need|love) to (?:know|learn)|(?:i|we) (?:need|want) the|looking for"
    r"|(?:i|we)(?:'m|'re| am| are| was| were)? wonder(?:ing)?)\b",
    re.IGNORECASE,
)
_WORK = (
    "home ?work|hw|essay|class|course|school|uni|university|college|exam|test|quiz|work ?sheet|project|report|presentation|talk|seminar"
    "|lesson|teacher|assignment|bibliography|flash ?cards?|caption|slides?|paper|thesis|crossword|notes|debate|podcast|newsletter"
)
_SHORT = (
    r"(?:\d|an?|one|two|three|a few|a couple of) (?:short |simple |single )?(?:sentences?|words?|lines?|paragraphs?)"
    r"(?: or (?:so|two|three))?(?: only| max| is enough)?"
)
_PADDING = re.compile(
    r"(?:(?<!\s)\s++|(?<![\w']))(?:"
    r"(?:thanks?|thx|tysm|thank (?:you|u))(?: (?:so much|a lot|very much))?(?: in advance)?"
    r"|sorry (?:for|about|to|2|if)\b[^.;:?!]*+"
    r"|(?:my|our) \w++ (?:says|said|insists|insisted|claims|claimed|thinks|thought|mentioned|wrote|asked|wants|tells|told)"
    r"(?: (?:me|us))?(?: that)?"
    r"|(?:for real|fr|fr fr|really|seriously|srsly|no cap)(?=\W*+\Z)"
    r"|pl(?:ease|s|z)|asap|eli5|tl;?dr|briefly|short answer(?: only)?|no essays?|help me(?: out)?(?=\W*+\Z)"
    rf"|(?:(?:(?:i|we) )?(?:only |just )?need |give me |in |just |only |max ){_SHORT}"
    rf"|{_SHORT}(?=\W*+\Z)|(?<=[,(] ){_SHORT}"
    r"|(?:(?:i|we) )?(?:really |just )?(?:need|want) (?:it|this|that|them|these) "
    r"(?:for|4|in|by|until|before|on|asap|now|today|tonight|tomorrow)\b[^,.;:?!]*+"
    rf"|(?:(?:it'?s|it is|this is) )?(?:for|4) (?:(?:my|our|an?|the|some) )?(?:\w++ )?(?:{_WORK})(?= *+(?:[,.;:?!)]|\Z))"
    r"|(?:(?:it'?s|it is|this is) )?due (?:in|by|on|at|today|tomorrow|tonight|soon|next)\b[^,.;:?!]*+"
    rf"|(?:(?:{_WORK}) )?(?:question|q) ?\d\d?\b(?! ?[%\d])(?: (?:says|asks|reads|is|goes))?:?"
    r"|fill in(?: the (?:blanks?|gaps?))?:|\d\d? ?(?:pts?|points?|marks?)(?=\))|\d\d? ?pts?|_{2,}+"
    r")(?![\w'])",
    re.IGNORECASE,
)
"""Padding: how, when or why an answer is wanted, but not what is asked."""
_FRAME = re.compile(rf"\b(?:i|i'm|my|me|we|our|us|things?|questions?|{_WORK})\b", re.IGNORECASE)
"""Words of an introduction without a subject: "a question for our quiz:"."""
_GOES_ON = re.compile(r"(?:and|also|plus)(?: \S++){1,5}", re.IGNORECASE)
"""A few words that continue a question: "and the year"."""
_SUBJECT = 3
"""The most content words of a sentence that points back and cannot be understood alone."""
_MAY_PAD = re.compile(
    r"_|\d ?(?:p|mark)"
    r"|\b(?:tha?n|thx|ty|sorry|pl[esz]|asap|eli|tl|brief|short|sentence|word|line|paragraph|due|help me|no essay|fill in|(?:q|question) ?\d"
    r"|(?:need|want) (?:it|this|that|them|these)\b"
    r"|(?:my|our) \w+ (?:sa|insist|claim|th|mention|wrote|ask|want|tell|told)"
    r"|(?:for real|fr|really|seriously|srsly|no cap)\W*+\Z"
    rf"|(?:for|4) (?:\w+ ){{0,2}}(?:{_WORK}))"
)
"""What padding contains, in small letters: much faster to find than any letters."""
_MAY_END = re.compile(r"[.!?;:,\-\"”’)]\s")
"""What the end of a sentence contains, except at the end of the text."""
_MARKS, _QUOTES = " \"'”’)]*.!…", "\"'“‘«„"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence without its padding, and the text after it."""

    text: str
    gap: str
    asks: bool

    @property
    def introduces(self) -> bool:
        """Return whether it introduces a question without its subject: "a question for our quiz:"."""
        return self.text.endswith(":") and _FRAME.search(self.text) is not None

    @property
    def is_open(self) -> bool:
        """Return whether the subject of the question follows: "who said this:", "which of these:"."""
        return self.asks and self.text.endswith(":")


_NOTHING = _Sentence("", "", asks=False)


def asking_clause(typed: str) -> str:
    """Return the part of a message that asks, or the whole message if nothing can be left out.

    Kept is every sentence that asks, with those that it cannot be understood without ("The text names a river. Which
    one is it?", "The kite - which length?", "Who said: ..."). Left out are other sentences, and padding: courtesy,
    haste, who wants to know, what for, how long the answer should be, the number of an exercise, blanks to fill in.
    If no sentence asks, only padding and introductions are left out.
    """
    if _is_plain(typed):
        return typed.strip()
    kept = [each for group in _groups(typed) for each in group]
    found = "".join(each.text + each.gap for each in kept).strip()
    return found if _has_words(found) else typed


def _is_plain(typed: str) -> bool:
    """Return whether a message is a single sentence without padding, as most are."""
    return not (_MAY_END.search(typed) or ":" in typed or _may_pad(typed)) and len(typed.splitlines()) == 1 and _has_words(typed)


def _may_pad(piece: str) -> bool:
    return _MAY_PAD.search(piece.lower()) is not None


def asking_sentences(typed: str) -> list[str]:
    """List the sentences that ask, each with those that it cannot be understood without."""
    groups = _groups(typed)
    return ["".join(each.text + each.gap for each in group).strip() for group in groups if any(each.asks for each in group)]


def _groups(typed: str) -> list[list[_Sentence]]:
    """Group the kept sentences of a message by the ones that ask; if none asks, they are one group."""
    sentences = [sentence for line in typed.splitlines() for sentence in _sentences(line)]
    groups: list[list[_Sentence]] = []
    for before, each, after in zip([_NOTHING, *sentences], sentences, [*sentences[1:], _NOTHING], strict=False):
        group = _begun(each, before, after)
        if group:
            groups.append(group)
        elif groups and before is groups[-1][-1]:
            _go_on(groups, each)
    return groups or [[each for each in sentences if not each.introduces]]


def _begun(sentence: _Sentence, before: _Sentence, after: _Sentence) -> list[_Sentence]:
    """Begin a group with a sentence that asks; return nothing if it does not ask, or only introduces the next one."""
    if not sentence.asks or (sentence.introduces and after.asks):
        return []
    return [before, sentence] if _leans_on(sentence, before, after) else [sentence]


def _go_on(groups: list[list[_Sentence]], sentence: _Sentence) -> None:
    """Add a sentence directly after a group if it continues the question, or belongs to its subject."""
    if _GOES_ON.fullmatch(sentence.text):
        groups.append([replace(sentence, asks=True)])
    elif _belongs_to(sentence, groups[-1]):
        groups[-1].append(sentence)


def _belongs_to(sentence: _Sentence, group: Sequence[_Sentence]) -> bool:
    """Return whether a sentence is the subject of the question: the rest of a list, or what somebody said."""
    return sentence.text[0] in _QUOTES or any(each.is_open for each in group)


def _sentences(line: str) -> Iterator[_Sentence]:
    """Yield the sentences of a line that have words other than padding."""
    split = [*_END.split(line), "\n"]
    for piece, gap in zip(split[::2], split[1::2], strict=True):
        cleaned = _PADDING.sub("", piece).strip(" ,") if _may_pad(piece) else piece
        if _has_words(cleaned):
            yield _Sentence(cleaned, gap, cleaned.rstrip(_MARKS).endswith(("?", "？")) or _ASKS.search(cleaned) is not None)


def _has_words(piece: str) -> bool:
    return any(map(str.isalnum, piece))


def _leans_on(sentence: _Sentence, before: _Sentence, after: _Sentence) -> bool:
    """Return whether a sentence that asks cannot be understood without the one before it.

    A sentence such as "who said this: ..." points ahead instead.
    """
    if before.asks or STOP_WORDS.issuperset(text.tokens(before.text)):
        return False
    if before.text.endswith(":") or before.gap.strip() == "-":
        return _FRAME.search(before.text) is None
    return not (sentence.is_open or after.text[:1] in tuple(_QUOTES)) and _points_back(text.tokens(sentence.text))


def _points_back(words: Sequence[str]) -> bool:
    """Return whether words have little content of their own, or point to something."""
    telling = len(set(words) - STOP_WORDS)
    return not telling or (telling <= _SUBJECT and not POINTING.isdisjoint(words))
