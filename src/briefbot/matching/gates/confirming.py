"""Statements that are put up to be confirmed: "..., right?", "isn't it?"."""

from __future__ import annotations

from collections.abc import Sequence

_CONFIRMING = frozenset(("right", "rite", "correct", "yes", "yeah", "no", "true"))
_NEGATED_TAG = frozenset(("it", "he", "she", "they", "we", "you"))


def is_put_to_confirm(said: Sequence[str]) -> bool:
    """Return whether a statement asks for confirmation: "..., right?", "isn't it?".

    Anything about its subject answers it.
    """
    if not said:
        return False
    is_tag = len(said) > 2 and said[-2] == "not" and said[-1] in _NEGATED_TAG  # noqa: PLR2004 - "is not it"
    return is_tag or said[-1] in _CONFIRMING or tuple(said[:4]) in {("is", "it", each, "that") for each in _CONFIRMING}
