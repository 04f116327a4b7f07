"""Say what the catalogues of other languages lack or have wrong.

`python docs/translations.py [--strict]`, in a checkout.

With `--strict` it exits with 1 where there is anything to say.
"""

from __future__ import annotations

import ast
import re
import string
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

SOURCE = Path(__file__).parent.parent / "src" / "briefbot"
SAYING = ("say", "say_many", "mark", "mark_many", "locale_str")
_BUTTON, _PLACEHOLDER, _OPTION, _LABEL, _MENU_ENTRY = 80, 150, 100, 45, 32
LIMITS: Mapping[tuple[str, int | str], int] = {
    ("button", 0): _BUTTON,
    ("menu", 0): _PLACEHOLDER,
    ("question_menu", 1): _PLACEHOLDER,
    ("Select", "placeholder"): _PLACEHOLDER,
    ("SelectOption", "label"): _OPTION,
    ("SelectOption", "description"): _OPTION,
    ("Label", "text"): _LABEL,
    ("Field", 1): _LABEL,
    ("Field", 5): _OPTION,
    ("Field", "hint"): _OPTION,
    ("ask_in_form", 1): _LABEL,
    ("command", "description"): _OPTION,
    ("ContextMenu", "name"): _MENU_ENTRY,
}
"""Characters that Discord takes of a message, by the call that the message is handed to."""
_SPAN = re.compile(r"`[^`]*`|<[@#][^>]*>|<t:[^>]*>")
"""What has to stand in a translation as it is."""


def main() -> int:
    """Print a line for each language, and one for each thing that is missing or wrong."""
    limits, is_fine = limits_of(SOURCE), True
    with (SOURCE / "locale" / "briefbot.pot").open("rb") as file:
        template = read_po(file)
    for file_of_language in sorted((SOURCE / "locale").glob("*/LC_MESSAGES/*.po")):
        language = file_of_language.parent.parent.name
        with file_of_language.open("rb") as file:
            found = list(faults(template, read_po(file, locale=language), limits))
        missing = sum(fault.startswith("missing: ") for fault in found)
        total = sum(bool(message.id) for message in template)
        head = f"{language}: {total - missing} of {total} messages, {len(found) - missing} faults"
        sys.stdout.write("\n  ".join([head, *found]) + "\n")
        is_fine = is_fine and not found
    return 1 if "--strict" in sys.argv and not is_fine else 0


def faults(template: Catalog, translated: Catalog, limits: Mapping[str, int]) -> Iterator[str]:
    """Say which messages of a template a catalogue lacks, and what is wrong with those that it has."""
    for message in template:
        if not message.id:
            continue
        found = translated.get(message.id)
        if found is None or found.fuzzy or not all(texts(found.string)):
            yield f"missing: {texts(message.id)[0]}"
        else:
            yield from (f"{what}: {texts(message.id)[0]}" for what in _wrong(message, found, translated.num_plurals, limits))
    yield from (f"of no message: {texts(message.id)[0]}" for message in translated if message.id and template.get(message.id) is None)


def texts(value: object) -> tuple[str, ...]:
    """Return the texts of a message, one or one for each plural form."""
    return tuple(value) if isinstance(value, (tuple, list)) else (str(value),)


def _wrong(message: Message, found: Message, plurals: int, limits: Mapping[str, int]) -> Iterator[str]:
    originals, told = texts(message.id), texts(found.string)
    if len(told) != (plurals if len(originals) > 1 else 1):
        yield "number of plural forms"
    names = {name for each in originals for name in placeholders(each)}
    if any(placeholders(each) not in (names, names - {"count"} if len(originals) > 1 else names) for each in told):
        yield "placeholders"
    if any(sorted(_SPAN.findall(each)) != sorted(_SPAN.findall(originals[-1])) for each in told):
        yield "commands or mentions"
    if any(_markup(each) != _markup(originals[-1]) for each in told):
        yield "formatting, or blanks around it"
    limit = limits.get(originals[0])
    if limit is not None and any(len(each) > limit for each in told):
        yield f"more than {limit} characters"


def placeholders(text: str) -> set[str]:
    """List the values that a message has, as they are formatted."""
    return {
        f"{name}{'!' + how if how else ''}{':' + form if form else ''}" for _, name, form, how in string.Formatter().parse(text) if name
    }


def _markup(text: str) -> tuple[int, int, str, str]:
    """Return what formats a text: its bold marks, its lines, and how it begins and ends."""
    return text.count("**"), text.count("\n"), text[: len(text) - len(text.lstrip(" -"))], text[len(text.rstrip()) :]


def limits_of(source: Path) -> dict[str, int]:
    """Find the messages that Discord takes so many characters of, by the calls in the source that they are handed
    to.
    """
    found: dict[str, int] = {}
    for path in sorted(source.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                for text, limit in _limited(call):
                    found[text] = min(limit, found.get(text, limit))
    return found


def _limited(call: ast.Call) -> Iterator[tuple[str, int]]:
    name = _name(call.func)
    handed: list[tuple[int | str, ast.expr]] = [*enumerate(call.args), *((each.arg or "", each.value) for each in call.keywords)]
    for place, value in handed:
        limit = _OPTION if name == "describe" else LIMITS.get((name, place))
        if limit is not None:
            yield from ((text, limit) for text in _said(value))


def _said(value: ast.expr) -> Iterator[str]:
    """Go through the messages that an expression says."""
    for call in ast.walk(value):
        if isinstance(call, ast.Call) and _name(call.func) in SAYING and call.args and isinstance(call.args[0], ast.Constant):
            yield str(call.args[0].value)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


if __name__ == "__main__":
    sys.exit(main())
