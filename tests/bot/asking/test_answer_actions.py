"""Sources, related questions, and links instead of answers that were just given."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from bot.conftest import Stage, ask_more, labels, pick, remove, rows
from bot.desks import press_forged
from briefbot.bot.app import make_bot
from briefbot.bot.asking.answer_buttons import ShowRelated
from briefbot.bot.client import BriefBot
from briefbot.bot.transport.common_buttons import Remove
from briefbot.bot.transport.item_keys import key
from briefbot.domain.outcome import Abstained, Answered
from briefbot.rendering import source_pages
from briefbot.service import Service
from builders import entry

WHEN = "When did the library reopen?"
COST = "How much did the new roof cost?"


async def test_sources_are_shown_to_whoever_presses(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    result = await stage.ben.click(stage.last(), label="Sources")
    assert result.ephemeral
    assert result.response.content.splitlines() == [
        "**How much did the new roof cost?**",
        "Speaker: parish council",
        "Affiliation: Hollowbrook",
        "Kind of statement: a claim",
        "Where: “Hollowbrook library reopens under a roof of reclaimed slate”, paragraph 2 of 9",
        "",
        "The passage (paragraph 2 of 9):",
        "> The repair cost £61,500. Of that, £48,000 came from a county heritage grant; villagers raised the rest with bake sales,"
        " a raffle and a sponsored walk, the parish council said.",
    ]


async def test_sources_of_a_quotation_name_its_outlet(stage: Stage) -> None:
    quoted = await stage.ana.slash(stage.channel, "quote", speaker="Maud Ashby")
    result = await stage.ben.click(quoted.response, label="Sources")
    assert "Speaker: Maud Ashby\nRole: master roofer\nAffiliation: from Thornby\nOutlet: the parish newsletter\n" in result.response.content
    assert "Quoted in full, letter for letter" in result.response.content


async def test_sources_of_many_pages_are_turned_in_place(stage: Stage) -> None:
    service = stage.bot.service
    service.lengthen_article(5_000)
    pages = source_pages.sources([service.knowledge().entries["cost"]], service.knowledge(), service.article)
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    first = (await stage.ben.click(stage.last(), label="Sources")).response
    assert (first.content, labels(first)) == (pages[0], ["Next page (2 of 3)"])
    second = (await stage.ben.click(first, label="Next page (2 of 3)")).response
    assert second.id == first.id
    assert (second.content, labels(second)) == (pages[1], ["Previous page (1 of 3)", "Next page (3 of 3)"])


class TestWithoutTheArticle:
    """The same without the article's file."""

    @pytest.fixture
    def simcord_bot(self, tiny: Path, tmp_path: Path) -> BriefBot:
        """Return the bot without the article."""
        return make_bot(Service(tiny), tmp_path, message_content=True, shard_count=1)

    async def test_sources_show_no_passage(self, stage: Stage) -> None:
        await stage.ana.slash(stage.channel, "ask", question=COST)
        result = await stage.ben.click(stage.last(), label="Sources")
        assert "Where: " in result.response.content
        assert "passage" not in result.response.content

    async def test_quotation_has_no_context_to_show(self, stage: Stage) -> None:
        quoted = await stage.ana.slash(stage.channel, "quote")
        assert "In context" not in labels(quoted.response)


MORE = "Who paid for most of the repair?"


