"""The errors that briefbot raises on purpose: one root, few children, each with its facts.

An error is raised with a message of the catalogue and its values, and shown in the reader's language:
`say(error.message)`.
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
    """The root of errors that are shown as a sentence without a traceback.

    `str` is English, for the log and the terminal.
    """

    def __init__(self, message: str | Message, /, **values: object) -> None:
        """Set the message and its values.

        The message is marked for the catalogue unless only the operator can read it.
        """
        self.message = Message(message, values) if isinstance(message, str) else message
        super().__init__(self.message)


class SettingsError(BriefbotError):
    """A setting is missing or wrong."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A fault in the knowledge: an error, which must be fixed, or a warning."""

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
    """The knowledge has errors and cannot be used."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ArticleError(BriefbotError):
    """The article's file cannot be read, or is not the article that the bundle is about."""


class UsageError(BriefbotError):
    """A command cannot use what it was given."""


class EncoderError(BriefbotError):
    """Sentence vectors were requested but are not available."""


class StoreError(BriefbotError):
    """The store cannot be read or written now; nothing was saved."""

    def __init__(self, why: str, **values: object) -> None:
        """Set the reason, marked for the catalogue, and its values."""
        self.reason = Message(why, values)
        super().__init__(mark("Nothing was saved: {why}."), why=self.reason)

    @property
    def why(self) -> str:
        """Return the reason in English, for the log and the terminal."""
        return str(self.reason)


class LostStoreError(StoreError):
    """The database is unusable: damaged, missing, of another program or a newer briefbot.

    Waiting does not help, a backup may.
    """


class TakenError(BriefbotError):
    """Another process already runs one of the shards."""


class UnreadableError(StoreError):
    """A guild's row is damaged or missing; the guild is paused until the operator has looked at it."""

    def __init__(self, guild: int) -> None:
        self.guild = guild
        super().__init__(mark("this server's data is damaged; the operator has to restore a backup"))


class BackupError(BriefbotError):
    """A backup cannot be made, or is not usable."""


class RevisionConflict(BriefbotError):
    """Somebody else changed the thing first: both texts are here, and nothing was saved."""

    def __init__(self, kind: str, thing_id: str, *, newest: int, theirs: Data | None, ours: Data | None) -> None:
        self.kind, self.id, self.newest = kind, thing_id, newest
        self.theirs, self.ours = theirs, ours
        super().__init__(
            mark("Nothing was saved: the {what} was changed in the meantime and is now at revision {newest}."),
            what=named(kind, thing_id),
            newest=newest,
        )


class EditRefused(BriefbotError):
    """An edit cannot be made; the message gives the problem, and what to do about it."""

    def __init__(self, message: str | Message, /, problems: Iterable[Problem] = (), **values: object) -> None:
        self.problems = tuple(problems)
        told = Message(message, values) if isinstance(message, str) else message
        lines = [f"{problem.key}: {problem.message}".removeprefix(": ") for problem in self.problems]
        super().__init__(joined("\n", told, *lines))


class Cancelled(BriefbotError):
    """Long work was cancelled before it was done."""


class Unchanged(EditRefused):
    """An edit changes nothing."""


class Unsupported(EditRefused):
    """The answer of an edit says what the article does not."""


def named(kind: str, thing_id: str) -> Message:
    """Return the name of a thing, for use within a sentence."""
    return Message(mark("{kind} “{name}”"), {"kind": Message(kind), "name": thing_id})


def error_id() -> str:
    """Return a short id that links what a person was shown to the traceback in the log."""
    return secrets.token_hex(4)
