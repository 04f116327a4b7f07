"""Revisions share their texts with the bundle, and say the same as before."""

from __future__ import annotations

from datetime import UTC, datetime

from briefbot.domain.revision import Change, Revision, digest_of_data, sharing_texts, texts_in

DATA = {"id": "tea", "phrasings": ["is there tea", "who brews the tea"], "evidence": [1], "tests": {"reach": ["tea?"]}, "partial": True}
KNOWN = {text: text for text in ("".join(["is there", " tea"]), "".join(["0123", "4567"]))}


def a_revision(data: dict[str, object] | None) -> Revision:
    return Revision(7, 1, Change("entry", "tea", "text", data), "edit", 42, datetime(2025, 5, 1, tzinfo=UTC), "", "01234567")


def test_the_texts_of_a_thing_are_its_keys_and_all_that_is_said() -> None:
    assert sorted(texts_in(DATA)) == sorted([*DATA, "tea", "is there tea", "who brews the tea", "reach", "tea?"])


def test_a_revision_that_shares_texts_says_the_same() -> None:
    revision = a_revision(DATA)
    assert sharing_texts(revision, KNOWN) == revision
    assert digest_of_data(sharing_texts(revision, KNOWN).change.data) == digest_of_data(DATA)
    assert sharing_texts(a_revision(None), KNOWN) == a_revision(None)


def test_a_known_text_is_there_once() -> None:
    shared = sharing_texts(a_revision(DATA), KNOWN)
    assert shared.change.data is not None
    assert shared.change.data["phrasings"][0] is KNOWN["is there tea"]
    assert shared.based_on is KNOWN["01234567"]
