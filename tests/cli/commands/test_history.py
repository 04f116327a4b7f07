"""history, export, import, undo: a server's changes in a terminal, beside a bot that runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefbot.bundle import read_bundle
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.service import Service
from briefbot.store import open_store
from cli.conftest import Call

HERE, ANNA = 7, 42
OLD, NEW = "The repair cost £61,500.", "It cost £61,500."


@pytest.fixture
def edited(environment: dict[str, str], bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change one entry and retire another as Anna; return the bundle."""
    monkeypatch.setenv("BRIEFBOT_KNOWLEDGE", str(bundle))
    store = open_store(Path(environment["BRIEFBOT_DATA"]))
    editor = Service(bundle, store=store).editor
    text = editor.text(HERE, ("entry", "cost"))
    assert text is not None
    editor.apply(HERE, ANNA, Edit(Change("entry", "cost", "text", {**text, "answer": NEW})), "shorter")
    editor.apply(HERE, ANNA, editor.retiring(HERE, ("entry", "solar")))
    store.close()
    return bundle


def test_history_tells_who_when_why_and_what(call: Call, edited: Path) -> None:
    ended = call("history", "--guild", "7")
    assert ended.status == 0
    assert "entry:solar, revision 1: retire by 42" in ended.out.splitlines()[0]
    assert f"entry:cost, revision 1: edit by 42\n    shorter\n    answer:\n    - {OLD}\n    + {NEW}\n" in ended.out
    assert call("history", "--guild", "7", "cost", "--limit", "1").out.count("revision") == 1
    assert call("history", "--guild", "8").out == ""


def test_an_export_is_the_same_every_time_and_can_be_imported_elsewhere(call: Call, edited: Path, tmp_path: Path) -> None:
    ended = call("export", "--guild", "7")
    assert [change["id"] for change in json.loads(ended.out)["changes"]] == ["cost", "solar"]
    assert call("export", "--guild", "7").out == ended.out
    file = tmp_path / "changes.json"
    assert call("export", "--guild", "7", "--output", str(file)).status == 0
    dry = call("import", "--guild", "8", str(file), "--dry-run")
    assert "1. entry:cost: changed" in dry.out
    assert f"    + {NEW}" in dry.out
    assert call("history", "--guild", "8").out == ""
    assert call("import", "--guild", "8", str(file), "--reason", "from seven").out.endswith("imported 2 changes\n")
    assert call("export", "--guild", "8").out == ended.out
    assert "import by the terminal\n    from seven" in call("history", "--guild", "8").out


def test_an_import_with_a_bad_row_is_status_1_and_changes_nothing(call: Call, edited: Path, tmp_path: Path) -> None:
    rows = [{"kind": "entry", "id": "cost", "retired": True}, {"kind": "entry", "id": "new", "text": {"id": "new"}}]
    file = tmp_path / "changes.json"
    file.write_text(json.dumps({"briefbot": 1, "changes": rows}))
    ended = call("import", "--guild", "8", str(file))
    assert ended.status == 1
    assert "refused" in ended.out
    assert call("history", "--guild", "8").out == ""


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [{"kind": "alias", "id": "watchword", "text": {"canonical": "watchword", "forms": ["password"]}},
             {"kind": "speaker", "id": "residents", "retired": True}],
            "2. speaker:residents: refused",
        ),
        ([{"kind": "speaker", "id": "\ud800", "retired": True}], "expected an id without control characters"),
        ([{"kind": "entry", "id": "deep", "text": {"id": json.loads("[" * 900 + "]" * 900)}}], "nested deeper than 8 levels"),
    ],
    ids=["what the bundle needs", "half a pair", "900 levels"],
)  # fmt: skip
def test_an_import_that_is_refused_is_never_reported_as_done(rows: object, expected: str, call: Call, edited: Path, tmp_path: Path) -> None:
    file = tmp_path / "changes.json"
    file.write_text(json.dumps({"briefbot": 1, "changes": rows}))
    ended = call("import", "--guild", "8", str(file))
    assert ended.status == 1
    assert expected in ended.out
    assert ended.out.endswith("nothing was imported\n")
    assert call("history", "--guild", "8").out == ""


