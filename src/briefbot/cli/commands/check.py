"""Commands for curators: check the knowledge, describe an article."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from briefbot.bundle import (
    Bundle,
    Draft,
    ThingKind,
    general,
    read_bundle,
    read_learned,
    read_source,
    renewed,
    source_text,
    with_digests,
    write_digests,
)
from briefbot.checking.answers import Gate
from briefbot.checking.answers.check import compared, passed_answers
from briefbot.checking.article import Article, read_article
from briefbot.checking.check import check_bundle, coverage, make_knowledge
from briefbot.checking.describing import describe, doubts, read_text_lines
from briefbot.checking.self_tests import replay
from briefbot.checking.verbatim import gate, quotation_digest
from briefbot.checking.weakness.asking import tries
from briefbot.checking.weakness.report import report
from briefbot.cli.commands.source_diff import diff
from briefbot.cli.output import print_line, write_text
from briefbot.cli.setup.progress import Progress
from briefbot.cli.setup.service import MATCHERS, fit, fit_part, knowledge_directory
from briefbot.cli.setup.settings import Settings
from briefbot.domain.knowledge import Knowledge, Source
from briefbot.errors import ArticleError, KnowledgeError, Problem, UsageError
from briefbot.matching import Matcher, MatcherCache
from briefbot.service import Service
from briefbot.service.loading import load_to_try

DONE, NEGATIVE = 0, 1


def check(arguments: Namespace, settings: Settings) -> int:
    """List every problem of a bundle."""
    if arguments.seal and settings.article is None:
        raise UsageError("--seal needs the article that quotations are compared with: --article FILE")
    with _without_looking_for_cycles():
        return _check(arguments, settings, knowledge_directory(settings))


@contextmanager
def _without_looking_for_cycles() -> Iterator[None]:
    """Disable garbage collection of cycles.

    Nearly everything is kept to the end, and searching it takes a fifth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check(arguments: Namespace, settings: Settings, directory: Path) -> int:
    bundle, problems = read_bundle(directory)
    found = _Found(problems)
    if bundle is not None:
        found.article = _article(settings.article, bundle, found)
        found.knowledge = _checked(directory, bundle, found, is_sealing=arguments.seal)
        if not bundle.is_empty:
            _try(directory, bundle, found.knowledge, MatcherCache(settings.data / MATCHERS), found)
    _print_found(found, bundle.drafts if bundle is not None else [], with_coverage=arguments.coverage)
    if arguments.weak:
        _print_weak(directory, found)
    if found.unread_article is not None:
        raise found.unread_article
    return NEGATIVE if _errors(found.all) else DONE


def _print_found(found: _Found, drafts: list[Draft], *, with_coverage: bool) -> None:
    for problem in sorted(found.all):
        print_line(str(problem))
    if with_coverage and found.knowledge is not None:
        _print_coverage(found.knowledge)
    if drafts:
        print_line(_left(drafts))
    for line in found.summary():
        print_line(line)


@dataclass(slots=True)
class _Found:
    """The results of a check: all of them are printed, even if an earlier one is a failure."""

    problems: list[Problem]
    """Errors that keep a bundle from use, and warnings."""
    unlike: list[Problem] = field(default_factory=list)
    """Findings of the gate for answers."""
    failing: list[Problem] = field(default_factory=list)
    """The tests that fail."""
    knowledge: Knowledge | None = None
    article: Article | None = None
    unread_article: ArticleError | None = None

    @property
    def all(self) -> list[Problem]:
        return list(dict.fromkeys([*self.problems, *self.unlike, *self.failing]))

    def summary(self) -> Iterator[str]:
        """Yield one line each about the contents and the consequences."""
        errors, keeping = len(_errors(self.all)), len(_errors(self.problems))
        counted = f"{_many(errors, 'problem')}, {_many(len(self.all) - errors, 'warning')}"
        if self.knowledge is None:
            yield counted
        else:
            phrasings = sum(len(item.phrasings) for item in self.knowledge.items())
            yield f"{len(self.knowledge.entries)} entries, {len(self.knowledge.quotes)} quotes, {phrasings} phrasings: {counted}"
        if keeping:
            yield f"{_many(keeping, 'problem')} of them {'keeps' if keeping == 1 else 'keep'} the bundle from use; warnings never do."
        elif errors:
            yield "None of the problems keeps the bundle from use."
        if self.failing:
            tests = "1 test fails" if len(self.failing) == 1 else f"{len(self.failing)} tests fail"
            yield f"{tests}: add the missing words to phrasings with another wording; a copied test no longer tests anything."


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _article(file: Path | None, bundle: Bundle, found: _Found) -> Article | None:
    """Read the article, if there is one; its problem is printed after everything else."""
    try:
        return read_article(file, bundle.source) if file is not None else None
    except ArticleError as error:
        found.unread_article = error
    return None


