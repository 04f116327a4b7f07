"""A question in, ranked candidates and a decision out: the only place that imports rapidfuzz."""

from briefbot.matching.conversation import converse, turn_on
from briefbot.matching.decision import Ranked
from briefbot.matching.explanation import explain
from briefbot.matching.layer import Fit
from briefbot.matching.matcher import Matcher
from briefbot.matching.memory import Memory
from briefbot.matching.semantic import Encoder

__all__ = ["Encoder", "Fit", "Matcher", "Memory", "Ranked", "converse", "explain", "turn_on"]
