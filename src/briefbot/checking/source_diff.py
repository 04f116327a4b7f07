"""Compare an article that has changed with its bundle's source, by digests only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from briefbot.checking.article import Article, digest
from briefbot.checking.describing import describe
from briefbot.domain.knowledge import Block, BlockKind, Evidence, Source
from briefbot.errors import ArticleError

Fate: TypeAlias = Literal["same", "moved", "changed", "vanished", "new"]


@dataclass(frozen=True, slots=True)
class BlockChange:
    """The change of a block: its places before and after, None if it is new or gone."""

    fate: Fate
    kind: BlockKind
    before: int | None = None
    """The number of its paragraph; for other blocks the place among all blocks, from 1."""
    after: int | None = None
    words: str = ""
    """The first words of a new or changed block, to show but not to keep."""


@dataclass(frozen=True)
class SourceDiff:
    """A source, the lines of the new article, and which line belongs to which block."""

    before: Source
    after: Source
    lines: tuple[str, ...]
    partners: tuple[int | None, ...]
    """For each new block the old one that it is or replaces; None for a new one."""

    @cached_property
    def article(self) -> Article:
        """Return the new article."""
        return Article(tuple((block.kind, line) for block, line in zip(self.after.blocks, self.lines, strict=True)))

    @property
    def is_empty(self) -> bool:
        """Return whether nothing has changed."""
        return all(change.fate == "same" for change in self.changes)

    @cached_property
    def changes(self) -> tuple[BlockChange, ...]:
        """Return the change of each block: in the new order, then the blocks that are gone."""
        return (*self._kept(), *self._vanished())

    def _kept(self) -> Iterator[BlockChange]:
        old, new = _numbers(self.before.blocks), _numbers(self.after.blocks)
        for index, (block, partner) in enumerate(zip(self.after.blocks, self.partners, strict=True)):
            words = _begun(self.lines[index])
            if partner is None:
                yield BlockChange("new", block.kind, None, new[index], words)
            elif self.before.blocks[partner].digest != block.digest:
                yield BlockChange("changed", block.kind, old[partner], new[index], words)
            else:
                is_moved = block.kind == "paragraph" and old[partner] != new[index]
                yield BlockChange("moved" if is_moved else "same", block.kind, old[partner], new[index])

    def _vanished(self) -> Iterator[BlockChange]:
        old, kept = _numbers(self.before.blocks), set(self.partners)
        for index, block in enumerate(self.before.blocks):
            if index not in kept:
                yield BlockChange("vanished", block.kind, old[index])

    def place(self, before: Evidence) -> Evidence | None:
        """Return the new place of a place; None if it is gone."""
        if not isinstance(before, int):
            return before if self.after.has(before) else None
        found = (each.after for each in self.changes if each.kind == "paragraph" and each.before == before)
        return next(found, None)

    def has_changed(self, before: Evidence) -> bool:
        """Return whether the content of a place has changed."""
        if isinstance(before, int):
            same = {each.before for each in self.changes if each.kind == "paragraph" and each.fate in ("same", "moved")}
            return before not in same
        kinds = {before, "picture"} if before.startswith("caption") else {before}
        return any(each.kind in kinds and each.fate != "same" for each in self.changes)


def compare(before: Source, lines: Sequence[str]) -> SourceDiff:
    """Match the blocks; raise ArticleError if not one is left."""
    described = describe(lines)
    guessed = [block.kind for block in described.blocks]
    known: dict[str, list[int]] = {}
    for index, block in enumerate(before.blocks):
        known.setdefault(block.digest, []).append(index)
    partners = [known[each].pop(0) if known.get(each := digest(line)) else None for line in lines]
    if all(partner is None for partner in partners):
        raise ArticleError("not one block of the article is unchanged: this is a different article")
    kinds = [guess if partner is None else before.blocks[partner].kind for guess, partner in zip(guessed, partners, strict=True)]
    same = list(partners)
    _pair(before.blocks, kinds, partners, 1)
    _pair(before.blocks, kinds, partners, -1)
    blocks = tuple(before.blocks[partner] if partner is not None else described.blocks[index] for index, partner in enumerate(same))
    after = Source(before.title, before.author, before.section, blocks=tuple(map(_of_kind, blocks, kinds)))
    return SourceDiff(before, after, tuple(lines), tuple(partners))


def _of_kind(block: Block, kind: BlockKind) -> Block:
    return Block(kind, block.digest, block.text if kind == "heading" else "")


def _pair(old: Sequence[Block], kinds: Sequence[BlockKind], partners: list[int | None], step: int) -> None:
    """Treat a new block as the changed form of an old one of its kind if their neighbours belong together."""
    taken = {partner for partner in partners if partner is not None}
    last = -1 if step > 0 else len(old)
    for index in range(len(partners))[::step]:
        found = partners[index]
        wanted = last + step
        if found is None and 0 <= wanted < len(old) and wanted not in taken and old[wanted].kind == kinds[index]:
            partners[index] = found = wanted
            taken.add(wanted)
        last = last if found is None else found


def _numbers(blocks: Sequence[Block]) -> list[int]:
    """Number paragraphs from 1, and all other blocks by their place."""
    count, found = 0, []
    for place, block in enumerate(blocks, 1):
        count += block.kind == "paragraph"
        found.append(count if block.kind == "paragraph" else place)
    return found


_BEGUN = 60


def _begun(line: str) -> str:
    return line if len(line) <= _BEGUN else line[:_BEGUN].rsplit(" ", 1)[0] + " …"
