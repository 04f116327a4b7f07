"""Changes are written back so that a diff shows only them."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from briefbot.bundle import read_bundle
from briefbot.bundle.writing import Things, write_things
from briefbot.domain.knowledge import Alias, Entry, Quote, Speaker, Tests
from briefbot.errors import EditRefused

ENTRIES = """\
# The kettle and what is known of it.
- id: kettle
  kind: fact
  stance: fact
  topic: kettle
  phrasings:
    - How hot is the kettle?   # asked most
    - kettle temperature
    # the next one came from the inbox
    - is it hot
  answer: >-
    The kettle is hot, and it has been so since the early morning, when somebody put it on the stove and forgot about
    it.
  evidence: [1]
  tests: {reach: [kettle heat], not: [stove heat]}

# --- cups ---------------------------------------------------------------
- id: cup
  kind: fact
  stance: fact
  topic: cup
  phrasings: [cup colour, "what, which colour"]   # short ones
  answer: "Blue."
  evidence: [1]
"""
SOURCE = """\
title: The kettle
blocks:
  - {kind: headline, digest: 0123456789abcdef}
  - {kind: paragraph, digest: 0123456789abcdee}
quotations:
  quote-hot: 0123456789abcdef
  quote-old: 0123456789abcdee
"""
ALIASES = """\
# names of things
- canonical: kettle
  forms: [pot, "tea, pot",
    boiler, чайник]
- canonical: cup
  forms: [mug]
"""
SPEAKERS = "- id: ada\n  name: Ada Finch\n  role: cook\n"
QUOTES = """\
- id: quote-hot
  speaker: ada
  text: "It is hot,"
  partial: false
  paragraph: 1

- id: quote-old
  speaker: ada
  text: "It was hot,"
  paragraph: 1
