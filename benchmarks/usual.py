"""Compare briefbot with the usual bot and a search index on strangers' questions.

Python -m benchmarks.usual [--semantic].

All have the same knowledge and give the same answers. The usual bot (rapidfuzz over all phrasings) and the index (BM25
over them) answer from the best phrasing whose score reaches a limit, chosen on `own.jsonl` so that at most 5 % of its
unanswerable questions get an answer; briefbot decides by the thresholds that come with it. Reported on
`strangers.jsonl` and `newcomers.jsonl`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import bm25s
import Stemmer
from rapidfuzz import fuzz, process

from briefbot.cli.commands.evaluate import read_questions
from briefbot.cli.evaluation.scoring import Known, score, wilson
from briefbot.cli.output import data_of
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import load
from briefbot.domain.knowledge import Item, Knowledge
from briefbot.domain.outcome import Abstained, Exchange, outcome_of

ROOT = Path(__file__).parent.parent
SETS = ROOT / "tests" / "evaluation"
FALSE = 0.05
"""The share of unanswerable questions of the choosing set that may get an answer."""
Find = Callable[[str], tuple[Item, float]]


def fuzzy(knowledge: Knowledge, scorer: Callable[..., float]) -> Find:
    """Return a search by rapidfuzz over all phrasings."""
    phrasings, owners = _flat(knowledge)

    def find(question: str) -> tuple[Item, float]:
        _, similarity, number = process.extractOne(question.lower(), phrasings, scorer=scorer)
        return owners[number], similarity

    return find


def index(knowledge: Knowledge) -> Find:
    """Return a search by BM25 over all phrasings, with English stems."""
    phrasings, owners = _flat(knowledge)
    stemmer, ranker = Stemmer.Stemmer("english"), bm25s.BM25()
    ranker.index(bm25s.tokenize(phrasings, stemmer=stemmer, show_progress=False), show_progress=False)

    def find(question: str) -> tuple[Item, float]:
        words = bm25s.tokenize([question], stemmer=stemmer, show_progress=False)
        if not words.vocab:
            return owners[0], 0.0
        found, scores = ranker.retrieve(words, k=1, show_progress=False)
        return owners[int(found[0, 0])], float(scores[0, 0])

    return find


def _flat(knowledge: Knowledge) -> tuple[list[str], list[Item]]:
    items: list[Item] = [*knowledge.entries.values(), *knowledge.quotes.values()]
    pairs = [(phrasing.lower(), item) for item in items for phrasing in item.phrasings]
    return [phrasing for phrasing, _ in pairs], [item for _, item in pairs]


def verdicts(known: Sequence[Known], find: Find, knowledge: Knowledge, limit: float) -> Iterator[str]:
    """Score what a search answers if its score reaches a limit, and nothing else."""
    for each in known:
        item, similarity = find(each.question)
        outcome = outcome_of(item) if similarity >= limit else Abstained("off_topic")
        yield score(each, data_of(Exchange(each.question, outcome, knowledge))).verdict


def limit_for(known: Sequence[Known], find: Find) -> float:
    """Choose the lowest limit at which at most FALSE of the unanswerable questions get an answer."""
    unanswerable = [each for each in known if not each.is_answerable]
    scores = []
    for each in unanswerable:
        item, similarity = find(each.question)
        if not isinstance(outcome_of(item), Abstained):
            scores.append(similarity)
    scores.sort(reverse=True)
    allowed = int(FALSE * len(unanswerable))
    return scores[allowed] + 1e-9 if len(scores) > allowed else 0.0


def row(name: str, found: Sequence[str], answerable: int) -> str:
    """Format the shares of a system, in percent, with 95 % Wilson intervals of the first and the last."""
    unanswerable = len(found) - answerable

    def share(verdict: str, of: int) -> str:
        return f"{100 * found.count(verdict) / of:.1f}"

    right, wrong = (wilson(found.count(verdict), of) for verdict, of in (("correct", answerable), ("false_answers", unanswerable)))
    return (
        f"| {name} | {share('correct', answerable)} ({right[0]:.0f} to {right[1]:.0f}) | {share('wrong', answerable)} | "
        f"{share('false_answers', unanswerable)} ({wrong[0]:.0f} to {wrong[1]:.0f}) |"
    )


def main() -> None:
    """Print the table."""
    semantic = "on" if "--semantic" in sys.argv else "off"
    service = open_service(replace(load({}, ROOT), knowledge=ROOT / "knowledge", semantic=semantic))
    knowledge = service.knowledge()
    choosing = list(read_questions(SETS / "own.jsonl"))
    known = [each for name in ("strangers", "newcomers") for each in read_questions(SETS / f"{name}.jsonl")]
    answerable = sum(each.is_answerable for each in known)
    print(f"{len(known)} questions, {answerable} of them answerable\n")  # noqa: T201
    print("| | right | wrong | false answers |\n|---|---|---|---|")  # noqa: T201
    searches = {"rapidfuzz WRatio": fuzzy(knowledge, fuzz.WRatio), "rapidfuzz ratio": fuzzy(knowledge, fuzz.ratio)}
    for name, find in {**searches, "BM25 (bm25s)": index(knowledge)}.items():
        found = list(verdicts(known, find, knowledge, limit_for(choosing, find)))
        print(row(name, found, answerable), flush=True)  # noqa: T201
    own = [score(each, data_of(service.ask(None, each.question))).verdict for each in known]
    print(row("briefbot" + (", sentence vectors" if semantic == "on" else ""), own, answerable))  # noqa: T201


if __name__ == "__main__":
    main()
