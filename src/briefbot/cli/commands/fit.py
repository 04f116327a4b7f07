"""The command that fits what a bundle needs ahead, to be shipped with it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from briefbot.bundle import bundle_text, files_digest, read_learned
from briefbot.cli.output import print_line
from briefbot.cli.setup.service import fit as fit_classifier
from briefbot.cli.setup.service import knowledge_directory, load_encoder
from briefbot.cli.setup.settings import Settings
from briefbot.matching import FITTED, Encoder, Matcher, MatcherCache
from briefbot.matching.arrays import Arrays, read_arrays
from briefbot.service.loading import load_files

DONE, NEGATIVE = 0, 1
_NEAR = 0.01
"""How far shipped numbers may be from fitted ones, in the mean: other versions of the libraries fit a little differently."""


def fit(arguments: Namespace, settings: Settings) -> int:
    """Fit a bundle's matcher and write it into the bundle, or check that what is there belongs to the bundle as it is."""
    directory = knowledge_directory(settings)
    encoder = load_encoder(settings)
    with TemporaryDirectory() as made:
        files = _fitted(directory, encoder, Path(made), Path(made) if arguments.check else directory / FITTED)
        if arguments.check:
            return _checked(files, directory / FITTED)
    for file in files:
        print_line(f"written: {file} ({file.stat().st_size / 1e6:.1f} MB)")
    if encoder is None:
        print_line("sentence vectors are off: theirs are left as they were, and used only if they belong to this bundle")
    return DONE


def _fitted(directory: Path, encoder: Encoder | None, scratch: Path, target: Path) -> list[Path]:
    """Fit everything from the bundle's files, without what was kept or shipped before."""
    base = load_files(directory)
    cache = MatcherCache(scratch / "cache").of(files_digest(directory))
    cache.save_checked(bundle_text(base.bundle))
    Matcher.build(base.knowledge, read_learned(directory), fit_classifier, encoder, cache)
    return cache.ship(target, encoder)


def _checked(files: list[Path], shipped: Path) -> int:
    stale = [file.name for file in files if not _is_same(read_arrays(file), read_arrays(shipped / file.name))]
    for name in stale:
        print_line(f"{shipped / name} does not belong to the bundle as it is: run `briefbot fit`")
    if not stale:
        print_line(f"{shipped} belongs to the bundle: {', '.join(file.name for file in files)}")
    return NEGATIVE if stale else DONE


def _is_same(fitted: Arrays | None, shipped: Arrays | None) -> bool:
    """Compare numbers that were fitted nearly, and all else exactly."""
    if fitted is None or shipped is None or fitted.keys() != shipped.keys():
        return False
    return all(_is_near(array, shipped[name]) for name, array in fitted.items() if name not in ("is_set", "low", "high"))


def _is_near(first: np.ndarray, second: np.ndarray) -> bool:
    if first.shape != second.shape:
        return False
    if first.dtype.kind == "f":
        return float(np.abs(first - second).mean()) < _NEAR
    return np.array_equal(first, second)
