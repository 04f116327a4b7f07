"""The values that everything else is about: frozen, and free of Discord, SQL and YAML."""

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
"""Where in the source something stands: the number of a paragraph, or a named part; `caption-2` is the second of several captions."""
Cut: TypeAlias = bool | Literal["start", "end"]
Asked: TypeAlias = Literal["who", "when", "where", "count", "why", "how", "yes_no", "words", "which", "what"]
"""What a question asks for."""

BLOCK_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
KINDS: tuple[Kind, ...] = get_args(Kind)
STANCES: tuple[Stance, ...] = get_args(Stance)
PARTS: tuple[Part, ...] = get_args(Part)
ASKED: tuple[Asked, ...] = get_args(Asked)

ID_PATTERN = r"^[a-z0-9-]{1,40}$"
TITLE_LIMIT = 60
"""Characters of a title: what a button shows on a phone."""
ANSWER_LIMIT = 600
"""Characters of an answer: what fits a reply with its attribution and is still read."""


@dataclass(frozen=True, slots=True)
class Block:
    """One non-empty line of the article: its kind and digest, and the text of a heading."""

    kind: BlockKind
    digest: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Caveat:
    """A limit of what the article says that many answers share: written once, attached by place and words."""

    id: str
    text: str
    evidence: tuple[Evidence, ...]
    says: tuple[str, ...]
    """An answer from one of the places that says one of these carries the caveat."""
    unless: tuple[str, ...] = ()
    """An answer that says one of these, itself or in its own caveat, has told it already."""
    matters: tuple[Asked, ...] = ()
    """What a question has to ask for that the reply shows it; every question does where this is empty."""
    changed: tuple[Evidence, ...] = ()
    """Places at which the article has changed since the caveat was written."""


@dataclass(frozen=True)
class Source:
    """The article: its bibliographic data and the digests of its blocks, never its text."""

    title: str
    author: str = ""
    section: str = ""
    url: str = ""
    outlet: str = ""
    published: str = ""
    """When, as readers see it."""
    blocks: tuple[Block, ...] = ()
    topics: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What readers see in the place of topics whose name would not do."""
    caveats: tuple[Caveat, ...] = ()
    """Those that many answers share."""
    small_talk: tuple[str, ...] = ()
    """What people say to the bot that is not about the article."""

    @cached_property
    def paragraphs(self) -> int:
        """Count the numbered paragraphs."""
        return sum(block.kind == "paragraph" for block in self.blocks)

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """List for each paragraph the heading that it stands under, or ""."""
        headings, heading = [], ""
        for block in self.blocks:
            if block.kind == "heading":
                heading = block.text
            elif block.kind == "paragraph":
                headings.append(heading)
        return tuple(headings)

    def has(self, evidence: Evidence) -> bool:
        """Return whether the source has such a place."""
        if isinstance(evidence, int):
            return 1 <= evidence <= self.paragraphs
        kinds = [block.kind for block in self.blocks]
        part, number = part_of(evidence)
        return number <= len(captions(kinds)) if part == ALL_CAPTIONS else part in kinds

    def topic(self, topic: str) -> str:
        """Name a topic as readers see it."""
        return self.topics.get(topic) or topic[:1].upper() + topic[1:].replace("-", " ")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who said something."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    affiliation: str = ""

    @property
    def description(self) -> str:
        """Name the speaker with role and affiliation."""
        return ", ".join(part for part in (self.name, self.role, self.affiliation) if part)


@dataclass(frozen=True, slots=True)
class Alias:
    """Other forms of a name or term; all of them are folded into the canonical one."""

    canonical: str
    forms: tuple[str, ...]

    @property
    def id(self) -> str:
        """Name the alias by its canonical form."""
        return self.canonical


@dataclass(frozen=True, slots=True)
class Tests:
    """Questions that must, and that must not, reach an entry or a quote."""

    reach: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    __test__ = False  # the word is the design's; pytest is not to collect it


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A warning about an entry that a curator has looked at and found harmless."""

    warning: str
    """Its name."""
    of: str
    """Digest of what the entry said then: the review counts for no other answer."""
    reason: str


