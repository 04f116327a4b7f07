"""What a draft suggests, and what it must not contain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from briefbot.bundle import read_bundle
from briefbot.checking.article import QUOTED, bare, fold_marks, within_marks
from briefbot.domain.knowledge import Quote, Speaker
from briefbot.drafting.draft import Drafted, draft
from briefbot.drafting.original import read_text
from briefbot.drafting.stubs import Stubs

STORY = """\
Village
The vane of the old mill is gone
By Nell Harrow | May 15, 2025
The weather vane was stolen in the night to Friday, constable Rhea Dunmore said. It had cost £12,400 and stood there since 1974.
Two geese
“It weighs more than two geese and squeaks like three,” said Tobias Fenwick, the miller. His brother found the ladder.
The vane is 3 metres long and has 14 bells. It was reportedly seen in Port Elder in March, and will be looked for until June 20.
"""


def drafted(text: str = STORY) -> Drafted:
    return draft(read_text(text.encode(), Path("vane.txt")))


def stubs(text: str = STORY) -> Stubs:
    return drafted(text).stubs


def test_a_quotation_comes_with_its_paragraph_speaker_and_ways_to_ask() -> None:
    (quote,) = stubs().quotes
    assert (quote.data["speaker"], quote.data["paragraph"]) == ("fenwick", 2)
    assert quote.data["text"] == "It weighs more than two geese and squeaks like three,"
    assert quote.data["phrasings"] == [
        "What did Tobias Fenwick say?",
        "Who said It weighs more than two?",
        "fenwick quote weighs squeaks",
    ]


def test_speakers_come_with_role_and_short_name() -> None:
    assert [(stub.data["id"], stub.data["name"], stub.data["aliases"], stub.data["role"]) for stub in stubs().speakers] == [
        ("fenwick", "Tobias Fenwick", ["Fenwick"], "miller"),
        ("dunmore", "Rhea Dunmore", ["Dunmore"], "constable"),
    ]


def test_each_paragraph_has_an_entry_with_evidence_stance_and_speaker() -> None:
    found = [(stub.data["evidence"], stub.data["stance"], stub.data.get("speaker")) for stub in stubs().entries]
    assert found == [([1], "claim", "dunmore"), ([2], "claim", "fenwick"), ([3], "report", None)]
    assert all(stub.data["answer"] is None for stub in stubs().entries)


def test_figures_and_dates_are_asked_for() -> None:
    first, _, last = [stub.data["phrasings"] for stub in stubs().entries]
    assert first == ["Who is Rhea Dunmore?", "What is the £12,400 for?", "£12,400", "What happened in 1974?"]
    assert last == [
        "How long is the vane?",
        "How many bells?",
        "bells of the vane",
        "What is to happen on June 20?",
        "What happened in March?",
    ]


def test_gaps_ask_for_what_is_usually_asked_and_not_there() -> None:
    answers = [stub.data["answer"] for stub in stubs().gaps]
    assert "The article does not say how old Tobias Fenwick is." in answers
    assert "The article does not give the name of the brother that it mentions." in answers
    assert "The article names March and gives no day." in answers
    assert "The article does not say who pays the £12,400." in answers


def test_a_date_that_is_not_there_is_a_gap() -> None:
    answer = "The article gives no date on which it was published."
    assert answer in [stub.data["answer"] for stub in stubs(STORY.replace(" | May 15, 2025", "")).gaps]
    assert answer not in [stub.data["answer"] for stub in stubs().gaps]


def test_what_stands_in_the_article_is_no_gap() -> None:
    text = STORY.replace("Tobias Fenwick, the miller", "Tobias Fenwick, 61, the miller").replace("in March", "on March 3")
    answers = " ".join(stub.data["answer"] for stub in stubs(text).gaps)
    assert "how old Tobias Fenwick" not in answers
    assert "March" not in answers


def test_the_article_itself_is_answered() -> None:
    found = {stub.data["id"]: stub.data["answer"] for stub in stubs().about}
    assert found == {
        "article-author": "The article was written by Nell Harrow.",
        "article-headline": 'The headline is "The vane of the old mill is gone".',
        "article-published": "The article was published on May 15, 2025.",
    }


def test_what_is_unsure_is_told() -> None:
    told = drafted(STORY.replace(" said Tobias Fenwick, the miller.", " a sign said.").replace("His brother", "“Old Squeaker” is gone. He"))
    assert any("this?" in remark for remark in told.remarks)
    assert any('in quotation marks, but not treated as quotations: "Old Squeaker" (paragraph 2)' in remark for remark in told.remarks)


@pytest.mark.parametrize(
    ("story", "quoted", "speaker"),
    [
        (
            "Die Fahne\nDie Wetterfahne ist seit Freitag weg.\n„Sie quietscht wie drei Gänse“, sagte Jonas Weber, der Müller.\n",
            "Sie",
            "Jonas Weber",
        ),
        (
            "La girouette\nLa girouette a disparu vendredi.\n« Elle grince comme trois oies », a dit Jean Moulin, le meunier.\n",
            "Elle",
            "Jean Moulin",
        ),
        ("La veleta\nLa veleta ya no está desde el viernes.\n«Suena como tres gansos», dijo Ana Ruiz, la molinera.\n", "Suena", "Ana Ruiz"),
        ("O catavento\nO catavento sumiu na sexta.\n“Range como três gansos”, disse Rui Costa, que o ouviu.\n", "Range", "Rui Costa"),
    ],
)
def test_other_languages_are_read_by_their_marks_and_capitals(story: str, quoted: str, speaker: str) -> None:
    made = drafted(story)
    (quote,) = made.stubs.quotes
    assert quote.data["text"].startswith(quoted)
    assert [stub.data["name"] for stub in made.stubs.speakers] == [speaker]
    assert made.stubs.gaps == []
    assert any("does not seem to be in English" in remark for remark in made.remarks)


def test_scripts_without_capitals_are_read_by_their_marks() -> None:
    (quote,) = drafted(
        "風見鶏が消えた\n「これは三羽のガチョウのように鳴く、とても重い風見鶏だ」と粉屋は言った。\n金曜日の夜に盗まれた。\n"
    ).stubs.quotes
    assert quote.data["text"].startswith("これは三羽")
    assert quote.remark == "who says this?"


@pytest.mark.parametrize("name", ["council", "museum", "reef"])
def test_nothing_but_quotations_and_phrases_of_the_article_is_in_a_draft(root: Path, name: str) -> None:
    """Nine consecutive words are a phrase; ten are a copy."""
    path = root / "tests" / "bundles" / name / "article.txt"
    made = draft(read_text(path.read_bytes(), path))
    lines = zip(made.source.blocks, made.article.splitlines(), strict=True)
    body = " ".join(words(QUOTED.sub(" ", fold_marks(line)) for block, line in lines if block.kind != "headline"))
    written = words(text for file, text in made.files.items() if file not in ("quotes.yaml", "source.yaml"))
    assert [run for i in range(len(written) - 9) if (run := " ".join(written[i : i + 10])) in body] == []


def words(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word in re.findall(r"[\w'-]+", text)]


@pytest.mark.parametrize("name", ["council", "museum", "reef"])
def test_an_editors_quotations_speakers_and_kinds_are_found(root: Path, name: str) -> None:
    directory = root / "tests" / "bundles" / name
    bundle, _ = read_bundle(directory)
    assert bundle is not None
    made = draft(read_text((directory / "article.txt").read_bytes(), directory / "article.txt"))
    names = {stub.data["id"]: stub.data["name"] for stub in made.stubs.speakers}
    found = {(bare(stub.data["text"]), stub.data["paragraph"]): names.get(stub.data["speaker"]) for stub in made.stubs.quotes}
    speakers = {thing.id: thing.name for _, thing in bundle.things if isinstance(thing, Speaker)}
    quotes = [thing for _, thing in bundle.things if isinstance(thing, Quote)]
    assert [found.get((bare(within_marks(each.text)), each.paragraph)) for each in quotes] == [speakers[each.speaker] for each in quotes]
    assert [block.kind for block in made.source.blocks] == [block.kind for block in bundle.source.blocks]
