"""Turn text into comparable tokens: the only place that folds case, accents, spelling, numbers and dates."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from functools import lru_cache

from briefbot.language import numerals
from briefbot.language.spelling import spelled_out

_MARKUP = re.compile(
    r"<(?:@[!&]?|\#|a?:\w+:|t:|/[\w -]+:)-?\d+(?::\w)?>"  # mentions, channels, emoji, times, commands
    r"|https?://\S+"
    r"|^>{1,3}\s|[*_~`|]{2,}|(?<!\w)[*_`](?=\w)|(?<=\w)[*_`](?!\w)",
    re.MULTILINE,
)
_MARKS = str.maketrans({**dict.fromkeys("‘’‚‛`´＇ʹʻʼʽˈ′", "'"), **dict.fromkeys("“”„‟«»＂", '"'), **dict.fromkeys("‐‑‒–—―−", "-")})
# Cyrillic and Greek letters that look like a Latin one; some capitals look like another letter.
_LOOKALIKES = str.maketrans(
    "аеёорсухіїјѕһԁԛԝкАВЕЁКМНОРСТУХІЇЈЅԚԜοαινκρυχγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeeopcyxiijshdqwkABEEKMHOPCTYXIIJSQWoaivkpuxyABEZHIKMNOPTYX",
)
_LETTERS = re.compile(r"[^\W\d_]+")

# Each letter of a wide script is a token, because nothing separates its words.
_WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(
    rf"[{_WIDE}]"
    r"|\d+(?:[.,]\d{3})+(?!\d)"  # 14,000
    r"|\d+(?:\.\d+)?"
    rf"|[^\W\d_{_WIDE}](?:[^\W_{_WIDE}]|'(?=[^\W\d_]))*"
)
_WIDE_LETTER = re.compile(f"[{_WIDE}]")
_DIGIT = re.compile("[0-9]")

_ACRONYM = re.compile(r"\b(?<!\b[A-Za-z]\.)(?:[A-Za-z]\.){2,}(?![a-z])")
_DOTTED_US = re.compile(r"\b(?:U\. ?S|u\.s)\b(?!\.\w)\.?")
_US = re.compile(r"\bU\.? ?S\b\.?")
_BARE_US = re.compile(r"U ?S\b")
_BLANKS = re.compile(r"\s+")
_GROWTH = 2
"""How much longer a text may become by folding: a single character can stand for eighteen."""


def paired(typed: str) -> str:
    """Join the halves of surrogate pairs, and replace single halves, which UTF-8 cannot express."""
    return typed if typed.isascii() else typed.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def readable(typed: str) -> str:
    """Make typed text safe and fast to process for any pattern and encoder; its words stay.

    White space becomes single blanks, halves of surrogate pairs are joined or replaced, and characters that stand for
    many are written out where they would make the text much longer.
    """
    if not typed.isascii():
        typed = paired(typed)
        folded = unicodedata.normalize("NFKC", typed)
        if len(folded) > _GROWTH * len(typed):
            typed = folded
    return _BLANKS.sub(" ", typed)


def readable_lines(typed: str) -> str:
    """Make typed text readable line by line: each line may be a question of its own."""
    return "\n".join(line for each in typed.splitlines() if (line := readable(each).strip()))


_PLAIN = re.compile(r"[A-Za-z0-9 ',?!-]*")
"""Matches most questions: there is nothing to fold in them but capitals."""


def clean(text: str) -> str:
    """Fold form, case, marks and Discord's markup; words and their order stay."""
    if _PLAIN.fullmatch(text) and not _BARE_US.search(text):
        return " ".join(text.lower().split())
    text = _MARKUP.sub(" ", text)
    text = _DOTTED_US.sub("USA", text)
    if not text.isupper():
        text = _US.sub("USA", text)  # in capitals it is the country, "us" is a pronoun
    text = _ACRONYM.sub(lambda match: match.group().replace(".", ""), text)
    text = unicodedata.normalize("NFKC", text.translate(_MARKS))
    if not text.isascii():
        text = _LETTERS.sub(lambda word: _in_latin(word.group()), text)
    text = text.casefold()
    if not text.isascii():
        text = "".join(_fold(letter) for letter in text)
    return " ".join(text.split())


def _in_latin(word: str) -> str:
    """Replace letters of other scripts in a Latin word that look like Latin ones.

    Leave words of other scripts alone.
    """
    if word.isascii() or not any(letter.isascii() for letter in word):
        return word
    latin = word.translate(_LOOKALIKES)
    return latin if all(_fold(letter).isascii() for letter in latin) else word


_INVISIBLE = frozenset(("Mn", "Mc", "Me", "Cf"))
"""Marks on letters, and characters that only allow a line break: neither ends a word."""


@lru_cache(4096)
def _fold(letter: str) -> str:
    """Remove accents from Latin letters; leave other scripts alone, and drop symbols."""
    if letter.isascii() or _WIDE_LETTER.match(letter):
        return letter
    base = unicodedata.normalize("NFD", letter)
    if base[0].isascii():
        return base[0]
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(letter)[0] in "LN":
        return base[0] if letter == "ё" else letter
    return "" if unicodedata.category(letter) in _INVISIBLE else " "


def tokens(text: str) -> list[str]:
    """Split a text into words and numbers in their plain spelling."""
    text = numerals.spoken(clean(text))
    if _DIGIT.search(text):
        text = numerals.in_digits(text)
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            found.append(numerals.plain(token))
        else:
            found += spelled_out(token)
    return numerals.in_one_form(found)


def half_typed(text: str) -> tuple[list[str], str]:
    """Split a text that is still being typed into complete words and the beginning of the last one.

    The beginning is "" if the last word is complete.
    """
    plain = clean(text)
    last = next(iter(deque(_TOKEN.finditer(plain), maxlen=1)), None)
    if last is None or last.end() < len(plain) or text[-1].isspace():
        return tokens(text), ""
    return tokens(plain[: last.start()]), last.group()


def is_number(token: str) -> bool:
    """Return whether a token is a number."""
    return token[0].isdigit()


def is_wide(token: str) -> bool:
    """Return whether a token is a letter of a script that puts no space between words."""
    return _WIDE_LETTER.match(token) is not None


def is_latin(token: str) -> bool:
    """Return whether a token is in the Latin script."""
    return token.isascii()
