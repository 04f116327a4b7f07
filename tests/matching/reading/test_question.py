"""A question is read the same however it is typed, and different meanings stay different."""

from __future__ import annotations

import pytest

from briefbot.matching import Matcher
from briefbot.matching.reading.aliases import Folder
from briefbot.matching.reading.question import content_of, is_telling, term_of, understand
from matching.kites import KITES

FOLDER = Folder.of(KITES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("how many ppl were hurt", "how many people were hurt"),
        ("pls who won", "please who won"),
        ("wat did u say abt kites", "what did you say about kites"),
        ("whats the prize", "what is the prize"),
        ("who isn't allowed", "who is not allowed"),
        ("who cant fly", "who can not fly"),
        ("what colour was the kite", "what color was the kite"),
        ("who organised the defence", "who organized the defense"),
        ("the kite flies", "the kites flying"),
        ("who was hurting", "who is hurt"),
        ("4,200 kites", "4200 kites"),
        ("4.2k kites", "4200 kites"),
        ("nine hundred crowns", "900 crowns"),
        ("on May 9th", "on 9 May"),
        ("the 9th of May", "the May 9th"),
        ("on 2031-05-09", "on May 9, 2031"),
        ("on 09.05.2031", "on 9 May 2031"),
        ("on 9.5.", "on May 9"),
        ("**who** built the <:kite:12345> dragon 🐉?!", "who built the dragon"),
        ("<@42> who won the || contest ||", "who won the contest"),
        ("Did Zoya Markova fly", "did маркова fly"),
        ("who won the LLC", "who won the long-line contest"),
    ],
)
def test_what_means_the_same_has_the_same_terms(one: str, other: str) -> None:
    plain = [term for term in understand(one, FOLDER).terms if term not in {"is", "was", "be"}]
    assert plain == [term for term in understand(other, FOLDER).terms if term not in {"is", "was", "be"}]


def test_a_question_is_read_whole() -> None:
    read = understand("Did Seo-yun Park not win 900 crowns in 2019?", FOLDER)
    assert read.words == ("did", "seo", "yun", "park", "not", "win", "900", "crowns", "in", "2019")
    assert read.terms == ("do", "park_seo_yun", "not", "win", "900", "crown", "in", "2019")
    assert read.content == {"park_seo_yun", "win", "900", "crown", "2019"}
    assert read.numbers == {"900", "2019"}
    assert read.asked == ("yes_no",)
    assert read.is_negated
    assert not read.wants_verbatim
    assert read.folded == (("park_seo_yun", ("seo", "yun", "park")),)


@pytest.mark.parametrize("typed", ["who did not win", "nobody won", "who never flew", "who wasn't hurt", "without wire", "no kites"])
def test_a_negation_is_noticed(typed: str) -> None:
    assert understand(typed, FOLDER).is_negated


@pytest.mark.parametrize("typed", ["who won", "the knot", "another kite", "notable kites"])
def test_what_only_looks_like_a_negation_is_none(typed: str) -> None:
    assert not understand(typed, FOLDER).is_negated


def test_without_a_lexicon_nothing_is_corrected_or_unknown() -> None:
    read = understand("how mnay zeppelins", FOLDER)
    assert read.words == ("how", "mnay", "zeppelins")
    assert not read.corrections
    assert not read.unknown


def test_with_a_lexicon_typos_are_corrected_and_strange_words_noticed(kites: Matcher) -> None:
    read = kites.understand("was Markvoa hurt by a zeppelin")
    assert read.corrections == (("markvoa", "markova"),)
    assert read.unknown == {"zeppelin"}
    assert "zoya_markova" in read.content


@pytest.mark.parametrize("typed", ["", "   ", "?!", "😀😀", "\x00", "<@123>", "\u200b"])
def test_nothing_is_read_as_nothing(typed: str) -> None:
    read = understand(typed, FOLDER)
    assert (read.words, read.terms, read.content, read.asked) == ((), (), frozenset(), ())


@pytest.mark.parametrize(("term", "telling"), [("kite", True), ("9", True), ("凧", True), ("the", False), ("say", False), ("x", False)])
def test_some_words_tell_more(term: str, telling: bool) -> None:
    assert is_telling(term) is telling


def test_a_folded_name_is_its_own_term_and_a_word_its_stem() -> None:
    assert term_of(("zoya_markova", ("markova",))) == "zoya_markova"
    assert term_of(("kites", ("kites",))) == "kite"


def test_the_telling_terms_of_texts_are_collected() -> None:
    assert content_of(["The kites flew", "by Markova", ""], FOLDER) == {"kite", "flew", "zoya_markova"}


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("сколько змеев запустила Маркова?", "сколько змеев запустила Zoya Markova"),
        ("바르다섬은 어디야", "Varda Island 은어디야"),
        ("wie hoch flog Park auf Varda", "wie hoch flog Park Seo Yun auf Varda Island"),
        ("сколько змеев запустили?", ""),
        ("how many kites did Markova fly", ""),
    ],
)
def test_names_are_written_in_english_into_what_is_in_another_language(typed: str, written: str) -> None:
    assert understand(typed, FOLDER).half_english == written
