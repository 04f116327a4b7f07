"""`briefbot review`: go through unanswered questions with one key each."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from briefbot.cli import late_imports
from briefbot.cli.output import print_content, print_line
from briefbot.cli.reviewing.applying import apply, counts
from briefbot.cli.reviewing.decisions import OF_AN_ITEM, Decision, Review, Verdict
from briefbot.cli.reviewing.questions import Asked, read_questions
from briefbot.cli.setup.service import open_service
from briefbot.cli.setup.settings import Settings
from briefbot.domain.knowledge import Entry, Item
from briefbot.errors import EditRefused, KnowledgeError, UsageError
from briefbot.rendering.markdown import escape, shorten, small
from briefbot.service import Service

DONE, NEGATIVE = 0, 1
_KEYS: dict[str, Verdict] = {"w": "way", "t": "test", "n": "not", "g": "gap", "s": "small talk", "d": "drop"}
_SAYING: dict[Verdict, str] = {
    "way": "a way to ask for “{item}”", "test": "a test of “{item}”", "not": "must not be answered by “{item}”",
    "gap": "a gap to write", "small talk": "small talk", "drop": "dropped",
}  # fmt: skip
HELP = """\
A number marks an entry; w makes the question a way to ask for it, t a test of it, n a test that it must not answer this.
g makes it a gap, s small talk, d drops it; u undoes, l lets it come again later.
f writes what was decided into the files, q leaves; what was decided is kept."""
_LIKELIEST, _ANSWER = 5, 160
ReadKey: TypeAlias = Callable[[], str]


def review(arguments: Namespace, settings: Settings) -> int:
    """Go through a file of questions with a person at a terminal."""
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()):
        raise UsageError("review asks for keys: run it at a terminal (over SSH: ssh -t HOST briefbot review DIR FILE)")
    file: Path = arguments.file
    asked = read_questions(file)
    going = Review(asked, file.with_name(f"{file.name}.review.json"))
    if going.current is None and not going.decisions:
        print_line(f"{file}: no question is left to decide")
        return DONE
    service = open_service(replace(settings, knowledge=arguments.directory))
    print_content(HELP)
    with _keys() as read_key:
        return Session(service, going, arguments.directory, read_key).run()


def _keys() -> AbstractContextManager[ReadKey]:
    try:
        found: AbstractContextManager[ReadKey] = late_imports.load("keys")()
    except ImportError:  # Windows does not have this library: a line with one letter is read instead
        return nullcontext(lambda: input().strip()[:1])
    return found


class Session:
    """A person, their keys, and the questions."""

    def __init__(self, service: Service, review: Review, directory: Path, read_key: ReadKey) -> None:
        self._service, self._review, self._read_key = service, review, read_key
        self._directory = directory
        self._items: Sequence[Item] = ()
        self._marked = 0

    def run(self) -> int:
        """Show one question after another until all are decided and written, or the person leaves."""
        self._show()
        while (key := self._pressed()) not in ("q", "\x04"):
            if key == "f":
                if self._write():
                    return DONE
            elif key.isdigit():
                self._mark(int(key))
            elif key == "l" and self._review.current is not None:
                self._review.put_off()
                self._show()
            elif key == "u":
                self._undo()
            elif key in _KEYS and self._review.current is not None:
                self._decide(_KEYS[key])
            else:
                print_content(HELP)
        print_line(f"{counts(self._review.decisions)}, not written yet: the same command continues from here")
        return DONE

    def _pressed(self) -> str:
        print_line("> ", end="")
        key = self._read_key().lower()
        print_line(key if key.isprintable() else "")
        return key

    def _show(self) -> None:
        """Show the question and the likeliest entries, with the first one marked."""
        asked = self._review.current
        self._marked = 0
        if asked is None:
            print_content(
                f"Everything is decided: {counts(self._review.decisions)}. f writes it into {escape(str(self._directory))}, u undoes."
            )
            return
        self._items = [match.item for match in self._service.explain(None, asked.question).matches][:_LIKELIEST]
        print_content("\n".join(self._lines(asked)))

    def _lines(self, asked: Asked) -> Iterator[str]:
        often = f", asked {asked.count} times" if asked.count > 1 else ""
        yield f"\n{small(f'{self._review.place} of {self._review.total}{often}')}"
        yield f"**{escape(asked.question)}**"
        for number, item in enumerate(self._items, 1):
            mark = "  ←" if number == self._marked + 1 else ""
            yield f"{number}. {escape(item.label)}{mark}"
            yield small(escape(shorten(item.answer if isinstance(item, Entry) else item.text, _ANSWER)))

    def _mark(self, number: int) -> None:
        if 1 <= number <= len(self._items):
            self._marked = number - 1
            print_content(f"{number}. {escape(self._items[self._marked].label)}  ←")
        else:
            print_line(f"the list has no number {number}")

    def _decide(self, verdict: Verdict) -> None:
        if verdict in OF_AN_ITEM and not self._items:
            print_line("no entry is like this: g makes it a gap, d drops it")
            return
        item = self._items[self._marked].id if verdict in OF_AN_ITEM else ""
        print_content(small(escape(self._said(self._review.decide(verdict, item)))))
        self._show()

    def _said(self, decision: Decision) -> str:
        item = self._service.knowledge().item(decision.item)
        return _SAYING[decision.verdict].format(item=item.label if item else decision.item)

    def _undo(self) -> None:
        undone = self._review.undo()
        print_content(small(escape(f"undone: {self._said(undone)}")) if undone else "There is nothing to undo.")
        self._show()

    def _write(self) -> bool:
        """Write the decisions, and return whether that succeeded."""
        decisions = list(self._review.decisions)
        try:
            names = apply(self._directory, decisions)
        except (KnowledgeError, EditRefused) as error:
            print_line(f"{error}\nnothing was written: u undoes the last decision, q quits")
            return False
        self._review.written()
        print_line(f"{counts(decisions)}: wrote {', '.join(names) or 'nothing'}")
        return True
