"""Questions are held in groups, without a person, until they expire, and are deleted with their server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from briefbot.domain.inbox import HeldGroup, HeldQuestion
from briefbot.store import Store
from briefbot.store.schema import guilds

HERE, THERE, MIA = 1, 2, 42
DAY = timedelta(days=1)
MONDAY = datetime(2025, 6, 2, tzinfo=UTC)
RAIN = HeldQuestion(HERE, "Did it rain?", "refused", MONDAY, ("cost", "vote"))
WET = replace(RAIN, words="was it wet", why="suggested", near=("cost",), answer="It poured.", time=MONDAY + DAY)


def hold(store: Store, question: HeldQuestion, group: int | None = None) -> int:
    held = store.questions.hold(question, group)
    assert held is not None
    return held


def only_group(store: Store, guild: int = HERE) -> HeldGroup:
    [group] = store.questions.groups(guild)
    return group


def test_a_question_begins_a_group_and_another_joins_it(store: Store) -> None:
    group = hold(store, RAIN)
    assert hold(store, WET, group) == group
    assert only_group(store) == HeldGroup(group, "open", None, "Did it rain?", (RAIN, WET))


def test_a_group_tells_its_commonest_words_and_what_it_may_mean(store: Store) -> None:
    group = hold(store, RAIN)
    for each in (WET, WET):
        hold(store, each, group)
    found = only_group(store)
    assert (found.count, found.wordings, found.near, found.answers) == (
        3,
        ("was it wet", "Did it rain?"),
        ("cost", "vote"),
        ("It poured.",),
    )


def test_nothing_of_a_person_stands_in_what_is_held(store: Store) -> None:
    hold(store, RAIN)
    with store.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM inbox_questions").mappings().one()
    assert set(row) == {"id", "guild_id", "group_id", "words", "why", "time", "near", "answer"}


def test_servers_see_their_own_alone(store: Store) -> None:
    mine, theirs = hold(store, RAIN), hold(store, replace(RAIN, guild_id=THERE))
    assert [group.id for group in store.questions.groups(THERE)] == [theirs]
    assert not store.questions.change(THERE, mine, "ignored", None)
    assert store.questions.groups(THERE, mine) == []
    assert only_group(store).state == "open"
    assert store.questions.guilds() == [HERE, THERE]


def test_who_is_on_a_group_is_known_until_they_want_to_be_forgotten(store: Store) -> None:
    group = hold(store, RAIN)
    assert store.questions.change(HERE, group, "open", MIA)
    assert (only_group(store).person, store.questions.count_by(MIA)) == (MIA, 1)
    store.questions.forget_all_by(MIA)
    assert (only_group(store).person, store.questions.count_by(MIA)) == (None, 0)


def test_what_is_ignored_for_good_is_held_no_more_and_known_by_its_first_words(store: Store) -> None:
    group = hold(store, RAIN)
    store.questions.change(HERE, group, "ignored", None)
    assert store.questions.hold(WET, group) is None
    assert only_group(store) == HeldGroup(group, "ignored", None, "Did it rain?")


def test_what_was_answered_is_open_again_when_it_is_asked_again(store: Store) -> None:
    group = hold(store, RAIN)
    store.questions.change(HERE, group, "done", None)
    hold(store, WET, group)
    assert only_group(store).state == "open"


def test_a_question_of_a_group_that_is_gone_begins_one_with_a_new_number(store: Store) -> None:
    gone = hold(store, RAIN)
    store.questions.clear(HERE)
    assert hold(store, WET, gone) != gone


def test_old_questions_go_and_empty_groups_unless_moderators_set_them_aside(store: Store) -> None:
    rain, gap = hold(store, RAIN), hold(store, replace(RAIN, words="Who was hurt?"))
    hold(store, WET, rain)
    store.questions.change(HERE, gap, "gap", None)
    store.questions.delete_older(HERE, MONDAY + DAY)
    assert [(group.id, group.questions) for group in store.questions.groups(HERE)] == [(rain, (WET,)), (gap, ())]
    store.questions.delete_older(HERE, MONDAY + 2 * DAY)
    assert [group.id for group in store.questions.groups(HERE)] == [gap]


def test_all_goes_with_its_server(store: Store) -> None:
    hold(store, RAIN)
    with store.database.writing() as connection:
        connection.execute(delete(guilds).where(guilds.c.id == HERE))
    assert store.questions.guilds() == []
