"""Draw the trade-off curve and the reliability diagram of what `briefbot learn` finds: python -m benchmarks.curves."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from briefbot.bundle import read_bundle
from briefbot.checking.check import make_knowledge
from briefbot.cli.arguments import BUDGET
from briefbot.matching.learning.learn import Lesson, learn
from briefbot.matching.recall.classifier import fit

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
_SIZE, _MARGIN = 320, 50
_COLOURS = ("#1f5fbf", "#c2571a")


def main() -> None:
    """Learn from the repository's knowledge, without sentence vectors, and draw."""
    bundle, _ = read_bundle(Path("knowledge"))
    if bundle is None:
        raise SystemExit("run it from the project's root")
    knowledge = make_knowledge(bundle.source, [thing for _, thing in bundle.things])
    lesson = learn(knowledge, fit, None, BUDGET / 100, lambda line: print(line, file=sys.stderr)).plain  # noqa: T201
    (PICTURES / "trade-off.svg").write_text(trade_off(lesson), encoding="utf-8")
    (PICTURES / "reliability.svg").write_text(reliability(lesson), encoding="utf-8")


def trade_off(lesson: Lesson) -> str:
    """Draw right answers against false ones for each threshold."""
    right = [(point.false, point.answered) for point in lesson.curve]
    unforeseen = [(point.unforeseen, point.answered) for point in lesson.curve]
    legend = ("foreseen gaps and off the topic", "near misses whose gap entry was left out")
    return _chart("false answers, of unanswerable questions", "right answers, of tests", (right, unforeseen), legend)


def reliability(lesson: Lesson) -> str:
    """Draw the share that was right against the confidence, beside the diagonal."""
    measured = [(confidence, right) for confidence, right, _ in lesson.calibration]
    return _chart("confidence", "share that was right", (measured, [(0.0, 0.0), (1.0, 1.0)]), ("measured", "perfect"))


def _chart(x_title: str, y_title: str, lines: Sequence[Sequence[tuple[float, float]]], legend: Sequence[str]) -> str:
    width, height = _SIZE + 2 * _MARGIN, _SIZE + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for tenth in range(0, 11, 2):
        x, y = _place(tenth / 10, tenth / 10)
        label = f"{tenth * 10} %"
        parts.append(f'<path d="M{x} {_MARGIN}V{_MARGIN + _SIZE}M{_MARGIN} {y}H{_MARGIN + _SIZE}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{_MARGIN + _SIZE + 14}" text-anchor="middle">{label}</text>')
        parts.append(f'<text x="{_MARGIN - 5}" y="{y + 4}" text-anchor="end">{label}</text>')
    for number, line in enumerate(lines):
        points = " ".join(f"{x},{y}" for x, y in (_place(*point) for point in line))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{_COLOURS[number]}" stroke-width="2"{_dash(number)}/>')
        y = 16 + 14 * number
        parts.append(f'<path d="M{_MARGIN} {y}h24" stroke="{_COLOURS[number]}" stroke-width="2"{_dash(number)}/>')
        parts.append(f'<text x="{_MARGIN + 30}" y="{y + 4}">{legend[number]}</text>')
    parts.append(f'<text x="{width / 2}" y="{height - 12}" text-anchor="middle">{x_title}</text>')
    parts.append(f'<text transform="translate(13 {height / 2}) rotate(-90)" text-anchor="middle">{y_title}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _dash(number: int) -> str:
    return ' stroke-dasharray="6 4"' if number else ""


def _place(x: float, y: float) -> tuple[float, float]:
    return round(_MARGIN + x * _SIZE, 1), round(_MARGIN + (1 - y) * _SIZE, 1)


if __name__ == "__main__":
    main()
