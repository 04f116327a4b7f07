"""Quotations are typeset as in a newspaper, and every word stays the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.checking.article import within_marks
from briefbot.checking.verbatim import gate
from briefbot.rendering.quotation_marks import in_marks
from builders import FENWICK, article, quote

MARKS = "'\"‘’“”„‚«»‹›「」『』"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("The mill stands still.", "“The mill stands still.”"),
        ("the miller's 'last turn' of the wheel", "“the miller’s ‘last turn’ of the wheel”"),
        ('She called it a "quiet year" again.', "“She called it a ‘quiet year’ again.”"),
        ("She called it a “quiet year” again.", "“She called it a ‘quiet year’ again.”"),
        ("I said: 'He wrote \"never\" on it.'", "“I said: ‘He wrote “never” on it.’”"),
        ("'Tis the miller's own plan", "“’Tis the miller’s own plan”"),
        ("'No,' we said - 'never.'", "“‘No,’ we said - ‘never.’”"),
        ("It was in '98 that the miller's son left", "“It was in ’98 that the miller’s son left”"),
        ("Wir nannten es „das stille Jahr“.", "„Wir nannten es ‚das stille Jahr‘.“"),
        ("On l'a appelée «l'année calme».", "«On l’a appelée ‹l’année calme›.»"),
        ("「静かな年」と呼んだ", "「『静かな年』と呼んだ」"),
    ],
)
def test_marks_within_a_quotation_are_one_level_down_and_of_its_language(said: str, shown: str) -> None:
    assert in_marks(said) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("The mill will turn again,", "“The mill will turn again”"),
        ("We call it 'the long still,'", "“We call it ‘the long still’”"),
        ("It turned, then stopped.", "“It turned, then stopped.”"),
        ("'The still,' we said", "“‘The still,’ we said”"),
    ],
)
def test_a_comma_that_only_leads_on_to_the_speaker_is_left_out(said: str, shown: str) -> None:
    assert in_marks(said) == shown


def test_a_quotation_passes_the_gate_without_its_last_comma() -> None:
    said = "It weighs more than two geese and squeaks like three,"
    shown = in_marks(said).strip("“”")
    assert shown == said.removesuffix(",")
    assert [gate(quote(text=text, partial=False), FENWICK, article()) for text in (said, shown)] == [None, None]


def test_an_ellipsis_stands_within_the_marks_where_words_are_left_out() -> None:
    assert in_marks("the 'long still,'", before="… ", after=" …") == "“… the ‘long still’ …”"


@given(st.text(alphabet=f"ab ,.-1{MARKS}", max_size=30))
def test_no_letter_but_marks_and_a_last_comma_ever_changes(said: str) -> None:
    def words(text: str) -> str:
        return "".join(letter for letter in text if letter not in MARKS)

    shown, kept = words(in_marks(said)), words(said)
    assert shown in (kept, kept.removesuffix(","))


@given(st.text(alphabet="ab ,.'\"‘’“”", max_size=30))
def test_what_is_shown_is_the_same_by_the_rule_of_the_gate(said: str) -> None:
    shown = within_marks(in_marks(said)[1:-1])
    commas_out = within_marks(said).rstrip("', ")
    assert shown.rstrip("', ") == commas_out


def test_a_long_row_of_marks_is_read() -> None:
    assert len(in_marks("'\"" * 700)) == 1_402
