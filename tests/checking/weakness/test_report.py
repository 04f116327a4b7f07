"""Lines about weak items, each with one thing to do."""

from __future__ import annotations

from briefbot.checking.weakness.asking import Try, Way
from briefbot.checking.weakness.report import SHOWN, report
from briefbot.domain.knowledge import Entry, Item, Quote
from builders import article, entry, knowledge, quote

ROOF = entry("roof", phrasings=("How old is the roof?", "age of the roof", "when was the roof laid", "roof from which year"), evidence=(1,))
COST = entry("cost", phrasings=("What did it cost?", "price", "how much money", "the bill"), evidence=(2, 3, 4))
GAP = entry("gap-bill", kind="gap", phrasings=("Who paid the bill?",))


def tried(item: Item, typed: str, told: str = "", lacking: tuple[str, ...] = (), way: Way = "phrasing", first: str = "") -> Try:
    return Try(item, typed, way, frozenset(filter(None, [told])), (), first, lacking)


def lines(*tries: Try, things: tuple[Entry | Quote, ...] = (ROOF, COST, GAP), has_article: bool = False) -> list[str]:
    return list(report(knowledge(*things), tries, article() if has_article else None))


def test_one_line_says_how_much_was_found() -> None:
    tries = [tried(ROOF, "a", "roof"), tried(ROOF, "b"), tried(ROOF, "c", "roof", way="frame"), tried(ROOF, "d", way="test")]
    assert lines(*tries)[0] == "of 2 left-out phrasings 1 found, of 1 plain frames 1 found, of 1 tests 0 found."


def test_the_weakest_come_first_and_name_the_words_that_stand_once() -> None:
    tries = [tried(ROOF, "slates up there", lacking=("slates",)), tried(COST, "price", "cost"), tried(COST, "the bill", lacking=("bill",))]
    assert lines(*tries)[2:5] == [
        "The weakest:",
        " 1. roof: 1 of 1 not found, such as “slates up there”. Nothing else of it says “slates”: ask with these in another sentence too",
        " 2. cost: 1 of 2 not found, such as “the bill”. Nothing else of it says “bill”: ask with these in another sentence too",
    ]


def test_an_item_of_few_phrasings_needs_more() -> None:
    few = entry("few", phrasings=("What is it?",), evidence=(1, 2, 3, 4))
    assert lines(tried(few, "What is it?"), things=(few,))[-1].endswith("“What is it?”. Ask for it in 3 more ways")


def test_an_item_of_few_phrasings_is_weak_though_they_find_one_another() -> None:
    few = entry("few", phrasings=("What is it?", "what's that"), evidence=(1, 2, 3, 4))
    found = lines(tried(few, "What is it?", "few"), tried(few, "what's that", "few"), things=(few,))
    assert found[-1] == " 1. few: found in 2 of 2 ways, which are few. Ask for it in 2 more ways"


def test_an_item_whose_words_others_have_is_to_be_told_apart() -> None:
    found = lines(tried(ROOF, "roof", first="cost"))
    assert " 1. roof: 1 of 1 not found, such as “roof”. cost comes first: ask in words that only this one has" in found


def test_answers_that_take_questions_from_one_another_compete() -> None:
    tries = [tried(ROOF, "roof money", "cost"), tried(ROOF, "roof price", "cost"), tried(COST, "bill for the roof", "roof")]
    found = lines(*tries)
    assert found[found.index("Pairs that compete:") + 1] == (
        " 1. roof, cost: 3 questions for one go to the other, such as “roof money”."
        " Merge them if one answer fits both, or ask for each in words of its own: “roof” (roof), “price” (cost)"
    )


def test_answers_that_are_asked_for_in_the_same_words_are_to_be_one() -> None:
    same = entry("same", phrasings=("age of that roof", "old roof laid year"), evidence=(3,))
    twin = entry("twin", phrasings=("old roof laid", "year of age"), evidence=(2, 4))
    found = lines(tried(same, "a", "twin"), tried(twin, "b", "same"), things=(same, twin))
    assert any("Merge them: they are asked for in the same words" in line for line in found)


def test_a_single_question_makes_no_competition() -> None:
    assert "Pairs that compete:" not in lines(tried(ROOF, "roof money", "cost"))


def test_a_gap_that_is_told_where_an_answer_is_meant_is_named() -> None:
    found = lines(tried(COST, "the bill", "gap-bill"), tried(ROOF, "roof", first="gap-bill"))
    assert found[found.index("Gaps that would swallow an answer:") + 1 :][0] == (
        " 1. gap-bill: answers once instead of cost, such as “the bill”."
        " Name in its phrasings exactly what is missing, and nothing that cost says"
    )
    assert "Pairs that compete:" not in found


def test_places_and_sentences_that_nobody_answers_are_named() -> None:
    vane = entry(answer="The weather vane on the mill was stolen in the night to Friday.", evidence=(1, 4))
    assert lines(things=(vane,), has_article=True)[1:] == [
        "",
        "Places without an answer:",
        " 1. paragraph 2: no entry cites it. Write one, or leave it out on purpose",
        " 2. paragraph 3: no entry cites it. Write one, or leave it out on purpose",
        " 3. paragraph 4: no answer says “A reward of 40 crowns has been promised for its return.”."
        " Add it to an answer of that paragraph, or write an entry for it",
    ]


def test_a_gap_answers_nothing() -> None:
    found = lines(things=(entry(kind="gap", evidence=(1, 2, 3, 4)),))
    assert sum("no entry cites it" in line for line in found) == 4


def test_quotations_that_nobody_can_ask_for_are_named() -> None:
    found = lines(things=(COST, ROOF, quote("geese", phrasings=())))
    assert found[-1] == " 1. geese: it can only be looked up. Give it phrasings that ask what Tobias Fenwick said"


def test_a_list_is_as_long_as_what_is_mended_in_one_go() -> None:
    things = tuple(entry(f"item-{number:02}", phrasings=(f"What is {number}?",), evidence=(1, 2, 3, 4)) for number in range(SHOWN + 2))
    found = lines(*(tried(item, "x") for item in things), things=things)
    assert found[2] == "The weakest, 10 of 12:"
    assert len(found) == 3 + SHOWN


def test_of_a_knowledge_of_nothing_nothing_could_be_asked() -> None:
    assert lines(things=(entry(phrasings=("x",), evidence=(1, 2, 3, 4)),)) == ["nothing could be asked."]
