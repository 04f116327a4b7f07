"""Short times use a clock that cannot be set, so waits and windows ignore jumps of the wall clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest

from bot.conftest import Stage
from bot.pacing.test_cooldowns import ANA
from bot.test_drafts import draft
from briefbot.bot.drafts import Desk
from briefbot.bot.pacing.cooldowns import Cooldowns, WaitError
from briefbot.bot.pacing.recent_answers import RecentAnswers
from briefbot.domain.records import GuildSettings

WALL_CLOCK = re.compile(r"utcnow|datetime\.now|time\.time\(|tasks\.loop")
ON_THE_WALL = {
    "bot/asking/answers.py": "receipts are kept for thirty days",
    "bot/asking/care.py": "receipts, as above",
    "bot/asking/edits_and_deletions.py": "receipts are kept for thirty days, and Discord's times compared with the start",
    "bot/asking/resuming.py": "how long an offer still stands is counted over a restart",
    "bot/correcting/replies.py": "Discord's time of a message says how fast it may be edited",
    "bot/browsing/joining.py": "a server that was joined a day ago or earlier is not greeted",
    "domain/clocks.py": "servers that were left are kept for thirty days",
    "editing/editor.py": "a revision has a date",
    "store/files.py": "a copy has a date in its name",
}
"""The modules that may read the wall clock, each with its reason."""


@pytest.fixture(params=[timedelta(days=1), timedelta(days=-1), timedelta(days=365)], ids=str)
def jump(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return a function that sets discord.py's clock."""

    def set_clock() -> None:
        monkeypatch.setattr(discord.utils, "utcnow", lambda: datetime.now(UTC) + request.param)

    return set_clock


def test_a_cooldown_is_no_longer_and_no_shorter(jump: Callable[[], None]) -> None:
    cooldowns = Cooldowns(lambda _: GuildSettings(member_cooldown=30))
    cooldowns.take_on(ANA)
    jump()
    with pytest.raises(WaitError, match=r"Please wait (29|30) seconds"):
        cooldowns.admit(ANA)


def test_a_notice_is_not_given_again(jump: Callable[[], None]) -> None:
    cooldowns = Cooldowns(lambda _: GuildSettings())
    assert cooldowns.may_tell(ANA, WaitError)
    jump()
    assert not cooldowns.may_tell(ANA, WaitError)
    cooldowns.expire()
    assert cooldowns.is_known(ANA.asker)


def test_an_answer_is_still_linked_to(jump: Callable[[], None]) -> None:
    given = RecentAnswers()
    given.note(1, "tea", 11)
    jump()
    assert given.find(1, "tea") == 11


def test_a_draft_can_still_be_taken_up(jump: Callable[[], None]) -> None:
    desk, kept = Desk(), draft()
    desk.keep(kept)
    jump()
    assert desk.find(kept.token, 1, 42) == kept


async def test_a_follow_up_is_still_understood(stage: Stage, jump: Callable[[], None]) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} Who is Ines Calloway?")
    jump()
    await stage.ana.send(stage.channel, f"{stage.mention} how old is she?")
    assert stage.last().content.startswith("**Not in the article.** The article says nothing about Ines Calloway beyond her post")


async def test_a_reply_still_follows_its_question(stage: Stage, jump: Callable[[], None]) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} How many books were damaged?")
    jump()
    await stage.ana.edit(asked, f"{stage.mention} How much did the new roof cost?")
    assert "£61,500" in stage.last().content


def test_nothing_else_asks_what_time_it_is(root: Path) -> None:
    source = root / "src" / "briefbot"
    asking = {path.relative_to(source).as_posix() for path in source.rglob("*.py") if WALL_CLOCK.search(path.read_text("utf-8"))}
    assert asking == set(ON_THE_WALL)
