"""check and source."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from cli.conftest import Call


def test_a_good_bundle_is_status_0(call: Call, tiny: Path) -> None:
    ended = call("check", "--article", str(tiny / "article.txt"))
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "25 entries, 4 quotes, 125 phrasings: 0 problems, 0 warnings\n"


def test_without_the_article_the_sealed_digests_do(call: Call) -> None:
    assert call("check").status == 0


def test_every_problem_is_printed_with_file_line_and_key(call: Call, bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text().replace("stance: fact", "stance: rumour", 2).replace("evidence: [9]", "evidence: [19]"))
    ended = call("check", "--knowledge", str(bundle))
    assert ended.status == 1
    *problems, summary, meaning = ended.out.splitlines()
    assert problems[0].startswith("entries/facts.yaml:3: reopening.stance: ")
    assert problems[1].startswith("entries/facts.yaml:24: ceiling.stance: ")
    assert "expected one of fact, report, estimate, claim, opinion, found “rumour”" in problems[0]
    assert any("expected paragraphs 1 to 9, found 19" in line for line in problems)
    assert "problems" in summary
    assert meaning.endswith("problems of them keep the bundle from use; warnings never do.")


def test_a_bundle_that_cannot_be_read_at_all_is_status_1(call: Call, bundle: Path) -> None:
    (bundle / "source.yaml").write_bytes(b"\xff\xfe")
    ended = call("check", "--knowledge", str(bundle))
    assert ended.status == 1
    assert ended.out.startswith("source.yaml:0: expected UTF-8")


def test_broken_thresholds_are_a_problem(call: Call, bundle: Path) -> None:
    (bundle / "thresholds.yaml").write_text("digest: x\n")
    ended = call("check", "--knowledge", str(bundle))
    assert ended.status == 1
    assert "thresholds.yaml:1: digest" in ended.out


def test_a_test_that_fails_is_a_problem(call: Call, bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text().replace("price of the new roof", "who wrote this article"))
    ended = call("check", "--knowledge", str(bundle))
    assert ended.status == 1
    assert "entries/facts.yaml:59: cost.tests.reach: “who wrote this article” does not reach it" in ended.out
    assert "; it lacks “wrote”\n" in ended.out
    *_, counted, use, meaning = ended.out.splitlines()
    assert counted.endswith("1 problem, 0 warnings")
    assert use == "None of the problems keeps the bundle from use."
    assert meaning.startswith("1 test fails: add the missing words to phrasings with another wording;")


def test_tests_are_asked_whatever_else_is_wrong(call: Call, bundle: Path) -> None:
    facts, quotes = bundle / "entries" / "facts.yaml", bundle / "quotes.yaml"
    facts.write_text(facts.read_text().replace("price of the new roof", "who wrote this article"))
    quotes.write_text(quotes.read_text() + "- id: another\n  text: No speaker\n")
    (bundle / "thresholds.yaml").write_text("digest: x\n")
    ended = call("check", "--knowledge", str(bundle), "--article", str(bundle / "nothing.txt"))
    assert ended.status == 2
    assert "nothing.txt: cannot be read" in ended.err
    for told in (
        "cost.tests.reach: “who wrote",
        "another.speaker: missing",
        "thresholds.yaml:1: digest",
        "of them keep the bundle from use",
    ):
        assert told in ended.out


def test_a_bundle_of_nothing_but_its_source_is_told_what_is_missing(call: Call, bundle: Path) -> None:
    for path in (*bundle.glob("entries/*"), *(path for path in bundle.glob("*.yaml") if path.name != "source.yaml")):
        path.unlink()
    for command in (["check"], ["check", "--article", str(bundle / "article.txt"), "--seal"], ["ask", "who"], ["learn"], ["fit"]):
        ended = call(*command, "--knowledge", str(bundle))
        assert ended.status in (1, 2)
        assert "has nothing to answer from" in ended.out + ended.err


def test_a_bundle_of_quotations_that_nobody_can_ask_for_is_good(call: Call, bundle: Path) -> None:
    for path in bundle.glob("entries/*"):
        path.unlink()
    (bundle / "quotes.yaml").write_text(
        "- id: beams\n  speaker: maud-ashby\n  text: sounder than anyone had a right to expect\n  paragraph: 7\n"
    )
    assert call("check", "--knowledge", str(bundle), "--article", str(bundle / "article.txt")).status == 0
    assert call("ask", "who said so", "--knowledge", str(bundle)).status == 1


def test_a_test_that_is_a_phrasing_of_its_own_entry_is_told(call: Call, bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text().replace("price of the new roof", "How much did the new ROOF cost"))
    ended = call("check", "--knowledge", str(bundle))
    assert ended.status == 0
    assert "entries/facts.yaml:59: warning: cost.tests.reach: “How much did the new ROOF cost” is its phrasing" in ended.out


def test_a_test_that_fails_is_asked_again_where_everything_is_fitted(call: Call, bundle: Path, tmp_path: Path) -> None:
    assert call("check", "--knowledge", str(bundle)).status == 0
    kept = set((tmp_path / "data" / "matchers").iterdir())
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text().replace("price of the new roof", "what was the new roof's price"))
    assert call("check", "--knowledge", str(bundle)).status == 0
    assert set((tmp_path / "data" / "matchers").iterdir()) == kept
    facts.write_text(facts.read_text().replace("what was the new roof's price", "who wrote this article"))
    assert call("check", "--knowledge", str(bundle)).status == 1
    assert set((tmp_path / "data" / "matchers").iterdir()) > kept


def test_a_quotation_that_was_changed_is_a_problem_with_and_without_the_article(call: Call, bundle: Path) -> None:
    quotes = bundle / "quotes.yaml"
    quotes.write_text(quotes.read_text().replace("sounder than anyone", "sounder than anybody"))
    without = call("check", "--knowledge", str(bundle))
    assert without.status == 1
    assert "quote-beams.text: was changed after it passed the verbatim gate" in without.out
    with_it = call("check", "--knowledge", str(bundle), "--article", str(bundle / "article.txt"))
    assert with_it.status == 1
    assert "is not quoted letter for letter in paragraph 7" in with_it.out


def test_sealing_notes_what_passed_and_keeps_the_rest_of_the_file(call: Call, bundle: Path) -> None:
    source = bundle / "source.yaml"
    unsealed = source.read_text().split("quotations:")[0]
    source.write_text("# mine\n" + unsealed)
    assert "4 warnings" in call("check", "--knowledge", str(bundle)).out
    ended = call("check", "--knowledge", str(bundle), "--article", str(bundle / "article.txt"), "--seal")
    assert ended.status == 0
    assert source.read_text().startswith("# mine\n" + unsealed)
    assert set(yaml.safe_load(source.read_text())["quotations"]) == {"quote-buckets", "quote-dripping-room", "quote-heart", "quote-beams"}
    assert "0 warnings" in call("check", "--knowledge", str(bundle)).out


def test_an_answer_that_was_changed_after_it_was_sealed_is_a_problem(call: Call, bundle: Path) -> None:
    assert call("check", "--knowledge", str(bundle), "--article", str(bundle / "article.txt"), "--seal").status == 0
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text().replace("26 volunteers, led", "36 volunteers, led"))
    without = call("check", "--knowledge", str(bundle))
    assert without.status == 1
    assert "crew.answer: was changed after it was compared with the article" in without.out
    ended = call("check", "--knowledge", str(bundle), "--article", str(bundle / "article.txt"), "--seal")
    assert "crew.answer: “36” in “The crew had four professionals and 36 volunteers, led by …” is nowhere in the article" in ended.out
    assert "  crew:" not in (bundle / "source.yaml").read_text()


def test_what_does_not_pass_is_not_sealed(call: Call, bundle: Path) -> None:
    quotes = bundle / "quotes.yaml"
    quotes.write_text(quotes.read_text().replace("sounder than anyone", "sounder than anybody"))
    assert call("check", "--knowledge", str(bundle), "--article", str(bundle / "article.txt"), "--seal").status == 1
    assert "quote-beams" not in (bundle / "source.yaml").read_text()


def test_sealing_needs_the_article(call: Call, bundle: Path) -> None:
    ended = call("check", "--knowledge", str(bundle), "--seal")
    assert ended.status == 2
    assert "--article FILE" in ended.err


def test_coverage_shows_what_stands_where(call: Call) -> None:
    out = call("check", "--coverage").out
    assert "  paragraph 6 (5): who-ashby, crew, slates, not-from-hollowbrook, gap-mill-name\n" in out
    assert "  opinion (3): lifetime, footbridge, village-spirit" in out


def test_what_is_weak_is_listed_with_what_to_do(call: Call, bundle: Path) -> None:
    quotes = bundle / "quotes.yaml"
    quotes.write_text(quotes.read_text() + "- id: silent\n  speaker: maud-ashby\n  text: sounder\n  partial: true\n  paragraph: 7\n")
    ended = call("check", "--knowledge", str(bundle), "--article", str(bundle / "article.txt"), "--weak")
    assert ended.status == 0
    assert re.search(r"\nof 1\d\d left-out phrasings \d+ found, of \d+ plain frames \d+ found, of \d+ tests \d+ found\.\n", ended.out)
    assert "\nThe weakest" in ended.out
    assert "\n 1. silent: it can only be looked up. Give it phrasings that ask what Maud Ashby said\n" in ended.out


def test_of_a_bundle_that_cannot_be_used_nothing_weak_is_told(call: Call, bundle: Path) -> None:
    (bundle / "entries" / "zz.yaml").write_text("- id: half\n")
    ended = call("check", "--knowledge", str(bundle), "--weak")
    assert (ended.status, ended.out.splitlines()[-1]) == (1, "Weak entries are only listed for a bundle without errors.")


# source ----------------------------------------------------------------------------------------


def test_an_article_is_described_on_standard_output(call: Call, tiny: Path) -> None:
    ended = call("source", str(tiny / "article.txt"))
    assert ended.status == 0
    expected = yaml.safe_load((tiny / "source.yaml").read_text())
    del expected["quotations"]
    assert yaml.safe_load(ended.out) == expected


def test_or_into_a_file_that_is_not_replaced_unasked(call: Call, tiny: Path, tmp_path: Path) -> None:
    article, output = str(tiny / "article.txt"), tmp_path / "source.yaml"
    assert call("source", article, "--output", str(output)).status == 0
    written = output.read_text()
    output.write_text("mine\n")
    refused = call("source", article, "--output", str(output))
    assert (refused.status, output.read_text()) == (2, "mine\n")
    assert "--force" in refused.err
    assert call("source", article, "--output", str(output), "--force").status == 0
    assert output.read_text() == written


def test_what_was_set_by_hand_stays_where_the_article_is_taken_in_again(call: Call, tiny: Path, tmp_path: Path) -> None:
    article, output = tmp_path / "article.txt", tmp_path / "source.yaml"
    lines = [line for line in (tiny / "article.txt").read_text().splitlines() if line.strip()]
    article.write_text("\n".join(lines))
    assert call("source", str(article), "--output", str(output)).status == 0
    made = yaml.safe_load(output.read_text())
    kinds = [block["kind"] for block in made["blocks"]]
    last = len(kinds) - 1
    made["blocks"][last]["kind"] = "caption"
    output.write_text(yaml.safe_dump({**made, "outlet": "Hollowbrook Herald", "title": "Mine", "quotations": {"a": "0" * 16}}))
    article.write_text("\n".join([*lines[:last], "A paragraph that came later, and which nobody has looked at.", lines[last]]))
    assert call("source", str(article), "--output", str(output), "--force").status == 0
    again = yaml.safe_load(output.read_text())
    assert [block["kind"] for block in again["blocks"]] == [*kinds[:last], "paragraph", "caption"]
    assert (again["outlet"], again["title"], again["quotations"]) == ("Hollowbrook Herald", "Mine", {"a": "0" * 16})


def test_what_another_article_had_does_not_stay(call: Call, tiny: Path, tmp_path: Path) -> None:
    other, output = tmp_path / "other.txt", tmp_path / "source.yaml"
    other.write_text("A ferry is late\nBy Ann Tall\nThe ferry was late on Monday, and nobody said why.\n")
    assert call("source", str(tiny / "article.txt"), "--output", str(output)).status == 0
    assert call("source", str(other), "--output", str(output), "--force").status == 0
    assert yaml.safe_load(output.read_text()) == yaml.safe_load(call("source", str(other)).out)


def test_an_article_that_cannot_be_read_is_status_2(call: Call, tmp_path: Path) -> None:
    ended = call("source", str(tmp_path / "nothing.txt"))
    assert (ended.status, ended.out) == (2, "")
    assert "cannot be read" in ended.err


def test_what_is_left_to_finish_is_counted_apart(call: Call, bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text() + "\n- id: vane\n  draft: true\n  answer:\n- id: mill\n  draft: true\n")
    speakers = bundle / "speakers.yaml"
    speakers.write_text(speakers.read_text() + "\n- id: nell\n  draft: true\n")
    ended = call("check", "--knowledge", str(bundle))
    assert ended.status == 0
    assert ended.out.splitlines()[-2:] == [
        "Remaining drafts, never used for answers: 2 entries, 1 speaker",
        "25 entries, 4 quotes, 125 phrasings: 0 problems, 0 warnings",
    ]


def test_a_bundle_of_drafts_passes(call: Call, bundle: Path) -> None:
    for file in [*(bundle / "entries").iterdir(), bundle / "quotes.yaml"]:
        file.unlink()
    (bundle / "entries" / "draft.yaml").write_text("- id: vane\n  draft: true\n  evidence: [1]\n")
    ended = call("check", "--knowledge", str(bundle))
    assert ended.status == 0
    assert "entries:0: warning: nothing can be answered yet: everything is still a draft" in ended.out
