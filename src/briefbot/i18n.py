"""The bot's own words in the reader's language: one gettext catalogue, English in the source.

A second language is a file `locale/<language>/LC_MESSAGES/briefbot.po`, made from `locale/briefbot.pot`; no code changes.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DOMAIN = "briefbot"
CATALOGUES = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "en"

_AS_WRITTEN = gettext.NullTranslations()
_spoken: ContextVar[gettext.NullTranslations | None] = ContextVar("spoken", default=None)


def say(message: str, /, **values: object) -> str:
    """Say a message in the language that is spoken, with values in the place of their names."""
    return _translation().gettext(message).format_map(values)


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """Say a message that differs with a count; `{count}` stands for it."""
    return _translation().ngettext(one, many, count).format_map({"count": count, **values})


def mark(message: str) -> str:
    """Mark a message for the catalogue that is said later, by another line."""
    return message


def speak(locale: str | None, catalogues: Path | None = None) -> None:
    """Speak a locale's language from here on, in this task and what it starts."""
    places = catalogues or CATALOGUES
    _spoken.set(_translations(_language(locale, places), places))


@contextmanager
def speaking(locale: str | None, catalogues: Path | None = None) -> Iterator[None]:
    """Speak the language of a locale such as "de" or "pt-BR" within a block, or English where there is no catalogue for it."""
    places = catalogues or CATALOGUES
    token = _spoken.set(_translations(_language(locale, places), places))
    try:
        yield
    finally:
        _spoken.reset(token)


def languages(catalogues: Path | None = None) -> tuple[str, ...]:
    """List the languages that there is a catalogue for, besides the source's own."""
    return _found(catalogues or CATALOGUES)


@cache
def _found(catalogues: Path) -> tuple[str, ...]:
    return tuple(sorted(path.parent.parent.name for path in catalogues.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


def _translation() -> gettext.NullTranslations:
    return _spoken.get() or _AS_WRITTEN


@cache
def _language(locale: str | None, catalogues: Path) -> str:
    if not locale:
        return SOURCE_LANGUAGE
    known = [SOURCE_LANGUAGE, *languages(catalogues)]
    return negotiate_locale([locale.replace("-", "_")], known) or SOURCE_LANGUAGE


@cache
def _translations(language: str, catalogues: Path) -> gettext.NullTranslations:
    if language == SOURCE_LANGUAGE:
        return _AS_WRITTEN
    compiled = io.BytesIO()
    with (catalogues / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
