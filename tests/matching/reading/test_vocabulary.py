"""Typos are corrected with the knowledge's words; English words, numbers and other scripts are not."""

from __future__ import annotations

from collections import Counter

import pytest

from briefbot.matching import Matcher
from briefbot.matching.reading.vocabulary import STOP_WORDS, Lexicon, english_words, everyday_words

LEXICON = Lexicon({"kite": 9, "festiv": 3, "crown": 1}, 10, ["kite", "kites", "festival", "crown", "markova", "lin"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fesitval", "festival"),  # two letters swapped
        ("festivl", "festival"),  # one left out
        ("festtival", "festival"),  # one too many
        ("markiva", "markova"),  # one wrong
        ("markwoa", "markova"),
        ("narkova", "markova"),  # even the first
        ("fesstivaal", "festival"),  # two, in a long word
        ("kitess", "kites"),
        ("whihc", "which"),  # function words too
        ("teh", "the"),
    ],
)
def test_a_mistyped_word_of_the_knowledge_is_corrected(typed: str, meant: str) -> None:
    assert LEXICON.correct(typed) == meant


@pytest.mark.parametrize("word", ["bite", "site", "mite", "crows", "brown", "festivity", "line", "marina", "then"])
def test_a_real_english_word_is_left_alone(word: str) -> None:
    assert LEXICON.correct(word) == word


@pytest.mark.parametrize("word", ["2019", "4200", "ab", "x", "mark0va", "маркава", "金", "zzzzzz", "qwertyuiop", ""])
def test_what_cannot_be_a_mistyped_word_is_left_alone(word: str) -> None:
    assert LEXICON.correct(word) == word


def test_of_many_unknown_words_only_the_first_are_corrected() -> None:
    typed = ["narkova", *(f"qqzzx{letter}" for letter in "abcdefghijk"), "festivl", "narkova"]
    assert LEXICON.corrected(typed)[:1] + LEXICON.corrected(typed)[-2:] == ["markova", "festivl", "markova"]
    assert LEXICON.corrected(["narkova", "who", "is", "it", *["kite"] * 30, "festivl"])[::34] == ["markova", "festival"]


def test_a_word_far_longer_than_any_other_is_left_alone() -> None:
    assert LEXICON.corrected(["s" * 1_000]) == ["s" * 1_000]


def test_a_short_word_is_never_taken_for_a_mistyped_name() -> None:
    assert LEXICON.correct("lyn") != "lin"
    assert LEXICON.correct("ltn") == "ltn"


def test_a_word_of_the_knowledge_and_its_forms_are_known() -> None:
    assert LEXICON.correct("markova") == "markova"
    assert LEXICON.correct("crowns") == "crowns"


def test_a_tie_goes_the_same_way_whatever_the_order() -> None:
    words = ["tamlar", "tamler", "tamlir"]
    assert {Lexicon({}, 3, order).correct("tamlxr") for order in (words, words[::-1])} == {"tamlar"}


def test_of_words_as_near_one_of_the_same_letters_is_meant() -> None:
    assert Lexicon({}, 2, ["feel", "fuel"]).correct("feul") == "fuel"


def test_the_rarer_a_term_the_more_it_tells() -> None:
    assert LEXICON.weight("kite") < LEXICON.weight("festiv") < LEXICON.weight("crown") < LEXICON.weight("zeppelin") == LEXICON.highest
    assert LEXICON.weight("kite") > 0


def test_a_term_that_no_item_uses_is_not_known() -> None:
    assert LEXICON.knows("kite")
    assert not LEXICON.knows("zeppelin")


WORDS = ["kites", "festival", "crown", "markova"]
COUNTS = {"kite": 9, "festiv": 3, "crown": 1}


@pytest.mark.parametrize(
    ("counts", "size", "words"),
    [
        (COUNTS, 10, WORDS),
        ({"kite": 9, "festiv": 4, "zeppelin": 1}, 11, ["kites", "festival", "zeppelin", "markova"]),
        ({}, 0, []),
    ],
    ids=["nothing", "something", "everything"],
)
def test_a_guilds_lexicon_tells_what_one_of_its_own_would(counts: dict[str, int], size: int, words: list[str]) -> None:
    shared, own = Lexicon(counts, size, words, Lexicon(Counter(COUNTS), 10, WORDS)), Lexicon(counts, size, words)
    assert dict(shared.counts) == counts
    assert len(shared.counts) == len(counts)
    assert shared.words == own.words
    for typed in ("kitess", "fesitval", "zepelin", "crownn", "markiva", "crowns"):
        assert shared.correct(typed) == own.correct(typed), typed
    for term in ("kite", "festiv", "crown", "zeppelin", "unheard"):
        assert shared.knows(term) == own.knows(term), term
        assert shared.weight(term) == own.weight(term), term


def test_a_guilds_lexicon_leaves_the_bundles_as_it_is() -> None:
    base = Lexicon(COUNTS, 10, WORDS)
    Lexicon({"zeppelin": 1}, 1, ["zeppelin"], base).correct("zepelin")
    assert (base.counts, base.words) == (COUNTS, frozenset(WORDS))
    assert not base.knows("zeppelin")
    assert base.correct("zepelin") == "zepelin"


def test_what_people_type_is_not_kept() -> None:
    lexicon = Lexicon(COUNTS, 10, WORDS)
    assert {lexicon.weight(f"unheard-{number}") for number in range(100)} == {lexicon.highest}
    assert len(lexicon.weights) == 0


def test_the_lexicon_of_a_knowledge_holds_names_answers_and_phrasings(kites: Matcher) -> None:
    lexicon = kites.ranker.lexicon
    assert {"markova", "spool", "sabotage"} <= lexicon.words
    assert lexicon.correct("sabotaeg") == "sabotage"
    assert lexicon.correct("qiaoyo") == "qiaoyu"


def test_the_english_words_are_words() -> None:
    assert {"bite", "brown", "weather"} <= english_words()
    assert not {"fesitval", "whihc"} & english_words()


def test_everyday_words_are_some_of_them() -> None:
    assert {"piece", "boys", "dead"} <= everyday_words()
    assert everyday_words() < english_words()
    assert not {"weathercock", "pamphlet"} & everyday_words()
    assert {"the", "what", "please"} <= STOP_WORDS
