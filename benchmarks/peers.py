"""Other search libraries and briefbot's matcher, behind one small protocol."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import Protocol

import bm25s
import Stemmer
import tantivy
from rapidfuzz import fuzz, process

from benchmarks.intents import knowledge_of
from briefbot.domain.knowledge import Entry
from briefbot.domain.learned import Learned
from briefbot.matching import Matcher
from briefbot.matching.recall.classifier import fit
from briefbot.matching.recall.encoder_cache import CachedEncoder
from briefbot.matching.recall.encoders import load_encoder

_WORD = re.compile(r"\w+")


class Peer(Protocol):
    """Finds the entry of the nearest phrasing."""

    def find(self, question: str) -> str | None:
        """Return the id of an entry; None if nothing was found."""


class Fuzzy:
    """rapidfuzz over all phrasings, the usual bot."""

    def __init__(self, entries: Sequence[Entry], scorer: Callable[..., float]) -> None:
        self._scorer = scorer
        self._phrasings, self._owners = _flat(entries)

    def find(self, question: str) -> str | None:
        """Compare with each phrasing."""
        best = process.extractOne(question, self._phrasings, scorer=self._scorer)
        return self._owners[best[2]] if best is not None else None


class Bm25:
    """bm25s with English stems."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        phrasings, self._owners = _flat(entries)
        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25()
        self._index.index(bm25s.tokenize(phrasings, stemmer=self._stemmer, show_progress=False), show_progress=False)

    def find(self, question: str) -> str | None:
        """Take the best of the ranking."""
        words = bm25s.tokenize([question], stemmer=self._stemmer, show_progress=False)
        if not words.vocab:
            return None
        found, _ = self._index.retrieve(words, k=1, show_progress=False)
        return self._owners[int(found[0, 0])]


class Fts5:
    """SQLite's full-text search with Porter's stems, in memory."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        phrasings, self._owners = _flat(entries)
        self._database = sqlite3.connect(":memory:")
        self._database.execute("create virtual table phrasings using fts5(text, tokenize='porter unicode61')")
        rows = enumerate(phrasings)
        self._database.executemany("insert into phrasings (rowid, text) values (?, ?)", rows)

    def find(self, question: str) -> str | None:
        """Ask for any of the words, the best by BM25."""
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        sql = "select rowid from phrasings where phrasings match ? order by rank limit 1"
        row = self._database.execute(sql, (words,)).fetchone() if words else None
        return self._owners[row[0]] if row else None


class Tantivy:
    """tantivy with English stems, in memory."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        phrasings, self._owners = _flat(entries)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", stored=True)
        builder.add_text_field("text", tokenizer_name="en_stem")
        self._index = tantivy.Index(builder.build())
        writer = self._index.writer(num_threads=1)
        for number, phrasing in enumerate(phrasings):
            writer.add_document(tantivy.Document(number=number, text=phrasing))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def find(self, question: str) -> str | None:
        """Ask for any of the words, the best by BM25."""
        query = self._index.parse_query(" ".join(_WORD.findall(question)), ["text"])
        hits = self._searcher.search(query, 1).hits
        return self._owners[self._searcher.doc(hits[0][1])["number"][0]] if hits else None


class Briefbot:
    """The matcher: reads, recalls, reranks and decides."""

    def __init__(self, entries: Sequence[Entry], learned: Learned, *, is_semantic: bool = False) -> None:
        self.knowledge = knowledge_of({entry.id: entry.phrasings for entry in entries})
        self.learned = learned
        self.encoder = CachedEncoder(load_encoder()) if is_semantic else None
        self.matcher = Matcher.build(self.knowledge, learned, fit, self.encoder)

    def find(self, question: str) -> str | None:
        """Return the best candidate, whatever the decision was."""
        ranking = self.matcher.read(question).ranking
        return ranking.answers[0].item.id if ranking.answers else None


def systems(learned: Learned) -> dict[str, Callable[[Sequence[Entry]], Peer]]:
    """Return the systems by their names in the table."""
    return {
        "briefbot": lambda entries: Briefbot(entries, learned),
        "briefbot, sentence vectors": lambda entries: Briefbot(entries, learned, is_semantic=True),
        "rapidfuzz WRatio": lambda entries: Fuzzy(entries, fuzz.WRatio),
        "rapidfuzz token_set_ratio": lambda entries: Fuzzy(entries, fuzz.token_set_ratio),
        "bm25s": Bm25,
        "SQLite FTS5": Fts5,
        "tantivy": Tantivy,
    }


def _flat(entries: Sequence[Entry]) -> tuple[list[str], list[str]]:
    """List all phrasings, and the ids of their entries."""
    phrasings = [phrasing for entry in entries for phrasing in entry.phrasings]
    return phrasings, [entry.id for entry in entries for _ in entry.phrasings]
