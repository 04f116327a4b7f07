"""What the gate finds, and the digests that say which words it was found in."""

from __future__ import annotations

from dataclasses import dataclass

from briefbot.domain.knowledge import Entry, digest_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an entry says and the article does not, or says otherwise."""

    name: str
    """A short id by which a curator can mark a warning as reviewed."""
    message: str
    """What is wrong and what to do, in plain words for a curator and a moderator."""
    is_warning: bool = False


def answer_digest(entry: Entry) -> str:
    """Digest what a review of a warning counts for: the answer with its caveat and evidence."""
    return digest_of([entry.answer, entry.caveat, entry.evidence])


def said_digest(entry: Entry) -> str:
    """Digest all that the gate reads of an entry, so that a change is noticed where the article is not at hand."""
    return digest_of([entry.answer, entry.caveat, entry.evidence, entry.context, entry.kind, entry.stance, entry.speaker])
