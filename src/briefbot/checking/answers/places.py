"""The article as the gate reads it: the words, figures and names of each place, worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from briefbot.checking.answers.figures import held as held_figures
from briefbot.checking.answers.hedges import Hedge, Statement, statement
from briefbot.checking.answers.names import Held, Names
from briefbot.checking.answers.neighbours import Beside, beside
from briefbot.checking.answers.sentences import bare_words, runs, sentences
from briefbot.checking.article import Article, fold_marks, quoted, within_marks
from briefbot.domain.knowledge import BlockKind, Evidence, Source
from briefbot.domain.parts import ALL_CAPTIONS

LONGEST_COPY = 9
"""The most consecutive words of the article that an answer may use, in quotation marks or not."""
_FREE: frozenset[BlockKind] = frozenset(("section", "headline", "byline", "heading"))
"""Parts that may be copied: bibliographic data."""
_TITLES: frozenset[BlockKind] = frozenset(("section", "headline", "heading"))


@dataclass(frozen=True)
class Place:
    """One place that an entry can cite."""

    name: Evidence
    text: str
    """With marks folded, and single marks alone."""
    passages: tuple[str, ...]
    figures: frozenset[str]
    names: Held
    statements: tuple[Statement, ...]
    beside: Beside
    """The words next to its figures."""

    @cached_property
    def hedges(self) -> tuple[Hedge, ...]:
        """Return the hedges of all its sentences."""
        return tuple(hedge for each in self.statements for hedge in each.hedges)

    @classmethod
    def of(cls, name: Evidence, text: str, names: Names, passages: tuple[str, ...]) -> Place:
        """Read a block of the article, given its quoted passages."""
        return cls(
            name,
            within_marks(text),
            passages,
            held_figures(text),
            names.held(text),
            tuple(statement(each, names) for each in sentences(text)),
            beside(text, names),
        )


@dataclass(frozen=True)
class Places:
    """All places of an article, and the parts that may be copied."""

    by_name: Mapping[Evidence, Place]
    free: tuple[str, ...]
    """Headline, section, byline and headings, in the form for comparing quoted words."""
    copies: frozenset[tuple[str, ...]]
    """Each run of words that is too long to be copied."""
    titles: tuple[str, ...]
    """Headline, section and headings, without marks around them."""
    ordinary: frozenset[str]
    """The words that the article has in small letters."""

    @classmethod
    def of(cls, article: Article, source: Source, names: Names) -> Places:
        """Read an article."""
        texts = dict(_named(article))
        free = [text for kind, text in article.blocks if kind in _FREE]
        bound = [text for kind, text in article.blocks if kind not in _FREE]
        return cls(
            {name: Place.of(name, text, names, _passages(article, name, text)) for name, text in texts.items()},
            tuple(map(within_marks, (*free, source.title, source.section, source.author))),
            _copies(bound) - _copies(free),
            tuple(fold_marks(text).strip("\"'") for kind, text in article.blocks if kind in _TITLES),
            frozenset(_in_small_letters(bound)),
        )

    def named(self, evidence: Iterable[Evidence]) -> list[Place]:
        """Return the places that an entry cites, each once; unknown ones are left out."""
        return [self.by_name[name] for name in dict.fromkeys(evidence) if name in self.by_name]

    @cached_property
    def all(self) -> tuple[Place, ...]:
        """Return every place, in the order of the article, each once."""
        several = [name for name in self.by_name if str(name).startswith(f"{ALL_CAPTIONS}-")]
        twice = several if len(several) == 1 else [ALL_CAPTIONS]
        return tuple(place for name, place in self.by_name.items() if name not in twice)


def _copies(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(run for text in texts for run in runs(bare_words(text), LONGEST_COPY + 1))


def _in_small_letters(texts: Iterable[str]) -> Iterator[str]:
    for word in " ".join(map(fold_marks, texts)).split():
        if word.islower():
            yield word.strip("\"'.,;:?!()")


def _named(article: Article) -> Iterator[tuple[Evidence, str]]:
    """Yield the places that can be cited, with their text."""
    for number, text in enumerate(article.paragraphs, 1):
        yield number, text
    for kind, text in article.blocks:
        if kind in ("headline", "deck", "byline"):
            yield kind, text
    if article.captions:
        yield ALL_CAPTIONS, article.part(ALL_CAPTIONS)
    for number, text in enumerate(article.captions, 1):
        yield f"{ALL_CAPTIONS}-{number}", text


def _passages(article: Article, name: Evidence, text: str) -> tuple[str, ...]:
    return article.passages[name - 1] if isinstance(name, int) else tuple(quoted(text))
