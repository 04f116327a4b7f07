"""Measure bundles of few phrasings: python -m benchmarks.bundles [--semantic] [DIR FILE ...].

Asks the three bundles of tests/bundles their questions, and a copy of this repository's own bundle, thinned to six
phrasings an item and without what it learned, the strangers' and newcomers'. With a directory and files: that bundle
those questions. Prints what came of the answerable and of the unanswerable questions, with 95 % Wilson intervals.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from briefbot.cli.commands.evaluate import read_questions, score_all
from briefbot.cli.evaluation.scoring import summary, wilson
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings, load

_TESTS = Path(__file__).parents[1] / "tests"
_OWN = Path(__file__).parents[1] / "knowledge"
_MADE_UP = ("council", "reef", "museum")
_ASKERS = ("strangers", "newcomers")
_PHRASINGS = 6
_LEFT_OUT = ("tests", "reviewed")
"""Keys that belong to the removed phrasings."""
_ROWS = (
    ("correct", ("correct",), "answerable"),
    ("correct or helped", ("correct", "helped"), "answerable"),
    ("wrong", ("wrong",), "answerable"),
    ("false answers", ("false_answers",), "unanswerable"),
    ("offered", ("offered",), "unanswerable"),
)


def main() -> None:
    """Print a table for each bundle."""
    settings = replace(load(os.environ, Path()), semantic="on" if "--semantic" in sys.argv else "off")
    named = [Path(each) for each in sys.argv[1:] if each != "--semantic"]
    if named:
        _print(named[0].name, _asked(settings, named[0], named[1:]))
        return
    for name in _MADE_UP:
        directory = _TESTS / "bundles" / name
        _print(name, _asked(settings, directory, [directory / "questions.jsonl"]))
    with TemporaryDirectory() as directory:
        thinned = thin(_OWN, Path(directory) / "own", _PHRASINGS)
        files = [_TESTS / "evaluation" / f"{name}.jsonl" for name in _ASKERS]
        _print(f"own, {_PHRASINGS} phrasings an item", _asked(replace(settings, data=Path(directory)), thinned, files))


def _asked(settings: Settings, directory: Path, files: Sequence[Path]) -> Mapping[str, float]:
    service = open_service(replace(settings, knowledge=directory))
    return summary(list(score_all(service, [known for file in files for known in read_questions(file)])))


def _print(name: str, figures: Mapping[str, float]) -> None:
    sys.stdout.write(f"{name}: {figures['answerable']} answerable questions, {figures['unanswerable']} not\n")
    for title, verdicts, of in _ROWS:
        count, total = sum(figures[verdict] for verdict in verdicts), figures[of]
        low, high = wilson(count, total)
        sys.stdout.write(f"  {title:18}{count:5g}{100 * count / max(total, 1):7.1f} %   ({low:.1f} to {high:.1f})\n")


def thin(source: Path, target: Path, phrasings: int, seed: int = 0) -> Path:
    """Write a copy of a bundle with that many phrasings per item: the title, the first, and others at random."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    (target / "entries").mkdir(parents=True)
    for name in ("aliases", "speakers", "caveats"):
        if (source / f"{name}.yaml").exists():
            shutil.copy(source / f"{name}.yaml", target)
    article = _read(source / "source.yaml")
    article.pop("answers", None)  # digests of what was compared with the article
    _write(target / "source.yaml", article)
    for path in (*sorted((source / "entries").glob("*.yaml")), source / "quotes.yaml"):
        _write(target / path.relative_to(source), list(_thinned(_read(path), phrasings, chance)))
    return target


def _thinned(items: Sequence[dict[str, Any]], phrasings: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for item in items:
        first, *others = [each for each in item["phrasings"] if each.isascii()] or item["phrasings"]
        count = phrasings - 1 - ("title" in item)
        kept = {"phrasings": [first, *(others if len(others) <= count else chance.sample(others, count))]}
        yield {key: value for key, value in item.items() if key not in _LEFT_OUT} | kept


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader


def _write(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
