"""The command that scores the bot on questions whose right answers are known."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from briefbot.cli.evaluation.limits import Floor
from briefbot.cli.evaluation.scoring import Known, Scored, known_from, score, shares, summary, table
from briefbot.cli.output import data_of, print_json, print_line
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings
from briefbot.cli.stream import BadLineError, Conversations, read_object
from briefbot.errors import UsageError
from briefbot.service import Service

DONE, NEGATIVE = 0, 1
_GOOD = ("correct", "declined")


def evaluate(arguments: Namespace, settings: Settings) -> int:
    """Score all questions of some files; a missed floor is a negative finding."""
    known = [each for file in arguments.files for each in read_questions(file)]
    if not known:
        raise UsageError("there is no question in the files")
    scored = list(score_all(open_service(settings), known))
    figures = summary(scored)
    _print_figures(figures, is_json=arguments.json)
    if arguments.failures:
        report = sys.stderr if arguments.json else sys.stdout
        report.writelines(f"{line}\n" for line in _failures(scored))
    return NEGATIVE if _complain(arguments.min, figures) else DONE


def _print_figures(figures: Mapping[str, float], *, is_json: bool) -> None:
    if is_json:
        print_json(figures)
        return
    for line in table(figures):
        print_line(line)


def _complain(floors: Iterable[Floor], figures: Mapping[str, float]) -> bool:
    """Print each floor that is missed; return whether there was one."""
    complaints = [complaint for floor in floors if (complaint := floor.complaint(shares(figures)))]
    for complaint in complaints:
        sys.stderr.write(f"briefbot: {complaint}\n")
    return bool(complaints)


def read_questions(path: Path) -> Iterator[Known]:
    """Read a file of questions; UsageError names the line that is wrong."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror or error})") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield known_from(read_object(line))
            except (BadLineError, ValueError) as error:
                raise UsageError(f"{path}:{number}: {error}") from error


def score_all(service: Service, known: Iterable[Known]) -> Iterator[Scored]:
    """Ask and score question by question, those of a conversation in its context."""
    conversations = Conversations(service)
    for each in known:
        yield score(each, data_of(conversations.ask(each.question, each.conversation)))


def _failures(scored: Iterable[Scored]) -> Iterator[str]:
    yield ""
    for each in scored:
        if each.verdict not in _GOOD:
            answer = " ".join(each.answer.split())
            yield f"{each.verdict:14} {each.known.id}: {each.known.question}" + (f"\n    -> {answer}" if answer else "")
