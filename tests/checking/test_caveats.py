"""Each shared caveat has a place, words and an answer, and no answer repeats it."""

from __future__ import annotations

from dataclasses import replace

from briefbot.bundle import Bundle
from briefbot.checking.check import check_bundle
from briefbot.domain.knowledge import Caveat, Entry
from builders import entry, source

NO_YEAR = Caveat("no-year", "The article gives no year for Friday.", (1,), ("Friday",), ("year",))
ON_FRIDAY = entry(answer="The vane was stolen in the night to Friday.")


def told(*caveats: Caveat, of: Entry = ON_FRIDAY) -> list[str]:
    """List the problems of caveats beside one entry."""
    bundle = Bundle(source(caveats=caveats), [("entry", of)], {}, [("entries/theft.yaml", 7)])
    return [str(problem) for problem in check_bundle(bundle)[1] if "no entry or quote cites" not in problem.message]


def test_a_caveat_that_an_answer_carries_is_good() -> None:
    assert told(NO_YEAR) == []


def test_a_caveat_that_belongs_to_no_answer_is_remarked_on() -> None:
    assert told(replace(NO_YEAR, says=("Monday",))) == ["caveats.yaml:0: warning: no-year.says: no answer from its places says this"]


def test_a_caveat_that_every_answer_tells_itself_is_good() -> None:
    assert told(NO_YEAR, of=replace(ON_FRIDAY, answer="On a Friday of a year that is not given.")) == []


def test_a_caveat_stands_on_places_that_there_are() -> None:
    assert told(replace(NO_YEAR, evidence=(1, 9, "byline"))) == [
        "caveats.yaml:0: no-year.evidence: the source has no byline",
        "caveats.yaml:0: no-year.evidence: the source has no paragraph 9",
    ]


def test_two_caveats_may_not_share_an_id() -> None:
    found = told(NO_YEAR, replace(NO_YEAR, text="No year is given."))
    assert found == ["caveats.yaml:0: no-year.id: expected a unique id, found one that is used twice"] * 2


def test_a_word_has_letters_or_digits() -> None:
    assert told(replace(NO_YEAR, says=("Friday", "?"))) == [
        "caveats.yaml:0: no-year.says: expected a form with letters or digits, found “?”"
    ]


def test_an_entry_that_repeats_one_is_told_where() -> None:
    assert told(NO_YEAR, replace(NO_YEAR, id="other", unless=()), of=replace(ON_FRIDAY, caveat="The year is not given.")) == [
        "entries/theft.yaml:7: warning: theft.caveat: repeats the caveat no-year of caveats.yaml: leave it out",
    ]
