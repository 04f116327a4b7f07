"""Words of an answer that keep a hedge or a negation of the article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from briefbot.domain.knowledge import Stance
from briefbot.language.stemming import stem

Group: TypeAlias = str
"""What kind of hedge a word is; one word may be of several kinds."""


def _both(listed: str) -> frozenset[str]:
    """Make a set of words and their stems."""
    return frozenset(form for word in listed.split() for form in (word, stem(word)))


_KEEPING: Mapping[Group, frozenset[str]] = {
    group: _both(listed)
    for group, listed in {
        "report": "say tell write report accord declar announc argu warn claim alleg accus quot cite credit opinion describ call"
        " testifi testimoni vow state note add mention think believ see remark spoke speak statement view attribut sourc estim"
        " account word reportedli allegedli rumor judg interpret read convinc hold put forward assess suspect suggest consid regard"
        " predict expect fear",
        "source": "accord report reportedli say tell quot cite credit account sourc carri publish agenc attribut relay dispatch",
        "accusation": "alleg allegedli accus suspect suppos supposedli suspicion charg claim",
        "chance": "may might could can would should possibl perhap like probabl potenti appear seem suggest indic sign prospect"
        " risk chanc threat threaten danger endang fear expect believ mayb doubt warn uncertain unlik possibl hypothet open hint"
        " if whether apparent presum suppos estim signal consid",
        "intent": "expect hope plan intend want aim may might could due will schedul propos promis should",
        "belief": "believ estim think thought presum assum suppos consid reckon may might could probabl like report reportedli accord"
        " say put suggest belief",
        "number": "about around some rough approxim near almost over than least most estim believ close circa maximum upper exceed up"
        " mani",
        "look": "percept perceiv see seen view regard consid describ look deem held hold think thought believ appear seem feel sens"
        " call say report judg suspect treat long suggest sign indic might may could",
    }.items()
}  # fmt: skip
_STANCES: Mapping[Stance, frozenset[Group]] = {
    "fact": frozenset(),
    "report": frozenset(("report", "source", "belief", "look")),
    "estimate": frozenset(("report", "source", "belief", "number")),
    "claim": frozenset(("report", "source", "look")),
    "opinion": frozenset(("report", "source", "look", "belief")),
}
"""The kinds of hedges that the line under an answer expresses."""
_NEGATING = _both(
    "not no never neither nor none nothing nobody nowhere without cannot hard lack absent absenc refus deni reject fail instead rather"
    " unabl unlik opposit lost lose free far away few little only oppos contrari revers unhappi unknown unnam silent avoid declin"
    " prevent stop against except exclud beyond other wrong fals dead end"
)
_NEGATING_BEGINNINGS = re.compile(r"un(?!der|i|til|less|to|veil)|dis(?!cuss|tan|tri|pla|patch)|non|in(?:capa|valid)")
_ARTICLE = re.compile(
    r"\b(?:article|it|text|paragraph|passage|headline|caption|deck|byline|sentence)(?: \w+){0,2}?"
    r" (?:say|says|said|report|reports|mention|mentions|tell|tells|add|adds|state|states|note|notes"
    r"|describe|describes|call|calls|put|puts|give|gives)\b"
)
"""What the article says is no hedge for being said by it."""
_MAY = re.compile(r"(?<=\w )May\b|\bMay\b(?= \d)")
_PLAIN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def lowered(text: str) -> str:
    """Fold capitals, and leave out the month that is written as "may" is, letter for letter."""
    return _MAY.sub("---", text).casefold()


def kept_by(texts: Sequence[str], stance: Stance) -> frozenset[Group]:
    """Return the kinds of hedges that an answer's words and stance express; what the article says is no hedge."""
    found: set[Group] = set(_STANCES[stance])
    for text in texts:
        if is_negative(text) or any(map(_NEGATING_BEGINNINGS.match, _PLAIN.findall(text.casefold()))):
            found.add("not")
        written = _PLAIN.findall(_ARTICLE.sub(" ", lowered(text)))
        stems = {stem(word) for word in written} | set(written)
        found.update(group for group, keeping in _KEEPING.items() if not keeping.isdisjoint(stems))
    return frozenset(found)


def is_negative(text: str) -> bool:
    """Return whether a sentence denies something."""
    return any(stem(word) in _NEGATING or word.endswith("n't") for word in _PLAIN.findall(text.casefold()))
