"""Questions reach the bot on every path, and the answer arrives where it was asked."""

from __future__ import annotations

import logging

import discord
import pytest

from bot.conftest import Stage

WHEN = "When did the library reopen?"
ANSWER = "Hollowbrook's village library reopened on Saturday, March 22."
CITATION = "— Paragraph 1 of 9\n-# From “Hollowbrook library reopens under a roof of reclaimed slate”"


async def test_mention_is_answered_on_the_message(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    reply = stage.last()
    assert reply.content.startswith(ANSWER)
    assert reply.content.endswith(CITATION)
    assert reply.reference.message_id == asked.id


async def test_nobody_is_pinged(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    [sent] = [entry.json for entry in stage.env.http_requests if entry.method == "POST" and entry.path.endswith("/messages")]
    assert sent["allowed_mentions"] == {"parse": [], "replied_user": False}


async def test_reply_to_the_bot_is_answered(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ben.send(stage.channel, "How much did the new roof cost?", reply_to=stage.last())
    assert "£61,500" in stage.last().content


@pytest.mark.parametrize(
    "text", ["lol", "👍", "<:thanks:1>", "thanks!", "I see", "ok cool", "wow", "hm", "really?", "the library is great"]
)
async def test_reply_to_the_bot_that_asks_nothing_gets_no_answer(stage: Stage, text: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    for member in (stage.ana, stage.ben):  # the person who asked may ask a follow-up
        await member.send(stage.channel, text, reply_to=stage.last())
    assert len(stage.said()) == 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("and who paid for it", "A county heritage grant"),
        ("price of the new roof", "The repair cost £61,500."),
        ("name of the mill", "**Not in the article.** The article does not name the mill"),
        ("what about the library roof and money", "I'm not sure"),
        ("what is the best pizza in town", "**Not about the article.**"),
    ],
)
async def test_reply_to_the_bot_that_asks_is_answered_whatever_comes_of_it(stage: Stage, text: str, answer: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the roof cost?")
    stage.bot.recent_answers.forget(stage.last().id)  # otherwise the same answer would be a link
    await stage.ana.send(stage.channel, text, reply_to=stage.last())
    assert stage.last().content.startswith(answer)


@pytest.mark.parametrize("text", ["{ben} see, I told you so", "{ben} who paid for it?"])
async def test_reply_to_the_bot_that_speaks_to_others_is_left_alone(stage: Stage, text: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.send(stage.channel, text.format(ben=stage.ben.mention), reply_to=stage.last())
    assert len(stage.said()) == 1


async def test_picture_in_reply_to_the_bot_gets_no_answer(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ben.send(stage.channel, reply_to=stage.last(), attachments=[("roof.png", b"a roof")])
    assert len(stage.said()) == 1


async def test_direct_message_is_answered(stage: Stage) -> None:
    await stage.ana.send_dm(WHEN)
    assert stage.ana.user.dm_channel.last_message.content.startswith(ANSWER)


async def test_ask_is_answered_in_public(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN)
    assert result.response.content.startswith(ANSWER)
    assert not result.ephemeral


async def test_ask_privately_is_answered_privately(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN, private=True)
    assert result.ephemeral


async def test_mention_of_the_bots_role_is_answered(stage: Stage) -> None:
    role = stage.guild.create_role("briefbot")
    await stage.env.settle()
    seen = stage.guild.me.guild.get_role(role.id)
    seen.tags = discord.RoleTags({"bot_id": str(stage.bot.me.id)})  # as Discord marks a bot's own role
    await stage.ana.send(stage.channel, f"{role.mention} {WHEN}")
    assert stage.last().content.startswith(ANSWER)


@pytest.mark.parametrize("text", ["good morning all", "When did the library reopen?", "@everyone When did the library reopen?"])
async def test_what_does_not_address_the_bot_is_left_alone(stage: Stage, text: str) -> None:
    await stage.ana.send(stage.channel, text)
    assert stage.said() == []


@pytest.mark.parametrize("is_open", [True, False])
async def test_other_bots_webhooks_and_system_messages_are_left_alone(stage: Stage, is_open: bool) -> None:
    said = await stage.ana.send(stage.channel, "hello")
    stage.set(open_channels=frozenset({stage.channel.id} if is_open else ()))
    asked = WHEN if is_open else f"{stage.mention} {WHEN}"
    robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
    await robot.send(stage.channel, asked)
    await stage.guild.create_webhook(stage.channel).send(asked)
    for kind in (discord.MessageType.thread_created, discord.MessageType.new_member, discord.MessageType.pins_add):
        await stage.tell("MESSAGE_CREATE", said, id=str(said.id + kind.value), type=kind.value, content=asked)
    assert stage.said() == []
    await stage.tell("MESSAGE_CREATE", said, id=str(said.id + 1), content=asked)  # the same, written by a person
    assert len(stage.said()) == 1


async def test_mention_without_words_gets_a_hint(stage: Stage) -> None:
    await stage.ana.send(stage.channel, stage.mention)
    assert stage.last().content.startswith("Ask me something about the article “Hollowbrook library")


@pytest.mark.parametrize("more", ["", " ?", " 👀"])
async def test_mention_alone_asks_what_the_message_that_it_replies_to_asks(stage: Stage, more: str) -> None:
    asked = await stage.ben.send(stage.channel, WHEN)
    called = await stage.ana.send(stage.channel, stage.mention + more, reply_to=asked)
    assert stage.last().content.startswith(ANSWER)
    assert stage.last().reference.message_id == called.id


async def test_mention_alone_below_a_picture_or_the_bots_own_words_gets_a_hint(stage: Stage) -> None:
    for below in (await stage.ben.send(stage.channel, "https://example.org/roof.png"), None):
        await stage.ana.send(stage.channel, stage.mention, reply_to=below or stage.last())
        assert stage.last().content.startswith("Ask me something about the article")


async def test_silence_says_so_and_names_the_nearest(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} What was the mill called?")
    assert stage.last().content.startswith("**Not in the article.** The article does not name the mill")
    assert "What the article does say:" in stage.last().content


async def test_correction_is_recognised_as_one(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} Why were all the books lost?")
    assert stage.last().content.startswith("**Not so:** Not all books were lost.")


async def test_questions_on_lines_are_each_answered_and_what_has_no_answer_is_named(stage: Stage) -> None:
    lines = f"1. {WHEN}\n2. Who won the *football* final in Glasgow?\n3. How much did the roof cost?"
    await stage.ana.send(stage.channel, f"{stage.mention} Three questions for school:\n{lines}\nthx in advance")
    first, second, third, *_ = stage.last().content.split("\n\n")
    assert first.startswith(ANSWER)
    assert second.startswith("On “Who won the \\*football\\* final in Glasgow”: ")
    assert "paid for" in third or "cost" in third


async def test_mentions_in_a_question_are_not_echoed(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} blorb {stage.ben.mention} zwick")
    assert stage.ben.mention not in stage.last().content
    assert "blorb" not in stage.last().content


@pytest.mark.parametrize(
    "text", ["<:roof:123456789012345678>", "<a:cost:1> <#2>", "https://example.org/how-much-did-the-roof-cost?", "<t:1700000000:R>"]
)
async def test_emoji_links_and_the_like_are_no_words(stage: Stage, text: str) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {text}")
    assert stage.last().content.startswith("Ask me something about the article")
    await stage.ana.send(stage.channel, f"{stage.mention} <:hm:1> {WHEN} {text}")
    assert stage.last().content.startswith(ANSWER)
    result = await stage.ana.slash(stage.channel, "ask", question=text, private=True)
    assert result.response.content.startswith("I didn't get that.")


async def test_thread_and_forum_post_are_answered_where_they_are(stage: Stage) -> None:
    started = await stage.ana.send(stage.channel, "about the library")
    thread = await stage.start_thread(started, "library")
    await stage.ana.send(thread, f"{stage.mention} {WHEN}")
    assert thread.last_message.content.startswith(ANSWER)


@pytest.mark.parametrize("kind", ["news", "voice", "stage"])
async def test_announcements_and_the_chats_of_calls_are_answered_where_they_are(stage: Stage, kind: str) -> None:
    channel = getattr(stage.guild, f"create_{kind}_channel")(kind)
    await stage.ana.send(channel, f"{stage.mention} {WHEN}")
    assert channel.last_message.content.startswith(ANSWER)


async def test_forum_post_asks_by_its_title_where_it_says_nothing_else(stage: Stage) -> None:
    post = await stage.post(WHEN, stage.mention)
    assert post.last_message.content.startswith(ANSWER)


@pytest.mark.parametrize(
    ("title", "content"),
    [
        (WHEN, "any ideas?"),
        ("The library", f"I wonder. {WHEN}"),
        ("Any ideas?", WHEN),
        (WHEN, "Does anybody know? I could not find it."),
    ],
)
@pytest.mark.parametrize("is_open", [True, False])
async def test_forum_post_asks_by_its_title_and_its_words(stage: Stage, title: str, content: str, is_open: bool) -> None:
    post = await stage.post(title, content if is_open else f"{stage.mention} {content}", is_open=is_open)
    assert post.last_message.content.startswith(ANSWER)


async def test_forum_post_that_asks_what_is_not_known_hears_what_comes_nearest(stage: Stage) -> None:
    post = await stage.post("What was the mill called?", f"{stage.mention} any ideas?")
    assert post.last_message.content.startswith("**Not in the article.** The article does not name the mill")


async def test_message_menu_reads_the_title_of_a_post(stage: Stage) -> None:
    post = await stage.post(WHEN, "any ideas?")
    [asked] = post.history()
    await stage.ben.context_menu(post, "Answer from the article", asked)
    assert post.last_message.content.startswith(ANSWER)


# Open channels


@pytest.mark.parametrize("text", [WHEN, "why was the library closed", "so how much did the new roof cost?"])
async def test_question_in_an_open_channel_needs_no_mention(stage: Stage, text: str) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    asked = await stage.ana.send(stage.channel, text)
    assert stage.last().reference.message_id == asked.id


@pytest.mark.parametrize(
    "text",
    [
        "library reopening March 22",
        "lol",
        "what is the best pizza in town?",
        "What was the mill called?",
        "🙂?",
        "??",
        "<:what:1>",
        "https://example.org/roof?cost",
    ],
)
async def test_open_channel_hears_nothing_that_the_bot_is_not_sure_of(stage: Stage, text: str) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, text)
    assert stage.said() == []


async def test_question_to_somebody_else_is_left_alone_in_an_open_channel(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    said = await stage.ben.send(stage.channel, "hello")
    await stage.ana.send(stage.channel, f"{stage.ben.mention} {WHEN}")
    await stage.ana.send(stage.channel, WHEN, reply_to=said)
    assert stage.said() == []


async def test_thread_of_an_open_channel_is_open(stage: Stage) -> None:
    stage.set(open_channels=frozenset({stage.channel.id}))
    thread = await stage.start_thread(await stage.ana.send(stage.channel, "about the library"), "library")
    await stage.ana.send(thread, WHEN)
    assert thread.last_message.content.startswith(ANSWER)


async def test_open_forum_answers_a_title_that_asks(stage: Stage) -> None:
    post = await stage.post(WHEN, "I was wondering.", is_open=True)
    assert post.last_message.content.startswith(ANSWER)


async def test_quiet_channel_hears_nothing_in_public(stage: Stage) -> None:
    stage.set(quiet_channels=frozenset({stage.channel.id}), open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.send(stage.channel, WHEN)
    result = await stage.ana.slash(stage.channel, "ask", question=WHEN)
    quoted = await stage.ana.slash(stage.channel, "quote")
    assert stage.said() == []
    assert result.ephemeral
    assert quoted.ephemeral


async def test_bot_speaks_only_in_the_channels_that_are_named_and_their_threads(stage: Stage) -> None:
    other = stage.guild.create_text_channel("help")
    stage.set(only_channels=frozenset({other.id}), open_channels=frozenset({stage.channel.id}))
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.send(stage.channel, WHEN)
    assert stage.said() == []
    assert (await stage.ana.slash(stage.channel, "ask", question=WHEN)).ephemeral
    thread = await stage.start_thread(await stage.ana.send(other, "about the library"), "library")
    for where in (other, thread):
        await stage.ana.send(where, f"{stage.mention} {WHEN}")
        assert where.last_message.content.startswith(ANSWER)


# Commands


async def test_question_is_completed_while_it_is_typed(stage: Stage) -> None:
    choices = await stage.ana.autocomplete(stage.channel, "ask", "question", "how much did the roof c")
    assert choices[0]["name"] == "How much did the new roof cost?"
    assert len(choices) <= 25
    assert all(len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)


async def test_no_false_premise_is_offered_while_a_question_is_typed(stage: Stage) -> None:
    choices = await stage.ana.autocomplete(stage.channel, "ask", "question", "why did a roofer from")
    assert choices[0]["name"] == "Is Maud Ashby a villager of Hollowbrook?"
    assert not any(choice["name"].startswith("Why did") for choice in choices)


async def test_chosen_question_is_answered_for_sure(stage: Stage) -> None:
    for choice in await stage.ana.autocomplete(stage.channel, "ask", "question", ""):
        result = await stage.ana.slash(stage.channel, "ask", question=choice["value"], private=True)
        assert not result.response.content.startswith(("I'm not sure", "I didn't get", "**Not about"))


async def test_message_menu_answers_on_that_message(stage: Stage) -> None:
    asked = await stage.ben.send(stage.channel, "anybody know how expensive the repair was in total")
    result = await stage.ana.context_menu(stage.channel, "Answer from the article", asked)
    assert stage.last().reference.message_id == asked.id
    assert "£61,500" in stage.last().content
    assert result.ephemeral
    assert result.response.content == f"Answered: {stage.last().jump_url}"


@pytest.mark.parametrize("text", ["what is the best pizza in town?", "What was the mill called?"])
async def test_message_menu_tells_privately_what_it_is_not_sure_of(stage: Stage, text: str) -> None:
    asked = await stage.ben.send(stage.channel, text)
    result = await stage.ana.context_menu(stage.channel, "Answer from the article", asked)
    assert result.ephemeral
    assert stage.said() == []


async def test_message_menu_does_not_answer_the_bot_itself(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} How much did the new roof cost?")
    result = await stage.ben.context_menu(stage.channel, "Answer from the article", stage.last())
    assert result.ephemeral
    assert result.response.content == "That message is my own. Use this on somebody's question."
    assert len(stage.said()) == 1
    stage.env.errors.clear()


async def test_where_it_may_not_speak_it_is_silent_with_one_log_line(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    talker = stage.guild.create_role("talkers", permissions=discord.Permissions(view_channel=True, send_messages=True))
    mute = {
        stage.guild.default_role: discord.PermissionOverwrite(send_messages=False),
        talker: discord.PermissionOverwrite(send_messages=True),
    }
    muted = stage.guild.create_text_channel("announcements", overwrites=mute)
    cleo = stage.guild.add_member(stage.env.create_user("cleo"), roles=[talker])
    with caplog.at_level(logging.WARNING, "briefbot"):
        await cleo.send(muted, f"{stage.mention} {WHEN}")
    assert [message.author.id for message in muted.history()] == [cleo.id]
    assert [record.getMessage() for record in caplog.records] == ["no permission to answer"]


def log_of(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """List the log lines about questions."""
    return [record for record in caplog.records if record.getMessage() == "question"]


async def test_one_log_line_for_each_question_without_its_words_or_its_asker(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "briefbot"):
        await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    [line] = log_of(caplog)
    assert (line.way, line.outcome, line.items, line.guild) == ("mention", "answered", ["reopening"], stage.guild.id)
    assert "reopen?" not in str(vars(line))
    assert str(stage.ana.id) not in str(vars(line))


async def test_log_line_is_written_when_the_answer_is_out(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    answers: list[int] = []

    def count(record: logging.LogRecord) -> bool:
        answers.append(len(stage.said()))
        return True

    with caplog.at_level(logging.INFO, "briefbot"), caplog.filtering(count):
        await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    assert len(log_of(caplog)) == 1
    assert answers == [1]


@pytest.mark.simcord(approved_intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True))
class TestWithoutMessageContent:
    """The same without the message-content intent."""

    @pytest.fixture
    def has_content(self) -> bool:
        """Do not ask for message content."""
        return False

    async def test_mention_and_direct_message_are_answered(self, stage: Stage) -> None:
        await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
        await stage.ana.send_dm(WHEN)
        assert stage.last().content.startswith(ANSWER)
        assert stage.ana.user.dm_channel.last_message.content.startswith(ANSWER)

    async def test_mention_alone_below_what_cannot_be_read_gets_a_hint(self, stage: Stage) -> None:
        asked = await stage.ben.send(stage.channel, WHEN)
        await stage.ana.send(stage.channel, stage.mention, reply_to=asked)
        assert stage.last().content.startswith("Ask me something about the article")
