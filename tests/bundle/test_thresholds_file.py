"""The shipped thresholds depend on the phrasings per item; a bundle's thresholds.yaml replaces them."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.bundle import DENSITIES, general, learned_text, read_learned
from briefbot.domain.learned import Learned, LearnedProfile, Thresholds

FEW, SOME, MANY = DENSITIES


def test_a_bundle_of_few_phrasings_is_not_judged_as_one_of_many() -> None:
    assert general(FEW) != general(SOME) != general(MANY)


@pytest.mark.parametrize("profile", ["plain", "semantic"])
def test_between_two_densities_every_number_lies_between(profile: str) -> None:
    low, middle, high = (getattr(general(density), profile) for density in (FEW, (FEW + SOME) / 2, SOME))
    assert low.thresholds.answer != high.thresholds.answer
    for kind, weights in middle.weights.items():
        for name, weight in weights.items():
            ends = sorted(end.weights[kind].get(name, 0.0) for end in (low, high))
            assert ends[0] - 1e-9 <= weight <= ends[1] + 1e-9, (kind, name)
    ends = sorted((low.thresholds.answer, high.thresholds.answer))
    assert ends[0] < middle.thresholds.answer < ends[1]


def test_beyond_what_was_learned_the_nearest_counts() -> None:
    assert general(0.0) == general(1.5) == general(FEW)
    assert general(400.0) == general(MANY)


def test_a_bundles_own_file_counts_however_many_phrasings_it_has(tmp_path: Path) -> None:
    profile = LearnedProfile(Thresholds(0.5, 0.25, 0.25, 2.0), {"fact": {"near": 1.5, "bias": -2.0}})
    own = Learned(profile, profile, profile)
    (tmp_path / "thresholds.yaml").write_text(learned_text(own), encoding="utf-8")
    assert read_learned(tmp_path, FEW) == read_learned(tmp_path, MANY) == own
