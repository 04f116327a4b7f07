"""Text into comparable tokens: the only place that folds case, accents, spelling, numbers and dates."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

_MARKUP = re.compile(
    r"<(?:@[!&]?|\#|a?:(\w+):|t:|/[\w -]+:)-?\d+(?::\w)?>"  # mentions, channels, emoji, times, commands
    r"|https?://\S+"
    r"|^>{1,3}\s|[*_~`|]{2,}|(?<!\w)[*_`](?=\w)|(?<=\w)[*_`](?!\w)",
    re.MULTILINE,
)
_MARKS = str.maketrans({**dict.fromkeys("‘’‚‛`´＇", "'"), **dict.fromkeys("“”„‟«»＂", '"'), **dict.fromkeys("‐‑‒–—―−", "-")})

# A wide script's letters are tokens of their own: nothing separates its words.
_WIDE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TOKEN = re.compile(
    rf"[{_WIDE}]"
    r"|\d+(?:[.,]\d{3})+(?!\d)"  # 14,000
    r"|\d+(?:\.\d+)?"
    rf"|[^\W\d_{_WIDE}](?:[^\W_{_WIDE}]|'(?=[^\W\d_]))*"
)
_WIDE_LETTER = re.compile(f"[{_WIDE}]")

_CONTRACTIONS = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not", "shan't": "shall not",
    "ain't": "is not", "aint": "is not", "whats": "what is", "wheres": "where is", "whens": "when is", "hows": "how is",
    "whys": "why is", "whos": "who is", "thats": "that is", "theres": "there is", "dont": "do not",
    "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not", "arent": "are not", "werent": "were not",
    "hasnt": "has not", "havent": "have not", "hadnt": "had not", "couldnt": "could not", "wouldnt": "would not",
    "shouldnt": "should not", "let's": "let us", "gonna": "going to", "wanna": "want to", "gotta": "have to", "whatd": "what did",
    "whod": "who did", "theyre": "they are", "youre": "you are", "im": "i am", "ive": "i have", "gimme": "give me", "lemme": "let me",
    "wat": "what", "wut": "what", "wht": "what", "waht": "what", "whta": "what", "whn": "when", "wen": "when", "wher": "where",
    "abt": "about", "bout": "about", "rn": "now", "u": "you", "ur": "your", "r": "are", "ppl": "people",
    "pls": "please", "plz": "please", "bc": "because", "cuz": "because", "cos": "because", "coz": "because", "tho": "though",
    "thru": "through", "w": "with", "wo": "without", "btw": "by the way", "idk": "i do not know", "gov": "government", "govt": "government",
    "mil": "military", "yr": "year", "yrs": "years", "info": "information", "pic": "picture", "pics": "pictures", "photo": "picture",
    "photos": "pictures", "photograph": "picture", "uni": "university", "nr": "number", "num": "number", "dat": "that", "da": "the",
    "dis": "this", "dem": "them", "outta": "out of", "sez": "says", "sed": "said", "sayd": "said", "doin": "doing", "tryna": "trying to",
    "asap": "soon", "ofc": "of course", "imo": "in my opinion", "thx": "thanks", "ty": "thanks", "hav": "have", "dey": "they",
    "b4": "before", "2day": "today", "msg": "message", "k": "okay", "ok": "okay", "smth": "something", "sth": "something", "some1": "someone",
    "any1": "anyone", "every1": "everyone", "def": "definitely", "prob": "probably", "prolly": "probably", "approx": "about", "vs": "versus",
}  # fmt: skip
_ASKING = frozenset(("what", "who", "where", "when", "how", "why", "that", "there", "here", "it", "he", "she"))
_SUFFIXES = (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", ""), ("'m", "am"), ("'s", ""), ("s'", "s"), ("'", ""))

# British to American: endings that differ as a rule, and words that differ one by one.
_SPELLINGS = {
    "defence": "defense", "defences": "defenses", "offence": "offense", "licence": "license", "programme": "program",
    "programmes": "programs", "centre": "center", "centres": "centers", "theatre": "theater", "grey": "gray", "cheque": "check",
    "metre": "meter", "metres": "meters", "litre": "liter", "litres": "liters", "tonne": "ton", "tonnes": "tons", "manoeuvre": "maneuver",
    "manoeuvres": "maneuvers", "manoeuvring": "maneuvering", "ageing": "aging", "judgement": "judgment", "travelled": "traveled",
    "travelling": "traveling", "cancelled": "canceled", "signalled": "signaled", "signalling": "signaling", "labelled": "labeled",
    "analyse": "analyze", "analysed": "analyzed", "analysing": "analyzing", "paralysed": "paralyzed", "catalogue": "catalog",
    "aluminium": "aluminum", "tyre": "tire", "tyres": "tires", "aeroplane": "airplane", "aeroplanes": "airplanes",
    "marshalled": "marshaled", "channelled": "channeled", "levelled": "leveled", "totalled": "totaled", "rivalled": "rivaled",
    "tunnelled": "tunneled", "tunnelling": "tunneling", "modelling": "modeling", "labelling": "labeling", "cancelling": "canceling",
    "modelled": "modeled", "fuelled": "fueled", "fuelling": "fueling", "sceptical": "skeptical", "plough": "plow", "storey": "story",
}  # fmt: skip
_OUR = re.compile(r"^(col|fav|hon|lab|neighb|harb|behavi|endeav|hum|rum|sav|vap|vig|rig|val|arm)our")
_ISE = re.compile(r"(?<=[^\W\d_]{4})is(e|ed|es|ing|ation|ations)$")
_NOT_ISE = re.compile(r"^(exerc|prom|surpr|advert|superv|rev|comprom|enterpr|disgu|adv|improv|telev|excise|expert|precis|franch|merchand)")

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
    r"\b(\d+(?:[.,]\d+)?)\s?(?:(k|m|mio|mln|bn|thousand|million|billion|hundred|"
    + "|".join(scale for scale in _OTHER_SCALES if len(scale) > 1)
    + r")\b|([千천万萬만億亿억]))"
)
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})* 000(?!\d)")


_ACRONYM = re.compile(r"\b(?:[A-Za-z]\.){2,}(?![a-z])")
_DOTTED_US = re.compile(r"\bU\. ?S\b(?!\.\w)\.?")
_US = re.compile(r"\bU\.? ?S\b\.?")


_PLAIN = re.compile(r"[a-z0-9 ',?!]*")
"""Most questions: nothing in them to fold."""


def clean(text: str) -> str:
    """Fold form, case, marks and Discord's markup; words and their order stay."""
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())
    text = _MARKUP.sub(lambda match: f" {match.group(1) or ''} ", text)
    text = _DOTTED_US.sub("USA", text)
    if not text.isupper():
        text = _US.sub("USA", text)  # in capitals it is the country; "us" is a pronoun
    text = _ACRONYM.sub(lambda match: match.group().replace(".", ""), text)
    text = unicodedata.normalize("NFKC", text).translate(_MARKS).casefold()
    if not text.isascii():
        text = "".join(_fold(letter) for letter in text)
    return " ".join(text.split())


