"""knowledge/*.yaml and the model: the only place that imports a YAML library."""

from briefbot.bundle.files import Bundle, data_of, kind_of, read_bundle, thing_from
from briefbot.bundle.learned import learned_text, read_learned
from briefbot.model import Thing, ThingKind

__all__ = [
    "Bundle",
    "Thing",
    "ThingKind",
    "data_of",
    "kind_of",
    "learned_text",
    "read_bundle",
    "read_learned",
    "thing_from",
]
