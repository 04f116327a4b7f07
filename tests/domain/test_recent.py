"""Only the newest keys are kept."""

from __future__ import annotations

from briefbot.domain.recent import Recent


def test_oldest_key_goes_first() -> None:
    recent: Recent[str, int] = Recent(2)
    recent["a"], recent["b"], recent["c"] = 1, 2, 3
    assert dict(recent) == {"b": 2, "c": 3}


def test_key_that_is_set_again_is_the_newest() -> None:
    recent: Recent[str, int] = Recent(2)
    recent["a"], recent["b"], recent["a"], recent["c"] = 1, 2, 3, 4
    assert dict(recent) == {"a": 3, "c": 4}


def test_default_that_is_set_counts() -> None:
    recent: Recent[str, list[int]] = Recent(2)
    for key in "abca":
        recent.setdefault(key, []).append(1)
    assert list(recent) == ["c", "a"]
