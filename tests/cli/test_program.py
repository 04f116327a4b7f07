"""Exit statuses, pipes and interruptions of the program."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefbot.cli import late_imports
from cli.conftest import Call

Start = Callable[..., "subprocess.Popen[str]"]
SECONDS = 60


def test_asking_loads_neither_discord_nor_a_database(environment: dict[str, str]) -> None:
    program = "import sys; from briefbot.cli import main; main(['ask', 'who wrote the article']); print(*sys.modules, sep='\\n')"
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    loaded = set(ended.stdout.split())
    assert "briefbot.service" in loaded
    assert not loaded & {"discord", "aiohttp", "sqlalchemy", "alembic"}


def test_every_late_import_is_there() -> None:
    assert all(late_imports.load(name) for name in late_imports.TABLE)


def test_an_answer_is_status_0_and_none_is_1(start: Start) -> None:
    for question, status in (("who wrote the article", 0), ("what is the capital of peru", 1)):
        with start("ask", question) as process:
            assert process.wait(SECONDS) == status


def test_a_line_is_answered_before_the_next_is_read(start: Start) -> None:
    with start("ask", "--jsonl") as process:
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "q": "who wrote the article"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(SECONDS) == 0


def test_ctrl_c_is_130_without_a_traceback(start: Start) -> None:
    with start("ask", "--jsonl") as process:
        process.stdin.write('{"id": 1, "q": "who wrote the article"}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 130
        assert process.stderr.read() == "\n"  # the shell's prompt begins a line


def test_a_closed_pipe_ends_quietly(start: Start) -> None:
    with start("ask", "--jsonl") as process:
        process.stdin.write('{"id": 1, "q": "who wrote the article"}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write('{"id": 2, "q": "who wrote the article"}\n' * 3)
        process.stdin.close()
        assert process.wait(SECONDS) == 0
        assert process.stderr.read() == ""


def test_a_pipe_closed_from_the_start_ends_quietly(start: Start) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with start("topics", stdout=writing) as process:
        os.close(writing)
        assert process.wait(SECONDS) == 0
        assert process.stderr.read() == ""


def test_a_locale_without_letters_does_not_matter(start: Start, environment: dict[str, str]) -> None:
    env = {**environment, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with start("ask", "--json", "How much did the new roof cost?", env=env) as process:
        out, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, err) == (0, "")
    assert "£61,500" in json.loads(out)["answer"]


def test_a_bare_call_answers_what_is_piped_in(start: Start, root: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, str(root / "bot.py")]
    piped = subprocess.run(command, env=environment, input="who wrote the article\n", capture_output=True, text=True, check=False)  # noqa: S603
    assert (piped.returncode, piped.stderr) == (0, "")
    assert "Ottoline Pym" in piped.stdout
    with start(stdin=subprocess.DEVNULL) as process:
        out, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert out.startswith("> ")


# Errors ----------------------------------------------------------------------------------------


def test_run_without_a_token_is_one_line(call: Call) -> None:
    ended = call("run")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert "DISCORD_TOKEN" in ended.err


def test_a_wrong_setting_is_one_line(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFBOT_LOG_LEVEL", "loud")
    ended = call("topics")
    assert ended.status == 2
    assert ended.err == "briefbot: BRIEFBOT_LOG_LEVEL: expected debug, info, warning or error, found 'loud'\n"


class Broken(io.BytesIO):
    """Standard input that fails in an unusual way."""

    def read1(self, size: int | None = -1) -> bytes:
        raise RuntimeError("secret-token stands here")


def test_an_unexpected_error_is_one_line_and_its_traceback_is_in_the_log(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret-token")
    ended = call("chat", stdin=Broken())
    log = (tmp_path / "data" / "briefbot.log").read_text()
    assert (ended.status, ended.out) == (3, "")
    assert ended.err.startswith("briefbot: unexpected error ")
    assert ended.err.count("\n") == 1
    assert ended.err.split()[3].rstrip(";") in log
    assert "RuntimeError" in log
    assert "secret-token" not in log + ended.err


@pytest.mark.parametrize("command", ["ask", "quote", "topics", "speakers"])
def test_broken_knowledge_is_status_2_and_lists_every_problem(call: Call, bundle: Path, command: str) -> None:
    (bundle / "quotes.yaml").write_text("- id: x\n  speaker: nobody\n")
    ended = call(command, "--knowledge", str(bundle), *(["x"] if command == "ask" else []))
    assert (ended.status, ended.out) == (2, "")
    assert "quotes.yaml:1: x.text: missing" in ended.err
    assert "quotes.yaml:1: x.paragraph: missing" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("place", ["before", "after"])
def test_the_knowledge_can_be_named_before_or_after_the_command(call: Call, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = os.environ["BRIEFBOT_KNOWLEDGE"]
    monkeypatch.delenv("BRIEFBOT_KNOWLEDGE")
    named = ["--knowledge", tiny]
    assert "money (3 entries" in call(*(named if place == "before" else []), "topics", *(named if place == "after" else [])).out


def test_knowledge_here_comes_before_what_is_installed(call: Call, monkeypatch: pytest.MonkeyPatch, bundle: Path) -> None:
    monkeypatch.delenv("BRIEFBOT_KNOWLEDGE")
    (Path.cwd() / "knowledge").mkdir()
    installed = call("topics")  # without a source.yaml the directory is no bundle
    assert installed.status == 0
    assert "money (3 entries" not in installed.out
    (Path.cwd() / "knowledge").rmdir()
    bundle.rename(Path.cwd() / "knowledge")
    assert "money (3 entries" in call("topics").out


def test_a_directory_that_is_not_there_is_told(call: Call) -> None:
    ended = call("topics", "--knowledge", "nowhere")
    assert (ended.status, ended.err) == (2, "briefbot: there is no directory nowhere\n")


def test_an_article_that_is_another_one_is_told(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another article\n")
    monkeypatch.setenv("BRIEFBOT_ARTICLE", str(tmp_path / "other.txt"))
    ended = call("topics")
    assert ended.status == 2
    assert "this is not the article" in ended.err


@pytest.mark.parametrize(
    ("arguments", "token", "link"),
    [
        (["--application", "42"], "", "client_id=42"),
        ([], "MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y", "client_id=123456789012345678"),
    ],
)
def test_the_invitation_names_the_application(
    call: Call, monkeypatch: pytest.MonkeyPatch, arguments: list[str], token: str, link: str
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", token)
    ended = call("invite", *arguments)
    assert ended.status == 0
    assert ended.out.startswith("https://discord.com/oauth2/authorize?")
    assert link in ended.out
    assert "scope=bot+applications.commands" in ended.out
    assert ".x.y" not in ended.out


def test_an_invitation_needs_an_application(call: Call) -> None:
    ended = call("invite")
    assert (ended.status, ended.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        ("history", "--guild", "99999999999999999999999999"),
        ("history", "--guild", "9223372036854775808"),
        ("history", "--guild", "0"),
        ("history", "--guild", "-5"),
        ("history", "--guild", "١٢"),
        ("history", "--guild", "1_000"),
        ("history", "--guild", "9" * 5_000),
        ("history", "--guild", "1", "--limit", "0"),
        ("history", "--guild", "1", "--limit", "9" * 30),
        ("undo", "--guild", "1", "entry:cost", "--number", "1e3"),
        ("quote", "--paragraph", "0"),
        ("quote", "--paragraph", "-1"),
        ("invite", "--application", "nan"),
        ("learn", "--budget", "nan"),
        ("learn", "--budget", "inf"),
        ("learn", "--budget", "1e400"),
        ("learn", "--budget", "-1"),
        ("eval", "--min", "correct=nan", "questions.jsonl"),
        ("eval", "--min", "correct=-inf", "questions.jsonl"),
    ],
)
def test_a_number_that_is_none_is_bad_usage(call: Call, arguments: tuple[str, ...]) -> None:
    ended = call(*arguments)
    assert (ended.status, ended.out) == (2, "")
    told = ended.err.splitlines()[-1]
    assert told.startswith("briefbot")
    assert len(told) < 200


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_a_stream_that_is_closed_from_the_start_is_no_unexpected_error(start: Start, name: str) -> None:
    number = ["stdin", "stdout", "stderr"].index(name)
    arguments = ["ask", "--jsonl"] if name == "stdin" else ["ask", "who wrote the article"]
    process = start(*arguments, stdin=subprocess.DEVNULL, preexec_fn=lambda: os.close(number))
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == (0 if name == "stderr" else 2)
    assert err == ("" if name == "stderr" else err.splitlines()[0] + "\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
@pytest.mark.parametrize("arguments", [("ask", "who wrote the article"), ("topics", "--json"), ("explain", "who"), ("chat",)])
def test_output_that_cannot_be_written_is_one_line(start: Start, arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        process = start(*arguments, stdout=full)
        _, err = process.communicate("who wrote it\n", timeout=SECONDS)
    assert (process.returncode, err) == (2, "briefbot: standard output cannot be written (No space left on device)\n")


def test_a_working_directory_that_is_gone_is_one_line(start: Start, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    process = start("topics", cwd=gone, preexec_fn=gone.rmdir)
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode in (0, 2)
    assert "unexpected" not in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_nobody_else_can_read_what_is_kept(environment: dict[str, str], tmp_path: Path, start: Start) -> None:
    data = tmp_path / "kept" / "data"
    for arguments in (("history", "--guild", "1"), ("ask", "who wrote the article"), ("backup", str(data / "copy.db"))):
        process = start(*arguments, env={**environment, "BRIEFBOT_DATA": str(data)})
        process.communicate(timeout=SECONDS)
        assert process.returncode == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (data, *data.rglob("*"))}
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}
    assert {"data", "briefbot.db", "matchers", "copy.db"} <= set(modes)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes of files")
def test_a_database_that_everybody_could_read_is_closed_to_others(call: Call, tmp_path: Path) -> None:
    database = tmp_path / "data" / "briefbot.db"
    assert call("history", "--guild", "1").status == 0
    database.chmod(0o644)
    assert call("history", "--guild", "1").status == 0
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


def test_warnings_as_errors_do_not_stop_run(environment: dict[str, str]) -> None:
    command = [sys.executable, "-W", "error", "-m", "briefbot", "run"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS)  # noqa: S603
    assert ended.returncode == 2
    assert ended.stderr.startswith("briefbot: no token")
