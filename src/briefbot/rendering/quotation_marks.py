"""Set quotations typographically: in the marks of their language, with inner marks one level down."""

from __future__ import annotations

from typing import NamedTuple


class _Style(NamedTuple):
    """The marks of a quotation, and of quotations within it."""

    outer: tuple[str, str]
    inner: tuple[str, str]

    def at(self, level: int) -> tuple[str, str]:
        """Return the marks at a level: 0 is the quotation itself."""
        return self.inner if level % 2 else self.outer


_ENGLISH = _Style(("“", "”"), ("‘", "’"))
_OTHERS = (
    _Style(("„", "“"), ("‚", "‘")),
    _Style(("«", "»"), ("‹", "›")),
    _Style(("»", "«"), ("›", "‹")),
    _Style(("「", "」"), ("『", "』")),
)
_BY_MARK = {opening: style for style in _OTHERS for opening, _ in style}
_STRAIGHT = "'\""
_SINGLE = frozenset("'‘’‚‹›『』")
_APOSTROPHE = "’"
_BEFORE_OPENING = frozenset("([{—–-/")
"""What may come before an opening mark besides white space and another opening mark."""


def in_marks(text: str, before: str = "", after: str = "") -> str:
    """Put somebody's words into quotation marks, with an ellipsis before or after them; no word is changed.

    A comma at the end is left out: it belongs to the article's sentence, not to what was said.
    """
    style = next((_BY_MARK[mark] for mark in text if mark in _BY_MARK), _ENGLISH)
    opening, closing = style.outer
    return f"{opening}{before}{_without_last_comma(''.join(_nested(text, style)), style)}{after}{closing}"


def _without_last_comma(text: str, style: _Style) -> str:
    """Remove a comma at the end of a text, also before the last closing mark."""
    words = text.rstrip("".join(closing for _, closing in style))
    return f"{words[:-1]}{text[len(words) :]}" if words.endswith(",") else text


def _nested(text: str, style: _Style) -> list[str]:
    """Replace the marks within a quotation by those of their level, and straight apostrophes by curly ones."""
    made: list[str] = []
    opened: list[int] = []
    for place, letter in enumerate(text):
        following = text[place + 1 : place + 2]
        is_free = not place or text[place - 1].isspace() or text[place - 1] in _BEFORE_OPENING or place - 1 in opened[-1:]
        if _opens(letter, following, style, is_free=is_free):
            opened.append(place)
        elif _closes(letter, following, style) and any(_is_pair(text[each], letter) for each in opened):
            while not _is_pair(text[opened[-1]], letter):
                opened.pop()
            made[opened[-1]], letter = style.at(len(opened))  # noqa: PLW2901 -- the mark of its level
            opened.pop()
        made.append(letter)
    return [_APOSTROPHE if each == "'" else each for each in made]


def _opens(letter: str, following: str, style: _Style, *, is_free: bool) -> bool:
    """Return whether a letter is an opening mark.

    A straight one is if there is no word before it, and something after it.
    """
    if letter in _STRAIGHT:
        return is_free and bool(following.strip())
    return any(letter == opening for opening, _ in style)


def _closes(letter: str, following: str, style: _Style) -> bool:
    """Return whether a letter may be a closing mark, and is not an apostrophe within a word."""
    is_closing = letter in _STRAIGHT or any(letter == closing for _, closing in style)
    return is_closing and not (letter in _SINGLE and following.isalnum())


def _is_pair(opening: str, closing: str) -> bool:
    return (opening in _SINGLE) == (closing in _SINGLE)
