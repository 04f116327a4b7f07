"""Shared matchers for the tests of matching; each is built once."""

from __future__ import annotations

import pytest

from briefbot.bundle import read_learned
from briefbot.domain.learned import Learned
from briefbot.matching import Matcher
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.recall.classifier import fit
from conftest import TINY
from matching.kites import KITES
from matching.speaking import ConceptEncoder


@pytest.fixture(scope="session")
def learned() -> Learned:
    """Return fixed weights and thresholds for the tiny bundle, independent of the shipped ones."""
    return read_learned(TINY, KITES.density)


@pytest.fixture(scope="session")
def kites(learned: Learned) -> Matcher:
    """Return the matcher of the kite festival, without sentence vectors."""
    return Matcher.build(KITES, learned, fit)


@pytest.fixture(scope="session")
def meaning_kites(learned: Learned) -> Matcher:
    """Return the matcher of the kite festival, with sentence vectors."""
    return Matcher.build(KITES, learned, fit, ConceptEncoder())


@pytest.fixture(scope="session")
def folder() -> Folder:
    """Return the names and terms of the kite festival."""
    return Folder.of(KITES)
