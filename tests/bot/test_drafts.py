"""Drafts belong to their author and expire."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from briefbot.bot.drafts import LONGEST, MOST_OF_ONE, Desk, Draft, packed, unpacked
from briefbot.domain.records import KeptDraft
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit, Version

HOUR = 3_600
NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


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


def test_draft_is_kept_for_a_day_after_it_was_touched() -> None:
    now = [1_000.0]
    desk, kept = Desk(clock=lambda: now[0]), draft()
    desk.keep(kept)
    now[0] += 24 * HOUR
    desk.keep(kept)
    now[0] += 24 * HOUR
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
    desk = Desk(clock=lambda: now[0])
    for _ in range(5):
        desk.keep(draft())
    now[0] += 24 * HOUR + 1
    kept = draft()
    desk.keep(kept)
    assert list(desk._drafts) == [kept.token]
    now[0] += 24 * HOUR + 1
    desk.expire()
    assert list(desk._drafts) == []


class Noted:
    """A store for drafts that lists its calls."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    def keep(self, token: str, guild: int, author: int, text: str) -> None:
        self.told.append(("keep", token, str(guild), str(author), text))

    def forget(self, token: str) -> None:
        self.told.append(("forget", token))


@pytest.fixture
def noted() -> Noted:
    return Noted()


@pytest.fixture
def desk(noted: Noted) -> Desk:
    """Return a desk that saves at once."""
    return Desk(noted, lambda work: work())  # type: ignore[arg-type]  # it has what the desk needs


def test_what_was_sent_off_is_written_down_until_it_is_saved(desk: Desk, noted: Noted) -> None:
    opened = draft()
    desk.keep(opened)
    assert noted.told == []
    tried = replace(opened, is_tried=True)
    desk.keep(tried)
    desk.drop(tried.token)
    assert noted.told == [("keep", tried.token, "1", "42", packed(tried)), ("forget", tried.token)]


def test_what_is_written_down_is_read_again() -> None:
    tried = replace(draft(), is_tried=True, reason="shorter")
    desk = Desk()
    desk.read([(KeptDraft(tried.token, 1, 42, NOON, packed(tried)), 23.0 * HOUR), (KeptDraft("broken", 1, 42, NOON, "[1, 2]"), 0.0)])
    assert desk.find(tried.token, 1, 42) == tried
    assert desk.open_of(1, 42) == [tried]
    assert desk.find("broken", 1, 42) is None


def test_a_draft_of_nothing_that_can_be_changed_is_damaged() -> None:
    with pytest.raises(ValueError, match="settings"):
        unpacked(KeptDraft("t", 1, 42, NOON, '["settings", "x", "text", {}, "edit", false, null, ""]'))


def test_a_draft_that_is_too_long_is_kept_in_memory_alone(desk: Desk, noted: Noted) -> None:
    long = replace(draft().with_data({"id": "cost", "answer": "x" * LONGEST}), is_tried=True)
    desk.keep(long)
    assert noted.told == []
    assert desk.find(long.token, 1, 42) == long


def test_somebody_who_writes_more_and_more_loses_the_oldest(desk: Desk) -> None:
    written = [replace(draft(), is_tried=True) for _ in range(MOST_OF_ONE + 1)]
    theirs = replace(draft(), author=43, is_tried=True)
    for each in (theirs, *written):
        desk.keep(each)
    assert desk.open_of(1, 42) == written[:0:-1]
    assert desk.open_of(1, 43) == [theirs]


def test_all_that_somebody_wrote_is_forgotten(desk: Desk, noted: Noted) -> None:
    tried, theirs = replace(draft(), is_tried=True), replace(draft(), author=43, is_tried=True)
    desk.keep(tried)
    desk.keep(theirs)
    desk.forget(42)
    assert desk.open_of(1, 42) == []
    assert desk.open_of(1, 43) == [theirs]
    assert noted.told[-1] == ("forget", tried.token)
