"""A PostgreSQL server of the tests' own: Debian's programs, a directory in /tmp, a socket there, and no port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import psycopg
from sqlalchemy import URL

_DEBIAN = Path("/usr/lib/postgresql")
_NOBODY_IS_ROOT = "postgres"
"""Debian's user for the server, which cannot run as root."""
_PATIENCE = 30.0
_FAST = {"fsync": "off", "full_page_writes": "off", "listen_addresses": "", "max_connections": "60", "shared_buffers": "32MB"}
"""Options without durability, because the data is temporary."""


def programs() -> Path | None:
    """Return the directory of PostgreSQL's programs, the newest ones; None where there are none."""
    found = shutil.which("initdb")
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return Path(found).parent if found else versions[-1].parent if versions else None


@dataclass
class Server:
    """A server that runs as long as its block."""

    directory: Path
    programs: Path
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> URL:
        """Return the address of one of its databases."""
        return URL.create("postgresql+psycopg", "briefbot", database=database, query={"host": str(self.directory)})

    def start(self) -> None:
        """Start the server, and wait until it takes connections."""
        options = [part for name, value in _FAST.items() for part in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.directory / "data", "-k", self.directory, *options]
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(_as_somebody(command, dies_with_us=True), cwd="/", stdout=log, stderr=log)  # noqa: S603 -- ours
        end = monotonic() + _PATIENCE
        while not self._answers():
            if self.process.poll() is not None or monotonic() > end:
                raise RuntimeError((self.directory / "log").read_text())
            sleep(0.02)

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(self.directory), user="briefbot", dbname="postgres").close()
            return True
        return False

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Stop the server and its connections; SIGQUIT acts like a loss of power."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(_PATIENCE)
            self.process = None

    def run(self, statement: str) -> None:
        """Run a statement outside a transaction."""
        with psycopg.connect(host=str(self.directory), user="briefbot", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, and remove it with all its databases afterwards."""
    found = programs()
    assert found is not None
    directory = Path(tempfile.mkdtemp(prefix="briefbot-pg-", dir="/tmp"))  # a socket has a short path
    made = Server(directory, found)
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam(_NOBODY_IS_ROOT)
            os.chown(directory, user.pw_uid, user.pw_gid)
        command = [found / "initdb", "-D", directory / "data", "-U", "briefbot", "-A", "trust", "-E", "UTF8", "--locale", "C", "-N"]
        subprocess.run(_as_somebody(command), cwd="/", check=True, capture_output=True, timeout=60)  # noqa: S603 -- ours
        made.start()
        yield made
    finally:
        made.stop(signal.SIGQUIT)
        shutil.rmtree(directory, ignore_errors=True)


def _as_somebody(command: list[str | Path], *, dies_with_us: bool = False) -> list[str | Path]:
    """Run a command as a user that PostgreSQL accepts, and end it when the tests are killed."""
    ends = ["--pdeathsig", "QUIT"] if dies_with_us else []
    if os.geteuid() != 0:
        return ["setpriv", *ends, *command] if ends and shutil.which("setpriv") else command
    return ["setpriv", "--reuid", _NOBODY_IS_ROOT, "--regid", _NOBODY_IS_ROOT, "--clear-groups", *ends, *command]
