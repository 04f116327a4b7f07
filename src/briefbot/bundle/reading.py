"""Read the files of a bundle into the model's values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from briefbot.bundle.folder import CAVEATS, ENTRIES, SMALL_TALK, SOURCE, files, is_there, problems_of
from briefbot.bundle.items import read_items
from briefbot.bundle.schema import (
    ALIAS_SCHEMA,
    CAVEAT_SCHEMA,
    ENTRY_SCHEMA,
    QUOTE_SCHEMA,
    SOURCE_SCHEMA,
    SPEAKER_SCHEMA,
    Reader,
    Schema,
    flag,
    text,
)
from briefbot.bundle.tree import FILE_LIMIT, Node, read_tree, tree_of
from briefbot.domain.knowledge import Alias, Block, Caveat, Entry, Evidence, Quote, Reviewed, Source, Speaker, Tests, Thing, ThingKind
from briefbot.errors import KnowledgeError, Problem
from briefbot.i18n import mark, say

_LINE_LIMIT = 500
"""Characters of a line of small talk."""

SCHEMAS: Mapping[ThingKind, Schema] = {
    "entry": ENTRY_SCHEMA,
    "quote": QUOTE_SCHEMA,
    "alias": ALIAS_SCHEMA,
    "speaker": SPEAKER_SCHEMA,
}

_IN_FILES: Mapping[ThingKind, Schema] = {kind: {**schema, "draft": flag()} for kind, schema in SCHEMAS.items()}
"""The schemas of the files: only there can a thing be marked as a draft."""
_DRAFTS: Mapping[ThingKind, Schema] = {
    kind: {key: replace(spec, is_required=key in ("id", "canonical")) for key, spec in schema.items()} for kind, schema in _IN_FILES.items()
}
"""The schemas of drafts: the same keys, but only the name is required."""

MAKERS: Mapping[ThingKind, Callable[..., Thing]] = {"entry": Entry, "quote": Quote, "alias": Alias, "speaker": Speaker}


@dataclass(frozen=True, slots=True)
class Draft:
    """A thing in the files that a curator has not finished: only its place is used."""

    kind: ThingKind
    id: str
    file: str
    line: int
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class Bundle:
    """The content of the files: values of the right types, not yet checked against one another."""

    source: Source
    things: list[tuple[ThingKind, Thing]] = field(default_factory=list)
    quotations: dict[str, str] = field(default_factory=dict)
    """Digests of the quotations that have passed the gate, by quote id."""
    lines: list[tuple[str, int]] = field(default_factory=list)
    """File and line of each thing, in the order of `things`."""
    answers: dict[str, str] = field(default_factory=dict)
    """Digests of the entries that were compared with the article and passed, by id."""
    drafts: list[Draft] = field(default_factory=list)
    """Unfinished things; none of them is among `things`."""
    trees: list[Node] = field(default_factory=list, repr=False, compare=False)
    """The tree that each thing was read from, in the order of `things`; empty if it was not read from a file."""
    unread: set[str] = field(default_factory=set)
    """Ids of listed things that could not be read: references to them are not mistakes of their own."""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing can be answered from the bundle."""
        return not any(isinstance(thing, Entry | Quote) for _, thing in self.things)

    def place(self, index: int, *path: str | int) -> tuple[str, int]:
        """Return file and line of a thing, or of the part of it that keys and numbers lead to."""
        file, line = self.lines[index]
        return file, self.trees[index].line_of(*path) if self.trees else line

    def by_key(self) -> dict[tuple[ThingKind, str], Thing]:
        """Return the things by kind and id; an alias that is listed twice in the files is one thing."""
        found: dict[tuple[ThingKind, str], Thing] = {}
        for kind, thing in self.things:
            match found.get((kind, thing.id)), thing:
                case Alias() as first, Alias() as more:
                    found[kind, thing.id] = Alias(first.canonical, first.forms + more.forms)
                case _:
                    found[kind, thing.id] = thing
        return found


def read_bundle(directory: Path) -> tuple[Bundle | None, list[Problem]]:
    """Read a bundle's files: what could be read, and every problem of form."""
    problems = list(problems_of(directory))
    bundle = _read_source(directory / SOURCE, problems)
    read = bundle or Bundle(Source(""))
    for name, kind in files(directory):
        reader = Reader(name, problems)
        for path, node in _listed(directory, reader, read.unread):
            thing = _read_from_file(reader, node, path, kind)
            if isinstance(thing, Draft):
                read.drafts.append(thing)
            elif thing is None:
                read.unread.update(_id_of(node))
            else:
                read.things.append((kind, thing))
                read.lines.append((name, node.line))
                read.trees.append(node)
    read.source = replace(read.source, caveats=_read_caveats(directory, problems), small_talk=_read_small_talk(directory, problems))
    problems += [] if is_any_error(problems) else emptiness(read)
    return bundle, problems


