"""Follow-ups depend on the exchange before; independent questions do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.checking.check import make_knowledge
from briefbot.domain.learned import Learned
from briefbot.domain.outcome import Answered, Turn
from briefbot.matching import Matcher, converse
from briefbot.matching.conversation.together import favour
from briefbot.matching.recall.classifier import fit
from briefbot.service import Service
from matching.kites import KITES, asked
from matching.speaking import reached


def after(matcher: Matcher, *typed: str) -> str:
    """Ask one question after the other; return the last reply."""
    turn: Turn | None = None
    outcome = None
    for each in typed:
        reply = converse(matcher, each, turn)
        outcome, turn = reply.outcome, reply.turn
    assert outcome is not None
    return reached(outcome)


@pytest.mark.parametrize(
    ("first", "then", "got"),
    [
        ("Who built the dragon kite?", "and how long was it?", "answered dragon-length"),
        ("Who built the dragon kite?", "what did it cost?", "silent gap-dragon-cost"),
        ("Who built the dragon kite?", "what did she say about the weather?", "quoted quote-letter"),
        ("When is the festival?", "and the first one?", "answered first-festival"),
        ("Who won the long-line contest?", "and in 2019?", "answered winner-2019"),
    ],
)
def test_a_follow_up_is_understood_from_the_exchange_before(kites: Matcher, first: str, then: str, got: str) -> None:
    assert after(kites, first, then) == got


@pytest.mark.parametrize("then", ["how old is she?", "where does she live?", "is she married", "what is her job?", "who is she?"])
def test_he_and_she_are_somebody_whom_the_answer_named(kites: Matcher, then: str) -> None:
    assert after(kites, "Who won the long-line contest?", then) == "silent gap-park"


def test_he_and_she_are_first_somebody_whom_the_question_named(kites: Matcher) -> None:
    assert after(kites, "Did Markova cut Lin's line?", "what did she say about kites?") == "quoted quote-letter"


@pytest.mark.parametrize(
    ("first", "then", "got"),
    [
        ("What did Markova say about kites?", "and Lin?", "quoted quote-wind"),
        ("What did Markova say about kites?", "what about Lin?", "quoted quote-wind"),
        ("When was the first festival held?", "and the prize?", "answered prize"),  # sure alone, and no entry says when
    ],
)
def test_what_only_names_something_else_asks_the_same_of_it(kites: Matcher, first: str, then: str, got: str) -> None:
    assert after(kites, first, then) == got


@pytest.mark.parametrize(
    ("first", "then", "got"),
    [
        ("Who won in 2019?", "and when was that?", "answered winner-2019"),
        ("How long was the dragon kite?", "who did?", "answered dragon-maker"),
        ("When is the festival?", "who did?", "not_understood"),
    ],
)
def test_the_last_answer_is_given_again_only_where_it_tells_what_is_asked(kites: Matcher, first: str, then: str, got: str) -> None:
    assert after(kites, first, then) == got


@pytest.mark.parametrize(
    ("first", "item"), [("What did Lin say about the wind?", "quote-wind"), ("Why was the festival delayed?", "delay")]
)
@pytest.mark.parametrize("then", ["says who?", "who said so?", "and who said that"])
def test_who_asks_who_said_that_is_told_whose_words_the_last_answer_is(kites: Matcher, first: str, item: str, then: str) -> None:
    assert after(kites, first, then) == f"wish who {item}"
    assert after(kites, then) == "not_understood"


def test_who_is_bewildered_is_told_how_sure_the_last_answer_is(kites: Matcher) -> None:
    assert after(kites, "Who won the long-line contest?", "lol what?") == "wish sure winner"
    assert after(kites, "lol what?") == "small_talk"


@pytest.mark.parametrize("then", ["what is it called?", "and what is it called"])
def test_what_a_thing_is_called_is_no_title_of_the_article(service: Service, then: str) -> None:
    assert on_tiny(service, "How much did the new roof cost?", then) != on_tiny(service, "what is the article called?")
    assert on_tiny(service, then) == on_tiny(service, "what is the article called?")


def test_a_correction_is_not_favoured_after_another_answer(kites: Matcher) -> None:
    before = converse(kites, "Why was the festival delayed?", None).turn
    assert before is not None
    cut = [each for each in kites.rank("did somebody cut the line in the storm", limit=8) if each.item.id == "no-cut-line"]
    assert favour(cut, before)[0].confidence == cut[0].confidence


def test_an_answer_that_was_given_for_something_else_is_not_favoured(kites: Matcher) -> None:
    before = converse(kites, "How many people were hurt?", None).turn
    assert before is not None
    found = [each for each in kites.rank("how many people were hurt", limit=8) if each.item.id == "hurt"]
    assert favour(found, before, "when")[0].confidence == found[0].confidence
    assert favour(found, before, "count")[0].confidence >= found[0].confidence


def test_a_part_of_a_compound_answer_is_gone_on_from(kites: Matcher) -> None:
    first = "who won in 2019 and how many people were hurt"
    assert after(kites, first) == "answered winner-2019, hurt"
    assert after(kites, first, "and when was that?") == "answered winner-2019"


@pytest.mark.parametrize(
    ("first", "then", "got"),
    [
        ("Who built the dragon kite?", "and how long was it, and what did it cost?", ["answered dragon-length", "silent gap-dragon-cost"]),
        ("How long was the dragon kite?", "who built it and what did it cost", ["answered dragon-maker", "silent gap-dragon-cost"]),
        ("When was the festival?", "and where was it and how many kites flew", ["answered festival-place", "answered kites-flown"]),
        ("How many kites flew at once?", "and who said that, and when?", ["wish who kites-flown", "answered kites-flown"]),
    ],
)
def test_a_compound_that_leans_on_the_turn_before_gets_all_its_answers(kites: Matcher, first: str, then: str, got: list[str]) -> None:
    outcome = converse(kites, then, converse(kites, first, None).turn).outcome
    assert isinstance(outcome, Answered)
    assert [reached(part) for part in outcome.parts] == got


def test_a_compound_is_one_question_where_a_part_gets_nothing(kites: Matcher) -> None:
    assert after(kites, "What did Markova say about kites?", "who said that, and when?") == "not_understood"


def test_the_other_one_is_not_the_one_that_was_just_given(kites: Matcher) -> None:
    assert after(kites, "Who won the long-line contest?", "and the other one?") != "answered winner"


def test_what_was_not_understood_leaves_the_subject_as_it_is(kites: Matcher) -> None:
    assert after(kites, "Who built the dragon kite?", "and the other one?", "how long was it?") == "answered dragon-length"


def test_a_follow_up_without_an_exchange_before_is_not_answered(kites: Matcher) -> None:
    assert after(kites, "how many of them?") != after(kites, "Who built the dragon kite?", "how many of them?")


@pytest.mark.parametrize(
    "first", ["Who built the dragon kite?", "who won in 2019", "what did Markova say about kites", "how old is Park", "hello"]
)
@pytest.mark.parametrize(
    "then",
    [
        "How many people were hurt?",
        "how much was the prize",
        "why did Markova cut Lin's line",
        "When was the first festival held?",
        "which lines were not allowed",
        "what did the dragon kite cost",
        "when was the festival and what did they cost",
        "what is the capital of peru",
        "what time is it",
        "is it true that a storm delayed the festival",
        "are there photos of the dragon",
        "what is the article about",
        "who wrote this",
        "so who won the long-line contest",
        "and what did the dragon kite cost",
        "what did Lin say when he saw the wind",
        "that dragon kite, how long was it",
        "who was hurt?",
        "worum geht es in dem artikel",
        "hello",
        "how are you",
        "thanks",
        "",
    ],
)
def test_a_question_that_stands_on_its_own_is_never_bent(kites: Matcher, first: str, then: str) -> None:
    assert after(kites, first, then) == reached(kites.ask(then))


@pytest.mark.parametrize("first", ["Who built the dragon kite?", "which lines were allowed", "How many people were hurt?"])
@pytest.mark.parametrize("then", ["and the champion", "so the champion?"])
def test_what_is_cut_short_is_read_alone_where_it_finds_more_of_its_words_so(kites: Matcher, first: str, then: str) -> None:
    assert after(kites, first, then) == "answered winner"


def test_what_is_cut_short_is_read_together_where_that_finds_as_much_of_its_words(kites: Matcher) -> None:
    assert after(kites, "who won in 2019", "and the champion") == "answered winner-2019"


@pytest.mark.parametrize(
    "remark", ["lol ok", "hmm", "haha ok", "thanks mate, that helped a lot", "ok cool thx", "that's sad", "interesting"]
)
def test_a_remark_does_not_get_the_answer_again(kites: Matcher, remark: str) -> None:
    assert after(kites, "Who built the dragon kite?", remark) == "small_talk"


@pytest.mark.parametrize("then", ["tell me more about it", "explain that", "more", "go on, tell me more"])
def test_what_asks_to_go_on_gets_what_stands_beside(kites: Matcher, then: str) -> None:
    assert after(kites, "Who built the dragon kite?", then) == "answered dragon-length"


@pytest.mark.parametrize(
    ("then", "got"),
    [
        ("how much?", "answered prize"),
        ("what was that?", "answered prize"),
        ("why?", "not_understood"),
        ("and when was that?", "not_understood"),
        ("who was that?", "silent gap-park"),  # who the winner is
        ("and so?", "not_understood"),
    ],
)
def test_an_empty_follow_up_gets_what_tells_it_or_nothing_but_never_the_last_answer(kites: Matcher, then: str, got: str) -> None:
    assert after(kites, "Who won the long-line contest?", then) == got


def test_an_empty_follow_up_does_not_get_the_last_answer_again_after_another_one(kites: Matcher) -> None:
    assert after(kites, "Who won the long-line contest?", "lol what?", "who?") == "not_understood"


def test_a_word_for_a_place_hides_nothing_from_an_empty_follow_up(kites: Matcher) -> None:
    assert after(kites, "Who won the long-line contest?", "what was that there?") == "answered prize"


def test_an_empty_follow_up_of_offers_gets_no_offers_again(kites: Matcher) -> None:
    assert after(kites, "line rules and prize") == "suggested"
    assert after(kites, "line rules and prize", "lol what?") == "not_understood"


@pytest.mark.parametrize(
    ("typed", "is_empty"), [("why?", True), ("and when was that?", True), ("how many were hurt?", False), ("thanks", False)]
)
def test_a_reply_tells_whether_the_question_said_anything(kites: Matcher, typed: str, is_empty: bool) -> None:
    assert converse(kites, typed, None).is_empty is is_empty


def test_small_talk_in_between_does_not_change_the_subject(kites: Matcher) -> None:
    assert after(kites, "Who built the dragon kite?", "thanks", "and how long was it?") == "answered dragon-length"


def test_what_a_gap_said_can_be_gone_on_from(kites: Matcher) -> None:
    assert after(kites, "what did the dragon kite cost", "and who built it?") == "answered dragon-maker"


def test_a_turn_holds_no_sentence_and_not_every_word(kites: Matcher) -> None:
    turn = converse(kites, "Please tell me, how long was that dragon kite of my secret friend Zebulon?", None).turn
    assert turn is not None
    assert turn.item == KITES.entries["dragon-length"]
    assert "dragon" in turn.words
    assert not {"please", "how", "that", "zebulon"} & set(turn.words)


# A text that is asked about --------------------------------------------------------------------


def on_tiny(service: Service, *typed: str) -> str:
    return after(service.snapshot().matcher, *typed)


@pytest.mark.parametrize("then", ["who wrote it?", "and who is the author of it?", "by whom was it written?", "so who wrote it"])
@pytest.mark.parametrize("first", ["How much did the new roof cost?", "Who wrote the article?", "How many volunteers helped?"])
def test_it_is_the_article_where_no_other_text_was_named(service: Service, first: str, then: str) -> None:
    assert on_tiny(service, first, then) == on_tiny(service, then) == "answered author"


@pytest.mark.parametrize(
    ("first", "then", "got"),
    [
        ("What did Ashby say about the beams?", "who wrote it?", "answered who-ashby"),
        ("What did Ashby say about the beams?", "who?", "answered who-ashby"),
        ("What did Ashby tell the newsletter about the beams?", "how long is it?", "not_understood"),
        ("What did Ashby tell the newsletter about the beams?", "how many paragraphs does it have?", "not_understood"),
    ],
)
def test_it_is_the_text_that_was_named_just_before(service: Service, first: str, then: str, got: str) -> None:
    assert on_tiny(service, first, then) == got


@pytest.mark.parametrize("then", ["who wrote it?", "how long is it?", "is it long?", "where was it published?"])
def test_it_is_what_the_person_wrote_who_was_just_named(service: Service, then: str) -> None:
    assert on_tiny(service, "What did Maud Ashby write?", then) != on_tiny(service, then)


@pytest.mark.parametrize(
    ("first", "is_text"),
    [
        ("What does the Flier piece say?", True),
        ("What did Markova write?", True),
        ("Did Markova write this article?", False),
        ("Who wrote the article about Markova?", False),
        ("Is the Flier a newspaper?", False),
        ("How many people were hurt?", False),
    ],
)
def test_a_text_is_named_by_its_outlet_or_by_who_wrote_it(learned: Learned, first: str, is_text: bool) -> None:
    wind = replace(KITES.quotes["quote-wind"], outlet="The Flier")
    turn = converse(Matcher.build(replace(KITES, quotes={**KITES.quotes, wind.id: wind}), learned, fit), first, None).turn
    assert bool(turn and turn.names_a_text) is is_text


def test_it_is_the_article_again_once_the_subject_changed(service: Service) -> None:
    assert on_tiny(service, "What did Ashby say about the beams?", "How many volunteers helped?", "who wrote it?") == "answered author"


def test_the_length_of_a_thing_is_no_length_of_a_text(kites: Matcher) -> None:
    assert after(kites, "Who built the dragon kite?", "how long is it?") == "answered dragon-length"
    assert after(kites, "How many people were hurt?", "how long is it?") == reached(kites.ask("how long is the article"))


# What is wanted of the bot itself --------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("source?", "source"),
        ("what paragraph is that from?", "source"),
        ("are you sure?", "sure"),
        ("is that true?", "sure"),
        ("that's wrong", "wrong"),
        ("can a mod answer that", "human"),
        ("link?", "link"),
        ("stop", "stop"),
    ],
)
def test_wish_goes_on_about_the_answer_before(kites: Matcher, typed: str, wish: str) -> None:
    before = converse(kites, "Who built the dragon kite?", None).turn
    reply = converse(kites, typed, before)
    assert reached(reply.outcome) == f"wish {wish} dragon-maker"
    assert reply.turn == before


@pytest.mark.parametrize("typed", ["topics", "help", "who made you", "random quote"])
def test_wish_that_is_about_no_answer_stands_on_its_own(kites: Matcher, typed: str) -> None:
    before = converse(kites, "Who built the dragon kite?", None).turn
    reply = converse(kites, typed, before)
    assert getattr(reply.outcome, "items", None) == ()
    assert reply.turn == before


def test_wish_goes_on_about_all_that_was_given(kites: Matcher) -> None:
    before = converse(kites, "Who built the dragon kite and who won the long-line contest?", None).turn
    assert reached(converse(kites, "source?", before).outcome) == "wish source dragon-maker winner"


def test_wish_after_an_offer_goes_on_about_nothing(kites: Matcher) -> None:
    before = Turn(("dragon",), None)
    assert reached(converse(kites, "source?", before).outcome) == "wish source"


def test_question_after_a_wish_goes_on_about_the_answer_before_it(kites: Matcher) -> None:
    before = converse(kites, "Who built the dragon kite?", None).turn
    then = converse(kites, "are you sure?", before).turn
    assert reached(converse(kites, "and how long was it?", then).outcome) == "answered dragon-length"


def test_answer_before_wins_over_a_phrasing_of_the_same_words(learned: Learned) -> None:
    named = asked("sources-named", "sources", "who is quoted in the article", answer="The article quotes Markova and Lin.")
    matcher = Matcher.build(make_knowledge(KITES.source, [*KITES.speakers.values(), *KITES.items(), *KITES.aliases, named]), learned, fit)
    assert reached(converse(matcher, "sources?", None).outcome) == "answered sources-named"
    before = converse(matcher, "Who built the dragon kite?", None).turn
    assert reached(converse(matcher, "sources?", before).outcome) == "wish source dragon-maker"
