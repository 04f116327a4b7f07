"""An unmodified discord.py client that repeats what it hears, and a place in which it is tried."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from fake_discord import Channel, FakeDiscord, Guild, User

MESSAGES = "/channels/{channel_id}/messages"
INTENTS = discord.Intents.default()
INTENTS.message_content = True
# The default is two seconds after the last guild; nothing here needs so many.
QUICK = {"guild_ready_timeout": 0.02}


class Echo(discord.Client):
    """Reply to mentions and direct messages with what was said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"intents": INTENTS, **QUICK, **options})
        self.tree = app_commands.CommandTree(self)
        self.heard: list[str] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Spare the five seconds that discord.py waits for Discord's sake before a second IDENTIFY."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author == self.user:
            return
        self.heard.append(message.content)
        assert self.user is not None
        if self.user in message.mentions or message.guild is None:
            await message.reply(f"echo: {message.content.split()[-1]}", allowed_mentions=discord.AllowedMentions.none())


class ShardedEcho(Echo, discord.AutoShardedClient):
    """The same on several shards."""


class Asking(discord.ui.Modal, title="Ask"):
    question: discord.ui.TextInput[Asking] = discord.ui.TextInput(label="Question", default="why", custom_id="question")
    tone: discord.ui.Label[Asking] = discord.ui.Label(
        text="Tone",
        component=discord.ui.Select(custom_id="tone", options=[discord.SelectOption(label="kind"), discord.SelectOption(label="curt")]),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.tone.component, discord.ui.Select)
        await interaction.response.send_message(f"{self.question.value} ({self.tone.component.values[0]})")


class Panel(discord.ui.View):
    @discord.ui.button(label="More", custom_id="panel:more")
    async def more(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.edit_message(content="more")

    @discord.ui.button(label="Form", custom_id="panel:form")
    async def form(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.send_modal(Asking())

    @discord.ui.button(label="Quiet", custom_id="panel:quiet")
    async def quiet(self, interaction: discord.Interaction, _: discord.ui.Button[Panel]) -> None:
        await interaction.response.defer()
        await interaction.followup.send("only you", ephemeral=True)

    @discord.ui.button(label="Never", custom_id="panel:never", disabled=True)
    async def never(self, _: discord.Interaction, __: discord.ui.Button[Panel]) -> None:
        raise AssertionError


class Commanding(Echo):
    """Echo with commands, registered on start."""

    async def setup_hook(self) -> None:
        group = app_commands.Group(name="book", description="Books")

        @group.command(description="Ask slowly")
        async def ask(interaction: discord.Interaction, topic: str, whom: discord.Member | None = None) -> None:
            await interaction.response.defer(ephemeral=True)
            await interaction.followup.send(f"{topic} for {whom.display_name if whom else 'all'}")
            await interaction.followup.send("and more", ephemeral=True)

        @ask.autocomplete("topic")
        async def complete(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=current.upper(), value=current)]

        @app_commands.command(description="Show the panel")
        async def panel(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("panel", view=Panel())

        @app_commands.context_menu(name="Count words")
        async def count(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(str(len(message.content.split())), ephemeral=True)

        self.tree.add_command(group)
        self.tree.add_command(panel)
        self.tree.add_command(count)
        await self.tree.sync()


class Place:
    """A fake with one guild, channel and member."""

    def __init__(self, fake: FakeDiscord) -> None:
        self.fake = fake
        self.guild: Guild = fake.guild()
        self.channel: Channel = fake.channel(self.guild)
        self.ana: User = fake.member(self.guild, "ana")


async def ask(place: Place, text: str) -> str:
    """Mention the bot and return its reply."""
    await place.fake.say(place.channel, place.ana, text, mentions=[place.fake.bot])
    return (await place.fake.next_message(place.channel)).content
