"""A damaged, missing or replaced store is refused and not created again, and a bad row affects one guild."""

from __future__ import annotations

import logging
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefbot.domain.revision import Change, Revision
from briefbot.errors import LostStoreError, StoreError, UnreadableError
from briefbot.service import Service
from briefbot.store import Store, open_store
from kept import guilds_known

PAUSED, BLOCKING, RETIRING, QUIET = 1001, 1002, 1003, 1004
ANA = 42
NOON = datetime(2025, 5, 1, 12, tzinfo=UTC)


def retired(guild: int, thing: str = "cost", number: int = 1) -> Revision:
    return Revision(guild, number, Change("entry", thing, "retired"), "retire", ANA, NOON, "withdrawn", "0123456789abcdef")


def fill(store: Store) -> None:
    """Pause one guild, block in one, retire an entry in one, and change a harmless setting in one."""
    store.guilds.keep(PAUSED, {"is_paused": True})
    store.guilds.keep(BLOCKING, {"blocked": [ANA], "audit_channel": 6})
    store.revisions.append([retired(RETIRING)])
    store.guilds.keep(QUIET, {"quiet_channels": [5]})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "briefbot.db"


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def in_one_file(file: Path) -> None:
    """Move everything from SQLite's log into the file."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def without_tables(_: bytes) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("VACUUM")
        return connection.serialize()


def somebody_elses(_: bytes) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
        return connection.serialize()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "no database at all": lambda content: b"this is no database, whatever its name says " * 200,
    "a header of zeros": lambda content: bytes(100) + content[100:],
    "a header of another kind": lambda content: b"x" * 100 + content[100:],
    "pages overwritten": lambda content: content[:4096] + b"\xff" * (len(content) - 4096),
    "random bytes": lambda content: random.Random(1).randbytes(len(content)),  # noqa: S311 -- no secret
    "cut in the middle": lambda content: content[: len(content) // 2],
    "cut in the middle of a page": lambda content: content[: len(content) // 2 + 100],
    "emptied": lambda content: b"",
    "without tables": without_tables,
    "somebody else's": somebody_elses,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_refused_and_stays_as_it_is(
    damage: Callable[[bytes], bytes], filled: Store, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    filled.close()
    in_one_file(file)
    damaged = damage(file.read_bytes())
    file.write_bytes(damaged)
    again = open_store(file.parent)
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            with pytest.raises(StoreError, match=r"damaged|gone|not briefbot's"):
                again.guilds.settings_of_all()
    with pytest.raises(StoreError):
        again.revisions.append([retired(QUIET)])
    assert file.read_bytes() == damaged
    assert {path.name for path in file.parent.iterdir()} == {file.name, "briefbot.opened"}
    assert len(caplog.records) == 1  # a frequent job does not fill the log
    again.close()


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_under_a_running_store_is_never_a_fresh_start(damage: Callable[[bytes], bytes], filled: Store, file: Path) -> None:
    assert filled.guilds.settings(PAUSED) == {"is_paused": True}
    in_one_file(file)
    file.write_bytes(damage(file.read_bytes()))
    for _ in range(3):
        with pytest.raises(StoreError):
            filled.revisions.append([retired(QUIET)])


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_noticed_at_the_next_refresh_although_the_bot_itself_wrote_last(
    damage: Callable[[bytes], bytes], filled: Store, file: Path, tiny: Path
) -> None:
    """SQLite continues with pages in memory, and would acknowledge edits into them."""
    service = Service(tiny, store=filled)
    service.warm()
    service.guilds.change(PAUSED, member_cooldown=3)
    file.write_bytes(damage(file.read_bytes()))
    for _ in range(2):
        with pytest.raises(StoreError):
            service.refresh()
    with pytest.raises(StoreError):
        service.editor.apply(QUIET, ANA, service.editor.retiring(QUIET, ("entry", "grant")))
    assert service.settings(PAUSED).is_paused
    assert service.settings(BLOCKING).blocked == {ANA}
    assert "cost" not in service.knowledge(RETIRING).entries


@pytest.mark.parametrize("statement", ["DROP TABLE guild_settings", "ALTER TABLE revisions DROP COLUMN reason", "DROP TABLE replies"])
def test_a_database_without_a_table_or_a_column_is_refused(statement: str, filled: Store, file: Path) -> None:
    filled.close()
    damage_row(file, statement)
    with pytest.raises(LostStoreError, match="damaged"):
        filled.open()


def test_a_copy_that_is_put_in_its_place_by_hand_is_not_mixed_with_the_log(filled: Store, file: Path) -> None:
    content = file.read_bytes()
    filled.guilds.keep(QUIET, {"quiet_channels": [7]})
    file.write_bytes(content)
    filled.database.recheck()
    assert filled.guilds.settings(QUIET) == {"quiet_channels": [5]}
    assert filled.guilds.settings_of_all().unreadable == frozenset()


def gone(file: Path) -> None:
    file.unlink()


def moved(file: Path) -> None:
    file.rename(file.with_suffix(".away"))


def a_directory(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_dangling_link(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.with_suffix(".nowhere"))


ABSENCE = (gone, moved, a_directory, a_dangling_link)


@pytest.mark.parametrize("vanish", ABSENCE, ids=lambda vanish: vanish.__name__)
@pytest.mark.parametrize("is_running", [True, False])
def test_a_file_that_is_gone_is_never_a_fresh_start(vanish: Callable[[Path], None], is_running: bool, filled: Store, file: Path) -> None:
    if not is_running:
        filled.close()
    vanish(file)
    store = filled if is_running else open_store(file.parent)
    for _ in range(3):
        with pytest.raises(StoreError, match=r"gone|cannot be opened"):
            store.revisions.append([retired(QUIET)])
    with pytest.raises(StoreError):
        store.guilds.settings_of_all()
    assert not file.is_file()
    assert not file.with_suffix(".nowhere").exists()
    store.close()


def test_an_edit_into_a_file_that_vanishes_under_it_is_not_acknowledged(filled: Store, file: Path) -> None:
    with pytest.raises(StoreError, match="gone"), filled.database.writing() as connection:  # noqa: PT012 - the block is what is tested
        connection.exec_driver_sql("UPDATE guilds SET left_at = NULL WHERE id = 1004")
        file.unlink()


def test_a_file_that_was_put_in_its_place_is_used_from_the_next_transaction_on(filled: Store, file: Path) -> None:
    in_one_file(file)
    shutil.copy(file, file.with_suffix(".copy"))
    filled.guilds.keep(QUIET, {"is_paused": True})
    for part in (Path(f"{file}-wal"), Path(f"{file}-shm")):
        part.unlink()
    file.with_suffix(".copy").replace(file)
    with pytest.raises(StoreError, match="gone"):
        filled.guilds.settings(QUIET)
    assert filled.guilds.settings(QUIET) == {"quiet_channels": [5]}


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_first_start_needs_no_file(is_empty: bool, tmp_path: Path) -> None:
    if is_empty:  # a process that was killed at its first start leaves it
        (tmp_path / "briefbot.db").touch()
    store = open_store(tmp_path)
    store.open()
    assert guilds_known(store) == set()
    store.close()


def test_what_was_acknowledged_does_not_hang_on_sqlites_log(filled: Store, file: Path) -> None:
    """After a crash SQLite's log is beside the file; damage to it must not bring back retired entries."""
    copy = file.with_suffix(".copied") / file.name
    copy.parent.mkdir()
    shutil.copy(file, copy)
    store = open_store(copy.parent)
    assert store.guilds.settings(PAUSED) == {"is_paused": True}
    assert [each.change.effect for each in store.revisions.newest(RETIRING)] == ["retired"]
    store.close()


