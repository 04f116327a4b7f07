"""The gate for answers: what an entry says compared with the places of the article that it names."""

from briefbot.checking.answers.finding import Finding, answer_digest, said_digest
from briefbot.checking.answers.gate import findings

__all__ = ["Finding", "answer_digest", "findings", "said_digest"]
