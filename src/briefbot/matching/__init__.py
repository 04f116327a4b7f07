"""A question in, ranked candidates and a decision out: the only place that imports rapidfuzz."""

from briefbot.matching.matcher import Fit, Matcher, Ranked
from briefbot.matching.semantic import Encoder

__all__ = ["Encoder", "Fit", "Matcher", "Ranked"]
