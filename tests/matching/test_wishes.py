"""Words for the bot itself are distinguished from questions about the article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.checking.check import make_knowledge
from briefbot.data import read_groups
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Wish
from briefbot.matching import Matcher
from briefbot.matching.explanation import explain
from briefbot.matching.recall.classifier import fit
from briefbot.matching.wishes import Wishes, general_wishes
from matching.kites import KITES
from matching.speaking import reached


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("SOURCE???", "source"),
        ("where did u get that bro", "source"),
        ("which paragraf is that from", "source"),
        ("pls show me the paragraph bro", "source"),
        ("r u sure", "sure"),
        ("hm, are you sure about that answer?", "sure"),
        ("nope thats wrong", "wrong"),
        ("I think your answer is not right.", "wrong"),
        ("can a mod answer this pls", "human"),
        ("could I speak to a human being", "human"),
        ("link to teh article plz", "link"),
        ("Could you send me the link to the article, please?", "link"),
        ("show me the list of topics", "topics"),
        ("stop replying to me", "stop"),
        ("BE QUIET!", "stop"),
        ("gimme a random quote", "quote"),
        ("can you give me a random quote please", "quote"),
        ("what commands do you have?", "help"),
        ("HELP!!!", "help"),
        ("wat can u do", "help"),
        ("list of commands", "help"),
        ("plz help", "help"),
        ("who made you", "maker"),
        ("who programmed this bot?", "maker"),
    ],
)
def test_wish_is_recognised_in_the_words_of_everyday(kites: Matcher, typed: str, wish: str) -> None:
    assert reached(kites.ask(typed)) == f"wish {wish}"


@pytest.mark.parametrize(
    "typed",
    [
        "I have to hand this in tomorrow. Which paragraph is that from?",
        "sorry for asking so much, but could you show me the paragraph?",
    ],
)
def test_wish_is_recognised_in_one_sentence_of_several(kites: Matcher, typed: str) -> None:
    assert reached(kites.ask(typed)) == "wish source"


@pytest.mark.parametrize(
    "typed",
    [
        "stop the festival",
        "is Markova a human",
        "who made it",
        "who made the dragon kite?",
        "who built the dragon",
        "is Lin sure about the wind",
        "are they sure",
        "what is the source of the wind",
        "which paragraph is about the storm",
        "link between the storm and the delay",
        "are you sure that the dragon was 140 meters long",
        "the festival was wrong",
        "what did Lin say about the wind?",
        "can a flier help me with the kites",
        "help the kites",
        "what can you do about the wires",
        "what do you know about kites",
        "more",
        "why?",
        "who said that?",
        "that is true",
        "hello bot",
        "sure",
        "凧",
        "?!",
        "",
    ],
)
def test_question_about_the_article_is_no_wish(kites: Matcher, typed: str) -> None:
    assert not reached(kites.ask(typed)).startswith("wish")


def test_curators_can_take_a_wish_for_their_own(learned: Learned) -> None:
    line = replace(KITES.entries["prize"], id="help-line", phrasings=("I need help", "number of the help line"), answer="Call 900.")
    knowledge = make_knowledge(KITES.source, [*KITES.speakers.values(), *KITES.items(), *KITES.aliases, line])
    matcher = Matcher.build(knowledge, learned, fit)
    assert reached(matcher.ask("i need help")) == "answered help-line"
    assert reached(matcher.ask("help me")) == "wish help"


def test_each_wish_has_many_lines_and_is_recognised_by_each() -> None:
    groups = read_groups("wishes.txt")
    assert set(groups) == set(Wish) - {Wish.WHO}
    for name, lines in groups.items():
        assert len(lines) == len(set(lines)) >= 50
        assert {line: found.wish for line in lines if (found := general_wishes().like(line)) is not None} == dict.fromkeys(lines, name)


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("ahoy captain", Wish.HUMAN),
        ("call the captain of the ship", Wish.HUMAN),
        ("who sails you", Wish.MAKER),
        ("who sails the sea", None),
    ],
)
def test_wishes_can_be_anything(typed: str, wish: Wish | None) -> None:
    lines = {Wish.HUMAN: ["ahoy captain", "call the captain of the ship"], Wish.MAKER: ["who sails you"]}
    found = Wishes(lines).like(typed)
    assert (found.wish if found is not None else None) == wish


def test_without_lines_nothing_is_a_wish() -> None:
    assert Wishes({}).like("who made you") is None


@pytest.mark.parametrize(
    "typed",
    [
        "My cousin says that it was a fake. How long was the dragon kite? Show me the paragraph.",
        "Can a mod help me? I need the prize of the contest.",
    ],
)
def test_answer_to_another_sentence_wins_over_a_wish(kites: Matcher, typed: str) -> None:
    assert reached(kites.ask(typed)).startswith("answered")


def test_why_a_wish_is_told_is_explained(kites: Matcher) -> None:
    assert explain(kites, "are you sure?").figures.splitlines()[-1] == "decision      tell of the bot itself: sure"
