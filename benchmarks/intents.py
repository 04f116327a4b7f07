"""CLINC150 as a knowledge: each intent is an entry with its training sentences as phrasings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from briefbot.domain.knowledge import Entry, Knowledge, Source

FILE = Path(__file__).parents[2] / "shared" / "datasets" / "clinc150" / "data_full.json"

Labelled = list[tuple[str, str]]
"""Sentences, each with its intent."""


def read_clinc() -> Mapping[str, Labelled]:
    """Read the parts of the data set: train, val, test, oos_val, oos_test."""
    if not FILE.is_file():
        raise SystemExit(f"CLINC150 is not there: {FILE}")
    parts = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: [(text, intent) for text, intent in pairs] for name, pairs in parts.items()}


def phrasings_by_intent(labelled: Labelled, first: int | None = None) -> dict[str, tuple[str, ...]]:
    """Group sentences by intent: all, or the first few of each."""
    grouped: dict[str, list[str]] = {}
    for text, intent in labelled:
        grouped.setdefault(intent, []).append(text)
    return {intent: tuple(texts[:first]) for intent, texts in grouped.items()}


def half(intents: Iterable[str]) -> list[str]:
    """Return the half of the intents from which the shipped weights are learned."""
    return sorted(intents)[::2]


def knowledge_of(phrasings: Mapping[str, Sequence[str]]) -> Knowledge:
    """Make a knowledge with one entry for each intent: its name as the answer, no aliases, no speakers."""
    entries = {name: Entry(name, "fact", "fact", "", tuple(texts), name.replace("_", " "), (1,)) for name, texts in phrasings.items()}
    return Knowledge(Source("CLINC150"), {}, entries, {})
