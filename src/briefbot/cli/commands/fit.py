"""The command that fits what a bundle needs in advance, to ship it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from briefbot.bundle import bundle_text, files_digest, read_learned
from briefbot.cli.output import print_line
from briefbot.cli.setup.service import fit as fit_classifier
from briefbot.cli.setup.service import knowledge_directory, load_encoder
from briefbot.cli.setup.settings import Settings
from briefbot.errors import UsageError
from briefbot.matching import FITTED, BundleCache, Encoder, Matcher, MatcherCache
from briefbot.matching.arrays import Arrays, read_arrays
from briefbot.service.loading import load_files

DONE, NEGATIVE = 0, 1
_NEAR = 0.01
"""How far shipped numbers may differ from fitted ones on average.

Other versions of the libraries fit a little differently.
"""


def fit(arguments: Namespace, settings: Settings) -> int:
    """Fit a bundle's matcher and write it into the bundle.

    With `--check`, only compare the fitted files with the bundle.
    """
    directory = knowledge_directory(settings)
    encoder = load_encoder(settings)
    with TemporaryDirectory() as made:
        cache = _fitted(directory, encoder, Path(made) / "cache")
        if arguments.check:
            return _checked(cache, cache.ship(Path(made) / FITTED, encoder), directory / FITTED)
        try:
            files = cache.ship(directory / FITTED, encoder)
        except OSError as error:
            raise UsageError(f"cannot write into {directory / FITTED}: {error.strerror or error}") from error
    for file in files:
        print_line(f"written: {file} ({file.stat().st_size / 1e6:.1f} MB)")
    if encoder is None:
        print_line("sentence vectors are off: theirs are left as they were, and used only if they belong to this bundle")
    return DONE


def _fitted(directory: Path, encoder: Encoder | None, scratch: Path) -> BundleCache:
    """Fit everything from the bundle's files, ignoring cached and shipped results."""
    base = load_files(directory)
    cache = MatcherCache(scratch).of(files_digest(directory))
    cache.save_checked(bundle_text(base.bundle))
    Matcher.build(base.knowledge, read_learned(directory, base.knowledge.density), fit_classifier, encoder, cache)
    return cache


def _checked(cache: BundleCache, fitted: list[Path], shipped: Path) -> int:
    """Compare shipped files with fitted ones; for vectors that cannot be made here, only the digest."""
    stale = {path.name for path in fitted if not _is_same(read_arrays(path), read_arrays(shipped / path.name))}
    stale |= {path.name for path in shipped.glob("*.npz") if read_arrays(path, cache.digest, ("digest",)) is None}
    for name in sorted(stale):
        print_line(f"{shipped / name} does not belong to the bundle as it is: run `briefbot fit`")
    if not stale:
        print_line(f"{shipped} belongs to the bundle: {', '.join(path.name for path in fitted)}")
    return NEGATIVE if stale else DONE


def _is_same(fitted: Arrays | None, shipped: Arrays | None) -> bool:
    """Compare fitted numbers approximately, and everything else exactly.

    Which bits a classifier has depends on its numbers.
    """
    if fitted is None or shipped is None or fitted.keys() != shipped.keys():
        return False
    return all(_is_near(fitted[name], shipped[name]) for name in fitted.keys() - {"is_set", "low", "high"})


def _is_near(first: npt.NDArray[Any], second: npt.NDArray[Any]) -> bool:
    if first.shape != second.shape:
        return False
    if first.dtype.kind == "f" or first.dtype == np.int8:
        return float(np.abs(first - second.astype(np.float32)).mean()) < _NEAR
    return np.array_equal(first, second)
