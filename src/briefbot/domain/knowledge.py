"""The values of the knowledge: frozen, and free of Discord, SQL and YAML."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from briefbot.domain.parts import ALL_CAPTIONS, captions, part_of

BlockKind: TypeAlias = Literal["section", "headline", "deck", "picture", "caption", "byline", "heading", "paragraph"]
Kind: TypeAlias = Literal["fact", "correction", "gap"]
Stance: TypeAlias = Literal["fact", "report", "estimate", "claim", "opinion"]
Part: TypeAlias = Literal["headline", "deck", "caption", "byline"]
Evidence: TypeAlias = int | str
"""A place in the source: the number of a paragraph, or a named part (`caption-2` is the second caption)."""
Cut: TypeAlias = bool | Literal["start", "end"]
Asked: TypeAlias = Literal["who", "when", "where", "count", "why", "how", "yes_no", "words", "which", "what"]
"""What kind of thing a question asks for."""

BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
KINDS: tuple[Kind, ...] = get_args(Kind)
STANCES: tuple[Stance, ...] = get_args(Stance)
PARTS: tuple[Part, ...] = get_args(Part)
ASKED: tuple[Asked, ...] = get_args(Asked)

ID_PATTERN = r"^[a-z0-9-]{1,40}$"
TITLE_LIMIT = 60
"""The most characters of a title, so that a button on a phone shows all of it."""
ANSWER_LIMIT = 600
"""The most characters of an answer, so that a reply with its attribution is short enough to be read."""


@dataclass(frozen=True, slots=True)
class Block:
    """One non-empty line of the article: its kind and digest, and for a heading its text."""

    kind: BlockKind
    digest: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Caveat:
    """A limit of the article that many answers share: written once, attached by place and words."""

    id: str
    text: str
    evidence: tuple[Evidence, ...]
    says: tuple[str, ...]
    """An answer from one of the places carries the caveat if it says one of these."""
    unless: tuple[str, ...] = ()
    """An answer does not need the caveat if it, or its own caveat, already says one of these."""
    matters: tuple[Asked, ...] = ()
    """The reply shows the caveat only to questions that ask for one of these; to all if this is empty."""
    changed: tuple[Evidence, ...] = ()
    """Places where the article has changed since the caveat was written."""


@dataclass(frozen=True)
class Source:
    """The article: its bibliographic data and the digests of its blocks, never its text."""

    title: str
    author: str = ""
    section: str = ""
    url: str = ""
    outlet: str = ""
    published: str = ""
    """The date of publication, as readers see it."""
    blocks: tuple[Block, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What readers see instead of the names of some topics."""
    caveats: tuple[Caveat, ...] = ()
    """The caveats that many answers share."""
    small_talk: tuple[str, ...] = ()
    """What people say to the bot that is not about the article."""

    @cached_property
    def paragraphs(self) -> int:
        """Return the number of paragraphs."""
        return sum(block.kind == "paragraph" for block in self.blocks)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """Return for each paragraph the heading above it, or ""."""
        headings, heading = [], ""
        for block in self.blocks:
            if block.kind == "heading":
                heading = block.text
            elif block.kind == "paragraph":
                headings.append(heading)
        return tuple(headings)

    def has(self, evidence: Evidence) -> bool:
        """Return whether the source has this place."""
        if isinstance(evidence, int):
            return 1 <= evidence <= self.paragraphs
        kinds = [block.kind for block in self.blocks]
        part, number = part_of(evidence)
        return number <= len(captions(kinds)) if part == ALL_CAPTIONS else part in kinds

    def topic(self, topic: str) -> str:
        """Return a topic's name as readers see it."""
        return self.topics.get(topic) or topic[:1].upper() + topic[1:].replace("-", " ")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted or makes a claim."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    affiliation: str = ""

    @property
    def description(self) -> str:
        """Return the speaker's name with role and affiliation."""
        return ", ".join(part for part in (self.name, self.role, self.affiliation) if part)


@dataclass(frozen=True, slots=True)
class Alias:
    """Other forms of a name or term; each is read as the canonical one."""

    canonical: str
    forms: tuple[str, ...]

    @property
    def id(self) -> str:
        """Return the canonical name, which identifies the alias."""
        return self.canonical


