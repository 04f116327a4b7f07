"""The catalogues of other languages are complete, fit where Discord shows them, and name the same commands and
values.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from briefbot import i18n
from catalogues import bound, catalogue_of, compiled

LOCALE = Path(__file__).parent.parent / "src" / "briefbot" / "locale"


@pytest.fixture(scope="module")
def script(root: Path) -> dict[str, Any]:
    """Give what docs/translations.py defines."""
    return runpy.run_path(str(root / "docs" / "translations.py"))


@pytest.mark.parametrize("language", sorted(file.parent.parent.name for file in LOCALE.glob("*/LC_MESSAGES/*.po")))
def test_catalogue_is_complete_and_fits(language: str, script: dict[str, Any]) -> None:
    with (LOCALE / "briefbot.pot").open("rb") as file:
        template = read_po(file)
    with (LOCALE / language / "LC_MESSAGES" / "briefbot.po").open("rb") as file:
        translated = read_po(file, locale=language)
    assert list(script["faults"](template, translated, script["limits_of"](LOCALE.parent))) == []


def test_what_a_catalogue_lacks_or_has_wrong_is_found(script: dict[str, Any]) -> None:
    template = Catalog()
    for each in (
        "By {author}", "Section: {section}", "Date: {date}", ("{count} answer", "{count} answers"), ("{count} day", "{count} days"),
        "See `/settings show`.", "**Paused**", "- I am here.", "Save", "Undo",
    ):  # fmt: skip
        template.add(each)
    translated = catalogue_of(
        """
        msgid "By {author}"
        msgstr "Von {author}"
        msgid "Section: {section}"
        msgstr "Rubrik: {rubrik}"
        msgid "Date: {date}"
        msgstr ""
        msgid "{count} answer"
        msgid_plural "{count} answers"
        msgstr[0] "eine Antwort"
        msgstr[1] "{count} Antworten"
        msgid "{count} day"
        msgid_plural "{count} days"
        msgstr[0] "{count} Tage"
        msgid "See `/settings show`."
        msgstr "Siehe `/einstellungen zeigen`."
        msgid "**Paused**"
        msgstr "Pausiert"
        msgid "- I am here."
        msgstr "Ich bin hier."
        msgid "Save"
        msgstr "Jetzt speichern"
        #, fuzzy
        msgid "Undo"
        msgstr "Rückgängig"
        msgid "Gone"
        msgstr "Weg"
        """.replace("        ", ""),
        "de",
    )
    assert sorted(script["faults"](template, translated, {"Save": 10})) == [
        "commands or mentions: See `/settings show`.",
        "formatting, or blanks around it: **Paused**",
        "formatting, or blanks around it: - I am here.",
        "missing: Date: {date}",
        "missing: Undo",
        "missing: {count} day",
        "more than 10 characters: Save",
        "of no message: Gone",
        "placeholders: Section: {section}",
    ]


def test_discords_limits_are_read_off_the_code(script: dict[str, Any], root: Path) -> None:
    limits = script["limits_of"](root / "src" / "briefbot")
    assert (limits["Sources"], limits["Pick a topic"], limits["Answer"]) == (80, 150, 45)
    assert (limits["Your question"], limits["Answer from the article"]) == (100, 32)


def test_every_language_speaks(tmp_path: Path) -> None:
    with bound(compiled(LOCALE, tmp_path)):
        names = [i18n.own_name(language) for language in i18n.languages()]
        with i18n.speaking("es-419"):
            assert i18n.say("Yes") == "Sí"
    assert names == ["English", "Deutsch", "Español", "Français"]
