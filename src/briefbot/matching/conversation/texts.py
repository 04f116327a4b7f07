"""Questions about a text: "who wrote it?" means the text that was named just before, else the article."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefbot.matching.reading.leaning import without_opening
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.words import ARTICLE, IT, TEXTS_ASKED_ABOUT, TEXTS_TOLD_OF, WRITING

_ASKS = re.compile(
    r"(?:who (?:(?:is|was) it (?:written |published |penned )?by|(?:wrote|writes|authored|published|penned|printed) it)"
    r"|who (?:is|was) (?:the (?:author|writer|publisher) of it|its (?:author|writer|publisher))"
    r"|by whom (?:is|was) it(?: written| published)?"
    r"|what (?:is|was) (?:the (?:title|headline|length|subject|topic) of it|its (?:title|headline|length|subject|topic))"
    r"|how (?:long|short) (?:is|was) it|(?:is|was) it (?:a )?(?:very )?(?:long|short)(?: read| text)?"
    r"|how many (?:words|pages|paragraphs|lines|sentences) (?:does it have|has it(?: got)?|is it|are (?:there )?in it)"
    r"|(?:in )?(?:when|where|what|which)(?: \w+)? (?:is|was) it (?:first )?(?:written|published|posted|printed|released|from)(?: in)?"
    r"|(?:when|where) did it (?:appear|come out)|where can i (?:find|read|get) it|can i read it"
    r"|what (?:is|was) it (?:called|titled|about)|what (?:else )?(?:does|did) it say\b.*"
    r"|(?:does|did) it (?:say|mention|name|tell|quote|explain|describe)\b.*|(?:is|are|was|were) there .* in it"
    r")(?: exactly| again| then| though| please| anyway| too)?"
)
"""Questions about a text called "it", without their opening words."""
_ASKS_OF_THE_ARTICLE = re.compile(r"sum(?:marize)? it(?: up)?(?: please)?|(?:in )?(?:what|which) section is it(?: in)?")
"""Questions that people only ask about the article itself, not about a text that it mentions."""
_LENGTH = re.compile(r"how long (?:is|was|are|were)\b")


def asks_of_a_text(question: Question) -> bool:
    """Return whether a question is about a text that it calls "it"."""
    return _ASKS.fullmatch(_plain(question)) is not None or asks_of_the_article(question)


def asks_of_what_was_said(question: Question) -> bool:
    """Return whether a question is about a text that it calls "that"."""
    return question.words[-1:] == ("that",) and _ASKS.fullmatch(" ".join((*without_opening(question.words[:-1]), "it"))) is not None


def asks_of_the_article(question: Question) -> bool:
    """Return whether a question calls something "it" that only the article can be."""
    return _ASKS_OF_THE_ARTICLE.fullmatch(_plain(question)) is not None


def _plain(question: Question) -> str:
    """Return the words of a question about "it"; nothing if it says what that is."""
    is_open = not IT.isdisjoint(question.words) and ARTICLE.isdisjoint(question.words)
    return " ".join(without_opening(question.words)) if is_open else ""


def of_the_article(question: Question) -> str:
    """Ask the same about the article."""
    return " ".join({"it": "the article", "its": "the article's"}.get(word, word) for word in without_opening(question.words))


def asks_for_length(typed: str) -> bool:
    """Return whether a question asks how long something is, a text or a thing."""
    return _LENGTH.search(typed) is not None


def asks_for_name(question: Question) -> bool:
    """Return whether a question asks what something is called, a text or a thing."""
    return question.words[-1:] == ("called",)


def asks_what_was_written(question: Question) -> bool:
    """Return whether a question asks for a text by somebody it names, other than the article."""
    words = frozenset(question.words)
    return bool(question.names) and not WRITING.isdisjoint(words) and ARTICLE.isdisjoint(words) and words.isdisjoint(("it", "this"))


def names_a_text(asked: Iterable[str], told: Iterable[str]) -> bool:
    """Return whether a question, or its answer, names a text."""
    return not TEXTS_ASKED_ABOUT.isdisjoint(asked) or not TEXTS_TOLD_OF.isdisjoint(told)
