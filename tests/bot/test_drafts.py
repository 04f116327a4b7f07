"""Drafts are for their author, for a while."""

from __future__ import annotations

from briefbot.bot.drafts import Desk, Draft
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit, Version

MINUTE = 60


def draft() -> Draft:
    """Make an edit of an entry in server 1, by person 42."""
    return Draft(1, 42, Edit(Change("entry", "cost", "text", {"id": "cost", "answer": "A lot."}), "edit", Version(3, "0" * 16)))


def test_draft_is_its_authors_in_its_server_alone() -> None:
    desk, kept = Desk(), draft()
    desk.keep(kept)
    assert desk.find(kept.token, 1, 42) == kept
    assert desk.find(kept.token, 1, 43) is None
    assert desk.find(kept.token, 2, 42) is None
    assert desk.find("nothing", 1, 42) is None


def test_draft_is_kept_for_a_quarter_of_an_hour_after_it_was_touched() -> None:
    now = [1_000.0]
    desk, kept = Desk(lambda: now[0]), draft()
    desk.keep(kept)
    now[0] += 15 * MINUTE
    desk.keep(kept)
    now[0] += 15 * MINUTE
    assert desk.find(kept.token, 1, 42) == kept
    now[0] += 1
    assert desk.find(kept.token, 1, 42) is None


def test_oldest_draft_goes_first() -> None:
    desk, first, second, third = Desk(most=2), draft(), draft(), draft()
    for each in (first, second, first, third):
        desk.keep(each)
    assert [desk.find(each.token, 1, 42) for each in (first, second, third)] == [first, None, third]


def test_written_text_has_to_be_checked_again_under_the_same_token() -> None:
    before = draft()
    after = before.with_data({"id": "cost", "answer": "Little."})
    assert (after.token, after.data["answer"], after.proposal) == (before.token, "Little.", None)
    assert before.data["answer"] == "A lot."


def test_a_stop_ends_all_replays() -> None:
    desk = Desk()
    replays = [desk.begin_work(token) for token in ("one", "other")]
    desk.end_all_work()
    assert [ended.is_set() for ended in replays] == [True, True]


def test_drafts_that_nobody_asks_for_end_by_the_clock() -> None:
    now = [1_000.0]
    desk = Desk(lambda: now[0])
    for _ in range(5):
        desk.keep(draft())
    now[0] += 15 * MINUTE + 1
    kept = draft()
    desk.keep(kept)
    assert list(desk._drafts) == [kept.token]
    now[0] += 15 * MINUTE + 1
    desk.expire()
    assert list(desk._drafts) == []
