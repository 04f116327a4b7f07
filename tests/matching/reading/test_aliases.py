"""Names in several scripts and romanisations become one token, only as whole words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.domain.knowledge import Alias
from briefbot.language import text
from briefbot.matching.reading.aliases import Folder
from builders import knowledge, source
from matching.kites import KITES

FOLDER = Folder.of(KITES)


def folded(typed: str) -> list[str]:
    return [name for name, _ in FOLDER.fold(text.tokens(typed))]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Varda Island", "varda_island"),
        ("the ISLE of Varda", "varda_island"),
        ("바르다섬", "varda_island"),
        ("瓦尔达岛", "varda_island"),
        ("остров Варда", "varda_island"),
        ("Zoya Markova", "zoya_markova"),
        ("Markova", "zoya_markova"),
        ("Зоя Маркова", "zoya_markova"),
        ("マルコワ", "zoya_markova"),
        ("Markova’s", "zoya_markova"),
        ("Ｍａｒｋｏｖａ", "zoya_markova"),
        ("**Markova**", "zoya_markova"),
        ("Seo-yun Park", "park_seo_yun"),
        ("Pak So-yun", "park_seo_yun"),
        ("박서윤", "park_seo_yun"),
        ("林巧玉", "lin_qiaoyu"),
        ("LLC", "long_line_contest"),
        ("long-line contest", "long_line_contest"),
    ],
)
def test_a_name_goes_by_any_of_its_forms(typed: str, name: str) -> None:
    assert folded(typed)[-1] == name


@pytest.mark.parametrize("typed", ["vardas", "parked cars", "sparks", "linger", "the marking", "dragonfly kites", "line", "zoyas"])
def test_a_form_inside_a_longer_word_is_left_alone(typed: str) -> None:
    assert folded(typed) == text.tokens(typed)


def test_the_longest_form_is_taken() -> None:
    assert folded("the dragon kite flew") == ["the", "dragon_kite", "flew"]
    assert folded("the dragon flew") == ["the", "dragon_kite", "flew"]


def test_a_form_that_breaks_off_is_no_form() -> None:
    assert folded("isle of man") == ["isle", "of", "man"]


def test_a_korean_particle_does_not_hide_the_name_before_it() -> None:
    assert folded("박서윤이 이겼다")[0] == "park_seo_yun"


def test_the_first_group_that_claims_a_form_keeps_it() -> None:
    folder = Folder([("alpha team", ["reds"]), ("beta team", ["reds"])])
    assert folder.fold(["reds"]) == [("alpha_team", ("reds",))]


@pytest.mark.parametrize(
    ("title", "proper"),
    [
        ("Harbury council sells the mill", {"brinton", "tobias_fenwick", "rhea_dunmore"}),
        ("Harbury and Brinton share a mill", {"harbury", "brinton", "tobias_fenwick", "rhea_dunmore"}),
        ("Fenwick sells the mill", {"harbury", "brinton", "tobias_fenwick", "rhea_dunmore"}),
    ],
)
def test_the_one_name_in_the_title_tells_no_item_from_another(title: str, proper: set[str]) -> None:
    folder = Folder.of(knowledge(Alias("Harbury", ("Harburi",)), Alias("Brinton", ("Brin",)), of=source(title=title)))
    assert folder.proper == proper
    assert folder.fold(["harburi"]) == [("harbury", ("harburi",))]


def test_a_folded_token_tells_what_it_stands_for() -> None:
    assert FOLDER.fold(["by", "seo", "yun", "park"]) == [("by", ("by",)), ("park_seo_yun", ("seo", "yun", "park"))]


def test_a_form_without_a_letter_folds_nothing() -> None:
    folder = Folder([("crown", ["?!", "", "👑"])])
    assert folder.fold(["what"]) == [("what", ("what",))]
    assert folder.fold([]) == []


def test_the_words_of_all_forms_are_listed() -> None:
    assert Folder([("old mill", ["water mill", "磨坊"])]).words() == {"old", "mill", "water", "磨", "坊"}


@given(st.lists(st.sampled_from(["dragon", "kite", "isle", "of", "varda", "park", "seo", "yun", "long", "line", "x", "9"]), max_size=12))
def test_folding_loses_no_word(words: list[str]) -> None:
    spans = FOLDER.fold(words)
    assert [word for _, span in spans for word in span] == words
    assert FOLDER.fold(words) == spans
