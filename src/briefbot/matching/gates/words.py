"""The gate for words: an answer that lacks a content word of the clause that asks is not given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from briefbot.domain.knowledge import is_about_the_text
from briefbot.language import text
from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.confirming import is_put_to_confirm
from briefbot.matching.gates.telling import is_telling_against
from briefbot.matching.ranking.decision import Ranked, Ranking
from briefbot.matching.reading.aliases import Span
from briefbot.matching.reading.question import Question, is_telling, term_of
from briefbot.matching.reading.vocabulary import english_words, says_little
from briefbot.matching.reading.words import TURNING
from briefbot.matching.recall.profile import Profile, words_of

_OWN = frozenset(("my", "our"))
"""Words before something of the asker's own: "for my class"."""
_CORRECTED = 5
"""The length from which a corrected word was probably meant."""
_ALIKE, _SLIP = 85.0, 5
"""The likeness of a word and its misspelling; the length from which one letter may be wrong."""
_SHORTEST = 3
"""The length below which a word is not part of what is asked."""
_OTHER_TIME = {"before": "after", "after": "before"}
_LIKELY = 0.85
"""Confidence from which an item of few phrasings is offered although it lacks a word.

See docs/decisions/021-families.md.
"""
_STRAY = 0.05
"""The share of phrasings up to which a word of theirs is not one that the item is about."""


def words(asking: Asking, ranking: Ranking) -> Ranking:
    """Withdraw an answer that lacks a word of what is asked; offer it if the knowledge has that word elsewhere.

    A likely answer of few phrasings is offered for any missing word, because it may have another word for the same.
    If the missing word matters too little, the answer is given and says what was not found.
    """
    if _is_of_another_time(asking, ranking):
        return ranking.withdrawn("word", frozenset(_OTHER_TIME) & asking.question.content)
    if not _is_judged(asking, ranking):
        return ranking
    unmet, held = _unmet(asking, ranking.answers[0])
    if not unmet:
        return ranking
    if is_put_to_confirm(asking.question.words) or not _are_asked_for(unmet, held, asking, ranking.answers[0]):
        return replace(ranking, unmet=_sayable(unmet, asking))
    missing = frozenset(map(term_of, unmet))
    if any(map(asking.ranker.lexicon.knows, missing)) or _may_say_it_otherwise(ranking.answers[0]):
        return ranking.offered(missing)
    return ranking.withdrawn("word", missing)


def _may_say_it_otherwise(best: Ranked) -> bool:
    """Return whether an answer is likely, and has too few phrasings to contain most words for its content."""
    return best.candidate.profile.has_few_phrasings and best.confidence >= _LIKELY


def _is_judged(asking: Asking, ranking: Ranking) -> bool:
    """Return whether a fact or a quotation would be given to an English question with words that it lacks.

    Corrections are left out, because people who assume something use other words; another gate is for the article
    itself.
    """
    if not ranking.is_answered or ranking.is_of_a_phrasing or asking.question.is_foreign:
        return False
    profile = ranking.answers[0].candidate.profile
    if profile.kind == "correction" or is_about_the_text(profile.item):
        return False
    return not asking.question.content <= profile.terms


def _is_of_another_time(asking: Asking, ranking: Ranking) -> bool:
    """Return whether the question asks for the opposite order of time.

    An answer may say what came after something when the question asks what came before it, or the reverse.
    """
    said = asking.question.words
    if not ranking.is_answered or ranking.is_of_a_phrasing or not any(word in said for word in _OTHER_TIME):
        return False
    profile = ranking.answers[0].candidate.profile
    return profile.kind != "correction" and any(
        word in said and other not in said and _tells(profile, other) and not _tells(profile, word) for word, other in _OTHER_TIME.items()
    )


def _tells(profile: Profile, word: str) -> bool:
    """Return whether an item's answer has a word, or more than a few of its phrasings."""
    asked = sum(word in phrasing.words for phrasing in profile.phrasings)
    return term_of((word, (word,))) in profile.answer or asked > _STRAY * len(profile.phrasings)


def lacking(asking: Asking, best: Ranked) -> tuple[Span, ...]:
    """Return the words of the clause that asks which an item has in no form, if they are what is asked for."""
    unmet, held = _unmet(asking, best)
    return unmet if _are_asked_for(unmet, held, asking, best) else ()


def _unmet(asking: Asking, best: Ranked) -> tuple[tuple[Span, ...], Sequence[str]]:
    """Return the words of the clause that asks which an item has in no form, and the item's words."""
    profile = best.candidate.profile
    missing = list(_missing(asking.clause(profile), asking, best))
    held = words_of(profile) if missing else ()
    return tuple(span for span in missing if not _is_slip_of(span[1][0], held)), held


def _are_asked_for(unmet: Sequence[Span], held: Sequence[str], asking: Asking, best: Ranked) -> bool:
    """Return whether missing words are what is asked for, not context; `held` are the words that the item has."""
    if not unmet:
        return False
    profile, covered = best.candidate.profile, best.candidate.features.covered_by_answer
    clause = asking.clause(profile)
    return any(span[0] in TURNING or is_telling_against(span, clause.words, held, covered, asking.ranker) for span in unmet)


def _sayable(spans: Sequence[Span], asking: Asking) -> tuple[str, ...]:
    """Return the words that a reply may repeat: they were typed like this, and the knowledge has them elsewhere."""
    typed, knows = text.tokens(asking.own or asking.typed), asking.ranker.lexicon.knows
    return tuple(dict.fromkeys(span[1][0] for span in spans if span[1][0] in typed and knows(term_of(span))))


def _missing(clause: Question, asking: Asking, best: Ranked) -> Iterator[Span]:
    """Yield the content words of a clause that an item does not have."""
    corrected = {meant for _, meant in clause.corrections}
    before = ("", "")
    for span in asking.folder.fold(clause.words):
        term, word = term_of(span), span[1][0]
        if is_telling(term) and term not in best.candidate.profile.held and term not in asking.folder.proper:
            is_own = not _OWN.isdisjoint(before)
            is_little = before[1] != "how" and word not in TURNING and not says_little().isdisjoint((term, word))
            if not (is_own or is_little or _is_unsure(word, corrected)):
                yield span
        before = (before[1], span[1][-1])


def _is_unsure(word: str, corrected: set[str]) -> bool:
    """Return whether a word's meaning is a guess: a number, slang, a misspelling, or a short corrected word."""
    return len(word) < _SHORTEST or word not in english_words() or (word in corrected and len(word) < _CORRECTED)


def _is_slip_of(word: str, held: Sequence[str]) -> bool:
    """Return whether a word is a misspelling of one of others; the first letter is rarely wrong."""
    held = [each for each in held if each[0] == word[0]]
    if process.extractOne(word, held, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None:
        return True
    return len(word) >= _SLIP and process.extractOne(word, held, scorer=OSA.distance, score_cutoff=1) is not None
