"""The verbatim gate passes exact quotations only."""

from __future__ import annotations

import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.bundle import read_bundle
from briefbot.checking.article import digest, quoted, read_article
from briefbot.checking.verbatim import gate, nearest_passage, quotation_digest
from briefbot.domain.knowledge import Cut, Quote
from builders import DUNMORE, FENWICK, PARAGRAPHS, article, quote

GEESE = "It weighs more than two geese and squeaks like three,"
CERTAIN = "that much is 'certain'"


def passes(changed: Quote) -> bool:
    speaker = {each.id: each for each in (FENWICK, DUNMORE)}.get(changed.speaker)
    return gate(changed, speaker, article()) is None


# What passes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraph", "partial"),
    [
        (GEESE, 2, False),
        (GEESE.rstrip(","), 2, False),  # the comma belongs to typesetting
        ("squeaks like three,", 2, "start"),
        ("squeaks like three", 2, "start"),
        ("two geese", 2, True),
        ("It weighs", 2, "end"),
        ("squeaks like three,", 2, True),  # as in bundles from before start and end
        ("It weighs", 2, True),
        ("  It weighs\n more than two   geese and squeaks like three, ", 2, False),
        ("Whoever has it will be heard,", 3, False),
        ("that much is 'certain'", 3, False),
        ("that much is ‘certain’", 3, False),
        ('that much is "certain"', 3, False),  # marks inside a passage are single ones
        ("much is 'certain'", 3, "start"),
    ],
)
def test_a_quotation_passes_letter_for_letter(text: str, paragraph: int, partial: Cut) -> None:
    assert passes(quote(text=text, paragraph=paragraph, partial=partial))


def refusal(changed: Quote) -> str | None:
    return gate(changed, FENWICK, article())


@pytest.mark.parametrize("marks", ['""', "“”", "„“", "«»", "''"])
def test_words_that_were_copied_with_their_marks_are_told_so(marks: str) -> None:
    assert refusal(quote(text=f"{marks[0]}{GEESE}{marks[1]}")) == "includes its quotation marks: leave them out, the reply adds them"


@pytest.mark.parametrize("text", [GEESE, f'"{GEESE}"'])
def test_words_of_another_paragraph_are_told_where_they_stand(text: str) -> None:
    expected = "is not quoted letter for letter in paragraph 3, but in paragraph 2"
    assert refusal(quote(text=text, paragraph=3)) == expected


@pytest.mark.parametrize("paragraph", [2, 4])
def test_words_that_nobody_is_quoted_with_are_told_so(paragraph: int) -> None:
    told = refusal(quote(text="A reward of 40 crowns", paragraph=paragraph))
    assert told == "is in paragraph 4, but not inside one pair of double quotation marks"


def test_a_name_in_the_paragraph_before_or_after_will_do() -> None:
    text = ("Fenwick came in.", '"Shut the door," he said.', "The door was shut.")
    shut = quote(text="Shut the door,", paragraph=2)
    assert gate(shut, FENWICK, article(*text)) is None
    assert gate(shut, FENWICK, article(*reversed(text))) is None


# What does not ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraph", "partial", "refusal"),
    [
        (GEESE.replace("two", "ten"), 2, False, "letter for letter"),
        (GEESE.replace("weighs", "Weighs"), 2, False, "letter for letter"),
        (GEESE.replace(" and", ", and"), 2, False, "letter for letter"),
        (GEESE.replace("geese", "gęese"), 2, False, "letter for letter"),
        (GEESE + " really", 2, False, "letter for letter"),
        (GEESE, 1, False, "letter for letter"),
        (GEESE, 3, False, "letter for letter"),
        (GEESE, 5, False, "no paragraph 5"),
        (GEESE, 0, False, "no paragraph 0"),
        ("the miller, Tobias Fenwick, said", 2, True, "not inside one pair"),  # the author's prose
        ("he added, and Dunmore wrote", 3, True, "not inside one pair"),  # prose between two quotations
        ("heard, that much", 3, True, "letter for letter"),  # two quotations sewn together
        ("A reward of 40 crowns", 4, True, "not inside one pair"),
        ("wo geese", 2, True, "inside a word"),
        ("two gees", 2, True, "inside a word"),
        ("t weighs more", 2, True, "inside a word"),
        ("two geese", 2, False, "partial must be true"),
        ("squeaks like three,", 2, False, "partial must be start"),
        ("squeaks like three,", 2, "end", "partial must be start"),
        ("It weighs", 2, "start", "partial must be end"),
        ("two geese", 2, "end", "partial must be true"),
        (GEESE, 2, True, "partial must be false"),
        (GEESE, 2, "end", "partial must be false"),
        ("", 2, False, "letter for letter"),
        ('"', 2, True, "letter for letter"),
    ],
)
def test_a_quotation_is_refused(text: str, paragraph: int, partial: Cut, refusal: str) -> None:
    found = gate(quote(text=text, paragraph=paragraph, partial=partial), FENWICK, article())
    assert found is not None
    assert refusal in found


