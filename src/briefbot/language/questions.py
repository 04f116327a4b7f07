"""Whether a text looks like a question, before anything is looked up for it."""

from __future__ import annotations

import re

from briefbot.language.text import tokens

_ASKING = re.compile(
    r"\A(?:(?:and|but|so|ok|okay|then|well|wait|hey|yo|um|uh|oh|hm|hmm|lol|also|plus|right|sorry"
    r"|(?:(?:quick|honest|serious) )?question) )*"
    r"(?:what|who|whom|whose|where|when|why|how|which|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should"
    r"|tell|name|list|explain|describe|quote"
    r"|(?:in|on|at|by|for|from|to|with|of|under|since) (?:what|which|whom|whose|when|how))\b"
)
# Questions about "me", "us" or "you all" are for the people in the room; "do we know", "can I ask" are not.
_TO_OTHERS = re.compile(
    r"\b(?:am|are|was|were|do|did|have|had|can|could|will|would|shall|should|must) (?:i|we)\b"
    r"(?! (?:know|learn|hear|ask|get|have|see|find|told|given|read (?:about|of|that)))"
    r"|\b(?:do|did|have|are|were|will|would) (?:you|u|ya)\b"
    r"(?! (?:know|remember|recall|happen|have|mind|tell|say|explain|describe|sure|certain))"
    r"|\bof (?:you|us)\b|\b(?:you|u) (?:guys|all|lot|two|folks|people)\b|\b(?:yall|ya all)\b"
    r"|\bwho (?:even|cares|knows)\b|\bsince when (?:do|does)\b"
)
_NAMED = re.compile(r"(?:\A|\s)@\w")


def has_words(typed: str, limit: int) -> bool:
    """Return whether the first characters of a text have any words."""
    return bool(tokens(typed[:limit]))


def is_question(typed: str, limit: int) -> bool:
    """Return whether a text looks like a question, by its mark or its first words."""
    words = " ".join(tokens(typed[:limit]))
    return bool(words) and ("?" in typed or "？" in typed or _ASKING.match(words) is not None)


def asks_anybody(typed: str, limit: int) -> bool:
    """Return whether a text looks like a question to anybody, and not to particular people in the room."""
    words = " ".join(tokens(typed[:limit]))
    return is_question(typed, limit) and _TO_OTHERS.search(words) is None and _NAMED.search(typed[:limit]) is None
