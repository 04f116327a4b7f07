"""Ask for a long time, with edits, settings, reloads and reconnects; check memory, tables and the log.

python -m benchmarks.soak [SECONDS]

The fake Discord, with its limit of 50 calls a second, runs in this process, `briefbot run` on SQLite in another. An
hour is 3600 seconds, the default; two minutes say whether anything is plainly wrong. It ends with status 1 where

- a question had no reply, or two, - the memory of the last third of the time is more than 5 % above that of the second,
- a table holds more rows than its retention allows, or replies that were thirty days old at the start, - the log holds
an error that was not provoked. Every second reload meets a broken file, and is refused.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import signal
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.edits import resident
from benchmarks.roundtrip import questions_of
from benchmarks.scale import BUNDLE, SECONDS, program, say
from briefbot.domain.records import Receipt
from briefbot.domain.revision import TERMINAL, Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from briefbot.store import open_store
from briefbot.store.schema import metadata
from fake_discord import Channel, FakeDiscord, Message, User

HOUR, RATE = 3_600, 20.0
PLACES, PEOPLE, QUESTIONS, THINGS = 20, 40, 1_000, 20
"""Servers, people in each, questions, and entries to edit."""
EDIT_SECONDS, RELOAD_SECONDS, RECONNECT_SECONDS, SAMPLE_SECONDS = 5.0, 20.0, 15.0, 1.0
SILENCE_SECONDS = 30.0
"""Seconds to wait for replies after the last question."""
FLAT = 1.05
OLD, OLD_DAYS = 1_000, 40
MANAGE_GUILD = 1 << 5
REFUSED = "the knowledge was not read again, the one in use stays"
TAKEN = "the knowledge was read again"
PROVOKED = (REFUSED, "a problem of the knowledge")
"""Errors that a broken file causes in the log."""
LATE, TOO_LATE = "settings without an answer", "Discord does not answer"
"""A busy machine lets Discord's three seconds for a command pass.