def sound_bundle(directory: Path) -> Bundle:
    """Read a bundle's files to write to them, even if they are empty.

    Raise KnowledgeError with every problem of form.
    """
    bundle, problems = read_bundle(directory)
    if bundle is None or is_any_error(problem for problem in problems if problem not in emptiness(bundle)):
        raise KnowledgeError(problems)
    return bundle


def emptiness(bundle: Bundle) -> list[Problem]:
    """Report a bundle without anything to answer from: as an error, or as a warning if it has drafts."""
    if not bundle.is_empty:
        return []
    if bundle.drafts:
        return [Problem(ENTRIES, 0, "", say("nothing can be answered yet: everything is still a draft"), "warning")]
    return [Problem(ENTRIES, 0, "", say("has nothing to answer from: expected files that list entries"))]


def is_any_error(problems: Iterable[Problem]) -> bool:
    """Return whether there is an error among problems, not only warnings."""
    return any(problem.level == "error" for problem in problems)


def files_digest(directory: Path) -> str:
    """Return a digest of the bytes of a bundle's files: 16 hex digits.

    An unreadable file makes a digest that no readable bundle has.
    """
    digest = hashlib.sha256()
    unlisted = (f"{problem}\n" for problem in problems_of(directory) if problem.level == "error")
    digest.update("".join(unlisted).encode())
    for name in (SOURCE, CAVEATS, SMALL_TALK, *(name for name, _ in files(directory))):
        if is_there(directory / name):
            digest.update(f"{name}\n".encode() + _content(directory / name))
    return digest.hexdigest()[:16]


def _content(path: Path) -> bytes:
    """Return a file's size and bytes, or a mark that it cannot be read."""
    try:
        if not path.is_file() or path.stat().st_size > FILE_LIMIT:
            return b"not read\n"
        content = path.read_bytes()
    except OSError as error:
        return f"{error.strerror}\n".encode()
    return f"{len(content)}\n".encode() + content


def read_source(path: Path) -> Bundle | None:
    """Read only a source.yaml: the source, and the digests of what passed the gates; None if it cannot be read."""
    return _read_source(path, [])


def _read_source(path: Path, problems: list[Problem]) -> Bundle | None:
    node, found = read_tree(path, SOURCE)
    problems += found
    if node is None:
        if not found:
            problems.append(Problem(SOURCE, 0, "", "is empty; `briefbot source ARTICLE` writes one"))
        return None
    reader = Reader(SOURCE, [])
    values = reader.mapping(node, "", SOURCE_SCHEMA)
    problems += reader.problems
    if is_any_error(reader.problems):
        return None
    quotations, answers = values.pop("quotations", {}), values.pop("answers", {})
    blocks = tuple(Block(**block) for block in values.pop("blocks"))
    return Bundle(Source(**values, blocks=blocks), quotations=quotations, answers=answers)


def _listed(directory: Path, reader: Reader, unread: set[str]) -> Iterator[tuple[str, Node]]:
    """Yield the items of a file's list, each with its place, and note the ids of those that are not valid YAML."""
    node, found, left_out = read_items(directory / reader.file, reader.file)
    reader.problems += found
    unread |= left_out
    if node is not None and not isinstance(node.value, list):
        reader.wrong(node, "", partial(say, mark("a list")))
    elif node is not None:
        yield from ((f"[{i}]", child) for i, child in enumerate(node.value))


def _read_caveats(directory: Path, problems: list[Problem]) -> tuple[Caveat, ...]:
    """Read the caveats that many answers share; a bundle may have none."""
    if not is_there(directory / CAVEATS):
        return ()
    reader = Reader(CAVEATS, problems)
    found = [_read_mapping(reader, node, path, CAVEAT_SCHEMA) for path, node in _listed(directory, reader, set())]
    return tuple(Caveat(**values) for values in found if values is not None)


