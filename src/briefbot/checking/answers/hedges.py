"""Hedges and negations: which words of the article weaken a statement, and whether an answer keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from briefbot.checking.answers.names import Names, plain_words
from briefbot.checking.answers.sentences import QUOTED
from briefbot.domain.knowledge import Stance
from briefbot.language.stemming import stem
from briefbot.matching.reading.vocabulary import STOP_WORDS

_Group = str
"""What kind of hedge a word is; one word may be of several kinds."""

_HEDGES: Mapping[str, str] = {
    "reportedly": "report", "allegedly": "accusation report", "alleged": "accusation report", "accused of": "accusation report",
    "suspected of": "accusation report", "suspicion of": "accusation report", "according to": "source", "said to": "report look",
    "is said": "report look", "are said": "report look", "rumored": "report", "rumors": "report",
    "likely": "chance", "unlikely": "chance", "probably": "chance", "possibly": "chance", "possible": "chance", "perhaps": "chance",
    "may": "chance", "might": "chance", "could": "chance", "should": "chance", "potential": "chance", "potentially": "chance",
    "suggest": "chance report", "suggests": "chance report", "suggested": "chance report", "suggesting": "chance report",
    "prospect": "chance", "risk": "chance", "risks": "chance", "risking": "chance", "appears": "chance look", "appear": "chance look",
    "seems": "chance look", "seem": "chance look", "apparently": "chance look", "indication": "chance look", "signs": "chance look",
    "expects": "intent", "expected": "intent", "hopes": "intent", "plans to": "intent", "planned": "intent", "intends": "intent",
    "believed": "belief", "thought to": "belief", "presumed": "belief", "estimate": "belief number report",
    "estimates": "belief number report", "estimated": "belief number report", "perception": "look", "perceived": "look",
    "seen as": "look", "viewed as": "look", "regarded as": "look", "considered": "look", "long seen": "look",
}  # fmt: skip
"""Hedges of the article by the kinds of words that keep them."""
_ATTRIBUTIONS = frozenset(
    "say says said tell tells told write writes wrote add adds added warn warns warned claim claims claimed argue argues argued"
    " declare declares declared announced reported vowed".split()
)
_NEGATIONS = frozenset("not no never neither nor none nothing nobody nowhere without cannot".split())

_KEEPING: Mapping[_Group, frozenset[str]] = {
    group: frozenset(stems.split())
    for group, stems in {
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
_STANCES: Mapping[Stance, frozenset[_Group]] = {
    "fact": frozenset(),
    "report": frozenset(("report", "source", "belief", "look")),
    "estimate": frozenset(("report", "source", "belief", "number")),
    "claim": frozenset(("report", "source", "look")),
    "opinion": frozenset(("report", "source", "look", "belief")),
}
"""The kinds of hedges that the line under an answer expresses."""
_NEGATING = frozenset(
    "not no never neither nor none nothing nobody nowhere without cannot hard lack absent absenc refus deni reject fail instead rather"
    " unabl unlik opposit lost lose free far away few little only oppos contrari revers unhappi unknown unnam silent avoid declin"
    " prevent stop against except exclud beyond other wrong fals dead end".split()
)
_NEGATING_BEGINNINGS = ("un", "dis", "non")
_ARTICLE = re.compile(
    r"\b(?:article|it|text|paragraph|passage|headline|caption|deck|byline|sentence)(?: \w+){0,2}? (?:say|says|said|report|reports|mention|mentions|tell|tells"
    r"|add|adds|state|states|note|notes|describe|describes|call|calls|put|puts|quote|quotes|give|gives)\b"
)
"""What the article says is no hedge for being said by it."""
_ATTRIBUTING = frozenset(("report", "source"))
_SHORTEST_SPEECH = 3
"""Words behind a verb of saying below which the words before it are what was said."""
_ATTRIBUTOR = 8
"""Words that name who said something at most."""
_COMMA = re.compile(r"[;:(,]|--|\b(?:but|while|although|whereas|or that|and that)\b")
_BOUNDARY = re.compile(r"[;:(]|--|, \w+ing\b|, (?:and|but|while|which|who|where|when|yet|although)\b|\b(?:but|while|although|whereas)\b")
_MAY = re.compile(r"(?<=\w )May\b|\bMay\b(?= \d)")
_PLAIN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedge or negation in a sentence of the article."""

    written: str
    groups: frozenset[_Group]
    scope: frozenset[str]
    """The stems of the words that it weakens."""
    by: frozenset[str] = frozenset()
    """The stems of the words that name who says so, where it is an attribution."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the article or of an answer, as far as its meaning can be compared."""

    text: str
    stems: frozenset[str]
    hedges: tuple[Hedge, ...]


