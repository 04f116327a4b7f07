"""Decide on questions: the matcher of one knowledge, immutable once built."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from operator import attrgetter

from briefbot.domain.knowledge import Entry, Item, Knowledge, Quote, is_gap, may_mislead, place_in_lists, related_to
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import SUGGESTIONS, Abstained, Answered, Outcome, Quoted, Reason, Suggested, Wish, Wished
from briefbot.language import text
from briefbot.matching.cache import BundleCache
from briefbot.matching.completion import Completer
from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.judging import judge
from briefbot.matching.quotations import QuoteFinder
from briefbot.matching.ranking.building import MOST_CHANGED, add_meaning, build_on_top, build_ranker, in_one_layer
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.ranking.confidence import Scorer, abroad
from briefbot.matching.ranking.decision import Decision, Ranked, Ranking
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.asking_clause import asking_clause
from briefbot.matching.reading.compound import Parts
from briefbot.matching.reading.question import Question, as_typed, makes_sense, understand
from briefbot.matching.reading.segments import before_afterthought
from briefbot.matching.reading.words import ASKING
from briefbot.matching.readings import Part, Reading, read_parts
from briefbot.matching.recall import neighbours
from briefbot.matching.recall.layer import Fit
from briefbot.matching.recall.sentence_vectors import Encoder
from briefbot.matching.small_talk import chat_for, chat_with, general_lines
from briefbot.matching.wishes import general_wishes

PART_SHARE, PART_LEAD = 0.5, 2.0
"""How sure a part of a compound question must be to be answered beside another part.