def _read_small_talk(directory: Path, problems: list[Problem]) -> tuple[str, ...]:
    """Read the lines of small talk that curators added to those that every bundle has."""
    if not is_there(directory / SMALL_TALK):
        return ()
    reader, line = Reader(SMALL_TALK, problems), text(_LINE_LIMIT)
    found = [line.read(reader, node, path) for path, node in _listed(directory, reader, set())]
    return tuple(dict.fromkeys(each for each in found if each))


def _read_mapping(reader: Reader, node: Node, path: str, schema: Schema) -> dict[str, Any] | None:
    """Read a mapping, named by its id if it has one.

    Return None if a problem was reported, so that half a thing is never used.
    """
    before = len(reader.problems)
    values = reader.mapping(node, next(_id_of(node), path), schema)
    return None if is_any_error(reader.problems[before:]) else values


def _id_of(node: Node) -> Iterator[str]:
    """Yield the id of a mapping, if it has one."""
    name = node.value.get("id") if isinstance(node.value, dict) else None
    if name is not None and isinstance(name.value, str):
        yield name.value


def _read_from_file(reader: Reader, node: Node, path: str, kind: ThingKind) -> Thing | Draft | None:
    """Read a thing, or a draft of one, which may be incomplete."""
    if not (isinstance(node.value, dict) and "draft" in node.value and node.value["draft"].value is True):
        return _read_thing(reader, node, path, kind, _IN_FILES[kind])
    values = _read_mapping(reader, _filled(node), path, _DRAFTS[kind])
    if values is None:
        return None
    places = values.get("evidence", (values["paragraph"],) if "paragraph" in values else ())
    return Draft(kind, values.get("id", values.get("canonical", "")), reader.file, node.line, places)


def _filled(node: Node) -> Node:
    """Return a mapping without the keys that have no value yet."""
    values = {key: _filled(child) if isinstance(child.value, dict) else child for key, child in node.value.items()}
    return Node({key: child for key, child in values.items() if child.value not in (None, "", [], {})}, node.line)


def _read_thing(reader: Reader, node: Node, path: str, kind: ThingKind, schema: Schema | None = None) -> Thing | None:
    values = _read_mapping(reader, node, path, schema or SCHEMAS[kind])
    if values is not None:
        values.pop("draft", None)
    return None if values is None else _thing(kind, values)


def _thing(kind: ThingKind, values: dict[str, Any]) -> Thing:
    if "tests" in values:
        values["tests"] = Tests(values["tests"].get("reach", ()), values["tests"].get("not", ()))
    return made(kind, values)


def made(kind: ThingKind, values: dict[str, Any]) -> Thing:
    """Make a thing from its fields; reviews come as mappings."""
    if "reviewed" in values:
        values["reviewed"] = tuple(Reviewed(**each) for each in values["reviewed"])
    return MAKERS[kind](**values)


def thing_from(kind: ThingKind, data: Mapping[str, Any], name: str) -> Thing:
    """Make a thing from plain data, such as a stored edit, by the schema of the files."""
    problems: list[Problem] = []
    thing = _read_thing(Reader(name, problems), tree_of(data), "", kind)
    if thing is None:
        raise KnowledgeError(problems)
    return thing


def missing_from(kind: ThingKind, data: Mapping[str, Any]) -> list[str]:
    """List the keys that plain data lacks to be more than a draft.

    Raise KnowledgeError if it would not be one either.
    """
    problems: list[Problem] = []
    _read_mapping(Reader("", problems), _filled(tree_of(data)), "", _DRAFTS[kind])
    if is_any_error(problems):
        raise KnowledgeError(problems)
    return [key for key, spec in SCHEMAS[kind].items() if spec.is_required and data.get(key) in (None, "", [])]


def data_of(thing: Thing) -> dict[str, Any]:
    """Return a thing as plain data in the form and order of the files, without empty fields."""
    data: dict[str, Any] = {}
    for key in next(schema for kind, schema in SCHEMAS.items() if kind_of(thing) == kind):
        value = getattr(thing, key)
        if isinstance(value, Tests):
            value = {name: list(questions) for name, questions in (("reach", value.reach), ("not", value.avoid)) if questions}
        if isinstance(value, tuple):
            value = [asdict(each) if isinstance(each, Reviewed) else each for each in value]
        if value not in ("", [], {}, False):
            data[key] = value
    return data


def kind_of(thing: Thing) -> ThingKind:
    """Return the kind of a thing."""
    match thing:
        case Entry():
            return "entry"
        case Quote():
            return "quote"
        case Alias():
            return "alias"
        case Speaker():
            return "speaker"
