"""The gate: compare every sentence of an entry with the places of the article that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from briefbot.checking.answers.contradictions import Contradictions
from briefbot.checking.answers.counts import is_count
from briefbot.checking.answers.figures import Figure, figures
from briefbot.checking.answers.finding import IDLE_REVIEW, Finding, answer_digest
from briefbot.checking.answers.keeping import is_negative
from briefbot.checking.answers.likeness import lost_hedges, plain_source
from briefbot.checking.answers.names import Held, Name, Names, initials, names_in
from briefbot.checking.answers.neighbours import Beside, swapped, together
from briefbot.checking.answers.people import Around, mistaken, people_around
from briefbot.checking.answers.places import Place, Places
from briefbot.checking.answers.quotations import copy_errors, cut_quotations, place_name, quotation_errors
from briefbot.checking.answers.sentences import sentences, shown, unquoted, words
from briefbot.checking.article import Article
from briefbot.domain.knowledge import Entry, Knowledge
from briefbot.i18n import say
from briefbot.matching.reading.vocabulary import english_words

_ONLY = re.compile(r"\b(?:(?<!not )only|nothing else|nothing but|just|merely|solely|all (?:it|the article|the text) says)\b", re.IGNORECASE)


def findings(entry: Entry, knowledge: Knowledge, article: Article) -> list[Finding]:
    """Compare an entry with the article: errors first, then warnings without a review."""
    return Gate.of(knowledge, article).findings(entry)


@dataclass(frozen=True)
class Gate:
    """An article and the names of a knowledge, read once for all entries."""

    places: Places
    names: Names
    knowledge: Knowledge

    @classmethod
    def of(cls, knowledge: Knowledge, article: Article) -> Gate:
        """Read the article with the names of a knowledge."""
        names = Names.of(knowledge)
        return cls(Places.of(article, knowledge.source, names), names, knowledge)

    @cached_property
    def people(self) -> frozenset[str]:
        """Return the speakers who are persons; groups like "officials" have a word in small letters."""
        names = (speaker.name for speaker in self.knowledge.speakers.values())
        return frozenset(name for name in names if all(word[0].isupper() for word in name.split()))

    @cached_property
    def beside(self) -> Beside:
        """Return the words next to the article's figures."""
        return together(place.beside for place in self.places.all)

    @cached_property
    def around(self) -> Around:
        """Return the people whom each sentence of the article may be about."""
        return people_around(self.places.all, self.people)

    @cached_property
    def contradictions(self) -> Contradictions:
        """Return the checks for contradictions with the article."""
        return Contradictions(self.places, self.names, self.knowledge, self.around, self.people)

    def findings(self, entry: Entry) -> list[Finding]:
        """Compare an entry with the article: errors first, then warnings without a review."""
        warnings = list(dict.fromkeys(self._comparison(entry).warnings()))
        return self.errors(entry) + _unsettled(warnings, entry)

    def errors(self, entry: Entry) -> list[Finding]:
        """List the errors of an entry, which takes half as long as all findings."""
        return list(dict.fromkeys(self._comparison(entry).errors()))

    def _comparison(self, entry: Entry) -> _Comparison:
        return _Comparison(self, entry, self.places.named((*entry.evidence, *entry.context)))

    def is_ordinary(self, word: str) -> bool:
        """Return whether a word is not just a name: the article, or the language, also has it in small letters."""
        return word in self.places.ordinary or word in english_words()


def _unsettled(warnings: list[Finding], entry: Entry) -> list[Finding]:
    """Leave out reviewed warnings, and warn of reviews without effect."""
    of = answer_digest(entry)
    reviewed = {each.warning for each in entry.reviewed if each.of == of}
    settled = reviewed.intersection(each.name for each in warnings)
    told = [each for each in warnings if each.name not in settled]
    idle = [each for each in entry.reviewed if each.of != of or each.warning not in settled]
    return told + [Finding(IDLE_REVIEW, _idle(each.warning), is_warning=True) for each in idle]


