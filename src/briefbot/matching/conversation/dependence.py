"""Decide whether a question depends on the one before it, or is clear alone."""

from __future__ import annotations

from collections.abc import Callable

from briefbot.domain.outcome import Turn
from briefbot.matching.conversation.telling import TOLD
from briefbot.matching.conversation.texts import asks_for_length, asks_for_name, asks_of_a_text, asks_of_the_article, asks_of_what_was_said
from briefbot.matching.conversation.together import contrasted, follow, share_held
from briefbot.matching.matcher import Matcher
from briefbot.matching.ranking.decision import Decision, Ranking
from briefbot.matching.reading.compound import Parts
from briefbot.matching.reading.leaning import Lean, lean_of, opens_as_one_that_goes_on, points_back
from briefbot.matching.reading.question import Question
from briefbot.matching.reading.words import ARTICLE, GOING_ON, PEOPLE, PERSONS, RELATING
from briefbot.matching.readings import Reading
from briefbot.matching.small_talk import general_chat

_CERTAIN = 0.5
"""The confidence from which a question is surely answered on its own."""
_STANDS_ALONE = 4
"""A question with this many content words stands alone, even if it says "it" or "that"."""

# Questions after "Who built the dragon kite?", and whether they depend on it
# (tests/matching/conversation/test_dependence.py):
#
#   who sewed it?                                    yes  "it" points back, and it has only one content word
#   when did he win that?                            yes  the same
#   did she sew the dragon?                          yes  it has two, but "she" is somebody, and no answer is certain
#   who won it in 2019?                              no   it has two, and its answer is certain
#   did Lin win it?                                  no   it has two, one of them a name
#   what did Markova say about it?                   no   it names somebody, and has an answer
#   how many kites of them flew in the sky at once?  no   it has many
#   and the first one?                               yes  it has no clause, and no certain answer
#   and the prize?                                   no   it has no clause, but a certain answer
#   why?                                             yes  it has none
#   which zeppelin crashed into it?                  no   most of its words are unknown: the question before cannot help


def lean_on(matcher: Matcher, reading: Reading, previous: Turn | None) -> Lean | None:
    """Return how a question depends on the one before; None if it is clear alone, or gets a better answer alone."""
    if previous is None:
        return _lean(matcher, reading)
    if contrasted(matcher, reading, previous) is not None:
        return Lean.CUT_SHORT
    lean = _lean(matcher, reading)
    if lean is None:
        return Lean.EMPTY if previous.item is not None and _says_nothing(reading) else None
    return None if _is_better_alone(matcher, reading, previous, lean) else lean


def _is_better_alone(matcher: Matcher, reading: Reading, previous: Turn, lean: Lean) -> bool:
    match lean:
        case Lean.CUT_SHORT:
            return _finds_more_alone(matcher, reading, previous)
        case Lean.POINTING:
            return _is_silent_alone_only(matcher, reading, previous)
        case Lean.EMPTY:
            return False


def _says_nothing(reading: Reading) -> bool:
    """Return whether a question has no content of its own, phrasing or not: "by whom?"."""
    is_empty = not reading.question.content and lean_of(reading.typed, reading.question) is Lean.EMPTY
    return is_empty and not _is_remark(reading)


def _is_silent_alone_only(matcher: Matcher, reading: Reading, previous: Turn) -> bool:
    """Return whether a gap entry holds all of a question alone, but with the words before it nothing is sure."""
    ranking = reading.ranking
    if ranking.decision is not Decision.SILENT or not PEOPLE.isdisjoint(reading.question.words):
        return False
    best = ranking.gaps[0]
    is_whole = best.confidence >= _CERTAIN and share_held(reading.question, best, matcher.ranker.lexicon.weight) == 1.0
    return is_whole and not follow(matcher, reading, previous).ranking.is_told


def _lean(matcher: Matcher, reading: Reading) -> Lean | None:
    """Return how a question depends on the one before, unless it is clear alone.

    For a compound question the first part decides.
    """
    lean = None if _is_remark(reading) else _lean_of(reading)
    parts = Parts.of(reading.typed) if lean is not None else None
    return lean if parts is None or _lean_of(matcher.read(parts.texts[0])) is not None else None


def _lean_of(reading: Reading) -> Lean | None:
    lean = lean_of(reading.typed, reading.question)
    return None if lean is None or _is_clear(reading, lean) else lean


