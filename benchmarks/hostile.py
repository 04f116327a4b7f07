"""Compare the slowest texts with an ordinary question, and measure how long one message holds the event loop.

python -m benchmarks.hostile [--semantic]

Questions are asked in this process, each hostile one three times with other texts of its kind, the quickest counts;
times are the process's own. Then the bot is sent the same texts over a fake Discord in this process, by every way in. A
hold is how late the loop came to a task that wants to run every millisecond, as far as this process used the processor
meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))  # the fake Discord and the hostile texts are tools of the tests

from bot.wiring import Wire, wired  # noqa: E402 - after the path
from briefbot.cli.setup.service import open_service  # noqa: E402
from briefbot.cli.setup.settings import load  # noqa: E402
from briefbot.domain.knowledge import ANSWER_LIMIT  # noqa: E402
from briefbot.domain.outcome import QUESTION_LIMIT  # noqa: E402
from briefbot.service import Service  # noqa: E402
from briefbot.service.conversations import Context  # noqa: E402
from briefbot.store import open_store  # noqa: E402
from hostile import Maker, longer, mixtures, runs  # noqa: E402

FACTOR_LIMIT, COMPLETION_LIMIT, HOLD_LIMIT = 20.0, 100.0, 50.0
"""Times the median question; milliseconds; milliseconds."""
MESSAGE, TYPED = 4_000, 6_000
"""Most characters of a message, and of text typed into a command."""
SHOWN, SENT = 5, 25
"""How many of the slowest texts are printed, and how many are sent to the bot with the runs of blanks."""
MANAGE_GUILD = 1 << 5
TICK = 0.001
Texts = Iterable[tuple[str, Maker]]


@dataclass
class Holds:
    """How long the event loop was held, in milliseconds."""

    all: deque[float] = field(default_factory=lambda: deque(maxlen=100_000))
    now: float = 0.0
    """The longest hold since the last reset."""
    longest: float = 0.0

    async def watch(self) -> None:
        """Measure until cancelled."""
        while True:
            wall, own = time.perf_counter(), time.process_time()
            await asyncio.sleep(TICK)
            held = 1_000 * min(time.perf_counter() - wall - TICK, time.process_time() - own)
            self.all.append(held)
            self.now, self.longest = max(self.now, held), max(self.longest, held)


@asynccontextmanager
async def watched() -> AsyncIterator[Holds]:
    """Watch this process's event loop."""
    holds = Holds()
    task = asyncio.create_task(holds.watch())
    try:
        yield holds
    finally:
        task.cancel()


def milliseconds(work: Callable[[], object]) -> float:
    """Return the processor milliseconds that some work takes."""
    started = time.process_time()
    work()
    return 1_000 * (time.process_time() - started)


def costs(texts: Texts, ask: Callable[[str], object], length: int = QUESTION_LIMIT, rounds: int = 3) -> list[tuple[float, str]]:
    """Return the cost of each kind of text, the worst first."""
    found = []
    for name, make in texts:
        variants = [longer(make(number), length) for number in range(rounds)]
        found.append((min(milliseconds(lambda typed=typed: ask(typed)) for typed in variants), name))  # type: ignore[misc]
    return sorted(found, reverse=True)


def report(title: str, found: list[tuple[float, str]], median: float) -> None:
    """Print the worst texts."""
    print(title)  # noqa: T201
    for cost, name in found[:SHOWN]:
        print(f"  {cost:8.2f} ms, {cost / median:5.1f} times the median question: {name}")  # noqa: T201


def texts_for(service: Service) -> list[tuple[str, Maker]]:
    """List all hostile texts, including typos in the words of a knowledge."""
    titles = (item.label for item in service.knowledge().items())
    known = sorted({word for title in titles for word in title.lower().split() if word.isalpha() and len(word) > 3})  # noqa: PLR2004
    return [*mixtures(known), *runs()]


