"""Recent answers are found for some minutes, forgotten with their message, and limited in number."""

from __future__ import annotations

from briefbot.bot.pacing.recent_answers import RecentAnswers

NOON = 1_000.0


def test_answer_is_found_for_ten_minutes() -> None:
    now = NOON
    given = RecentAnswers(lambda: now)
    given.note(1, "tea", 11)
    now = NOON + 599
    assert (given.find(1, "tea"), given.find(2, "tea"), given.find(1, "cup")) == (11, None, None)
    now = NOON + 600
    assert given.find(1, "tea") is None


def test_newest_message_counts_and_a_gone_one_is_forgotten() -> None:
    given = RecentAnswers(lambda: NOON)
    given.note(1, "tea", 11)
    given.note(1, "tea", 12)
    given.forget(11)
    assert given.find(1, "tea") == 12
    given.forget(12)
    assert given.find(1, "tea") is None


def test_message_that_says_something_else_now_gives_the_old_answer_no_more() -> None:
    given = RecentAnswers(lambda: NOON)
    given.note(1, "tea", 11)
    given.note(1, "cup", 11)
    assert (given.find(1, "tea"), given.find(1, "cup")) == (None, 11)


def test_links_are_lost_once_when_their_answer_goes() -> None:
    given = RecentAnswers(lambda: NOON)
    given.note(1, "tea", 11)
    given.link(1, "tea", 11, 21)
    given.link(1, "tea", 11, 22)
    given.forget(11)
    assert (given.lost_links(11), given.lost_links(11), given.lost_links(12)) == ([21, 22], [], [])


def test_a_link_is_kept_only_while_its_answer_says_the_same() -> None:
    given = RecentAnswers(lambda: NOON)
    given.note(1, "tea", 11)
    given.link(1, "tea", 11, 21)
    given.forget(11)
    given.note(1, "tea", 11)
    assert given.lost_links(11) == []
    given.note(1, "cup", 11)
    assert given.lost_links(11) == [21]


def test_memory_is_bounded() -> None:
    given = RecentAnswers(lambda: NOON, remembered=2)
    for message in (11, 12, 13):
        given.note(1, str(message), message)
        given.link(1, str(message), message, message + 10)
    assert [given.find(1, str(message)) for message in (11, 12, 13)] == [None, 12, 13]
    assert (len(given._places), len(given._links)) == (2, 2)