def _is_remark(reading: Reading) -> bool:
    """Return whether a text asks nothing: "lol ok", "thanks, that helped", "hmm"."""
    question = reading.question
    if question.asked or "?" in reading.typed or not GOING_ON.isdisjoint(question.words):
        return general_chat().is_nothing_else(question)
    return general_chat().is_small_talk(question) or not (question.content or points_back(reading.typed, question))


def _is_clear(reading: Reading, lean: Lean) -> bool:
    """Return whether a question is clear without the one before, or cannot become clear with it."""
    if 2 * len(reading.question.unknown) > len(reading.question.content):
        return True
    if lean is Lean.POINTING:
        return _is_clear_although_it_points(reading)
    if lean is Lean.EMPTY and not PERSONS.isdisjoint(reading.question.words):
        return False
    return _is_sure(reading) if reading.question.content else is_phrasing(reading)


def _is_clear_although_it_points(reading: Reading) -> bool:
    """Return whether a question says enough for its "it" or "that" not to matter."""
    content = len(reading.question.content)
    if content >= _STANDS_ALONE or (content > 1 and _is_sure(reading)):
        return True
    points_at_people = not PEOPLE.isdisjoint(reading.question.words)
    return not points_at_people and (is_phrasing(reading) or _says_much(reading) or _names_what_is_told(reading))


def _is_sure(reading: Reading) -> bool:
    return reading.ranking.is_answered and reading.ranking.confidence >= _CERTAIN


def is_phrasing(reading: Reading) -> bool:
    """Return whether a question is a phrasing of the item that answers it alone."""
    return reading.ranking.is_answered and reading.ranking.is_of_a_phrasing


def _says_much(reading: Reading) -> bool:
    """Return whether a question has several content words, and names something or has an answer of its own."""
    return len(reading.question.content) > 1 and (reading.ranking.is_told or bool(reading.question.folded))


def _names_what_is_told(reading: Reading) -> bool:
    return reading.ranking.is_told and bool(reading.question.names)


# What the words find -----------------------------------------------------------------------------


def _finds_more_alone(matcher: Matcher, reading: Reading, previous: Turn) -> bool:
    """Return whether the best match alone holds more of a question than the best match together with the one before."""
    if not opens_as_one_that_goes_on(reading.question) or not RELATING.isdisjoint(reading.question.words):
        return False
    weight = matcher.ranker.lexicon.weight
    alone, together = (_fit(each.ranking, reading.question, weight) for each in (reading, follow(matcher, reading, previous)))
    return alone > together


def _fit(ranking: Ranking, question: Question, weight: Callable[[str], float]) -> tuple[float, bool, bool]:
    """Return how well the best match answers a question.

    Return the share of the question that it holds, whether it is asked for the same, and whether it is an answer.
    """
    found = {Decision.ABSTAIN: (), Decision.SILENT: ranking.gaps}.get(ranking.decision, ranking.answers)
    if not found:
        return 0.0, False, False
    is_asked_so = not question.asked or found[0].candidate.profile.offers.get(question.asked[0], 0.0) >= TOLD
    return share_held(question, found[0], weight), is_asked_so, ranking.is_answered


# Questions about a text -------------------------------------------------------------------------


def means_a_text(question: Question, previous: Turn | None) -> bool:
    """Return whether a question asks about the text that was named before it."""
    if previous is None or asks_of_the_article(question):
        return False
    if asks_of_what_was_said(question):
        return previous.item is not None and bool(previous.item.speaker)
    return previous.names_a_text and asks_of_a_text(question)


def asks_of_the_article_alone(matcher: Matcher, reading: Reading, previous: Turn | None) -> bool:
    """Return whether "it" is the article: the question is about a text, and none was named before."""
    is_of_a_text = asks_of_a_text(reading.question) and not means_a_text(reading.question, previous)
    return is_of_a_text and not _means_a_thing(matcher, reading, previous)


def _means_a_thing(matcher: Matcher, reading: Reading, previous: Turn | None) -> bool:
    """Return whether a question asks for the name or length of a thing that was named before it, not of a text."""
    if previous is not None and previous.item is not None and asks_for_name(reading.question):
        return ARTICLE.isdisjoint(previous.words)
    if previous is None or not asks_for_length(" ".join(reading.question.words)):
        return False
    found = follow(matcher, reading, previous).ranking
    return found.is_answered and any(asks_for_length(each.lower()) for each in found.answers[0].item.ways)
