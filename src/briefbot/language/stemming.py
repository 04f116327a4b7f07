"""Cut words to their stems, so that all forms of a word match."""

from __future__ import annotations

from functools import lru_cache

import Stemmer

_stemmer = Stemmer.Stemmer("english")
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


@lru_cache(65_536)
def stem(word: str) -> str:
    """Cut a word to its stem, so that plural and verb forms match (Porter's second stemmer)."""
    return str(_stemmer.stemWord(_IRREGULAR.get(word, word)))
