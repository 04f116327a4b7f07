"""A draft's directory: no edited file is lost, and corrected kinds are used."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.drafting.draft import Drafted, draft, first_words
from briefbot.drafting.keeping import ARTICLE, BLOCKS, corrected_kinds, keep
from briefbot.drafting.original import read_text
from briefbot.errors import UsageError

STORY = """\
The vane of the old mill is gone
By Nell Harrow
The weather vane was stolen in the night to Friday, constable Rhea Dunmore said.
A windy place
“It weighs more than two geese,” said Tobias Fenwick, the miller.
"""


def drafted(directory: Path, text: str = STORY) -> Drafted:
    original = read_text(text.encode(), Path("vane.txt"))
    return draft(original, corrected_kinds(directory, original.lines))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_draft_is_a_bundle_with_the_articles_words_beside_it(tmp_path: Path) -> None:
    outcome = keep(tmp_path, drafted(tmp_path), force=False)
    assert outcome.kept == ()
    assert all((tmp_path / name).is_file() for name in outcome.written)
    assert (tmp_path / ARTICLE).read_text() == STORY
    assert (tmp_path / "draft" / ".gitignore").read_text() == "*\n"
    rows = (tmp_path / BLOCKS).read_text().splitlines()
    assert rows[-2].split() == ["4", "heading", "A", "windy", "place"]
    assert rows[-1].split()[:4] == ["5", "paragraph", "2", "“It"]


def test_what_is_there_is_not_replaced(tmp_path: Path) -> None:
    keep(tmp_path, drafted(tmp_path), force=False)
    with pytest.raises(UsageError, match=r"source.yaml.*--force"):
        keep(tmp_path, drafted(tmp_path), force=False)


def test_by_force_only_what_nobody_edited_is_replaced(tmp_path: Path) -> None:
    keep(tmp_path, drafted(tmp_path), force=False)
    edit(tmp_path / "speakers.yaml", "role: miller", "role: miller of Hollowbrook")
    outcome = keep(tmp_path, drafted(tmp_path, STORY.replace("two geese", "four geese")), force=True)
    assert outcome.kept == ("speakers.yaml",)
    assert "miller of Hollowbrook" in (tmp_path / "speakers.yaml").read_text()
    assert "four geese" in (tmp_path / "quotes.yaml").read_text()
    again = keep(tmp_path, drafted(tmp_path), force=True)
    assert again.kept == ("speakers.yaml",)


def test_by_force_a_bundle_of_other_origin_stays(bundle: Path) -> None:
    before = {path: path.read_bytes() for path in bundle.rglob("*.yaml")}
    outcome = keep(bundle, drafted(bundle), force=True)
    assert set(outcome.kept) == {"source.yaml", "speakers.yaml", "quotes.yaml", "aliases.yaml"} & {*outcome.kept, *outcome.written}
    assert {path: path.read_bytes() for path in before} == before


def test_a_corrected_kind_changes_numbers_and_files(tmp_path: Path) -> None:
    keep(tmp_path, drafted(tmp_path), force=False)
    edit(tmp_path / BLOCKS, "4  heading ", "4  paragraph ")
    keep(tmp_path, drafted(tmp_path), force=True)
    assert "paragraph: 3" in (tmp_path / "quotes.yaml").read_text()
    keep(tmp_path, drafted(tmp_path), force=True)
    assert "paragraph: 3" not in (tmp_path / "quotes.yaml").read_text()


def test_a_block_that_begins_with_a_number_can_be_corrected(tmp_path: Path) -> None:
    story = STORY.replace("A windy place", "14 windy places")
    keep(tmp_path, drafted(tmp_path, story), force=False)
    edit(tmp_path / BLOCKS, "4  heading ", "4  paragraph ")
    assert [block.kind for block in drafted(tmp_path, story).source.blocks][3] == "paragraph"


def test_a_kind_that_there_is_not_is_told(tmp_path: Path) -> None:
    keep(tmp_path, drafted(tmp_path), force=False)
    edit(tmp_path / BLOCKS, "4  heading ", "4  title ")
    with pytest.raises(UsageError, match=r"blocks.txt:6: expected one of section, .*, found 'title'"):
        drafted(tmp_path)


def test_kinds_of_another_article_count_for_nothing(tmp_path: Path) -> None:
    keep(tmp_path, drafted(tmp_path), force=False)
    edit(tmp_path / BLOCKS, "4  heading ", "4  paragraph ")
    other = drafted(tmp_path, STORY.replace("windy", "stormy"))
    assert [block.kind for block in other.source.blocks][3] == "heading"


def test_a_kind_corrected_in_the_source_counts_as_well(tmp_path: Path) -> None:
    keep(tmp_path, drafted(tmp_path), force=False)
    edit(tmp_path / "source.yaml", "kind: heading", "kind: paragraph")
    outcome = keep(tmp_path, drafted(tmp_path), force=True)
    assert outcome.kept == ("source.yaml",)
    assert "paragraph: 3" in (tmp_path / "quotes.yaml").read_text()


def test_an_article_that_was_edited_is_not_replaced(tmp_path: Path) -> None:
    keep(tmp_path, drafted(tmp_path), force=False)
    edit(tmp_path / ARTICLE, "windy", "stormy")
    with pytest.raises(UsageError, match="was edited: draft from that file"):
        keep(tmp_path, drafted(tmp_path), force=True)
    keep(tmp_path, drafted(tmp_path, (tmp_path / ARTICLE).read_text()), force=True)
    assert "stormy" in (tmp_path / "source.yaml").read_text()


def test_a_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "entries").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        keep(tmp_path, drafted(tmp_path), force=True)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("The vane is gone", "The vane is gone"),
        ("one two three four five six seven eight nine ten", "one two three four five six seven eight nine …"),
        (f"{'word' * 10} {'word' * 10}", f"{'word' * 10} …"),
        ("風" * 80, "風" * 60 + " …"),
    ],
)
def test_a_blocks_first_words_are_whole_ones(line: str, shown: str) -> None:
    assert first_words(line) == shown
