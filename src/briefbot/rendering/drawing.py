"""Draw the picture of a quotation with Pillow, in the available fonts.

A letter that no font has is reported, never drawn as a box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from threading import Lock
from typing import Literal

from PIL import Image, ImageDraw, ImageFont, features
from PIL.PngImagePlugin import PngInfo

from briefbot.i18n import mark
from briefbot.rendering.cards import Card, CardError

# Discord shows a picture 350 points wide on a phone: the smallest words are 12 points high there, and 10 in a small
# window.
WIDTH, MOST_HIGH = 1_000, 1_200
SIZES = (60, 54, 48, 42, 36)
"""The sizes that are tried for the words, largest first."""
_NAME, _SMALL = 42, 34
_LEFT, _RIGHT, _ABOVE, _GAP = 90, 70, 64, 26
_PAPER, _INK, _MUTED, _ACCENT, _EDGE = "#faf7f0", "#1c1a17", "#57514a", "#8f2d24", "#b9b0a1"
_LINE_HEIGHT = 1.38
_PROBE_SIZE = 24
_NAMED = 10
"""The most missing letters that are named."""
_FAMILIES = (
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),
    ("Georgia.ttf", "Georgia Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("malgun.ttf", "malgunbd.ttf"),
    ("msyh.ttc", "msyhbd.ttc"),
    ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
    ("NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"),
    ("NotoSansDevanagari-Regular.ttf", "NotoSansDevanagari-Bold.ttf"),
    ("NotoSansThai-Regular.ttf", "NotoSansThai-Bold.ttf"),
    ("Arial Unicode.ttf", "Arial Unicode.ttf"),
)
"""Font files of common systems, regular and bold; the first one with all letters is used."""
_BUILT_IN = ""
"""The font that comes with Pillow."""
_NOWHERE = "\U0010ffff"
"""A code point for which no font has a letter."""
# Scripts without blanks between words can be broken at any letter, but not before a closing mark.
_LETTER = re.compile(r".[\u0300-\u036f\u200d\ufe00-\ufe0f]*")
_PIECES = re.compile(
    r"[「『（]?[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff][、。，．：；！？」』）”’…ー]*|[^\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_lock = Lock()
Weight = Literal[0, 1]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text on the card, in lines that fit."""

    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    colour: str
    gap: int
    is_leftwards: bool

    @property
    def step(self) -> int:
        return round(self.font.size * _LINE_HEIGHT)

    @property
    def height(self) -> int:
        return self.gap + self.step * len(self.lines)


def draw(card: Card) -> bytes:
    """Draw a picture, as PNG; raise CardError if a letter is missing or the quotation does not fit."""
    with _lock:  # fonts are not safe for use by several threads
        below = [
            _set(card.name, _NAME, _INK, gap=_GAP, weight=1),
            *(_set(text, _SMALL, _MUTED, gap=4) for text in (card.role, card.told_in) if text),
            _set(card.headline, _SMALL, _MUTED, gap=_GAP * 2),
            _set(card.place, _SMALL, _MUTED, gap=4),
        ]
        for size in SIZES:
            texts = [_set(card.words, size, _INK), *below]
            if _height(texts) <= MOST_HIGH:
                return _painted(texts, card.alternative)
    raise CardError(mark("This quotation is too long for a picture: it has {count} characters."), count=len(card.words))


def _height(texts: list[_Text]) -> int:
    return 2 * _ABOVE + sum(text.height for text in texts)


