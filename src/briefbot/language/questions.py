"""Whether a text looks like a question, before anything is looked up for it."""

from __future__ import annotations

import re

from briefbot.language.text import tokens

_ASKING = re.compile(
    r"\A(?:(?:and|but|so|ok|then|well) )*"
    r"(?:what|who|whom|whose|where|when|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
    r"|tell|name|list|explain|describe|quote)\b"
)


def has_words(typed: str, limit: int) -> bool:
    """Return whether there are words in the first characters of a text."""
    return bool(tokens(typed[:limit]))


def is_question(typed: str, limit: int) -> bool:
    """Return whether a text looks like a question, by its mark or its first words; words count in the first characters only."""
    words = " ".join(tokens(typed[:limit]))
    return bool(words) and ("?" in typed or "？" in typed or _ASKING.match(words) is not None)
