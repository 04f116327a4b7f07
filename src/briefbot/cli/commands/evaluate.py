"""The command that scores the bot on questions with known answers."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from briefbot.cli.evaluation.limits import Floor
from briefbot.cli.evaluation.scoring import Known, Scored, known_from, known_from_row, meaning, score, shares, summary, table
from briefbot.cli.output import data_of, print_json, print_line
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings
from briefbot.cli.stream import BadLineError, Conversations, read_object
from briefbot.domain.knowledge import Knowledge, is_gap
from briefbot.errors import KnowledgeError, UsageError
from briefbot.matching import Matcher
from briefbot.service import Service

DONE, NEGATIVE = 0, 1
_GOOD = ("correct", "declined")
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\W*question\W.*", re.IGNORECASE)
"""The first line of a table of questions."""


def evaluate(arguments: Namespace, settings: Settings) -> int:
    """Score all questions of some files; a missed floor is a negative finding."""
    known, wrong = _read_all(arguments.files)
    service = _opened(settings, wrong)
    knowledge = service.snapshot().knowledge
    wrong += [_unknown(each, name) for each in known for name in sorted(each.items) if knowledge.item(name) is None]
    if wrong:
        raise UsageError("\n".join(wrong))
    if not known:
        raise UsageError("there is no question in the files")
    scored = list(score_all(service, [_silent(each, knowledge) for each in known]))
    figures = summary(scored)
    _print_figures(figures, is_json=arguments.json)
    if arguments.failures:
        report = sys.stderr if arguments.json else sys.stdout
        report.writelines(f"{line}\n" for line in _failures(scored, service.snapshot().matcher))
    return NEGATIVE if _complain(arguments.min, figures) else DONE


def _read_all(files: Iterable[Path]) -> tuple[list[Known], list[str]]:
    """Read all files: the questions, and every invalid line."""
    known: list[Known] = []
    wrong: list[str] = []
    for file in files:
        try:
            known += read_questions(file)
        except UsageError as error:
            wrong.append(str(error))
    return known, wrong


def _opened(settings: Settings, wrong: Iterable[str]) -> Service:
    """Load the knowledge; if that fails, the problems with the questions are still printed."""
    try:
        return open_service(settings)
    except KnowledgeError:
        sys.stderr.writelines(f"briefbot: {line}\n" for line in wrong)
        raise


def _unknown(known: Known, name: str) -> str:
    return f"{known.place}: there is no entry or quote {name!r}"


def _silent(known: Known, knowledge: Knowledge) -> Known:
    """Treat a question that only gap entries should answer as one without an answer."""
    items = [item for name in known.items if (item := knowledge.item(name)) is not None]
    return replace(known, is_answerable=not all(map(is_gap, items))) if items else known


def _print_figures(figures: Mapping[str, float], *, is_json: bool) -> None:
    if is_json:
        print_json(figures)
        return
    for line in table(figures):
        print_line(line)
    print_line(f"In a line: {meaning(figures)}.")


def _complain(floors: Iterable[Floor], figures: Mapping[str, float]) -> bool:
    """Print each floor that is missed; return whether there was one."""
    complaints = [complaint for floor in floors if (complaint := floor.complaint(shares(figures)))]
    for complaint in complaints:
        sys.stderr.write(f"briefbot: {complaint}\n")
    return bool(complaints)


def read_questions(path: Path) -> Iterator[Known]:
    """Read a file of questions; raise UsageError with every invalid line."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip() and not (number == 1 and _HEADER.fullmatch(line)):
                yield replace(_known(line), place=f"{path}:{number}")
        except (BadLineError, ValueError) as error:
            wrong.append(f"{path}:{number}: {error}")
    if wrong:
        raise UsageError("\n".join(wrong))


def _known(line: bytes) -> Known:
    """Read a line: a JSON object, or a question and an id."""
    return known_from(read_object(line)) if line.lstrip().startswith((b"{", b"\xef\xbb\xbf{")) else known_from_row(line.decode("utf-8-sig"))


def score_all(service: Service, known: Iterable[Known]) -> Iterator[Scored]:
    """Ask and score each question, those of a conversation in its context."""
    conversations = Conversations(service)
    for each in known:
        yield score(each, data_of(conversations.ask(each.question, each.conversation)))


def _failures(scored: Iterable[Scored], matcher: Matcher) -> Iterator[str]:
    yield ""
    for each in scored:
        if each.verdict not in _GOOD:
            answer = " ".join(each.answer.split())
            name = f"{each.known.id}: " if each.known.id != each.known.question else ""
            yield f"{each.verdict:14} {name}{each.known.question}" + (f"\n    -> {answer}" if answer else "")
            yield from _missing(each.known, matcher)


def _missing(known: Known, matcher: Matcher) -> Iterator[str]:
    """Yield the words that the right answer lacks, to add to phrasings in sentences of their own."""
    question = matcher.understand(known.question)
    for name in sorted(known.items):
        words = ", ".join(f"“{word}”" for word in matcher.lacking(question, name))
        yield f"    {name} has no {words}" if words else f"    {name} has all of its words, but another one fits better"
