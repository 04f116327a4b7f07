"""Reading bundles: each broken file is reported with file, line, key and what was expected."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import yaml

from briefbot.bundle import data_of, files_digest, read_bundle, source_text, thing_from
from briefbot.bundle.source_file import with_digests
from briefbot.bundle.tree import NODE_LIMIT, parse
from briefbot.checking.article import read_article, read_lines
from briefbot.checking.check import check_bundle
from briefbot.checking.describing import describe
from briefbot.domain.knowledge import Alias, Caveat, Entry, Quote, Speaker
from briefbot.errors import KnowledgeError, Problem
from builders import entry, quote

GOOD = """\
- id: good
  kind: fact
  stance: fact
  topic: test
  phrasings: [What colour is the door?, colour of the door]
  answer: The door is green.
  evidence: [1]
"""
"""Most seconds for refusing a broken file."""


def problems(bundle: Path) -> list[Problem]:
    """List the errors of a bundle, of form and of substance."""
    read, found = read_bundle(bundle)
    if read is not None:
        found += check_bundle(read, read_article(bundle / "article.txt", read.source))[1]
    return [problem for problem in found if problem.level == "error"]


def test_the_tiny_bundle_has_no_problem(tiny: Path) -> None:
    assert problems(tiny) == []


def test_everything_is_read(tiny: Path) -> None:
    bundle, _ = read_bundle(tiny)
    assert bundle is not None
    counts = {kind: sum(each == kind for each, _ in bundle.things) for kind in ("entry", "quote", "speaker", "alias")}
    assert counts == {"entry": 25, "quote": 4, "speaker": 4, "alias": 3}
    assert bundle.source.paragraphs == 9
    assert bundle.lines[[thing.id for _, thing in bundle.things].index("cost")] == ("entries/facts.yaml", 42)


CAVEAT = """\
- id: no-year
  text: The article gives no year.
  evidence: [1, caption]
  says: [March 22]
  unless: [year]
  matters: [when]