Nothing is saved then, and that is logged as an error.
"""
BROKEN = "\nbroken: [\n"


@dataclass
class Soak:
    """A bot, the people who ask it, and what happens to it."""

    fake: FakeDiscord
    process: Process
    service: Service
    bundle: Path
    log: Path
    places: list[tuple[Channel, list[User], User]]
    asked: list[Message] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Read the questions."""
        self._questions = questions_of(QUESTIONS)

    async def ask(self, number: int) -> None:
        """Ask as the next person of the next server."""
        channel, people, _ = self.places[number % PLACES]
        asker = people[number // PLACES % PEOPLE]
        self.asked.append(await self.fake.say(channel, asker, self._questions[number % QUESTIONS], mentions=[self.fake.bot]))

    async def edit(self, number: int) -> None:
        """Edit an entry as one moderator, with an import beside the bot, and change a setting as another."""
        channel, _, moderator = self.places[number % PLACES]
        await asyncio.to_thread(self._edit, channel.guild_id or 0, number)
        values = {"member": 1 + number // PLACES % 2}
        interaction = await self.fake.interact_command("settings cooldowns", moderator, channel, values)
        self.done["edits"] += 1
        try:
            await self.fake.next_answer(interaction, seconds=SILENCE_SECONDS)
        except TimeoutError:
            self.done[LATE] += 1

    def _edit(self, guild: int, number: int) -> None:
        editor, entry_id = self.service.editor, sorted(self.service.knowledge().entries)[number % THINGS]
        text = editor.text(guild, ("entry", entry_id)) or {}
        change = Change("entry", entry_id, "text", {**text, "caveat": f"Edited {number}."})
        editor.apply(guild, TERMINAL, Edit(change, "edit", editor.version(guild, ("entry", entry_id))), "soak")

    async def reload(self, number: int) -> None:
        """Reload the knowledge, every second time with a broken file."""
        before, word = self._logged(), REFUSED if number % 2 else TAKEN
        path = self.bundle / "aliases.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text + BROKEN * (number % 2), encoding="utf-8")
        os.kill(self.process.pid, signal.SIGHUP)
        async with asyncio.timeout(SECONDS):
            while self._logged()[word] == before[word]:  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(SAMPLE_SECONDS)
        path.write_text(text, encoding="utf-8")
        self.done["reloads refused" if number % 2 else "reloads"] += 1

    def _logged(self) -> Counter[str]:
        return Counter(word for line in self.log.read_text(encoding="utf-8").splitlines() for word in (REFUSED, TAKEN) if word in line)

    async def reconnect(self, number: int) -> None:
        """Ask for a reconnect, or cut the connection."""
        if number % 2:
            self.fake.gateway.drop()
        else:
            self.fake.gateway.reconnect()
        self.done["reconnects"] += 1

    async def sample(self, _: int) -> None:
        """Note the memory."""
        self.memory.append(resident(self.process.pid))

    async def run(self, seconds: float) -> None:
        """Do everything at its pace until the time is over."""
        ends = time.monotonic() + seconds
        paces: tuple[tuple[Callable[[int], Awaitable[None]], float], ...] = (
            (self.ask, 1 / RATE),
            (self.edit, EDIT_SECONDS),
            (self.reload, RELOAD_SECONDS),
            (self.reconnect, RECONNECT_SECONDS),
            (self.sample, SAMPLE_SECONDS),
        )
        await asyncio.gather(*(every(step, pause, ends) for step, pause in paces))

    def unanswered(self) -> int:
        """Count questions that have no reply yet."""
        replies = self._replies()
        return sum(not replies[each.id] for each in self.asked)

    def _replies(self) -> Counter[int]:
        return Counter(each.reference or 0 for channel, _, _ in self.places for each in self.fake.messages(channel))

    async def settle(self) -> None:
        """Wait for the last replies."""
        ends = time.monotonic() + SILENCE_SECONDS
        while self.unanswered() and time.monotonic() < ends:  # noqa: ASYNC110 - replies come in any order
            await asyncio.sleep(SAMPLE_SECONDS)

    # Judging ------------------------------------------------------------------------------------

    def judge(self) -> bool:
        """Print the result; return whether it is as expected."""
        replies = self._replies()
        lost, doubled = self.unanswered(), sum(replies[each.id] > 1 for each in self.asked)
        say(f"{len(self.asked)} questions, {lost} without a reply, {doubled} with two; {dict(self.done)}")
        return all([not lost and not doubled, self._is_flat(), self._are_bounded(), self._has_no_errors()])

    def _is_flat(self) -> bool:
        third = len(self.memory) // 3
        thirds = [statistics.median(self.memory[first : first + third]) for first in range(0, 3 * third, third)]
        tenths = self.memory[:: max(len(self.memory) // 10, 1)]
        say(f"memory in thirds of the time: {', '.join(f'{each:.0f} MB' for each in thirds)}, at most {max(self.memory):.0f} MB")
        say(f"on its way: {', '.join(f'{each:.0f}' for each in tenths)}")
        return thirds[2] <= FLAT * thirds[1]

    def _are_bounded(self) -> bool:
        store, now = self.log.parent, datetime.now(UTC)
        opened = open_store(store)
        with opened.database.reading() as connection:
            rows = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in metadata.sorted_tables}
            replies = metadata.tables["replies"]
            old = connection.scalar(select(func.count()).select_from(replies).where(replies.c.time < now - timedelta(days=30))) or 0
        opened.close()
        asked = len(self.asked)
        most = {"replies": asked, "shown_items": 3 * asked, "daily_counts": 3 * asked,
                "revisions": self.done["edits"] + 1, "guild_settings": 2 * PLACES}  # fmt: skip
        say(f"rows: {', '.join(f'{name} {count}' for name, count in rows.items())}; replies of more than thirty days ago: {old}")
        return not old and all(count <= most.get(name, PLACES + 1) for name, count in rows.items())

    def _has_no_errors(self) -> bool:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        bad = [line for line in lines if " ERROR " in line or " CRITICAL " in line or line.startswith("Traceback")]
        late = [line for line in bad if TOO_LATE in line][: self.done[LATE]]
        unprovoked = [line for line in bad if line not in late and not any(word in line for word in PROVOKED)]
        say(f"{len(bad)} errors in the log, {len(unprovoked)} of them not provoked, {sum(' WARNING ' in line for line in lines)} warnings")
        for line in unprovoked[:10]:
            say(line)
        return not unprovoked


async def every(step: Callable[[int], Awaitable[None]], pause: float, ends: float) -> None:
    """Repeat a step at a pace until the time is over, without a pause after a slow one."""
    started = time.monotonic()
    for number in itertools.count():
        due = started + number * pause
        if max(due, time.monotonic()) >= ends:
            return
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        await step(number)


async def measure(seconds: float) -> bool:
    """Run the bot for that long; return whether everything was as expected."""
    with tempfile.TemporaryDirectory() as directory:
        data, bundle = Path(directory, "data"), Path(directory, "knowledge")
        shutil.copytree(BUNDLE, bundle)
        async with FakeDiscord(lifetime=seconds + 2 * SECONDS) as fake:
            fake.limits.set_global()
            places = [_place(fake, number) for number in range(PLACES)]
            store = open_store(data)
            long_ago = datetime.now(UTC) - timedelta(days=OLD_DAYS)
            for number in range(OLD):
                store.replies.keep(Receipt(1, number + 1, None, number + 1, None, 0, long_ago))
            async with program(fake, data, BRIEFBOT_KNOWLEDGE=str(bundle)) as process:
                await fake.ready(seconds=SECONDS)
                soak = Soak(fake, process, Service(BUNDLE, store=store), bundle, data / "log", places)
                await soak.run(seconds)
                await soak.settle()
            store.close()
            return soak.judge()


def _place(fake: FakeDiscord, number: int) -> tuple[Channel, list[User], User]:
    guild = fake.guild(f"server {number}")
    moderator = fake.member(guild, "mia", fake.role(guild, "mods", MANAGE_GUILD))
    return fake.channel(guild), [fake.member(guild, f"person {person}") for person in range(PEOPLE)], moderator


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(measure(float(sys.argv[1]) if len(sys.argv) > 1 else HOUR)) else 1)
