"""Send 2,000 questions in ten seconds to 200 channels, within Discord's limits, and count their replies.

python -m benchmarks.flood [QUESTIONS [CHANNELS [SECONDS]]]

The fake Discord runs in this process, the bot in one of its own. Each channel takes five messages in five seconds and
the bot may make fifty calls a second in all, as with Discord; more than that is answered 429. Every question, each from
a member of its own, has to be answered, or its asker told why not, once; and in a channel the answers come in the order
of the questions.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from benchmarks.roundtrip import Side, questions_of, side
from fake_discord import Channel, Message, User
from fake_discord.limits import GLOBAL_CALLS

MESSAGES = "/channels/{channel_id}/messages"
SILENCE_SECONDS = 60.0
"""Seconds without a reply after which a channel counts as done."""
DOUBLES_SECONDS = 3.0
"""Seconds to wait for replies that should not come."""


@dataclass(frozen=True)
class Fate:
    """The replies to a channel's questions, by message id."""

    asked: Sequence[int]
    replies: Sequence[Message]

    @property
    def answered(self) -> list[int]:
        """List the answered questions in the order of their answers, which have buttons; notices have none."""
        return [reply.reference or 0 for reply in self.replies if reply.components]

    @property
    def told(self) -> list[Message]:
        """List the notices that were sent instead of answers."""
        return [reply for reply in self.replies if not reply.components]

    @property
    def lost(self) -> int:
        """Count questions without any reply."""
        return len(set(self.asked) - {reply.reference for reply in self.replies})

    @property
    def doubled(self) -> int:
        """Count replies beyond the first to each question."""
        return len(self.replies) - len({reply.reference for reply in self.replies})

    @property
    def out_of_order(self) -> int:
        """Count answers that came after the answer to a later question."""
        answered = self.answered
        return sum(question < max(answered[: number + 1]) for number, question in enumerate(answered))


async def ask_at_a_pace(bot: Side, questions: Sequence[str], askers: Sequence[User], seconds: float) -> dict[int, list[int]]:
    """Ask in all channels in turn; return what was asked in each."""
    asked: dict[int, list[int]] = {channel.id: [] for channel in bot.channels}
    started = time.perf_counter()
    for number, (question, asker) in enumerate(zip(questions, askers, strict=True)):
        channel = bot.channels[number % len(bot.channels)]
        said = await bot.fake.say(channel, asker, question, mentions=[bot.fake.bot])
        asked[channel.id].append(said.id)
        await asyncio.sleep(max(0.0, started + seconds * number / len(questions) - time.perf_counter()))
    return asked


async def take_replies(bot: Side, channel: Channel, asked: Sequence[int]) -> list[Message]:
    """Collect the bot's messages in a channel until each question has a reply, or no more come."""
    taken: list[Message] = []
    with suppress(TimeoutError):
        while set(asked) - {reply.reference for reply in taken}:
            taken.append(await bot.fake.next_message(channel, seconds=SILENCE_SECONDS))
    return taken


async def take_more(bot: Side, channel: Channel) -> list[Message]:
    """Collect the bot's other messages."""
    taken: list[Message] = []
    with suppress(TimeoutError):
        while True:
            taken.append(await bot.fake.next_message(channel, seconds=0.0))
    return taken


async def measure(count: int = 2_000, channels: int = 200, seconds: float = 10.0) -> bool:
    """Flood the bot and print the result.

    Return whether each question was answered in order, or refused with a notice.
    """
    questions = questions_of(count)
    async with side("briefbot", channels) as bot:
        askers = [bot.fake.member(bot.guild, f"member {number}") for number in range(count)]
        return await let_loose(bot, questions, askers, seconds)


async def let_loose(bot: Side, questions: Sequence[str], askers: Sequence[User], seconds: float, calls: int = GLOBAL_CALLS) -> bool:
    """Ask everything within Discord's limits, and print the result; return whether it is as expected."""
    bot.fake.limits.set("POST", MESSAGES, calls=5, seconds=5.0)
    bot.fake.limits.set_global(calls)
    started = time.perf_counter()
    asked = await ask_at_a_pace(bot, questions, askers, seconds)
    replies = await asyncio.gather(*(take_replies(bot, channel, asked[channel.id]) for channel in bot.channels))
    taken = time.perf_counter() - started
    await asyncio.sleep(DOUBLES_SECONDS)
    more = [await take_more(bot, channel) for channel in bot.channels]
    fates = [Fate(asked[channel.id], [*first, *rest]) for channel, first, rest in zip(bot.channels, replies, more, strict=True)]
    return report(fates, bot.fake.limits.refused.copy(), taken)


def report(fates: Sequence[Fate], refused: Counter[str], taken: float) -> bool:
    """Print the result; return whether it is as expected."""
    lost, doubled = sum(fate.lost for fate in fates), sum(fate.doubled for fate in fates)
    out_of_order = sum(fate.out_of_order for fate in fates)
    answered, told = sum(len(fate.answered) for fate in fates), [reply.content for fate in fates for reply in fate.told]
    lines = (
        f"{sum(len(fate.asked) for fate in fates)} questions in {len(fates)} channels, the last reply after {taken:.1f} s",
        f"answered {answered}, told {len(told)}, lost {lost}, doubled {doubled}, out of order {out_of_order}",
        f"429s: {refused['global']} of the global limit, {refused['user']} of a channel's",
        *(f"told {times} times: {content}" for content, times in Counter(told).most_common()),
    )
    print("\n".join(lines))  # noqa: T201
    return lost == doubled == out_of_order == 0


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(measure(*map(int, sys.argv[1:]))) else 1)
