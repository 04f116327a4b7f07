"""Differences show only what a key lost and gained."""

from __future__ import annotations

from typing import Any

import pytest

from briefbot.editing.differences import differences

TEA = {"id": "tea", "phrasings": ["How hot?", "temperature"], "answer": "Hot.", "tests": {"reach": ["warm?"]}}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"answer": "Cold."}, [["answer:", "- Hot.", "+ Cold."]]),
        ({"phrasings": ["How hot?", "how warm"]}, [["phrasings:", "- temperature", "+ how warm"]]),
        ({"phrasings": ["temperature", "How hot?"]}, [["phrasings:", "- temperature", "+ temperature"]]),
        ({"caveat": "By noon."}, [["caveat:", "+ By noon."]]),
        ({"tests": {"reach": ["warm?"], "not": ["cold?"]}}, [["tests.not:", "+ cold?"]]),
        ({"evidence": [1]}, [["evidence:", "+ 1"]]),
    ],
    ids=["nothing", "a text", "a line of a list", "only the order", "a new key", "an inner key", "a number"],
)
def test_changes_are_told_key_by_key(changes: dict[str, Any], expected: list[list[str]]) -> None:
    assert [each.lines() for each in differences(TEA, {**TEA, **changes})] == expected


def test_a_new_and_a_retired_thing_are_all_gain_and_all_loss() -> None:
    assert [each.removed for each in differences(None, {"id": "tea"})] == [()]
    assert [each.removed for each in differences({"id": "tea"}, None)] == [("tea",)]