def test_the_speaker_must_stand_nearby() -> None:
    far = ('"Shut the door," somebody said.', "Nothing happened.", "Fenwick left.")
    assert "speaker" in str(gate(quote(text="Shut the door,", paragraph=1), FENWICK, article(*far)))
    assert "speaker" in str(gate(quote(), None, article()))


def test_a_name_does_not_count_as_part_of_a_longer_word_or_across_paragraphs() -> None:
    fen = replace(FENWICK, name="Fen", aliases=())
    assert gate(quote(), fen, article()) is not None
    split = ('"Shut the door," said Tobias', "Fenwick's dog barked.")
    whole_name = replace(FENWICK, aliases=())
    assert gate(quote(text="Shut the door,", paragraph=1), whole_name, article(*split)) is not None


@pytest.mark.parametrize(
    "text", ["'s dog weighs", "s dog weighs", "dog weighs 1", "dog weighs 1.", "5 stone", ".5 stone", "known", "-known"]
)
def test_apostrophes_hyphens_and_decimals_do_not_end_a_word(text: str) -> None:
    dog = article('"The miller\'s dog weighs 1.5 stone and is well-known," Fenwick said.')
    assert gate(quote(text=text, paragraph=1, partial=True), FENWICK, dog) is not None


@pytest.mark.parametrize("text", ["miller's dog", "1.5 stone", "well-known,", "weighs 1.5"])
def test_whole_words_with_them_are_whole(text: str) -> None:
    dog = article('"The miller\'s dog weighs 1.5 stone and is well-known," Fenwick said.')
    assert gate(quote(text=text, paragraph=1, partial=True), FENWICK, dog) is None


def test_a_heading_in_marks_is_no_quotation(tiny: Path) -> None:
    bundle, _ = read_bundle(tiny)
    assert bundle is not None
    library = read_article(tiny / "article.txt", bundle.source)
    for paragraph in range(1, 10):
        assert gate(quote(text="A leaking heart", paragraph=paragraph), FENWICK, library) is not None


@pytest.mark.parametrize(
    ("paragraph", "passages"),
    [
        ('"One," he said, "two."', ["One,", "two."]),
        ("“One,” he said, “two.”", ["One,", "two."]),
        ('An unbalanced " mark and "a pair" after it', ["a pair"]),
        ('"An opening that never closes', []),
        ('It closes but never opened"', []),
        ('six foot 3" tall, 4" wide', []),
        ("\"outer 'inner' outer\"", ["outer 'inner' outer"]),
        ("'single marks only'", []),
        ('" spaced "', []),
        ('""', []),
        ("", []),
    ],
)
def test_passages_stand_inside_one_pair_of_marks(paragraph: str, passages: list[str]) -> None:
    assert quoted(paragraph) == passages


@given(st.integers(0, len(GEESE) - 1), st.sampled_from(string.ascii_letters + string.digits))
def test_no_changed_letter_passes(place: int, letter: str) -> None:
    changed = GEESE[:place] + letter + GEESE[place + 1 :]
    if changed != GEESE:
        assert not passes(quote(text=changed))
        assert not passes(quote(text=changed, partial=True))


@given(st.integers(0, len(GEESE)), st.integers(0, len(GEESE)))
def test_a_piece_passes_exactly_where_it_cuts_no_word(start: int, end: int) -> None:
    piece = GEESE[start:end]
    is_clean = not any(place not in (0, len(GEESE)) and GEESE[place - 1].isalpha() and GEESE[place].isalpha() for place in (start, end))
    # White space at the edges is folded, so only letters count.
    is_whole = piece.strip() in (GEESE, GEESE.rstrip(","))
    if piece.strip() and piece.strip() != ",":
        assert passes(quote(text=piece, partial=not is_whole or piece.strip() != GEESE)) == is_clean


@given(st.text(max_size=200), st.text(max_size=80))
def test_the_gate_never_fails_on_odd_text(paragraph: str, text: str) -> None:
    refusal = gate(quote(text=text, paragraph=1, partial=True), FENWICK, article(paragraph))
    assert refusal is None or refusal


