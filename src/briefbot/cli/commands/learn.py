"""The command that learns weights and thresholds from the knowledge itself."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator

from briefbot.bundle import general, learned_text, read_learned
from briefbot.cli.output import print_line, write_text
from briefbot.cli.setup.service import fit, knowledge_directory, load_encoder
from briefbot.cli.setup.settings import Settings
from briefbot.domain.learned import Learned, LearnedProfile
from briefbot.matching.learning.learn import Lesson
from briefbot.matching.learning.learn import learn as learn_from
from briefbot.service.loading import load_files

DONE, NEGATIVE = 0, 1
FILE = "thresholds.yaml"
_STEP = 8
"""Print every eighth point of the curve."""


def learn(arguments: Namespace, settings: Settings) -> int:
    """Learn without sentence vectors and, if the extra is installed, with them.

    Print the results and save what is better.
    """
    directory = knowledge_directory(settings)
    knowledge = load_files(directory).knowledge
    before, start = read_learned(directory, knowledge.density), general(knowledge.density)
    encoder = load_encoder(settings)
    lessons = learn_from(knowledge, fit, encoder, arguments.budget / 100, start, _progress)
    plain = _better("without sentence vectors", lessons.plain, start.plain)
    if lessons.semantic is None or lessons.foreign is None:
        print_line("sentence vectors are off: what was learned for them before stays")
        learned = Learned(plain, before.semantic, before.foreign)
    else:
        semantic = _better("with sentence vectors", lessons.semantic, start.semantic)
        learned = Learned(plain, semantic, _better("in other languages", lessons.foreign, start.foreign))
    if all(lesson is None or lesson.is_worse for lesson in (lessons.plain, lessons.semantic, lessons.foreign)):
        print_line(
            "nothing was written: what comes with briefbot does better. More phrasings and tests may change that: `briefbot check --weak`"
        )
        return NEGATIVE
    path = arguments.output or directory / FILE
    write_text(path, learned_text(learned))
    print_line(f"written to {path}; `briefbot check` lists the tests that fail now, with the words that were missing")
    return DONE


def _better(title: str, lesson: Lesson, start: LearnedProfile) -> LearnedProfile:
    """Print what was learned; return it, or the built-in weights if they do better."""
    for line in _lines(title, lesson):
        print_line(line)
    return start if lesson.is_worse else lesson.profile


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _lines(title: str, lesson: Lesson) -> Iterator[str]:
    limits = lesson.profile.thresholds
    yield f"{title}: answer from {limits.answer:.2f}, suggest from {limits.suggest:.3f}, silent from {limits.silent:.3f}"
    yield "  threshold   right answers to tests   false answers: foreseen and off the topic   near misses left out"
    for point in lesson.curve[::_STEP]:
        yield f"  {point.threshold:9.2f}   {point.answered:22.1%}   {point.false:41.1%}   {point.unforeseen:20.1%}"
    yield "  confidence   share that was right   questions"
    for confidence, right, count in lesson.calibration:
        yield f"  {confidence:10.2f}   {right:20.1%}   {count:9,}"
    yield "  on questions left out          right   wrong   false answers"
    for name, score in (("what comes with briefbot", lesson.before), ("what was learned", lesson.after)):
        yield f"  {name:24}   {score.right:9.1%}   {score.wrong:5.1%}   {score.false:13.1%}"
    yield f"  {_meaning(lesson)}"


def _meaning(lesson: Lesson) -> str:
    """Say in one line what the result means for people who ask."""
    right, false = _in_words(lesson.after.right - lesson.before.right), _in_words(lesson.after.false - lesson.before.false)
    told = f"of 100 questions {right} get the answer, and {false} get a false one"
    return f"{told}: what was learned is worse, so it is not used" if lesson.is_worse else f"{told}: what was learned is used"


def _in_words(change: float) -> str:
    return f"{abs(round(100 * change))} {'fewer' if change < 0 else 'more'}"
