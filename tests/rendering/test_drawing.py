"""A quotation is drawn as one picture, or a message says why not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image, features

from briefbot.rendering import drawing
from briefbot.rendering.cards import Card, CardError

CARD = Card(
    "“It weighs more than two geese”",
    "Tobias Fenwick",
    "miller",
    "",
    "“Vane stolen”",
    "Paragraph 2 of 4",
    "“It weighs more than two geese” …",
)


def card(words: str) -> Card:
    return Card(words, CARD.name, CARD.role, CARD.told_in, CARD.headline, CARD.place, CARD.alternative)


def painted(words: str) -> Image.Image:
    return Image.open(BytesIO(drawing.draw(card(words))))


def contrast(first: tuple[int, ...], second: tuple[int, ...]) -> float:
    """Return the contrast of two colours as WCAG counts it."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [part / 255 for part in colour]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour(text: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(text.removeprefix("#")))


def test_a_picture_is_opaque_and_reads_on_any_background() -> None:
    picture = painted(CARD.words)
    assert (picture.format, picture.mode, picture.width) == ("PNG", "RGB", drawing.WIDTH)
    for letters in (drawing._INK, drawing._MUTED):
        assert contrast(colour(letters), colour(drawing._PAPER)) >= 7


def test_a_picture_carries_its_alternative_text() -> None:
    picture = painted(CARD.words)
    picture.load()
    assert picture.info["Description"] == CARD.alternative


def test_longer_words_are_set_smaller_and_stay_within_the_picture() -> None:
    for count in (2, 12, 24, 48):
        picture = painted(f"“{'a squeak, ' * count}and rest.”")
        assert picture.height <= drawing.MOST_HIGH
        margin = picture.crop((drawing.WIDTH - drawing._RIGHT + 1, 4, drawing.WIDTH - 4, picture.height - 4))
        assert margin.getcolors() == [(margin.width * margin.height, colour(drawing._PAPER))]


def test_a_quotation_that_does_not_fit_is_refused_in_words() -> None:
    with pytest.raises(CardError, match=r"too long for a picture: it has 1402 characters\."):
        drawing.draw(card(f"“{'seven! ' * 200}”"))


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert painted(f"“{'x' * 90}”").height > painted("“x”").height


def test_a_letter_that_no_font_has_is_named_and_nothing_is_drawn() -> None:
    with pytest.raises(CardError, match="No font here has these letters: \U000f1234"):
        drawing.draw(card("“It says \U000f1234 on the vane”"))


@pytest.mark.parametrize("face", [drawing._BUILT_IN, *(family[0] for family in drawing._FAMILIES)])
def test_a_font_is_known_to_have_its_letters_and_to_lack_others(face: str) -> None:
    if drawing._is_there(face):
        assert not any(drawing._lacks(face, letter) for letter in ",.-1" + "aZ" * ("CJK" not in face))
        assert all(drawing._lacks(face, letter) for letter in "\U000f1234\ue5ff")


@pytest.mark.skipif(not features.check("raqm"), reason="Pillow has no libraqm here")
def test_words_from_right_to_left_begin_at_the_right() -> None:
    picture = painted("“كذا”")
    words = picture.crop((0, drawing._ABOVE, drawing.WIDTH, drawing._ABOVE + 80)).convert("L").point(lambda value: 255 * (value < 128))
    left, _, right, _ = words.getbbox() or (0, 0, 0, 0)
    assert left > drawing.WIDTH // 2
    assert right < drawing.WIDTH - 20


def test_several_threads_draw_the_same() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(drawing.draw, [CARD] * 8))) == 1