def _idle(warning: str) -> str:
    return say("the review of “{warning}” has no effect: the entry was changed since, or the warning is gone. Delete it.", warning=warning)


@dataclass(frozen=True)
class _Comparison:
    """One entry with the places that it cites."""

    gate: Gate
    entry: Entry
    places: Sequence[Place]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """List the texts that readers see."""
        return tuple(text for text in (self.entry.answer, self.entry.caveat) if text)

    @cached_property
    def asked(self) -> str:
        """Return the words of the phrasings if the entry may deny what they ask about, else ""."""
        return "" if self.entry.kind == "fact" else " " + "  ".join(" ".join(words(way)) for way in self.entry.ways) + " "

    @cached_property
    def _asked_names(self) -> list[Held]:
        return [] if self.entry.kind == "fact" else [self.gate.names.held(way) for way in self.entry.ways]

    # Errors -----------------------------------------------------------------------------------------

    def errors(self) -> Iterator[Finding]:
        """Yield what the cited places do not say."""
        for text in self.texts:
            yield from quotation_errors(text, self.places, self.gate.places, lambda: self.asked)
            yield from copy_errors(text, self.gate.places)
            yield from self._strange_figures(text)
            yield from self._strange_names(text)
        for figure in figures(self.entry.date):
            if not self._has(figure):
                yield self._strange_figure(figure, self.entry.date)
        yield from self.gate.contradictions.errors(self.entry, self.places)

    def _strange_figures(self, text: str) -> Iterator[Finding]:
        for sentence in sentences(text):
            for figure in figures(unquoted(sentence)):
                if self._has(figure) or self._is_denied(figure.value, sentence):
                    continue
                if not is_count(figure, unquoted(text), *self._listed(text)):
                    yield self._strange_figure(figure, sentence)

    def _listed(self, text: str) -> tuple[set[object], int]:
        """Return the different names in a text, and how many of them are known speakers."""
        known = [self.gate.names.known(name.words) or name.words for name in self._names(text)]
        speakers = {speaker.name for speaker in self.gate.knowledge.speakers.values()}
        return set(known), len({name for names in known for name in names if name in speakers})

    def _names(self, text: str) -> list[Name]:
        for title in self.gate.places.titles:
            text = text.replace(title, '""')
        return names_in(text, self.gate.names, self.gate.is_ordinary)

    def _has(self, figure: Figure) -> bool:
        return figure.value in self._computed or any(figure.value in place.figures for place in self.places)

    @cached_property
    def _computed(self) -> frozenset[str]:
        return frozenset(figure.value for text in self.entry.computed for figure in figures(text))

    def _is_denied(self, value: str, sentence: str) -> bool:
        """Return whether a sentence denies a figure that the entry's own phrasings ask about."""
        return self.entry.kind != "fact" and is_negative(sentence) and value in self._asked_figures

    @cached_property
    def _asked_figures(self) -> frozenset[str]:
        return frozenset(figure.value for way in self.entry.ways for figure in figures(way))

    def _strange_figure(self, figure: Figure, sentence: str) -> Finding:
        elsewhere = [place for place in self.gate.places.all if figure.value in place.figures]
        return Finding("figure", self._strange(str(figure), sentence, elsewhere))

    def _strange(self, what: str, sentence: str, elsewhere: Sequence[Place]) -> str:
        if elsewhere:
            return say(
                "“{what}” in “{sentence}” is in {place}, which the entry does not cite: cite that too, or leave it out.",
                what=what,
                sentence=shown(sentence),
                place=place_name(elsewhere[0]),
            )
        return say("“{what}” in “{sentence}” is nowhere in the article: correct it, or leave it out.", what=what, sentence=shown(sentence))

    def _strange_names(self, text: str) -> Iterator[Finding]:
        for sentence in sentences(text):
            for name in self._names(sentence):
                if not self._stands(name) and not self._is_asked(name, sentence):
                    elsewhere = [place for place in self.gate.places.all if self.gate.names.supports([place.names], name)]
                    yield Finding("name", self._strange(name.written, sentence, elsewhere))

    def _stands(self, name: Name) -> bool:
        held = [place.names for place in self.places]
        return self.gate.names.supports(held, name) and (not name.is_place or self._is_there(name))

    def _is_there(self, name: Name) -> bool:
        """Return whether a place is meant by its own name.

        After "in" a capital does not stand for its country, if the article has both.
        """
        written = f" {' '.join(name.words)} "
        is_capital = self.gate.names.is_capital(name.words) and any(written in place.names.text for place in self.gate.places.all)
        return not is_capital or any(written in place.names.text for place in self.places)

    def _is_asked(self, name: Name, sentence: str) -> bool:
        """Return whether a sentence denies a name that the entry's own phrasings ask about."""
        if self.entry.kind == "fact" or not is_negative(sentence):
            return False
        parts = [Name(name.written, name.words), *(Name(word, (word,)) for word in name.words), Name("", (initials(name.written),))]
        tried = parts[:1] if self.gate.names.known(name.words) else parts
        return any(self.gate.names.supports(self._asked_names, part) for part in tried)

    # Warnings ---------------------------------------------------------------------------------------

    def warnings(self) -> Iterator[Finding]:
        """Yield what the answer leaves out of the sentences behind it, or states too strongly."""
        for sentence in sentences(self.entry.answer):
            yield from self._mistaken(sentence)
        yield from lost_hedges(self.entry, self.gate.knowledge.source, self.places, self.gate.names)
        for text in self.texts:
            yield from cut_quotations(text, self.places)
        if self.entry.kind == "gap" and (found := _ONLY.search(unquoted(self.entry.answer))):
            yield Finding("only", _too_much(found.group()), is_warning=True)
        yield from self._stances()
        yield from self.gate.contradictions.warnings(self.entry, self.places)

    def _mistaken(self, sentence: str) -> Iterator[Finding]:
        """Yield the figures and people of a sentence for which the article has others."""
        for value, word, other in swapped(sentence, self._beside, self.gate.beside, self.gate.names):
            message = say(
                "“{value}” in “{sentence}”: next to “{word}” the article has “{other}”. Are the figures swapped?",
                value=str(Figure(value)),
                sentence=shown(sentence),
                word=word,
                other=str(Figure(other)),
            )
            yield Finding("swapped", message, is_warning=True)
        for person, others, clause in mistaken(sentence, self.places, self.gate.around, self.gate.people, self.gate.names):
            message = say(
                "“{person}” in “{sentence}”: the most similar sentences in the article name {others}. Who is meant?",
                person=person,
                sentence=shown(clause.strip(" ,;:")),
                others=others,
            )
            yield Finding("whose", message, is_warning=True)

    @cached_property
    def _beside(self) -> Beside:
        return together(place.beside for place in self.places)

    def _stances(self) -> Iterator[Finding]:
        entry = self.entry
        speaker = self.gate.knowledge.speakers.get(entry.speaker)
        if speaker is not None and not self._stands(Name(speaker.name, tuple(words(speaker.name)))):
            message = say("{speaker} is named as the speaker, but is in none of the cited paragraphs.", speaker=speaker.name)
            yield Finding("speaker", message, is_warning=True)
        if entry.stance != "fact" and (plain := plain_source(entry, self.places, self.gate.names)):
            message = say(
                "the entry is marked as “{stance}”, but {place} states it plainly: is it a fact?",
                stance=entry.stance,
                place=place_name(plain),
            )
            yield Finding("stance", message, is_warning=True)


def _too_much(word: str) -> str:
    return say("“{word}” in a gap says that the article has nothing else about it: leave the word out, or be sure.", word=word)
