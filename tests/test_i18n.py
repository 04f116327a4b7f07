"""All of the bot's words are in one catalogue, and another language is a file, not code."""

from __future__ import annotations

import ast
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from sqlalchemy.exc import DBAPIError

from briefbot import i18n
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bundle import thing_from
from briefbot.domain.outcome import Abstained, Exchange, Reason, Suggested
from briefbot.errors import EditRefused, KnowledgeError, Problem, RevisionConflict
from briefbot.rendering import help_pages, replies
from briefbot.store.failures import failure_of
from builders import entry, knowledge
from catalogues import bound, catalogue_of, install

SOURCE = Path(__file__).parent.parent / "src" / "briefbot"
KEYWORDS = {"say": (1,), "say_many": (1, 2), "mark_many": (1, 2), "mark": None, "locale_str": None}


def extracted() -> Catalog:
    """Collect every message of the source."""
    catalog = Catalog()
    for _, _, message, _, _ in extract_from_dir(SOURCE, keywords=KEYWORDS):
        catalog.add(message)
    return catalog


def messages(catalog: Catalog) -> set[object]:
    """List the ids of a catalogue."""
    return {message.id for message in catalog if message.id}


def test_template_holds_every_message() -> None:
    with (SOURCE / "locale" / "briefbot.pot").open("rb") as file:
        assert messages(read_po(file)) == messages(extracted()), "run what src/briefbot/locale/README.md says"


@pytest.fixture
def second(tmp_path: Path) -> Iterator[None]:
    """Set up a second language in which every message is the English one in brackets."""
    catalog = Catalog(locale="de")
    for message in extracted():
        if message.id:
            one, many = message.id if isinstance(message.id, tuple) else (message.id, "")
            catalog.add(message.id, (f"⟦{one}⟧", f"⟦{many}⟧") if many else f"⟦{one}⟧")
    with bound(install(catalog, tmp_path)):
        yield


def test_second_language_needs_a_file_only(second: None) -> None:
    unsure = Exchange("", Suggested((entry(),), 0.3), knowledge())
    with i18n.speaking("de"):
        assert replies.reply(unsure).content == "⟦I'm not sure. Is it one of these?⟧\n1. What was stolen from the mill?"
        assert i18n.say_many("{count} answer", "{count} answers", 2) == "⟦2 answers⟧"
    assert replies.reply(unsure).content.startswith("I'm not sure")


def test_no_word_of_the_bot_is_left_out_of_the_catalogue(second: None) -> None:
    known = knowledge()
    reasons: tuple[Reason, ...] = ("silent", "off_topic", "small_talk", "distress")
    refusals = [replies.reply(Exchange("", Abstained(reason), known)) for reason in reasons]
    with i18n.speaking("de"):
        translated = [replies.reply(Exchange("", Abstained(reason), known)) for reason in reasons]
        told = [
            *(reply.content for reply in translated),
            help_pages.help(known),
            *help_pages.topics(known),
            help_pages.privacy(),
            help_pages.deletion(2),
        ]
    assert all(f"⟦{plain.content}⟧" == other.content for plain, other in zip(refusals, translated, strict=True))
    assert all(line.startswith(("⟦", "- **")) for text in told for line in text.splitlines())


def test_error_is_raised_in_one_language_and_told_in_another(second: None) -> None:
    full, older = failure_of(_refused(sqlite3.SQLITE_FULL)), failure_of(_refused(sqlite3.SQLITE_MISMATCH))
    conflict = RevisionConflict("entry", "cost", newest=3, theirs=None, ours=None)
    assert str(full) == "Nothing was saved: the disk is full; the operator has to free some space."
    assert str(older) == "Nothing was saved: the database refused it (why {not}); the operator has to look at the log."
    with i18n.speaking("de"):
        assert str(full) == "Nothing was saved: the disk is full; the operator has to free some space."
        assert full.why == "the disk is full; the operator has to free some space"  # the log is in English
        assert i18n.say(full.message) == "⟦Nothing was saved: ⟦the disk is full; the operator has to free some space⟧.⟧"
        told = "⟦Nothing was saved: the ⟦⟦entry⟧ “cost”⟧ was changed in the meantime and is now at revision 3.⟧"
        assert i18n.say(conflict.message) == told
        told_here = RefusedError(i18n.mark_many("{count} answer", "{count} answers", 2))
    assert i18n.say(told_here.message) == "2 answers"


def test_refused_edit_is_told_with_its_problems(second: None) -> None:
    refused = EditRefused("This cannot be saved:", [Problem("entry cost", 1, "cost.answer", "is {empty}")])
    assert str(refused) == "This cannot be saved:\ncost.answer: is {empty}"
    with i18n.speaking("de"):
        assert i18n.say(refused.message) == "⟦This cannot be saved:⟧\ncost.answer: is {empty}"


