"""Each kind of database in turn."""

from __future__ import annotations

import pytest

from briefbot.store import Store


@pytest.fixture
def store(either_store: Store) -> Store:
    """Return a store of each kind in turn."""
    return either_store
