"""Measure when the bot does not answer: python -m benchmarks.refusals DIR [--semantic] [--list ROW].

Reads the sets of a directory, each a file of questions as `briefbot eval` reads them: twins, truths, falses, unrelated,
general, channel, turns, messy, multi and bot; a set that is not there is left out. Prints a row each with 95 % Wilson
intervals.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

from briefbot.bot.asking.questions import calls_for_reply
from briefbot.cli.evaluation.scoring import known_from, score, wilson
from briefbot.cli.output import data_of
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import load
from briefbot.cli.stream import Conversations
from briefbot.domain.knowledge import Entry, Knowledge, is_gap
from briefbot.domain.outcome import QUESTION_LIMIT, Outcome, Quoted, Wished
from briefbot.language.questions import asks_anybody

SETS = ("twins", "truths", "falses", "unrelated", "general", "channel", "turns", "messy", "multi", "bot", "strangers", "newcomers")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set with its reply."""

    data: Mapping[str, Any]
    reply: Mapping[str, Any]
    verdict: str
    knowledge: Knowledge
    outcome: Outcome
    is_unasked: bool
    """Whether an open channel gets the reply."""

    @property
    def is_answerable(self) -> bool:
        """Return whether the question has an answer."""
        return bool(self.data["kind"] != "abstain")

    @property
    def is_unanswerable(self) -> bool:
        """Return whether it has no answer."""
        return not self.is_answerable

    @property
    def is_dependent(self) -> bool:
        """Return whether it has an answer that needs the turn before."""
        return self.is_answerable and self.data.get("dependent") is True

    @property
    def is_independent(self) -> bool:
        """Return whether it has an answer without the turn before."""
        return self.is_answerable and self.data.get("dependent") is False

    @property
    def is_wrong(self) -> bool:
        """Return whether a wrong answer was given."""
        return self.verdict == "wrong"

    @property
    def is_offered(self) -> bool:
        """Return whether something was offered."""
        return bool(self.reply["outcome"] == "suggested")

    @property
    def is_correct(self) -> bool:
        """Return whether the right answer was given."""
        return self.verdict == "correct"

    @property
    def is_given(self) -> bool:
        """Return whether any answer was given."""
        return self.reply["outcome"] in ("answered", "quoted")

    @property
    def is_plain(self) -> bool:
        """Return whether the bot declined without an offer and without the text of a gap."""
        return self.reply["outcome"] == "abstained" and not self.reply["entries"]

    @property
    def is_gap_text(self) -> bool:
        """Return whether the bot gave the text of a gap entry."""
        return any(is_gap(self.knowledge.entries[entry]) for entry in self.reply["entries"])

    @property
    def is_corrected(self) -> bool:
        """Return whether a correction was given."""
        found = (self.knowledge.entries[entry] for entry in self.reply["entries"])
        return any(isinstance(entry, Entry) and entry.kind == "correction" for entry in found)

    @property
    def asks_truth(self) -> bool:
        """Return whether the question is one whose premise is true."""
        return bool(self.is_answerable and self.data["kind"] != "false_premise" and "^Correction:" in (self.data.get("never") or ()))

    @property
    def is_wish(self) -> bool:
        """Return whether the wanted reply about the bot itself was given."""
        outcome, wanted = self.outcome, self.data["wants"]
        return outcome.wish == wanted if isinstance(outcome, Wished) else wanted == "quote" and isinstance(outcome, Quoted)

    @property
    def line(self) -> str:
        """Show the question and its result."""
        reply = self.reply
        told = reply["entries"] or reply["quotes"] or [each["entry"] for each in reply["suggestions"]] or [reply["reason"]]
        return f"{self.data['id']} {self.data['q']!r} -> {reply['outcome']} {reply['confidence']} {', '.join(told)}"


