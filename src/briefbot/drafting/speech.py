"""Find who says what: each direct quotation with its likely speaker, and the source of a paragraph's statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefbot.checking.article import Article, fold_marks
from briefbot.drafting.names import Mention, Name, Names
from briefbot.drafting.words import SPEECH
from briefbot.language.text import is_wide
from briefbot.matching.reading.vocabulary import STOP_WORDS

_WORDS = 4
"""The length from which quoted words without a speaker are a quotation."""
_WIDE_LETTERS = 12
"""The same in letters, for scripts without blanks between words."""
_END = re.compile(r"[.?!]['\")]* +(?=[\"'(]?[A-ZÀ-Þ\d])|[.?!。]$")
_VERB = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(SPEECH, key=len, reverse=True))})(?![\w-])"
    r"|\baccording to\b|\bby (?:his|her|their|its) (?:own )?(?:account|count)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|they|er|sie|il|elle|él|ella)\b", re.IGNORECASE)
_NEAR = 40
"""The most characters between a pronoun and its verb of saying."""
_GOING_ON = (",", "–", "—", "-")
"""What is between a quotation and its verb if there is no comma within the marks."""
_TELLERS = ("person", "body", "abbreviation")
_OUTSIDE = re.compile(r'"[^"]*"?')
_SOON = 90
"""The number of characters after a quotation within which its verb of saying begins."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation of the article."""

    text: str
    paragraph: int
    speaker: Name | None
    is_sure: bool
    """Whether a verb of saying names the speaker."""


@dataclass(frozen=True, slots=True)
class Told:
    """The quotations, and quoted words that are not quotations: names of works, single words."""

    quotations: tuple[Spoken, ...]
    terms: tuple[tuple[int, str], ...]


def told(article: Article, names: Names) -> Told:
    """Return an article's quoted passages with their speakers."""
    quotations: list[Spoken] = []
    terms: list[tuple[int, str]] = []
    for number, paragraph in enumerate(article.paragraphs, 1):
        text = fold_marks(paragraph)
        for start, passage in _placed(text, article.passages[number - 1]):
            place = _Place(text, start, start + len(passage), number)
            speaker, is_sure = _said_by(place, names, quotations) or _fallback(place, names, quotations)
            if _is_quotation(passage, is_sure=is_sure and speaker is not None):
                quotations.append(Spoken(passage, number, speaker, is_sure))
            else:
                terms.append((number, passage))
    return Told(_carried_back(quotations, article), tuple(terms))


def _carried_back(quotations: Sequence[Spoken], article: Article) -> tuple[Spoken, ...]:
    """Set the speaker of a quotation that continues in the next paragraph, if they are named only there."""
    carried: list[Spoken] = []
    for spoken in reversed(quotations):
        later = carried[-1] if carried else None
        is_carried = not spoken.is_sure and later is not None and later.is_sure and _goes_over(spoken, later, article)
        carried.append(replace(spoken, speaker=later.speaker, is_sure=True) if is_carried and later else spoken)
    return tuple(reversed(carried))


def _goes_over(spoken: Spoken, later: Spoken, article: Article) -> bool:
    """Return whether a quotation is still open at the end of its paragraph and continues as another one."""
    if later.paragraph != spoken.paragraph + 1:
        return False
    text, following = (fold_marks(article.paragraphs[each.paragraph - 1]) for each in (spoken, later))
    return text.count('"') % 2 == 1 and text.endswith(spoken.text) and following.startswith(f'"{later.text}')


@dataclass(frozen=True, slots=True)
class _Place:
    """The position of a passage."""

    text: str
    start: int
    end: int
    number: int

    @property
    def ahead(self) -> str:
        """Return the text before the passage in the same sentence, from the previous quotation on."""
        segment = self.text[: max(0, self.start - 1)]
        segment = segment[segment.rfind('"') + 1 :]
        ends = [match.end() for match in _END.finditer(segment + " A") if match.end() <= len(segment)]
        return segment[ends[-1] :] if ends else segment

    @property
    def behind(self) -> str:
        """Return the text after the passage in the same sentence, up to the next quotation."""
        segment = self.text[self.end :].removeprefix('"').partition('"')[0]
        found = _END.search(segment)
        return segment[: found.start()] if found else segment

    @property
    def segments(self) -> list[tuple[str, bool]]:
        """Return where a verb of saying may be, the likeliest first, and whether that is before the passage."""
        ahead, behind = (self.ahead, True), (self.behind, False)
        following = self.text[self.end :].lstrip(' "')[:1]
        goes_on = self.text[self.end - 1] in ",?!-" or following.islower() or following in _GOING_ON
        if not goes_on:
            return [ahead]
        return [ahead, behind] if self.text[self.start].islower() else [behind, ahead]


