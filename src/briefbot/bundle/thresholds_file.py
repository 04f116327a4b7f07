"""thresholds.yaml: what was learned from a knowledge."""

from __future__ import annotations

import math
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from briefbot.bundle.folder import is_there
from briefbot.bundle.schema import LEARNED_SCHEMA, Reader
from briefbot.bundle.tree import read_tree
from briefbot.domain.learned import Learned, LearnedProfile, Thresholds, between
from briefbot.errors import KnowledgeError, Problem

NAME = "thresholds.yaml"
DENSITIES = (5, 10, 28)
"""The densities, in phrasings per item, for which briefbot has learned weights built in."""
_PROFILES = ("plain", "semantic", "foreign")
_HEADER = """\
# Written by `briefbot learn`: not for editing by hand.
"""


def read_learned(directory: Path, density: float) -> Learned:
    """Read a bundle's thresholds; without any, use the built-in ones for this density."""
    path = directory / NAME
    return _read(path) if is_there(path) else general(density)


def general(density: float) -> Learned:
    """Return the built-in weights and thresholds for a density, from those of the nearest densities."""
    upper = next((known for known in DENSITIES if density <= known), DENSITIES[-1])
    lower = max((known for known in DENSITIES if known <= density), default=upper)
    if lower >= upper:
        return _general(upper)
    return between(_general(lower), _general(upper), math.log(density / lower) / math.log(upper / lower))


@cache
def _general(density: int) -> Learned:
    with resources.as_file(resources.files("briefbot") / "data" / general_name(density)) as path:
        return _read(path)


def general_name(density: int) -> str:
    """Return the name of the file learned at a density."""
    return f"thresholds-{density}.yaml"


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