def in_process(service: Service, texts: Texts) -> tuple[bool, set[str]]:
    """Measure questions and completions; return whether the limits are kept, and which texts cost most."""
    lines = (ROOT / "tests" / "evaluation" / "newcomers.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["q"] for line in lines]
    for question in questions:
        service.ask(None, question)
    median = statistics.median(milliseconds(lambda typed=typed: service.ask(None, typed)) for typed in questions)  # type: ignore[misc]
    print(f"median question {median:.2f} ms")  # noqa: T201
    asked = costs(texts, lambda typed: service.ask(None, typed))
    report("questions on their own", asked, median)
    context = Context(1, 1, datetime.now(UTC))
    service.ask(None, questions[0], context)
    leaning = costs(texts, lambda typed: service.ask(None, typed, context))
    report("questions after another one", leaning, median)
    completed = costs(texts, lambda typed: service.complete(None, typed), TYPED)
    report("completion", completed, median)
    is_quick = max(asked[0][0], leaning[0][0]) <= FACTOR_LIMIT * median and completed[0][0] <= COMPLETION_LIMIT
    return is_quick, {name for found in (asked, leaning, completed) for _, name in found[:SENT]}


async def over_discord(service: Service, texts: Texts) -> bool:
    """Send the texts in every way, and print how long each held the loop; return whether the limit is kept."""
    with tempfile.TemporaryDirectory() as data:
        async with wired(service, Path(data), None) as wire, watched() as holds:
            await wire.ask("who wrote the article")
            worst: dict[str, tuple[float, float, str]] = {}
            all_ways = ways(wire)
            for name, make in texts:
                typed = longer(make(0), MESSAGE)
                for way, send in all_ways.items():
                    holds.now, own = 0.0, time.process_time()
                    with suppress(TimeoutError):
                        await send(typed)
                    taken = 1_000 * (time.process_time() - own)
                    worst[way] = max(worst.get(way, (0.0, 0.0, "")), (holds.now, taken, name))
    for way, (held, taken, name) in worst.items():
        print(f"{way:12} held the loop for {held:6.2f} ms at most (all of it took {taken:.1f} ms): {name}")  # noqa: T201
    cuts = statistics.quantiles(holds.all, n=1_000)
    print(f"holds: median {cuts[499]:.2f} ms, 99 % {cuts[989]:.2f}, 99.9 % {cuts[998]:.2f}, longest {holds.longest:.2f}")  # noqa: T201
    return max(held for held, _, _ in worst.values()) <= HOLD_LIMIT


def ways(wire: Wire) -> dict[str, Callable[[str], Awaitable[object]]]:
    """Return a function for each way in that sends a text and waits for the bot's reaction."""
    fake, ana, channel = wire.fake, wire.ana, wire.channel
    moderator = fake.member(wire.guild, "mo", fake.role(wire.guild, "mods", MANAGE_GUILD))

    async def mention(typed: str) -> object:
        await fake.say(channel, ana, typed[: MESSAGE - 30], mentions=[fake.bot])
        return await fake.next_message(channel, seconds=5.0)

    async def edit(typed: str) -> object:
        asked = await fake.say(channel, ana, "when was the article written", mentions=[fake.bot])
        await fake.next_message(channel)
        await fake.edit(asked, f"{fake.bot.mention} {typed[: MESSAGE - 30]}")
        return await fake.next_edit(channel, seconds=1.0)

    async def menu(typed: str) -> object:
        said = await fake.say(channel, ana, typed)
        return await fake.next_answer(await fake.interact_command("Answer from the article", ana, channel, target=said))

    async def direct(typed: str) -> object:
        conversation = fake.dm(ana)
        await fake.say(conversation, ana, typed)
        return await fake.next_message(conversation)

    async def command(typed: str) -> object:
        return await fake.next_answer(await fake.interact_command("ask", ana, channel, {"question": typed[:QUESTION_LIMIT]}))

    async def completion(typed: str) -> object:
        return await fake.next_response(
            await fake.autocomplete("ask", ana, channel, {"question": longer(typed, TYPED)}, focused="question")
        )

    async def choice(typed: str) -> object:
        options = {"thing": longer(typed, TYPED)}
        return await fake.next_response(await fake.autocomplete("knowledge edit", moderator, channel, options, focused="thing"))

    async def form(typed: str) -> object:
        opened = await fake.interact_command("knowledge add", moderator, channel)
        await fake.next_response(opened)
        filled = {"phrasings": typed, "answer": typed[:ANSWER_LIMIT], "evidence": typed[:100], "kind": ["fact"], "stance": ["fact"]}
        return await fake.next_answer(await fake.submit_modal(opened, filled))

    return {
        "mention": mention, "edit": edit, "menu": menu, "direct": direct, "/ask": command,
        "completion": completion, "choice": choice, "form": form,
    }  # fmt: skip


def main(*, semantic: bool) -> bool:
    """Measure everything; return whether the limits are kept."""
    own = replace(load(os.environ, ROOT), semantic="on" if semantic else "off", knowledge=ROOT / "knowledge")
    with tempfile.TemporaryDirectory() as data:
        service = open_service(own, open_store(Path(data)))
        texts = texts_for(service)
        is_quick, worst = in_process(service, texts)
        sent = [(name, make) for name, make in texts if name in worst or not make(1).strip("howx, ").strip()]
        return asyncio.run(over_discord(service, sent)) and is_quick


if __name__ == "__main__":
    sys.exit(0 if main(semantic="--semantic" in sys.argv) else 1)
