"""List pairs of entries that compete: a left-out phrasing of one finds the other.

    python -m benchmarks.competition [--all] [BUNDLE]

A ranker is built for each fold of the phrasings and asked those that it has not seen, without sentence vectors. A pair
above the limit is to be merged, or to have a line in `competition.txt` that says why its entries stay apart.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from briefbot.bundle import read_bundle, read_learned
from briefbot.checking.check import make_knowledge
from briefbot.domain.knowledge import Entry, Item, Knowledge
from briefbot.matching import Matcher
from briefbot.matching.ranking.building import build_ranker
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.recall.classifier import fit
from briefbot.matching.small_talk import general_lines

REASONS = Path(__file__).with_name("competition.txt")
FOLDS = 5
LIMIT = 4
"""Lost phrasings of either item from which a pair competes."""
SHARE = 0.1
"""Least share of an item's phrasings that these must be."""
_EXAMPLES = 4


@dataclass
class Pair:
    """Two items, and the phrasings of each that the other one wins."""

    items: tuple[Item, Item]
    lost: list[tuple[Item, str]] = field(default_factory=list)

    @property
    def ids(self) -> tuple[str, str]:
        """Return both ids, in the order in which the items were compared."""
        return self.items[0].id, self.items[1].id

    @property
    def kinds(self) -> str:
        """Return the kinds of both items: "fact/gap"."""
        return "/".join(sorted(map(kind_of, self.items)))

    def lost_by(self, item: Item) -> list[str]:
        """List the phrasings of one item that the other one wins."""
        return [typed for owner, typed in self.lost if owner.id == item.id]

    @property
    def competes(self) -> bool:
        """Return whether enough phrasings are lost that the pair needs a decision."""
        is_much = any(len(self.lost_by(item)) >= SHARE * len(item.ways) for item in self.items)
        return len(self.lost) >= LIMIT and is_much


def kind_of(item: Item) -> str:
    """Return an entry's kind, or "quote"."""
    return item.kind if isinstance(item, Entry) else "quote"


def lost_phrasings(knowledge: Knowledge, directory: Path) -> Iterator[tuple[Item, str, Item]]:
    """Ask each phrasing of a ranker that has not seen it.

    Yield its item, the phrasing and the item that wins it instead.
    """
    items, folder, learned = list(knowledge.items()), Folder.of(knowledge), read_learned(directory, knowledge.density)
    for fold in range(FOLDS):
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)  # noqa: T201
        kept = [[typed for typed in item.ways if fold_of(typed) != fold] for item in items]
        matcher = Matcher(knowledge, folder, build_ranker(items, kept, general_lines(), folder, fit, None), learned)
        for item, seen in zip(items, kept, strict=True):
            for typed in item.ways if seen else ():
                winner = _winner(matcher, typed) if typed not in seen else item
                if winner is not None and winner.id != item.id:
                    yield item, typed, winner


def fold_of(typed: str) -> int:
    """Return the fold of a phrasing, which depends on nothing but its text."""
    return crc32(typed.encode()) % FOLDS


def _winner(matcher: Matcher, typed: str) -> Item | None:
    """Return the likeliest item; None for another language, whose words say little without sentence vectors."""
    question = matcher.understand(typed)
    ranked = matcher.rank(typed, question)
    return ranked[0].item if ranked and not question.is_foreign else None


def pairs_of(lost: Iterable[tuple[Item, str, Item]]) -> list[Pair]:
    """Gather lost phrasings by pair, those with the most first."""
    pairs: dict[frozenset[str], Pair] = {}
    for item, typed, winner in lost:
        pairs.setdefault(frozenset((item.id, winner.id)), Pair((item, winner))).lost.append((item, typed))
    return sorted(pairs.values(), key=lambda pair: (-len(pair.lost), pair.ids))


def read_reasons(text: str) -> dict[frozenset[str], str]:
    """Read the lines `id id: why they stay apart`."""
    reasons = {}
    for line in text.splitlines():
        ids, _, reason = line.partition(": ")
        if line.strip() and not line.startswith("#"):
            reasons[frozenset(ids.split())] = reason.strip()
    return reasons


def report(pairs: Sequence[Pair], reasons: Mapping[frozenset[str], str], *, shows_all: bool) -> Iterator[str]:
    """Describe the pairs that compete and have no line, or all of them, and count both by kinds."""
    open_pairs = [pair for pair in pairs if pair.competes and frozenset(pair.ids) not in reasons]
    for pair in pairs if shows_all else open_pairs:
        first, second = pair.items
        yield f"{len(pair.lost)}  {pair.kinds}  {first.id} {second.id}: {reasons.get(frozenset(pair.ids), '?')}"
        for item, other in (pair.items, pair.items[::-1]):
            lost = pair.lost_by(item)
            if lost:
                yield f"    {other.id} wins {len(lost)} of {len(item.ways)} of {item.id}: {'; '.join(lost[:_EXAMPLES])}"
    yield from _counts(pairs, open_pairs)
    for ids in sorted(map(sorted, reasons.keys() - {frozenset(pair.ids) for pair in pairs})):
        yield f"loses no phrasing any more, delete its line: {' '.join(ids)}"


def _counts(pairs: Sequence[Pair], open_pairs: Sequence[Pair]) -> Iterator[str]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        counts[pair.kinds].update(pairs=1, phrasings=len(pair.lost), compete=pair.competes)
    for pair in open_pairs:
        counts[pair.kinds]["open"] += 1
    yield f"{'kinds':25} {'phrasings':>9} {'pairs':>6} {'compete':>8} {'without a line':>15}"
    for kinds, count in sorted(counts.items()):
        yield f"{kinds:25} {count['phrasings']:9} {count['pairs']:6} {count['compete']:8} {count['open']:15}"


def main() -> None:
    """Print the pairs of a bundle."""
    parser = ArgumentParser(description="List the pairs of entries that compete for phrasings.")
    parser.add_argument("bundle", nargs="?", type=Path, default=Path("knowledge"))
    parser.add_argument("--all", action="store_true", help="also pairs below the limit, or with a line why")
    arguments = parser.parse_args()
    bundle, _ = read_bundle(arguments.bundle)
    if bundle is None:
        raise SystemExit("run it from the project's root")
    knowledge = make_knowledge(bundle.source, [thing for _, thing in bundle.things])
    reasons = read_reasons(REASONS.read_text(encoding="utf-8"))
    for line in report(pairs_of(lost_phrasings(knowledge, arguments.bundle)), reasons, shows_all=arguments.all):
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
