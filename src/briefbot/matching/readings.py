"""A question as it was read, and the parts of a message that were read each for itself."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import Wish
from briefbot.matching.ranking.decision import Ranking
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.compound import Joined, Parts
from briefbot.matching.reading.leaning import Lean, lean_of
from briefbot.matching.reading.question import Question, known_words
from briefbot.matching.reading.words import ASKING
from briefbot.matching.small_talk import chat_for

_WITHOUT_CLAUSE = (Lean.CUT_SHORT, Lean.EMPTY)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was read, with what was found for it."""

    typed: str
    question: Question
    ranking: Ranking
    wish: Wish | None = None
    """What it wants of the bot itself, in place of an answer."""
    own: str = ""
    """What was typed now, where words of another question were added to it."""


class Reader(Protocol):
    """Reads questions, as the matcher does."""

    folder: Folder

    def read(self, typed: str, own: str = "") -> Reading:
        """Read a question that stands on its own.

        `own` is what was typed of it, where words of another question were added.
        """

    def understand(self, typed: str) -> Question:
        """Read the words of a question."""

    def eased(self, reading: Reading) -> Reading:
        """Take a likely answer of a part, beside one that was told."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message: its words as typed, and how it was read."""

    text: str
    reading: Reading

    @property
    def is_told(self) -> bool:
        """Return whether it got an answer, or that the article is silent."""
        return self.reading.ranking.is_told

    @property
    def item(self) -> Item | None:
        """Give what it got; None where it got nothing."""
        ranking = self.reading.ranking
        if not ranking.is_told:
            return None
        return (ranking.answers if ranking.is_answered else ranking.gaps)[0].item

    @property
    def likeliest(self) -> Item | None:
        """Give the item that it most likely means, said or not."""
        return next((each.item for each in self.reading.ranking.ranked), None)


def read_parts(reader: Reader, asked: Parts) -> list[Part]:
    """Read the questions of a message; none if no answer is given to any of them."""
    names = asked.names(reader.understand)
    read: list[list[Part]] = []
    before: Part | None = None
    for each in asked.sentences:
        read.append([])
        for text in each.texts:
            before = _read(reader, text, names, before)
            read[-1].append(before)
    if any(part.is_told for parts in read for part in parts):
        read = _helped(reader, read)
    found = [part for each, parts in zip(asked.sentences, read, strict=True) for part in _of_sentence(reader, each, parts)]
    return list(_merged(reader, found)) if any(part.reading.ranking.is_answered for part in found) else []


def _read(reader: Reader, text: str, names: Sequence[str], before: Part | None) -> Part:
    """Read one of the questions.

    Where it does not say what it is about, with names of the message or with the question before it.
    """
    question = reader.understand(text)
    if question.stands_alone:
        return Part(text, reader.read(text))
    lean, missing = lean_of(text, question), [name for name in names if name not in question.words]
    if before is not None and (lean in _WITHOUT_CLAUSE or (lean and not missing)):
        followed = Part(text, reader.read(_with_words_of(reader, text, before), text))
        if followed.is_told or lean in _WITHOUT_CLAUSE:
            return followed
    return _read_with_names(reader, text, missing, is_clear=lean is None)


def _read_with_names(reader: Reader, text: str, names: Sequence[str], *, is_clear: bool) -> Part:
    """Read a question with names of the message; one that is clear without them alone too."""
    named = Part(text, reader.read(" ".join((text, *names)), text))
    return _surer(named, Part(text, reader.read(text))) if names and is_clear else named


def _surer(first: Part, second: Part) -> Part:
    """Choose the reading of a question that got something, or is likelier to be right."""
    return max(first, second, key=lambda part: (part.is_told, part.reading.ranking.confidence))


def _with_words_of(reader: Reader, text: str, before: Part) -> str:
    return " ".join((text, *known_words(before.reading.question, reader.folder)))


def _helped(reader: Reader, read: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """Read what got nothing once more, now that other parts are known to be about the article."""
    before: Part | None = None
    helped: list[list[Part]] = []
    for parts in read:
        helped.append([])
        for part in parts:
            before = _read_again(reader, part, before)
            helped[-1].append(before)
    return helped


def _read_again(reader: Reader, part: Part, before: Part | None) -> Part:
    """Take a likely answer of a question, of the same with the words of the one before, or of its own words alone."""
    if part.is_told:
        return part
    eased = replace(part, reading=reader.eased(part.reading))
    if eased.is_told or before is None or part.reading.question.stands_alone:
        return eased
    for text in (_with_words_of(reader, part.text, before), part.text):
        again = Part(part.text, reader.eased(reader.read(text, part.text)))
        if again.reading.ranking.is_answered and again.item != before.item:
            return again
    return eased


def _of_sentence(reader: Reader, sentence: Joined, parts: Sequence[Part]) -> Sequence[Part]:
    """Take a sentence apart only where its parts tell more than the whole does, without those that another part
    covers.
    """
    told = {part.item: part.reading.ranking.confidence for part in parts if part.item is not None}
    lost = [part for part in parts if part.item is None]
    if len(parts) == 1 or not lost:
        return parts
    whole = Part(sentence.text, reader.read(sentence.text))
    return _without_covered(parts, told) if told and not _is_surer(whole, told) else [whole]


def _without_covered(parts: Sequence[Part], told: Container[Item | None]) -> list[Part]:
    """Leave out what got nothing and most likely means what another part got."""
    return [part for part in parts if part.item is not None or part.likeliest not in told]


def _is_surer(whole: Part, told: Mapping[Item, float]) -> bool:
    """Return whether a sentence as a whole has another answer than its parts, and a likelier one."""
    ranking = whole.reading.ranking
    return ranking.is_answered and ranking.confidence > max(told.values()) and whole.item not in told


def _merged(reader: Reader, parts: Sequence[Part]) -> Iterator[Part]:
    """Give each answer once, and what got nothing unless it asks nothing."""
    given = set[Item]()
    for part in parts:
        if part.item is None and _asks(reader.understand(part.text)):
            yield part
        elif part.item is not None and part.item not in given:
            given.add(part.item)
            yield part


def _asks(question: Question) -> bool:
    """Return whether something is asked, other than in small talk."""
    return bool(question.content or not ASKING.isdisjoint(question.words)) and not chat_for(question).holds(question)
