"""The code stays readable: few modules in a folder, short functions, tests without patches of our code."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from shape import TESTS, complexity, functions, late_imports, length, patches

SOURCE = TESTS.parent / "src" / "briefbot"
ROOT_MODULES, FOLDER_MODULES = 5, 14
FILE_LINES, FUNCTION_LINES = 350, 50
COMPLEXITY = 12
NAME_LENGTH = 80
FOREIGN = {"backend.snowflake", "env.backend.snowflake", "stage.bot.get_guild(stage.guild.id).preferred_locale"}
"""Attributes of simcord and discord.py whose origin the syntax does not show."""


def sources() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def place(path: Path, base: Path) -> str:
    return path.relative_to(base).as_posix()


def test_a_folder_can_be_taken_in_at_a_glance() -> None:
    modules = Counter(place(path.parent, SOURCE) for path in sources() if path.name != "__init__.py")
    assert modules.pop(".") <= ROOT_MODULES
    assert {folder: count for folder, count in modules.items() if count > FOLDER_MODULES} == {}


def test_no_file_is_long() -> None:
    lines = {place(path, SOURCE): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {name: count for name, count in lines.items() if count > FILE_LINES} == {}


def test_no_function_is_long() -> None:
    lengths = {f"{place(path, SOURCE)}: {each.name}": length(each) for path in sources() for each in functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_no_function_branches_much() -> None:
    found = {f"{place(path, SOURCE)}: {each.name}" for path in sources() for each in functions(path) if complexity(each) > COMPLEXITY}
    assert found == set()


def test_imports_stand_at_the_beginning() -> None:
    """Late imports are only in the command line's table."""
    assert [each for path in sources() for each in late_imports(path)] == []
    assert [place(path, SOURCE) for path in sources() if "import_module" in path.read_text(encoding="utf-8")] == ["cli/late_imports.py"]


def test_no_test_patches_our_own_code() -> None:
    """Limits, clocks and collaborators are arguments, so a test passes its own."""
    found = {f"{place(path, TESTS)}: {each}" for path in TESTS.rglob("*.py") for each in patches(path) if each not in FOREIGN}
    assert found == set()


def test_a_test_has_a_name_that_fits_a_line_and_stands_alone() -> None:
    names = [each.name for path in TESTS.rglob("test_*.py") for each in functions(path) if each.name.startswith("test_")]
    assert {name for name in names if len(name) > NAME_LENGTH or name.startswith(LEANING) or name.endswith("_too")} == set()


LEANING = ("test_so_", "test_nor_", "test_neither_", "test_and_", "test_but_")


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("def f(): pass", 1),
        ("def f(): return 1 if a and b or c else 2", 4),
        ("def f():\n for x in y:\n  pass\n else:\n  pass", 3),
        ("def f(): return [x for x in y if x if z]", 4),
        ("def f():\n try:\n  pass\n except A:\n  pass\n except B:\n  pass", 3),
        ("def f():\n match x:\n  case 1:\n   pass\n  case _:\n   pass", 2),
        ("def f():\n def g():\n  if a: pass\n  if b: pass\n return g", 1),
    ],
)
def test_branches_are_counted_as_radon_does(tmp_path: Path, code: str, count: int) -> None:
    (tmp_path / "code.py").write_text(code)
    assert complexity(next(functions(tmp_path / "code.py"))) == count


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import sys\nmonkeypatch.setattr(sys, 'stdin', None)", []),
        ("monkeypatch.setattr('asyncio.sleep', None)", []),
        ("from briefbot.bot.transport import sending\nmonkeypatch.setattr(sending, 'PAUSES', ())", ["sending.PAUSES"]),
        ("from briefbot.service import Service\npatch.object(Service, 'ask')", ["Service.ask"]),
        ("monkeypatch.setattr('briefbot.service.Service.ask', None)", ["briefbot.service.Service.ask"]),
        ("mock.patch('briefbot.service.Service.ask')", ["briefbot.service.Service.ask"]),
        ("monkeypatch.setattr(stage.bot.service, 'ask', None)", ["stage.bot.service.ask"]),
        ("from fake_discord import fake\nsetattr(fake, 'WAIT', 1)", ["fake.WAIT"]),
    ],
)
def test_a_patch_of_our_own_code_is_found(tmp_path: Path, code: str, found: list[str]) -> None:
    (tmp_path / "test_it.py").write_text(code)
    assert list(patches(tmp_path / "test_it.py")) == found


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("import os\nfrom sys import path", 0),
        ("if TYPE_CHECKING:\n import os", 0),
        ("if TYPE_CHECKING:\n import os\ndef f():\n import sys", 1),
        ("try:\n import os\nexcept ImportError:\n pass", 1),
    ],
)
def test_a_late_import_is_found(tmp_path: Path, code: str, count: int) -> None:
    (tmp_path / "code.py").write_text(code)
    assert len(list(late_imports(tmp_path / "code.py"))) == count
