"""Turn knowledge/*.yaml into the model: the only place that imports a YAML library."""

from briefbot.bundle.drafting import draft_text
from briefbot.bundle.folder import CAVEATS
from briefbot.bundle.json_cache import bundle_from, bundle_text
from briefbot.bundle.reading import (
    Bundle,
    Draft,
    data_of,
    emptiness,
    files_digest,
    kind_of,
    missing_from,
    read_bundle,
    read_source,
    thing_from,
)
from briefbot.bundle.source_file import renewed, source_text, with_digests, write_digests
from briefbot.bundle.thresholds_file import DENSITIES, general, general_name, learned_text, read_learned
from briefbot.domain.knowledge import Thing, ThingKind

__all__ = [
    "CAVEATS",
    "DENSITIES",
    "Bundle",
    "Draft",
    "Thing",
    "ThingKind",
    "bundle_from",
    "bundle_text",
    "data_of",
    "draft_text",
    "emptiness",
    "files_digest",
    "general",
    "general_name",
    "kind_of",
    "learned_text",
    "missing_from",
    "read_bundle",
    "read_learned",
    "read_source",
    "renewed",
    "source_text",
    "thing_from",
    "with_digests",
    "write_digests",
]
