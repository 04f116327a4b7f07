"""Fixtures that tests share: the tiny bundle, the service on it, and what lies beside the project."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefbot.domain.knowledge import Knowledge
from briefbot.matching.recall.classifier import fit
from briefbot.service import Service
from briefbot.store import Store, open_store

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "tiny"
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the project's root."""
    return ROOT


@pytest.fixture(scope="session")
def tiny() -> Path:
    """Give the tiny bundle, to be read only; its article is `tiny / "article.txt"`."""
    return TINY


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Give a copy of the tiny bundle that a test may break."""
    return Path(shutil.copytree(TINY, tmp_path / "bundle"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give a store in a directory of its own."""
    made = open_store(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def keeping(bundle: Path, store: Store) -> Service:
    """Give the service on a copy of the tiny bundle, with a store to keep changes in; a module that edits takes it for its `service`."""
    return Service(bundle, article=bundle / "article.txt", store=store)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give what lies beside the project, or skip by name."""
    if not (SHARED / "article.txt").is_file():
        pytest.skip("needs ../shared")
    return SHARED


@pytest.fixture(scope="session")
def service() -> Service:
    """Give the service on the tiny bundle, with its article and a fitted classifier."""
    return Service(TINY, article=TINY / "article.txt", fit=fit)


@pytest.fixture(scope="session")
def tiny_knowledge(service: Service) -> Knowledge:
    """Give the knowledge of the tiny bundle."""
    return service.knowledge()