"""


def test_caveats_are_read_and_belong_to_the_article(bundle: Path) -> None:
    (bundle / "caveats.yaml").write_text(CAVEAT)
    read, found = read_bundle(bundle)
    assert read is not None
    assert found == []
    assert read.source.caveats == (Caveat("no-year", "The article gives no year.", (1, "caption"), ("March 22",), ("year",), ("when",)),)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ("id: no-year", "id: No-Year", 1, "No-Year.id", "expected a text like"),
        ("  text: The article gives no year.\n", "", 1, "no-year.text", "missing"),
        ("no year.", "x" * 200, 2, "no-year.text", "at most 200 characters"),
        ("says: [March 22]", "says: March 22", 4, "no-year.says", "expected a list"),
        ("says: [March 22]", "says: [900]", 4, "no-year.says[0]", "put it in quotation marks"),
        ("[when]", "[date]", 6, "no-year.matters[0]", "expected one of who, when, where"),
        ("unless", "but", 5, "no-year.but", "unknown key"),
        (CAVEAT, "no-year: 1", 1, "", "expected a list"),
    ],
)
def test_a_broken_caveat_is_told(bundle: Path, old: str, new: str, line: int, key: str, words: str) -> None:
    (bundle / "caveats.yaml").write_text(CAVEAT.replace(old, new))
    (problem,) = problems(bundle)
    assert (problem.file, problem.line, problem.key) == ("caveats.yaml", line, key)
    assert words in problem.message


# Broken entries: the text replaced in GOOD, the text in its place, line, key, words of the message.
BROKEN = [
    ("id: good", "id: Good", 1, "Good.id", "expected a text like"),
    ("id: good", "id: go od", 1, "go od.id", "expected a text like"),
    ("id: good", "id: " + "x" * 41, 1, "x" * 41 + ".id", "at most 40 characters"),
    ("id: good", "id: 7", 1, "[0].id", "found the number 7"),
    ("id: good", "id:", 1, "[0].id", "found nothing"),
    ("id: good\n  kind", "kind", 1, "[0].id", "missing"),
    ("kind: fact", "kind: rumour", 2, "good.kind", "expected one of fact, correction, gap"),
    ("kind: fact", "kind: [fact]", 2, "good.kind", "found a list"),
    ("stance: fact", "stance: true", 3, "good.stance", "found yes or no"),
    ("stance: fact", "stance: guess", 3, "good.stance", "expected one of fact, report, estimate, claim, opinion"),
    ("topic: test", "topic: test\n  topics: [test]", 5, "good.topics", "unknown key"),
    ("topic: test", "topic: ''", 4, "good.topic", "an empty text"),
    ("topic: test", "topic: '  '", 4, "good.topic", "an empty text"),
    ("topic: test", "topic: 2024-06-01", 4, "good.topic", "found a date"),
    ("topic: test", "topic: 1.5", 4, "good.topic", "found a decimal number"),
    ("topic: test", "topic: test\n  topic: test", 5, "", "duplicate key “topic”"),
    ("phrasings: [What colour is the door?, colour of the door]", "phrasings: []", 5, "good.phrasings", "empty"),
    ("phrasings: [What colour is the door?, colour of the door]", "phrasings: What?", 5, "good.phrasings", "expected a list"),
    ("phrasings: [What colour is the door?, colour of the door]", "phrasings: [a: b]", 5, "good.phrasings[0]", "found a mapping"),
    ("colour of the door]", "'']", 5, "good.phrasings[1]", "an empty text"),
    ("colour of the door]", "'?!']", 5, "good.phrasings", "expected a question"),
    ("colour of the door]", "'what COLOUR is the door']", 5, "good.phrasings", "is already there"),
    ("colour of the door]", "When did the village library reopen?]", 5, "good.phrasings", "is the same as"),
    ("colour of the door]", "who is calloway]", 5, "good.phrasings", "of who-calloway"),
    ("colour of the door]", f"{'x' * 501}]", 5, "good.phrasings[1]", "at most 500 characters"),
    ("The door is green.", "x" * 601, 6, "good.answer", "at most 600 characters, found 601"),
    ("answer: The door is green.\n  ", "", 1, "good.answer", "missing"),
    ("answer: The door is green.", "answer: {text: green}", 6, "good.answer", "found a mapping"),
    ("answer: The door is green.", "answer: 42", 6, "good.answer", "put it in quotation marks"),
    ("evidence: [1]", "evidence: []", 7, "good.evidence", "empty"),
    ("evidence: [1]", "evidence: 1", 7, "good.evidence", "expected a list"),
    ("evidence: [1]", "evidence: [10]", 7, "good.evidence", "expected paragraphs 1 to 9, found 10"),
    ("evidence: [1]", "evidence: [0]", 7, "good.evidence", "expected paragraphs 1 to 9, found 0"),
    ("evidence: [1]", "evidence: [-1]", 7, "good.evidence", "found -1"),
    ("evidence: [1]", "evidence: [1.5]", 7, "good.evidence[0]", "expected a paragraph number"),
    ("evidence: [1]", "evidence: ['1']", 7, "good.evidence[0]", "expected a paragraph number"),
    ("evidence: [1]", "evidence: [footnote]", 7, "good.evidence[0]", "one of headline, deck, caption, byline"),
    ("evidence: [1]", "evidence: [true]", 7, "good.evidence[0]", "expected a paragraph number"),
    ("evidence: [1]", f"evidence: [{'9' * 400}]", 7, "good.evidence[0]", "expected a paragraph number"),
    ("evidence: [1]", "evidence: [1]\n  speaker: nobody", 8, "good.speaker", "unknown speaker “nobody”"),
    ("evidence: [1]", "evidence: [1]\n  related: [nothing]", 8, "good.related", "there is no entry or quote “nothing”"),
    ("evidence: [1]", "evidence: [1]\n  tests: {reaches: [a]}", 8, "good.tests.reaches", "unknown key"),
    ("evidence: [1]", "evidence: [1]\n  tests: [a]", 8, "good.tests", "expected a mapping"),
    ("evidence: [1]", "evidence: [1]\n  caveat: " + "x" * 301, 8, "good.caveat", "at most 300"),
    ("evidence: [1]", "evidence: [1]\n  author: me", 8, "good.author", "unknown key"),
    ("id: good", "id: cost", 1, "cost.id", "one that is already used in entries/facts.yaml:42"),
    ("id: good", "id: quote-heart", 1, "quote-heart.id", "quotes.yaml"),
    ("The door is green.", '"The door\\0 is green."', 6, "good.answer", "control character"),
    ("The door is green.", '"\\e[31mThe door is green."', 6, "good.answer", "control character"),
]


@pytest.mark.parametrize(("old", "new", "line", "key", "words"), BROKEN)
def test_a_broken_entry_is_told(bundle: Path, old: str, new: str, line: int, key: str, words: str) -> None:
    assert old in GOOD
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace(old, new), encoding="utf-8")
    found = problems(bundle)
    assert [(each.file, each.line, each.key) for each in found] == [("entries/zz.yaml", line, key)], found
    assert words in found[0].message


def test_the_good_entry_is_good(bundle: Path) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD, encoding="utf-8")
    assert problems(bundle) == []


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
FILES = [
    (BOMB.encode(), "anchors and aliases"),
    (b"- &x a\n- *x\n", "anchors and aliases"),
    (b"- <<: {id: x}\n", "unknown key"),
    (b"[" * 100_000, "nested deeper than 8 levels"),
    (b"- " * 5_000, "nested deeper than 8 levels"),
    (b"{a: " * 10_000, "nested deeper than 8 levels"),
    (b"- !!python/object/apply:os.system [echo]\n", "tag"),
    (b"- !!python/name:os.system\n", "tag"),
    (b"- !thing {id: x}\n", "tag"),
    (b"- !!str id\n", "tag"),
    (b"- ? [a, b]\n  : c\n", "expected a plain word as the key"),
    (b"- id: a\n---\n- id: b\n", "found a second"),
    (b"- id: 'unclosed\n", "not valid YAML"),
    (b"- id: a\n kind: b\n", "not valid YAML"),
    (b"- id: @x\n", "not valid YAML"),
    (b"\t- id: a\n", "not valid YAML"),
    (b"- id: a\x00b\n", "not valid YAML"),
    (b"\x00\x01\x02\x03", "not valid YAML"),
    (bytes(range(256)), "expected UTF-8"),
    ("- id: café\n".encode("latin-1"), "expected UTF-8"),
    ("- id: café\n".encode("utf-16"), "expected UTF-8"),
    (b"\x89PNG\r\n\x1a\n" + bytes(100), "expected UTF-8"),
    (b'- id: "\\ud800"\n', ""),
    (b"id: a\n", "expected a list"),
    (b"just words\n", "expected a list"),
    (b"42\n", "expected a list"),
    (b"- just words\n", "expected a mapping"),
    (b"- [a, b]\n", "expected a mapping"),
    (b"-\n", "expected a mapping"),
    (b"%YAML 9.9\n---\n- id: a\n", ""),
]


@pytest.mark.parametrize(("content", "words"), FILES)
@pytest.mark.parametrize("name", ["entries/facts.yaml", "quotes.yaml", "speakers.yaml", "aliases.yaml", "source.yaml"])
def test_a_broken_file_is_told(bundle: Path, name: str, content: bytes, words: str) -> None:
    (bundle / name).write_bytes(content)
    found = problems(bundle)
    told = [each for each in found if each.file == name]
    assert told, found
    if name != "source.yaml":
        assert any(words in each.message for each in told), told
    assert all(len(str(each)) < 1_000 for each in told)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ('"He said "no" to it."', "do texts in quotation marks contain other marks than those around them"),
        ("'It's green.'", "do texts in quotation marks contain other marks than those around them"),
        ("He said: it is green", "a text with a colon needs quotation marks"),
        ("@home it is green", "needs quotation marks"),
        ("`green`", "needs quotation marks"),
    ],
)
def test_a_text_that_yaml_reads_otherwise_is_told_with_what_helps(bundle: Path, answer: str, hint: str) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace("The door is green.", answer))
    (problem,) = problems(bundle)
    assert problem.line == 6
    assert hint in problem.message


THREE = """\
- id: one
  kind: fact
  stance: fact
  topic: test
  phrasings:
    - Where: is the door?
  answer: He said: it is green.
  evidence: [1]
