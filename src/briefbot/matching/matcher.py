"""A question in, a decision out: the matcher of one knowledge, immutable once built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefbot.matching.classifier import Classifier, LinearClassifier, NoClassifier
from rapidfuzz import fuzz

from briefbot.matching.chat import general_chat
from briefbot.matching.confidence import Scorer
from briefbot.matching.folding import Folder
from briefbot.matching.index import PhrasingIndex
from briefbot.matching.lexicon import Lexicon
from briefbot.matching.ngrams import Floats, Ints, Vectoriser, grams
from briefbot.matching.question import Question, understand
from briefbot.matching.ranking import CANDIDATES, Candidate, Ranker, profile
from briefbot.matching.semantic import Encoder, Meaning
from briefbot.model import (
    SUGGESTIONS,
    Abstained,
    Answered,
    Entry,
    Item,
    Knowledge,
    Learned,
    Outcome,
    Quote,
    Quoted,
    Reason,
    Suggested,
)

Fit = Callable[[Sequence[tuple[Ints, Floats]], Sequence[int], int, Sequence[int]], Floats]
"""Fits the linear classifier (`fitting.fit`), passed in because loading its library takes a second."""

CLASSIFIER_LIMIT = 5_000
"""Items above which no linear classifier is fitted: it would take minutes and gigabytes."""
QUOTE_LIKENESS = 0.6
"""Share of a search's telling words that a quotation must hold to be shown at once."""
_RARE_FROM = 3_000
"""Phrasings from which on a feature must stand in two of them to count."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the probability that it is right."""

    candidate: Candidate
    confidence: float

    @property
    def item(self) -> Item:
        """Give the item."""
        return self.candidate.item


def build_ranker(
    items: Sequence[Item], phrasings: Sequence[Sequence[str]], folder: Folder, fit: Fit | None, encoder: Encoder | None
) -> Ranker:
    """Build recall and rerank from items and the phrasings to use of each (learning leaves some out)."""
    used = [(item, texts) for item, texts in zip(items, phrasings, strict=True) if texts]
    read = [[understand(each, folder) for each in texts] for _, texts in used]
    profiles = [profile(item, questions, folder) for (item, _), questions in zip(used, read, strict=True)]
    words = {word for questions in read for question in questions for word in question.words} | folder.words()
    words |= {term for each in profiles for term in each.answer if term.isalpha()}
    lexicon = Lexicon([each.terms for each in profiles], words)
    documents = [grams(question) for questions in read for question in questions]
    owners = [number for number, questions in enumerate(read) for _ in questions]
    vectoriser = Vectoriser.fit(documents, rarest=2 if len(documents) >= _RARE_FROM else 1)
    vectors = [vectoriser.transform(document) for document in documents]
    index = PhrasingIndex(vectors, owners, len(vectoriser.ids))
    classifier: Classifier = NoClassifier()
    if fit is not None and 1 < len(used) <= CLASSIFIER_LIMIT:
        classifier = LinearClassifier(fit(vectors, owners, len(vectoriser.ids), range(len(used))))
    meaning = None
    if encoder is not None and used:
        encoded = encoder.encode([each for _, texts in used for each in texts])
        meaning = Meaning(encoder, encoded, owners, len(used))
    return Ranker(profiles, lexicon, vectoriser, index, classifier, meaning)