@dataclass(frozen=True, slots=True)
class Tests:
    """Questions that must, and questions that must not, reach an entry or a quote."""

    reach: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    __test__ = False  # pytest must not collect this class


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A warning about an entry that a curator has checked and found harmless."""

    warning: str
    """The name of the warning."""
    of: str
    """The digest of the answer that was reviewed: the review does not hold for any other answer."""
    reason: str


_THE_TEXT = "article"
"""The topic of entries about the article itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of knowledge: how it is asked for, its answer, and its evidence."""

    id: str
    kind: Kind
    stance: Stance
    topic: str
    phrasings: tuple[str, ...]
    answer: str
    evidence: tuple[Evidence, ...]
    speaker: str = ""
    date: str = ""
    caveat: str = ""
    related: tuple[str, ...] = ()
    tests: Tests = field(default_factory=Tests)
    title: str = ""
    """A neutral question for lists and buttons; if it is empty, the first phrasing is used."""
    context: tuple[Evidence, ...] = ()
    """Places that the answer may also be compared with, without being cited."""
    was: tuple[str, ...] = ()
    """Ids of entries that this one replaces."""
    reviewed: tuple[Reviewed, ...] = ()
    computed: tuple[str, ...] = ()
    """Sums and differences that are in the answer but not in the article."""
    changed: tuple[Evidence, ...] = ()
    """Places where the article has changed since the answer was written, and nobody has reviewed it yet."""

    def __hash__(self) -> int:
        """Hash by id: hashing all the phrasings would be slow."""
        return hash(self.id)

    @property
    def label(self) -> str:
        """Return the question that represents the entry in lists and on buttons."""
        return self.title or self.phrasings[0]

    @property
    def ways(self) -> tuple[str, ...]:
        """List the ways to ask for the entry: its title and its phrasings, each once."""
        return _ways(self)


@dataclass(frozen=True, slots=True)
class Quote:
    """A speaker's exact words."""

    id: str
    speaker: str
    text: str
    paragraph: int
    partial: Cut = False
    """Which side of the quoted passage is left out: `start`, `end`, or True for both."""
    outlet: str = ""
    said_on: str = ""
    topics: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()
    tests: Tests = field(default_factory=Tests)
    title: str = ""
    """A neutral question for lists and buttons, as for entries."""
    was: tuple[str, ...] = ()
    """Ids of quotes that this one replaces."""

    def __hash__(self) -> int:
        """Hash by id, as for entries."""
        return hash(self.id)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Return the place in the same form as an entry's evidence."""
        return (self.paragraph,)

    @property
    def label(self) -> str:
        """Return the question that represents the quote in lists and on buttons."""
        return self.title or (self.phrasings[0] if self.phrasings else self.text)

    @property
    def ways(self) -> tuple[str, ...]:
        """List the ways to ask for the quote, as for entries."""
        return _ways(self)


Item: TypeAlias = Entry | Quote
"""What a question can reach."""
ThingKind: TypeAlias = Literal["entry", "quote", "alias", "speaker"]
Thing: TypeAlias = Entry | Quote | Alias | Speaker
"""What curators and moderators write."""
Key: TypeAlias = tuple[ThingKind, str]
"""A thing's kind and id, which identify it."""

THING_KINDS: tuple[ThingKind, ...] = get_args(ThingKind)


def _ways(item: Item) -> tuple[str, ...]:
    if not item.title or item.title in item.phrasings:
        return item.phrasings
    return item.title, *item.phrasings


def place_in_lists(item: Item) -> int:
    """Return an item's rank in a list of questions: answers first, then gaps, then corrections."""
    kinds: tuple[Kind, ...] = ("fact", "gap", "correction")
    return kinds.index(item.kind) if isinstance(item, Entry) else 0


def may_mislead(item: Item) -> bool:
    """Return whether an item's label may state something false, as the phrasings of a correction do."""
    return isinstance(item, Entry) and item.kind == "correction" and not item.title


def is_about_the_text(item: Item) -> bool:
    """Return whether an item is about the article itself: its author, its headline, its length."""
    return isinstance(item, Entry) and item.topic == _THE_TEXT


def is_gap(item: Item) -> bool:
    """Return whether an item says that the article does not answer the question."""
    return isinstance(item, Entry) and item.kind == "gap"


def related_to(item: Item) -> tuple[str, ...]:
    """List the ids of the items that an item names as related."""
    return item.related if isinstance(item, Entry) else ()


@dataclass(frozen=True)
class Knowledge:
    """All checked entries, quotes, speakers and aliases of one guild; made by `checking.check.make_knowledge`."""

    source: Source
    speakers: Mapping[str, Speaker]
    entries: Mapping[str, Entry]
    quotes: Mapping[str, Quote]
    aliases: tuple[Alias, ...] = ()
    revisions: Mapping[str, int] = field(default_factory=dict, compare=False)
    """The revision of each entry and quote whose text is a guild's own."""

    def revision_of(self, item: Item) -> int:
        """Return the number of the revision that an item's text comes from; 0 for the bundle's own text."""
        return self.revisions.get(item.id, 0)

    def items(self) -> Iterator[Item]:
        """Yield everything that a question can reach."""
        yield from self.entries.values()
        yield from self.quotes.values()

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Map the ids of entries and quotes, and the ids that they replace, to the items."""
        replaced = {former: item for item in self.items() for former in item.was}
        return {**replaced, **self.quotes, **self.entries}

    @cached_property
    def density(self) -> float:
        """Return the average number of ways to ask for an item; 0 if there are no items."""
        counts = [len(item.ways) for item in self.items()]
        return sum(counts) / len(counts) if counts else 0.0

    def item(self, item_id: str) -> Item | None:
        """Return the entry or quote with this id, or the one that replaces it."""
        return self.by_id.get(item_id)

    def speaker_of(self, item: Item) -> Speaker | None:
        """Return the speaker of an item, or None if it is nobody's claim."""
        return self.speakers.get(item.speaker)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """List the topics of entries and quotes, each once, in alphabetical order."""
        topics = {entry.topic for entry in self.entries.values()}
        topics.update(topic for quote in self.quotes.values() for topic in quote.topics)
        return tuple(sorted(topics))


def digest_of(value: object) -> str:
    """Return a digest of a value that JSON can express: the first 16 hex digits of its SHA-256."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
