"""A bundle as JSON is the same bundle."""

from __future__ import annotations

from pathlib import Path

from briefbot.bundle import bundle_from, bundle_text, read_bundle


def test_a_bundle_comes_back_as_it_was(tiny: Path) -> None:
    bundle, _ = read_bundle(tiny)
    assert bundle is not None
    assert bundle_from(bundle_text(bundle)) == bundle
