"""Revisions are appended, numbered by thing and guild, and nobody's are overwritten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from briefbot.domain.revision import Change, Revision
from briefbot.errors import RevisionConflict
from briefbot.store import Store

HERE, THERE = 1, 2
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(either_store: Store) -> Store:
    return either_store


def revision(number: int = 1, thing: str = "tea", *, guild: int = HERE, answer: str = "Hot.", author: int | None = 42) -> Revision:
    change = Change("entry", thing, "text", {"id": thing, "answer": answer, "phrasings": ["Как?", "how 🙂"]})
    return Revision(guild, number, change, "edit", author, NOON + timedelta(hours=number), "a typo", "0123456789abcdef")


def test_a_revision_comes_back_as_it_was(store: Store) -> None:
    [kept] = store.revisions.append([revision()])
    assert store.revisions.newest(HERE) == [kept]
    assert kept.sequence > 0
    assert kept.change == revision().change
    assert kept.time == NOON + timedelta(hours=1)


def test_a_retired_thing_has_no_text(store: Store) -> None:
    retired = Revision(HERE, 1, Change("quote", "q", "retired"), "retire", 1, NOON, "", "")
    [kept] = store.revisions.append([retired])
    assert store.revisions.newest(HERE)[0].change.data is None
    assert kept.change.effect == "retired"


def test_the_newest_of_each_thing_is_given_in_the_order_of_making(store: Store) -> None:
    for each in (revision(1, "tea"), revision(1, "cup"), revision(2, "tea", answer="Cold.")):
        store.revisions.append([each])
    newest = store.revisions.newest(HERE)
    assert [(each.change.id, each.number) for each in newest] == [("cup", 1), ("tea", 2)]


def test_an_entry_and_a_speaker_of_one_id_are_two_things(store: Store) -> None:
    store.revisions.append([revision(1, "tea")])
    speaker = Revision(HERE, 1, Change("speaker", "tea", "text", {"id": "tea", "name": "T"}), "add", 1, NOON, "", "")
    store.revisions.append([speaker])
    assert len(store.revisions.newest(HERE)) == 2


def test_no_guild_sees_anothers(store: Store) -> None:
    store.revisions.append([revision(guild=HERE)])
    assert store.revisions.newest(THERE) == []
    assert store.revisions.history(THERE) == []
    assert store.revisions.one(THERE, "entry", "tea", 1) is None
    store.revisions.append([revision(guild=THERE)])  # the same number: another guild's


def test_a_number_that_is_taken_is_a_conflict_with_both_texts(store: Store) -> None:
    store.revisions.append([revision(answer="Hot.")])
    with pytest.raises(RevisionConflict, match="is now at revision 1") as caught:
        store.revisions.append([revision(answer="Cold.")])
    assert caught.value.theirs is not None
    assert caught.value.ours is not None
    assert (caught.value.theirs["answer"], caught.value.ours["answer"]) == ("Hot.", "Cold.")


def test_several_are_kept_all_or_none(store: Store) -> None:
    store.revisions.append([revision(1, "cup")])
    with pytest.raises(RevisionConflict):
        store.revisions.append([revision(1, "tea"), revision(1, "cup")])
    assert [each.change.id for each in store.revisions.newest(HERE)] == ["cup"]


def test_of_many_who_take_one_number_one_succeeds(store: Store) -> None:
    store.revisions.append([revision(1)])

    def try_it(n: int) -> bool:
        try:
            store.revisions.append([revision(2, answer=f"Answer {n}.")])
        except RevisionConflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_it, range(16))) == 1
    assert [each.number for each in store.revisions.history(HERE)] == [2, 1]


def test_history_has_the_newest_first_and_pages(store: Store) -> None:
    for number in (1, 2, 3):
        store.revisions.append([revision(number)])
    store.revisions.append([revision(1, "cup")])
    assert [each.number for each in store.revisions.history(HERE, ("entry", "tea"))] == [3, 2, 1]
    assert [each.number for each in store.revisions.history(HERE, ("entry", "tea"), limit=1, offset=1)] == [2]
    assert [each.change.id for each in store.revisions.history(HERE, limit=2)] == ["cup", "tea"]


def test_heads_tell_which_guild_moved_on(store: Store) -> None:
    [first] = store.revisions.append([revision(1)])
    [other] = store.revisions.append([revision(1, guild=THERE)])
    assert store.revisions.heads() == {HERE: first.sequence, THERE: other.sequence}


def test_a_person_is_forgotten_and_the_edit_stays(store: Store) -> None:
    store.revisions.append([revision(1, author=42)])
    store.revisions.append([revision(2, author=43)])
    assert store.revisions.forget(42) == 1
    assert [each.author for each in store.revisions.history(HERE)] == [43, None]
    assert store.revisions.history(HERE)[1].change == revision(1).change
