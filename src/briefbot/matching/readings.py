"""Read a question, or each question of a message."""

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
    """A question as it was read, with its candidates."""

    typed: str
    question: Question
    ranking: Ranking
    wish: Wish | None = None
    """What it wants from the bot itself, instead of an answer."""
    own: str = ""
    """The part of it that was typed now, if words of another question were added."""


class Reader(Protocol):
    """Reads questions, as a matcher does."""

    folder: Folder

    def read(self, typed: str, own: str = "") -> Reading:
        """Read a question that stands alone.

        `own` is the part of it that was typed, if words of another question were added.
        """

    def understand(self, typed: str) -> Question:
        """Read the words of a question."""

    def eased(self, reading: Reading) -> Reading:
        """Accept a likely answer of a part if another part has an answer."""


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message: its words as typed, and how it was read."""

    text: str
    reading: Reading

    @property
    def is_told(self) -> bool:
        """Return whether it has an answer, or a gap that is given."""
        return self.reading.ranking.is_told

    @property
    def item(self) -> Item | None:
        """Return its answer or gap; None if it has neither."""
        ranking = self.reading.ranking
        if not ranking.is_told:
            return None
        return (ranking.answers if ranking.is_answered else ranking.gaps)[0].item

    @property
    def likeliest(self) -> Item | None:
        """Return the item that it most likely means, whether or not that is given."""
        return next((each.item for each in self.reading.ranking.ranked), None)


def read_parts(reader: Reader, asked: Parts) -> list[Part]:
    """Read the questions of a message; return none if no answer is given to any of them."""
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

    If it does not name its subject, read it with names of the message or with the question before it.
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
    """Read a question with names of the message; if it is clear without them, also read it alone, and choose."""
    named = Part(text, reader.read(" ".join((text, *names)), text))
    return _surer(named, Part(text, reader.read(text))) if names and is_clear else named


def _surer(first: Part, second: Part) -> Part:
    """Choose between two readings of a question: the one with an answer, or the likelier one."""
    return max(first, second, key=lambda part: (part.is_told, part.reading.ranking.confidence))


def _with_words_of(reader: Reader, text: str, before: Part) -> str:
    return " ".join((text, *known_words(before.reading.question, reader.folder)))


def _helped(reader: Reader, read: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """Read the parts without an answer again, now that other parts are known to be about the article."""
    before: Part | None = None
    helped: list[list[Part]] = []
    for parts in read:
        helped.append([])
        for part in parts:
            before = _read_again(reader, part, before)
            helped[-1].append(before)
    return helped


def _read_again(reader: Reader, part: Part, before: Part | None) -> Part:
    """Accept a likely answer: of the question, of it with the words of the one before, or of its own words alone."""
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
    """Split a sentence only if its parts have more answers than the whole.

    Parts that another part covers are left out.
    """
    told = {part.item: part.reading.ranking.confidence for part in parts if part.item is not None}
    lost = [part for part in parts if part.item is None]
    if len(parts) == 1 or not lost:
        return parts
    whole = Part(sentence.text, reader.read(sentence.text))
    return _without_covered(parts, told) if told and not _is_surer(whole, told) else [whole]


def _without_covered(parts: Sequence[Part], told: Container[Item | None]) -> list[Part]:
    """Leave out parts without an answer that most likely mean what another part got."""
    return [part for part in parts if part.item is not None or part.likeliest not in told]


def _is_surer(whole: Part, told: Mapping[Item, float]) -> bool:
    """Return whether a sentence as a whole has another answer than its parts, and a likelier one."""
    ranking = whole.reading.ranking
    return ranking.is_answered and ranking.confidence > max(told.values()) and whole.item not in told


def _merged(reader: Reader, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield each answer once, and the parts without an answer unless they ask nothing."""
    given = set[Item]()
    for part in parts:
        if part.item is None and _asks(reader.understand(part.text)):
            yield part
        elif part.item is not None and part.item not in given:
            given.add(part.item)
            yield part


def _asks(question: Question) -> bool:
    """Return whether something is asked other than in small talk."""
    return bool(question.content or not ASKING.isdisjoint(question.words)) and not chat_for(question).holds(question)
