"""/quote finds a quotation and shows it letter for letter."""

from __future__ import annotations

import pytest

from bot.conftest import Stage

HEART = "> “Nobody in this village was willing to let that heart stop”"


async def test_quote_by_remembered_words(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "quote", text="let that heart stop")
    assert result.response.content == (
        f"{HEART}\n— Ines Calloway, head librarian, paragraph 5 of 9\n-# From “Hollowbrook library reopens under a roof of reclaimed slate”"
    )


async def test_quote_names_the_outlet(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "quote", speaker="Maud Ashby")
    assert result.response.content.splitlines()[:3] == [
        "> “sounder than anyone had a right to expect”",
        "— Maud Ashby, master roofer, paragraph 7 of 9",
        "-# the parish newsletter",
    ]


async def test_cut_quotation_shows_an_ellipsis_where_it_is_cut(stage: Stage) -> None:
    await stage.ana.send(stage.channel, f"{stage.mention} only the part about what the children called it")
    assert "> “… the children called it ‘the dripping room’”" in stage.last().content


async def test_random_quotation_does_not_repeat_in_a_channel(stage: Stage) -> None:
    replies = [(await stage.ana.slash(stage.channel, "quote")).response.content for _ in range(3)]
    assert len(set(replies)) == 3


async def test_quotation_asked_for_again_is_shown_again(stage: Stage) -> None:
    for _ in range(2):
        result = await stage.ana.slash(stage.channel, "quote", paragraph=5)
        assert result.response.content.startswith(HEART)


async def test_nobody_quoted_of_that_name(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "quote", speaker="Napoleon")
    assert result.response.content == "I found no such quotation. These are quoted: Ines Calloway, Maud Ashby."
    assert result.ephemeral


async def test_quote_by_paragraph(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "quote", paragraph=5)
    assert result.response.content.startswith(HEART)


async def test_who_said_a_half_remembered_line(stage: Stage) -> None:
    result = await stage.ana.slash(stage.channel, "who-said", line="sounder than anyone has a right to expect")
    assert "— Maud Ashby" in result.response.content


async def test_quotes_are_listed_with_a_menu_of_speakers(stage: Stage) -> None:
    listed = await stage.ana.slash(stage.channel, "quotes")
    assert listed.ephemeral
    assert listed.response.content.startswith("**3 quotations**")
    await stage.ana.select(listed.response, ["maud-ashby"], custom_id="bb-menu:quotes:1")
    assert listed.response.content.splitlines() == [
        "**1 quotation**",
        "> “sounder than anyone had a right to expect”",
        "-# Maud Ashby, under “Slate by slate”, paragraph 7 of 9",
    ]


async def test_single_speaker_needs_no_menu(stage: Stage) -> None:
    only = stage.bot.service.knowledge().speakers["maud-ashby"]
    stage.bot.service.speakers = lambda _guild: (only,)
    listed = await stage.ana.slash(stage.channel, "quotes")
    assert listed.response.content.startswith("**3 quotations**")
    assert listed.response.components == []


async def test_source_counts_the_quotations_that_are_listed(stage: Stage) -> None:
    listed = await stage.ana.slash(stage.channel, "quotes")
    told = await stage.ana.slash(stage.channel, "source")
    assert listed.response.content.startswith("**3 quotations**")
    assert " and 3 quotations from it" in told.response.content
    assert len(stage.bot.service.knowledge().quotes) == 4


async def test_quotation_is_shown_in_context(stage: Stage) -> None:
    quoted = await stage.ana.slash(stage.channel, "quote", paragraph=5)
    shown = await stage.ben.click(quoted.response, label="In context")
    assert shown.ephemeral
    assert [line for line in shown.response.content.splitlines() if line and not line.startswith(">")] == [
        "Under “A leaking heart”, paragraph 4 of 9:",
        "The quotation, under “A leaking heart”, paragraph 5 of 9:",
        "Under “Slate by slate”, paragraph 6 of 9:",
    ]


@pytest.mark.parametrize(
    ("option", "typed", "offered"),
    [
        ("speaker", "cal", ["Ines Calloway"]),
        ("speaker", "", ["Ines Calloway", "Maud Ashby"]),
        ("topic", "ro", ["Roof"]),
        ("topic", "zzz", []),
    ],
)
async def test_options_are_completed(stage: Stage, option: str, typed: str, offered: list[str]) -> None:
    choices = await stage.ana.autocomplete(stage.channel, "quote", option, typed)
    assert [choice["name"] for choice in choices] == offered
