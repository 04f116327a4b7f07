"""Names are recognised by capitals and neighbouring words."""

from __future__ import annotations

import pytest

from briefbot.drafting.names import names_of
from briefbot.drafting.people import described


def kinds(*texts: str) -> dict[str, str]:
    return {name.text: name.kind for name in names_of(texts).listed}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The miller, Tobias Fenwick, slept.", "Tobias Fenwick", "person"),
        ("Mayor Rhea Dunmore slept.", "Rhea Dunmore", "person"),
        ("It was Jan van der Meer, a carpenter, who slept.", "Jan van der Meer", "person"),
        ("Rhea Dunmore slept. Later Dunmore woke.", "Rhea Dunmore", "person"),
        ("Chinese President Li Wen slept.", "Li Wen", "person"),
        ("It was seen in Port Elder.", "Port Elder", "place"),
        ("They met at Hollowbrook Street.", "Hollowbrook Street", "place"),
        ("The Ministry of the Sea slept.", "Ministry of the Sea", "body"),
        ("The International Court for Mills (ICM) slept.", "International Court for Mills", "body"),
        ("He is French and she came from France.", "France", "country"),
        ("The EMA slept.", "EMA", "abbreviation"),
    ],
)
def test_names_are_told_apart(text: str, name: str, kind: str) -> None:
    assert kinds(text)[name] == kind


def test_forms_of_a_name_are_gathered() -> None:
    names = names_of(["The International Mill Court (IMC) met Rhea Dunmore. Dunmore and the IMC slept in Paris. He is French, of France."])
    forms = {name.text: name.forms for name in names.listed}
    assert forms["International Mill Court"] == ("IMC",)
    assert forms["Rhea Dunmore"] == ("Dunmore",)
    assert forms["France"] == ("French",)


def test_a_form_that_two_people_have_belongs_to_neither() -> None:
    names = names_of(["The miller, Tobias Fenwick, met Ann Fenwick, a carpenter. Fenwick slept."])
    assert [name.forms for name in names.listed if name.kind == "person"] == [(), ()]


@pytest.mark.parametrize("text", ["However, it rained. Visitors came.", "In 1949. She slept.", "Room 5 is shut. Monday in March, too."])
def test_what_opens_a_sentence_or_is_counted_is_no_name(text: str) -> None:
    assert kinds(text) == {}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The miller, Tobias Fenwick, slept.", ("miller", "")),
        ("Tobias Fenwick, the keeper of the mill at Hollowbrook, slept.", ("keeper of the mill", "Hollowbrook")),
        ("Tobias Fenwick, a former director at the Mill Institute in the north, slept.", ("former director", "Mill Institute")),
        ("It is run by head librarian Tobias Fenwick.", ("head librarian", "")),
        ("It fell to its director, Tobias Fenwick.", ("director", "")),
        ("Tobias Fenwick, who leads the Mill Guild, slept.", ("leads the Mill Guild", "")),
        ("Mayor Tobias Fenwick slept.", ("mayor", "")),
        ("Dr. Tobias Fenwick slept.", ("", "")),
        ("Tobias Fenwick, of whom nobody had heard, slept.", ("", "")),
    ],
)
def test_people_are_described_as_the_text_describes_them(text: str, role: tuple[str, str]) -> None:
    (person,) = [name for name in names_of([text, "Then Fenwick woke."]).listed if name.text == "Tobias Fenwick"]
    assert described(person, [text]) == role
