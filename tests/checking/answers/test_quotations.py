"""Quotations whose cut changes their meaning."""

from __future__ import annotations

import pytest

from briefbot.checking.answers.quotations import cut_quote
from briefbot.domain.knowledge import Quote
from checking.answers.ferries import GATE


def cut(text: str, paragraph: int) -> list[str]:
    return [finding.message for finding in cut_quote(Quote("quote", "ilse-varga", text, paragraph, partial=True), GATE.places)]


@pytest.mark.parametrize("text", ["convinced that a state owner would be worse,", "a state owner would be worse,"])
def test_a_quotation_may_not_lose_what_governs_it(text: str) -> None:
    (message,) = cut(text, 5)
    assert "leaves out “not” before it" in message


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("We are not convinced that a state owner would be worse,", 5),
        ("told by people who want a lower price.", 7),
        ("it will stay open for Denmark's fund,", 11),
        ("nobody has asked", 99),
    ],
)
def test_a_quotation_may_be_cut_elsewhere(text: str, paragraph: int) -> None:
    assert cut(text, paragraph) == []
