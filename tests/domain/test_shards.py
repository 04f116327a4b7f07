"""A range of shards is a count, a range or one number, and knows its guilds."""

from __future__ import annotations

import re

import pytest

from briefbot.domain.shards import Shards, shards_from


@pytest.mark.parametrize(
    ("text", "shards"),
    [
        ("16", Shards(0, 15, 16)),
        ("0-3/16", Shards(0, 3, 16)),
        ("5/16", Shards(5, 5, 16)),
        ("1", Shards(0, 0, 1)),
        ("0-15/16", Shards(0, 15, 16)),
    ],
)
def test_a_count_a_range_and_one_shard_are_read(text: str, shards: Shards) -> None:
    assert shards_from(text) == shards
    assert shards_from(str(shards)) == shards


@pytest.mark.parametrize("text", ["", "0", "0/0", "16/16", "3-1/4", "0-4/4", "-1/4", "0-/4", "1.5", "٣", "99999", "0-3/16/2", "a-b/c"])
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(text)}$"):
        shards_from(text)


def test_each_guild_is_heard_of_in_one_range_and_direct_messages_by_the_first_shard() -> None:
    ranges = [Shards(0, 2, 8), Shards(3, 5, 8), Shards(6, 7, 8)]
    guilds = [number << 22 for number in range(100, 140)]
    assert all(sum(each.hear_of(guild) for each in ranges) == 1 for guild in guilds)
    assert [each.hear_of(None) for each in ranges] == [True, False, False]
    assert [guild >> 22 for guild in guilds if ranges[2].hear_of(guild)][:4] == [102, 103, 110, 111]


def test_parts_add_up() -> None:
    assert sum(each.part for each in (Shards(0, 2, 8), Shards(3, 7, 8))) == 1
    assert not Shards(0, 2, 8).are_all
    assert Shards(0, 7, 8).are_all
