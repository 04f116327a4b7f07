"""The command that learns weights and thresholds from the knowledge itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from briefbot.bundle import learned_text, read_learned
from briefbot.cli.output import print_line, write_text
from briefbot.cli.setup.service import fit, knowledge_directory, load_encoder
from briefbot.cli.setup.settings import Settings
from briefbot.domain.learned import Learned
from briefbot.matching.learning.learn import Lesson
from briefbot.matching.learning.learn import learn as learn_from
from briefbot.service.loading import load_files

FILE = "thresholds.yaml"
_STEP = 8
"""Every how many of the curve's points one is printed."""


def learn(arguments: Namespace, settings: Settings) -> int:
    """Learn without and, where the extra is installed, with sentence vectors; print the curves, write thresholds.yaml."""
    directory = knowledge_directory(settings)
    knowledge = load_files(directory).knowledge
    before = read_learned(directory)
    encoder = load_encoder(settings)
    budget = arguments.budget / 100
    lessons = learn_from(knowledge, fit, encoder, budget, _progress)
    _print("without sentence vectors", lessons.plain)
    semantic, foreign = before.semantic, before.foreign
    if lessons.semantic is not None and lessons.foreign is not None:
        _print("with sentence vectors", lessons.semantic)
        _print("in other languages", lessons.foreign)
        semantic, foreign = lessons.semantic.profile, lessons.foreign.profile
    else:
        print_line("sentence vectors are off: what was learned for them before stays")
    learned = Learned(lessons.plain.profile, semantic, foreign)
    path = arguments.output or directory / FILE
    write_text(path, learned_text(learned))
    print_line(f"written to {path}")
    return 0


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _print(title: str, lesson: Lesson) -> None:
    for line in _lines(title, lesson):
        print_line(line)


def _lines(title: str, lesson: Lesson) -> Iterator[str]:
    limits = lesson.profile.thresholds
    yield f"{title}: answer from {limits.answer:.2f}, suggest from {limits.suggest:.3f}, silent from {limits.silent:.3f}"
    yield "  threshold   right answers to tests   false answers: foreseen and off the topic   near misses left out"
    for point in lesson.curve[::_STEP]:
        yield f"  {point.threshold:9.2f}   {point.answered:22.1%}   {point.false:41.1%}   {point.unforeseen:20.1%}"
    yield "  confidence   share that was right   questions"
    for confidence, right, count in lesson.calibration:
        yield f"  {confidence:10.2f}   {right:20.1%}   {count:9,}"
