"""Guilds move to a new base one by one; a guild whose turn fails keeps the old one."""

from __future__ import annotations

import gc
from pathlib import Path
from weakref import ref

import pytest

from briefbot.domain.knowledge import Knowledge
from briefbot.domain.outcome import Answered
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.editing.editor import Editor
from briefbot.editing.overlay import Base
from briefbot.editing.snapshots import Snapshots
from briefbot.matching import Matcher
from briefbot.service import Service
from briefbot.service.loading import Loaded, load
from briefbot.store import Store

HERE, THERE = 1, 2


class BrokenMatcher(Matcher):
    """A base on which building fails."""

    def on_top(self, _: object) -> Matcher:
        raise MemoryError


class MatcherThatFailsTwice(Matcher):
    """A base on which building works from the third attempt on."""

    attempts = 0

    def on_top(self, knowledge: Knowledge) -> Matcher:
        self.attempts += 1
        if self.attempts <= 2:
            raise MemoryError
        return super().on_top(knowledge)


def edit(service: Service, guild: int, answer: str, *phrasings: str) -> None:
    key = ("entry", "cost")
    text = service.editor.text(guild, key) or {}
    change = Change(*key, "text", {**text, "answer": answer, "phrasings": [*text["phrasings"], *phrasings]})
    service.editor.apply(guild, 7, Edit(change, "edit", service.editor.version(guild, key)))


def matcher_of(loaded: Loaded, kind: type[Matcher]) -> Matcher:
    built = Matcher.build(loaded.base.knowledge, loaded.learned)
    return kind(loaded.base.knowledge, built.folder, built.ranker, loaded.learned)


@pytest.fixture
def snapshots(keeping: Service, store: Store, bundle: Path) -> Snapshots:
    """Return the loaded snapshots of two guilds with edits."""
    edit(keeping, HERE, "One.")
    edit(keeping, THERE, "Other.")
    loaded = load(bundle)
    made = Snapshots(loaded.base, matcher_of(loaded, Matcher), store.revisions)
    made.warm()
    assert [made.of(guild).head for guild in (HERE, THERE)] == [1, 2]
    return made


def changed(bundle: Path) -> tuple[Base, Loaded]:
    facts = bundle / "entries" / "others.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + "\n# another state\n", encoding="utf-8")
    loaded = load(bundle)
    return loaded.base, loaded


def test_all_guilds_are_put_on_the_new_base(snapshots: Snapshots, bundle: Path) -> None:
    base, loaded = changed(bundle)
    snapshots.rebase(base, matcher_of(loaded, Matcher))
    assert {snapshots.of(guild).base is base for guild in (None, HERE, THERE)} == {True}
    assert [snapshots.of(guild).snapshot.knowledge.entries["cost"].answer for guild in (HERE, THERE)] == ["One.", "Other."]


