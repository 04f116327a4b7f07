"""Commands for curators: check the knowledge, describe an article."""

from __future__ import annotations

import gc
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefbot.bundle import Bundle, Draft, ThingKind, read_bundle, source_text, write_digests
from briefbot.checking.answers import Gate
from briefbot.checking.answers.check import compared, passed_answers
from briefbot.checking.article import Article, read_article
from briefbot.checking.check import check_bundle, coverage, make_knowledge
from briefbot.checking.describing import describe, doubts, read_text_lines
from briefbot.checking.self_tests import replay
from briefbot.checking.verbatim import gate, quotation_digest
from briefbot.cli.output import print_line, write_text
from briefbot.cli.setup.progress import Progress
from briefbot.cli.setup.service import MATCHERS, fit, knowledge_directory
from briefbot.cli.setup.settings import Settings
from briefbot.domain.knowledge import Knowledge
from briefbot.errors import KnowledgeError, Problem, UsageError
from briefbot.matching import MatcherCache
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
    """Leave cyclic garbage alone: nearly all that is made is kept to the end, and looking through it takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check(arguments: Namespace, settings: Settings, directory: Path) -> int:
    bundle, problems = read_bundle(directory)
    knowledge = None
    if bundle is not None:
        knowledge, found = _checked(directory, bundle, settings.article, is_sealing=arguments.seal)
        problems += found
        if not _errors(problems) and not bundle.is_empty:
            problems += _tried(directory, bundle, knowledge, MatcherCache(settings.data / MATCHERS))
    for problem in sorted(problems):
        print_line(str(problem))
    if arguments.coverage and knowledge is not None:
        _print_coverage(knowledge)
    if bundle is not None and bundle.drafts:
        print_line(_left(bundle.drafts))
    print_line(_summary(knowledge, problems))
    return NEGATIVE if _errors(problems) else DONE


def _checked(directory: Path, bundle: Bundle, file: Path | None, *, is_sealing: bool) -> tuple[Knowledge, list[Problem]]:
    """Check a bundle that could be read, against its article if there is one."""
    if file is None:
        return check_bundle(bundle)
    article = read_article(file, bundle.source)
    gate = Gate.of(make_knowledge(bundle.source, [thing for _, thing in bundle.things]), article)
    unlike = list(compared(bundle, gate))
    if is_sealing:
        bundle.quotations, bundle.answers = _seal(directory, gate.knowledge, article, unlike)
    knowledge, found = check_bundle(bundle, article)
    return knowledge, list(dict.fromkeys([*found, *unlike]))


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level == "error"]


def _tried(directory: Path, bundle: Bundle, knowledge: Knowledge, cache: MatcherCache) -> list[Problem]:
    """Ask the knowledge its own tests."""
    places = {thing.id: place for (kind, thing), place in zip(bundle.things, bundle.lines, strict=True) if kind in ("entry", "quote")}
    progress = Progress("questions", task="Asking the tests")
    try:
        near = load_to_try(directory, knowledge, fit, cache)
        problems = replay(knowledge, near, places, progress) if near is not None else []
        if near is None or (problems and near.is_on_top):  # what fails by a hair may pass where all is fitted
            whole = Service(directory, fit=fit, cache=cache).snapshot().matcher
            problems = replay(knowledge, whole, places, progress)
    except KnowledgeError as error:
        return error.problems
    return problems


def _seal(directory: Path, knowledge: Knowledge, article: Article, unlike: list[Problem]) -> tuple[dict[str, str], dict[str, str]]:
    """Note the quotations and answers that pass their gates; those that do not lose their note."""
    passed = {
        quote.id: quotation_digest(quote)
        for quote in knowledge.quotes.values()
        if gate(quote, knowledge.speakers.get(quote.speaker), article) is None
    }
    answers = passed_answers(knowledge, unlike)
    write_digests(directory, passed, answers)
    return passed, answers


def _summary(knowledge: Knowledge | None, problems: list[Problem]) -> str:
    errors = len(_errors(problems))
    counted = f"{errors} problem{'s' if errors != 1 else ''}, {len(problems) - errors} warning{'s' if len(problems) - errors != 1 else ''}"
    if knowledge is None:
        return counted
    phrasings = sum(len(item.phrasings) for item in knowledge.items())
    return f"{len(knowledge.entries)} entries, {len(knowledge.quotes)} quotes, {phrasings} phrasings: {counted}"


_PLURALS: tuple[tuple[ThingKind, str, str], ...] = (
    ("entry", "entry", "entries"),
    ("quote", "quote", "quotes"),
    ("speaker", "speaker", "speakers"),
    ("alias", "alias", "aliases"),
)


def _left(drafts: list[Draft]) -> str:
    """Say how much is not finished."""
    counts = Counter(draft.kind for draft in drafts)
    kinds = [f"{counts[kind]} {one if counts[kind] == 1 else more}" for kind, one, more in _PLURALS if counts[kind]]
    return f"Drafts that are left, and never answered from: {', '.join(kinds)}"


def _print_coverage(knowledge: Knowledge) -> None:
    for group, places in coverage(knowledge).items():
        print_line(f"\nBy {group}:")
        for name, ids in places.items():
            print_line(f"  {name} ({len(ids)}): {', '.join(ids) or '-'}")
    print_line()


def source(arguments: Namespace, _: Settings) -> int:
    """Describe an article as source.yaml does, for a curator to look over."""
    lines = read_text_lines(arguments.file)
    described = describe(lines)
    for doubt in doubts(lines, described):
        sys.stderr.write(f"briefbot: warning: {doubt}\n")
    text = source_text(described)
    output: Path | None = arguments.output
    if output is None:
        print_line(text.rstrip("\n"))
        return DONE
    if output.exists() and not arguments.force:
        raise UsageError(f"{output} is there already; --force replaces it")
    write_text(output, text)
    return DONE