A share of the threshold, and how many times likelier the answer is than any other candidate
(docs/decisions/008-several-questions.md).
"""
_SUBJECT = 2
"""The fewest content words of a question that is read without its afterthought."""
POSSIBLE = 0.01
"""The confidence from which a question is offered while somebody types: gibberish gives every item less."""


class Matcher:
    """Answers questions from one knowledge."""

    def __init__(
        self,
        knowledge: Knowledge,
        folder: Folder,
        ranker: Ranker,
        learned: Learned,
        fit: Fit | None = None,
        base: Matcher | None = None,
    ) -> None:
        self.knowledge, self.folder, self.ranker, self._base = knowledge, folder, ranker, base
        self._learned, self._fit = learned, fit
        is_semantic = ranker.encoder is not None
        self.scorer = Scorer(learned.semantic if is_semantic else learned.plain, is_semantic=is_semantic)
        self._foreign = Scorer(abroad(learned), is_semantic=True) if is_semantic else None

    @classmethod
    def load(
        cls, knowledge: Knowledge, learned: Learned, fit: Fit | None, encoder: Encoder | None, cache: BundleCache | None
    ) -> Matcher | None:
        """Load the matcher of a knowledge; return None if any part has to be fitted."""
        found = cache.load(list(knowledge.items()), encoder) if cache is not None else None
        return cls(knowledge, *found, learned, fit) if found is not None else None

    @classmethod
    def build(
        cls,
        knowledge: Knowledge,
        learned: Learned,
        fit: Fit | None = None,
        encoder: Encoder | None = None,
        cache: BundleCache | None = None,
    ) -> Matcher:
        """Load or fit the matcher of a knowledge, and save what is fitted; without `fit` there is no classifier."""
        items = list(knowledge.items())
        found = cache.load_words(items) if cache is not None else None
        folder, ranker = found or _fitted(items, Folder.of(knowledge), fit, cache)
        if encoder is not None:
            meant = cache.load_meaning(ranker, encoder) if cache is not None else None
            ranker = meant or _encoded(items, folder, ranker, encoder, cache)
        return cls(knowledge, folder, ranker, learned, fit)

    def on_top(self, knowledge: Knowledge) -> Matcher:
        """Build the matcher of a knowledge that differs in a few items: only those are fitted."""
        folder, ranker = self._shared(knowledge)
        if ranker is None:
            items = list(knowledge.items())
            ranker = build_ranker(items, [item.ways for item in items], general_lines(), folder, self._fit, self.ranker.encoder)
        return Matcher(knowledge, folder, ranker, self._learned, self._fit, self)

    def near(self, knowledge: Knowledge) -> Matcher | None:
        """Build the matcher of a knowledge like `on_top`, or return None if it differs in more than a few items."""
        folder, ranker = self._shared(knowledge, general_lines())
        return Matcher(knowledge, folder, in_one_layer(ranker), self._learned, self._fit, self) if ranker is not None else None

    def _shared(self, knowledge: Knowledge, outside: Sequence[str] = ()) -> tuple[Folder, Ranker | None]:
        """Return a knowledge's folder, and a ranker that shares the unchanged parts, or None if too much changed."""
        items = list(knowledge.items())
        is_same_folder = _names(knowledge) == _names(self.knowledge)
        folder = self.folder if is_same_folder else Folder.of(knowledge)
        changed = sum(self.knowledge.item(item.id) != item for item in items)
        if changed > MOST_CHANGED * len(items):
            return folder, None
        return folder, build_on_top(items, folder, self._fit, self.ranker, outside, is_same_folder=is_same_folder)

    def get_ready(self) -> None:
        """Read all items now, which building on top of this would need first."""
        for layer, _ in self.ranker.layers:
            for _ in layer.profiles:
                pass

    def nearness(self, items: Collection[str]) -> Mapping[str, float]:
        """Return how near each phrasing is to those of some items, by id."""
        return neighbours.nearness([layer for layer, _ in self.ranker.layers], items)

    def lacking(self, question: Question, item: str) -> tuple[str, ...]:
        """List the content words of a question that are in no phrasing of an item, and not in its answer."""
        profiles = (layer.profiles[number] for layer, kept in self.ranker.layers for number in kept)
        terms = next((profile.terms for profile in profiles if profile.item.id == item), frozenset[str]())
        return as_typed(question, question.content - terms)

    @property
    def is_on_top(self) -> bool:
        """Return whether most of the matcher is shared with another one."""
        return self._base is not None

    def understand(self, typed: str) -> Question:
        """Read a question with this knowledge's names and words."""
        return understand(typed, self.folder, self.ranker.lexicon)

    def scorer_for(self, question: Question) -> Scorer:
        """Return the scorer for a question."""
        return self._foreign if self._foreign is not None and question.is_foreign else self.scorer

    def rank(self, typed: str, question: Question | None = None, limit: int | None = None) -> list[Ranked]:
        """Rank the likeliest items, best first: up to a limit, or the few that may well be right."""
        question = question or self.understand(typed)
        candidates = self.ranker.candidates(question, " ".join(typed.split()), limit)
        ranked = map(Ranked, candidates, self.scorer_for(question).confidences(candidates))
        return sorted(ranked, key=attrgetter("confidence"), reverse=True)

    @cached_property
    def _completer(self) -> Completer:
        return Completer(self.knowledge.items(), self._base._completer if self._base is not None else None)

    def complete(self, typed: str, limit: int) -> list[Item]:
        """List items while a question is typed: those that have its words, then the likeliest others."""
        held = self._completer.holding(typed)
        likely = self._likely(" ".join(typed.split()[:-1]) if self._completer.is_half(typed) else typed, limit)
        return sorted(dict.fromkeys([*held, *likely]), key=may_mislead)[:limit]

    def _likely(self, typed: str, limit: int) -> list[Item]:
        """List the items that a question may mean, the likeliest first; none if it is not about this knowledge."""
        ranked = self.rank(typed, limit=limit)
        if sum(each.confidence for each in ranked) < self.scorer.thresholds.suggest:
            return []
        return [each.item for each in ranked if each.confidence >= POSSIBLE]

    def ask(self, typed: str) -> Outcome:
        """Decide on a question that stands alone."""
        return self.answer(self.read(typed))

    def answer(self, reading: Reading) -> Outcome:
        """Decide on a reading of a question that stands alone: as a whole, in its parts, or without its context."""
        wish = self.wish_of(reading)
        return Wished(wish) if wish is not None else self._in_parts(reading) or self.outcome(self._without_context(reading))

    def wish_of(self, reading: Reading) -> Wish | None:
        """Return what a message wants from the bot itself: as a whole, or in one sentence if the others get nothing."""
        question = reading.question
        if reading.wish is not None or reading.ranking.is_told or question.names or question.countries:
            return reading.wish
        found = general_wishes().like_a_sentence_of(reading.typed)
        if found is None or self._in_parts(reading) is not None or self._without_context(reading).ranking.is_told:
            return None
        return found.wish

    def read(self, typed: str, own: str = "") -> Reading:
        """Read a question that stands alone, and rank the items it may mean; `own` is the part of it that was typed."""
        question = self.understand(typed)
        thresholds = self.scorer_for(question).thresholds
        ranking = Ranking.of(self.rank(typed, question), thresholds)
        wish = _wish(typed, question, ranking)
        is_chat = chat_for(question).holds(question) or self._is_own_chat(question)
        if wish is not None or (is_chat and not ranking.is_of_a_phrasing):
            ranking = replace(ranking, decision=Decision.ABSTAIN)
        return Reading(typed, question, judge(Asking(typed, question, self.folder, self.ranker, thresholds, own), ranking), wish, own)

    def _in_parts(self, whole: Reading) -> Outcome | None:
        """Answer a message part by part; None if it is one question, or if none of its parts has an answer."""
        asked = Parts.of(whole.typed)
        parts = read_parts(self, asked) if asked is not None else []
        if asked is None or not parts:
            return None
        if len(parts) == 1 and not asked.left:
            return self.outcome(parts[0].reading)
        return self._joined(parts, asked.left)

    def _joined(self, parts: Sequence[Part], left: tuple[str, ...]) -> Answered:
        """Join the decisions on the parts of a message; the whole is as certain as the least certain answer."""
        outcomes = tuple(self._of_part(part.reading) for part in parts)
        entries = tuple(entry for outcome in outcomes if isinstance(outcome, Answered) for entry in outcome.entries)
        confidence = min(part.reading.ranking.confidence for part in parts if part.reading.ranking.is_answered)
        return Answered(entries, confidence, outcomes, tuple(part.text for part in parts), left)

    def _of_part(self, reading: Reading) -> Outcome:
        """Return the decision on a part; beside an answer, a part like small talk counts as unanswered."""
        outcome = self.outcome(reading)
        is_chat = isinstance(outcome, Abstained) and outcome.reason == "small_talk"
        return Abstained("silent", outcome.confidence, lacks="word") if is_chat else outcome

    def eased(self, reading: Reading) -> Reading:
        """Accept the likeliest answer of a part if it is far ahead: another part is clearly about the article."""
        ranking = reading.ranking
        if ranking.decision is not Decision.SUGGEST or ranking.lead < PART_LEAD:
            return reading
        thresholds = self.scorer_for(reading.question).thresholds
        if ranking.confidence < PART_SHARE * thresholds.answer:
            return reading
        asking = Asking(reading.typed, reading.question, self.folder, self.ranker, thresholds, reading.own)
        return replace(reading, ranking=judge(asking, replace(ranking, decision=Decision.ANSWER)))

    def _without_context(self, reading: Reading) -> Reading:
        """Read only the clause that asks, if a message has more; the whole counts if only that finds something."""
        asking = asking_clause(reading.typed)
        shorter = self.read(asking) if asking != reading.typed else reading
        counts = shorter.ranking.is_told or (shorter.ranking.is_settled and not reading.ranking.is_told)
        return self._without_afterthought(shorter if counts else reading)

    def _without_afterthought(self, reading: Reading) -> Reading:
        """Read only the text before an afterthought, if that has an answer which holds every word of the whole."""
        ranking = reading.ranking
        first, rest = before_afterthought(reading.typed)
        if ranking.is_answered or ranking.is_of_a_phrasing or reading.question.is_foreign or not rest:
            return reading
        question = self.understand(first)
        if not question.asked or len(question.content) < _SUBJECT:
            return reading
        shorter = self.read(first)
        is_told = shorter.ranking.is_answered and self.understand(rest).content <= shorter.ranking.answers[0].candidate.profile.terms
        return shorter if is_told else reading

    @cached_property
    def _quote_finder(self) -> QuoteFinder:
        base = self._base._quote_finder if self._base is not None else None
        return QuoteFinder(self.folder, self.ranker.lexicon, self.knowledge.quotes, base)

    def find_quote(self, typed: str, among: Sequence[Quote]) -> Outcome:
        """Return the quotation that a topic or a half-remembered line means, among some quotes."""
        return self._quote_finder.find(self.understand(typed), among)

    def is_same_name(self, first: str, second: str) -> bool:
        """Return whether two names are folded into one."""
        return self.understand(first).terms == self.understand(second).terms

    def outcome(self, reading: Reading) -> Outcome:
        """Return the decision on a reading."""
        ranking = reading.ranking
        if reading.wish is not None:
            return Wished(reading.wish)
        match ranking.shown:
            case Decision.ANSWER:
                return _given(ranking)
            case Decision.SILENT | Decision.SUGGEST if _is_chat(reading.question) and not ranking.is_of_a_phrasing:
                return Abstained("small_talk", ranking.confidence)
            case Decision.SILENT:
                gap = ranking.gaps[0]
                return Abstained("silent", gap.confidence, self.knowledge.entries[gap.item.id], self._nearest(gap.item))
            case Decision.WITHDRAW:
                return Abstained("silent", ranking.confidence, None, ranking.nearest, lacks=ranking.lacks)
            case Decision.SUGGEST:
                return Suggested(ranking.offers, ranking.confidence)
            case Decision.ABSTAIN:
                question = reading.question
                is_unread = question.is_foreign and self._foreign is None
                return Abstained(self._reason(question), ranking.confidence, is_foreign=is_unread)

    def _nearest(self, gap: Item) -> tuple[Item, ...]:
        found = dict.fromkeys(self.knowledge.item(related) for related in related_to(gap))
        nearest = [item for item in found if item is not None and not is_gap(item)]
        return tuple(sorted(nearest, key=place_in_lists)[:SUGGESTIONS])

    def _reason(self, question: Question) -> Reason:
        """Return why there is no answer, if no gap entry says so."""
        is_chat = chat_for(question).is_small_talk(question) and not ASKING.issuperset(question.words)
        if is_chat or self._is_own_chat(question):
            return "small_talk"
        return "off_topic" if question.is_foreign or makes_sense(question) else "not_understood"

    def _is_own_chat(self, question: Question) -> bool:
        """Return whether a question is nearly a line of the small talk that curators added."""
        lines = self.knowledge.source.small_talk
        return bool(lines) and not question.names and not question.countries and chat_with(lines).is_nothing_else(question)


