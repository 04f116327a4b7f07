"""The arguments of `briefbot`: commands and their options."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from briefbot import __version__
from briefbot.cli.evaluation.limits import finite, floors
from briefbot.cli.setup.readers import DATABASE, database_address

BUDGET = 3.5
"""Percent of unanswerable questions; docs/decisions/005-budget-and-tests.md shows the effect of other budgets."""
_LARGEST_ID = 2**63 - 1
"""An id is a number of 64 bits; the database stores it with a sign."""
_MOST = 1_000_000_000
_MOST_DAYS = 400
"""The number of days for which counts are kept."""
_ALL = 100
"""Percent."""
FORMS = "json", "yaml", "csv", "xlsx"
_SHOWN = 40
"""The most characters of a wrong value in an error."""
EPILOG = """\
exit status: 0 done; 1 a negative finding (no answer, problems found, a floor missed); 2 bad usage, settings or
knowledge; 3 an unexpected error; 130 interrupted.
Without a command: `run` if DISCORD_TOKEN is set, else `chat`. Settings: docs/settings.md.
"""


def _whole(text: str, most: int, what: str) -> int:
    """Read a positive whole number in plain digits."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected {what}, found {_shown(text)}")


def _shown(text: str) -> str:
    return repr(text) if len(text) <= _SHOWN else f"{len(text)} characters"


def _id(text: str) -> int:
    return _whole(text, _LARGEST_ID, "an id of Discord, a whole number")


def _counted(text: str) -> int:
    return _whole(text, _MOST, f"a whole number from 1 to {_MOST:,}")


def _days(text: str) -> int:
    return _whole(text, _MOST_DAYS, f"a whole number from 1 to {_MOST_DAYS}")