def statement(sentence: str, names: Names) -> Statement:
    """Read a sentence of the article."""
    return Statement(sentence, telling(sentence, names), tuple(_hedges(sentence, names)))


def telling(text: str, names: Names) -> frozenset[str]:
    """Return the stems of the words that tell something; a name counts as one word, in whatever form."""
    found: set[str] = set()
    plain = plain_words(text)
    place = 0
    while place < len(plain):
        length = names.length_at(plain, place)
        if length:
            found.add(min(names.known(plain[place : place + length])))
        elif plain[place] not in STOP_WORDS:
            found.add(stem(plain[place]))
        place += max(length, 1)
    return frozenset(found)


def _hedges(sentence: str, names: Names) -> Iterator[Hedge]:
    lowered = _lowered(sentence)
    said = [match.span(1) for match in QUOTED.finditer(sentence)]
    for start, written, groups in (*_weakening(lowered), *_attributing(sentence, lowered), *_negating(lowered)):
        is_attribution = groups <= _ATTRIBUTING
        inside = next((span for span in said if span[0] <= start < span[1]), None)
        spans = said if is_attribution and said and inside is None else [_scope(lowered, start, written, inside, is_attribution=is_attribution)]
        scope = frozenset[str]().union(*(telling(sentence[begin:end], names) for begin, end in spans))
        by = telling(_attributor(sentence, start, written), names) if is_attribution else frozenset[str]()
        yield Hedge(written, groups, scope - by - {stem(word) for word in written.split()}, by)


def _scope(lowered: str, start: int, written: str, inside: tuple[int, int] | None, *, is_attribution: bool) -> tuple[int, int]:
    """Return from where to where a sentence is weakened: behind the word as a rule, before it where it closes the sentence."""
    begin, end = inside or (0, len(lowered))
    behind = start + len(written)
    if is_attribution:
        return (begin, start) if written == "according to" or len(lowered[behind:end].split()) < _SHORTEST_SPEECH else (behind, end)
    cut = next((match.start() for match in (_COMMA if written in _NEGATIONS else _BOUNDARY).finditer(lowered, behind, end)), end)
    return behind, cut


def _attributor(sentence: str, start: int, written: str) -> str:
    """Return the words that name who said something: behind "according to", before a verb."""
    if written == "according to":
        return " ".join(sentence[start + len(written) :].split()[:_ATTRIBUTOR])
    return " ".join(sentence[:start].rpartition('"')[2].split()[-_ATTRIBUTOR:])


def _lowered(text: str) -> str:
    """Fold capitals, and leave out the month that is written as "may" is, letter for letter."""
    return _MAY.sub("---", text).casefold()


def _weakening(lowered: str) -> Iterator[tuple[int, str, frozenset[_Group]]]:
    for written, groups in _HEDGES.items():
        for start in _places(written, lowered):
            yield start, written, frozenset(groups.split())


def _attributing(sentence: str, lowered: str) -> Iterator[tuple[int, str, frozenset[_Group]]]:
    for match in _PLAIN.finditer(lowered):
        verb = match.group()
        if verb in _ATTRIBUTIONS and not lowered[match.end() :].startswith(" to be"):
            before = sentence[: match.start()].rpartition(" ")[0].rpartition(" ")[2]
            written = f"{before} {verb}" if before.isalpha() and before.islower() else verb
            yield match.start() + len(verb) - len(written), written, frozenset(("source",) if verb == "reported" else ("report",))


def _negating(lowered: str) -> Iterator[tuple[int, str, frozenset[_Group]]]:
    for match in _PLAIN.finditer(lowered):
        if (match.group() in _NEGATIONS or match.group().endswith("n't")) and not lowered[match.end() :].startswith(" only"):
            yield match.start(), match.group(), frozenset(("not",))


def _places(written: str, lowered: str) -> Iterator[int]:
    for match in _of(written).finditer(lowered):
        yield match.start()


@cache
def _of(written: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(written)}(?!\w)")


def kept_by(texts: Sequence[str], stance: Stance) -> frozenset[_Group]:
    """Return the kinds of hedges that an answer's words and stance express; what the article says is no hedge."""
    found: set[_Group] = set(_STANCES[stance])
    for text in texts:
        lowered = _lowered(text)
        if _is_negative(_PLAIN.findall(lowered)):
            found.add("not")
        written = _PLAIN.findall(_ARTICLE.sub(" ", lowered))
        stems = {stem(word) for word in written} | set(written)
        found.update(group for group, keeping in _KEEPING.items() if not keeping.isdisjoint(stems))
    return frozenset(found)


def _is_negative(written: Sequence[str]) -> bool:
    return any(
        stem(word) in _NEGATING or word.startswith(_NEGATING_BEGINNINGS) or word.endswith("n't") for word in written
    )
