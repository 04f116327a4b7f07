"""The prose of the project is plain English: in docstrings, comments, messages and pages."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CODE = sorted(path for folder in ("src", "tests", "benchmarks", "docs") for path in (ROOT / folder).rglob("*.py"))
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]
WIDEST = 120
"""Characters of a line of prose."""
BETTER = {
    r"\banew\b": "again",
    r"\bso manieth\b": "every eighth",
    r"\btak(e|es|en|ing) back\b|\btook back\b": "undo, remove",
    r"\bputs? off\b|\bputting off\b": "delay",
    r"\b(are|is|was|were|be) taken over\b|\btook over\b": "adopt, import",
    r"\bsets? aside\b": "skip, leave out, rotate",
    r"\bare not to be had\b|\bis not to be had\b": "is not available",
    r"\bfrom (which|where) on\b": "from",
    r"\b(what|that) is none\b|\bwhat is no\b(?! longer)": "not a ...",
    r"\b[Tt]ells? whether\b": "return whether",
    r"\bis no (valid|ordinary|plain|regular)\b": "is not",
    r"\bof which it is\b": "say it in two sentences",
    r"\bstands? (letter for letter|beside|behind|nowhere)\b": "is",
    r"\btold apart\b": "distinguished",
    r"\bgo(es)? on (with|by|about)\b": "continue",
    r"\bby which way\b": "how",
    r"\bgive how many\b": "return how many",
    r"\bthe newest first\b": "newest first",
    r"\blies beside\b": "is next to",
}
"""What is not plain English, and what to write instead."""


def prose_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of the docstrings and comments of a file, with their numbers."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=int(last)):
                yield from ((number, lines[number - 1]) for number in range(first, last + 1))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not re.match(r"# (noqa|type|fmt|pragma)", token.string):
            is_alone = not lines[token.start[0] - 1][: token.start[1]].strip()
            yield token.start[0], lines[token.start[0] - 1] if is_alone else token.string


def prose_of_page(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page outside code, tables and links, with their numbers."""
    is_code = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        is_code ^= line.lstrip().startswith("```")
        if not is_code and not line.startswith(("|", "    ")) and not line.lstrip().startswith(("![", "<img")):
            yield number, re.sub(r"`[^`]*`|\]\([^)]*\)|<?https?://\S+", "", line)


def prose() -> Iterator[tuple[str, str]]:
    """Yield each line of prose with its place."""
    for paths, lines_of in ((CODE, prose_of_code), (PAGES, prose_of_page)):
        for path in paths:
            if path.name != Path(__file__).name:
                yield from ((f"{path.relative_to(ROOT)}:{number}", line) for number, line in lines_of(path))
    with (ROOT / "src" / "briefbot" / "locale" / "briefbot.pot").open("rb") as file:
        for message in read_po(file):
            yield from (("a message", text) for text in ([message.id] if isinstance(message.id, str) else message.id))


LINES = list(prose())


@pytest.mark.parametrize(("phrase", "better"), BETTER.items())
def test_a_phrase_that_has_to_be_translated_back_is_not_used(phrase: str, better: str) -> None:
    found = [f"{place}: {line.strip()}" for place, line in LINES if re.search(phrase, line)]
    assert found == [], f"write: {better}"


def test_no_line_of_prose_is_wide() -> None:
    assert [place for place, line in LINES if len(line) > WIDEST and place != "a message"] == []