def _painted(texts: list[_Text], alternative: str) -> bytes:
    """Paint texts below each other on opaque paper with an edge, visible on light and dark backgrounds."""
    image = Image.new("RGB", (WIDTH, _height(texts)), _PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.rectangle((0, 0, WIDTH - 1, image.height - 1), outline=_EDGE, width=3)
    bar = WIDTH - _RIGHT + 32 if texts[0].is_leftwards else _LEFT - 40
    canvas.rectangle((bar, _ABOVE, bar + 8, _ABOVE + texts[0].height), fill=_ACCENT)
    top = _ABOVE
    for text in texts:
        top += text.gap
        for line in text.lines:
            _paint(canvas, text, line, top)
            top += text.step
    info, file = PngInfo(), BytesIO()
    info.add_itxt("Description", alternative)
    image.save(file, "PNG", pnginfo=info)
    return file.getvalue()


def _paint(canvas: ImageDraw.ImageDraw, text: _Text, line: str, top: int) -> None:
    place, anchor, direction = ((WIDTH - _RIGHT, top), "ra", "rtl") if text.is_leftwards else ((_LEFT, top), "la", None)
    canvas.text(place, line, text.colour, text.font, anchor=anchor, direction=direction)


def _set(text: str, size: int, colour: str, *, gap: int = 0, weight: Weight = 0) -> _Text:
    """Break a text into lines, in the first font that has all its letters."""
    _refuse_unshaped(text)
    font = _font(_face(text, weight), size)
    return _Text(tuple(_lines(text, font)), font, colour, gap, _is_leftwards(text))


# Lines -----------------------------------------------------------------------------------------


def _lines(text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for piece, space in _pieces(text, font):
        longer = f"{line}{space if line else ''}{piece}"
        if line and not _fits(longer, font):
            yield line
            longer = piece
        line = longer
    yield line


def _pieces(text: str, font: ImageFont.FreeTypeFont) -> Iterator[tuple[str, str]]:
    """Yield the unbreakable pieces of a line, each with the space before it."""
    for word in text.split():
        space = " "
        for piece in _PIECES.findall(word):
            for part in [piece] if _fits(piece, font) else _letters(piece):
                yield part, space
                space = ""


def _letters(word: str) -> Iterator[str]:
    """Yield the letters of a word, each with the signs that belong to it."""
    return (match[0] for match in _LETTER.finditer(word))


def _fits(line: str, font: ImageFont.FreeTypeFont) -> bool:
    return font.getlength(line) <= WIDTH - _LEFT - _RIGHT


# Fonts -----------------------------------------------------------------------------------------


def _face(text: str, weight: Weight) -> str:
    """Return the file of a font with all letters of a text.

    Raise CardError with the missing ones if there is none.
    """
    letters = frozenset(letter for letter in text if not letter.isspace() and unicodedata.category(letter) != "Cf")
    lacking: list[list[str]] = []
    for face in (*(family[weight] for family in _FAMILIES), _BUILT_IN):
        if _is_there(face):
            lacking.append(sorted(letter for letter in letters if _lacks(face, letter)))
            if not lacking[-1]:
                return face
    _, fewest = min((len(each), each) for each in lacking)
    raise CardError(
        mark("No font here has these letters: {letters}. So I can't make a picture of this quotation."), letters=" ".join(fewest[:_NAMED])
    )


@cache
def _is_there(face: str) -> bool:
    try:
        _font(face, _PROBE_SIZE)
    except OSError:
        return False
    return True


@lru_cache(64)
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """Load a font in a size; raise OSError if the system does not have it."""
    found = ImageFont.truetype(face, size) if face else ImageFont.load_default(size)
    if not isinstance(found, ImageFont.FreeTypeFont):
        raise CardError(mark("I can't make pictures: Pillow was built without FreeType."))
    return found


@lru_cache(4_096)
def _lacks(face: str, letter: str) -> bool:
    """Return whether a font has no letter for a character."""
    return _drawn(face, letter) == _drawn(face, _NOWHERE)


def _drawn(face: str, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(face, _PROBE_SIZE).getmask(letter)
    return mask.size, bytes(mask)


# Scripts ---------------------------------------------------------------------------------------


def _refuse_unshaped(text: str) -> None:
    """Raise CardError if a text's letters change with their neighbours, and nothing here can do that."""
    if not features.check("raqm") and any(_is_shaped(letter) for letter in text):
        raise CardError(mark("I can't draw this script: my operator has to install libraqm for Pillow."))


def _is_shaped(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL") or unicodedata.category(letter) in ("Mn", "Mc")


def _is_leftwards(text: str) -> bool:
    """Return whether a text is written from right to left, by its first letter with a direction."""
    return next((way != "L" for letter in text if (way := unicodedata.bidirectional(letter)) in ("L", "R", "AL")), False)
