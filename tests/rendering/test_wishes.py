"""Replies about the bot itself and its last answer read well."""

from __future__ import annotations

from typing import Any

import pytest

from briefbot.domain.knowledge import Item
from briefbot.domain.outcome import Exchange, Wish, Wished
from briefbot.rendering import replies
from briefbot.rendering.wishes import TERMINAL, Where, told
from builders import entry, knowledge, quote, source

SERVER = Where(has_commands=True, is_server=True)
DIRECT = Where(has_commands=True)
PLACE = "Where: “Weather vane stolen from the mill”, paragraph 1 of 4"


def said(wish: Wish, *items: Item, where: Where = TERMINAL, **of: Any) -> list[str]:
    (page,) = told(Wished(wish, items), knowledge(*items, of=source(**of)), where)
    return page.splitlines()


def test_source_of_an_answer_names_its_paragraph() -> None:
    assert said(Wish.SOURCE, entry()) == ["**What was stolen from the mill?**", "Kind of statement: what the article itself says", PLACE]


def test_source_without_an_answer_is_the_article() -> None:
    assert said(Wish.SOURCE)[:2] == ["**Weather vane stolen from the mill**", "By Nell Harrow"]


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({}, "That's what the article says. I only repeat it."),
        ({"stance": "claim", "speaker": "rhea-dunmore"}, "A claim by Rhea Dunmore, constable. I only repeat the article."),
        ({"stance": "estimate"}, "An estimate. I only repeat the article."),
        ({"kind": "gap"}, "As far as I know, the article says no more about that."),
    ],
)
def test_how_sure_an_answer_is_stands_above_its_source(changes: dict[str, Any], first: str) -> None:
    lines = said(Wish.SURE, entry(**changes))
    assert (lines[0], lines[-1]) == (first, PLACE)


def test_how_sure_a_quotation_is_says_whose_words_it_has() -> None:
    assert said(Wish.SURE, quote())[0] == "Those are the words of Tobias Fenwick, letter for letter."


def test_what_holds_of_several_answers_is_said_once() -> None:
    lines = said(Wish.SURE, entry(), entry("reward", phrasings=("what is the reward",), evidence=(4,)))
    assert lines.count("That's what the article says. I only repeat it.") == 1
    assert [line for line in lines if line.startswith("Where: ")] == [PLACE, PLACE.replace("paragraph 1", "paragraph 4")]


@pytest.mark.parametrize(
    ("where", "who"),
    [
        (TERMINAL, "My operator can change my answers."),
        (DIRECT, "The moderators of a server can change what I say there."),
        (SERVER, "The moderators of this server can change my answers."),
        (Where(has_commands=True, is_server=True, moderators=7), "<@&7> can change my answers here."),
    ],
)
def test_saying_that_an_answer_is_wrong_names_those_who_can_change_it(where: Where, who: str) -> None:
    sorry = "Thanks for telling me. I only repeat the article, and can't judge that myself."
    assert said(Wish.WRONG, where=where) == [f"{sorry} {who}"]
    assert said(Wish.WRONG, entry(), where=where) == [f"{sorry} {who}", *said(Wish.SOURCE, entry())]


@pytest.mark.parametrize(
    ("where", "whom"),
    [
        (TERMINAL, "my operator."),
        (DIRECT, "the moderators of the server where you met me."),
        (SERVER, "a moderator of this server."),
        (Where(has_commands=True, is_server=True, moderators=7), "<@&7>."),
    ],
)
def test_asking_for_a_human_names_whom_to_ask(where: Where, whom: str) -> None:
    (line,) = said(Wish.HUMAN, where=where)
    assert line.startswith("I'm only a bot")
    assert line.endswith(f"Please ask {whom}")


def test_link_is_the_articles_or_said_to_be_missing() -> None:
    assert "<https://example.org/vane>" in said(Wish.LINK, url="https://example.org/vane")
    assert said(Wish.LINK)[-1] == "I have no link to it."


def test_topics_are_those_of_the_command() -> None:
    assert said(Wish.TOPICS, entry())[:2] == ["**What you can ask about**", "- **Theft**: What was stolen from the mill?"]


def test_stop_says_when_the_bot_answers_and_how_to_keep_it_quiet() -> None:
    assert said(Wish.STOP) == ["All right. I only answer when you ask me."]
    lines = said(Wish.STOP, where=SERVER)
    assert "`/settings`" in lines[-1]
    assert len(said(Wish.STOP, where=Where(has_commands=True, is_server=True, is_open=True))) == len(lines) + 1


def test_only_commands_that_are_at_hand_are_named() -> None:
    for wish in Wish:
        assert not [line for line in said(wish) if "`/" in line]
    for wish in (Wish.HELP, Wish.MAKER):
        assert [line for line in said(wish, where=DIRECT) if "`/" in line]


def test_whatever_is_wanted_fits_a_phones_screen() -> None:
    for wish in Wish:
        for where in (TERMINAL, DIRECT, SERVER):
            assert len("\n".join(said(wish, entry(), where=where))) <= 900


def test_reply_offers_the_sources_of_the_answer_and_shows_no_answer_again() -> None:
    known = knowledge(entry())
    reply = replies.reply(Exchange("source?", Wished(Wish.SOURCE, (entry(),)), known))
    assert (reply.about, reply.shown, reply.related) == ((entry(),), (), ())
    assert replies.reply(Exchange("stop", Wished(Wish.STOP, (entry(),)), known)).about == ()