- id: two
  kind: rumour
  stance: fact
  topic: test
  phrasings: [Who: sold it?, "who sold it]
  answer: Nobody.
  evidence: [1]

# The third one names the first.
- id: three
  kind: fact
  stance: fact
  topic: test
  phrasings:
    - Whose is the door?
    - Where: is it?
  answer: It is hers.
  evidence: [1, 99]
  related:
    - one
    - two
    - nothing
"""


def test_what_is_no_valid_yaml_hides_nothing_else(bundle: Path) -> None:
    (bundle / "entries" / "zz.yaml").write_text(THREE)
    assert [(each.line, each.key) for each in problems(bundle)] == [(7, ""), (13, ""), (24, "three.phrasings[1]")]
    (bundle / "entries" / "zz.yaml").write_text(THREE.replace("Where: is it?", "Where is it?"))
    assert [(each.line, each.key) for each in problems(bundle)] == [(7, ""), (13, ""), (26, "three.evidence"), (30, "three.related")]


def test_a_text_with_a_colon_that_yaml_reads_as_a_mapping_is_told_with_what_helps(bundle: Path) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace("The door is green.", "\n    Door: it is green."))
    (problem,) = problems(bundle)
    assert (problem.line, problem.key) == (7, "good.answer")
    assert "found a mapping (put it in quotation marks if it is text)" in problem.message


def test_a_date_without_marks_is_one_problem(bundle: Path) -> None:
    """Things that name the entry are right, and its paragraph counts as covered."""
    path = bundle / "entries" / "facts.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- id: cost\n", "- id: cost\n  date: 2013\n"), encoding="utf-8")
    (bundle / "entries" / "zz.yaml").write_text(GOOD + "  related: [cost]\n")
    (problem,) = problems(bundle)
    assert problem.key == "cost.date"
    read, _ = read_bundle(bundle)
    assert read is not None
    assert not any("no entry or quote cites" in each.message for each in check_bundle(read)[1])


def test_a_speaker_that_could_not_be_read_is_one_problem(bundle: Path) -> None:
    path = bundle / "speakers.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: Maud Ashby", "name: 7"), encoding="utf-8")
    (problem,) = problems(bundle)
    assert problem.key == "maud-ashby.name"


def test_a_byte_order_mark_does_not_matter(bundle: Path) -> None:
    for path in bundle.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert problems(bundle) == []


def test_all_problems_are_told_at_once(bundle: Path) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace("kind: fact", "kind: rumour").replace("topic: test", "topic: 5"))
    (bundle / "quotes.yaml").write_text("- id: x\n")
    (bundle / "speakers.yaml").write_text("nobody\n")
    keys = {(each.file, each.key) for each in problems(bundle)}
    assert keys >= {
        ("entries/zz.yaml", "good.kind"),
        ("entries/zz.yaml", "good.topic"),
        ("quotes.yaml", "x.speaker"),
        ("quotes.yaml", "x.text"),
        ("quotes.yaml", "x.paragraph"),
        ("speakers.yaml", ""),
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("blocks: [{kind: paragraph, digest: '0123456789abcdef'}]\n", "title: missing"),
        ("title: A\n", "blocks: missing"),
        ("title: A\nblocks: []\n", "empty"),
        ("title: A\nblocks: [{kind: paragraph}]\n", "digest"),
        ("title: A\nblocks: [{kind: footnote, digest: '0123456789abcdef'}]\n", "expected one of section"),
        ("title: A\nblocks: [{kind: paragraph, digest: xyz}]\n", "expected a text like"),
        ("title: A\nurl: not a link\nblocks: [{kind: paragraph, digest: '0123456789abcdef'}]\n", "expected a text like"),
        ("title: A\nquotations: [a]\nblocks: [{kind: paragraph, digest: '0123456789abcdef'}]\n", "expected a mapping"),
        ("", "empty"),
    ],
)
def test_a_broken_source_is_told(bundle: Path, content: str, words: str) -> None:
    (bundle / "source.yaml").write_text(content)
    read, found = read_bundle(bundle)
    assert read is None
    assert words in "\n".join(map(str, found))


def test_a_missing_source_is_told(bundle: Path) -> None:
    (bundle / "source.yaml").unlink()
    assert [str(each) for each in problems(bundle)] == ["source.yaml:0: is missing"]


def test_what_is_no_ordinary_file_is_not_read(bundle: Path) -> None:
    (bundle / "entries" / "directory.yaml").mkdir()
    os.mkfifo(bundle / "entries" / "pipe.yaml")
    (bundle / "entries" / "zero.yaml").symlink_to("/dev/zero")
    found = problems(bundle)
    assert [each.file for each in found] == ["entries/directory.yaml", "entries/pipe.yaml", "entries/zero.yaml"]
    assert all(each.message == "is not a regular file" for each in found)


def warnings(bundle: Path) -> list[str]:
    return [str(problem) for problem in read_bundle(bundle)[1] if problem.level == "warning"]


@pytest.mark.parametrize(
    "name",
    [
        "entries/more/roof.yaml",
        "entries/ROOF.YAML",
        "entries/roof.json",
        "entries/roof.yaml.bak",
        "entries/.roof.yaml",
        "entries/roof.yuml",
        "entries/roof.txt",
        "aliases.yml",
        "Quotes.yaml",
        "entry.yaml",
        ".caveats.yaml",
        "Entries/roof.yaml",
        "old/roof.yml",
    ],
)
def test_a_file_that_is_not_read_is_told(bundle: Path, name: str) -> None:
    (bundle / name).parent.mkdir(exist_ok=True)
    (bundle / name).write_text(GOOD)
    (warning,) = warnings(bundle)
    top, _, rest = name.partition("/")
    assert warning.startswith(f"{top}/{rest.partition('/')[0]}:0:" if top == "entries" else f"{top}:0:")
    assert "is not read" in warning


def test_what_lies_beside_and_is_no_knowledge_is_not_told_of(bundle: Path) -> None:
    (bundle / "README.md").write_text("How we work.")
    (bundle / "fitted").mkdir()
    (bundle / "fitted" / "words.npz").write_bytes(b"")
    assert warnings(bundle) == []


def test_a_folder_that_cannot_be_listed_is_told(bundle: Path) -> None:
    shutil.rmtree(bundle / "entries")
    (bundle / "entries").symlink_to("entries")
    assert "entries:0: cannot be read: Too many levels of symbolic links" in map(str, problems(bundle))


def test_a_file_in_the_place_of_a_folder_is_told(bundle: Path) -> None:
    shutil.rmtree(bundle / "entries")
    (bundle / "entries").write_text(GOOD)
    assert "entries:0: cannot be read: Not a directory" in map(str, problems(bundle))


@pytest.mark.parametrize("name", ["entries/facts.yaml", "caveats.yaml", "aliases.yaml", "source.yaml"])
@pytest.mark.parametrize("target", ["nowhere", "/proc/self/mem"])
def test_a_file_that_cannot_be_read_is_told_and_has_a_digest(bundle: Path, name: str, target: str) -> None:
    before = files_digest(bundle)
    (bundle / name).unlink(missing_ok=True)
    (bundle / name).symlink_to(target)
    assert name in [each.file for each in problems(bundle)]
    assert files_digest(bundle) != before


def test_a_bundle_that_answers_nothing_is_told(bundle: Path) -> None:
    shutil.rmtree(bundle / "entries")
    (bundle / "quotes.yaml").unlink()
    _, found = read_bundle(bundle)
    assert [str(each) for each in found] == ["entries:0: has nothing to answer from: expected files that list entries"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("The door is green.", "The door came #1 in the county.", 6),
        ("The door is green.", "The door is green. # and red", 6),
        ("The door is green.", "The door\n    is green #and red", 7),
        ("topic: test", "topic: door #1", 4),
        ("topic: test", "topic: two\t#1", 4),
        ("colour of the door]", "colour of #1\n    ]", 5),
    ],
)
def test_a_comment_that_cuts_a_text_is_told(bundle: Path, old: str, new: str, line: int) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace(old, new))
    (warning,) = warnings(bundle)
    assert warning.startswith(f"entries/zz.yaml:{line}: warning: a comment follows unquoted text")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("topic: test", "topic: test # for now"),
        ("The door is green.", "The door is green.  # and red"),
        ("The door is green.", "'The door is green.'  # see 4"),
        ("The door is green.", ">-  # see 4\n    The door is green. It came #1 in the county."),
        ("The door is green.", "The door is C#1 green.\n  # see 4"),
    ],
)
def test_a_comment_that_cuts_nothing_is_not_told_of(bundle: Path, old: str, new: str) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace(old, new))
    assert warnings(bundle) == []


@pytest.mark.parametrize("unseen", ["\u200b\u200b", "\u00ad", "\u2060 \ufeff", "\u3164", "\u200d", "\ufe0f", "\u2800"])
def test_a_text_of_which_nothing_can_be_seen_is_refused(bundle: Path, unseen: str) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace("The door is green.", f'"{unseen}"'), encoding="utf-8")
    (problem,) = problems(bundle)
    assert problem.message.startswith("has no visible characters")


@pytest.mark.parametrize("turning", ["\u202e", "\u202a", "\u2066", "\u2069"])
def test_what_turns_the_direction_of_text_is_refused(bundle: Path, turning: str) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace("The door", f"The {turning}door"), encoding="utf-8")
    (problem,) = problems(bundle)
    assert problem.message == f"delete these characters, which change the direction of the text: {turning!a}"


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\ufeff", "\u2060", "\u3164"])
def test_what_cannot_be_seen_within_a_text_is_told(bundle: Path, unseen: str) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace("green", f"gr{unseen}een"), encoding="utf-8")
    assert warnings(bundle) == [f"entries/zz.yaml:6: warning: good.answer: delete these invisible characters: {unseen!a}"]
    assert problems(bundle) == []


@pytest.mark.parametrize(
    "seen", ["a \U0001f469\u200d\U0001f33e at \u2764\ufe0f", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u05d0\u200e 5"]
)
def test_what_joins_letters_and_emoji_is_not_told_of(bundle: Path, seen: str) -> None:
    (bundle / "entries" / "zz.yaml").write_text(GOOD.replace("green", seen), encoding="utf-8")
    assert warnings(bundle) == []


def test_a_file_of_too_many_values_is_refused(bundle: Path) -> None:
    (bundle / "entries" / "zz.yaml").write_bytes(b"- a\n" * (NODE_LIMIT + 10))
    _, found = read_bundle(bundle)
    assert "more than 1,000,000 values" in found[-1].message


def test_an_empty_file_is_no_problem(bundle: Path) -> None:
    (bundle / "entries" / "zz.yaml").write_bytes(b"# nothing yet\n")
    assert problems(bundle) == []


def test_plain_scalars_are_read_as_yaml_does() -> None:
    node = parse("[a, 7, yes, off, ~, '7', 1_000, 0x10]")
    assert node is not None
    assert [child.value for child in node.value] == ["a", 7, True, False, None, "7", "1_000", "0x10"]


# Things as plain data --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "thing",
    [
        entry(speaker="rhea-dunmore", caveat="It may be elsewhere.", related=("quote-geese",), date="Friday", evidence=(1, "caption")),
        quote(partial=True, outlet="the Herald", said_on="Friday"),
        quote(partial="end"),
        Speaker("a-b", "A B", ("B",), "role", "place"),
        Alias("weather vane", ("vane", "weathercock")),
    ],
)
def test_a_thing_comes_back_from_its_data(thing: Entry | Quote | Speaker | Alias) -> None:
    kind = {Entry: "entry", Quote: "quote", Speaker: "speaker", Alias: "alias"}[type(thing)]
    assert thing_from(kind, data_of(thing), "edit") == thing  # type: ignore[arg-type]


def test_an_edit_is_refused_like_a_file() -> None:
    with pytest.raises(KnowledgeError, match=r"edit:0: \.?answer|theft\.answer"):
        thing_from("entry", {**data_of(entry()), "answer": ""}, "edit")


# source.yaml written ---------------------------------------------------------------------------


def test_a_described_article_is_a_source(tmp_path: Path, tiny: Path) -> None:
    found = describe(read_lines(tiny / "article.txt"))
    (tmp_path / "source.yaml").write_text(source_text(found), encoding="utf-8")
    bundle, trouble = read_bundle(tmp_path)
    assert [each for each in trouble if each.file == "source.yaml"] == []
    assert bundle is not None
    assert bundle.source == found


SOURCE = "# a comment\ntitle: A  # kept\nblocks:\n  - {kind: paragraph, digest: '0123456789abcdef'}\n"


def test_digests_are_put_in_and_all_else_stays() -> None:
    sealed = with_digests(SOURCE, "quotations", {"quote-a": "0" * 16, "quote-b": "f" * 16})
    assert sealed.startswith(SOURCE)
    assert yaml.safe_load(sealed)["quotations"] == {"quote-a": "0" * 16, "quote-b": "f" * 16}
    assert with_digests(sealed, "quotations", {"quote-a": "0" * 16, "quote-b": "f" * 16}) == sealed
    assert with_digests(sealed, "quotations", {}) == SOURCE


def test_digests_in_the_middle_are_replaced() -> None:
    text = "title: A\nquotations:\n  # by hand\n  quote-a: '1111111111111111'\n\nblocks:\n  - b\n"
    sealed = with_digests(text, "quotations", {"quote-z": "2" * 16})
    assert yaml.safe_load(sealed) == {"title": "A", "quotations": {"quote-z": "2" * 16}, "blocks": ["b"]}
    assert "quote-a" not in sealed


def test_answers_have_digests_beside_the_quotations() -> None:
    sealed = with_digests(with_digests(SOURCE, "quotations", {"quote-a": "0" * 16}), "answers", {"a": "1" * 16})
    again = with_digests(sealed, "quotations", {"quote-b": "2" * 16})
    assert yaml.safe_load(again)["quotations"] == {"quote-b": "2" * 16}
    assert yaml.safe_load(again)["answers"] == {"a": "1" * 16}


def test_no_digest_is_read_as_a_number() -> None:
    digests = {"quote-a": "1234567890123456", "quote-b": "0000000000000e10"}
    assert yaml.safe_load(with_digests(SOURCE, "quotations", digests))["quotations"] == digests


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_ends_of_lines_of_other_systems_are_line_feeds(ends: str) -> None:
    assert thing_from("entry", {**data_of(entry()), "answer": f"One.{ends}Two.{ends}"}, "edit") == entry(answer="One.\nTwo.")
