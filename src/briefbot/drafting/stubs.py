"""Suggest the things of a bundle from an article, each marked as a draft."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeAlias

from briefbot.checking.article import Article, fold_marks
from briefbot.domain.knowledge import Source
from briefbot.drafting.gaps import Gap, gaps
from briefbot.drafting.names import Name, Names, names_of
from briefbot.drafting.people import described
from briefbot.drafting.questions import questions
from briefbot.drafting.speech import Spoken, attributed, told
from briefbot.language.text import tokens
from briefbot.matching.reading.languages import is_foreign
from briefbot.matching.reading.vocabulary import STOP_WORDS, everyday_words

_NO_ID = re.compile(r"[^a-z0-9]+")
_ID = 40
_SLUG = 3
"""The number of words of a text in its id."""
_REMEMBERED = 5
"""The number of words of a quotation by which somebody may remember it."""
_REPORT = re.compile(
    r"\b(?:reportedly|allegedly|alleged|is said to|are said to|rumou?red"
    r"|reports suggest(?:ed)?|(?:analysts|officials|experts|sources|witnesses|observers|police|residents|critics) (?:say|said))\b"
)
_ESTIMATE = re.compile(r"\b(?:estimate[sd]?|believed to|thought to|roughly|perhaps|likely|probably)\b")
_OPINION = re.compile(r"\b(?:believes?|suspects?|fears?|hopes?|thinks?)\b")
_NO_TOPIC = "news"
_EVERYWHERE = 3
"""A name in more than one of this many paragraphs does not identify any of them."""

Data: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stub:
    """A thing in the form of the files, and a remark about doubts, or ""."""

    data: Data
    remark: str = ""


@dataclass(slots=True)
class Stubs:
    """All suggestions for an article, by kind, and remarks about the whole."""

    speakers: list[Stub] = field(default_factory=list)
    aliases: list[Stub] = field(default_factory=list)
    quotes: list[Stub] = field(default_factory=list)
    entries: list[Stub] = field(default_factory=list)
    gaps: list[Stub] = field(default_factory=list)
    about: list[Stub] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Ids:
    """Makes ids, each only once."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, *parts: str) -> str:
        """Make an id from words."""
        plain = "-".join(filter(None, map(slug, parts)))[: _ID - 3].strip("-") or "item"
        self._given[plain] += 1
        return plain if self._given[plain] == 1 else self.of(f"{plain}-{self._given[plain]}")


def slug(text: str) -> str:
    """Write a text as part of an id; "" if it has no Latin letter or digit."""
    plain = unicodedata.normalize("NFKD", text.replace("'", "")).encode("ascii", "ignore").decode().lower()
    return _NO_ID.sub("-", plain).strip("-")


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it was read, for all kinds of things."""

    source: Source
    paragraphs: tuple[str, ...]
    names: Names
    speakers: Mapping[Name, str]
    """The ids of the speakers."""
    is_english: bool
    ids: Ids = field(default_factory=Ids)


def stubs_of(article: Article, source: Source) -> Stubs:
    """Suggest a bundle's things."""
    paragraphs = tuple(fold_marks(text) for text in article.paragraphs)
    names = names_of([*paragraphs, *(fold_marks(text) for kind, text in article.blocks if kind in ("deck", "caption"))])
    found = told(article, names)
    tellers = [attributed(text, names, _until(found.quotations, number)) for number, text in enumerate(paragraphs, 1)]
    speakers = _speaker_ids([*(each.speaker for each in found.quotations), *tellers])
    whole = " ".join(paragraphs)
    read = _Read(source, paragraphs, names, speakers, is_english=not is_foreign(whole, tokens(whole)))
    made = Stubs(
        speakers=[_speaker(name, speaker_id, paragraphs) for name, speaker_id in speakers.items()],
        aliases=[_alias(name) for name in names.listed if name not in speakers],
        quotes=list(_quotes(found.quotations, read)),
        about=_about_the_text(article, read),
        entries=list(_entries(read, tellers)),
        gaps=list(_gaps(read)),
    )
    made.remarks = list(_remarks(made, found.terms, is_english=read.is_english))
    return made