def _placed(text: str, passages: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the position of each passage."""
    place = 0
    for passage in passages:
        place = text.index(passage, place)
        yield place, passage
        place += len(passage)


def _is_quotation(passage: str, *, is_sure: bool) -> bool:
    words = passage.split()
    if _is_work(words):
        return False
    if is_wide(passage[0]):
        return len(passage) >= _WIDE_LETTERS
    return len(words) >= _WORDS or (is_sure and len(words) > 1 and passage[0].isupper())


def _is_work(words: Sequence[str]) -> bool:
    """Return whether words are written as the name of a book, a film, an exhibition."""
    telling = [word for word in words if word.casefold() not in STOP_WORDS]
    return len(telling) > 1 and all(word[0].isupper() for word in telling) and not words[-1].endswith((".", "?", "!"))


def _said_by(place: _Place, names: Names, before: Sequence[Spoken]) -> tuple[Name | None, bool] | None:
    """Return who says a passage according to a verb of saying next to it; None if there is no such verb."""
    for segment, is_ahead in place.segments:
        verb = _verb(segment, is_last=is_ahead)
        if verb is not None and (is_ahead or verb.start() < _SOON or names.mentions(segment[: verb.start()])):
            found = _subject(segment, verb, names, is_ahead=is_ahead) or _antecedent(place.text[: place.start], names, before)
            return found, found is not None
    return None


def _fallback(place: _Place, names: Names, before: Sequence[Spoken]) -> tuple[Name | None, bool]:
    """Return who continues speaking, or the only person in the paragraph."""
    if before and before[-1].paragraph == place.number:
        return before[-1].speaker, before[-1].is_sure
    if before and place.start <= 1 and before[-1].paragraph == place.number - 1:
        return before[-1].speaker, False
    people = {mention.name for mention in names.mentions(_outside(place.text)) if mention.name.kind == "person"}
    return (people.pop() if len(people) == 1 else None), False


def _verb(segment: str, *, is_last: bool) -> re.Match[str] | None:
    found = list(_VERB.finditer(segment))
    return (found[-1] if is_last else found[0]) if found else None


def _subject(segment: str, verb: re.Match[str], names: Names, *, is_ahead: bool) -> Name | None:
    """Return the name that is the subject of a verb of saying; None if it is a pronoun, or nobody."""
    mentions = names.mentions(segment)
    before = [mention for mention in mentions if mention.end <= verb.start()]
    after = [mention for mention in mentions if mention.start >= verb.end()]
    if verb.group().casefold() == "according to":
        return _first_person(after)
    if _is_pronoun(segment[: verb.start()], before):
        return None
    if not is_ahead:
        return _first_person(before) or _first_person(after)
    return _first_person([mention for mention in before[::-1] if _reaches(segment[mention.end : verb.start()])])


def _is_pronoun(text: str, mentions: Sequence[Mention]) -> bool:
    """Return whether a pronoun is directly before a verb, with no name between."""
    behind = max((mention.start for mention in mentions), default=-1)
    return any(len(text) - match.end() < _NEAR and match.end() > behind for match in _PRONOUN.finditer(text))


def _reaches(between: str) -> bool:
    """Return whether a name before a verb is its subject: only an aside or small words are between them."""
    plain = between.strip()
    if plain.startswith(",") and plain.endswith(","):
        return True
    return all(word in STOP_WORDS or word.endswith("ly") for word in plain.split())


def _first_person(mentions: Sequence[Mention]) -> Name | None:
    """Return the first named person, else the first named body."""
    found = [mention.name for mention in mentions if mention.name.kind in _TELLERS]
    return next(iter([name for name in found if name.kind == "person"] or found), None)


def _antecedent(text: str, names: Names, before: Sequence[Spoken]) -> Name | None:
    """Return the person of a pronoun: the last one named before it, else the last speaker."""
    people = [mention.name for mention in names.mentions(_outside(text)) if mention.name.kind == "person"]
    return people[-1] if people else (before[-1].speaker if before else None)


def _outside(text: str) -> str:
    """Blank out quotations, so that positions stay the same."""
    return _OUTSIDE.sub(lambda match: " " * len(match.group()), text)


def attributed(text: str, names: Names, before: Sequence[Spoken]) -> Name | None:
    """Return the source of a paragraph's statements outside its quotations; None if it has none."""
    outside = _outside(fold_marks(text))
    found = [(_sentence(outside, verb), verb) for verb in _VERB.finditer(outside)]
    for (start, sentence), verb in found:
        moved = _VERB.search(sentence, verb.start() - start)
        if moved is None:
            continue
        name = _subject(sentence, moved, names, is_ahead=True) or _subject(sentence, moved, names, is_ahead=False)
        if name is None and _PRONOUN.search(sentence):
            name = _antecedent(outside[: verb.start()], names, before)
        if name is not None:
            return name
    return None


def _sentence(text: str, match: re.Match[str]) -> tuple[int, str]:
    starts = [end.end() for end in _END.finditer(text) if end.end() <= match.start()]
    begin = starts[-1] if starts else 0
    end = _END.search(text, match.end())
    return begin, text[begin : end.start() if end else len(text)]
