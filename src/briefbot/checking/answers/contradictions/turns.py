"""Statements turned into their opposite: a "not" too many, or a word with the opposite meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefbot.checking.answers.contradictions.reading import Compared, small, stems_of, trimmed, warning
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.hedges import Statement
from briefbot.checking.answers.keeping import is_negative
from briefbot.i18n import say
from briefbot.language.stemming import stem

_DENIED = re.compile(
    r"\b(?:do|does|did|is|are|was|were|has|have|had|will|would|could|can|may|must|as) (?:not|never|no longer)\b(?! only)|n't\b|\bcannot\b"
)
_UNSAID = re.compile(
    r"\b(?:not|never) (?:been )?(?:said|stated|given|named|told|specified|mentioned|explained|described|reported|clear|spelled|known"
    r"|identified|quoted)\b"
)
"""A clause about what the article does not say."""
_NO_DENIAL = re.compile(r"\b(?:not only|instead)\b", re.IGNORECASE)
_CONTRARIES = tuple(
    (frozenset(map(stem, one.split())), frozenset(map(stem, other.split())))
    for one, other in (
        ("increase increasing grow growing rise rising strengthen boost expand improve deepen gain escalate escalation embolden",
         "decrease decline fall shrink weaken reduce reduction erode diminish drop worsen"),
        ("friendly welcoming", "hostile hostility"), ("useful helpful", "useless"), ("easy simple", "difficult hard"),
        ("closer nearer", "away apart"), ("accept sign approve", "reject refuse oppose"),
        ("allow permit oblige require call", "forbid ban prohibit"), ("open", "closed shut"), ("begin start", "stop end cease"),
        ("buy bought", "sell sold"), ("reliable", "unreliable"), ("dependent", "independent"), ("stable", "unstable"),
        ("alarm worry concern fear", "pleased happy calm reassured"), ("win winner", "lose loser defeat"), ("profit", "loss"),
    )
)  # fmt: skip
_FEWEST_SHARED = 3
_SHARE = 0.6
"""The share of a clause's words, without names, that one sentence of the article must have to be its opposite."""


def turned(compared: Compared) -> Iterator[Finding]:
    """Yield a warning for each clause of a fact that denies what the article says, or says the opposite."""
    if compared.entry.kind != "fact":
        return
    everything = frozenset[str]().union(*(stems_of(place.text) for place in compared.places))
    for clause in compared.clauses():
        most, near = _near(clause, compared)
        if _is_denied(clause, most, near, compared):
            yield _opposite("not", clause)
        elif most > 1 and not is_negative(clause):
            yield from (_opposite(word, clause) for word in _contrary(clause, near, everything))


def _near(clause: str, compared: Compared) -> tuple[int, list[Statement]]:
    """Return the most words that a clause shares with a cited sentence.

    Return also the sentences that share as many, or one fewer.
    """
    stems = compared.telling(clause)
    shared = [(len(stems & each.stems), each) for place in compared.places for each in place.statements]
    most = max((count for count, _ in shared), default=0)
    return most, [each for count, each in shared if count >= max(most - 1, 1)]


def _is_denied(clause: str, most: int, near: list[Statement], compared: Compared) -> bool:
    folded = clause.casefold()
    if most < _FEWEST_SHARED or "article" in folded or not _DENIED.search(folded) or _UNSAID.search(folded):
        return False
    told = small(compared.telling(clause))
    said = [each.text for each in near if told and len(told & each.stems) >= _SHARE * len(told)]
    return bool(said) and not any(is_negative(_NO_DENIAL.sub("", text)) for text in said)


def _contrary(clause: str, near: list[Statement], everything: frozenset[str]) -> Iterator[str]:
    """Yield the words of a clause whose opposite is in similar sentences, and which no cited place has."""
    told = stems_of(clause)
    said = frozenset[str]().union(*(stems_of(each.text) for each in near))
    for pair in _CONTRARIES:
        for ours, theirs in (pair, pair[::-1]):
            is_contrary = said & theirs and not (everything & ours) and not (told & theirs)
            yield from sorted(told & ours) if is_contrary else ()


def _opposite(word: str, clause: str) -> Finding:
    message = say("“{word}” in “{sentence}”: the article seems to say the opposite. Is it right?", word=word, sentence=trimmed(clause))
    return warning("opposite", message)
