"""Write source.yaml: for a new article, and with the digests of quotations that passed the gate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

import yaml

from briefbot.domain.knowledge import Block, BlockKind, Source
from briefbot.errors import UsageError
from briefbot.files import write_atomically

NAME = "source.yaml"
Passed: TypeAlias = Literal["quotations", "answers"]
"""The keys with the digests of things that passed their gates."""
# The line of a key, and everything indented, empty or a comment before the next key.
_SECTIONS = {
    "quotations": re.compile(r"^quotations:.*\n?(?:(?:[ \t].*)?(?:\n|\Z))*", re.MULTILINE),
    "answers": re.compile(r"^answers:.*\n?(?:(?:[ \t].*)?(?:\n|\Z))*", re.MULTILINE),
}
_HEADER = """\
# Written by `briefbot source`: check the kinds (section, headline, deck, picture, caption, byline, heading,
# paragraph). Only paragraphs are numbered. The article's text itself is not kept.
"""


def source_text(source: Source) -> str:
    """Write a source as the text of a source.yaml."""
    data: dict[str, Any] = {
        key: getattr(source, key) for key in ("title", "author", "section", "outlet", "published", "url") if getattr(source, key)
    }
    data["blocks"] = _plain(source.blocks)
    if source.topics:
        data["topics"] = dict(source.topics)
    return _HEADER + _dumped(data)


def _plain(blocks: Iterable[Block]) -> list[dict[str, str]]:
    return [{"kind": block.kind, "digest": block.digest, **({"text": block.text} if block.text else {})} for block in blocks]


def blocks_text(blocks: Iterable[Block]) -> str:
    """Write blocks in the form of a source.yaml."""
    return _dumped({"blocks": _plain(blocks)})


_READ_FROM: tuple[tuple[BlockKind, str], ...] = (("headline", "title"), ("byline", "author"), ("section", "section"))


def renewed(described: Source, before: Source) -> Source:
    """Carry over what people have set in a source of the same article: the kinds of lines, and other data."""
    digests = {block.digest for block in described.blocks}
    if digests.isdisjoint(block.digest for block in before.blocks):
        return described
    set_before: dict[str, list[Block]] = {}
    for block in before.blocks:
        set_before.setdefault(block.digest, []).append(block)
    blocks = tuple(set_before[block.digest].pop(0) if set_before.get(block.digest) else block for block in described.blocks)
    return replace(described, blocks=blocks, **_still_true(before, digests))


def _still_true(before: Source, digests: Set[str]) -> dict[str, Any]:
    """Return a source's data besides its blocks, without data that was read from lines that are gone."""
    kept = {key: getattr(before, key) for key in ("outlet", "published", "url", "topics")}
    for kind, key in _READ_FROM:
        said = [block.digest for block in before.blocks if block.kind == kind]
        if not said or not digests.isdisjoint(said):
            kept[key] = getattr(before, key)
    return {key: value for key, value in kept.items() if value}


def _dumped(data: dict[str, Any]) -> str:
    """Dump YAML with each innermost mapping on one line."""
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1_000_000))


def with_digests(text: str, key: Passed, digests: Mapping[str, str]) -> str:
    """Put the digests of what passed a gate into the text of a source.yaml, and leave the rest unchanged."""
    section = yaml.safe_dump({key: dict(digests)}, sort_keys=False, default_flow_style=False) if digests else ""
    found = _SECTIONS[key].search(text)
    if found is None:
        return text.rstrip("\n") + "\n" + section
    blank = "\n" if found.group().endswith("\n\n") and found.end() < len(text) else ""
    return text[: found.start()] + section + blank + text[found.end() :]


def write_digests(directory: Path, quotations: Mapping[str, str], answers: Mapping[str, str]) -> None:
    """Write the digests of quotations and answers that passed their gates into a bundle's source.yaml."""
    path = directory / NAME
    try:
        text = path.read_bytes().decode("utf-8")
        new = with_digests(with_digests(text, "quotations", quotations), "answers", answers)
        if new != text:
            write_atomically(path, new.encode(), is_shared=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror or error})") from error
