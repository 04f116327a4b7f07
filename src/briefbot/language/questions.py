"""Whether a text looks like a question, before anything is looked up for it."""

from __future__ import annotations

import re

from briefbot.domain.outcome import QUESTION_LIMIT
from briefbot.language.text import tokens

_ASKING = re.compile(
    r"\A(?:(?:and|but|so|ok|then|well) )*"
    r"(?:what|who|whom|whose|where|when|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
    r"|tell|name|list|explain|describe|quote)\b"
)


def has_words(typed: str) -> bool:
    """Return whether there are words in what is read of a text."""
    return bool(tokens(typed[:QUESTION_LIMIT]))


def is_question(typed: str) -> bool:
    """Return whether a text looks like a question, by its mark or its first words."""
    words = " ".join(tokens(typed[:QUESTION_LIMIT]))
    return bool(words) and ("?" in typed or "？" in typed or _ASKING.match(words) is not None)
