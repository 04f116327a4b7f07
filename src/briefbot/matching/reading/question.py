"""Read a question: correct and fold its words, find its content words, and what it asks for."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse

from briefbot.domain.knowledge import Asked
from briefbot.language import text
from briefbot.language.stemming import stem
from briefbot.matching.reading.abroad import countries_abroad
from briefbot.matching.reading.aliases import Folder, Span
from briefbot.matching.reading.countries import strange_countries
from briefbot.matching.reading.languages import is_foreign
from briefbot.matching.reading.question_types import asked, asked_abroad, wants_verbatim
from briefbot.matching.reading.vocabulary import STOP_WORDS, Lexicon, english_words
from briefbot.matching.reading.words import POINTING

_NEGATIONS = frozenset(("not", "no", "never", "without", "none", "nobody", "nor", "neither", "lack", "absent", "refuse", "deny"))
_TERMS_KEPT = 65_536
"""The number of terms for which it is cached whether they are content words."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in the form that matching works with."""

    words: tuple[str, ...]
    """The words as typed, corrected."""
    terms: tuple[str, ...]
    """The stems, with aliases folded, in order."""
    in_order: str
    """The terms as one text."""
    in_alphabet: str
    """The terms sorted, as one text: equal for the same words in another order."""
    content: frozenset[str]
    """The content terms."""
    unknown: frozenset[str]
    """Content terms that the knowledge does not know."""
    names: frozenset[str]
    """Proper names, in their canonical forms."""
    countries: frozenset[str]
    """Countries that the knowledge has no name for."""
    numbers: frozenset[str]
    asked: tuple[Asked, ...]
    is_foreign: bool
    """Whether it is in a language other than English."""
    half_english: str
    """Its text with the names in English if it is in another language and has any; else ""."""
    is_negated: bool
    wants_verbatim: bool
    folded: tuple[Span, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()

    @property
    def stands_alone(self) -> bool:
        """Return whether it names its own subject, and does not point to it."""
        return bool(self.folded) and POINTING.isdisjoint(self.words)


def term_of(span: Span) -> str:
    """Return the term of a folded token: canonical forms of several words as they are, single words by their stem."""
    name = span[0]
    return name if "_" in name else stem(name)


def as_typed(question: Question, terms: Container[str]) -> tuple[str, ...]:
    """List the words of a question behind some of its terms, as they were typed."""
    names = [" ".join(span[1]) for span in question.folded if term_of(span) in terms]
    within = {word for _, words in question.folded for word in words}
    return tuple(dict.fromkeys([*names, *(word for word in question.words if word not in within and stem(word) in terms)]))


@lru_cache(_TERMS_KEPT)
def is_telling(term: str) -> bool:
    """Return whether a term is a content word, which says what a question is about."""
    return term not in _STOP_STEMS and (len(term) > 1 or text.is_number(term) or text.is_wide(term))


_STOP_STEMS = STOP_WORDS | frozenset(stem(word) for word in STOP_WORDS)
_NONE = frozenset[str]()
"""The single empty set that all phrasings share, because there are many thousands."""


def negates(words: Iterable[str]) -> bool:
    """Return whether one of the words is a negation."""
    return not _NEGATIONS.isdisjoint(words)


def understand(typed: str, folder: Folder, lexicon: Lexicon | None = None) -> Question:
    """Read a question; without a lexicon (for phrasings, which define it) nothing is corrected."""
    uncorrected = text.tokens(typed)
    foreign = is_foreign(typed, uncorrected)
    words = uncorrected if lexicon is None or foreign else lexicon.corrected(uncorrected)
    spans = folder.fold(words)
    terms = tuple(map(term_of, spans))
    abroad = countries_abroad(spans, folder) if foreign else frozenset()
    content = frozenset(filter(is_telling, terms))
    return Question(
        words=tuple(words),
        terms=terms,
        in_order=" ".join(terms),
        in_alphabet=" ".join(sorted(terms)),
        content=_set(content),
        unknown=_set(filterfalse(lexicon.knows, content)) if lexicon else _NONE,
        names=_set([*(name for name, _ in spans if name in folder.proper), *(abroad & folder.proper)]),
        countries=_set(strange_countries(words, folder) | (abroad - folder.proper)),
        numbers=_set(filter(text.is_number, terms)),
        asked=asked_abroad(words) if foreign else asked(words),
        is_foreign=foreign,
        half_english=_half_english(spans, folder) if foreign else "",
        is_negated=negates(words),
        wants_verbatim=wants_verbatim(words),
        folded=_folded(spans),
        corrections=tuple([(word, meant) for word, meant in zip(uncorrected, words, strict=True) if word != meant]),
    )


def _set(terms: Iterable[str]) -> frozenset[str]:
    return frozenset(terms) or _NONE


def _folded(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the tokens that stand for other words."""
    return tuple([span for span in spans if len(span[1]) > 1 or span[0] != span[1][0]])


def _half_english(spans: Sequence[Span], folder: Folder) -> str:
    """Put names in the knowledge's spelling into a text in another language; return "" if it has none."""
    written = ""
    if any(name in folder.proper for name, _ in spans):
        for name, words in spans:
            said = name.replace("_", " ").title() if name in folder.proper else " ".join(words)
            between = "" if text.is_wide(written[-1:]) and text.is_wide(said) else " "
            written += between + said
    return written.strip()


def makes_sense(question: Question) -> bool:
    """Return whether at least half of a question's content words, without numbers, are real words."""
    telling = question.content - question.numbers
    strange = {stem(word) for word in question.words if word not in english_words()} & question.unknown
    return bool(telling) and 2 * len(strange) <= len(telling)


def known_words(question: Question, folder: Folder) -> list[str]:
    """List the content words of a question that the knowledge knows."""
    known = question.content - question.unknown
    return [word for span in folder.fold(question.words) if term_of(span) in known for word in span[1]]


def terms_of(typed: str, folder: Folder) -> list[str]:
    """List the terms of a text in their order."""
    return list(map(term_of, folder.fold(text.tokens(typed))))


def content_of(texts: Iterable[str], folder: Folder) -> frozenset[str]:
    """Return the content terms of texts."""
    return frozenset(term for each in texts for term in terms_of(each, folder) if is_telling(term))
