"""Fixtures that tests share: the tiny bundle, the service on it, and what lies beside the project."""

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
from postgres import Server, programs, server

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "tiny"
SHARED = ROOT.parent / "shared"

_EMPTY = "empty"
"""The database that the others are copied from."""
_NUMBERS = count(1)

# Other workers share the processor, so time says nothing about an example. The same examples each time, so that a change alone can
# turn a test red; `--hypothesis-profile=search` looks for new ones.
settings.register_profile("briefbot", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, derandomize=False, max_examples=1000)
settings.load_profile("briefbot")


@contextmanager
def logging_as_before() -> Iterator[None]:
    """Put the process's logging back as it was, which each command of the command line configures."""
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
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with an empty database, so that only tests of the migrations make one table by table."""
    data = tmp_path_factory.mktemp("store") / "data"
    made = open_store(data)
    made.guilds.settings_of_all()
    made.close()
    return data


@pytest.fixture
def store(tmp_path: Path, empty_store: Path) -> Iterator[Store]:
    """Give a store in a directory of its own."""
    made = open_store(shutil.copytree(empty_store, tmp_path / "data"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Give a PostgreSQL server, or skip by name."""
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
    """Give the address of a PostgreSQL database of the test's own, with empty tables."""
    name = f"test_{next(_NUMBERS)}"
    postgresql.run(f"CREATE DATABASE {name} TEMPLATE {_EMPTY}")
    yield str(postgresql.url(name))
    postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def either_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Give a store of each kind in turn; a folder's tests that have to hold for both take it for their `store`."""
    if request.param == "sqlite":
        made = open_store(shutil.copytree(request.getfixturevalue("empty_store"), tmp_path / "data"))
    else:
        made = open_store(tmp_path, request.getfixturevalue("address"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def matchers(tmp_path_factory: pytest.TempPathFactory) -> MatcherCache:
    """Return a cache of what is built of bundles, so that no test builds again what another one has built."""
    return MatcherCache(tmp_path_factory.mktemp("matchers"))


@pytest.fixture
def keeping(bundle: Path, store: Store, matchers: MatcherCache) -> Service:
    """Give the service on a copy of the tiny bundle, with a store to keep changes in; a module that edits takes it for its `service`."""
    return Service(bundle, article=bundle / "article.txt", store=store, cache=matchers)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give what lies beside the project, or skip by name."""
    if not (SHARED / "article.txt").is_file():
        pytest.skip("needs ../shared")
    return SHARED


@pytest.fixture(scope="session")
def service() -> Service:
    """Give the service on the tiny bundle, with its article and a fitted classifier."""
    from briefbot.matching.recall.classifier import fit  # noqa: PLC0415 -- it loads scikit-learn, which xdist's main process can do without

    return Service(TINY, article=TINY / "article.txt", fit=fit)


@pytest.fixture(scope="session")
def tiny_knowledge(service: Service) -> Knowledge:
    """Give the knowledge of the tiny bundle."""
    return service.knowledge()
