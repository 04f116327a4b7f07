"""Words of an answer that keep a hedge or a negation of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from briefbot.domain.knowledge import Stance
from briefbot.language.stemming import stem

Group: TypeAlias = str
"""The kind of a hedge; one word may be of several kinds."""


def _both(listed: str) -> frozenset[str]:
    """Return a set of words and their stems."""
    return frozenset(form for word in listed.split() for form in (word, stem(word)))


_KEEPING: Mapping[Group, frozenset[str]] = {
    group: _both(listed)
    for group, listed in {
        "report": "say tell write report according declare announce argue warn claim allege accuse quote cite credit opinion describe"
        " call testify testimony vow state note add mention think believe see remark spoke speak statement view attribute source"
        " estimate account word reportedly allegedly rumor judge interpret read convince assess suspect suggest regard predict",
        "source": "according report reportedly say tell quote cite credit account source publish agency attribute relay dispatch",
        "accusation": "allege allegedly accuse accusation suspect suppose supposedly suspicion charge claim",
        "chance": "may might could can would should possible possibly possibility perhaps likely probable potential appear seem suggest"
        " indicate indication sign prospect risk chance threat threaten danger endanger maybe uncertain unlikely hypothetical hint"
        " whether apparent presume",
        "intent": "expect hope plan intend want aim may might could would due schedule propose promise should consider weigh mull discuss"
        " think idea",
        "belief": "believe estimate think thought presume assume suppose consider reckon may might could probable likely report"
        " reportedly according say suggest belief",
        "number": "estimate",
        "bound": "",
        "look": "perception perceive see seen view regard consider describe look deem hold think thought believe appear seem feel sense"
        " call say report judge suspect treat suggest sign indicate may might could",
        "view": "convince persuade believe think doubt hope fear skeptical deny whether if suspect pretend wish want imagine opinion",
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
_DENYING = _both(
    "not no never neither nor none nothing nobody nowhere without cannot lack absent absence refuse deny denial reject rather instead"
    " wrong false contrary opposite reverse except unlike silent different"
)
_NEGATING = _DENYING | _both(
    "hardly fail unable unlikely lost lose far few little only oppose unhappy unknown unnamed unpublished avoid decline prevent stop"
    " against exclude beyond secret contradict"
)
_NEGATING_BEGINNINGS = re.compile(r"un(?!der|i|til|less|to|veil)|dis(?!cuss|tan|tri|pla|patch)|non|in(?:capa|valid)")
_ARTICLE = re.compile(
    r"\b(?:article|it|text|paragraph|passage|headline|caption|deck|byline|sentence)(?: \w+){0,2}?"
    r" (?:say|says|said|report|reports|mention|mentions|tell|tells|add|adds|state|states|note|notes"
    r"|describe|describes|call|calls|put|puts|give|gives)\b"
)
"""Saying that the article says something is not a hedge."""
_WARNING = re.compile(r"\bwarn(?:s|ed|ing)? of\b")
"""Warning of a thing does not mean that it will come."""
_MAY = re.compile(r"(?<=\w )May\b|\bMay\b(?= \d)")
_PLAIN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


def lowered(text: str) -> str:
    """Fold case, and blank out the month of May, which is not a hedge."""
    return _MAY.sub("---", text).casefold()


@dataclass(frozen=True, slots=True)
class Told:
    """An answer's own words and the words around it, if they keep hedges."""

    stems: frozenset[str]
    is_negative: bool
    granted: frozenset[Group]
    """The kinds of hedges that the entry's caveats and stance express."""

    @classmethod
    def of(cls, sentence: str, stance: Stance, caveats: Sequence[str] = ()) -> Told:
        """Read a sentence of an answer; that the article says something is not a hedge."""
        around = frozenset[str]().union(*map(_stems, caveats))
        granted = {group for group, keeping in _KEEPING.items() if not keeping.isdisjoint(around)}
        negative = is_negative(sentence) or any(map(_negates, _PLAIN.findall(sentence.casefold())))
        return cls(_stems(sentence), negative, _STANCES[stance] | granted)

    def keeps(self, groups: Iterable[Group]) -> bool:
        """Return whether a hedge of some kinds is kept."""
        return any(map(self._keeps, groups))

    def _keeps(self, group: Group) -> bool:
        if group == "not":
            return self.is_negative
        return group in self.granted or not _KEEPING[group].isdisjoint(self.stems)


def _stems(text: str) -> frozenset[str]:
    written = _PLAIN.findall(_WARNING.sub(r"\g<0> risk", _ARTICLE.sub(" ", lowered(text))))
    return frozenset(map(stem, written)).union(written)


def _negates(word: str) -> bool:
    return stem(word) in _NEGATING or _NEGATING_BEGINNINGS.match(word) is not None


def is_negative(text: str) -> bool:
    """Return whether a sentence denies something."""
    return any(stem(word) in _DENYING or word.endswith("n't") for word in _PLAIN.findall(text.casefold()))