_THE_TEXT = "article"
"""The topic of entries about the article itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit of knowledge: how it is asked for, what is answered, and where it stands."""

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
    """A neutral question for lists and buttons; where it is empty, the first phrasing is used."""
    context: tuple[Evidence, ...] = ()
    """Places that the answer may be compared with too, without being cited."""
    was: tuple[str, ...] = ()
    """Ids of entries that this one replaces."""
    reviewed: tuple[Reviewed, ...] = ()
    computed: tuple[str, ...] = ()
    """Sums and differences that the answer gives and the article does not."""
    changed: tuple[Evidence, ...] = ()
    """Places at which the article has changed since the answer was written; a person has yet to look at it."""

    def __hash__(self) -> int:
        """Hash by the id, which says enough: every phrasing would have to be fetched from memory."""
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
    """Verbatim words of a speaker."""

    id: str
    speaker: str
    text: str
    paragraph: int
    partial: Cut = False
    """Which side of the quoted passage is left out: `start`, `end`, or both (True)."""
    outlet: str = ""
    said_on: str = ""
    topics: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()
    tests: Tests = field(default_factory=Tests)
    title: str = ""
    """A neutral question for lists and buttons, as entries have."""
    was: tuple[str, ...] = ()
    """Ids of quotes that this one replaces."""

    def __hash__(self) -> int:
        """Hash by the id, as entries do."""
        return hash(self.id)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Give the place in the form that entries have."""
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
"""What names a thing: its kind and its id."""

THING_KINDS: tuple[ThingKind, ...] = get_args(ThingKind)


def _ways(item: Item) -> tuple[str, ...]:
    if not item.title or item.title in item.phrasings:
        return item.phrasings
    return item.title, *item.phrasings


def place_in_lists(item: Item) -> int:
    """Return where an item belongs in a list of questions: answers come first, then gaps, then corrections."""
    kinds: tuple[Kind, ...] = ("fact", "gap", "correction")
    return kinds.index(item.kind) if isinstance(item, Entry) else 0


def may_mislead(item: Item) -> bool:
    """Return whether an item's label may assert something false: a correction's phrasings carry its false premise."""
    return isinstance(item, Entry) and item.kind == "correction" and not item.title


def is_about_the_text(item: Item) -> bool:
    """Return whether an item tells about the article itself: its author, its headline, its length."""
    return isinstance(item, Entry) and item.topic == _THE_TEXT


def is_gap(item: Item) -> bool:
    """Return whether an item says that the article is silent."""
    return isinstance(item, Entry) and item.kind == "gap"


def related_to(item: Item) -> tuple[str, ...]:
    """List what an item names as related."""
    return item.related if isinstance(item, Entry) else ()


@dataclass(frozen=True)
class Knowledge:
    """All checked entries, quotes, speakers and aliases of one guild. Made by `checking.check.make_knowledge`."""

    source: Source
    speakers: Mapping[str, Speaker]
    entries: Mapping[str, Entry]
    quotes: Mapping[str, Quote]
    aliases: tuple[Alias, ...] = ()
    revisions: Mapping[str, int] = field(default_factory=dict, compare=False)
    """The revision of each entry and quote that is in use with a guild's own text."""

    def revision_of(self, item: Item) -> int:
        """Give the number of the revision that an item's text comes from; 0 for the bundle's own text."""
        return self.revisions.get(item.id, 0)

    def items(self) -> Iterator[Item]:
        """Go through everything that a question can reach."""
        yield from self.entries.values()
        yield from self.quotes.values()

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Find each entry and quote by its id, and by the ids that it replaces."""
        replaced = {former: item for item in self.items() for former in item.was}
        return {**replaced, **self.quotes, **self.entries}

    @cached_property
    def density(self) -> float:
        """Tell how many ways to ask for it an item has, on average; 0 where there is no item."""
        counts = [len(item.ways) for item in self.items()]
        return sum(counts) / len(counts) if counts else 0.0

    def item(self, item_id: str) -> Item | None:
        """Find an entry or a quote by its id, or what replaces it."""
        return self.by_id.get(item_id)

    def speaker_of(self, item: Item) -> Speaker | None:
        """Find who said it, where it is somebody's claim."""
        return self.speakers.get(item.speaker)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """List the topics of entries and quotes, each once, in alphabetical order."""
        topics = {entry.topic for entry in self.entries.values()}
        topics.update(topic for quote in self.quotes.values() for topic in quote.topics)
        return tuple(sorted(topics))


def digest_of(value: object) -> str:
    """Digest a value that JSON can express: the first 16 hex digits of SHA-256."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
