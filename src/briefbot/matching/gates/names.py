"""The gate for names: an answer that lacks a name of the question is not given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from briefbot.domain.knowledge import Entry, Item
from briefbot.language.stemming import stem
from briefbot.matching.gates.asked import Asking
from briefbot.matching.gates.confirming import is_put_to_confirm
from briefbot.matching.ranking.decision import Ranked, Ranking
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.vocabulary import english_words

_NAME = re.compile(r"[A-Z][a-z]++(?=(?:'s)?[,.?!]*+\Z)")
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]++")
_OWN = frozenset(("my", "our"))
_NEAR = 3
"""How many words after "my" a name belongs to the asker's own people: "my secret friend Zebulon"."""

_STRAY = 0.015
"""The share of phrasings below which a name in them is not one that the item is about.

See docs/decisions/019-near-misses-again.md.
"""


def names(asking: Asking, ranking: Ranking) -> Ranking:
    """Withdraw an answer that lacks a name of the question.

    Replace it by the gap entry about that name, or by nothing.
    """
    if not ranking.is_answered or ranking.is_of_a_phrasing:
        return ranking
    best = ranking.answers[0]
    strange, stray = _strange_names(asking) | _spelled_names(asking, ranking), _stray_names(asking, best)
    if not stray and not missing_from(_named(asking.question) | strange, best):
        return ranking
    clause = asking.clause(best.candidate.profile)
    missing = missing_from(_named(clause) | (strange & clause.content), best) | (stray & clause.names)
    if not missing or _is_one_of_two(clause, missing):
        return ranking
    holding = _gap_about(missing, ranking)
    return ranking.silent_by(holding, missing) if holding is not None else ranking.withdrawn("name", missing)


def _named(question: Question) -> frozenset[str]:
    """Return the names in a question; a date is not a name, even if it has an alias."""
    if not question.names:
        return question.countries
    return frozenset(name for name in question.names if not any(map(str.isdigit, name))) | question.countries


def _strange_names(asking: Asking) -> frozenset[str]:
    """Return the words that look like names, and are neither in the knowledge nor in an English word list."""
    unknown = asking.question.unknown
    if asking.question.is_foreign or not unknown or asking.typed.islower():
        return frozenset()
    words = asking.typed.split()
    found = (_NAME.match(word) for place, word in enumerate(words) if _is_inside(words, place))
    typed = (match.group().lower() for match in found if match is not None)
    return frozenset(stem(word) for word in typed if word not in english_words()) & unknown


def _spelled_names(asking: Asking, ranking: Ranking) -> frozenset[str]:
    """Return the words of a question that are not English, and that the likeliest items spell as names.

    Names always have a capital there.
    """
    question = asking.question
    words = {word for word in question.words if word not in english_words() and stem(word) in question.content - question.unknown}
    if question.is_foreign or not words:
        return frozenset()
    told = [_told(each.item) for each in ranking.ranked]
    spelled = {name.lower() for each in told for name in _INSIDE.findall(each)}
    plain = {word for each in told for word in each.split()}
    return frozenset(stem(word) for word in words & spelled - plain)


def _told(item: Item) -> str:
    return item.answer if isinstance(item, Entry) else item.text


def _is_inside(words: Sequence[str], place: int) -> bool:
    """Return whether a word is inside a sentence, after a word without a capital, and not after "my"."""
    before = words[max(place - _NEAR, 0) : place]
    return bool(before) and before[-1].islower() and before[-1][-1].isalpha() and _OWN.isdisjoint(before)


def _stray_names(asking: Asking, best: Ranked) -> frozenset[str]:
    """Return the names of a question that a fact's answer does not have, and hardly any of its phrasings.

    A question that only asks for agreement has none.
    """
    question, profile = asking.question, best.candidate.profile
    if not question.names:
        return frozenset()
    if profile.kind != "fact" or question.asked[:1] == ("yes_no",) or is_put_to_confirm(question.words):
        return frozenset()
    counts = Counter(name for phrasing in profile.phrasings for name in phrasing.names & question.names)
    return frozenset(name for name, count in counts.items() if name not in profile.answer and count < _STRAY * len(profile.phrasings))


def missing_from(wanted: frozenset[str], ranked: Ranked) -> frozenset[str]:
    """Return the names that an item does not have."""
    if not wanted:
        return wanted
    profile = ranked.candidate.profile
    return wanted - profile.names - profile.terms - profile.countries


def gap_with(wanted: frozenset[str], ranking: Ranking) -> Ranked | None:
    """Return the likeliest gap entry that has all of some names."""
    return next((gap for gap in ranking.gaps if not missing_from(wanted, gap)), None)


def _gap_about(names: frozenset[str], ranking: Ranking) -> Ranked | None:
    """Return the likeliest gap entry whose text has all of some names, if no answer is about them."""
    gap = gap_with(names, ranking)
    if gap is None or not all(missing_from(names, answer) for answer in ranking.answers):
        return None
    told = gap.candidate.profile.answer
    return gap if all(name in told or stem(name) in told for name in names) else None


def _is_one_of_two(clause: Question, missing: frozenset[str]) -> bool:
    """Return whether a question asks which of two is meant: "from Norway or Denmark?"."""
    return "or" in clause.words and bool(_named(clause) - missing)
