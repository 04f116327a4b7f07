"""Let 2,000 questions in ten seconds loose on 200 channels, with Discord's limits kept, and count what became of them.

    python -m benchmarks.flood [QUESTIONS [CHANNELS [SECONDS]]]

The fake Discord runs in this process, the bot in one of its own. Each channel takes five messages in five seconds, as
Discord's do; more than that is answered 429. Every question has to be answered, or its asker told, and in a channel the
replies come in the order of the questions.
"""

from __future__ import annotations

import asyncio
import sys
import time

from benchmarks.roundtrip import Side, questions_of, side

MESSAGES = "/channels/{channel_id}/messages"
WAIT_SECONDS = 120.0


async def ask_at_a_pace(bot: Side, count: int, seconds: float) -> dict[int, list[int]]:
    """Ask in all channels in turn; give what was asked in each."""
    asked: dict[int, list[int]] = {}
    started = time.perf_counter()
    for number, question in enumerate(questions_of(count)):
        channel = bot.channels[number % len(bot.channels)]
        said = await bot.fake.say(channel, bot.asker, question, mentions=[bot.fake.bot])
        asked.setdefault(channel.id, []).append(said.id)
        await asyncio.sleep(max(0.0, started + seconds * number / count - time.perf_counter()))
    return asked


async def measure(count: int = 2_000, channels: int = 200, seconds: float = 10.0) -> bool:
    """Flood the bot and print what became of the questions; tell whether each was answered in its turn."""
    async with side("briefbot", channels) as bot:
        bot.fake.limits.set("POST", MESSAGES, calls=5, seconds=5.0)
        started = time.perf_counter()
        asked = await ask_at_a_pace(bot, count, seconds)
        replies = {
            channel.id: [(await bot.fake.next_message(channel, seconds=WAIT_SECONDS)).reference for _ in asked[channel.id]]
            for channel in bot.channels
        }
        taken = time.perf_counter() - started
    answered = sum(len(set(replies[channel]) & set(asked[channel])) for channel in asked)
    in_order = sum(replies[channel] == asked[channel] for channel in asked)
    print(f"{answered} of {count} questions answered after {taken:.1f} s, {in_order} of {channels} channels in order")  # noqa: T201
    return answered == count and in_order == channels


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(measure(*map(int, sys.argv[1:]))) else 1)