# Digests ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change", [{"text": GEESE.replace("two", "ten")}, {"speaker": "rhea-dunmore"}, {"paragraph": 3}, {"partial": True}, {"partial": "end"}]
)
def test_a_quotation_that_was_changed_has_another_digest(change: dict[str, object]) -> None:
    assert quotation_digest(quote()) != quotation_digest(quote(**change))


def test_the_nearest_passage_helps_a_curator() -> None:
    assert nearest_passage("it weighs more than ten geese", article()) == (2, GEESE)
    assert nearest_passage("anything", article("No quotation here.")) is None


def test_the_builders_article_is_what_these_tests_think() -> None:
    assert CERTAIN in quoted(PARAGRAPHS[2])


# Marks of other languages, and quotations over paragraphs ---------------------------------------------------------


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("« Personne n'a rien vu », dit Fenwick.", "Personne n'a rien vu"),
        ("Fenwick : «\u00a0Personne n'a rien vu.\u00a0»", "Personne n'a rien vu."),
        ("(«\u202fPersonne\u202f», dit Fenwick.)", "Personne"),
        ("«Nadie “vio” nada», dijo Fenwick.", "Nadie “vio” nada"),
        ("»Niemand sah etwas«, sagte Fenwick, »und niemand „hörte“ etwas.«", "und niemand „hörte“ etwas."),
        ("„Niemand sah etwas“, sagte Fenwick.", "Niemand sah etwas"),
        ("„Nikt nic nie widział” – powiedział Fenwick.", "Nikt nic nie widział"),
        ("”Ingen såg något”, sade Fenwick.", "Ingen såg något"),
        ("»Kukaan ei nähnyt mitään», sanoi Fenwick.", "Kukaan ei nähnyt mitään"),
        ("Fenwickは「誰も何も見なかった」と述べた。", "誰も何も見なかった"),
        ("Fenwickは「『見た』と言う人はいない」と述べた。", "『見た』と言う人はいない"),
        ("Fenwick說：『沒有人看見。』", "沒有人看見。"),
        ("Fenwick אמר: ״אף אחד לא ראה״.", "אף אחד לא ראה"),
    ],
)
def test_marks_of_other_languages_are_quotation_marks(paragraph: str, text: str) -> None:
    assert gate(quote(text=text, paragraph=1), FENWICK, article(paragraph)) is None


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("»Niemand sah etwas« und ging, sagte Fenwick, »und niemand.«", "und ging, sagte Fenwick,"),
        ("« Personne » a dit Fenwick, « rien »", "a dit Fenwick,"),
        ("«Nada» dijo Fenwick y «nadie» sabe", "dijo Fenwick y"),
        ("Fenwickは「誰も」と述べ、「何も」と。", "と述べ、"),
    ],
)
def test_what_stands_between_two_quotations_is_none(paragraph: str, text: str) -> None:
    assert gate(quote(text=text, paragraph=1), FENWICK, article(paragraph)) is not None


def test_part_of_a_quotation_without_blanks_between_words_passes() -> None:
    japanese = article("Fenwickは「誰も何も見なかった」と述べた。")
    assert gate(quote(text="何も見なかった", paragraph=1, partial="start"), FENWICK, japanese) is None
    assert (
        gate(quote(text="何も見なかった", paragraph=1), replace(FENWICK, name="金", aliases=()), article("金は「何も見なかった」と。"))
        is None
    )


@pytest.mark.parametrize("marks", ["“”", '""', "«»", "„“"])
def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark(marks: str) -> None:
    opening, closing = marks
    text = (
        f"Fenwick said: {opening}The vane is gone.",
        f"{opening}It was heavy, and so was the night.",
        f"{opening}Nobody heard it,{closing} he said.",
    )
    for number, words in enumerate(("The vane is gone.", "It was heavy, and so was the night.", "Nobody heard it,"), 1):
        assert gate(quote(text=words, paragraph=number), FENWICK, article(*text)) is None
    assert gate(quote(text="Fenwick said:", paragraph=1), FENWICK, article(*text)) is not None


@pytest.mark.parametrize("following", ["Nobody heard it, he said.", "He said: “Nobody heard it.”", ""])
def test_an_opening_mark_that_nothing_closes_is_no_quotation(following: str) -> None:
    text = ("Fenwick said: “The vane is gone.", *([following] if following else []))
    assert gate(quote(text="The vane is gone.", paragraph=1), FENWICK, article(*text)) is not None


def test_digests_of_bundles_that_are_there_stay() -> None:
    assert digest("« Personne », dit-il: 「はい」 «a “b” c»") == "08b0bf73124be885"
