"""Commands for the database: backup, restore, migrate; and the lock of the data directory."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import portalocker

from briefbot.cli.output import print_line
from briefbot.cli.setup.settings import Settings
from briefbot.domain.clocks import wall_clock
from briefbot.errors import LostStoreError, StoreError, UsageError
from briefbot.store import FILE_NAME, Store, open_store
from briefbot.store.backups import back_up, newest_backup, restore
from briefbot.store.moving import move

DONE = 0
LOCK_NAME = "briefbot.pid"


def backup(arguments: Namespace, settings: Settings) -> int:
    """Copy the whole database, even while the bot runs."""
    _only_for_sqlite(settings)
    contents = back_up(settings.data / FILE_NAME, arguments.file, replaces=arguments.force)
    print_line(f"{arguments.file}: {contents}")
    return DONE


def restore_backup(arguments: Namespace, settings: Settings) -> int:
    """Replace the database with a backup."""
    _only_for_sqlite(settings)
    with owned(settings.data):
        contents, before = restore(arguments.file, settings.data / FILE_NAME)
    print_line(f"restored {arguments.file}: {contents}")
    if before is not None:
        print_line(f"the previous database is kept as {before}")
    return DONE


def migrate(arguments: Namespace, settings: Settings) -> int:
    """Copy all data into an empty PostgreSQL database, and compare the two."""
    if not (settings.data / FILE_NAME).is_file():
        raise UsageError(f"there is no database {settings.data / FILE_NAME} to move from")
    with (
        owned(settings.data),
        closing(open_store(settings.data)) as source,
        closing(open_store(settings.data, arguments.database)) as target,
    ):
        for line in move(source.database, target.database):
            print_line(line)
    print_line("set BRIEFBOT_DATABASE to this address; the file stays as it is")
    return DONE


def _only_for_sqlite(settings: Settings) -> None:
    if settings.database:
        raise UsageError("the database is PostgreSQL: back it up with pg_dump, and restore it with pg_restore (docs/operators.md)")


class TakenError(UsageError):
    """Another process owns the data directory."""

    def __init__(self, data: Path, owner: int | None) -> None:
        """Set the directory, and the process's id if it is known."""
        self.owner = owner or "unknown"
        super().__init__(f"the data directory {data} is in use by process {self.owner}: stop it first")


@contextmanager
def owned(data: Path) -> Iterator[None]:
    """Lock a data directory for a block; raise TakenError with the process that has locked it.

    The system releases the lock when the process ends.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = portalocker.PidFileLock(data / LOCK_NAME)
        lock.acquire()
    except portalocker.AlreadyLocked:
        raise TakenError(data, portalocker.PidFileLock(data / LOCK_NAME).read_pid()) from None
    except (OSError, portalocker.LockException) as error:
        raise UsageError(f"the data directory {data} cannot be locked ({error})") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def usable(store: Store) -> Iterator[None]:
    """Raise UsageError, which says what to do, if a store's database is unusable."""
    try:
        yield
    except LostStoreError as error:
        file = store.database.path
        if file is None:
            raise UsageError(f"{store.database.name}: {error.why}") from error
        found = newest_backup(file, wall_clock().date())
        how = f"`briefbot restore {found}` brings back the newest backup" if found else "There is no daily backup to restore"
        raise UsageError(f"{file}: {error.why}. {how}; `briefbot run --maintenance` starts with every server paused.") from error
    except StoreError as error:
        raise UsageError(f"{store.database.name}: {error.why}") from error
