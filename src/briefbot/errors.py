"""The errors that briefbot raises on purpose: one root, few children, each carrying its facts.

An error is raised with a message of the catalogue and its values, and said in the language of whoever is told: `say(error.message)`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from briefbot.i18n import Message, joined, mark

Data = Mapping[str, Any]
"""A thing in the form of the files."""


class BriefbotError(Exception):
    """Anything that a person can be told in a sentence, without a traceback; `str` is English, for the log and the terminal."""

    def __init__(self, message: str | Message, /, **values: object) -> None:
        """Take a message, marked for the catalogue where others than the operator may read it, and its values."""
        self.message = Message(message, values) if isinstance(message, str) else message
        super().__init__(self.message)


class SettingsError(BriefbotError):
    """A setting is missing or wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something in the knowledge that is not as it must be (error) or should be (warning)."""

    file: str
    line: int
    key: str
    message: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        mark = "" if self.level == "error" else "warning: "
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {mark}{key}{self.message}"


class KnowledgeError(BriefbotError):
    """The knowledge has problems and cannot be used."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ArticleError(BriefbotError):
    """The article's file cannot be read, or is not the article that the bundle is about."""


class UsageError(BriefbotError):
    """A command was given something that it cannot use."""


class EncoderError(BriefbotError):
    """Sentence vectors were asked for and are not to be had."""


class StoreError(BriefbotError):
    """The store cannot be read or written just now; what was to be saved was not."""

    def __init__(self, why: str, **values: object) -> None:
        """Take the reason, marked for the catalogue, and its values."""
        self.reason = Message(why, values)
        super().__init__(mark("Nothing was saved: {why}."), why=self.reason)

    @property
    def why(self) -> str:
        """Return the reason in English, for the log and the terminal."""
        return str(self.reason)


class LostStoreError(StoreError):
    """The database itself is no use: damaged, gone, somebody else's, or of a newer briefbot. Waiting does not help, a backup may."""


class TakenError(BriefbotError):
    """Another process has a shard that this one is to take."""


class UnreadableError(StoreError):
    """A row of one guild cannot be read, or is missing; the guild is paused until the operator has looked at it."""

    def __init__(self, guild: int) -> None:
        self.guild = guild
        super().__init__(mark("what is kept of this server is damaged; the operator has to restore a backup"))


class BackupError(BriefbotError):
    """A backup cannot be made, or is no use."""


class RevisionConflict(BriefbotError):
    """Somebody else changed the thing first: both texts are here, and nothing was saved."""

    def __init__(self, kind: str, thing_id: str, *, newest: int, theirs: Data | None, ours: Data | None) -> None:
        self.kind, self.id, self.newest = kind, thing_id, newest
        self.theirs, self.ours = theirs, ours
        super().__init__(
            mark("Nothing was saved: the {what} was changed in the meantime; it is at revision {newest}."),
            what=named(kind, thing_id),
            newest=newest,
        )


class EditRefused(BriefbotError):
    """An edit that cannot be made: what is wrong with it, and what to do about it."""

    def __init__(self, message: str | Message, /, problems: Iterable[Problem] = (), **values: object) -> None:
        self.problems = tuple(problems)
        told = Message(message, values) if isinstance(message, str) else message
        lines = [f"{problem.key}: {problem.message}".removeprefix(": ") for problem in self.problems]
        super().__init__(joined("\n", told, *lines))


class Cancelled(BriefbotError):
    """Long work was ended before it was done, because somebody wanted that."""


class Unchanged(EditRefused):
    """An edit that changes nothing."""


class Unsupported(EditRefused):
    """An edit whose answer says what the article does not."""


def named(kind: str, thing_id: str) -> Message:
    """Name a thing within a sentence."""
    return Message(mark("{kind} “{name}”"), {"kind": Message(kind), "name": thing_id})


def error_id() -> str:
    """Make a short id by which what a person was told and the traceback in the log find each other."""
    return secrets.token_hex(4)
