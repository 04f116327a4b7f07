"""Score replies to questions with known answers."""

from __future__ import annotations

import csv
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefbot.cli.evaluation.limits import MEDIAN, OF_ANSWERABLE, OF_UNANSWERABLE
from briefbot.domain.outcome import SUGGESTIONS

COUNTED = 600
"""The most characters of an answer that count, for each part of a compound question."""
_Z = 1.959964
"""Standard deviations around 95 % of a normal distribution."""
_IDS = re.compile(r"[a-z0-9-]*(?: [a-z0-9-]+)*")
"""Ids with blanks between them, or none."""
_KINDS = ("answer", "false_premise", "abstain", "quote")


@dataclass(frozen=True, slots=True)
class Known:
    """A question and the content of a right reply."""

    id: str
    question: str
    is_answerable: bool
    must: tuple[re.Pattern[str], ...] = ()
    any: tuple[re.Pattern[str], ...] = ()
    never: tuple[re.Pattern[str], ...] = ()
    conversation: str | None = None
    items: frozenset[str] = frozenset()
    """Ids of right answers; if there are none, the patterns decide."""
    place: str = ""
    """File and line."""

    def is_given_by(self, reply: Mapping[str, Any], answer: str) -> bool:
        """Return whether a reply is right."""
        if self.items:
            return not self.items.isdisjoint((*reply["entries"], *reply["quotes"]))
        return self.accepts(answer)

    def is_among(self, offered: Iterable[Mapping[str, str]]) -> bool:
        """Return whether an offered item would be right."""
        return any(each["entry"] in self.items if self.items else self.accepts(each["answer"][:COUNTED]) for each in offered)

    def accepts(self, answer: str) -> bool:
        """Return whether an answer has what it must have, and nothing that it must not have."""
        return (
            all(pattern.search(answer) for pattern in self.must)
            and (not self.any or any(pattern.search(answer) for pattern in self.any))
            and not any(pattern.search(answer) for pattern in self.never)
        )


@dataclass(frozen=True, slots=True)
class Scored:
    """The result of a question."""

    known: Known
    verdict: str
    answer: str


def known_from(data: Mapping[str, Any]) -> Known:
    """Read a question; raise ValueError, which names the fault."""
    items = _items(data)
    kind = data.get("kind", None if items is None else "answer" if items else "abstain")
    if kind not in _KINDS:
        raise ValueError(f"expected a kind, one of {', '.join(_KINDS)}, or the id that should answer as entry; found {kind!r}")
    for key in ("q",) if items is not None and "id" not in data else ("id", "q"):
        if not isinstance(data.get(key), str):
            raise ValueError(f"expected a text under the key {key}")
    conversation = data.get("conversation")
    return Known(
        id=data.get("id", data["q"]),
        question=data["q"],
        is_answerable=kind != "abstain",
        items=items or frozenset(),
        must=_patterns(data, "must"),
        any=_patterns(data, "any"),
        never=_patterns(data, "never"),
        conversation=None if conversation is None else str(conversation),
    )


def known_from_row(line: str) -> Known:
    """Read a question and the id that should answer it, separated by a tab, semicolon or comma.

    Without an id, nothing should answer it.
    """
    for delimiter in "\t;,":
        row = next(csv.reader([line], delimiter=delimiter))
        if len(row) > 1 and _IDS.fullmatch(row[-1].strip()):
            return known_from({"q": delimiter.join(row[:-1]).strip(), "entry": row[-1].split()})
    raise ValueError("expected a JSON object, or a question and the id that should answer it, such as: How much was it?; cost")


def _items(data: Mapping[str, Any]) -> frozenset[str] | None:
    """Return the items that should answer; empty if nothing should, None if patterns decide."""
    if "entry" not in data:
        return None
    value = data["entry"] or []
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise ValueError("expected an id, or a list of ids, under the key entry")
    return frozenset(values)


def _patterns(data: Mapping[str, Any], key: str) -> tuple[re.Pattern[str], ...]:
    values = data.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"expected a list of patterns under the key {key}")
    try:
        return tuple(re.compile(value, re.IGNORECASE) for value in values)
    except re.error as error:
        raise ValueError(f"{key}: {error.pattern!r} is not a valid pattern ({error})") from error


