"""Style texts for a terminal: wrapped words, dim small print, and marked quotations and corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from briefbot.rendering.markdown import spans

WIDEST = 100
"""The most columns of a line: longer ones are hard to read."""
_LINE = re.compile(r"(?P<quote>> )|(?P<small>-# )|(?P<item>(?:\d{1,3}\.|-) )")
_BAR = "│ "
_WORDS = {"quote": "italic", "small": "dim"}
"""The style of a line, by its beginning."""
_LEAD = "bold magenta"
"""The style of the first words of a correction and the like."""
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)]) | {ord("\t"): " "}
"""Characters that move the cursor or begin a terminal command; texts must not contain them."""


def styled(content: str, console: Console | None = None) -> str:
    """Return a message's content with terminal styles, without the end of its last line."""
    console = console or Console(highlight=False)
    width = min(console.width, WIDEST)
    with console.capture() as captured:
        for line in content.translate(_CONTROLS).split("\n"):
            for row in _rows(line, console, width):
                console.print(row, no_wrap=True, overflow="ignore", crop=False)
    return captured.get().removesuffix("\n")


def _rows(line: str, console: Console, width: int) -> Iterator[Text]:
    """Wrap a line; its rows are indented below its mark."""
    begun = _LINE.match(line)
    kind = begun.lastgroup if begun else None
    mark = {None: "", "small": "", "quote": _BAR}.get(kind, begun[0] if begun else "")
    words = _words(line[begun.end() :] if begun else line, kind)
    for number, row in enumerate(words.wrap(console, max(width - len(mark), 1)) or [Text()]):
        row.rstrip()
        is_marked = number == 0 or kind == "quote"
        yield Text.assemble(mark if is_marked else " " * len(mark), row)


def _words(line: str, kind: str | None) -> Text:
    words = Text(style=_WORDS.get(kind or "", ""))
    parts = [(text, is_bold) for text, is_bold in spans(line) if text]
    for number, (text, is_bold) in enumerate(parts):
        is_lead = kind is None and number == 0 and len(parts) > 1
        words.append(text, (_LEAD if is_lead else "bold") if is_bold else None)
    return words


class Notice:
    """A line on standard error that moves during long work."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spinner = Spinner("dots", text)
        self._console = Console(stderr=True, highlight=False)
        self._live = Live(self._spinner, console=self._console, transient=True, redirect_stdout=False, redirect_stderr=False)

    def begin(self) -> None:
        """Show the line at once; a terminal that cannot remove a line gets one that stays."""
        if self._console.is_dumb_terminal:
            self._console.print(f"{self._text} ...", markup=False)
        self._live.start(refresh=True)

    def say(self, text: str) -> None:
        """Change its text."""
        self._spinner.update(text=text)

    def end(self) -> None:
        """Remove the line."""
        self._live.stop()