def _speaker_ids(speakers: Sequence[Name | None]) -> dict[Name, str]:
    ids = Ids()
    named = dict.fromkeys(name for name in speakers if name is not None)
    return {name: ids.of(name.text.split()[-1] if name.kind == "person" else name.text) for name in named}


def _until(quotations: Sequence[Spoken], number: int) -> list[Spoken]:
    return [each for each in quotations if each.paragraph < number]


def _topic(source: Source, number: int) -> str:
    return slug(source.headings[number - 1])[:_ID].strip("-") or slug(source.section)[:_ID].strip("-") or _NO_TOPIC


def _speaker(name: Name, speaker_id: str, paragraphs: Sequence[str]) -> Stub:
    role, affiliation = described(name, paragraphs)
    data: Data = {"id": speaker_id, "draft": True, "name": name.text, "aliases": list(name.forms)}
    found = {key: value for key, value in (("role", role), ("affiliation", affiliation)) if value}
    remark = "" if name.kind == "person" else "a body, or a person?"
    return Stub({**data, **found}, remark or ("" if role else "no role was found"))


def _alias(name: Name) -> Stub:
    remark = "what is it?" if name.kind == "name" else name.kind
    return Stub({"canonical": name.text, "draft": True, "forms": list(name.forms)}, remark)


def _quotes(quotations: Sequence[Spoken], read: _Read) -> Iterator[Stub]:
    heard: set[Name] = set()
    for each in quotations:
        words = each.text.rstrip(",.!?").split()
        data: Data = {
            "id": read.ids.of("quote", *_telling(words)),
            "draft": True,
            "speaker": read.speakers[each.speaker] if each.speaker else None,
        }
        data |= {"text": each.text, "paragraph": each.paragraph, "topics": [_topic(read.source, each.paragraph)]}
        data |= {"phrasings": _ways(each, words, is_first=each.speaker not in heard) if read.is_english else []}
        heard.update([each.speaker] if each.speaker else [])
        yield Stub({**data, "tests": {"reach": [], "not": []}}, _doubt(each))


def _ways(spoken: Spoken, words: Sequence[str], *, is_first: bool) -> list[str]:
    """Return ways to ask for a quotation."""
    remembered = f"Who said {' '.join(words[:_REMEMBERED]).strip(',;:')}?"
    if spoken.speaker is None:
        return [remembered]
    name = spoken.speaker.text
    keywords = f"{name.split()[-1]} quote {' '.join(_telling(words))}".lower()
    return [*([f"What did {name} say?"] if is_first else []), remembered, keywords]


def _doubt(spoken: Spoken) -> str:
    if spoken.speaker is None:
        return "who says this?"
    return "" if spoken.is_sure else f"does {spoken.speaker.text} say this?"


def _telling(words: Sequence[str]) -> list[str]:
    """Return the words of a quotation that distinguish it, the rarest ones in their order."""
    plain = [word.strip(".,;:!?'\"()").removesuffix("'s") for word in words]
    rare = [word for word in plain if len(word) > _SLUG and word.casefold() not in STOP_WORDS]
    best = sorted(dict.fromkeys(rare), key=lambda word: (word.casefold() in everyday_words(), -len(word)))[: _SLUG - 1]
    return [word for word in dict.fromkeys(rare) if word in best] or plain[:_SLUG]


@dataclass(frozen=True, slots=True)
class _Named:
    """The names of a paragraph, the most specific first."""

    things: tuple[str, ...]
    people: tuple[str, ...]
    new: tuple[Name, ...]
    """People who are named for the first time."""

    @property
    def about(self) -> str:
        """Return the name that best identifies the paragraph."""
        return next(iter((*self.things, *(name.text for name in self.new), *self.people)), "")


def _named(read: _Read) -> Iterator[_Named]:
    """Yield the names of each paragraph, without those that are nearly everywhere."""
    mentioned = [list(dict.fromkeys(mention.name for mention in read.names.mentions(text))) for text in read.paragraphs]
    spread = Counter(chain.from_iterable(mentioned))
    known: set[Name] = set()
    for each in mentioned:
        rarest = sorted(each, key=lambda name: spread[name])
        people = [name for name in rarest if name.kind == "person"]
        things = [name.text for name in rarest if name not in people and spread[name] * _EVERYWHERE < len(mentioned)]
        yield _Named(tuple(things), tuple(name.text for name in people), tuple(name for name in people if name not in known))
        known.update(people)


