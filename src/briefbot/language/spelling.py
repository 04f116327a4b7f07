"""Bring words into one spelling: contractions and abbreviations spelled out, British forms made American."""

from __future__ import annotations

import re
from functools import lru_cache

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
_SUFFIXES = (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", ""), ("'m", "am"), ("'s", ""))

# British to American: endings that differ as a rule, and single words that differ.
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


@lru_cache(65_536)
def spelled_out(token: str) -> tuple[str, ...]:
    """Spell out a contraction or abbreviation, in American spelling."""
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
