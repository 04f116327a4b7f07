"""Parts of the article that nothing answers: places that nothing cites, and sentences that no answer covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from briefbot.checking.answers.sentences import sentences, shown
from briefbot.checking.article import Article
from briefbot.domain.knowledge import Entry, Evidence, Item, Knowledge, is_gap
from briefbot.language.stemming import stem
from briefbot.language.text import tokens
from briefbot.matching.reading.question import is_telling

_TOLD = 1 / 3
"""The share of a sentence's content words that answers from its place must have to cover it."""
_FEWEST = 4
"""The fewest content words of a sentence that says something."""


def places(knowledge: Knowledge) -> list[Evidence]:
    """List the paragraphs, captions and lines under the headline that no answer and no quotation cites."""
    source = knowledge.source
    wanted: list[Evidence] = [*range(1, source.paragraphs + 1), *(part for part in ("deck", "caption") if source.has(part))]
    told = {str(place).partition("-")[0] for item in knowledge.items() if not is_gap(item) for place in item.evidence}
    return [place for place in wanted if str(place) not in told]


def untold(knowledge: Knowledge, article: Article) -> Iterator[tuple[int, str]]:
    """Yield the sentences that no answer from their paragraph covers, each with its paragraph."""
    said = _said(knowledge)
    for number, paragraph in enumerate(article.paragraphs, 1):
        for sentence in sentences(paragraph) if number in said else ():
            telling = _telling(sentence)
            if len(telling) >= _FEWEST and len(telling & said[number]) < _TOLD * len(telling):
                yield number, shown(sentence)


def _said(knowledge: Knowledge) -> Mapping[Evidence, set[str]]:
    """Collect the words of answers and quotations by the places that they cite."""
    said: defaultdict[Evidence, set[str]] = defaultdict(set)
    for item in knowledge.items():
        for place in () if is_gap(item) else item.evidence:
            said[place] |= _telling(_words_of(item))
    return said


def _words_of(item: Item) -> str:
    return f"{item.answer} {item.caveat}" if isinstance(item, Entry) else item.text


def _telling(text: str) -> set[str]:
    return {term for term in map(stem, tokens(text)) if is_telling(term)}
