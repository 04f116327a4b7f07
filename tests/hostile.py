"""Texts that cost as much time as possible, for tests and benchmarks: runs, unknown words, expanding forms."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator, Sequence

LONGEST = 500
"""Characters of a question that are read."""
_BLANKS = " \t\n\v\f\r\x1c\x85\xa0\u1680\u2003\u2028\u202f\u205f\u3000"
_STRANGE = (
    "\x00\x7f\u00ad\u0300\u0301\u0489\u05bf\u0627\u0928\u0e33\u1100\u1161\u200b\u200d\u202e\u2066\u20e3\u2460\u3042\u3392\u4e00\uac00\ufb03"
    "\ufdfa\ufe0f\uff10\uff21\uffff\ud800\udfff\U0001d7d8\U0001f600\U0001f1fa\U000e0061\U0010ffff\u0130\u1e9e\u03b0\u0390\u1fb7\u2026\u00bd\u2100"
)
"""Controls, marks, syllables, digits, ligatures, halves of pairs, emoji: one character of each kind."""
_PIECES = (
    "how ", "and ", "and how ", "as well as ", "plus ", "n ", "well ", "so ", ", ", ", and ", "; ", "? ", "?! ", "& ", " - ", ": ",
    "how many and how much ", "in what ", "is it ", "it is it ", "a.", "U.S", "U. S", "us ", "U S ", "Mr. ", "a'", "'s ", "n't ", "isis",
    "1,000", "1.000,", "1 000 ", "000 ", "10.10.", "1/1/", "2025-01-01-", "1st", "first of may ", "20 ", "one ", "one hundred and ",
    "million ", "twenty ", "9" * 30 + " ", "1k", "april ", "<@1>", "<:a:1>", "<:" + "a" * 60, "<t:1:R>", "</a b:1>", "</" + "a" * 60,
    "<", "https://", "https://a ", "**", "_a_", "> ", "> \n", "``` ", "\\", "|", "( ) ", "e\u0301", "\u1100\u1161\u11a8", "9\u20e3",
    "\U0001f1fa\U0001f1f8", "\U0001f468\u200d\U0001f469\u200d", "中文", "ответ ", "ёж ", "à é ", "¿qué ", "quel est ", "\r\n", "\n> ", "- ",
    "# ", "* ", "[a](b)", "![", "how\u00a0", "\u3000and", "a b ", "ab cd ", "aa ", "a-", "-a ", "_", "a_", "o'", "\ufdfa ", "\ufdfaa",
    "?\u3000", " \n", "a \t", "0", "0 ", "00 000 ",
)  # fmt: skip
"""Pieces that patterns look for."""
_OPENINGS = ("", "how", "x, ", "who is it? and", "who and what ", "1", "<", "U.S. ", "why did it happen ")
_ENDINGS = ("x", "", "?", " x", "\u00e9")

Maker = Callable[[int], str]
"""Makes a text of limited length; the variant's number avoids cached results of another variant."""


def runs() -> Iterator[tuple[str, Maker]]:
    """Yield repetitions of each character and piece, with some openings before and an ending after them."""
    for piece in (*string.printable, *_BLANKS, *_STRANGE, *_PIECES):
        for opening in _OPENINGS if not piece.strip() or piece in _PIECES else ("", "how"):
            yield f"{opening!a}, then {piece!a}", _run(opening, piece)


def longer(text: str, length: int) -> str:
    """Repeat a text up to a length."""
    return (text * (length // max(1, len(text)) + 1))[:length]


def _run(opening: str, piece: str) -> Maker:
    return lambda number: _fitting(opening, piece, _ENDINGS[number % len(_ENDINGS)], LONGEST - number)


def _fitting(opening: str, piece: str, ending: str, length: int) -> str:
    times = (length - len(opening) - len(ending)) // len(piece)
    return opening + piece * times + ending


def mixtures(known: Sequence[str]) -> Iterator[tuple[str, Maker]]:
    """Yield random words, `known` words with slips in them, and random characters, each time others."""
    for size in (1, 2, 3, 4, 5, 6, 8, 12, 20, 60):
        yield f"made-up words of {size} letters", _joined(lambda chance, size=size: _word(chance, size))  # type: ignore[misc]
    for slip in (_dropped, _swapped, _changed, _doubled):
        yield f"known words, {slip.__name__.strip('_')}", _joined(lambda chance, slip=slip: slip(chance, chance.choice(known)))  # type: ignore[misc]
    yield "known words", _joined(lambda chance: chance.choice(known))
    yield "known words in a row, commas", _joined(lambda chance: chance.choice(known) + ",")
    yield "questions and joints", _joined(lambda chance: chance.choice(("and", "how", "who", "what", "is", ",", "?", "plus", "the")))
    for name, letters in _SCRIPTS.items():
        yield f"random characters, {name}", _joined(lambda chance, letters=letters: chance.choice(letters), between="")  # type: ignore[misc]
        yield f"random words, {name}", _joined(lambda chance, letters=letters: "".join(chance.choices(letters, k=4)))  # type: ignore[misc]


_SCRIPTS = {
    "ASCII": string.printable,
    "all planes": "".join(map(chr, range(0x80, 0x30000, 37))),
    "marks": "".join(map(chr, (*range(0x300, 0x370), *range(0x610, 0x61B)))),
    "Han": "".join(map(chr, range(0x4E00, 0x9FFF, 7))),
    "syllables": "".join(map(chr, range(0xAC00, 0xD7A0, 11))),
    "jamo": "".join(map(chr, range(0x1100, 0x1200))),
    "Arabic forms": "".join(map(chr, (*range(0xFB50, 0xFBB0), *range(0xFDF0, 0xFDFC)))),
    "Cyrillic": "".join(map(chr, range(0x400, 0x460))),
    "emoji": "".join(map(chr, range(0x1F300, 0x1F680))),
    "digits and marks": "0123456789.,/-: ",
    "halves of pairs": "".join(map(chr, range(0xD800, 0xE000, 31))),
}


def _joined(word: Callable[[random.Random], str], between: str = " ") -> Maker:
    def make(number: int) -> str:
        chance = random.Random(number)  # noqa: S311 - the same texts each time
        text = word(chance)
        while len(text) < LONGEST:
            text += between + word(chance)
        return text[:LONGEST]

    return make


def _word(chance: random.Random, size: int) -> str:
    return "".join(chance.choices(string.ascii_lowercase, k=size))


def _dropped(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place + 1 :]


def _swapped(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place : place + 2][::-1] + word[place + 2 :]


def _changed(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[:place] + chance.choice(string.ascii_lowercase) + word[place + 1 :]


def _doubled(chance: random.Random, word: str) -> str:
    place = chance.randrange(len(word))
    return word[: place + 1] + word[place:]
