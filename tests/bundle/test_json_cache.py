"""A bundle as JSON is the same bundle."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from briefbot.bundle import bundle_from, bundle_text, read_bundle
from briefbot.domain.knowledge import Caveat


def test_a_bundle_comes_back_as_it_was(tiny: Path) -> None:
    bundle, _ = read_bundle(tiny)
    assert bundle is not None
    caveat = Caveat("no-year", "The article gives no year.", (1, "deck"), ("March 22",), ("year",), ("when",))
    bundle.answers = {"crew": "0123456789abcdef"}
    bundle.source = replace(bundle.source, caveats=(caveat,))
    assert bundle_from(bundle_text(bundle)) == bundle
