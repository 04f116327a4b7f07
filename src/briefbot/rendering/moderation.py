"""The knowledge for moderators: differences, lists, histories, what an edit would break. Independent of Discord."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from briefbot.domain.inbox import SHOWN_WORDINGS, HeldGroup, State
from briefbot.domain.knowledge import Alias, Entry, Item, Key, Knowledge, Quote, Speaker, Thing, ThingKind
from briefbot.domain.revision import TERMINAL, Action, Revision
from briefbot.editing.differences import differences
from briefbot.editing.editor import Step
from briefbot.editing.import_rows import ImportPlan, ImportRow
from briefbot.editing.overlay import title_in
from briefbot.editing.proposal import Proposal
from briefbot.errors import Problem
from briefbot.i18n import mark, say, say_many
from briefbot.rendering.markdown import block_quote, escape, shorten, small

_ACTIONS: dict[Action, str] = {
    "add": mark("added"),
    "edit": mark("edited"),
    "retire": mark("retired"),
    "restore": mark("restored"),
    "undo": mark("undone"),
    "redo": mark("redone"),
    "settle": mark("settled"),
    "import": mark("imported"),
    "taken over": mark("adopted by the bundle"),
}
_KINDS: dict[str, str] = {"entry": mark("entry"), "quote": mark("quote"), "alias": mark("alias"), "speaker": mark("speaker")}
_LABELS = {
    "phrasings": mark("Ways to ask it"),
    "answer": mark("Answer"),
    "evidence": mark("Paragraphs"),
    "kind": mark("Kind"),
    "stance": mark("Kind of statement"),
    "speaker": mark("Speaker"),
    "caveat": mark("Caveat"),
    "date": mark("Date"),
    "topic": mark("Topic"),
    "topics": mark("Topics"),
    "related": mark("Related entries"),
    "title": mark("Title"),
    "tests.reach": mark("Questions that must reach it"),
    "tests.not": mark("Questions that must not reach it"),
    "text": mark("The words, letter for letter"),
    "paragraph": mark("Paragraph"),
    "outlet": mark("Outlet"),
    "said_on": mark("When it was said"),
    "name": mark("Name"),
    "aliases": mark("Other forms of the name"),
    "role": mark("Role"),
    "affiliation": mark("Affiliation"),
    "forms": mark("Other forms"),
    "reason": mark("Why"),
}
"""The moderators' names for the keys of the files."""
_TITLE = 100
"""The most characters of a title."""
_LINE = 160
"""The most characters of a line of a difference."""


def name(key: Key) -> str:
    """Return a thing's kind and id."""
    return f"{say(_KINDS[key[0]])} `{key[1].replace('`', '')}`"


def kind_name(kind: ThingKind) -> str:
    """Return the name of a kind of things."""
    return say(_KINDS[kind])


def called(key: Key, data: Mapping[str, Any] | None) -> str:
    """Return the title in a thing's text, or its kind and id if it has none."""
    return _quoted(title_in(data)) or name(key)


def list_line(key: Key, words: str, *notes: str) -> str:
    """Return the line of a list about a thing: its title, its kind, and notes."""
    return f"- {escape(shorten(words, _LINE))} ({', '.join([kind_name(key[0]), *notes])})"


def title(thing: Thing) -> str:
    """Return the title of a thing in lists."""
    match thing:
        case Entry() | Quote():
            return thing.label
        case Speaker(name=called):
            return called
        case Alias(canonical=canonical):
            return canonical


