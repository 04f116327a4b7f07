"""The contract refuses what Discord would refuse, and accepts what discord.py rightly sends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from contract import Contract, with_text_ids
from fake_discord import FakeDiscord, connected

DESCRIPTION = Path(__file__).parents[1] / "../shared/discord/openapi.json"
pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="Discord's API description is not at ../shared/discord/openapi.json")

MESSAGES = "/channels/1/messages"
COMMANDS = "/applications/1/commands"
CALLBACK = "/interactions/1/token/callback"


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract(DESCRIPTION)


def button(custom_id: str = "a", label: str = "A") -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id}


def row(*parts: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": 1, "components": list(parts)}]


def option(name: str = "topic", **rest: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "What", **rest}


def command(name: str = "ask", **rest: Any) -> dict[str, Any]:
    return {"type": 1, "name": name, "description": "Ask", "options": [], **rest}


GOOD = [
    ("POST", MESSAGES, {"content": "hello", "tts": False, "components": row(button())}),
    ("POST", "/api/v10/channels/1/messages", {"content": "x", "message_reference": {"message_id": 5, "channel_id": 6}}),
    ("POST", MESSAGES, {"content": "", "attachments": [{"id": 0, "filename": "a.txt"}]}),
    ("POST", MESSAGES, {"components": [{"type": 10, "content": "text"}], "flags": 1 << 15}),
    ("PATCH", "/channels/1/messages/2", {"content": "new", "tts": False}),
    ("POST", "/channels/{channel_id}/messages", {"embeds": [{"fields": [{"name": "a", "value": "b"}]}]}),
    ("POST", "/channels/1/typing", None),
    ("GET", "/users/@me", None),
    ("POST", "/users/@me/channels", {"recipient_id": 5}),
    ("POST", CALLBACK, {"type": 4, "data": {"content": "hi", "flags": 64}}),
    ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
    ("POST", CALLBACK, {"type": 6}),
    ("POST", CALLBACK, {"type": 7, "data": {"content": "hi", "components": row(button())}}),
    ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "A", "value": "a"}]}}),
    ("POST", "/webhooks/1/token", {"content": "later", "flags": 64}),
    ("PATCH", "/webhooks/1/token/messages/@original", {"content": "later"}),
    (
        "PUT",
        COMMANDS,
        [command(options=[option(required=True), option("b")]), command("Count", type=3, description="")],
    ),
    ("PUT", "/applications/1/guilds/2/commands", []),
]

BAD = [
    ("POST", MESSAGES, {"content": "x" * 2001}, "at most 2000"),
    ("POST", MESSAGES, {"content": " "}, "empty"),
    ("POST", MESSAGES, {"content": "x", "colour": 1}, "unknown key 'colour'"),
    ("POST", MESSAGES, {"embeds": [{"description": "x" * 4000}, {"description": "x" * 2001}]}, "6001 characters"),
    ("POST", MESSAGES, {"embeds": [{"description": "x" * 4097}]}, "4096"),
    ("POST", MESSAGES, {"embeds": [{"fields": [{"name": "a", "value": " "}]}]}, "empty value"),
    ("POST", MESSAGES, {"embeds": [{"url": "no address"}]}, "uri"),
    ("POST", MESSAGES, {"content": "x", "components": row(button(), button())}, "'a' stands 2 times"),
    ("POST", MESSAGES, {"content": "x", "components": row(button(label="x" * 81))}, "label: .*80"),
    ("POST", MESSAGES, {"content": "x", "components": row(*(button(str(n)) for n in range(6)))}, "5 items"),
    ("POST", MESSAGES, {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "y"}]}, "exclude"),
    ("POST", MESSAGES, {"flags": 1 << 15, "components": [{"type": 10, "content": "y" * 3000}] * 2}, "6000 characters"),
    ("PATCH", "/channels/1/messages/2", {"content": "x" * 2001}, "at most 2000"),
    ("PATCH", "/webhooks/1/token/messages/@original", {"content": "x" * 2001}, "2000"),
    ("POST", CALLBACK, {"type": 4, "data": {"content": ""}}, "empty"),
    ("POST", CALLBACK, {"type": 4, "data": {"content": "x" * 2001}}, "2000"),
    ("POST", CALLBACK, {"type": 4, "data": {"content": "x", "ephemeral": True}}, "unknown key 'data.ephemeral'"),
    ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "A", "value": "a"}] * 26}}, "25 items"),
    ("POST", CALLBACK, {"type": 9, "data": {"title": "T" * 46, "custom_id": "m", "components": []}}, "title: .*45"),
    ("PUT", COMMANDS, [command("Ask")], "lower case"),
    ("PUT", COMMANDS, [command("a" * 33)], "32"),
    ("PUT", COMMANDS, [command("ask me")], "lower case or has other signs"),
    ("PUT", COMMANDS, [command(description="")], "description is empty"),
    ("PUT", COMMANDS, [command(description="x" * 101)], "100"),
    ("PUT", COMMANDS, [command(options=[option("Topic")])], "lower case"),
    ("PUT", COMMANDS, [command(options=[option("a"), option("b", required=True)])], "after an optional one"),
    ("PUT", COMMANDS, [command(options=[option("a"), option("a")])], "'a' stands 2 times"),
    ("PUT", COMMANDS, [command(options=[option("a"), option("b", type=1)])], "beside other options"),
    ("PUT", COMMANDS, [command(f"c{n}") for n in range(101)], "101 commands"),
    ("PUT", COMMANDS, [command(), command()], "'ask' stands 2 times"),
    (
        "PUT",
        COMMANDS,
        [command(options=[option(f"o{n}", choices=[{"name": "x" * 99, "value": "v"}] * 25) for n in range(2)])],
        "at most 4000",
    ),
    ("POST", "/channels/1/nothing", {}, "no such call"),
    ("POST", "/channels/1/typing", {}, "takes no body"),
    ("POST", MESSAGES, None, "needs a body"),
]


@pytest.mark.parametrize(("method", "path", "body"), GOOD)
def test_good_bodies_pass(contract: Contract, method: str, path: str, body: Any) -> None:
    assert contract.problems(method, path, body) == []


@pytest.mark.parametrize(("method", "path", "body", "expected"), BAD)
def test_bad_bodies_are_named(contract: Contract, method: str, path: str, body: Any, expected: str) -> None:
    with pytest.raises(AssertionError, match=expected):
        raise AssertionError("\n".join(contract.problems(method, path, body)))


def test_only_snowflakes_become_text() -> None:
    body = {"components": [{"type": 1, "id": 7}], "attachments": [{"id": 0}], "allowed_mentions": {"users": [9]}}
    assert with_text_ids(body) == {
        "components": [{"type": 1, "id": 7}],
        "attachments": [{"id": "0"}],
        "allowed_mentions": {"users": ["9"]},
    }


class Form(discord.ui.Modal, title="Form"):
    text: discord.ui.TextInput[Form] = discord.ui.TextInput(label="Text", style=discord.TextStyle.paragraph)


class Everything(discord.Client):
    """Send one of everything that a bot sends."""

    async def setup_hook(self) -> None:
        tree = app_commands.CommandTree(self)

        @tree.command(description="Do it all")
        @app_commands.default_permissions(manage_guild=True)
        async def all_of_it(interaction: discord.Interaction, text: str, number: app_commands.Range[int, 1, 5] = 1) -> None:
            await interaction.response.defer(ephemeral=True)
            view = discord.ui.View()
            view.add_item(discord.ui.Button(label="Go", custom_id="go"))
            view.add_item(discord.ui.Button(label="See", url="https://example.org"))
            await interaction.edit_original_response(content=text * number, view=view)
            await interaction.followup.send(embed=discord.Embed(title="T").add_field(name="a", value="b"))

        @tree.command(description="Ask")
        async def form(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(Form())

        await tree.sync()

    async def send_all(self, channel: discord.abc.Messageable) -> None:
        quiet = discord.AllowedMentions(users=[discord.Object(5)], replied_user=False)
        first = await channel.send("first", allowed_mentions=quiet, nonce=3)
        second = await first.reply("second", file=discord.File(__file__), mention_author=False)
        await second.edit(content="changed", view=None)
        layout = discord.ui.LayoutView()
        layout.add_item(discord.ui.Container(discord.ui.TextDisplay("shown")))
        await channel.send(view=layout)
        await channel.typing()
        await second.delete()


async def test_all_that_discord_py_sends_passes(contract: Contract) -> None:
    async with FakeDiscord() as fake:
        guild = fake.guild()
        channel, ana = fake.channel(guild), fake.member(guild, "ana")
        client = Everything(intents=discord.Intents.default())
        async with connected(fake, client):
            await client.send_all(client.get_partial_messageable(channel.id))
            called = await fake.interact_command("all_of_it", ana, channel, {"text": "x", "number": 2})
            assert (await fake.next_answer(called)).content == "xx"
            await fake.next_answer(called)
            await fake.next_response(await fake.interact_command("form", ana, channel))
        calls = fake.requests
    assert [problem for call in calls for problem in contract.problems(call.method, call.path, call.body)] == []
    assert [call.method for call in calls].count("POST") == 7
