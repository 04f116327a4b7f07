"""Count questions that get another reply when they follow an unrelated question.

Python -m benchmarks.bent [--semantic] [--list].

Every question of the single sets in `tests/evaluation` was written to be asked alone. Each is asked after others of
them, at several distances in the list, and questions about the article itself are asked after every twentieth.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import load
from briefbot.domain.outcome import Abstained, Answered, Outcome, Quoted, Suggested, Turn
from briefbot.matching import converse

SETS = ("newcomers", "strangers", "own", "fresh")
DISTANCES = (1, 101, 203, 307, 401, 509)
"""Distance of two questions in the list."""
EVERY = 20
OF_THE_ARTICLE = (
    "what is the article about", "whats this about", "what is this", "who wrote this article", "so who wrote the article",
    "and what is the article about", "summarize the article", "summarise this", "tldr", "when was this published",
    "how long is the article", "what happened", "is there a photo", "are there any quotes", "title?", "what does the article say",
    "tell me more about the article", "what is it that the article is about", "is it true what the article says", "who is quoted",
    "what are the main points", "then what does the article say", "wait what is this article about",
    "ok so what is this article even about", "what can you do", "thanks", "what time is it", "what is the weather in oslo",
    "who won the world cup", "asdfgh qwert", "worum geht es in dem artikel", "de quoi parle l'article", "о чем статья",
    "what else does the article say", "where was the article published", "is this fake news",
)  # fmt: skip


def main() -> None:
    """Ask all pairs, and print how many second questions were bent."""
    settings = replace(load(os.environ, Path()), semantic="on" if "--semantic" in sys.argv else "off")
    matcher = open_service(settings).snapshot().matcher
    count, bent = 0, []
    alone: dict[str, tuple[str, Turn | None]] = {}
    for first, second in pairs():
        for question in (first, second):
            if question not in alone:
                reply = converse(matcher, question, None)
                alone[question] = (name(reply.outcome), reply.turn)
        got = name(converse(matcher, second, alone[first][1]).outcome)
        count += 1
        if got != alone[second][0]:
            bent.append(f"{second!r} after {first!r}: {alone[second][0]} -> {got}")
    lines = [*(bent if "--list" in sys.argv else []), f"{count} pairs, {len(bent)} bent"]
    sys.stdout.writelines(f"{line}\n" for line in lines)


def pairs() -> Iterator[tuple[str, str]]:
    """Yield pairs of a first and a second question."""
    single = list(chain.from_iterable(map(questions, SETS)))
    for distance in DISTANCES:
        yield from zip(single, single[distance:] + single[:distance], strict=True)
    for first in single[::EVERY]:
        yield from ((first, second) for second in OF_THE_ARTICLE)


def questions(name: str) -> list[str]:
    """Read the questions of a set."""
    lines = Path("tests", "evaluation", f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["q"] for line in lines if line.strip()]


def name(outcome: Outcome) -> str:
    """Name an outcome and the items in it."""
    match outcome:
        case Answered(entries=items) | Suggested(items=items) | Quoted(quotes=items):
            return " ".join((type(outcome).__name__, *(item.id for item in items)))
        case Abstained(reason=reason, gap=gap):
            return f"{reason} {gap.id}" if gap is not None else reason


if __name__ == "__main__":
    main()