def difference_text(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """List all differences between two texts, one line each."""
    return "\n".join(line for each in differences(before, after) for line in [f"{_label(each.key)}:", *each.lines()[1:]])


def _label(key: str) -> str:
    return say(_LABELS[key]) if key in _LABELS else key


def difference_block(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, limit: int) -> str:
    """Show the differences between two texts as a diff, cut at a limit."""
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
    """Return a thing's text as lines, for a file."""
    return difference_text(None, data).replace("\n+ ", "\n  ")


def typed_text(typed: Mapping[str, str]) -> str:
    """Return what somebody typed: only the text, or each field with its label if there are several."""
    written = {field: text for field, text in typed.items() if text.strip()}
    if len(written) == 1:
        return next(iter(written.values()))
    return "\n".join(line for field, text in written.items() for line in (f"{_label(field)}:", text))


def author(revision: Revision) -> str:
    """Return who made a revision; the mention does not ping."""
    if revision.action == "taken over":
        return say("the bundle")
    if revision.author == TERMINAL:
        return say("the operator")
    return say("a former moderator") if revision.author is None else f"<@{revision.author}>"


def _people(revision: Revision) -> str:
    """Name who made a revision, and who accepted it."""
    if revision.accepted_by is None:
        return author(revision)
    return say("{author}, accepted by {who}", author=author(revision), who=f"<@{revision.accepted_by}>")


def headline(revision: Revision, data: Mapping[str, Any] | None = None) -> str:
    """Say who did what, when, given a text of the thing."""
    what, action = called(revision.key, data or revision.change.data), say(_ACTIONS[revision.action])
    return say(
        "{what} {action} by {who}, revision {number}, <t:{time}:f>",
        what=what, action=action, who=_people(revision), number=revision.number, time=int(revision.time.timestamp()),
    )  # fmt: skip


def step_title(revision: Revision, each: Step | None) -> str:
    """Return the title of what a revision changed; an id if there is none."""
    return title_in(each.after or each.before if each is not None else revision.change.data) or revision.change.id


def step(each: Step, limit: int) -> str:
    """Show one revision of a history."""
    reason = [small(say("Why: {reason}", reason=escape(each.revision.reason)))] if each.revision.reason else []
    lines = [headline(each.revision, each.after or each.before), *reason]
    block = difference_block(each.before, each.after, max(limit - sum(map(len, lines)) - len(lines), 40))
    return "\n".join([*lines, *([block] if block else [])])


def warnings(problems: Sequence[Problem]) -> list[str]:
    """Show the check's remarks, except about missing tests, which only curators run."""
    shown = [problem for problem in problems if not problem.key.endswith(".tests")]
    return [small(say("Note: {problem}", problem=escape(shorten(problem.message, 200)))) for problem in shown[:4]]


Naming: TypeAlias = Callable[[Key, Mapping[str, Any] | None], str]
"""Returns the name of a thing, given one of its texts if there is any."""


def newly_withheld(proposal: Proposal, naming: Naming) -> Iterator[str]:
    """Say what else a proposal withholds: the entries into which the bundle merged a retired thing."""
    before = proposal.before.overlay.withheld
    for retired, heir in proposal.after.overlay.withheld.items():
        if retired not in before:
            yield say(
                "The bundle merged {retired} into {heir}, which is not offered here either until that is settled.",
                retired=naming(retired, proposal.texts(retired)[0]), heir=naming(heir, proposal.texts(heir)[0]),
            )  # fmt: skip


_STATUSES = {
    "new": mark("new"),
    "changed": mark("changed"),
    "retired": mark("retired"),
    "same": mark("unchanged"),
    "refused": mark("refused"),
}


def import_report(plan: ImportPlan, knowledge: Knowledge) -> list[str]:
    """Say for each row what an import would do."""
    new = {row.change.id: title_in(row.change.data) for row in plan.rows if row.change is not None}
    return [_import_line(row, lambda thing_id: label_in(knowledge, thing_id) or new.get(thing_id, "")) for row in plan.rows]


def _import_line(row: ImportRow, title_of: TitleOf) -> str:
    status = say(_STATUSES[row.status])
    if row.change is None:
        return f"{row.number}. {status}: {row.message}"
    key = row.change.kind, row.change.id
    words = _quoted(title_in(row.change.data or row.known))
    what = f"{words} ({kind_name(key[0])})" if words else name(key)
    why = f": {in_words(row.message, key[1], title_of, '')}" if row.status == "refused" else ""
    return f"{row.number}. {what}: {status}{why}"


TitleOf: TypeAlias = Callable[[str], str]
"""Returns the title of the entry or quotation with an id; "" if there is none."""
_OWNER = re.compile(r"(?<= )[\w-]+(?=$|;)", re.MULTILINE)
"""The id of another thing in a message of the check: at its end, in any language."""
_FIELD = re.compile(rf"(?:^|(?<=; ))([^.;\n]+)\.({'|'.join(map(re.escape, _LABELS))})(?:\[\d+\])?: ", re.MULTILINE)
"""The place of a problem in a message of the check: a thing's id, and the key of a field."""


def label_in(knowledge: Knowledge, thing_id: str) -> str:
    """Return the title of an entry or a quotation; "" if there is none with that id."""
    item = knowledge.item(thing_id)
    return item.label if item is not None else ""


def in_words(refusal: str, thing_id: str, title_of: TitleOf, bold: str = "**") -> str:
    """Replace keys by the labels of fields, and ids by titles.

    The check uses keys and ids, which moderators never see.
    """

    def place(found: re.Match[str]) -> str:
        label = f"{bold}{say(_LABELS[found[2]])}:{bold} "
        title = _quoted(title_of(found[1])) if found[1] != thing_id else ""
        return f"{title}, {label}" if title else label if found[1] == thing_id else found[0]

    return _OWNER.sub(lambda found: _quoted(title_of(found[0])) or found[0], _FIELD.sub(place, refusal))


def _quoted(words: str) -> str:
    return say("“{title}”", title=escape(shorten(words, _TITLE))) if words else ""


def listed(lines: Iterable[str], limit: int) -> list[str]:
    """Join lines into pages."""
    found: list[str] = []
    for line in lines:
        if found and len(found[-1]) + len(line) < limit:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return found


# The inbox -------------------------------------------------------------------------------------

_WORDS, _SUGGESTED = 150, 300
"""The most characters of a wording, and of a suggested answer."""
_WHY = {
    "refused": mark("{count} × no answer"),
    "none": mark("{count} × “none of these”"),
    "wrong": mark("{count} × rated wrong"),
    "asked": mark("{count} × sent to the moderators"),
    "suggested": mark("{count} × an answer suggested"),
}
_SETTLED: dict[State, str] = {
    "open": mark("Back in the inbox: {what}"),
    "done": mark("Answered: {what}"),
    "gap": mark("A known gap, no longer listed: {what}"),
    "off": mark("Not for this bot, not listed again: {what}"),
    "ignored": mark("Ignored for good; its questions are no longer kept: {what}"),
}


def inbox_headline(groups: Sequence[HeldGroup]) -> str:
    """Say how much is in the inbox."""
    if not groups:
        return say("**Inbox:** nothing is open.")
    asked = sum(group.count for group in groups)
    questions = say_many("{count} question", "{count} questions", len(groups))
    return say("**Inbox:** {questions}, asked {count} times in all", questions=questions, count=asked)


def group_lines(group: HeldGroup, near: Sequence[Item]) -> Iterator[str]:
    """Show a group."""
    first, *others = (quoted(words) for words in group.wordings[:SHOWN_WORDINGS])
    yield say("**{count} ×** {words}", count=group.count, words=first)
    yield from (say("also: {words}", words=words) for words in others)
    whys = Counter(question.why for question in group.questions)
    yield small(", ".join(say(_WHY[why], count=count) for why, count in whys.most_common()))
    if near:
        yield small(say("Nearest: {titles}", titles=" · ".join(quoted(item.label) for item in near)))
    if group.answers:
        yield say("A member suggests: {answer}", answer=quoted(group.answers[0], _SUGGESTED))
    if group.person is not None:
        yield small(say("<@{person}> is on it.", person=group.person))


def quoted(words: str, limit: int = _WORDS) -> str:
    """Quote somebody's words in a line."""
    return say("“{words}”", words=escape(shorten(" ".join(words.split()), limit)))


def handed_over(person: int, words: str, link: str) -> str:
    """Say what a member asks the moderators, and where that was."""
    return "\n".join([say("<@{person}> asks the moderators:", person=person), block_quote(escape(" ".join(words.split()))), small(link)])


def settled(group: HeldGroup, state: State) -> str:
    """Say how a group was settled."""
    return say(_SETTLED[state], what=quoted(group.wordings[0]))