def _entries(read: _Read, tellers: Sequence[Name | None]) -> Iterator[Stub]:
    """Yield one entry for each paragraph."""
    asked: set[str] = set()
    for number, (text, teller, named) in enumerate(zip(read.paragraphs, tellers, _named(read), strict=True), 1):
        proposed = questions(text, named.things, named.new) if read.is_english else []
        phrasings = [each for each in proposed if each not in asked] or _names_alone([*named.things, *named.people], asked)
        asked.update(phrasings)
        stance = _stance(text, teller)
        data: Data = {"id": read.ids.of(f"p{number}", named.about), "draft": True, "kind": "fact", "stance": stance}
        data |= {"topic": _topic(read.source, number), "phrasings": phrasings, "answer": None, "evidence": [number]}
        data |= {"speaker": read.speakers[teller]} if teller is not None else {}
        yield Stub({**data, "tests": {"reach": [], "not": []}}, "" if phrasings else "nothing to ask was found")


def _names_alone(names: Sequence[str], asked: set[str]) -> list[str]:
    """Return a question for somebody who only remembers the names in a paragraph."""
    tries = (*names[:2], " ".join(names[:2]), " ".join(names[:3]))
    return [each for each in dict.fromkeys(tries) if each and each not in asked][:1]


def _stance(text: str, teller: Name | None) -> str:
    if teller is not None:
        return "opinion" if _OPINION.search(text) else "claim"
    if _REPORT.search(text):
        return "report"
    return "estimate" if _ESTIMATE.search(text) else "fact"


def _gaps(read: _Read) -> Iterator[Stub]:
    found = gaps(read.paragraphs, read.names, tuple(read.speakers)) if read.is_english else []
    if found and not read.source.published and read.source.has("headline"):
        ways = ("When was the article published?", "date of the article")
        found.append(Gap("date", ways, "The article gives no date on which it was published.", "headline"))
    for gap in found:
        topic = _topic(read.source, gap.place) if isinstance(gap.place, int) else "article"
        data: Data = {"id": read.ids.of("gap", gap.id), "draft": True, "kind": "gap", "stance": "fact", "topic": topic}
        data |= {"phrasings": list(gap.phrasings), "answer": gap.answer, "evidence": [gap.place], "related": []}
        yield Stub({**data, "tests": {"reach": [], "not": []}})


def _about_the_text(article: Article, read: _Read) -> list[Stub]:
    """Suggest the entries about the article itself; their answers are complete."""
    source, ids = read.source, read.ids
    author = f"The article was written by {source.author}."
    quoted = source.title.replace('"', "'").replace("“", "‘").replace("”", "’")
    found: list[tuple[str, str, str, tuple[str, ...], bool]] = [
        ("author", "byline", author, ("Who wrote the article?", "author of the article"), bool(source.author) and source.has("byline")),
        ("headline", "headline", f'The headline is "{quoted}".', ("What is the headline?", "title of the article"), source.has("headline")),
    ]
    if source.published and any(source.published in text for kind, text in article.blocks if kind == "byline"):
        found.append(
            ("published", "byline", f"The article was published on {source.published}.", ("When was the article published?",), True)
        )
    return [
        Stub(
            {"id": ids.of("article", name), "draft": True, "kind": "fact", "stance": "fact", "topic": "article"}
            | {"phrasings": list(phrasings), "answer": answer, "evidence": [place], "tests": {"reach": [], "not": []}}
        )
        for name, place, answer, phrasings, is_there in found
        if is_there
    ]


def _remarks(made: Stubs, terms: Sequence[tuple[int, str]], *, is_english: bool) -> Iterator[str]:
    if not is_english:
        yield "the article does not seem to be in English: names and speakers are guesses, and no questions were drafted"
    for stub in (*made.quotes, *made.speakers):
        if stub.remark:
            yield f"{stub.data['id']}: {stub.remark}"
    unclear = [stub.data["canonical"] for stub in made.aliases if stub.remark.endswith("?")]
    if unclear:
        yield f"a person, a body, a place or no name at all: {', '.join(unclear)}"
    if terms:
        yield "in quotation marks, but not treated as quotations: " + ", ".join(f'"{text}" (paragraph {number})' for number, text in terms)
