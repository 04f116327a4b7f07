"""The bot's own words in the reader's language: one gettext catalogue, English in the source.

A second language is a file `locale/<language>/LC_MESSAGES/briefbot.po`, made from `locale/briefbot.pot` and compiled
when the package is built; no code changes.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

DOMAIN = "briefbot"
gettext.bindtextdomain(DOMAIN, str(Path(__file__).parent / "locale"))

_AS_WRITTEN = gettext.NullTranslations()
ENGLISH = "en"
"""The language of the source, which needs no catalogue."""
_spoken: ContextVar[gettext.NullTranslations | None] = ContextVar("spoken", default=None)


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the catalogue with its values, to be said later in the reader's language; `str` is its English."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    """Values by name; a value can be a message itself."""
    many: str = ""
    count: int | None = None
    """The plural and the number, for a message that differs with it; `{count}` stands for it."""

    def __str__(self) -> str:
        return self.translated(_AS_WRITTEN)

    def translated(self, translation: gettext.NullTranslations) -> str:
        """Return the text in a language."""
        text = translation.gettext(self.text) if self.count is None else translation.ngettext(self.text, self.many, self.count)
        values = {name: value.translated(translation) if isinstance(value, Message) else value for name, value in self.values.items()}
        return text.format_map(values) if values else text


def say(message: str | Message, /, **values: object) -> str:
    """Return a message in the current language, with values in place of their names."""
    found = Message(message, values) if isinstance(message, str) else message
    return found.translated(_translation())


def say_many(one: str, many: str, count: int, /, **values: object) -> str:
    """Return a message that depends on a count; `{count}` stands for it."""
    return say(mark_many(one, many, count, **values))


def mark(message: str) -> str:
    """Mark a message for the catalogue, to be said later."""
    return message


def mark_many(one: str, many: str, count: int, /, **values: object) -> Message:
    """Mark a message that depends on a count, to be said later."""
    return Message(one, {"count": count, **values}, many, count)


def clip(text: str, limit: int = 60) -> str:
    """Cut a text to a number of characters, ending in an ellipsis if something is left out; lines are kept."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def joined(separator: str, *parts: str | Message) -> Message:
    """Join texts and messages into one message, each said in the reader's language."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(separator.join(f"{{{name}}}" for name in values), values)


@contextmanager
def speaking(locale: str | None) -> Iterator[None]:
    """Use the language of a locale such as "de" or "pt-BR" within a block; English if it has no catalogue."""
    token = _spoken.set(_catalogue(locale))
    try:
        yield
    finally:
        _spoken.reset(token)


def languages() -> list[str]:
    """List the languages that can be spoken, English first, by the names of their catalogues."""
    found = Path(gettext.bindtextdomain(DOMAIN)).glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return [ENGLISH, *sorted(file.parent.parent.name for file in found)]


def own_name(language: str) -> str:
    """Return what a language calls itself: each catalogue translates "English" so."""
    with speaking(language):
        return say("English")


def is_spoken(locale: str | None) -> bool:
    """Return whether there is a catalogue for a locale."""
    return isinstance(_catalogue(locale), gettext.GNUTranslations)


def _catalogue(locale: str | None) -> gettext.NullTranslations:
    return _translations(locale, gettext.bindtextdomain(DOMAIN))


def _translation() -> gettext.NullTranslations:
    return _spoken.get() or _AS_WRITTEN


@cache
def _translations(locale: str | None, catalogues: str) -> gettext.NullTranslations:
    """Return the catalogue of a locale: for "pt-BR" that of Brazil, else that of Portuguese, else English."""
    if not locale:
        return _AS_WRITTEN
    return gettext.translation(DOMAIN, catalogues, [locale.replace("-", "_")], fallback=True)