def test_undo_takes_the_newest_back(call: Call, edited: Path) -> None:
    assert call("undo", "--guild", "7", "entry:cost", "--number", "9").status == 2
    ended = call("undo", "--guild", "7", "cost", "--number", "1")
    assert ended.out == "entry:cost is now at revision 2\n"
    assert NEW not in call("export", "--guild", "7").out


def test_changes_are_written_into_the_bundle_and_then_count_no_longer(call: Call, edited: Path) -> None:
    before = (edited / "entries" / "facts.yaml").read_text(encoding="utf-8").splitlines()
    ended = call("export", "--guild", "7", "--into", str(edited))
    assert (ended.status, ended.out) == (0, "wrote entries/facts.yaml\n")
    after = (edited / "entries" / "facts.yaml").read_text(encoding="utf-8").splitlines()
    assert f"  answer: {NEW}" in after
    assert not any("id: solar" in line for line in after)
    assert [line for line in after if line not in before] == [f"  answer: {NEW}"]
    assert call("check").status == 0
    assert json.loads(call("export", "--guild", "7").out)["changes"] == []
    assert call("export", "--guild", "7", "--into", str(edited)).out == "wrote nothing to do: the files already say this\n"


@pytest.mark.parametrize(
    "arguments", [["history"], ["undo", "--guild", "7", "nothing"], ["import", "--guild", "7", "/nowhere.json"], ["export", "--guild", "x"]]
)
def test_bad_usage_is_status_2_in_a_line(call: Call, edited: Path, arguments: list[str]) -> None:
    ended = call(*arguments)
    assert ended.status == 2
    assert "Traceback" not in ended.err