def score(known: Known, reply: Mapping[str, Any]) -> Scored:
    """Score one reply in the form of `output.data_of`."""
    answer = counted(reply)
    verdict = _of_answerable(known, reply, answer) if known.is_answerable else _of_unanswerable(reply)
    return Scored(known, verdict, answer)


def counted(reply: Mapping[str, Any]) -> str:
    """Return the words that count: the beginning of the answer, or of each part."""
    return "\n\n".join(part["answer"][:COUNTED] for part in reply["parts"] or (reply,) if part["answer"])


def _of_answerable(known: Known, reply: Mapping[str, Any], answer: str) -> str:
    match reply["outcome"]:
        case "answered" | "quoted":
            return "correct" if known.is_given_by(reply, answer) else "wrong"
        case "suggested":
            return "helped" if known.is_among(reply["suggestions"][:SUGGESTIONS]) else "missed"
        case _:
            return "false_silence" if reply["reason"] == "silent" else "missed"


def _of_unanswerable(reply: Mapping[str, Any]) -> str:
    return {"abstained": "declined", "suggested": "offered"}.get(reply["outcome"], "false_answers")


def summary(scored: Sequence[Scored]) -> dict[str, int | float]:
    """Count verdicts: the keys of `eval --json`."""
    counts = Counter(each.verdict for each in scored)
    answerable = sum(each.known.is_answerable for each in scored)
    lengths = [len(each.answer) for each in scored if each.answer]
    return {
        "questions": len(scored),
        "answerable": answerable,
        **{name: counts[name] for name in OF_ANSWERABLE},
        "unanswerable": len(scored) - answerable,
        **{name: counts[name] for name in OF_UNANSWERABLE},
        MEDIAN: statistics.median(lengths) if lengths else 0,
    }


def shares(figures: Mapping[str, float]) -> dict[str, float]:
    """Turn counts into percentages of the answerable or of the unanswerable questions; the median stays."""
    found = {name: _percent(figures[name], figures["answerable"]) for name in OF_ANSWERABLE}
    found |= {name: _percent(figures[name], figures["unanswerable"]) for name in OF_UNANSWERABLE}
    return found | {MEDIAN: figures[MEDIAN]}


def _percent(count: float, total: float) -> float:
    return 100 * count / total if total else 0.0


def wilson(count: float, total: float) -> tuple[float, float]:
    """Return the 95 % interval of a share by Wilson's score, in percent."""
    if not total:
        return 0.0, 100.0
    share, square = count / total, _Z**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = _Z * math.sqrt(share * (1 - share) / total + square / (4 * total**2)) / (1 + square / total)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def meaning(figures: Mapping[str, float]) -> str:
    """Say in one line what the figures mean for people who ask."""
    found, helped, misled, false = (
        round(_percent(figures[name], figures[of]) / 10)
        for name, of in (("correct", "answerable"), ("helped", "answerable"), ("wrong", "answerable"), ("false_answers", "unanswerable"))
    )
    told = f"of 10 who ask what the article says, {found} get the answer, {helped} find it among offers and {misled} get another one"
    return f"{told}; of 10 who ask what it does not say, {false} get an answer all the same" if figures["unanswerable"] else told


def table(figures: Mapping[str, float]) -> Iterable[str]:
    """Write the figures for people, one per line."""
    yield f"{figures['questions']} questions, {figures['answerable']} answerable and {figures['unanswerable']} not"
    for names, total in ((OF_ANSWERABLE, "answerable"), (OF_UNANSWERABLE, "unanswerable")):
        yield f"of the {total}:"
        for name in names:
            low, high = wilson(figures[name], figures[total])
            count = f"{figures[name]:g}"
            yield f"  {name:14}{count:>5}{_percent(figures[name], figures[total]):7.1f} %   ({low:.1f} to {high:.1f})"
    yield f"median length of an answer: {figures[MEDIAN]:g} characters"
