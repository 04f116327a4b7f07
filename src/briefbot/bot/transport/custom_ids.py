"""Custom ids: one type for each button, menu or form, which packs everything into the id and reads it back.

Ids in messages outlive deployments: the head, the order of the fields and their number never change.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias, Union, get_args, get_origin, get_type_hints

from briefbot.i18n import mark

LIMIT = 100
"""The most characters of a custom id in Discord."""
OUTDATED = mark("This is out of date. Please use the command again.")
"""The message about an unreadable custom id that came from a command."""
_NUMBERS = range(10**9)
_LONGEST = 20
"""The most digits of a number in any field."""
Snowflake: TypeAlias = Annotated[int, range(1 << 64)]
"""A Discord id."""
Page: TypeAlias = Annotated[int, range(1, 10**6)]
"""A page, counted from 1."""


class MalformedError(ValueError):
    """A custom id does not have the form of its type."""


@dataclass(frozen=True)
class CustomId:
    """The content of a button's, menu's or form's custom id; each kind is a frozen dataclass of its own.

    A field is a str, an int, a Literal, one of these annotated with a range or a pattern, or a dataclass of such
    fields; the last one may be optional, or a tuple.
    """

    head: ClassVar[str]
    """The beginning of the id: "bb:page"."""
    outdated: ClassVar[str] = mark("This button is from an older version of me. Please ask again.")
    """The message about an unreadable id."""

    def pack(self) -> str:
        """Return the id in Discord's form; raise ValueError if it is too long."""
        packed = ":".join([self.head, *_words(self)])
        if len(packed) > LIMIT:
            raise ValueError(f"longer than {LIMIT} characters: {packed}")
        return packed

    @classmethod
    def parse(cls, packed: str) -> Self:
        """Read an id; raise MalformedError if it is not one of this type."""
        head, rest = packed[: len(cls.head)], packed[len(cls.head) :]
        if head != cls.head or not (rest == "" or rest.startswith(":")):
            raise MalformedError(packed)
        words = deque(rest.split(":")[1:])
        found: Self = _read_all(cls, words)
        if words:
            raise MalformedError(packed)
        return found


def _words(value: object) -> Iterator[str]:
    """Yield the words of a value in an id; an absent value has none."""
    if is_dataclass(value):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from _words(each)
    elif value is not None:
        yield str(value)


def _read_all(kind: type[Any], words: deque[str]) -> Any:
    """Read the fields of a dataclass from the words of an id."""
    return kind(*[_read(hint, words) for hint in _hints(kind)])  # type: ignore[arg-type]  # mypy takes a class for unhashable


@cache
def _hints(kind: type[Any]) -> tuple[Any, ...]:
    """Return the types of a dataclass's fields, cached because every press needs them."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(hints[field.name] for field in fields(kind))


def _read(hint: Any, words: deque[str]) -> Any:
    """Read one field from the words of an id."""
    if is_dataclass(hint) and isinstance(hint, type):
        return _read_all(hint, words)
    kind, arguments = get_origin(hint), get_args(hint)
    if kind is tuple:
        return tuple([_read(arguments[0], words) for _ in range(len(words))])
    if kind in (UnionType, Union):
        return _read(arguments[0], words) if words else None
    if not words:
        raise MalformedError("too short")
    return _value(hint, words.popleft())


def _value(hint: Any, word: str) -> str | int:
    """Read one word, and check it against its type."""
    kind, *rules = get_args(hint) if get_origin(hint) is Annotated else (hint,)
    if kind is int:
        return _number(word, rules[0] if rules else _NUMBERS)
    allowed = get_args(kind) if get_origin(kind) is Literal else (word,)
    if word not in allowed or any(rule.fullmatch(word) is None for rule in rules):
        raise MalformedError(word)
    return word


def _number(word: str, allowed: range) -> int:
    """Read a number as pack() writes it: in ASCII digits, which int() alone does not require."""
    is_number = word.isascii() and word.isdecimal() and len(word) <= _LONGEST and word == str(int(word))
    if not is_number or int(word) not in allowed:
        raise MalformedError(word)
    return int(word)
