"""Offices and professions that no cited place mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefbot.checking.answers.contradictions.reading import DENYING, Compared, trimmed, warning
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.likeness import ON_THE_ARTICLE
from briefbot.checking.answers.names import plain_words
from briefbot.checking.answers.places import Place
from briefbot.checking.answers.sentences import sentences, unquoted, word_set
from briefbot.i18n import say

_ROLES = word_set(
    "minister president professor historian admiral colonel captain lieutenant sergeant ambassador senator secretary chancellor king queen"
    " premier journalist economist lawyer diplomat spokesman spokeswoman officer founder chairman chairwoman teacher director commander"
    " candidate judge governor mayor lecturer researcher dictator engineer doctor sailor pilot"
)
_RANKS = word_set("foreign defense defence prime deputy vice assistant transport finance interior health trade interim acting chief")
"""Words that make the role after them a different one."""


def unheld(compared: Compared) -> Iterator[Finding]:
    """Yield a warning for each role that a fact names and no cited place does."""
    if compared.entry.kind == "fact":
        held = _held(compared.places)
        for sentence in map(unquoted, sentences(compared.entry.answer)):
            yield from (_strange(f"{rank} {role}".strip(), sentence) for rank, role in _roles(sentence) if (rank, role) not in held)


def _held(places: Sequence[Place]) -> set[tuple[str, str]]:
    """Collect the roles of the cited places, with and without the word before them."""
    ranked = {pair for place in places for pair in _pairs(["", *plain_words(place.text)])}
    return ranked | {("", role) for _, role in ranked}


def _roles(sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the roles of a sentence that denies nothing, with the words that make them different ones."""
    if not ON_THE_ARTICLE.search(sentence) and not DENYING.search(sentence):
        for rank, role in _pairs(["", *plain_words(sentence)]):
            if role in _ROLES:
                yield rank if rank in _RANKS else "", role


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((before, _single(word)) for before, word in pairwise(words))


def _single(word: str) -> str:
    return word.removesuffix("s") if word.removesuffix("s") in _ROLES else word


def _strange(role: str, sentence: str) -> Finding:
    message = say(
        "“{role}” in “{sentence}” is nobody's role in the cited paragraphs: correct it, or leave it out.",
        role=role,
        sentence=trimmed(sentence),
    )
    return warning("role", message)
