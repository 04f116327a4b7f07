"""Sentence encoders by name: entry points, so that others can plug in."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Protocol

from briefbot.errors import EncoderError
from briefbot.matching.recall.ngrams import Floats

GROUP = "briefbot.encoders"
"""Entry points of this group name encoders; each loads to a function without arguments."""
DEFAULT = "use"


class SentenceEncoder(Protocol):
    """The interface of a plug-in: texts in, unit vectors out."""

    name: str

    def encode(self, texts: Sequence[str]) -> Floats:
        """Encode texts: shape (texts, dimensions), each row of length 1."""


def load_encoder(name: str = DEFAULT) -> SentenceEncoder:
    """Load an encoder by name; raise EncoderError, which says how to install it, if it is missing."""
    found = entry_points(group=GROUP, name=name)
    if not found:
        known = ", ".join(sorted(point.name for point in entry_points(group=GROUP)))
        raise EncoderError(f"there is no sentence encoder {name!r}; known: {known or 'none'}")
    try:
        encoder: SentenceEncoder = next(iter(found)).load()()
    except ImportError as error:
        raise EncoderError(f"sentence vectors need the extra: pip install 'briefbot[semantic]' ({error.name} is missing)") from error
    return encoder
