"""Numbers and dates in any usual form brought into one: digits, and the day behind the month's name."""

from __future__ import annotations

import re

_UNITS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SHORT_SCALES = {"k": 1_000, "m": 1_000_000, "mio": 1_000_000, "mil": 1_000_000, "mln": 1_000_000, "bn": 1_000_000_000, "b": 1_000_000_000}
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
    "arpil": "april",
    "apirl": "april",
}
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})([./])(\d{1,2})(?:\2((?:19|20)\d\d))?(?!\d)\.?")
_ISO_DATE = re.compile(r"\b((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})\b")
_ORDINAL_DAY = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_OTHER_SCALES = {
    "tausend": 1_000, "тысяч": 1_000, "тысячи": 1_000, "тыс": 1_000, "millionen": 1_000_000, "millions": 1_000_000, "millon": 1_000_000,
    "millones": 1_000_000, "миллион": 1_000_000, "миллиона": 1_000_000, "миллионов": 1_000_000, "млн": 1_000_000,
    "milliarde": 1_000_000_000, "milliarden": 1_000_000_000, "mrd": 1_000_000_000, "milliard": 1_000_000_000, "milliards": 1_000_000_000,
    "миллиард": 1_000_000_000, "миллиарда": 1_000_000_000, "миллиардов": 1_000_000_000, "млрд": 1_000_000_000,
    "千": 1_000, "천": 1_000, "万": 10_000, "萬": 10_000, "만": 10_000, "億": 100_000_000, "亿": 100_000_000, "억": 100_000_000,
}  # fmt: skip
_NUMBER_SCALE = re.compile(
    r"\b(\d+(?:[.,]\d+)?)[\s-]?(?:(k|m|mio|mln|bn|thousand|million|billion|hundred|"
    + "|".join(scale for scale in _OTHER_SCALES if len(scale) > 1)
    + r")\b|([千천万萬만億亿억]))"
)
_SPACED_GROUPS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3}(?!\d))+")
_MARKED_THOUSANDS = re.compile(r"\A\d+(?:[.,]\d{3})+")
_DECIMAL_COMMA = re.compile(r"\A\d+,\d{1,2}")


def plain(token: str) -> str:
    """Take the marks between thousands out of a number."""
    return token.replace(",", "").replace(".", "") if _MARKED_THOUSANDS.fullmatch(token) else token


def in_digits(text: str) -> str:
    """Spell dates and scaled numbers of a text that holds digits in the one form."""
    text = _ISO_DATE.sub(lambda m: _date(int(m[3]), int(m[2]), m[1]) or m[0], text)
    text = _NUMERIC_DATE.sub(_numeric_date, text)
    text = _ORDINAL_DAY.sub(r"\1", text)
    text = _SPACED_GROUPS.sub(_spaced_thousands, text)
    return _NUMBER_SCALE.sub(_scaled, text)


def _spaced_thousands(match: re.Match[str]) -> str:
    """Join groups of digits up to the last one of zeros: 14 000 is a number, 1 105 may be two."""
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


_ALL_SCALES = {**_SCALES, **_SHORT_SCALES, **_OTHER_SCALES}
_MOST = 1e15
"""Beyond this a number is no count of anything."""


def _scaled(match: re.Match[str]) -> str:
    scale = _ALL_SCALES[match[2] or match[3]]
    number = match[1].replace(",", ".") if _DECIMAL_COMMA.fullmatch(match[1]) else match[1].replace(",", "")
    value = float(number) * scale
    return match[0] if value > _MOST else f"{round(value)} "


def in_one_form(words: list[str]) -> list[str]:
    """Turn number words into digits, and put the day behind its month."""
    return _fold_months(_fold_ordinals(_fold_number_words(words)))


def _fold_number_words(words: list[str]) -> list[str]:
    """Turn runs of number words into digits; a lone "one" stays a pronoun."""
    if _UNITS.keys().isdisjoint(words):
        return words
    folded: list[str] = []
    i = 0
    while i < len(words):
        word = words[i]
        if word not in _UNITS or (word == "one" and (i + 1 == len(words) or words[i + 1] not in _SCALES)):
            folded.append(word)
            i += 1
            continue
        total, value = 0, 0
        while i < len(words) and (words[i] in _UNITS or words[i] in _SCALES or (words[i] == "and" and _goes_on(words, i))):
            if words[i] in _UNITS:
                unit = _UNITS[words[i]]
                if value in _CENTURIES and total == 0 and unit >= _TEN:
                    value *= 100  # nineteen sixty-one
                elif value and not _adds(value, unit):
                    break
                value += unit
            elif words[i] == "hundred":
                value = max(value, 1) * 100
            elif words[i] in _SCALES:
                total, value = total + max(value, 1) * _SCALES[words[i]], 0
            i += 1
        folded.append(str(total + value))
    return folded


_TEN = 10
_CENTURIES = range(13, 21)


def _adds(value: int, unit: int) -> bool:
    """Return whether a number word goes on with a number: sixty one, but not six one."""
    tens, ones = value // 10 % 10, value % 10
    return ones == 0 and (tens == 0 or (tens > 1 and unit < _TEN))


def _goes_on(words: list[str], i: int) -> bool:
    return words[i - 1] in _SCALES and i + 1 < len(words) and words[i + 1] in _UNITS


def _fold_ordinals(words: list[str]) -> list[str]:
    """Turn "ninth" into 9 where a month stands beside it; elsewhere it counts other things."""
    if _ORDINALS.keys().isdisjoint(words):
        return words
    folded: list[str] = []
    for i, word in enumerate(words):
        day = _ORDINALS.get(word)
        if day is None:
            folded.append(word)
            continue
        tens = folded[-1] if folded and folded[-1] in ("20", "30") and day < _TEN else ""
        before = folded[-2:-1] if tens else folded[-1:]
        is_dated = words[i + 1 : i + 2] == ["of"] and _MONTH_FORMS.keys() >= {*words[i + 2 : i + 3]} != set()
        if is_dated or (before and before[0] in _MONTH_FORMS and before[0] != "may"):
            folded[len(folded) - bool(tens) :] = [str(day + int(tens or 0))]
        else:
            folded.append(word)
    return folded


def _fold_months(words: list[str]) -> list[str]:
    """Spell out a month's name, and put the day after it ("28 of april" becomes "april 28")."""
    if _MONTH_FORMS.keys().isdisjoint(words):
        return words
    folded: list[str] = []
    for i, word in enumerate(words):
        month = _MONTH_FORMS.get(word)
        if month is None:
            folded.append(word)
            continue
        if folded and folded[-1] == "of" and len(folded) > 1 and _is_day(folded[-2]):
            folded.pop()
        is_after = i + 1 < len(words) and _is_day(words[i + 1])
        if folded and _is_day(folded[-1]) and not is_after:
            folded.insert(-1, month)
        elif word == "mar" and not is_after:  # rarely a month where it stands alone
            folded.append(word)
        else:
            folded.append(month)
    return folded


def _is_day(word: str) -> bool:
    return word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31
