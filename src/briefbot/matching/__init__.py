"""Turn a question into ranked candidates and a decision: the only place that imports rapidfuzz."""

from briefbot.matching.cache import FITTED, BundleCache, MatcherCache
from briefbot.matching.conversation.follow_ups import converse
from briefbot.matching.conversation.turns import turn_on
from briefbot.matching.explanation import explain
from briefbot.matching.grouping import Groups
from briefbot.matching.matcher import Matcher
from briefbot.matching.ranking.decision import Ranked
from briefbot.matching.reading.languages import language_of
from briefbot.matching.recall.layer import Fit
from briefbot.matching.recall.sentence_vectors import Encoder

__all__ = [
    "FITTED",
    "BundleCache",
    "Encoder",
    "Fit",
    "Groups",
    "Matcher",
    "MatcherCache",
    "Ranked",
    "converse",
    "explain",
    "language_of",
    "turn_on",
]
