"""Custom ids name things with ids of any length."""

from __future__ import annotations

import pytest

from briefbot.bot.moderating.custom_ids import key_of, ref
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.domain.knowledge import Key

LONG: tuple[Key, ...] = (("entry", "x" * 40), ("alias", "y" * 100), ("alias", "北京"), ("speaker", "a"), ("quote", "quote-" + "z" * 30))
NAMES = {key: key for key in LONG}


@pytest.mark.parametrize("key", LONG)
def test_thing_is_found_by_its_name_in_an_id(key: Key) -> None:
    assert len(ref(key)) <= 26
    assert key_of(ref(key), NAMES) == key


@pytest.mark.parametrize("named", ["", "e", "e.cost", "e.~", "s.a "])
def test_thing_that_there_is_none_of_is_refused(named: str) -> None:
    with pytest.raises(RefusedError, match="out of date"):
        key_of(named, NAMES)


def test_thing_that_is_replaced_leads_to_what_replaces_it() -> None:
    assert key_of("e.price", {("entry", "price"): ("entry", "cost")}) == ("entry", "cost")
