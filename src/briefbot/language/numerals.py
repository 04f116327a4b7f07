"""Bring numbers and dates into one form: digits, and the day after the name of the month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    form: value
    for value, forms in {
        100: "hundred",
        1_000: "thousand k tausend тысяч тысячи тыс 千 천",
        10_000: "万 萬 만",
        1_000_000: "million m mio mil mln millionen millions millon millones миллион миллиона миллионов млн",
        100_000_000: "億 亿 억",
        1_000_000_000: "billion bn b milliarde milliarden mrd milliard milliards миллиард миллиарда миллиардов млрд",
        1_000_000_000_000: "trillion tn",
    }.items()
    for form in forms.split()
}
"""Words that multiply the number before them; "million" in other languages is often used among English words."""
_SPOKEN_SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion"))
"""Scales that also follow number words: "five million"."""
_LABEL = "b"
"""A scale only directly after the digits: on its own it is a label ("plan 5 b")."""
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH_NAMES = frozenset(MONTHS)
_MONTH_FORMS = {
    **{month[:3]: month for month in MONTHS},
    **{month: month for month in MONTHS},
    "sept": "september",
}
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})([./])(\d{1,2})(?:\2((?:19|20)\d\d))?(?!\d)\.?")
_ISO_DATE = re.compile(r"\b((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})\b")
_ORDINAL_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_WIDE_SCALES = "".join(form for form in _SCALES if len(form) == 1 and not form.isascii())
_WORD_SCALES = "|".join(form for form in _SCALES if form != _LABEL and form not in _WIDE_SCALES)
_SCALED_NUMBER = re.compile(
    r"\b(?!(?:19|20)\d\d mil\b)"  # after a year, "mil" is the military
    rf"(\d+(?:[.,]\d+)?)(?:[\s-]?(?:({_WORD_SCALES})\b|([{_WIDE_SCALES}]))|({_LABEL})\b)"
)
_SPACED_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3}(?!\d))+")
_WORDS, _ONES = "|".join(_UNITS), "|".join(word for word, value in _UNITS.items() if value < 10)
_SHORT_SCALES = {"k": "thousand", "mil": "million"}
"""Scales that are other words if there is no number before them."""
_SHORTLY_SCALED = re.compile(rf"\b({_WORDS}) ({'|'.join(_SHORT_SCALES)})\b")
_SPOKEN_DECIMAL = re.compile(
    rf"\b(?:(\d+)|({_WORDS})(?:[ -]({_ONES}))?) point ((?:{_ONES}|\d)(?: (?:{_ONES}|\d))*)"
    rf"(?= (?:{'|'.join(sorted(_SPOKEN_SCALES))}|percent|per cent)\b)"  # "at that point two" is not a number
)
_MARKED_THOUSANDS = re.compile(r"\A\d+(?:[.,]\d{3})+")
_DECIMAL_COMMA = re.compile(r"\A\d+,\d{1,2}")
_MOST = 1e15
"""Larger numbers do not count anything."""


def plain(token: str) -> str:
    """Remove the thousands separators from a number."""
    return token.replace(",", "").replace(".", "") if _MARKED_THOUSANDS.fullmatch(token) else token


# In a text ------------------------------------------------------------------------------------


def in_digits(text: str) -> str:
    """Bring the dates and scaled numbers of a text that has digits into one form."""
    text = _ISO_DATE.sub(lambda m: _date(int(m[3]), int(m[2]), m[1]) or m[0], text)
    text = _NUMERIC_DATE.sub(_numeric_date, text)
    text = _ORDINAL_DAY.sub(r"\1", text)
    text = _SPACED_GROUPS.sub(_spaced_thousands, text)
    return _SCALED_NUMBER.sub(_scaled, text)


def spoken(text: str) -> str:
    """Write out the scales after number words, and decimals among them in digits: "one point three mil"."""
    if " k" in text or " mil" in text:
        text = _SHORTLY_SCALED.sub(lambda m: f"{m[1]} {_SHORT_SCALES[m[2]]}", text)
    return _SPOKEN_DECIMAL.sub(_decimal, text) if " point " in text else text


def _decimal(match: re.Match[str]) -> str:
    digits, *words, places = match.groups()
    whole = digits or sum(_UNITS[word] for word in words if word)
    return f"{whole}.{''.join(str(_UNITS.get(place, place)) for place in places.split())}"


def _spaced_thousands(match: re.Match[str]) -> str:
    """Join groups of digits up to the last group of zeros: 14 000 is one number, 1 105 may be two."""
    before, zeros, after = match[0].rpartition(" 000")
    return before.replace(" ", "") + zeros.strip() + after


def _date(day: int, month: int, year: str | None) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f" {MONTHS[month - 1]} {day} {year or ''} "


def _numeric_date(match: re.Match[str]) -> str:
    """Read 28.04. and 28/4 as day and month, 4/28 as month and day; leave decimals alone."""
    first, second, year = int(match[1]), int(match[3]), match[4]
    if match[2] == "." and not year and not match[0].endswith("."):
        return match[0]
    return _date(first, second, year) or _date(second, first, year) or match[0]


def _scaled(match: re.Match[str]) -> str:
    number, *scales = match.groups()
    number = number.replace(",", "." if _DECIMAL_COMMA.fullmatch(number) else "")
    value = float(number) * next(_SCALES[scale] for scale in scales if scale)
    return match[0] if value > _MOST else f"{round(value)} "


# Among words ----------------------------------------------------------------------------------


def in_one_form(words: list[str]) -> list[str]:
    """Turn number words into digits, and put the day after its month."""
    return _fold_months(_fold_ordinals(_fold_number_words(words)))


_CENTURIES = range(13, 21)


@dataclass(slots=True)
class _Spoken:
    """A number that is read word by word."""

    below: int
    """The part that the next scale multiplies."""
    above: int = 0
    """The part that earlier scales have multiplied."""

    def takes(self, word: str) -> bool:
        """Add a word if it continues the number, and return whether it did: "one" continues "sixty", not "six"."""
        if word in _SPOKEN_SCALES:
            self._multiply(_SCALES[word])
            return True
        unit = _UNITS.get(word)
        if unit is None or not (self._is_century_before(unit) or self._has_place_for(unit)):
            return False
        self.below = self.below * (100 if self._is_century_before(unit) else 1) + unit
        return True

    def _multiply(self, scale: int) -> None:
        scaled = max(self.below, 1) * scale
        if scale == _SCALES["hundred"]:
            self.below = scaled
        else:
            self.below, self.above = 0, self.above + scaled

    def _is_century_before(self, unit: int) -> bool:
        """Return whether two numbers are the halves of a year: "nineteen sixty"."""
        return self.below in _CENTURIES and self.above == 0 and unit >= 10

    def _has_place_for(self, unit: int) -> bool:
        """Return whether the last digits are free: both of them, or the last one."""
        tens, ones = self.below // 10 % 10, self.below % 10
        return ones == 0 and (tens == 0 or (tens > 1 and unit < 10))

    def __str__(self) -> str:
        return str(self.above + self.below)


def _fold_number_words(words: list[str]) -> list[str]:
    """Turn sequences of number words into digits."""
    if _UNITS.keys().isdisjoint(words):
        return words
    folded: list[str | _Spoken] = []
    for before, word, after in zip(("", *words), words, (*words[1:], ""), strict=False):
        last = folded[-1] if folded else ""
        if isinstance(last, _Spoken) and (last.takes(word) or _is_joint(before, word, after)):
            continue
        folded.append(_Spoken(_UNITS[word]) if _begins_a_number(word, after) else word)
    return list(map(str, folded))


def _is_joint(before: str, word: str, after: str) -> bool:
    """Return whether "and" is part of a number: "two hundred and fifty"."""
    return word == "and" and before in _SPOKEN_SCALES and after in _UNITS


def _begins_a_number(word: str, after: str) -> bool:
    """Return whether a number begins with a word; "one" alone is a pronoun."""
    return word in _UNITS and (word != "one" or after in _SPOKEN_SCALES)


def _fold_ordinals(words: list[str]) -> list[str]:
    """Turn "ninth" into 9 next to a month; elsewhere it counts other things."""
    if _ORDINALS.keys().isdisjoint(words):
        return words
    folded: list[str] = []
    for place, word in enumerate(words):
        if word not in _ORDINALS:
            folded.append(word)
            continue
        day = _ORDINALS[word]
        tens = [folded.pop()] if day < 10 and folded[-1:] in (["20"], ["30"]) else []
        if _names_a_month(folded[-1:]) or _opens_with_a_month(words[place + 1 : place + 3]):
            folded.append(str(sum(map(int, tens)) + day))
        else:
            folded += [*tens, word]
    return folded


def _names_a_month(words: Sequence[str]) -> bool:
    """Return whether words begin with a month before its day; "may" is usually a verb."""
    return any(word in _MONTH_FORMS and word != "may" for word in words)


def _opens_with_a_month(words: Sequence[str]) -> bool:
    """Return whether two words are like "of april"."""
    return words[:1] == ["of"] and any(word in _MONTH_FORMS for word in words[1:])


def _fold_months(words: list[str]) -> list[str]:
    """Spell out the name of a month, and put the day after it ("28 of april" becomes "april 28")."""
    if _MONTH_FORMS.keys().isdisjoint(words):
        return words
    folded: list[str] = []
    for word, after in zip(words, (*words[1:], ""), strict=True):
        month = _MONTH_FORMS.get(word)
        if month is None:
            folded.append(word)
            continue
        if folded[-1:] == ["of"] and any(map(_is_day, folded[-2:-1])):
            folded.pop()
        if _is_day(after):
            folded.append(month)
        elif any(map(_is_day, folded[-1:])):
            folded.insert(-1, month)
        else:
            folded.append(word if word == "mar" else month)  # "mar" alone is rarely a month
    return folded


def _is_day(word: str) -> bool:
    return word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31