Test = Callable[[Asked], object]
_OF_ALL, _ABLE, _UNABLE, _TRUE = attrgetter("reply"), attrgetter("is_answerable"), attrgetter("is_unanswerable"), attrgetter("asks_truth")
_CORRECT, _GIVEN, _WRONG, _CORRECTED = attrgetter("is_correct"), attrgetter("is_given"), attrgetter("is_wrong"), attrgetter("is_corrected")

ROWS: Mapping[str, tuple[str, Test, Test]] = {
    "twins-false": ("twins", _UNABLE, _GIVEN),
    "twins-right": ("twins", _ABLE, _CORRECT),
    "twins-corrected": ("twins", _TRUE, _CORRECTED),
    "truths-right": ("truths", _ABLE, _CORRECT),
    "truths-corrected": ("truths", _OF_ALL, _CORRECTED),
    "falses-right": ("falses", _ABLE, _CORRECT),
    "unrelated-plain": ("unrelated", _OF_ALL, attrgetter("is_plain")),
    "unrelated-gap": ("unrelated", _OF_ALL, attrgetter("is_gap_text")),
    "unrelated-offer": ("unrelated", _OF_ALL, attrgetter("is_offered")),
    "unrelated-answer": ("unrelated", _OF_ALL, _GIVEN),
    "general-false": ("general", _OF_ALL, _GIVEN),
    "channel-false": ("channel", _UNABLE, attrgetter("is_unasked")),
    "channel-right": ("channel", _ABLE, attrgetter("is_unasked")),
    "turns-dependent": ("turns", attrgetter("is_dependent"), _CORRECT),
    "turns-independent": ("turns", attrgetter("is_independent"), _CORRECT),
    "turns-false": ("turns", _UNABLE, _GIVEN),
    "messy-right": ("messy", _ABLE, _CORRECT),
    "messy-false": ("messy", _UNABLE, _GIVEN),
    "multi-right": ("multi", _ABLE, _CORRECT),
    "bot-right": ("bot", _OF_ALL, attrgetter("is_wish")),
    **{f"{name}-{row}": (name, of, test) for name in ("strangers", "newcomers") for row, of, test in (
        ("right", _ABLE, _CORRECT), ("wrong", _ABLE, _WRONG), ("false", _UNABLE, _GIVEN))},
}  # fmt: skip
"""Rows by name: the set, the questions that count, and those that make the row's figure."""


def main() -> None:
    """Ask all sets of a directory, and print the rows."""
    if len(sys.argv) < 2:  # noqa: PLR2004 - the directory is missing
        sys.exit(__doc__)
    directory, listed = Path(sys.argv[1]), sys.argv[sys.argv.index("--list") + 1] if "--list" in sys.argv else None
    settings = replace(load(os.environ, Path()), semantic="on" if "--semantic" in sys.argv else "off")
    asked = {name: list(_ask(settings, path)) for name in SETS if (path := directory / f"{name}.jsonl").exists()}
    for row, (name, of, test) in ROWS.items():
        if counted := list(filter(of, asked.get(name, ()))):
            found = [each for each in counted if test(each)]
            low, high = wilson(len(found), len(counted))
            sys.stdout.write(
                f"{row:20}{len(found):5} of {len(counted):4}{100 * len(found) / len(counted):7.1f} %   ({low:.1f} to {high:.1f})\n"
            )
            if row == listed:
                rest = [each for each in counted if each not in found] if row.endswith(("right", "plain", "dependent")) else found
                sys.stdout.writelines(f"    {each.line}\n" for each in rest)


def _ask(settings: Any, path: Path) -> Iterator[Asked]:
    service = open_service(settings)
    conversations, knowledge = Conversations(service), service.knowledge()
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        data = json.loads(line)
        exchange = conversations.ask(data["q"], data.get("conversation"))
        reply, is_unasked = data_of(exchange), asks_anybody(data["q"], QUESTION_LIMIT) and calls_for_reply(None, exchange)
        known = known_from({"kind": "abstain"} | data | {"never": []})  # words for the bot itself have no kind
        yield Asked(data, reply, score(known, reply).verdict, knowledge, exchange.outcome, is_unasked)


if __name__ == "__main__":
    main()
