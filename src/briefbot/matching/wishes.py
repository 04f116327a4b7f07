"""Recognise what people want from the bot itself: its source, its moderators, its silence."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from briefbot.data import read_groups
from briefbot.domain.outcome import Wish
from briefbot.language import text
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import Question, understand
from briefbot.matching.reading.vocabulary import Lexicon
from briefbot.matching.reading.words import ASKING, AUXILIARY, OPENING, PEOPLE
from briefbot.matching.recall.ngrams import grams
from briefbot.matching.small_talk import out_of_scope

_LIKENESS = 0.55
"""The cosine to the nearest line from which words without other content are a wish (docs/decisions/011-wishes.md)."""
_PADDING = (OPENING - {"right"}) | frozenset("please pls plz bro bruh man dude mate lol lmao omg wtf thx thanks hello hi sir".split())  # noqa: SIM905
_POLITE = re.compile(r"\A(?:can|could|would|will) you (?=.)")
_SENTENCES = re.compile(
    r"(?<![.!?;:])[.!?;:]++\s++"
    r"|,\s++(?:(?:so|but|and|or)\s++)?(?=(?:can|could|would|will|please|how|where|what|which|who|is|are|do|did|was)\b)",
    re.IGNORECASE,
)
_SHORTEST = 3
"""The fewest words of a sentence that is a wish among other sentences."""
_MOST = 6
"""The most sentences of a message that are tried."""
_YOU = frozenset(("you", "your", "yours", "yourself", "bot"))
_PLAIN = Folder(())


@dataclass(frozen=True, slots=True)
class Likeness:
    """The wish that words resemble, and the similarity to one of its lines, 0 to 1."""

    wish: Wish
    share: float


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a wish as it was read."""

    wish: Wish
    question: Question
    features: frozenset[str]

    @classmethod
    def of(cls, wish: Wish, question: Question) -> _Line:
        """Make the line of a wish."""
        return cls(wish, question, frozenset(grams(question)))

    def is_meant_by(self, question: Question) -> bool:
        """Return whether a question may mean the same.

        It asks as the line does, about the bot or nobody, and leaves nothing out.
        """
        own = self.question
        is_to_bot = not _YOU.isdisjoint(question.words) or _YOU.isdisjoint(own.words)
        speaks_alike = is_to_bot and PEOPLE.intersection(question.words).issubset(own.words)
        return own.content <= question.content and speaks_alike and _manner(question) == _manner(own)


def _manner(question: Question) -> tuple[bool, bool, bool]:
    """Return whether a question is negated, and whether it opens like a question."""
    first = question.words[0]
    return question.is_negated, first in ASKING, first in AUXILIARY


class Wishes:
    """What people say when they want something from the bot itself."""

    def __init__(self, groups: Mapping[Wish, Sequence[str]]) -> None:
        """Set the lines by wish."""
        words = {word for group in groups.values() for line in group for word in understand(line, _PLAIN).words}
        self._lexicon = Lexicon({}, 0, words)
        self._lines = [_Line.of(wish, self._read(line)) for wish, group in groups.items() for line in group]
        self._whole = {line.question.words: line.wish for line in reversed(self._lines)}
        self._terms = {wish: self._terms_of(wish) for wish in groups}
        self._known = frozenset(chain.from_iterable(self._terms.values()))
        counts = Counter(chain.from_iterable(line.features for line in self._lines))
        self._weights = {feature: (1 + math.log((1 + len(self._lines)) / (1 + count))) ** 2 for feature, count in counts.items()}
        self._strange = max(self._weights.values(), default=1.0)
        self._norms = [self._norm(line.features) for line in self._lines]

    def _terms_of(self, wish: Wish) -> frozenset[str]:
        return frozenset(chain.from_iterable(line.question.terms for line in self._lines if line.wish is wish))

    def _read(self, typed: str) -> Question:
        """Read words without padding, and correct the typos that the lines reveal."""
        words = text.tokens(typed)
        telling = " ".join([word for word in words if word not in _PADDING] or words)
        return understand(_POLITE.sub("", telling), _PLAIN, self._lexicon)

    def are_far_from(self, question: Question) -> bool:
        """Return whether a correctly read question has a content word that the knowledge has, and no line."""
        return not (question.corrections or question.folded or question.content - question.unknown <= self._known)

    def like(self, typed: str) -> Likeness | None:
        """Return the wish that words express, nearly word for word and without other content words."""
        question = self._read(typed)
        if question.words in self._whole:
            return Likeness(self._whole[question.words], 1.0)
        found = [each for each in self._near(question) if each.share >= _LIKENESS] if question.content else []
        return max(found, key=lambda each: each.share, default=None)

    def like_a_sentence_of(self, typed: str) -> Likeness | None:
        """Return the wish that one of several sentences expresses."""
        sentences = _SENTENCES.split(typed, _MOST)
        long = [sentence for sentence in sentences if len(sentence.split()) >= _SHORTEST] if len(sentences) > 1 else []
        found = [each for each in map(self.like, long) if each is not None]
        return max(found, key=lambda each: each.share, default=None)

    def _near(self, question: Question) -> Iterable[Likeness]:
        wishes = [wish for wish, terms in self._terms.items() if question.content <= terms]
        if not wishes:
            return
        features = frozenset(grams(question))
        norm = self._norm(features)
        for line, own in zip(self._lines, self._norms, strict=True):
            if line.wish in wishes and line.is_meant_by(question):
                shared = sum(map(self._weights.__getitem__, features & line.features))
                yield Likeness(line.wish, shared / (norm * own))

    def _norm(self, features: Iterable[str]) -> float:
        return math.sqrt(math.fsum(self._weights.get(feature, self._strange) for feature in features))


@cache
def general_wishes() -> Wishes:
    """Make the wishes of the general lists, once."""
    groups = {Wish(name): lines for name, lines in read_groups("wishes.txt").items()}
    return Wishes(groups | {Wish.HELP: [*groups[Wish.HELP], *out_of_scope()[Wish.HELP]]})