def _refused(code: int) -> DBAPIError:
    error = sqlite3.OperationalError("why {not}")
    error.sqlite_errorcode = code
    return DBAPIError("", None, error)


def test_refusals_and_problems_are_of_the_catalogue() -> None:
    """Refusals are in the reader's language, except those that only operators see."""
    for path in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and (place := _TOLD.get(_name(call.func))) is not None and place < len(call.args):
                is_spoken = not isinstance(call.args[place], ast.JoinedStr | ast.Constant)
                assert is_spoken or path.relative_to(SOURCE).as_posix() in _OF_OPERATORS, f"{path.name}:{call.lineno}"


_TOLD = {"EditRefused": 0, "Unchanged": 0, "StoreError": 0, "Problem": 3, "Refused": 1, "report": 2}
"""Functions with messages to people, and the position of the message."""
_OF_OPERATORS = ("bundle/writing.py", "bundle/reading.py", "bundle/thresholds_file.py", "cli/commands/check.py")


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def test_what_is_wrong_with_an_edit_is_told_in_the_readers_language(second: None) -> None:
    wrong = {"id": "mill", "kind": "fact", "stance": "loud", "topic": "mill", "phrasings": "what?", "answer": "", "evidence": [2.5]}
    with i18n.speaking("de"):
        found = _problems_of(wrong)
    assert [f"{problem.key}: {problem.message}" for problem in found] == [
        "mill.answer: ⟦expected ⟦a text of 1 to 600 characters⟧, found ⟦an empty text⟧⟧",
        "mill.evidence[0]: ⟦expected ⟦a paragraph number or ⟦one of headline, deck, caption, byline⟧⟧,"
        " found ⟦the number 2.5 (put it in quotation marks if it is text)⟧⟧",
        "mill.phrasings: ⟦expected ⟦a list, each ⟦a text of 1 to 500 characters⟧⟧, found ⟦“what?”⟧⟧",
        "mill.stance: ⟦expected ⟦one of fact, report, estimate, claim, opinion⟧, found ⟦“loud”⟧⟧",
    ]


def _problems_of(data: dict[str, object]) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        thing_from("entry", data, "the edit")
    return caught.value.problems


@pytest.mark.parametrize(
    ("locale", "greeting"),
    [
        ("de", "⟦hello⟧"), ("de-DE", "⟦hello⟧"), ("de-AT", "⟦hello⟧"),
        ("pt-BR", "oi"), ("pt-PT", "olá"), ("pt", "olá"),
        ("en-GB", "hello"), ("fr", "hello"), ("", "hello"), (None, "hello"), ("..", "hello"),
    ],
)  # fmt: skip
def test_language_is_negotiated(tmp_path: Path, locale: str | None, greeting: str) -> None:
    install(catalogue_of('msgid "hello"\nmsgstr "⟦hello⟧"', "de"), tmp_path)
    install(catalogue_of('msgid "hello"\nmsgstr "olá"', "pt"), tmp_path)
    install(catalogue_of('msgid "hello"\nmsgstr "oi"', "pt_BR"), tmp_path)
    with bound(tmp_path), i18n.speaking(locale):
        assert i18n.say("hello") == greeting


def test_the_build_compiles_catalogues(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "setup.py", tmp_path)
    package = tmp_path / "src" / "briefbot"
    (package / "locale" / "de" / "LC_MESSAGES").mkdir(parents=True)
    (package / "__init__.py").touch()
    text = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "hello"\nmsgstr "grüß dich"\n'
    (package / "locale" / "de" / "LC_MESSAGES" / "briefbot.po").write_text(text, encoding="utf-8")
    command = [sys.executable, "setup.py", "-q", "build_py", "--build-lib", "built"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    with bound(tmp_path / "built" / "briefbot" / "locale"), i18n.speaking("de"):
        assert i18n.say("hello") == "grüß dich"


def test_braces_in_values_are_left_alone() -> None:
    assert i18n.say("{name} came", name="{x}") == "{x} came"


def test_every_written_message_is_in_the_template() -> None:
    """Before Python 3.12 pybabel does not look into an f-string, or into the arguments of another message."""
    listed = {each for message in extracted() for each in ([message.id] if isinstance(message.id, str) else message.id)}
    for path in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and _name(call.func) in KEYWORDS and call.args and isinstance(call.args[0], ast.Constant):
                assert call.args[0].value in listed, f"{path.name}:{call.lineno}"


def test_messages_are_written_out() -> None:
    """A message put together at run time could not be translated."""
    for path in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                assert not isinstance(call.args[0], ast.JoinedStr | ast.BinOp), f"{path.name}:{call.lineno}"