def _checked(directory: Path, bundle: Bundle, found: _Found, *, is_sealing: bool) -> Knowledge:
    """Check a bundle that could be read, against its article if there is one."""
    article = found.article
    if article is not None:
        gate = Gate.of(make_knowledge(bundle.source, [thing for _, thing in bundle.things]), article)
        found.unlike = list(compared(bundle, gate))
        if is_sealing:
            bundle.quotations, bundle.answers = _seal(directory, gate.knowledge, article, found.unlike)
    knowledge, problems = check_bundle(bundle, article)
    found.problems += problems
    return knowledge


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level == "error"]


def _try(directory: Path, bundle: Bundle, knowledge: Knowledge, cache: MatcherCache, found: _Found) -> None:
    """Run the knowledge's own tests, even if something else is wrong with it."""
    numbers: dict[str, int] = {}
    for index, (kind, thing) in enumerate(bundle.things):
        if kind in ("entry", "quote"):
            numbers.setdefault(thing.id, index)

    def place(item: str, key: str, number: int) -> tuple[str, int]:
        return bundle.place(numbers[item], "tests", key, number)

    progress = Progress("questions", task="Asking the tests")
    try:
        near = load_to_try(directory, knowledge, fit, cache)
    except KnowledgeError as error:  # from the thresholds
        near, found.problems = None, [*found.problems, *error.problems]
    found.failing = replay(knowledge, near, place, progress) if near is not None else []
    # a test that barely fails may pass when everything is fitted
    if near is None or (found.failing and near.is_on_top):
        found.failing = replay(knowledge, _whole(directory, knowledge, cache, found), place, progress)


def _whole(directory: Path, knowledge: Knowledge, cache: MatcherCache, found: _Found) -> Matcher:
    """Fit everything, and save it for the bot if the bundle can be used."""
    if _errors(found.problems):
        return Matcher.build(knowledge, general(knowledge.density), fit)
    return Service(directory, fit=fit, cache=cache).snapshot().matcher


def _seal(directory: Path, knowledge: Knowledge, article: Article, unlike: list[Problem]) -> tuple[dict[str, str], dict[str, str]]:
    """Record the quotations and answers that pass their gates, and remove the records of the others."""
    passed = {
        quote.id: quotation_digest(quote)
        for quote in knowledge.quotes.values()
        if gate(quote, knowledge.speakers.get(quote.speaker), article) is None
    }
    answers = passed_answers(knowledge, unlike)
    write_digests(directory, passed, answers)
    return passed, answers


_PLURALS: tuple[tuple[ThingKind, str, str], ...] = (
    ("entry", "entry", "entries"),
    ("quote", "quote", "quotes"),
    ("speaker", "speaker", "speakers"),
    ("alias", "alias", "aliases"),
)


def _left(drafts: list[Draft]) -> str:
    """Say how many drafts are left."""
    counts = Counter(draft.kind for draft in drafts)
    kinds = [f"{counts[kind]} {one if counts[kind] == 1 else more}" for kind, one, more in _PLURALS if counts[kind]]
    return f"Remaining drafts, never used for answers: {', '.join(kinds)}"


def _print_weak(directory: Path, found: _Found) -> None:
    """List weak entries; for a bundle with errors they would be guesswork."""
    knowledge = found.knowledge
    if knowledge is None or _errors(found.problems) or not any(True for _ in knowledge.items()):
        print_line("Weak entries are only listed for a bundle without errors.")
        return
    learned = read_learned(directory, knowledge.density)
    tried = tries(knowledge, learned, fit_part, Progress("percent", task="Asking what was left out"))
    print_line()
    for line in report(knowledge, tried, found.article):
        print_line(line)


def _print_coverage(knowledge: Knowledge) -> None:
    for group, places in coverage(knowledge).items():
        print_line(f"\nBy {group}:")
        for name, ids in places.items():
            print_line(f"  {name} ({len(ids)}): {', '.join(ids) or '-'}")
    print_line()


def source(arguments: Namespace, settings: Settings) -> int:
    """Describe an article in a source.yaml, for a curator to check, or show what has changed in it."""
    if arguments.diff:
        return diff(arguments, settings)
    lines = read_text_lines(arguments.file)
    described = describe(lines)
    for doubt in doubts(lines, described):
        sys.stderr.write(f"briefbot: warning: {doubt}\n")
    output: Path | None = arguments.output
    if output is None:
        print_line(source_text(described).rstrip("\n"))
        return DONE
    if output.exists() and not arguments.force:
        raise UsageError(f"{output} already exists; --force reads the article again, and keeps the kinds that were set")
    write_text(output, _renewed_text(described, output))
    return DONE


def _renewed_text(described: Source, output: Path) -> str:
    """Write a source with what people have set in the file that it replaces.

    The records of what passed the gates stay too.
    """
    before = read_source(output) if output.exists() else None
    if before is None:
        return source_text(described)
    text = source_text(renewed(described, before.source))
    return with_digests(with_digests(text, "quotations", before.quotations), "answers", before.answers)
