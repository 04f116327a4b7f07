"""The clause that asks, in a message with padding and context around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbot.language import text
from briefbot.matching.reading.vocabulary import STOP_WORDS
from briefbot.matching.reading.words import POINTING

_END = re.compile(
    r"((?<=[.!?;:])(?<!\b[A-Z]\.)(?<!\b[DM]r\.)(?<!\bM[rs]s\.)(?<!\bMs\.)(?<!\bGen\.)(?<!\bProf\.)\s++"  # "Mr. Lin", "J. Park"
    r"|(?:(?<!\s)\s++)?,\s++(?=(?:so|but|and) (?:could|can|would|tell|please|give)\b|so (?:what|who|when|where|how|why|did|does|is)\b)"
    r"|(?<!\s)\s++-\s++)"
)
"""What stands between sentences."""
_ASKS = re.compile(
    r"\A\W*(?:(?:and|but|so|ok|okay|then|well|wait|please|pls|first|second|third) )*(?:(?:in|at|for|to|by|on|with|from|of) )?"
    r"(?:who|whom|whose|what|whats|whos|when|where|why|how|which|wich|wat|wen"
    r"|tell|name|list|explain|describe|quote|give|show|(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would) \w+ \w+)\b"
    r"|\b(?:tell me|(?:like|want|need|love) to (?:know|learn)|(?:i|we) (?:need|want) the|looking for|wonder(?:ing)?)\b",
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
    r"|pl(?:ease|s|z)|asap|eli5|tl;?dr|briefly|short answer(?: only)?|no essays?|help me(?: out)?(?=\W*+\Z)"
    rf"|(?:(?:(?:i|we) )?(?:only |just )?need |give me |in |just |only |max ){_SHORT}"
    rf"|{_SHORT}(?=\W*+\Z)|(?<=[,(] ){_SHORT}"
    r"|(?:(?:i|we) )?(?:really |just )?(?:need|want) (?:it|this|that|them|these) "
    r"(?:for|4|in|by|until|before|on|asap|now|today|tonight|tomorrow)\b[^,.;:?!]*+"
    rf"|(?:(?:it'?s|this is) )?(?:for|4) (?:(?:my|our|an?|the|some) )?(?:\w++ )?(?:{_WORK})(?= *+(?:[,.;:?!)]|\Z))"
    r"|(?:(?:it'?s|this is) )?due (?:in|by|on|at|today|tomorrow|tonight|soon|next)\b[^,.;:?!]*+"
    rf"|(?:(?:{_WORK}) )?(?:question|q) ?\d\d?\b(?! ?[%\d])(?: (?:says|asks|reads|is|goes))?:?"
    r"|fill in(?: the (?:blanks?|gaps?))?:|\d\d? ?(?:pts?|points?|marks?)(?=\))|\d\d? ?pts?|_{2,}+"
    r")(?![\w'])",
    re.IGNORECASE,
)
"""What says how, when or for what an answer is wanted, and nothing of what is asked."""
_FRAME = re.compile(rf"\b(?:i|i'm|my|me|we|our|us|things?|questions?|{_WORK})\b", re.IGNORECASE)
"""What stands in an introduction that names no subject: "a question for our quiz:"."""
_SUBJECT = 3
"""Telling words that a sentence which points back has at most where it cannot be understood alone."""
_MAY_PAD = re.compile(
    r"_|\d ?(?:p|mark)|\b(?:my|our|tha?n|thx|ty|sorry|pl[esz]|asap|eli|tl|brief|short|help|need|just|only|max|give|want|due|fill"
    rf"|sentence|word|line|paragraph|q|{_WORK})",
    re.IGNORECASE,
)
"""What padding has in it, looked for in a fraction of the time."""
_MARKS = " \"'”’)]*.!…"


def asking_clause(typed: str) -> str:
    """Return what asks in a message, or the whole where there is nothing to leave out.

    Kept is every sentence that asks, and before it the one that it cannot be understood without ("The text names a river. Which
    one is it?", "The kite - which length?"). Left out are other sentences, and padding: courtesy, haste, who wants to know, what
    for, how long the answer should be, the number of an exercise, blanks to fill in. Where no sentence asks, only padding and what
    introduces the rest are left out.
    """
    pieces = [piece for line in typed.splitlines() for piece in _pieces(line)]
    kept = {place for place, (piece, _) in enumerate(pieces) if _asks(piece)}
    kept |= {place - 1 for place in kept if place and _leans_on(pieces[place][0], *pieces[place - 1])}
    kept = kept or {place for place, (piece, _) in enumerate(pieces) if not _is_introduction(piece)}
    found = "".join("".join(piece) for place, piece in enumerate(pieces) if place in kept).strip()
    return found if _has_words(found) else typed


def _pieces(line: str) -> Iterator[tuple[str, str]]:
    """Go through the sentences of a line without their padding, each with what stands behind it."""
    split = [*_END.split(line), "\n"]
    for piece, gap in zip(split[::2], split[1::2], strict=True):
        cleaned = _PADDING.sub("", piece).strip(" ,") if _MAY_PAD.search(piece) else piece
        if _has_words(cleaned):
            yield cleaned, gap


def _asks(piece: str) -> bool:
    return piece.rstrip(_MARKS).endswith(("?", "？")) or _ASKS.search(piece) is not None


def _is_introduction(piece: str) -> bool:
    """Return whether a sentence introduces what is asked, and does not say of what: "a question for our quiz:"."""
    return piece.endswith(":") and _FRAME.search(piece) is not None


def _has_words(piece: str) -> bool:
    return any(map(str.isalnum, piece))


def _leans_on(piece: str, before: str, gap: str) -> bool:
    """Return whether a sentence that asks cannot be understood without the one before it."""
    if before.endswith(":") or gap.strip() == "-":
        return _FRAME.search(before) is None
    words = text.tokens(piece)
    telling = len(set(words) - STOP_WORDS)
    return not telling or (telling <= _SUBJECT and not POINTING.isdisjoint(words))