_INVISIBLE = frozenset(("Mn", "Mc", "Me", "Cf"))
"""Marks on letters, and what only tells where a line may break: neither ends a word."""


@lru_cache(4096)
def _fold(letter: str) -> str:
    """Drop accents from Latin letters; leave other scripts as they are, and symbols out."""
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
    text = clean(text)
    if any(character.isdigit() for character in text):
        text = _numbers_and_dates(text)
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            found.append(_plain_number(token))
        else:
            found += _words(token)
    return _fold_months(_fold_ordinals(_fold_number_words(found)))


@lru_cache(65_536)
def _words(token: str) -> tuple[str, ...]:
    """Spell out a contraction or abbreviation, and spell the American way."""
    if token in _CONTRACTIONS:
        return tuple(_CONTRACTIONS[token].split())
    if "'" in token:
        if token.endswith("'s") and token[:-2] in _ASKING:
            return (token[:-2], "is")
        for ending, word in _SUFFIXES:
            if token.endswith(ending) and len(token) > len(ending):
                return (_american(token.removesuffix(ending)), *((word,) if word else ()))
    return (_american(token.replace("'", "")),)


def _american(word: str) -> str:
    if word in _SPELLINGS:
        return _SPELLINGS[word]
    if "our" in word:
        word = _OUR.sub(r"\1or", word)
    if "is" in word and not _NOT_ISE.match(word):
        word = _ISE.sub(r"iz\1", word)
    return word


