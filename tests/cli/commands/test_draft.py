"""draft."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cli.conftest import Call

STORY = """\
Village
The vane of the old mill is gone
By Nell Harrow | May 15, 2025
The weather vane was stolen in the night to Friday, constable Rhea Dunmore said. It had cost £12,400.
“It weighs more than two geese and squeaks like three,” said Tobias Fenwick, the miller.
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    (tmp_path / "vane.txt").write_text(STORY)
    return tmp_path / "vane.txt"


def test_a_draft_passes_the_check_and_nothing_of_it_is_in_use(call: Call, story: Path, tmp_path: Path) -> None:
    ended = call("draft", str(story), "--into", str(tmp_path / "vane"))
    assert (ended.status, ended.err) == (0, "")
    assert "  4  paragraph   1  The weather vane was stolen in the night to …" in ended.out
    assert "Drafted from 5 blocks, 2 of them paragraphs: 1 quote, 2 speakers, 0 aliases, " in ended.out
    checked = call("check", "--knowledge", str(tmp_path / "vane"), "--article", str(tmp_path / "vane" / "draft" / "article.txt"))
    assert checked.status == 0
    assert "0 entries, 0 quotes, 0 phrasings: 0 problems, 1 warning" in checked.out


def test_a_finished_draft_is_answered_from(call: Call, story: Path, tmp_path: Path) -> None:
    vane = tmp_path / "vane"
    call("draft", str(story), "--into", str(vane))
    for name in ("quotes.yaml", "speakers.yaml", "entries/article.yaml"):
        file = vane / name
        file.write_text(file.read_text().replace("  draft: true\n", ""))
    checked = call("check", "--knowledge", str(vane), "--article", str(vane / "draft" / "article.txt"))
    assert checked.status == 0, checked.out
    assert "3 entries, 1 quotes" in checked.out
    assert "Nell Harrow" in call("ask", "--knowledge", str(vane), "who wrote the article").out


def test_a_bundle_that_is_there_is_not_replaced(call: Call, story: Path, tmp_path: Path) -> None:
    call("draft", str(story), "--into", str(tmp_path / "vane"))
    ended = call("draft", str(story), "--into", str(tmp_path / "vane"))
    assert ended.status == 2
    assert "--force replaces files that nobody has edited since they were drafted" in ended.err
    (tmp_path / "vane" / "quotes.yaml").write_text("# mine\n")
    forced = call("draft", str(story), "--into", str(tmp_path / "vane"), "--force")
    assert forced.status == 0
    assert "Left as edited: quotes.yaml" in forced.out


@pytest.mark.parametrize(
    ("name", "content"), [("vane.html", b"<html><p>The vane</p></html>"), ("vane.docx", b"PK\x03\x04 word/document.xml")]
)
def test_a_missing_extra_is_one_line(environment: dict[str, str], tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    program = "import sys; sys.modules.update(trafilatura=None, docx=None); from briefbot.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "draft", str(tmp_path / name), "--into", str(tmp_path / "vane")]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 2
    assert ended.stderr == f"briefbot: to read {name}, install the extra `documents`: pip install 'briefbot[documents]'\n"
    assert not (tmp_path / "vane").exists()