# One row ---------------------------------------------------------------------------------------------

ROWS = {
    "a text that is no JSON": (PAUSED, "UPDATE guild_settings SET value = 'tr' WHERE guild_id = 1001"),
    "another value": (PAUSED, "UPDATE guild_settings SET value = 'false' WHERE guild_id = 1001"),
    "another name": (PAUSED, "UPDATE guild_settings SET name = 'is_pausee' WHERE guild_id = 1001"),
    "bytes that are no text": (PAUSED, "UPDATE guild_settings SET value = CAST(X'74ff75' AS TEXT) WHERE guild_id = 1001"),
    "a value of another type": (BLOCKING, "UPDATE guild_settings SET value = 7 WHERE guild_id = 1002 AND name = 'blocked'"),
    "another guild": (PAUSED, "UPDATE guild_settings SET guild_id = 1004 WHERE guild_id = 1001"),
    "a row that is missing": (BLOCKING, "DELETE FROM guild_settings WHERE guild_id = 1002 AND name = 'blocked'"),
    "a guild's own row under another id": (PAUSED, "UPDATE guilds SET id = 9 WHERE id = 1001"),
    "a revision's other effect": (RETIRING, "UPDATE revisions SET effect = 'bundle'"),
    "a revision's other thing": (RETIRING, "UPDATE revisions SET thing_id = 'solar'"),
    "a revision's other number": (RETIRING, "UPDATE revisions SET number = 0"),
    "a revision's time that is none": (RETIRING, "UPDATE revisions SET time = 'noon'"),
    "a revision's data": (RETIRING, "UPDATE revisions SET data = '{'"),
    "a revision of another guild": (RETIRING, "UPDATE revisions SET guild_id = 1004"),
    "a revision that is missing": (RETIRING, "DELETE FROM revisions"),
}