async def test_an_answer_has_one_row_of_buttons_and_no_title_on_them(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    assert labels(stage.last()) == ["Sources", "Ask more"]
    quoted = await stage.ana.slash(stage.channel, "quote", text="let that heart stop")
    assert labels(quoted.response) == ["Sources", "In context", "Ask more"]
    assert len(rows(quoted.response)) == 1


@pytest.mark.parametrize("is_asker", [True, False])
async def test_ask_more_shows_whoever_presses_a_menu_and_answers_privately(stage: Stage, is_asker: bool) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    who = stage.ana if is_asker else stage.ben
    opened = await who.click(stage.last(), label="Ask more")
    assert opened.ephemeral
    offered = [option["label"] for option in rows(opened.response)[0]["components"][0]["options"]]
    assert offered[0] == MORE
    assert 3 <= len(offered) <= 5
    assert COST not in offered
    answer = await pick(who, opened.response, MORE)
    assert answer.ephemeral
    assert answer.response.content.startswith(f"**{MORE}**\nA county heritage grant covered £48,000")
    assert len(stage.said()) == 1


async def test_ask_more_below_a_refusal_offers_what_it_names(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} What was the mill called?")
    answer = await ask_more(stage.ben, stage.last(), "How many slates were laid?")
    assert answer.ephemeral
    assert answer.response.content.startswith("**How many slates were laid?**")


async def test_ask_more_works_after_a_restart(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.restart()
    answer = await ask_more(stage.ben, stage.last(), MORE)
    assert answer.response.content.startswith(f"**{MORE}**")


def below_an_older_reply(stage: Stage) -> discord.Message:
    """Put a related question on a button below the last reply, as earlier versions did."""
    return stage.put_below(stage.last(), ShowRelated(key(entry("grant"))).pack(), Remove(stage.ana.id).pack())


async def test_a_related_question_on_an_older_reply_is_answered_to_its_asker_publicly(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    result = await stage.ana.click(below_an_older_reply(stage), custom_id=ShowRelated(key(entry("grant"))).pack())
    assert not result.ephemeral
    assert stage.last().content.startswith(f"**{MORE}**\nA county heritage grant covered £48,000")


async def test_a_related_question_on_an_older_reply_is_answered_to_others_alone(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    result = await stage.ben.click(below_an_older_reply(stage), custom_id=ShowRelated(key(entry("grant"))).pack())
    assert result.ephemeral
    assert len(stage.said()) == 1


async def test_the_button_of_an_older_reply_removes_it(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.ana.click(below_an_older_reply(stage), custom_id=Remove(stage.ana.id).pack())
    assert stage.said() == []


async def test_answer_given_minutes_ago_is_linked(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    first = stage.last()
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content == f"Answered a few minutes ago: {first.jump_url}"


async def test_linked_answer_can_be_shown_anyway(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    first = stage.last()
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ben.click(stage.last(), label="Show it anyway")
    assert stage.last().content == first.content


async def test_linked_answer_is_shown_to_others_privately(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    result = await stage.ana.click(stage.last(), label="Show it anyway")
    assert result.ephemeral
    assert result.response.content.startswith("Hollowbrook's village library reopened")


@pytest.mark.parametrize("seconds", [601, 3600])
async def test_answer_given_long_ago_is_given_again(stage: Stage, seconds: int) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.env.advance_time(seconds)
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert len(set(stage.said())) == 1


async def test_answer_that_was_removed_is_given_again(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await remove(stage, stage.ana, stage.last())
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


async def test_answer_whose_question_was_deleted_is_given_again(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.delete(asked)
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


async def test_answer_whose_question_says_something_else_now_is_given_again(stage: Stage) -> None:
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ana.edit(asked, f"{stage.mention} {COST}")
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


async def test_answer_that_a_moderator_deleted_is_given_again(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    role = stage.guild.create_role("mods", permissions=discord.Permissions(manage_messages=True))
    moderator = stage.guild.add_member(stage.env.create_user("mod"), roles=[role])
    await moderator.delete(stage.last())
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


@pytest.fixture
async def linked(stage: Stage) -> discord.Message:
    """Ask a question as ana, get links to its answer as ben and ana, and return the question."""
    asked = await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    for who in (stage.ben, stage.ana):
        await who.send(stage.channel, f"{stage.mention} {WHEN}")
    assert [said.startswith("Answered a few min") for said in stage.said()] == [False, True, True]
    return asked


async def test_links_become_the_answer_when_it_goes_with_its_question(stage: Stage, linked: discord.Message) -> None:
    answer, *links = stage.replies()
    await stage.ana.delete(linked)
    assert [reply.id for reply in stage.replies()] == [link.id for link in links]
    assert stage.said() == [answer.content] * 2
    assert labels(stage.last()) == labels(answer)


async def test_links_become_the_answer_when_it_is_removed_by_its_button(stage: Stage, linked: discord.Message) -> None:
    answer = stage.replies()[0]
    await remove(stage, stage.ana, answer)
    assert stage.said() == [answer.content] * 2


async def test_links_become_the_answer_when_its_question_comes_to_something_else(stage: Stage, linked: discord.Message) -> None:
    answer = stage.replies()[0].content
    await stage.ana.edit(linked, f"{stage.mention} {COST}")
    changed, *others = stage.said()
    assert changed.startswith("The repair cost £61,500.")
    assert others == [answer] * 2


async def test_links_become_the_answer_when_its_question_asks_nothing_any_more(stage: Stage, linked: discord.Message) -> None:
    answer = stage.replies()[0].content
    await stage.ana.edit(linked, stage.mention)
    assert stage.said()[1:] == [answer] * 2


async def test_links_stay_when_the_question_is_worded_otherwise(stage: Stage, linked: discord.Message) -> None:
    before = stage.said()
    await stage.ana.edit(linked, f"{stage.mention} since when is the library open again")
    assert stage.said() == before


async def test_link_that_is_none_any_more_is_left_alone(stage: Stage, linked: discord.Message) -> None:
    asked = await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    await stage.ben.edit(asked, f"{stage.mention} {COST}")
    await stage.ben.click(stage.replies()[1], label="Show it anyway")
    await stage.ana.delete(linked)
    assert [said[:16] for said in stage.said()] == ["Hollowbrook's vi", "Hollowbrook's vi", "The repair cost "]


async def test_link_that_became_the_answer_is_linked_itself(stage: Stage, linked: discord.Message) -> None:
    await stage.ana.delete(linked)
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content == f"Answered a few minutes ago: {stage.replies()[1].jump_url}"


async def test_asker_can_remove_what_became_of_the_link(stage: Stage, linked: discord.Message) -> None:
    await stage.ana.delete(linked)
    await remove(stage, stage.ben, stage.replies()[0])
    assert len(stage.said()) == 1


async def test_link_that_could_not_become_the_answer_is_not_linked_itself(stage: Stage, linked: discord.Message) -> None:
    answer, _, link = stage.replies()
    stage.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
    await stage.ana.click(link, label="Show it anyway")
    assert stage.last().content == link.content
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content == f"Answered a few minutes ago: {answer.jump_url}"


async def test_links_stay_while_the_article_is_under_review(stage: Stage, linked: discord.Message) -> None:
    links = stage.said()[1:]
    stage.set(is_paused=True)
    await stage.ana.delete(linked)
    assert stage.said() == links


async def test_link_whose_answer_went_while_nobody_remembered_can_still_be_shown(stage: Stage, linked: discord.Message) -> None:
    await stage.restart()
    await stage.ana.delete(linked)
    await stage.ana.click(stage.last(), label="Show it anyway")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


async def test_link_for_whoever_commanded_is_private(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    result = await stage.ben.slash(stage.channel, "ask", question=COST)
    assert result.ephemeral
    assert result.response.content.startswith("Answered a few minutes ago: ")
    assert labels(result.response) == ["Show it anyway", "Ask more"]
    assert len(stage.said()) == 1
    shown = await stage.ben.click(result.response, label="Show it anyway")
    assert shown.response.content.startswith("The repair cost £61,500.")


async def test_answer_in_another_channel_is_given_there(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {WHEN}")
    other = stage.guild.create_text_channel("other")
    await stage.ben.send(other, f"{stage.mention} {WHEN}")
    assert other.last_message.content.startswith("Hollowbrook's village library reopened")


async def test_private_answer_is_no_reason_for_a_link(stage: Stage) -> None:
    await stage.ana.slash(stage.channel, "ask", question=WHEN, private=True)
    await stage.ben.send(stage.channel, f"{stage.mention} {WHEN}")
    assert stage.last().content.startswith("Hollowbrook's village library reopened")


@pytest.fixture
def long(stage: Stage) -> Stage:
    """Answer every question with a long text of many parts."""
    stage.bot.service.lengthen_answers()
    known = stage.bot.service.knowledge().entries
    parts = [Answered((known[name],), 0.9) for name in ("reopening", "ceiling", "cost", "grant", "villagers-raised")]
    stage.bot.service.come_to(Answered(parts[0].entries, 0.9, tuple(parts)))
    return stage


async def test_long_answer_has_pages(long: Stage) -> None:
    await long.ana.send(long.channel, f"{long.mention} everything")
    first = long.last()
    assert next(label for label in labels(first) if label and label.startswith("Next page")) == "Next page (2 of 3)"
    await long.ana.click(first, label="Next page (2 of 3)")
    assert long.last().id == first.id
    assert long.last().content != first.content
    await long.ana.click(long.last(), label="Previous page (1 of 3)")
    assert long.last().content == first.content


async def test_pages_keep_what_is_said_of_the_questions_without_an_answer(stage: Stage) -> None:
    service = stage.bot.service
    service.lengthen_answers()
    known = service.knowledge().entries
    found = [Answered((known[name],), 0.9) for name in ("reopening", "ceiling", "cost")]
    nothing = Abstained("silent", lacks="name")
    asked = ("since when", "who is Zorba", "which ceiling", "what cost")
    service.come_to(Answered(found[0].entries, 0.9, (found[0], nothing, *found[1:]), asked))
    await stage.ana.send(stage.channel, f"{stage.mention} everything")
    first = stage.last()
    following = next(label for label in labels(first) if label and label.startswith("Next page"))
    await stage.ana.click(first, label=following)
    assert "who is Zorba" in first.content + stage.last().content
    await stage.ana.click(stage.last(), label=next(label for label in labels(stage.last()) if label and label.startswith("Previous page")))
    assert stage.last().content == first.content


async def test_others_turn_pages_in_a_copy_of_their_own(long: Stage) -> None:
    await long.ana.send(long.channel, f"{long.mention} everything")
    first = long.last()
    result = await long.ben.click(first, label="Next page (2 of 3)")
    assert result.ephemeral
    assert long.last().content == first.content


async def test_buttons_work_after_a_restart(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} {COST}")
    await stage.restart()
    result = await stage.ben.click(stage.last(), label="Sources")
    assert result.response.content.startswith("**How much did the new roof cost?**")


async def test_answer_withdrawn_since_is_said_to_be(stage: Stage) -> None:
    result = await press_forged(stage.ben, stage.channel, ShowRelated(key(entry("withdrawn"))).pack())
    assert result.response.content == "The moderators have withdrawn this. Please ask again."


async def test_button_of_an_older_version_is_explained(stage: Stage) -> None:
    result = await press_forged(stage.ben, stage.channel, "bb:opinions:1")
    assert result.response.content == "This button is from an older version of me. Please ask again."
    assert result.ephemeral
