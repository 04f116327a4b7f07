"""How the knowledge looks to moderators: differences, lists, histories, what an edit would break. Knows nothing of Discord."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from briefbot.domain.knowledge import Alias, Entry, Key, Quote, Speaker, Thing, ThingKind
from briefbot.domain.revision import TERMINAL, Action, Revision
from briefbot.editing.differences import differences
from briefbot.editing.editor import Step
from briefbot.editing.import_rows import ImportPlan, ImportRow
from briefbot.editing.proposal import Proposal
from briefbot.editing.replay import Moved, Replay
from briefbot.errors import Problem
from briefbot.i18n import mark, say, say_many
from briefbot.rendering.markdown import escape, shorten, small

_ACTIONS: dict[Action, str] = {
    "add": mark("added"),
    "edit": mark("edited"),
    "retire": mark("retired"),
    "restore": mark("restored"),
    "undo": mark("taken back"),
    "settle": mark("settled"),
    "import": mark("imported"),
    "taken over": mark("taken over by the bundle"),
}
_KINDS: dict[str, str] = {"entry": mark("entry"), "quote": mark("quote"), "alias": mark("alias"), "speaker": mark("speaker")}
_TITLE = 100
"""Characters of a title that are shown."""
_LINE = 160
"""Characters of a line of a difference that are shown."""
SHOWN_MOVES = 8
"""Questions with another winner that are shown; the file has all."""


def name(key: Key) -> str:
    """Name a thing: its kind and id."""
    return f"{say(_KINDS[key[0]])} `{key[1].replace('`', '')}`"


def kind_name(kind: ThingKind) -> str:
    """Name a kind of things."""
    return say(_KINDS[kind])


def called(key: Key, data: Mapping[str, Any] | None) -> str:
    """Name a thing by the words that stand for it in its text; by kind and id where it has none."""
    words = title_in(data)
    return say("“{title}”", title=escape(shorten(words, _TITLE))) if words else name(key)


def title_in(data: Mapping[str, Any] | None) -> str:
    """Return the words that stand for a thing in its text; "" where it has none."""
    text = data or {}
    found = (text.get("title"), next(iter(text.get("phrasings") or ()), ""), *map(text.get, ("name", "canonical", "text")))
    return str(next(filter(None, found), ""))


def list_line(key: Key, words: str, *notes: str) -> str:
    """Show a thing in a list: the words that stand for it, its kind, and what is noted of it."""
    return f"- {escape(shorten(words, _LINE))} ({', '.join([kind_name(key[0]), *notes])})"


def title(thing: Thing) -> str:
    """Give the words that stand for a thing in lists."""
    match thing:
        case Entry() | Quote():
            return thing.label
        case Speaker(name=called):
            return called
        case Alias(canonical=canonical):
            return canonical


def difference_text(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """Write all that differs between two texts, one line each."""
    return "\n".join(line for each in differences(before, after) for line in each.lines())


def difference_block(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, limit: int) -> str:
    """Show what differs between two texts, as Discord colours it; cut where it is longer than a limit."""
    lines = [shorten(line, _LINE) for line in difference_text(before, after).splitlines()]
    return code_block(lines, limit, "diff") if lines else ""


def code_block(lines: Sequence[str], limit: int, language: str = "") -> str:
    """Show lines as code, as many as a limit allows."""
    shown: list[str] = []
    room = limit - len(language) - 12
    for line in (each.replace("```", "'''") for each in lines):
        if sum(map(len, shown)) + len(shown) + len(line) > room:
            shown.append("…")
            break
        shown.append(line)
    return "\n".join([f"```{language}", *shown, "```"])


def plain_text(data: Mapping[str, Any] | None) -> str:
    """Write a thing's text as lines, for a file that somebody keeps."""
    return difference_text(None, data).replace("\n+ ", "\n  ")


def author(revision: Revision) -> str:
    """Name who made a revision; the mention does not ping."""
    if revision.action == "taken over":
        return say("the bundle")
    if revision.author == TERMINAL:
        return say("the operator")
    return say("a former moderator") if revision.author is None else f"<@{revision.author}>"


def headline(revision: Revision) -> str:
    """Say who did what, when."""
    return say(
        "{what} {action} by {who}, revision {number}, <t:{time}:f>",
        what=name(revision.key), action=say(_ACTIONS[revision.action]), who=author(revision), number=revision.number,
        time=int(revision.time.timestamp()),
    )  # fmt: skip


def step(each: Step, limit: int) -> str:
    """Show one revision of a history."""
    reason = [small(escape(each.revision.reason))] if each.revision.reason else []
    lines = [headline(each.revision), *reason]
    block = difference_block(each.before, each.after, max(limit - sum(map(len, lines)) - len(lines), 40))
    return "\n".join([*lines, *([block] if block else [])])


def warnings(problems: Sequence[Problem]) -> list[str]:
    """Show what the check remarks."""
    return [small(say("Note: {problem}", problem=escape(shorten(problem.message, 200)))) for problem in problems[:4]]


def newly_withheld(proposal: Proposal) -> Iterator[str]:
    """Say what else a proposal keeps from being offered: what the bundle has merged a retired thing into."""
    before = proposal.before.overlay.withheld
    for retired, heir in proposal.after.overlay.withheld.items():
        if retired not in before:
            yield say(
                "The bundle has merged {retired} into {heir}, which is not offered here either until that is settled.",
                retired=name(retired), heir=name(heir),
            )  # fmt: skip


def moved_line(moved: Moved) -> str:
    """Show a question whose winner changes."""
    before, after = (f"`{winner}`" if winner else say("nothing") for winner in (moved.before, moved.after))
    return f"- “{shorten(escape(moved.question), 120)}”: {before} → {after}"


def replayed(found: Replay) -> str:
    """Show what a replay found."""
    asked = say_many("Asked {count} question.", "Asked {count} questions.", found.asked)
    if not found.is_whole:
        asked = say("Asked {count} of {total} questions.", count=found.asked, total=found.total)
    if not found.moved:
        return say("{asked} Every one gets what it got before.", asked=asked)
    worse = sum(moved.is_worse for moved in found.moved)
    head = say_many("{asked} {count} gets something else:", "{asked} {count} get something else:", len(found.moved), asked=asked)
    lines = [head]
    if worse:
        lines.append(
            say_many(
                "**The first of them was right and no longer is.**", "**The first {count} of them were right and no longer are.**", worse
            )
        )
    lines += map(moved_line, found.moved[:SHOWN_MOVES])
    if len(found.moved) > SHOWN_MOVES:
        lines.append(say("… and {count} more", count=len(found.moved) - SHOWN_MOVES))
    return "\n".join(lines)


_STATUSES = {
    "new": mark("new"),
    "changed": mark("changed"),
    "retired": mark("retired"),
    "same": mark("as it is here"),
    "refused": mark("REFUSED"),
}


def import_report(plan: ImportPlan) -> list[str]:
    """Tell row by row what an import would do."""
    return list(map(_import_line, plan.rows))


def _import_line(row: ImportRow) -> str:
    what = f"{row.change.kind} {row.change.id}" if row.change else "?"
    why = f": {row.message}" if row.status == "refused" else ""
    return f"{row.number}. {what}: {say(_STATUSES[row.status])}{why}"


def listed(lines: Iterable[str], limit: int) -> list[str]:
    """Put lines together into pages."""
    found: list[str] = []
    for line in lines:
        if found and len(found[-1]) + len(line) < limit:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found