def damage_row(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(("guild", "statement"), ROWS.values(), ids=ROWS)
def test_one_row_that_cannot_be_read_pauses_its_own_guild_alone(guild: int, statement: str, filled: Store, file: Path, tiny: Path) -> None:
    filled.close()
    damage_row(file, statement)
    service = Service(tiny, store=filled)
    service.warm()
    assert service.settings(guild).is_paused
    assert service.is_unreadable(guild)
    service.refresh()  # and no job ends
    others = {PAUSED, BLOCKING, RETIRING, QUIET} - {guild}
    moved_to = {QUIET} if "1004" in statement else set()
    for other in others - {PAUSED} - moved_to:
        assert not service.settings(other).is_paused
    assert guild == BLOCKING or service.settings(BLOCKING).blocked == {ANA}
    assert guild == RETIRING or "cost" not in service.knowledge(RETIRING).entries
    if "revision" in statement:
        with pytest.raises(StoreError):
            service.editor.apply(guild, ANA, service.editor.retiring(guild, ("entry", "grant")))
    else:
        with pytest.raises(StoreError):
            service.guilds.change(guild, member_cooldown=3)
    service.editor.apply(7, ANA, service.editor.retiring(7, ("entry", "grant")))


@pytest.mark.parametrize(("guild", "statement"), ROWS.values(), ids=ROWS)
def test_what_was_known_stays_in_force_where_a_row_becomes_unreadable_while_it_runs(
    guild: int, statement: str, filled: Store, file: Path, tiny: Path
) -> None:
    service = Service(tiny, store=filled)
    service.warm()
    damage_row(file, statement)
    service.refresh()
    assert service.settings(PAUSED).is_paused
    assert service.settings(BLOCKING).blocked == {ANA}
    assert "cost" not in service.knowledge(RETIRING).entries


def test_a_row_that_was_mended_counts_again(filled: Store, file: Path, tiny: Path) -> None:
    service = Service(tiny, store=filled)
    service.warm()
    damage_row(file, "UPDATE guild_settings SET value = '[6]' WHERE guild_id = 1004")
    service.refresh()
    assert service.settings(QUIET).is_paused
    damage_row(file, "UPDATE guild_settings SET value = '[5]' WHERE guild_id = 1004")
    service.refresh()
    assert not service.settings(QUIET).is_paused
    assert service.settings(QUIET).quiet_channels == {5}


def test_a_history_with_a_damaged_row_says_so(filled: Store, file: Path) -> None:
    damage_row(file, "UPDATE revisions SET reason = 'mistake'")
    with pytest.raises(UnreadableError, match="damaged; the operator has to restore a backup"):
        filled.revisions.history(RETIRING)
    assert filled.revisions.history(PAUSED) == []


def test_forgetting_a_person_keeps_the_rows_readable_and_damaged_ones_damaged(filled: Store, file: Path) -> None:
    filled.revisions.append([retired(QUIET)])
    damage_row(file, "UPDATE revisions SET reason = 'mistake' WHERE guild_id = 1004")
    assert filled.revisions.forget(ANA) == 2
    assert [each.author for each in filled.revisions.newest(RETIRING)] == [None]
    with pytest.raises(UnreadableError):
        filled.revisions.newest(QUIET)
    assert filled.revisions.count_by(ANA) == 0


# Flipped bits ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a database in one file, with guilds whose ids differ by single bits."""
    directory = tmp_path_factory.mktemp("sound")
    store = open_store(directory)
    fill(store)
    for guild in range(1, 30):
        store.guilds.keep(guild, {"is_paused": guild % 2 == 0, "member_cooldown": guild})
        store.revisions.append([retired(guild, thing) for thing in ("cost", "solar")])
    store.close()
    in_one_file(directory / "briefbot.db")
    return (directory / "briefbot.db").read_bytes()


def flipped(content: bytes, seed: int) -> Iterator[int]:
    """Flip 1 to 200 bits anywhere."""
    chance = random.Random(seed)  # noqa: S311 -- no secret
    changed = bytearray(content)
    for place in chance.sample(range(8 * len(content)), chance.randint(1, 200)):
        changed[place // 8] ^= 1 << place % 8
    yield from changed


@pytest.mark.parametrize("seed", range(60))
def test_flipped_bits_never_open_what_was_closed(seed: int, sound: bytes, tmp_path: Path, tiny: Path) -> None:
    (tmp_path / "briefbot.db").write_bytes(bytes(flipped(sound, seed)))
    (tmp_path / "briefbot.opened").touch()
    store = open_store(tmp_path)
    made = Service(tiny, store=store)
    made.warm()
    with suppress(StoreError):
        made.refresh()
    assert made.settings(PAUSED).is_paused
    blocking, retiring = made.settings(BLOCKING), made.settings(RETIRING)
    assert blocking.is_paused or ANA in blocking.blocked
    assert retiring.is_paused or "cost" not in made.knowledge(RETIRING).entries
    for guild in range(1, 30):
        settings = made.settings(guild)
        assert settings.is_paused or (guild % 2 == 1 and not {"cost", "solar"} & made.knowledge(guild).entries.keys())
    store.close()