class Matcher:
    """Answers questions from one knowledge."""

    def __init__(self, knowledge: Knowledge, folder: Folder, ranker: Ranker, scorer: Scorer) -> None:
        self.knowledge, self.folder, self.ranker, self.scorer = knowledge, folder, ranker, scorer

    @classmethod
    def build(cls, knowledge: Knowledge, learned: Learned, fit: Fit | None = None, encoder: Encoder | None = None) -> Matcher:
        """Build the matcher of a knowledge with what was learned for it."""
        items = list(knowledge.items())
        folder = Folder.of(knowledge)
        ranker = build_ranker(items, [item.phrasings for item in items], folder, fit, encoder)
        return cls(knowledge, folder, ranker, Scorer.of(learned, is_semantic=encoder is not None))

    def understand(self, typed: str) -> Question:
        """Read a question with this knowledge's names and words."""
        return understand(typed, self.folder, self.ranker.lexicon)

    def rank(self, typed: str, question: Question | None = None, limit: int = CANDIDATES) -> list[Ranked]:
        """Rank the likeliest items, best first."""
        question = question or self.understand(typed)
        candidates = self.ranker.candidates(question, typed, limit)
        confidences = self.scorer.confidences([candidate.features for candidate in candidates])
        ranked = [Ranked(*pair) for pair in zip(candidates, confidences, strict=True)]
        return sorted(ranked, key=lambda each: -each.confidence)

    def ask(self, typed: str) -> Outcome:
        """Decide what to say."""
        question = self.understand(typed)
        return self._decide(question, self.rank(typed, question))

    def find_quote(self, typed: str, among: Sequence[Quote]) -> Outcome:
        """Find the quotation that a topic or a half-remembered line means, among some quotes."""
        question = self.understand(typed)
        if not question.terms:
            return Abstained("not_understood")
        scored = sorted(((self._quote_likeness(question, quote), quote) for quote in among), key=lambda pair: -pair[0])
        likeness, best = scored[0]
        if likeness >= QUOTE_LIKENESS:
            return Quoted((best,), min(likeness, 1.0))
        near = [quote for found, quote in scored[:SUGGESTIONS] if found >= QUOTE_LIKENESS / 2]
        return Suggested(tuple(near), likeness) if near else Abstained("silent", likeness)

    def _quote_likeness(self, question: Question, quote: Quote) -> float:
        """Give the share of the question's telling words that the quote or its phrasings hold, weighed."""
        told = understand(quote.text, self.folder)
        terms = told.content.union(*(understand(each, self.folder).content for each in (*quote.phrasings, *quote.topics)))
        weight = self.ranker.lexicon.weight
        asked = question.content or frozenset(question.terms)
        covered = sum(map(weight, asked & terms)) / (sum(map(weight, asked)) or 1.0)
        verbatim = fuzz.partial_ratio(" ".join(question.terms), " ".join(told.terms), score_cutoff=70) / 100
        whole = 0.0 if quote.partial else 0.01  # of a quotation and a piece of it, the whole one is shown
        return max(covered * 0.9, verbatim) + whole

    def is_same_name(self, first: str, second: str) -> bool:
        """Tell whether two names are folded into one."""
        return self.understand(first).terms == self.understand(second).terms

    def _decide(self, question: Question, ranked: Sequence[Ranked]) -> Outcome:
        limits = self.scorer.thresholds
        offered = [each for each in ranked if not _is_gap(each.item)]
        gap = next((each for each in ranked if _is_gap(each.item)), None)
        best = offered[0].confidence if offered else 0.0
        if best >= limits.answer and (gap is None or best > gap.confidence):
            return _given(offered[0])
        if gap is not None and gap.confidence >= max(limits.silent, best):
            assert isinstance(gap.item, Entry)
            return Abstained("silent", gap.confidence, gap.item, _nearest(gap.item, self.knowledge))
        if sum(each.confidence for each in offered) >= limits.suggest:
            return Suggested(tuple(each.item for each in offered[:SUGGESTIONS]), best)
        return Abstained(self._reason(question), best)

    def _reason(self, question: Question) -> Reason:
        """Tell why there is no answer, where no gap entry does."""
        if general_chat().is_small_talk(question):
            return "small_talk"
        if not question.content:
            return "not_understood"
        known = question.content - question.unknown
        return "not_understood" if len(known) >= len(question.unknown) else "off_topic"


def _is_gap(item: Item) -> bool:
    return isinstance(item, Entry) and item.kind == "gap"


def _given(ranked: Ranked) -> Outcome:
    match ranked.item:
        case Quote() as quote:
            return Quoted((quote,), ranked.confidence)
        case Entry() as entry:
            return Answered((entry,), ranked.confidence)


def _nearest(gap: Entry, knowledge: Knowledge) -> tuple[Item, ...]:
    found = (knowledge.item(related) for related in gap.related)
    return tuple(item for item in found if item is not None and not _is_gap(item))[:SUGGESTIONS]