def _wish(typed: str, question: Question, ranking: Ranking) -> Wish | None:
    """Return what a question wants from the bot itself, unless it is about something in the knowledge."""
    if question.names or question.countries:
        return None
    wishes = general_wishes()
    found = None if wishes.are_far_from(question) else wishes.like(typed)
    return found.wish if found is not None and not _is_of_the_knowledge(question, ranking, found.share) else None


def _is_of_the_knowledge(question: Question, ranking: Ranking, share: float) -> bool:
    """Return whether a question is nearer to the knowledge than to a wish; an exact phrasing is nearest of all."""
    if not ranking.is_of_a_phrasing:
        return ranking.nearness >= share
    return share < 1 or any(tuple(text.tokens(way)) == question.words for best in ranking.best for way in best.item.ways)


def _fitted(items: Sequence[Item], folder: Folder, fit: Fit | None, cache: BundleCache | None) -> tuple[Folder, Ranker]:
    """Fit a ranker without sentence vectors."""
    ranker = build_ranker(items, [item.ways for item in items], general_lines(), folder, fit, None)
    return folder, cache.save_words(folder, ranker) if cache is not None else ranker


def _encoded(items: Sequence[Item], folder: Folder, ranker: Ranker, encoder: Encoder, cache: BundleCache | None) -> Ranker:
    """Add sentence vectors to a ranker."""
    ranker = add_meaning(ranker, [item.ways for item in items if item.ways], general_lines(), folder, encoder)
    return cache.save_meaning(ranker) if cache is not None else ranker


def _is_chat(question: Question) -> bool:
    return chat_for(question).is_nothing_else(question)


def _given(ranking: Ranking) -> Outcome:
    match ranking.answers[0].item:
        case Quote() as quote:
            return Quoted((quote,), ranking.confidence, ranking.is_clear, ranking.unmet)
        case Entry() as entry:
            return Answered((entry,), ranking.confidence, is_clear=ranking.is_clear, unmet=ranking.unmet)


def _names(knowledge: Knowledge) -> tuple[object, object]:
    """Return everything that folding depends on."""
    return knowledge.aliases, knowledge.speakers
