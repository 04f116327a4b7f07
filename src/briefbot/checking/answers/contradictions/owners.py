"""Who owns something: "the Danish fund", although the article only has a Norwegian one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from briefbot.checking.answers.contradictions.reading import DENYING, Compared, trimmed, warning
from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.names import Names, plain_words
from briefbot.checking.answers.places import Places
from briefbot.checking.answers.sentences import sentences, unquoted
from briefbot.i18n import say
from briefbot.language.stemming import stem
from briefbot.matching.reading.vocabulary import STOP_WORDS

_OWNED = re.compile(r"\b((?:[A-Z]\w*[ -]){0,3}[A-Z]\w*)('s|s'|)((?: [a-z]+){1,2})")
_ADJECTIVE = re.compile(r"(?:ian|ean|ese|ish|can)$")
Owned = tuple[str, str]
"""The stem of a noun or of the adjective before it, with the form of the owner."""


def owners_of(text: str, names: Names) -> Iterator[tuple[str, Owned]]:
    """Yield the known names directly before what they own: "Oslo's last bid", "Norwegian officials"."""
    for sentence in map(unquoted, sentences(text)):
        for owner, ending, behind in _OWNED.findall(sentence):
            name = _known(plain_words(owner), names)
            if name and (ending or _ADJECTIVE.search(owner)):
                yield from ((name, (stem(word), ending and "'s")) for word in _owned(behind))


def _known(words: list[str], names: Names) -> str:
    """Return the longest known name that ends a run of capitalised words."""
    return next((min(known) for start in range(len(words)) if (known := names.known(words[start:]))), "")


def _owned(behind: str) -> Iterator[str]:
    for word in behind.split():
        if word in STOP_WORDS:
            return
        yield word


def owners(article: Places, names: Names) -> dict[Owned, set[str]]:
    """Collect who owns what in the article, except things that it also mentions without such a form."""
    found: dict[Owned, set[str]] = {}
    for place in article.all:
        for owner, owned in owners_of(place.text, names):
            found.setdefault(owned, set()).add(owner)
    for place in article.all:
        for each in place.statements:
            here = {word for _, (word, _) in owners_of(each.text, names)}
            for owned in (owned for owned in found if owned[0] in each.stems - here):
                found[owned] |= each.stems
    return found


def disowned(compared: Compared, held: Mapping[Owned, set[str]]) -> Iterator[Finding]:
    """Yield a warning for each thing that has another owner in the article."""
    for sentence in sentences(compared.entry.answer):
        if not DENYING.search(sentence):
            for owner, owned in owners_of(sentence, compared.names):
                if owned in held and owner not in held[owned]:
                    message = say(
                        "“{word}” in “{sentence}” belongs to {owner}; in the article it belongs to somebody else. Whose is it?",
                        word=owned[0],
                        sentence=trimmed(sentence),
                        owner=owner,
                    )
                    yield warning("whose", message)
