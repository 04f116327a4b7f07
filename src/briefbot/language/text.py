"""Text into comparable tokens: the only place that folds case, accents, spelling, numbers and dates."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from functools import lru_cache

import Stemmer

from briefbot.language import numerals

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
_DIGIT = re.compile("[0-9]")

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
    "ofc": "of course", "imo": "in my opinion", "thx": "thanks", "ty": "thanks", "hav": "have", "dey": "they",
    "b4": "before", "2day": "today", "msg": "message", "k": "okay", "ok": "okay", "smth": "something", "sth": "something", "some1": "someone",
    "wats": "what is", "wuts": "what is", "whts": "what is", "wots": "what is", "wot": "what", "wha": "what", "dats": "that is",
    "wich": "which", "howd": "how did", "whyd": "why did", "whered": "where did", "dunno": "do not know", "bcz": "because", "bcuz": "because",
    "bcoz": "because", "btwn": "between", "acc": "according", "peeps": "people", "sm1": "someone",
    "srsly": "seriously", "rly": "really", "rlly": "really", "realy": "really", "hv": "have", "giv": "give",
    "wud": "would", "cud": "could", "shud": "should", "wld": "would", "cld": "could", "shld": "should", "manny": "many",
    "2moro": "tomorrow", "tmrw": "tomorrow", "goin": "going", "sayin": "saying", "gettin": "getting",
    "givin": "giving", "takin": "taking", "makin": "making", "comin": "coming", "fightin": "fighting", "tryin": "trying",
    "sendin": "sending", "helpin": "helping", "snd": "send", "nd": "and", "ya": "you", "tysm": "thanks",
    "prez": "president", "prof": "professor", "vid": "video", "vids": "videos", "docs": "documents", "deets": "details",
    "amt": "amount", "nukes": "nuclear weapons", "nuke": "nuclear weapon", "finna": "going to", "oughta": "ought to",
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

_ACRONYM = re.compile(r"\b(?<!\b[A-Za-z]\.)(?:[A-Za-z]\.){2,}(?![a-z])")
_DOTTED_US = re.compile(r"\bU\. ?S\b(?!\.\w)\.?")
_US = re.compile(r"\bU\.? ?S\b\.?")
_BARE_US = re.compile(r"U ?S\b")
_BLANKS = re.compile(r"\s+")
_GROWTH = 2
"""How many times as long a text may become by folding: a single character can stand for eighteen."""


def paired(typed: str) -> str:
    """Join halves of surrogate pairs, and replace those that stand alone: UTF-8 cannot hold them."""
    return typed if typed.isascii() else typed.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def readable(typed: str) -> str:
    """Make typed text readable for any pattern and encoder in good time; its words stay.

    White space is folded to single blanks, halves of surrogate pairs are joined or replaced, and characters that stand for many are
    written out where they would make the text much longer.
    """
    if not typed.isascii():
        typed = paired(typed)
        folded = unicodedata.normalize("NFKC", typed)
        if len(folded) > _GROWTH * len(typed):
            typed = folded
    return _BLANKS.sub(" ", typed)


_PLAIN = re.compile(r"[A-Za-z0-9 ',?!-]*")
"""Most questions: nothing in them to fold but capitals."""


def clean(text: str) -> str:
    """Fold form, case, marks and Discord's markup; words and their order stay."""
    if _PLAIN.fullmatch(text) and not _BARE_US.search(text):
        return " ".join(text.lower().split())
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
    if _DIGIT.search(text):
        text = numerals.in_digits(text)
    found: list[str] = []
    for token in _TOKEN.findall(text):
        if token[0].isdigit():
            found.append(numerals.plain(token))
        else:
            found += _words(token)
    return numerals.in_one_form(found)


def half_typed(text: str) -> tuple[list[str], str]:
    """Split a text that is still being typed into its complete words and the beginning of the last one, "" where that is complete."""
    plain = clean(text)
    last = next(iter(deque(_TOKEN.finditer(plain), maxlen=1)), None)
    if last is None or last.end() < len(plain) or text[-1].isspace():
        return tokens(text), ""
    return tokens(plain[: last.start()]), last.group()


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


def is_number(token: str) -> bool:
    """Return whether a token is a number."""
    return token[0].isdigit()


def is_wide(token: str) -> bool:
    """Return whether a token is a letter of a script that puts no space between words."""
    return _WIDE_LETTER.match(token) is not None


def is_latin(token: str) -> bool:
    """Return whether a token is in the script that English is written in."""
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
