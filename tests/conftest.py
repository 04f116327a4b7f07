"""Fixtures that tests share: the tiny bundle, the service on it, and what lies beside the project."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefbot.matching.fitting import fit
from briefbot.model import Knowledge
from briefbot.service import Service

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
