"""Catalogues of a second language, compiled as in the package's build."""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from briefbot.i18n import DOMAIN


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


def compiled(locale: Path, directory: Path) -> Path:
    """Compile all catalogues of the source into a directory, and return it."""
    for file in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        with file.open("rb") as text:
            install(read_po(text, locale=file.parent.parent.name), directory)
    return directory


@contextmanager
def bound(directory: Path) -> Iterator[None]:
    """Look for catalogues in a directory, instead of the package's."""
    before = gettext.bindtextdomain(DOMAIN)
    gettext.bindtextdomain(DOMAIN, str(directory))
    yield
    gettext.bindtextdomain(DOMAIN, before)
