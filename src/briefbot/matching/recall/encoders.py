"""Sentence encoders by name: entry points, so that others plug in."""

from __future__ import annotations

from importlib.metadata import entry_points

from briefbot.errors import EncoderError
from briefbot.matching.recall.sentence_vectors import Encoder

GROUP = "briefbot.encoders"
"""Entry points of this group name encoders; each loads to a function without arguments."""
DEFAULT = "use"


def load_encoder(name: str = DEFAULT) -> Encoder:
    """Load an encoder by name; EncoderError says how to install what is missing."""
    found = entry_points(group=GROUP, name=name)
    if not found:
        known = ", ".join(sorted(point.name for point in entry_points(group=GROUP)))
        raise EncoderError(f"there is no sentence encoder {name!r}; known: {known or 'none'}")
    try:
        encoder: Encoder = next(iter(found)).load()()
    except ImportError as error:
        raise EncoderError(f"sentence vectors need the extra: pip install 'briefbot[semantic]' ({error.name} is missing)") from error
    return encoder
