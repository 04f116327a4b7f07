"""Captions of several pictures, each named by itself as evidence."""

from __future__ import annotations

import pytest

from briefbot.checking.answers import Gate
from briefbot.checking.article import Article, digest
from briefbot.checking.check import make_knowledge
from briefbot.domain.knowledge import Block, BlockKind, Source
from briefbot.rendering.attribution import places
from briefbot.rendering.source_pages import passage
from builders import entry

BLOCKS: tuple[tuple[BlockKind, str], ...] = (
    ("headline", "The vane is gone"),
    ("picture", "![The mill](mill.jpg)"),
    ("caption", "The mill in 1902, before the flood."),
    ("paragraph", "The weather vane was stolen."),
    ("picture", "![Nine geese on the roof](geese.jpg)"),
    ("paragraph", "Nobody saw it."),
)
ARTICLE = Article(BLOCKS)
SOURCE = Source("The vane is gone", blocks=tuple(Block(kind, digest(text)) for kind, text in BLOCKS))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("caption-1", "The mill in 1902, before the flood."),
        ("caption-2", "Nine geese on the roof"),
        ("caption", "The mill in 1902, before the flood.\nNine geese on the roof"),
    ],
)
def test_each_caption_has_a_place_of_its_own_and_all_have_one_together(place: str, text: str) -> None:
    assert SOURCE.has(place)
    assert passage(place, ARTICLE) == text


@pytest.mark.parametrize("place", ["caption-3", "deck"])
def test_a_caption_that_is_not_there_is_no_place(place: str) -> None:
    assert not SOURCE.has(place)


@pytest.mark.parametrize(("place", "is_held"), [("caption", True), ("caption-1", True), ("caption-2", False)])
def test_an_answer_is_compared_with_the_caption_that_it_names(place: str, is_held: bool) -> None:
    gate = Gate.of(make_knowledge(SOURCE, []), ARTICLE)
    errors = [each for each in gate.findings(entry(answer="The mill was photographed in 1902.", evidence=(place,))) if not each.is_warning]
    assert (errors == []) == is_held


def test_readers_see_which_picture_it_is() -> None:
    assert places(["caption-2", 1], SOURCE) == "the caption of picture 2; paragraph 1 of 2"
    assert places(["caption"], SOURCE) == "the picture's caption"