def _address(text: str) -> str:
    try:
        return database_address(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected an address {DATABASE}://USER:PASSWORD@HOST/NAME") from None


def _percent(text: str) -> float:
    try:
        percent = finite(text)
    except ValueError:
        percent = -1
    if not 0 <= percent <= _ALL:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to {_ALL}, found {_shown(text)}")
    return percent


def parser() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    common = _common()
    root = argparse.ArgumentParser(
        prog="briefbot",
        description="Answers questions about one article from curated knowledge, with attribution.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    root.add_argument("--version", action="version", version=f"briefbot {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    asking = _add_ask, _add_chat, _add_quote, _add_lists
    curating = _add_check, _add_learn, _add_fit, _add_source, _add_draft, _add_review, _add_eval
    for add in (*asking, *curating, _add_moderating, _add_backups, _add_discord):
        add(commands, common)
    return root


def in_words(typed: Sequence[str]) -> list[str]:
    """Replace `source diff` by a form that argparse cannot mistake for an article's name."""
    words = list(typed)
    for place in range(len(words) - 1):
        if words[place : place + 2] == ["source", "diff"]:
            words[place + 1] = "--diff"
    return words


def _common() -> argparse.ArgumentParser:
    """Make the options of every command, which can come before or after its name."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--knowledge", type=Path, metavar="DIR", help="the bundle to use (default: ./knowledge, else the one that comes with it)"
    )
    common.add_argument("--semantic", choices=("auto", "on", "off"), help="sentence vectors (default: auto, on if the extra is installed)")
    return common


_Commands = argparse._SubParsersAction  # argparse has no public name for this type


def _add_ask(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    ask = commands.add_parser("ask", help="answer one question", parents=[common])
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    form = ask.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object")
    form.add_argument(
        "--jsonl", action="store_true", help='read lines {"id", "q", "conversation"} from standard input, print one object each'
    )
    ask.add_argument("--record", type=Path, metavar="FILE", help="add an unanswered question to a file, for `review`")


def _add_chat(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    commands.add_parser("chat", help="answer questions line by line", parents=[common])


def _add_quote(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    quote = commands.add_parser("quote", help="find a quotation; without options, a random one", parents=[common])
    quote.add_argument("text", nargs="*", metavar="TEXT", help="what it is about, or words from it")
    quote.add_argument("--speaker", help="the speaker")
    quote.add_argument("--topic", help="a topic from `briefbot topics`")
    quote.add_argument("--paragraph", type=_counted, help="the paragraph it is in")
    quote.add_argument("--card", type=Path, metavar="FILE.png", help="also write a picture; needs the extra `cards`")
    quote.add_argument("--force", action="store_true", help="replace an existing file")
    quote.add_argument("--json", action="store_true", help="print one JSON object")


def _add_lists(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    for name, what in (("speakers", "list who is quoted"), ("topics", "list what can be asked about")):
        commands.add_parser(name, help=what, parents=[common]).add_argument("--json", action="store_true", help="print one JSON list")


def _add_check(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    check = commands.add_parser("check", help="list every problem in the knowledge", parents=[common])
    check.add_argument("--article", type=Path, metavar="FILE", help="the article's text: quotations are compared with it letter for letter")
    check.add_argument("--seal", action="store_true", help="note in source.yaml which quotations passed, so that a later change is noticed")
    check.add_argument("--coverage", action="store_true", help="show what cites each paragraph, and entries by kind, topic and stance")
    check.add_argument("--weak", action="store_true", help="leave phrasings out and ask them: list what is not found, and what to do")


def _add_learn(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    explain = commands.add_parser("explain", help="explain how a question is read and decided", parents=[common])
    explain.add_argument("question", nargs="+", metavar="QUESTION")
    explain.add_argument("--figures", action="store_true", help="also show the figures: candidates, features, thresholds")
    learn = commands.add_parser("learn", help="learn weights and thresholds from the knowledge; takes minutes", parents=[common])
    learn.add_argument(
        "--budget",
        type=_percent,
        default=BUDGET,
        metavar="PERCENT",
        help="unanswerable questions that may get an answer (default: %(default)s)",
    )
    learn.add_argument("--output", type=Path, metavar="FILE", help="where to write (default: the bundle's thresholds.yaml)")


def _add_fit(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    fit = commands.add_parser("fit", help="fit in advance what the knowledge needs, to ship it in the bundle", parents=[common])
    fit.add_argument("--check", action="store_true", help="only check that the fitted files belong to the bundle as it is")


def _add_source(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    source = commands.add_parser("source", help="write a source.yaml for an article, or show what has changed in it", parents=[common])
    source.add_argument(
        "--diff", action="store_true", help="`source diff`: show what has changed in the article, and which entries cite it"
    )
    source.add_argument("file", type=Path, metavar="ARTICLE", help="UTF-8, one block (headline, heading, paragraph ...) per non-empty line")
    source.add_argument("--output", type=Path, metavar="FILE", help="write to a file instead of standard output")
    source.add_argument("--force", action="store_true", help="replace an existing file, but keep the kinds that were set in it")
    source.add_argument("--apply", action="store_true", help="with diff: renumber what only moved, and mark the rest for review")


def _add_draft(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    draft = commands.add_parser("draft", help="draft a bundle from an article, for a curator to finish", parents=[common])
    draft.add_argument("file", type=Path, metavar="ARTICLE", help="text, or with the extra `documents` a saved page (HTML) or .docx")
    draft.add_argument("--into", type=Path, required=True, metavar="DIR", help="the directory of the new bundle")
    draft.add_argument("--force", action="store_true", help="replace existing files, except those that somebody has edited since")


def _add_review(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    review = commands.add_parser("review", help="go through questions without an answer, with one key each", parents=[common])
    review.add_argument("directory", type=Path, metavar="DIR", help="the bundle to improve")
    review.add_argument("file", type=Path, metavar="FILE", help="one question per line, as `ask --record` writes them")


def _add_eval(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    evaluate = commands.add_parser("eval", help="score questions whose right answers are known", parents=[common])
    evaluate.add_argument("files", nargs="+", type=Path, metavar="FILE", help="one JSON object per line (docs/evaluation.md)")
    evaluate.add_argument("--failures", action="store_true", help="list what was not answered correctly")
    evaluate.add_argument("--json", action="store_true", help="print the counts as one JSON object")
    evaluate.add_argument(
        "--min",
        type=floors,
        default=(),
        metavar="NAME=PERCENT,...",
        help="fail if a share is worse: correct=60 is a floor, false_answers=20 a ceiling",
    )


def _add_moderating(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    guild = argparse.ArgumentParser(add_help=False, parents=[common])
    guild.add_argument("--guild", type=_id, required=True, metavar="ID", help="the server")
    history = commands.add_parser("history", help="print a server's changes: who, when, why, what", parents=[guild])
    history.add_argument("thing", nargs="?", metavar="THING", help="only this one, such as entry:ID")
    history.add_argument("--limit", type=_counted, metavar="N", help="only the newest N")
    _add_exchange(commands, common)
    undo = commands.add_parser("undo", help="undo the newest change to something", parents=[guild])
    undo.add_argument("thing", metavar="THING", help="what, such as entry:ID")
    undo.add_argument("--number", type=_counted, metavar="N", help="only if this is the newest revision")
    undo.add_argument("--reason", default="", help="shown in the history")
    stats = commands.add_parser("stats", help="print figures of what was asked in a server", parents=[guild])
    stats.add_argument("--days", type=_days, default=30, metavar="N", help="the last N days, at most 400 (default: %(default)s)")
    stats.add_argument("--csv", action="store_true", help="print a table: day, what, item, count")
    stats.add_argument("--picture", type=Path, metavar="FILE.png", help="also write a picture of the days; needs the extra `charts`")
    stats.add_argument("--force", action="store_true", help="replace an existing file")


def _add_exchange(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    export = commands.add_parser("export", help="export a server's changes or a whole bundle as JSON, YAML, CSV or XLSX", parents=[common])
    export.add_argument("--guild", type=_id, metavar="ID", help="the server whose changes to export (default: everything in the bundle)")
    export.add_argument("--format", choices=FORMS, help="the format (default: by the ending of FILE, else json)")
    target = export.add_mutually_exclusive_group()
    target.add_argument("--output", type=Path, metavar="FILE", help="write to a file instead of standard output")
    target.add_argument("--into", type=Path, metavar="DIR", help="write them into the files of this bundle, for review in git")
    imports = commands.add_parser("import", help="import questions and answers from a file: all or none", parents=[common])
    imports.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX, YAML or JSON, from any tool that names its columns")
    where = imports.add_mutually_exclusive_group()
    where.add_argument("--guild", type=_id, metavar="ID", help="import them into a server")
    where.add_argument("--into", type=Path, metavar="DIR", help="write them into the files of this bundle")
    imports.add_argument("--dry-run", action="store_true", help="only show what it would do")
    imports.add_argument("--template", action="store_true", help="instead write FILE, a template with one example row")
    imports.add_argument("--reason", default="", help="shown in the history")


def _add_backups(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    backup = commands.add_parser("backup", help="copy the database into a file, even while the bot runs", parents=[common])
    backup.add_argument("file", type=Path, metavar="FILE", help="where to write the copy, which is checked before it gets this name")
    backup.add_argument("--force", action="store_true", help="replace an existing file")
    restore = commands.add_parser("restore", help="replace the database with a backup, while the bot is stopped", parents=[common])
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup; the database that it replaces is kept next to it")
    migrate = commands.add_parser("migrate", help="copy the database into an empty PostgreSQL database", parents=[common])
    migrate.add_argument("database", type=_address, metavar="DATABASE", help="its address, as BRIEFBOT_DATABASE takes it")


def _add_discord(commands: _Commands[argparse.ArgumentParser], common: argparse.ArgumentParser) -> None:
    commands.add_parser("setup", help="ask for the bot's token, try it, and write it into .env", parents=[common])
    doctor = commands.add_parser("doctor", help="check everything that the bot needs, and say what to do", parents=[common])
    doctor.add_argument("--json", action="store_true", help="print one JSON list")
    run = commands.add_parser("run", help="log in to Discord and answer there", parents=[common])
    run.add_argument("--maintenance", action="store_true", help="start with every server paused, whatever the database says")
    sync = commands.add_parser("sync", help="register the slash commands with Discord now", parents=[common])
    sync.add_argument("--guild", type=_id, metavar="ID", help="for one server only, where they show at once")
    invite = commands.add_parser("invite", help="print the link that adds the bot to a server", parents=[common])
    invite.add_argument("--application", type=_id, metavar="ID", help="the application's id (default: taken from the token)")