def _plain_number(token: str) -> str:
    if re.fullmatch(r"\d+(?:[.,]\d{3})+", token):
        return re.sub(r"[.,]", "", token)
    return token


def _numbers_and_dates(text: str) -> str:
    text = _ISO_DATE.sub(lambda m: _date(int(m[3]), int(m[2]), m[1]) or m[0], text)
    text = _NUMERIC_DATE.sub(_numeric_date, text)
    text = _ORDINAL_DAY.sub(r"\1", text)
    text = _SPACED_THOUSANDS.sub(lambda match: match[0].replace(" ", ""), text)
    return _NUMBER_SCALE.sub(_scaled, text)


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
    number = match[1].replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", match[1]) else match[1].replace(",", "")
    value = float(number) * scale
    return match[0] if value > _MOST else f"{round(value)} "


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
    """Tell whether a number word goes on with a number: sixty one, but not six one."""
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


def is_number(token: str) -> bool:
    """Tell whether a token is a number."""
    return token[0].isdigit()


def is_wide(token: str) -> bool:
    """Tell whether a token is a letter of a script that puts no space between words."""
    return _WIDE_LETTER.match(token) is not None


def is_latin(token: str) -> bool:
    """Tell whether a token is in the script that English is written in."""
    return token.isascii()


_stemmer = Stemmer.Stemmer("english")


@lru_cache(65_536)
def stem(word: str) -> str:
    """Cut a word to its stem, so that plural and verb forms meet (Porter's second stemmer)."""
    return str(_stemmer.stemWord(_IRREGULAR.get(word, word)))


_IRREGULAR = {
    form: base
    for base, forms in {
        "say": "said says saying", "go": "went goes gone going", "send": "sent sends sending", "give": "gave given gives giving",
        "take": "took taken takes taking", "get": "got gotten gets getting", "make": "made makes making", "see": "saw seen sees seeing",
        "know": "knew known knows", "think": "thought thinks thinking", "fight": "fought fights fighting", "die": "died dies dying dead death deaths",
        "steal": "stole stolen steals stealing theft", "write": "wrote written writes writing", "speak": "spoke spoken speaks speaking",
        "lose": "lost loses losing loss losses", "win": "won wins winning", "begin": "began begun begins beginning", "become": "became becomes",
        "hold": "held holds holding", "keep": "kept keeps keeping", "buy": "bought buys buying", "sell": "sold sells selling",
        "build": "built builds building", "catch": "caught catches catching", "bring": "brought brings bringing", "tell": "told tells telling",
        "mean": "meant means meaning", "meet": "met meets meeting meetings", "leave": "left leaves leaving", "fall": "fell fallen falls falling",
        "rise": "rose risen rises rising", "grow": "grew grown grows growing growth", "show": "showed shown shows showing",
        "choose": "chose chosen choosing choice", "draw": "drew drawn draws drawing", "drive": "drove driven drives driving",
        "sign": "signed signs signing", "man": "men", "woman": "women", "child": "children", "person": "persons people",
        "country": "countries", "army": "armies", "ally": "allies", "supply": "supplies supplied supplying supplier suppliers",
        "come": "came comes coming", "put": "puts putting", "do": "did does done doing", "feel": "felt feels feeling",
        "hear": "heard hears hearing", "shoot": "shot shoots shooting", "pay": "paid pays paying", "stand": "stood stands standing",
        "teach": "taught teaches teaching", "find": "found finds finding", "hurt": "hurts hurting", "cut": "cuts cutting",
        "arrest": "arrested arrests arresting", "renew": "renewed renews renewing renewal renewals",
    }.items()
    for form in forms.split()
}  # fmt: skip
