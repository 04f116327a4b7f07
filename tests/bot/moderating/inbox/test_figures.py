"""/knowledge stats shows what was asked, without names."""

from __future__ import annotations

from bot.desks import Desk
from briefbot.rendering.figures.chart import draw

COST = "How much did the new roof cost?"


async def test_what_was_just_asked_is_among_the_figures(desk: Desk) -> None:
    await desk.ana.slash(desk.channel, "ask", question=COST)
    shown = await desk.mia.slash(desk.channel, "knowledge stats")
    text = shown.response.content
    assert "Questions: 1\nAnswered: 1 (100 %)\n" in text
    assert f"**Most asked:**\n1 × {COST}\n" in text
    assert desk.ana.user.name not in text


async def test_the_table_is_a_file_for_whoever_asked_alone(desk: Desk) -> None:
    await desk.ana.slash(desk.channel, "ask", question=COST)
    shown = await desk.mia.slash(desk.channel, "knowledge stats", days=1)
    [handed] = [each for each in shown.followups if each.attachments]
    [file] = handed.attachments
    assert "`briefbot[charts]`" in shown.response.content
    assert (file.filename, handed.flags.ephemeral) == ("figures.csv", True)


async def test_a_picture_comes_with_its_words_where_one_can_be_drawn(desk: Desk) -> None:
    desk.bot.chart = draw
    await desk.ana.slash(desk.channel, "ask", question=COST)
    shown = await desk.mia.slash(desk.channel, "knowledge stats", days=1)
    [handed] = [each for each in shown.followups if each.attachments]
    picture = handed.attachments[0]
    assert picture.filename == "figures.png"
    assert (picture.description or "").startswith("Questions by day from ")
    assert "briefbot[charts]" not in shown.response.content
