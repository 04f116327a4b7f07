"""Which language a question is in, where it is not English."""

from __future__ import annotations

import pytest

from briefbot.matching.reading.languages import language_of


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who mends the kite?", "en"), ("kite?", "en"), ("", "en"),
        ("Wer flickt den Drachen?", "de"), ("wie viele Drachen sind das", "de"), ("Weiß jemand mehr?", "de"), ("ich kann nicht mehr", "de"),
        ("¿Quién arregla la cometa?", "es"), ("cuanto cuesta la cometa", "es"), ("qué dice el artículo de la cometa", "es"),
        ("Qui répare le cerf-volant ?", "fr"), ("c'est quoi le prix", "fr"), ("Que dit l'article ?", "fr"),
        ("Chi ripara gli aquiloni della città?", "it"), ("quem conserta as pipas?", "pt"), ("hoeveel kost het", "nl"),
        ("кто чинит змея?", None), ("谁修风筝？", None),
    ],
)  # fmt: skip
def test_language_is_told_by_its_frequent_words(question: str, language: str | None) -> None:
    assert language_of(question) == language