"""
FILES = {"entries/kettle.yaml": ENTRIES, "source.yaml": SOURCE, "aliases.yaml": ALIASES, "speakers.yaml": SPEAKERS, "quotes.yaml": QUOTES}


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "kettle" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "kettle"


def things_of(directory: Path) -> dict[Any, Any]:
    bundle, problems = read_bundle(directory)
    assert bundle is not None, problems
    return {(kind, thing.id): thing for kind, thing in bundle.things}


def diff(directory: Path, change: Callable[[dict[Any, Any]], None], proven: dict[str, str] | None = None) -> list[str]:
    """Write a change; return the removed and added lines, without context."""
    before = things_of(directory)
    after = dict(before)
    change(after)
    texts = {path: path.read_text(encoding="utf-8") for path in directory.rglob("*.yaml")}
    write_things(directory, before, after, proven or {})
    lines: list[str] = []
    for path in sorted(directory.rglob("*.yaml")):
        compared = difflib.unified_diff(texts.get(path, "").splitlines(), path.read_text(encoding="utf-8").splitlines(), n=0, lineterm="")
        lines += [line for line in compared if not line.startswith(("---", "+++", "@@"))]
    return lines


KETTLE, CUP = ("entry", "kettle"), ("entry", "cup")


def alter(key: tuple[str, str], **changes: Any) -> Callable[[dict[Any, Any]], None]:
    def change(things: dict[Any, Any]) -> None:
        things[key] = replace(things[key], **changes)

    return change


def without(key: tuple[str, str]) -> Callable[[dict[Any, Any]], None]:
    return lambda things: things.pop(key) and None


CHANGES: dict[str, tuple[Callable[[dict[Any, Any]], None], list[str]]] = {
    "nothing": (lambda _: None, []),
    "a phrasing more": (
        alter(KETTLE, phrasings=("How hot is the kettle?", "kettle temperature", "is it hot", "boiling?")),
        ["+    - boiling?"],
    ),
    "a phrasing in between, and one less": (
        alter(KETTLE, phrasings=("How hot is the kettle?", "boiling: yes or no", "is it hot")),
        ["-    - kettle temperature", "-    # the next one came from the inbox", "+    - 'boiling: yes or no'"],
    ),
    "a phrasing in brackets": (
        alter(CUP, phrasings=("cup colour", "hue", "what, which colour")),
        ['-  phrasings: [cup colour, "what, which colour"]   # short ones',
         '+  phrasings: [cup colour, hue, "what, which colour"]   # short ones'],
    ),
    "a short answer": (alter(CUP, answer="Red."), ['-  answer: "Blue."', "+  answer: Red."]),
    "an answer that looks like something else": (alter(CUP, answer="no"), ['-  answer: "Blue."', "+  answer: 'no'"]),
    "a new key stands where the schema has it": (alter(CUP, caveat="By day."), ["+  caveat: By day."]),
    "a key that goes": (without(("quote", "quote-old")), [
        "-", "-- id: quote-old", "-  speaker: ada", '-  text: "It was hot,"', "-  paragraph: 1", "-  quote-old: 0123456789abcdee",
    ]),
    "a list in brackets over two lines": (
        lambda things: things.update({("alias", "kettle"): Alias("kettle", ("pot", "tea, pot", "boiler", "чайник", "billy"))}),
        ["-    boiler, чайник]", "+    boiler, чайник, billy]"],
    ),
    "the last form in brackets": (
        lambda things: things.update({("alias", "cup"): Alias("cup", ("beaker",))}),
        ["-  forms: [mug]", "+  forms: [beaker]"],
    ),
    "tests in braces": (
        alter(KETTLE, tests=Tests(("kettle heat", "heat?"), ("stove heat",))),
        ["-  tests: {reach: [kettle heat], not: [stove heat]}",
         "+  tests:", "+    reach:", "+      - kettle heat", "+      - heat?", "+    not:", "+      - stove heat"],
    ),
    "a speaker": (alter(("speaker", "ada"), aliases=("Finch",)), ["+  aliases: [Finch]"]),
    "an explicit false stays": (alter(("quote", "quote-hot"), outlet="The Kettle Post"), ["+  outlet: The Kettle Post"]),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_diff_shows_what_changed_and_nothing_else(change: Any, expected: list[str], directory: Path) -> None:
    assert diff(directory, change) == expected


def test_a_long_answer_stays_folded(directory: Path) -> None:
    long = "The kettle is cold, and it has been so since the early evening, when somebody took it off the stove and forgot about it. No?"
    found = diff(directory, alter(KETTLE, answer=long))
    assert "+  answer: >-" not in found  # that line is as before
    assert next(line for line in found if line.startswith("+")).startswith("+    The kettle is cold")


def test_a_retired_entry_goes_with_its_lines_and_no_other(directory: Path) -> None:
    found = diff(directory, without(KETTLE))
    assert all(line.startswith("-") for line in found)
    text = (directory / "entries/kettle.yaml").read_text(encoding="utf-8")
    assert text.startswith("# The kettle and what is known of it.\n# --- cups")


def test_a_new_entry_goes_to_the_file_of_its_topic_and_a_new_topic_to_one_of_its_own(directory: Path) -> None:
    lid = Entry("lid", "fact", "fact", "cup", ("is there a lid",), "No.", (1,))
    fire = replace(lid, id="fire", topic="fire", phrasings=("fire?",))
    diff(directory, lambda things: things.update({("entry", "lid"): lid, ("entry", "fire"): fire}))
    assert (
        (directory / "entries/kettle.yaml")
        .read_text(encoding="utf-8")
        .endswith(
            "  evidence: [1]\n\n- id: lid\n  kind: fact\n  stance: fact\n  topic: cup\n  phrasings:\n    - is there a lid\n"
            "  answer: No.\n  evidence: [1]\n"
        )
    )
    assert (directory / "entries/moderators.yaml").read_text(encoding="utf-8").startswith("- id: fire\n")


def test_a_new_thing_is_set_off_as_the_others_of_its_file(directory: Path) -> None:
    def add(things: dict[Any, Any]) -> None:
        things["speaker", "bo"] = Speaker("bo", "Bo Ray", (), "baker")
        things["quote", "quote-new"] = Quote("quote-new", "ada", "hot, and", 1)

    diff(directory, add)
    assert (directory / "speakers.yaml").read_text(encoding="utf-8") == f"{SPEAKERS}- id: bo\n  name: Bo Ray\n  role: baker\n"
    assert (directory / "quotes.yaml").read_text(encoding="utf-8").startswith(f"{QUOTES}\n- id: quote-new\n")


def test_a_thing_keeps_its_dash_where_its_first_key_is_written_again(directory: Path) -> None:
    file = directory / "speakers.yaml"
    file.write_text("- name: Ada Finch\n  id: ada\n  role: cook\n", encoding="utf-8")
    diff(directory, alter(("speaker", "ada"), name="Ada Lark"))
    assert file.read_text(encoding="utf-8") == "- name: Ada Lark\n  id: ada\n  role: cook\n"


def test_a_new_quotation_is_noted_as_proven(directory: Path) -> None:
    new = Quote("quote-new", "ada", "hot, and", 1, partial=True)
    found = diff(directory, lambda things: things.update({("quote", "quote-new"): new}), {"quote-new": "1234567890123456"})
    assert "+  quote-new: '1234567890123456'" in found
    assert not any(line.startswith("-") for line in found)


def test_an_answer_that_changes_is_no_longer_noted_as_compared(directory: Path) -> None:
    source = directory / "source.yaml"
    source.write_text(SOURCE + "answers:\n  kettle: 0123456789abcdef\n  cup: 0123456789abcdee\n", encoding="utf-8")
    found = diff(directory, alter(CUP, answer="Green."))
    assert "-  cup: 0123456789abcdee" in found
    assert "  kettle: 0123456789abcdef" in source.read_text(encoding="utf-8")


def test_other_line_ends_stay(directory: Path) -> None:
    path = directory / "speakers.yaml"
    path.write_bytes(SPEAKERS.replace("\n", "\r\n").encode())
    diff(directory, alter(("speaker", "ada"), role="baker"))
    assert path.read_bytes() == SPEAKERS.replace("cook", "baker").replace("\n", "\r\n").encode()


def test_files_that_say_something_else_are_left_alone(directory: Path) -> None:
    before = things_of(directory)
    path = directory / "speakers.yaml"
    path.write_text(SPEAKERS.replace("cook", "baker"), encoding="utf-8")
    with pytest.raises(EditRefused, match="Nothing was written"):
        write_things(directory, before, {**before, ("speaker", "ada"): Speaker("ada", "Ada")}, {})
    assert "baker" in path.read_text(encoding="utf-8")


def test_brackets_in_a_comment_are_not_the_end_of_a_list(directory: Path) -> None:
    path = directory / "aliases.yaml"
    path.write_text("- canonical: cup\n  forms: [mug]   # [sic]\n", encoding="utf-8")
    found = diff(directory, lambda things: things.update({("alias", "cup"): Alias("cup", ("mug", "beaker"))}))
    assert found == ["-  forms: [mug]   # [sic]", "+  forms: [mug, beaker]   # [sic]"]


def test_the_caveats_of_the_bundle_stay_as_they_are(directory: Path) -> None:
    text = "# once for all\n- {id: no-day, text: No day is given., evidence: [1], says: [morning]}\n"
    (directory / "caveats.yaml").write_text(text, encoding="utf-8")
    assert diff(directory, alter(CUP, answer="Blue in the morning.")) == ['-  answer: "Blue."', "+  answer: Blue in the morning."]
    assert (directory / "caveats.yaml").read_text(encoding="utf-8") == text


def test_a_no_is_read_as_bundles_are_read(directory: Path) -> None:
    path = directory / "quotes.yaml"
    path.write_text(QUOTES.replace("partial: false", "partial: no"), encoding="utf-8")
    assert diff(directory, alter(("quote", "quote-hot"), outlet="The Kettle Post")) == ["+  outlet: The Kettle Post"]


@pytest.mark.parametrize("seed", range(8))
def test_whatever_changes_the_files_say_it_afterwards(seed: int, bundle: Path) -> None:
    random, before = Random(seed), things_of(bundle)  # noqa: S311 -- no secret
    after: Things = {key: _altered(thing, random) for key, thing in before.items()}
    write_things(bundle, before, after, {})
    assert things_of(bundle) == after


ODD = (
    "no", "1.5", "- dash", "# hash", "a: b", "it's", 'say "so"', "[x]",
    "comma, comma", "emoji 🙂", "чай", "@here", "null", "y" * 300, "w " * 80 + "w",
)  # fmt: skip


def _altered(thing: Any, random: Random) -> Any:
    def mixed(values: tuple[str, ...]) -> tuple[str, ...]:
        kept = [value for value in values if random.random() > 0.3]
        kept.insert(random.randrange(len(kept) + 1), random.choice(ODD))
        return tuple(kept)

    match thing:
        case Entry():
            tests = Tests(mixed(thing.tests.reach), thing.tests.avoid)
            return replace(thing, phrasings=mixed(thing.phrasings), answer=random.choice(ODD), caveat="no", date="", tests=tests)
        case Quote():
            return replace(thing, topics=(), phrasings=mixed(thing.phrasings), partial=not thing.partial)
        case Alias():
            return Alias(thing.canonical, tuple(each[:90].strip() for each in mixed(thing.forms)))
        case Speaker():
            return replace(thing, role="", affiliation="off", aliases=tuple(each[:90].strip() for each in mixed(thing.aliases)))