def test_a_guild_that_fails_keeps_what_it_saw_and_the_others_go_on(
    snapshots: Snapshots, bundle: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = snapshots.of(HERE)
    base, loaded = changed(bundle)
    snapshots.rebase(base, matcher_of(loaded, BrokenMatcher))
    assert snapshots.of(HERE) is before
    assert snapshots.base.base is base
    assert {record.getMessage() for record in caplog.records} == {"the server stays on the bundle as it was until the next refresh"}
    assert [vars(record)["guild"] for record in caplog.records] == [HERE, THERE]


def test_a_guild_that_failed_is_put_on_the_new_base_by_the_next_refresh(snapshots: Snapshots, bundle: Path) -> None:
    base, loaded = changed(bundle)
    broken = matcher_of(loaded, MatcherThatFailsTwice)
    snapshots.rebase(base, broken)
    assert snapshots.of(HERE).base is not base
    assert set(snapshots.refresh()) == {HERE, THERE}
    assert {snapshots.of(guild).base is base for guild in (HERE, THERE)} == {True}
    assert snapshots.refresh() == []


def test_a_guild_that_fails_again_keeps_what_it_saw_and_is_not_paused(snapshots: Snapshots, bundle: Path) -> None:
    before = snapshots.of(HERE)
    base, loaded = changed(bundle)
    snapshots.rebase(base, matcher_of(loaded, BrokenMatcher))
    assert snapshots.refresh() == []
    assert snapshots.of(HERE) is before
    assert snapshots.unreadable == frozenset()


def test_a_guild_costs_nothing_before_somebody_asks_in_it(keeping: Service, store: Store, bundle: Path) -> None:
    edit(keeping, HERE, "One.")
    loaded = load(bundle)
    snapshots = Snapshots(loaded.base, matcher_of(loaded, BrokenMatcher), store.revisions)
    snapshots.warm()  # nothing is built
    assert snapshots.overlay(HERE).set_aside == ()
    assert snapshots.overlay(HERE).knowledge.entries["cost"].answer == "One."
    assert not snapshots.is_ready(HERE)
    assert snapshots.is_ready(THERE)
    snapshots.rebase(loaded.base, matcher_of(loaded, Matcher))
    assert snapshots.of(HERE).snapshot.knowledge.entries["cost"].answer == "One."
    assert snapshots.is_ready(HERE)


def test_what_another_process_changes_before_somebody_asks_is_noticed(keeping: Service, store: Store, bundle: Path) -> None:
    edit(keeping, HERE, "One.")
    loaded = load(bundle)
    snapshots = Snapshots(loaded.base, matcher_of(loaded, Matcher), store.revisions)
    snapshots.warm()
    edit(keeping, HERE, "Another.")
    assert snapshots.refresh() == [HERE]
    assert not snapshots.is_ready(HERE)
    assert snapshots.of(HERE).snapshot.knowledge.entries["cost"].answer == "Another."


def test_a_guild_that_cannot_be_built_is_paused_and_tried_again(keeping: Service, store: Store, bundle: Path) -> None:
    edit(keeping, HERE, "One.")
    loaded = load(bundle)
    snapshots = Snapshots(loaded.base, matcher_of(loaded, MatcherThatFailsTwice), store.revisions)
    snapshots.warm()
    for _ in range(2):
        assert snapshots.of(HERE).overlay.is_empty
        assert snapshots.unreadable == {HERE}
        snapshots.refresh()
    assert snapshots.of(HERE).snapshot.knowledge.entries["cost"].answer == "One."
    assert not snapshots.unreadable


# What is let go ----------------------------------------------------------------------------------


@pytest.fixture
def one_at_a_time(keeping: Service, store: Store, bundle: Path) -> Snapshots:
    """Give the snapshots of two guilds that have edited the bundle, of which one view is kept."""
    edit(keeping, HERE, "One.")
    edit(keeping, THERE, "Other.")
    loaded = load(bundle)
    made = Snapshots(loaded.base, matcher_of(loaded, Matcher), store.revisions, kept=1)
    made.warm()
    return made


def answer_in(snapshots: Snapshots, guild: int) -> str:
    outcome = snapshots.of(guild).snapshot.matcher.ask("How much did the new roof cost?")
    assert isinstance(outcome, Answered)
    return outcome.entries[0].answer


def test_the_view_that_is_longest_unused_is_let_go_and_built_again_the_same(one_at_a_time: Snapshots) -> None:
    for _ in range(2):
        assert answer_in(one_at_a_time, HERE) == "One."
        assert [one_at_a_time.is_ready(guild) for guild in (HERE, THERE)] == [True, False]
        assert answer_in(one_at_a_time, THERE) == "Other."
        assert [one_at_a_time.is_ready(guild) for guild in (HERE, THERE)] == [False, True]


def test_the_memory_of_a_view_that_is_let_go_is_free_at_once(one_at_a_time: Snapshots) -> None:
    answer_in(one_at_a_time, HERE)
    matcher = one_at_a_time.of(HERE).snapshot.matcher
    parts = [ref(each) for each in (matcher, matcher.ranker, matcher.ranker.lexicon)]
    del matcher
    gc.disable()  # as it comes late where most objects are old
    try:
        answer_in(one_at_a_time, THERE)
        assert [part() for part in parts] == [None] * len(parts)
    finally:
        gc.enable()


def test_what_is_read_ahead_shares_the_bundles_texts(one_at_a_time: Snapshots) -> None:
    of_bundle = one_at_a_time.base.base.knowledge.entries["cost"].phrasings[0]
    [revision] = one_at_a_time.revisions(HERE)
    assert revision.change.data is not None
    assert revision.change.data["phrasings"][0] is of_bundle


def test_use_keeps_a_view(keeping: Service, store: Store, bundle: Path) -> None:
    for guild in (HERE, THERE, 3):
        edit(keeping, guild, "One.")
    loaded = load(bundle)
    snapshots = Snapshots(loaded.base, matcher_of(loaded, Matcher), store.revisions, kept=2)
    for guild in (HERE, THERE, HERE, 3):
        answer_in(snapshots, guild)
    assert [snapshots.is_ready(guild) for guild in (HERE, THERE, 3)] == [True, False, True]


def test_an_edit_is_live_at_once_where_the_view_was_let_go(one_at_a_time: Snapshots, store: Store) -> None:
    answer_in(one_at_a_time, HERE)
    answer_in(one_at_a_time, THERE)
    editor = Editor(one_at_a_time, store)
    change = Change("entry", "cost", "text", {**(editor.text(HERE, ("entry", "cost")) or {}), "answer": "Three."})
    editor.apply(HERE, 7, Edit(change, "edit", editor.version(HERE, ("entry", "cost"))))
    assert [answer_in(one_at_a_time, guild) for guild in (HERE, THERE, HERE)] == ["Three.", "Other.", "Three."]


def test_what_another_process_changes_is_noticed_where_the_view_was_let_go(one_at_a_time: Snapshots, keeping: Service) -> None:
    answer_in(one_at_a_time, HERE)
    answer_in(one_at_a_time, THERE)
    edit(keeping, HERE, "Another.")
    one_at_a_time.refresh_one(HERE)
    assert answer_in(one_at_a_time, HERE) == "Another."


def test_a_new_base_builds_nothing_for_a_view_that_was_let_go(one_at_a_time: Snapshots, bundle: Path) -> None:
    answer_in(one_at_a_time, HERE)
    answer_in(one_at_a_time, THERE)
    base, loaded = changed(bundle)
    one_at_a_time.rebase(base, matcher_of(loaded, Matcher))
    assert [one_at_a_time.is_ready(guild) for guild in (HERE, THERE)] == [False, True]
    assert answer_in(one_at_a_time, HERE) == "One."
    assert one_at_a_time.of(HERE).base is base


def test_a_view_that_stays_on_an_earlier_base_is_not_let_go(one_at_a_time: Snapshots, bundle: Path) -> None:
    answer_in(one_at_a_time, HERE)
    base, loaded = changed(bundle)
    one_at_a_time.rebase(base, matcher_of(loaded, BrokenMatcher))
    one_at_a_time.of(THERE)
    assert answer_in(one_at_a_time, HERE) == "One."
    assert one_at_a_time.unreadable == {THERE}


def test_what_is_set_aside_is_logged_once_however_often_a_view_is_built(
    keeping: Service, store: Store, bundle: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for guild in (HERE, THERE):
        edit(keeping, guild, "One.", "grand unveiling of the palace")
    facts = bundle / "entries" / "facts.yaml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("    - heritage grant amount\n", "    - grand unveiling of the palace\n"), encoding="utf-8")
    loaded = load(bundle)
    snapshots = Snapshots(loaded.base, matcher_of(loaded, Matcher), store.revisions, kept=1)
    for guild in (HERE, THERE, HERE, THERE):
        assert len(snapshots.of(guild).overlay.set_aside) == 1
    told = [record for record in caplog.records if record.getMessage() == "a revision is set aside"]
    assert [vars(record)["guild"] for record in told] == [HERE, THERE]
