"""Topics and their questions, for menus."""

from __future__ import annotations

from briefbot.rendering.topics import topics
from builders import entry, knowledge, quote

VANE = entry("vane", topic="vane")
REWARD = entry("reward", topic="reward", phrasings=("What is the reward?",))
MORE = entry("more", topic="reward", phrasings=("Who pays it?",))
TEXT = entry("author", topic="article", phrasings=("Who wrote it?",))


def test_topics_with_most_answers_come_first_and_the_text_itself_last() -> None:
    found = topics(knowledge(TEXT, VANE, REWARD, MORE), 25)
    assert [(each.name, each.size) for each in found] == [("Reward", "2 questions"), ("Vane", "1 question"), ("Article", "1 question")]


def test_only_what_has_an_answer_is_a_question_of_a_topic() -> None:
    gap = entry("gap", kind="gap", topic="thief", phrasings=("who was the thief",))
    false = entry("not", kind="correction", topic="vane", phrasings=("the clock",))
    assert [each.questions for each in topics(knowledge(VANE, gap, false), 25)] == [(VANE,)]


def test_a_quotation_stands_in_each_of_its_topics() -> None:
    said = quote(topics=("vane", "geese"))
    assert {each.name: said in each.questions for each in topics(knowledge(VANE, said), 25)} == {"Vane": True, "Geese": True}


def test_the_last_of_a_full_menu_holds_what_is_left() -> None:
    found = topics(knowledge(VANE, REWARD, MORE, TEXT), 2)
    assert [(each.name, each.questions) for each in found] == [("Reward", (REWARD, MORE)), ("More topics", (VANE, TEXT))]
