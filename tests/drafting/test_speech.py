"""Who says what, in the usual forms of newspapers."""

from __future__ import annotations

import pytest

from briefbot.checking.article import Article
from briefbot.drafting.names import names_of
from briefbot.drafting.speech import told

PEOPLE = "The miller, Tobias Fenwick, met Rhea Dunmore, a constable, at the mill."


def said(*paragraphs: str) -> list[tuple[str, str | None, bool]]:
    article = Article((("headline", "The vane"), *(("paragraph", text) for text in (PEOPLE, *paragraphs))))
    return [
        (each.text, each.speaker.text if each.speaker else None, each.is_sure)
        for each in told(article, names_of([text.replace("“", '"').replace("”", '"') for text in article.paragraphs])).quotations
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        '"It squeaks like three geese," Fenwick said.',
        '"It squeaks like three geese," said Fenwick, who had heard it.',
        '"It squeaks like three geese," the miller, Tobias Fenwick, told Dunmore.',
        'Fenwick said: "It squeaks like three geese."',
        'According to Fenwick, "it squeaks like three geese."',
        "“It squeaks like three geese,” Fenwick said.",
        "«It squeaks like three geese», Fenwick said.",
        "„It squeaks like three geese“, said Fenwick.",
        'Dunmore came late. Fenwick heard the vane. "It squeaks like three geese," he said.',
        '"Does it squeak like three geese?" Fenwick asked, and then he said no more.',
    ],
)
def test_the_speaker_is_told_by_a_verb_of_saying(paragraph: str) -> None:
    ((_, speaker, is_sure),) = said(paragraph)
    assert (speaker, is_sure) == ("Tobias Fenwick", True)


def test_a_quotation_goes_on_behind_its_verb() -> None:
    found = said('"It squeaks like three geese," Dunmore said. "It weighs more than two."')
    assert [speaker for _, speaker, _ in found] == ["Rhea Dunmore", "Rhea Dunmore"]


def test_a_quotation_goes_over_paragraphs_that_close_nothing() -> None:
    found = said('"It squeaks like three geese, Fenwick said once.', '"It weighs more than two of them, too," Dunmore said.')
    assert [text for text, _, _ in found] == ["It squeaks like three geese, Fenwick said once.", "It weighs more than two of them, too,"]


def test_a_quotation_over_paragraphs_is_of_whom_its_end_names() -> None:
    found = said('"It squeaks like three geese," Fenwick said.', '"It weighs more than two of them.', '"It turns, too," Dunmore said.')
    assert [speaker for _, speaker, _ in found] == ["Tobias Fenwick", "Rhea Dunmore", "Rhea Dunmore"]


def test_marks_within_a_quotation_stay_in_it() -> None:
    ((text, speaker, _),) = said("“He called it ‘the old squeaker,’ and so do I,” Dunmore said.")
    assert (text, speaker) == ("He called it 'the old squeaker,' and so do I,", "Rhea Dunmore")


def test_a_quotation_of_nobody_is_doubtful() -> None:
    ((_, _, is_sure),) = said('On the door stood "nobody may come in here at night" in red.')
    assert not is_sure


@pytest.mark.parametrize("paragraph", ['The film "Geese in the Wind" runs on Friday.', 'The vane is "old" for a vane.'])
def test_names_of_works_and_single_words_are_no_quotations(paragraph: str) -> None:
    assert said(paragraph) == []