def test_changes_that_moved_to_postgresql_are_there_and_go_on(
    call: Call, edited: Path, address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    exported = call("export", "--guild", "7").out
    moved = call("migrate", address)
    assert (moved.status, moved.err) == (0, "")
    assert "compared: 1 server, 2 changes, every row the same\n" in moved.out
    monkeypatch.setenv("BRIEFBOT_DATABASE", address)
    assert call("export", "--guild", "7").out == exported
    assert call("undo", "--guild", "7", "entry:cost").out == "entry:cost is now at revision 2\n"
    assert "revision 2" in call("history", "--guild", "7", "--limit", "1").out
    assert call("migrate", address).err.startswith("briefbot: postgresql+psycopg://briefbot@/test_")


def test_a_database_that_is_no_file_is_no_matter_of_backup_and_restore(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BRIEFBOT_DATABASE", "postgresql://bot:s3cret@127.0.0.1/none")
    for command in ("backup", "restore"):
        refused = call(command, str(tmp_path / "copy.db"))
        assert (refused.status, refused.err.count("\n")) == (2, 1)
        assert "pg_dump" in refused.err


@pytest.mark.parametrize("address", ["briefbot.db", "mysql://bot@127.0.0.1/none", "postgresql://bot:s3cret@127.0.0.1:port/none"])
def test_an_address_that_is_none_is_one_line_without_the_password(address: str, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFBOT_DATABASE", address)
    refused = call("history", "--guild", "7")
    assert (refused.status, refused.err.count("\n")) == (2, 1)
    assert "BRIEFBOT_DATABASE: expected an address postgresql+psycopg://" in refused.err
    assert "s3cret" not in refused.err


def test_a_file_to_import_that_cannot_be_read_is_told_apart_from_one_that_is_no_text(call: Call, tmp_path: Path) -> None:
    assert (
        call("import", "--guild", "1", str(tmp_path / "none.json")).err
        == f"briefbot: {tmp_path / 'none.json'}: No such file or directory\n"
    )
    assert call("import", "--guild", "1", str(tmp_path)).err == f"briefbot: {tmp_path}: Is a directory\n"
    (tmp_path / "picture.json").write_bytes(b"\xff\xd8\xff")
    ended = call("import", "--guild", "1", str(tmp_path / "picture.json"))
    assert ended.status == 2
    assert ended.err.startswith(f"briefbot: {tmp_path / 'picture.json'}: The file is not UTF-8 text.")


@pytest.mark.parametrize("name", ["changes.csv", "changes.xlsx", "changes.yaml", "changes.yml", "changes.json"])
def test_an_export_has_the_form_that_the_ending_names_and_comes_in_again(name: str, call: Call, edited: Path, tmp_path: Path) -> None:
    file = tmp_path / name
    assert call("export", "--guild", "7", "--output", str(file)).status == 0
    assert call("import", "--guild", "8", str(file)).out.endswith("imported 2 changes\n")
    assert call("export", "--guild", "8").out == call("export", "--guild", "7").out


def test_all_of_a_bundle_is_exported_where_no_server_is_named(call: Call, edited: Path) -> None:
    printed = call("export", "--format", "csv").out
    assert printed.startswith("type,id,state,question,alternative questions,answer,title,kind,")
    assert "\nspeaker,maud-ashby," in printed
    assert call("export", "--format", "xlsx").status == 2
    assert call("export", "--into", str(edited)).status == 2


def test_a_table_with_a_wrong_cell_is_refused_by_row_and_column(call: Call, edited: Path, tmp_path: Path) -> None:
    file = tmp_path / "faq.csv"
    file.write_text("question,answer,source\nWho swept up?,Nobody is said to have.,paragraph 99\n")
    ended = call("import", "--guild", "8", str(file))
    assert ended.status == 1
    assert ended.out.startswith(
        "read as CSV with commas, in UTF-8\n2. entry:swept-up: refused: column C “source”: expected paragraphs 1 to 9"
    )


def test_a_template_is_written_and_can_be_imported(call: Call, edited: Path, tmp_path: Path) -> None:
    file = tmp_path / "faq.csv"
    assert call("import", "--guild", "8", "--template", str(file)).out == f"wrote {file}: one example row, to be replaced\n"
    assert "entry:library-hours: new" in call("import", "--guild", "8", "--dry-run", str(file)).out


def test_a_table_is_written_into_a_bundle_of_nothing_but_its_source(call: Call, bundle: Path, tmp_path: Path) -> None:
    for path in [*bundle.glob("entries/*"), bundle / "quotes.yaml", bundle / "aliases.yaml", bundle / "speakers.yaml"]:
        path.unlink()
    file = tmp_path / "faq.csv"
    file.write_text("Question;Answer;Source\nWho swept up?;Nobody is said to have.;paragraph 9\nWhat fell?;Slates fell.;7\n")
    dry = call("import", "--into", str(bundle), "--dry-run", str(file))
    assert dry.out == "read as CSV with semicolons, in UTF-8\n2. entry:swept-up: new\n3. entry:fell: new\n"
    assert call("import", "--into", str(bundle), str(file)).out.endswith("wrote entries/moderators.yaml\n")
    assert call("import", "--into", str(bundle), str(file)).out.endswith(
        "3. entry:fell: same\nwrote nothing to do: the files already say this\n"
    )


def test_rows_without_a_paragraph_become_drafts_of_a_bundle(call: Call, bundle: Path, tmp_path: Path) -> None:
    file = tmp_path / "faq.csv"
    file.write_text("Question,Answer,Category\nWhen is story time?,On Saturdays.,hours\nMay I bring a dog?,No dogs.,hours\n")
    ended = call("import", "--into", str(bundle), str(file))
    assert "2. entry:story-time: draft: evidence missing\n" in ended.out
    assert ended.out.endswith("wrote entries/imported.yaml\n")
    read, problems = read_bundle(bundle)
    assert read is not None
    assert [draft.id for draft in read.drafts] == ["story-time", "may-i-bring-dog"]
    assert [problem for problem in problems if problem.level == "error"] == []
    again = call("import", "--into", str(bundle), str(file))
    assert "2. entry:story-time: refused: there is a draft of it already: finish or delete that one" in again.out


def test_a_table_that_breaks_a_bundle_is_refused_whole_by_row_and_column(call: Call, bundle: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in bundle.rglob("*.yaml")}
    file = tmp_path / "faq.csv"
    file.write_text("question,answer,source,id\nWhat fell?,Slates.,7,fell\nWhen did the library reopen?,Never.,1,never\nWhy?,So.,,why\n")
    ended = call("import", "--into", str(bundle), str(file))
    assert ended.status == 1
    assert "3. entry:never: refused: column A “question”: " in ended.out
    assert "4. entry:why: draft: evidence missing\n" in ended.out
    assert ended.out.endswith("nothing was imported\n")
    assert before == {path: path.read_bytes() for path in bundle.rglob("*.yaml")}
    assert call("import", str(file)).status == 2
