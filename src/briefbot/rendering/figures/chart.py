"""The picture of figures: a bar for each day, on its own background, for light and dark themes."""

from __future__ import annotations

import io
from datetime import timedelta

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from briefbot.domain.figures import REFUSALS, Figures, Kind
from briefbot.i18n import say

_SIZE, _DOTS = (9, 4.5), 120
"""Inches, and dots in each: 1,080 by 540."""
_GROUND, _INK = "#fbfaf7", "#1f2328"
_NAMED = 7
"""How many days have their date written."""
_WIDTH = 0.8
"""The width of a bar, as a part of a day."""


def draw(figures: Figures) -> bytes:
    """Draw what was asked on each day as PNG.

    Bars have patterns too, because not everybody can distinguish the colours.
    """
    drawn = Figure(figsize=_SIZE, dpi=_DOTS, facecolor=_GROUND, layout="constrained")
    axes = drawn.subplots()
    days = [figures.first + timedelta(days=number) for number in range((figures.last - figures.first).days + 1)]
    places, below = range(len(days)), [0] * len(days)
    for kinds, name, colour, pattern in _stacked():
        counted = figures.daily(*kinds)
        heights = [counted[day] for day in days]
        axes.bar(places, heights, _WIDTH, below, label=name, color=colour, hatch=pattern, edgecolor=_INK, linewidth=0.4)
        below = [low + high for low, high in zip(below, heights, strict=True)]
    axes.set_title(say("Questions by day"), color=_INK, loc="left")
    axes.set_facecolor(_GROUND)
    axes.set_xlim(-1, len(days))
    axes.set_ylim(0, max(1, *below) * 1.1)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    named = places[:: -(-len(days) // _NAMED)]
    axes.set_xticks(named, [days[place].isoformat() for place in named])
    axes.tick_params(colors=_INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(facecolor=_GROUND, labelcolor=_INK, frameon=False, ncols=3, loc="lower right", bbox_to_anchor=(1, 1))
    written = io.BytesIO()
    drawn.savefig(written, format="png")
    return written.getvalue()


def _stacked() -> tuple[tuple[tuple[Kind, ...], str, str, str], ...]:
    """Return the parts of a bar, from below: kinds, name, colour, pattern."""
    return (
        (("answered",), say("answered"), "#2a78b5", ""),
        (("offered",), say("offered"), "#f0c04c", "///"),
        (REFUSALS, say("refused"), "#c9553d", "..."),
    )
