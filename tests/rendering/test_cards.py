"""The picture of a quotation has its words, speaker and place."""

from __future__ import annotations

from briefbot.domain.knowledge import Speaker
from briefbot.rendering.cards import ALTERNATIVE_LIMIT, card_of
from builders import knowledge, quote, source


def test_a_card_names_words_speaker_role_outlet_headline_and_paragraph() -> None:
    said = quote(outlet="the parish radio", said_on="on Friday")
    card = card_of(said, knowledge(said))
    assert (card.words, card.name, card.role) == ("“It weighs more than two geese and squeaks like three”", "Tobias Fenwick", "miller")
    assert (card.told_in, card.headline) == ("the parish radio, on Friday", "“Weather vane stolen from the mill”")
    assert card.place == "Paragraph 2 of 4"


def test_the_alternative_text_says_all_that_the_picture_shows() -> None:
    said = quote(outlet="the parish radio")
    assert card_of(said, knowledge(said)).alternative == (
        "“It weighs more than two geese and squeaks like three” — Tobias Fenwick, miller, the parish radio."
        " “Weather vane stolen from the mill”, paragraph 2 of 4"
    )


def test_a_speaker_without_a_role_is_placed_by_the_affiliation() -> None:
    said, council = quote(speaker="council"), Speaker("council", "parish council", (), "", "Hollowbrook")
    assert card_of(said, knowledge(said, council)).role == "Hollowbrook"


def test_the_alternative_text_of_a_long_quotation_fits() -> None:
    said = quote(text="It squeaks. " * 120)
    assert ALTERNATIVE_LIMIT - 20 < len(card_of(said, knowledge(said)).alternative) <= ALTERNATIVE_LIMIT


def test_a_headline_of_any_length_leaves_room_for_the_words() -> None:
    said = quote()
    card = card_of(said, knowledge(said, of=source(title="Vane " * 150)))
    assert card.headline.endswith("…”")
    assert len(card.headline) <= 152
