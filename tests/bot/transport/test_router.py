"""The router passes buttons, menus and forms to their handlers, and politely refuses outdated or forged ones."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simcord import InteractionResult

from bot.conftest import Stage
from bot.desks import Desk, press_forged, submit_forged, told
from bot.test_isolation import FORM_IDS, IDS, PICKED_IDS, SETTINGS
from briefbot.bot.client import Interaction
from briefbot.bot.transport.custom_ids import CustomId
from briefbot.bot.transport.interactions import send_reply
from briefbot.bot.transport.router import Router, Typed
from briefbot.errors import BriefbotError
from briefbot.service import Service


@dataclass(frozen=True)
class Greet(CustomId):
    head = "bb:greet"
    times: int


@dataclass(frozen=True)
class Choose(CustomId):
    head = "bb-menu:greet"


@dataclass(frozen=True)
class ChooseAll(CustomId):
    head = "bb-menu:greet-all"


@dataclass(frozen=True)
class Write(CustomId):
    head = "bb-form:greet"


@pytest.fixture
def greeter(stage: Stage) -> Stage:
    """Return the bot a button, a menu and a form that greet."""

    async def greet(interaction: Interaction, pressed: Greet) -> None:
        await send_reply(interaction, "Hello! " * pressed.times, is_private=True)

    async def choose(interaction: Interaction, _: Choose, picked: str) -> None:
        await send_reply(interaction, f"Hello, {picked}!", is_private=True)

    async def choose_all(interaction: Interaction, _: ChooseAll, picked: Sequence[str]) -> None:
        await send_reply(interaction, f"Hello, {' and '.join(picked) or 'nobody'}!", is_private=True)

    async def write(interaction: Interaction, _: Write, typed: Typed) -> None:
        await send_reply(interaction, f"Hello, {typed['name']}!", is_private=True)

    stage.bot.router.button(Greet, greet)
    stage.bot.router.menu(Choose, choose)
    stage.bot.router.open_menu(ChooseAll, choose_all)
    stage.bot.router.form(Write, write)
    return stage


async def test_button_gets_what_its_id_says(greeter: Stage) -> None:
    assert told(await press_forged(greeter.ana, greeter.channel, "bb:greet:2")) == "Hello! Hello!"


async def test_menu_gets_what_was_picked(greeter: Stage) -> None:
    assert told(await press_forged(greeter.ana, greeter.channel, "bb-menu:greet", ["Ana"])) == "Hello, Ana!"


@pytest.mark.parametrize("values", [[], ["Ana", "Ben"]])
async def test_menu_of_which_one_value_is_picked_refuses_none_and_several(greeter: Stage, values: list[str]) -> None:
    refused = await press_forged(greeter.ana, greeter.channel, "bb-menu:greet", values)
    assert told(refused) == "This button is from an older version of me. Please ask again."


async def test_open_menu_gets_all_that_was_picked(greeter: Stage) -> None:
    assert told(await press_forged(greeter.ana, greeter.channel, "bb-menu:greet-all", ["Ana", "Ben"])) == "Hello, Ana and Ben!"
    assert told(await press_forged(greeter.ana, greeter.channel, "bb-menu:greet-all", [])) == "Hello, nobody!"


async def test_form_gets_what_was_filled_in(greeter: Stage) -> None:
    assert told(await submit_forged(greeter.ana, greeter.channel, "bb-form:greet", name="Ana")) == "Hello, Ana!"


@pytest.mark.parametrize("custom_id", ["bb:greet:often", "bb:greet", "bb:greet:1:2", "bb:greets:1", "xx:greet:1", "bb", "greet", ":"])
async def test_button_that_is_out_of_date_says_so(custom_id: str, greeter: Stage) -> None:
    refused = await press_forged(greeter.ana, greeter.channel, custom_id)
    assert told(refused) == "This button is from an older version of me. Please ask again."


async def test_ids_are_good_for_what_they_were_made_for_alone(greeter: Stage) -> None:
    outdated = "This button is from an older version of me. Please ask again."
    assert told(await press_forged(greeter.ana, greeter.channel, "bb:greet:1", ["Ana"])) == outdated
    assert told(await press_forged(greeter.ana, greeter.channel, "bb-menu:greet")) == outdated
    assert told(await press_forged(greeter.ana, greeter.channel, "bb-form:greet")) == outdated
    assert told(await submit_forged(greeter.ana, greeter.channel, "bb:greet:1", name="Ana")) == f"{outdated}\nYou wrote:\n> Ana"


async def test_check_comes_before_all_else(stage: Stage) -> None:
    def refuse(_: object) -> None:
        raise BriefbotError("Not you.")

    async def greet(_interaction: object, _pressed: Greet) -> None:
        raise AssertionError("never called")

    stage.bot.router.button(Greet, greet, check=refuse)
    assert told(await press_forged(stage.ana, stage.channel, "bb:greet:often")) == "Not you."


async def test_failure_is_told_and_logged_once(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async def fail(_interaction: object, _pressed: Greet) -> None:
        raise ZeroDivisionError

    stage.bot.router.button(Greet, fail)
    answer = told(await press_forged(stage.ana, stage.channel, "bb:greet:1"))
    assert answer.startswith("Something went wrong on my side.")
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == ["unexpected error"]


async def test_what_was_typed_comes_back_when_its_form_fails(stage: Stage) -> None:
    async def fail(_: Interaction, __: Write, ___: Typed) -> None:
        raise RuntimeError("played")

    stage.bot.router.form(Write, fail)
    answer = told(await submit_forged(stage.ana, stage.channel, "bb-form:greet", name="Ana *the* second"))
    assert answer.startswith("Something went wrong on my side.")
    assert answer.endswith("\nYou wrote:\n> Ana \\*the\\* second")


def test_two_handlers_of_one_verb_are_an_error() -> None:
    async def greet(_interaction: object, _pressed: Greet) -> None: ...

    router = Router()
    router.button(Greet, greet)
    with pytest.raises(ValueError, match="two handlers for bb:greet"):
        router.button(Greet, greet)


# Forgeries -------------------------------------------------------------------------------------------

VERBS = sorted(
    {
        *(f"bb:{verb}" for verb in IDS),
        *(f"bb-menu:{verb}" for verb in PICKED_IDS),
        *(f"bb-form:{verb}" for verb in FORM_IDS),
        *(f"bb-set:{name}" for name in SETTINGS),
    }
)
KNOWN = ["-", "0", "1", "edit", "add", "e.cost", "q.quote-buckets", "keep", "bundle", "merge", "tests", "phrases", "entry", "reason", "all"]
words = st.one_of(
    st.sampled_from(["", *KNOWN]),
    st.integers(-5, 1 << 70).map(str),
    st.text("0123456789abcdef.", max_size=20),
    st.text(max_size=10),
)
heads = st.one_of(
    st.sampled_from(VERBS),
    st.builds("{}:{}".format, st.sampled_from(["bb", "bb-menu", "bb-form", "bb-set", "BB", "xx", ""]), st.text(max_size=10)),
)
custom_ids = st.builds(lambda head, args: ":".join([head, *args])[:100], heads, st.lists(words, max_size=7))
picks = st.lists(words | st.just("member_cooldown=5"), max_size=2)


@pytest.fixture
def service(keeping: Service) -> Service:
    return keeping


async def use_forged(desk: Desk, way: str, custom_id: str, values: list[str]) -> InteractionResult:
    """Use a forged button, menu or form as a moderator."""
    if way == "form":
        return await submit_forged(desk.mia, desk.channel, custom_id, **dict(zip(("answer", "reason"), values, strict=False)))
    return await press_forged(desk.mia, desk.channel, custom_id, values if way == "menu" else None)


@pytest.fixture
async def quiet(desk: Desk) -> Desk:
    """Stop the bot's jobs, because no event loop runs between two examples."""
    for cog in ("Keeping", "Privacy", "Following"):
        await desk.bot.remove_cog(cog)
    return desk


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(custom_id=custom_ids, values=picks)
@pytest.mark.parametrize("way", ["button", "menu", "form"])
async def test_whatever_is_forged_is_answered_and_never_by_an_unexpected_error(
    way: str, quiet: Desk, caplog: pytest.LogCaptureFixture, custom_id: str, values: list[str]
) -> None:
    result = await use_forged(quiet, way, custom_id, values)
    assert result.acknowledged
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
