"""thresholds.yaml: what was learned from a knowledge."""

from __future__ import annotations

from dataclasses import asdict
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from briefbot.bundle.folder import is_there
from briefbot.bundle.schema import LEARNED_SCHEMA, Reader
from briefbot.bundle.tree import read_tree
from briefbot.domain.learned import Learned, LearnedProfile, Thresholds
from briefbot.errors import KnowledgeError, Problem

NAME = "thresholds.yaml"
_PROFILES = ("plain", "semantic", "foreign")
_HEADER = """\
# Written by `briefbot learn`: not for editing by hand.
"""


def read_learned(directory: Path) -> Learned:
    """Read a bundle's thresholds; a bundle that has none uses those that come with briefbot."""
    path = directory / NAME
    if not is_there(path):
        with resources.as_file(resources.files("briefbot") / "data" / NAME) as general:
            return _read(general)
    return _read(path)


def _read(path: Path) -> Learned:
    node, problems = read_tree(path, NAME)
    values: dict[str, Any] = {}
    problems = [problem for problem in problems if problem.level == "error"]
    if node is None:
        problems = problems or [Problem(NAME, 0, "", "is empty; `briefbot learn` writes it")]
    else:
        values = Reader(NAME, problems).mapping(node, "", LEARNED_SCHEMA)
    if problems:
        raise KnowledgeError(problems)
    return Learned(*(_profile(values[name]) for name in _PROFILES))


def _profile(values: dict[str, Any]) -> LearnedProfile:
    return LearnedProfile(Thresholds(**values["thresholds"]), values["weights"])


def learned_text(learned: Learned) -> str:
    """Write what was learned as the text of a thresholds.yaml."""
    data: dict[str, Any] = {}
    for name in _PROFILES:
        profile: LearnedProfile = getattr(learned, name)
        data[name] = {
            "thresholds": {key: round(value, 4) for key, value in asdict(profile.thresholds).items()},
            "weights": {
                kind: {feature: round(value, 3) for feature, value in weights.items()} for kind, weights in profile.weights.items()
            },
        }
    return _HEADER + str(yaml.safe_dump(data, sort_keys=False))
