"""A report of weak points, each with one thing to do."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefbot.checking.article import Article
from briefbot.checking.weakness.asking import Try, Way, strength
from briefbot.checking.weakness.unanswered import places, untold
from briefbot.domain.knowledge import Item, Knowledge, is_gap
from briefbot.language.stemming import stem
from briefbot.language.text import tokens
from briefbot.matching.reading.question import is_telling

SHOWN = 10
"""The most lines of each list: as many as can be fixed at once."""
_FEW = 4
"""The number of phrasings below which an item simply needs more."""
_OFTEN = 2
"""The number of questions that one item takes from another from which they compete."""
_WORDS = 4
"""The most missing words in a line."""
_NAMES: Mapping[Way, str] = {"phrasing": "left-out phrasings", "frame": "plain frames", "test": "tests"}


def report(knowledge: Knowledge, tries: Sequence[Try], article: Article | None) -> Iterator[str]:
    """Yield the weak points of a knowledge as lines, the most important of each kind first."""
    weakness = Weakness(knowledge, tries)
    yield f"{weakness.figures()}."
    yield from _listed("The weakest", weakness.weakest())
    yield from _listed("Pairs that compete", weakness.pairs())
    yield from _listed("Gaps that would swallow an answer", weakness.gaps())
    yield from _listed("Places without an answer", _unanswered(knowledge, article))
    yield from _listed("Quotations without a way to ask", _unasked(knowledge))


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Put a title on a list, and cut it to a manageable length."""
    found = list(lines)
    if found:
        yield ""
        yield f"{title}:" if len(found) <= SHOWN else f"{title}, {SHOWN} of {len(found)}:"
        yield from (f"{number:2}. {line}" for number, line in enumerate(found[:SHOWN], 1))


@dataclass(frozen=True)
class Weakness:
    """The results of asking a knowledge's questions."""

    knowledge: Knowledge
    tries: Sequence[Try]

    def figures(self) -> str:
        """Return in one line how much was found."""
        told = []
        for way, name in _NAMES.items():
            own = [each for each in self.tries if each.way == way]
            if own:
                told.append(f"of {len(own)} {name} {sum(each.is_found for each in own)} found")
        return ", ".join(told) or "nothing could be asked"

    def weakest(self) -> Iterator[str]:
        """Yield the items that are found least, the weakest first."""
        by_item: dict[str, list[Try]] = defaultdict(list)
        for each in self.tries:
            by_item[each.item.id].append(each)
        for own in sorted(by_item.values(), key=strength):
            missed, item = [each for each in own if not each.is_found], own[0].item
            if missed:
                yield f"{item.id}: {len(missed)} of {len(own)} not found, such as “{missed[0].typed}”. {_to_do(item, missed)}"
            elif len(item.phrasings) < _FEW:
                yield f"{item.id}: found in {len(own)} of {len(own)} ways, which are few. {_to_do(item, missed)}"

    def pairs(self) -> Iterator[str]:
        """Yield the answers that take questions from each other, the worst first."""
        taken = {pair: own for pair, own in self._taken().items() if not is_gap(self._item(pair[1]))}
        counts = Counter(frozenset(pair) for pair, own in taken.items() for _ in own)
        for pair, count in counts.most_common():
            one, other = max((each for each in taken if pair == {*each}), key=lambda each: len(taken[each]))
            if count >= _OFTEN:
                example = taken[one, other][0].typed
                yield f"{one}, {other}: {count} questions for one go to the other, such as “{example}”. {self._apart(one, other)}"

    def gaps(self) -> Iterator[str]:
        """Yield the gaps that come up instead of an answer, the worst first."""
        told = {
            (fact, gap): [each for each in own if gap in each.told]
            for (fact, gap), own in self._taken().items()
            if is_gap(self._item(gap)) and not is_gap(self._item(fact))
        }
        for (fact, gap), own in sorted(told.items(), key=lambda each: -len(each[1])):
            if own:
                yield (
                    f"{gap}: answers {_times(len(own))} instead of {fact}, such as “{own[0].typed}”."
                    f" Name in its phrasings exactly what is missing, and nothing that {fact} says"
                )

    def _taken(self) -> Mapping[tuple[str, str], list[Try]]:
        """Collect the questions that went to another item, by the right item and the other one."""
        taken: dict[tuple[str, str], list[Try]] = defaultdict(list)
        for each in self.tries:
            if not each.is_found and each.taken_by:
                taken[each.item.id, each.taken_by].append(each)
        return taken

    def _item(self, name: str) -> Item:
        item = self.knowledge.item(name)
        assert item is not None  # noqa: S101 - what was told is of the knowledge
        return item

    def _apart(self, one: str, other: str) -> str:
        first, second = self._item(one), self._item(other)
        words = [f"“{word}” ({name})" for name, word in ((one, _own_word(first, second)), (other, _own_word(second, first))) if word]
        if not words:
            return "Merge them: they are asked for in the same words"
        return f"Merge them if one answer fits both, or ask for each in words of its own: {', '.join(words)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _own_word(item: Item, other: Item) -> str:
    """Return the word that is in most phrasings of an item and in none of another one."""
    others = {stem(word) for phrasing in other.ways for word in tokens(phrasing)}
    own = (word for phrasing in item.ways for word in set(tokens(phrasing)) if word.isalpha())
    words = Counter(word for word in own if stem(word) not in others and is_telling(stem(word)))
    return max(words, key=lambda word: (words[word], word), default="")


def _to_do(item: Item, missed: Sequence[Try]) -> str:
    """Return what helps an item most: more phrasings, a clear difference from another item, or repeated words."""
    if len(item.phrasings) < _FEW:
        return f"Ask for it in {_FEW - len(item.phrasings)} more ways"
    taken = Counter(each.taken_by for each in missed if each.taken_by)
    words = Counter(word for each in missed for word in each.lacking if each.way == "phrasing")
    if words:
        named = ", ".join(f"“{word}”" for word, _ in words.most_common(_WORDS))
        return f"Nothing else of it says {named}: ask with these in another sentence too"
    if taken:
        return f"{taken.most_common(1)[0][0]} comes first: ask in words that only this one has"
    return "Ask for it like somebody who has not read the article: in keywords, by the role, in slang"


def _unanswered(knowledge: Knowledge, article: Article | None) -> Iterator[str]:
    for place in places(knowledge):
        named = f"paragraph {place}" if isinstance(place, int) else f"the {place}"
        yield f"{named}: no entry cites it. Write one, or leave it out on purpose"
    for number, sentence in untold(knowledge, article) if article is not None else ():
        yield f"paragraph {number}: no answer says “{sentence}”. Add it to an answer of that paragraph, or write an entry for it"


def _unasked(knowledge: Knowledge) -> Iterator[str]:
    for quote in knowledge.quotes.values():
        if not quote.phrasings:
            yield f"{quote.id}: it can only be looked up. Give it phrasings that ask what {_name(knowledge, quote.speaker)} said"


def _name(knowledge: Knowledge, speaker: str) -> str:
    return knowledge.speakers[speaker].name if speaker in knowledge.speakers else speaker
