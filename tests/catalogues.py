"""Catalogues of a second language, compiled as the package's build compiles them."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def catalogue_of(text: str, locale: str) -> Catalog:
    """Read the text of a .po file."""
    return read_po(io.StringIO(text), locale=locale)


def install(catalog: Catalog, directory: Path) -> Path:
    """Compile a catalogue into a directory of catalogues, and return the directory."""
    file = directory / str(catalog.locale) / "LC_MESSAGES" / "briefbot.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as compiled:
        write_mo(compiled, catalog)
    return directory
