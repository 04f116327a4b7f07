"""The custom ids of moderators' controls and forms: the thing or draft, and which text of it they saw."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from briefbot.bot.transport.custom_ids import OUTDATED, CustomId, Page
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.domain.knowledge import Key, ThingKind, digest_of
from briefbot.editing.edit import Version

ANY = "-"
"""No draft yet, all of a server's changes, or no filter."""
_SHORT = re.compile(r"[a-z0-9-]{1,24}")
"""Names that fit into a custom id of 100 characters with everything else; others are replaced by a digest."""
_HASHED = "~"
"""Marks a name that is too long, or has letters that an id cannot contain."""
SettingName: TypeAlias = Literal[
    "moderators",
    "audit_channel",
    "open_channels",
    "quiet_channels",
    "only_channels",
    "cooldowns",
    "inbox_days",
    "digest_channel",
    "digest",
    "ask_channel",
    "needs_approval",
    "language",
]
_DIGEST = re.compile(r"[0-9a-f]{16}|")
Digest: TypeAlias = Annotated[str, _DIGEST]
"""The digest of a text; "" for the text of a new thing."""


@dataclass(frozen=True)
class ModeratorId(CustomId):
    """The custom id of a control that only moderators can use."""

    outdated = OUTDATED


@dataclass(frozen=True)
class SetUp(ModeratorId):
    """Show the settings to people who may change them."""

    head = "bb:setup"


@dataclass(frozen=True)
class DraftId:
    """Everything that is needed to continue a draft after a restart, except its text."""

    token: str
    thing: str
    action: str
    number: int
    digest: Digest

    @property
    def seen(self) -> Version:
        """Return which text of the thing the draft is based on."""
        return Version(self.number, self.digest)


@dataclass(frozen=True)
class WriteAgain(ModeratorId):
    """Open the form of a draft again."""

    head = "bb:k-again"
    draft: DraftId


@dataclass(frozen=True)
class WriteMore(ModeratorId):
    """Open another form about a draft's thing."""

    head = "bb:k-more"
    form: Literal["phrases", "details", "tests"]
    draft: DraftId


@dataclass(frozen=True)
class Discard(ModeratorId):
    """Discard a draft."""

    head = "bb:k-drop"
    draft: DraftId


@dataclass(frozen=True)
class Save(ModeratorId):
    """Save a draft."""

    head = "bb:k-save"
    draft: DraftId


@dataclass(frozen=True)
class Commit(ModeratorId):
    """Save a draft although it breaks right answers."""

    head = "bb:k-commit"
    draft: DraftId


@dataclass(frozen=True)
class CancelImport(ModeratorId):
    """Cancel an import that is being tried."""

    head = "bb:k-cancel"
    token: str


@dataclass(frozen=True)
class GiveReason(ModeratorId):
    """Ask for the reason of a draft."""

    head = "bb:k-reason"
    draft: DraftId


@dataclass(frozen=True)
class WritePart(ModeratorId):
    """Open the picked part of a text that is too long for a field."""

    head = "bb:k-part"
    draft: DraftId


@dataclass(frozen=True)
class PickDraft(ModeratorId):
    """Open a form of an unsaved draft."""

    head = "bb:k-pick"
    form: Literal["-", "phrases"]


@dataclass(frozen=True)
class WrittenForm(ModeratorId):
    """The form with the text of a thing."""

    head = "bb-form:k-form"
    form: str
    draft: DraftId


@dataclass(frozen=True)
class ReasonForm(ModeratorId):
    """The form for the reason of a change."""

    head = "bb-form:k-reason"
    form: Literal["reason"]
    draft: DraftId


@dataclass(frozen=True)
class EditPicked(ModeratorId):
    """Edit the picked one of several answers."""

    head = "bb:k-edit"


@dataclass(frozen=True)
class Explain(ModeratorId):
    """Ask for the reason of a saved revision."""

    head = "bb:k-why"
    thing: str
    number: int


