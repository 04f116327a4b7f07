"""The gate for answers: compare what an entry says with the paragraphs that it cites."""

from briefbot.checking.answers.finding import IDLE_REVIEW, Finding, answer_digest, said_digest
from briefbot.checking.answers.gate import Gate, findings

__all__ = ["IDLE_REVIEW", "Finding", "Gate", "answer_digest", "findings", "said_digest"]
