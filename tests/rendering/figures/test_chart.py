"""The picture has its own background for light and dark themes, and draws a day as well as a year."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from briefbot.domain.figures import DayCount, Figures
from briefbot.rendering.figures.chart import draw

LAST = date(2025, 6, 30)


@pytest.mark.parametrize("days", [1, 30, 400])
def test_every_period_is_drawn_on_an_opaque_ground(days: int) -> None:
    counts = (DayCount(LAST, "answered", "", 3), DayCount(LAST, "silent", "", 1))
    found = Image.open(io.BytesIO(draw(Figures(LAST - timedelta(days=days - 1), LAST, counts, (), (), 0)))).convert("RGBA")
    assert found.size == (1080, 540)
    assert found.getchannel("A").getextrema() == (255, 255)
    assert found.getpixel((0, 0)) == (251, 250, 247, 255)