@dataclass(frozen=True)
class ExplainForm(ModeratorId):
    """The form for the reason of a saved revision."""

    head = "bb-form:k-why"
    thing: str
    number: int


@dataclass(frozen=True)
class TryIt(ModeratorId):
    """Show the answer to a saved thing's question."""

    head = "bb:k-try"
    thing: str


@dataclass(frozen=True)
class Undo(ModeratorId):
    """Undo a revision; if it was an undo, redo."""

    head = "bb:k-undo"
    thing: str
    number: int


@dataclass(frozen=True)
class StepBack(ModeratorId):
    """Undo another step, while the last undo is still the newest revision."""

    head = "bb:k-back"
    thing: str
    number: int


@dataclass(frozen=True)
class CorrectReplies(ModeratorId):
    """Correct the replies that show an older text of a thing."""

    head = "bb:k-correct"
    thing: str
    number: int
    """The newest revision when this was offered."""


@dataclass(frozen=True)
class ShowCorrection(ModeratorId):
    """Show the progress of correcting replies."""

    head = "bb:k-correction"
    id: int


@dataclass(frozen=True)
class StopCorrection(ModeratorId):
    """Stop a correction; the remaining replies stay as they are."""

    head = "bb:k-correction-stop"
    id: int


@dataclass(frozen=True)
class Settle(ModeratorId):
    """Settle a conflict with the bundle."""

    head = "bb:k-settle"
    how: Literal["keep", "bundle", "merge"]
    thing: str


@dataclass(frozen=True)
class TurnHistory(ModeratorId):
    """Turn the pages of the history of a thing, or of the server."""

    head = "bb:k-history"
    thing: str
    page: int
    """Counted from 0."""


@dataclass(frozen=True)
class TurnList(ModeratorId):
    """Turn the pages of a list of things."""

    head = "bb:k-list"
    topic: str
    """The digest of a topic."""
    kind: Literal[ThingKind, "-"]
    state: str
    page: int
    """Counted from 0."""


@dataclass(frozen=True)
class ShowThing(ModeratorId):
    """Show everything known about a thing."""

    head = "bb:k-show"
    thing: str


@dataclass(frozen=True)
class PickThing(ModeratorId):
    """Show the thing that was picked in a menu."""

    head = "bb-menu:k-show"


@dataclass(frozen=True)
class ShowParagraph(ModeratorId):
    """Show a paragraph of the article."""

    head = "bb:k-paragraph"
    number: Page


@dataclass(frozen=True)
class ChangeSetting(ModeratorId):
    """Change a setting with a menu."""

    head = "bb-set"
    name: SettingName


@dataclass(frozen=True)
class Decide(ModeratorId):
    """Accept a change that waits for approval, or send it back."""

    head = "bb:k-decide"
    how: Literal["accept", "back"]
    number: int


@dataclass(frozen=True)
class SendBackForm(ModeratorId):
    """The form that asks why a change is sent back."""

    head = "bb-form:k-decide"
    number: int


@dataclass(frozen=True)
class ShowPending(ModeratorId):
    """Show one of the changes that wait for approval."""

    head = "bb:k-pending"
    page: Page


def outdated() -> RefusedError:
    """Return the refusal of something that no longer exists, or never did."""
    return RefusedError(OUTDATED)


def ref(key: Key) -> str:
    """Return the name of a thing within an id: "e.cost"."""
    kind, thing_id = key
    return f"{kind[0]}.{thing_id if _SHORT.fullmatch(thing_id) else _HASHED + digest_of(thing_id)}"


def key_of(named: str, names: Mapping[Key, Key]) -> Key:
    """Return the thing that an id names, by all names of things in the guild.

    Raise RefusedError if there is no such thing.
    """
    found = next((thing for key, thing in names.items() if ref(key) == named), None)
    if found is None:
        raise outdated()
    return found
