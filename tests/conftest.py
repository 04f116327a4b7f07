"""Shared fixtures: the tiny bundle, its service, and the directory beside the project."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from briefbot.domain.knowledge import Knowledge
from briefbot.matching import MatcherCache
from briefbot.service import Service
from briefbot.store import Store, open_store
from catalogues import bound
from postgres import Server, programs, server

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "tiny"
SHARED = ROOT.parent / "shared"

_EMPTY = "empty"
"""An empty database from which others are copied."""
_NUMBERS = count(1)

# Other workers share the processor, so time says nothing about an example. The same examples each time, so that a
# change alone can
# turn a test red; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("briefbot", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, derandomize=False, max_examples=1000)
settings.load_profile("briefbot")


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Restore the process's logging, which each command configures."""
    loggers = [logging.getLogger(name) for name in (None, "briefbot", "discord")]
    before = [(logger.level, logger.handlers[:]) for logger in loggers]
    yield
    for logger, (level, handlers) in zip(loggers, before, strict=True):
        for handler in logger.handlers:
            if handler not in handlers:
                handler.close()
        logger.handlers[:] = handlers
        logger.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    with logging_as_before():
        yield


@pytest.fixture(autouse=True, scope="session")
def _english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let everything be said in English, whatever is compiled in this checkout.

    A test of another language binds its catalogues.
    """
    with bound(tmp_path_factory.mktemp("no-catalogues")):
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's root."""
    return ROOT


@pytest.fixture(scope="session")
def tiny() -> Path:
    """Return the tiny bundle, which is read-only; its article is `tiny / "article.txt"`."""
    return TINY


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Return a copy of the tiny bundle that a test may break."""
    return Path(shutil.copytree(TINY, tmp_path / "bundle"))


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with an empty database, so that most tests need not run the migrations."""
    data = tmp_path_factory.mktemp("store") / "data"
    made = open_store(data)
    made.guilds.settings_of_all()
    made.close()
    return data


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Store]:
    """Yield a store in a directory of its own."""
    made = open_store(shutil.copytree(empty_store, tmp_path / "data"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Yield a PostgreSQL server, or skip by name."""
    if programs() is None:
        pytest.skip("needs PostgreSQL")
    with server() as started:
        started.run(f"CREATE DATABASE {_EMPTY}")
        made = open_store(ROOT, str(started.url(_EMPTY)))
        made.open()
        made.close()
        yield started


@pytest.fixture
def address(postgresql: Server) -> Iterator[str]:
    """Yield the address of a PostgreSQL database of the test's own, with empty tables."""
    name = f"test_{next(_NUMBERS)}"
    postgresql.run(f"CREATE DATABASE {name} TEMPLATE {_EMPTY}")
    yield str(postgresql.url(name))
    postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def either_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Yield a store of each kind in turn; folders whose tests apply to both use it as their `store`."""
    if request.param == "sqlite":
        made = open_store(shutil.copytree(request.getfixturevalue("empty_store"), tmp_path / "data"))
    else:
        made = open_store(tmp_path, request.getfixturevalue("address"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def matchers(tmp_path_factory: pytest.TempPathFactory) -> MatcherCache:
    """Return a shared cache of built bundles, so that tests do not build them again."""
    return MatcherCache(tmp_path_factory.mktemp("matchers"))


@pytest.fixture
def keeping(bundle: Path, store: Store, matchers: MatcherCache) -> Service:
    """Return the service on a copy of the tiny bundle, with a store for changes.

    Modules that edit use it as their `service`.
    """
    return Service(bundle, article=bundle / "article.txt", store=store, cache=matchers)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return a path next to the project, or skip by name."""
    if not (SHARED / "article.txt").is_file():
        pytest.skip("needs ../shared")
    return SHARED


@pytest.fixture(scope="session")
def service() -> Service:
    """Return the service on the tiny bundle, with its article and a fitted classifier."""
    from briefbot.matching.recall.classifier import fit  # noqa: PLC0415 -- it loads scikit-learn, which xdist's main process can do without

    return Service(TINY, article=TINY / "article.txt", fit=fit)


@pytest.fixture(scope="session")
def tiny_knowledge(service: Service) -> Knowledge:
    """Return the knowledge of the tiny bundle."""
    return service.knowledge()
