"""A guild's changes on top of the bundle answer like a matcher that is built from scratch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefbot.checking.check import make_knowledge
from briefbot.domain.knowledge import Alias, Entry, Knowledge, Thing
from briefbot.domain.learned import Learned
from briefbot.matching import Matcher
from briefbot.matching.ranking.building import in_one_layer
from briefbot.matching.ranking.candidates import Ranker
from briefbot.matching.recall.classifier import fit
from matching.kites import CONTEST, KITES, asked
from matching.speaking import ConceptEncoder, reached

QUESTIONS = (
    "How many kites flew at once?", "when was the festival", "who won the llc", "who won in 2019", "what did markova say about kites",
    "why did Markova cut Lin's line", "how old is Park", "what did the dragon kite cost", "which lines were not allowed",
)  # fmt: skip
TICKET = asked("ticket", "What did a ticket cost?", "price of a ticket", "entrance fee for visitors", answer="A ticket cost 4 crowns.")


def changed(*things: Thing, without: str = "") -> Knowledge:
    """Return the kite festival with things added or replaced by id."""
    kept = [thing for thing in (*KITES.speakers.values(), *KITES.items(), *KITES.aliases) if thing.id != without]
    return make_knowledge(KITES.source, [*things, *kept])


def both(knowledge: Knowledge, base: Matcher, learned: Learned) -> tuple[Matcher, Matcher]:
    """Build on top of the base, and from scratch."""
    encoder = base.ranker.encoder
    return base.on_top(knowledge), Matcher.build(knowledge, learned, fit, encoder)


@pytest.mark.parametrize("which", ["kites", "meaning_kites"])
def test_a_guilds_matcher_answers_like_one_that_is_built_whole(which: str, request: pytest.FixtureRequest, learned: Learned) -> None:
    base: Matcher = request.getfixturevalue(which)
    winner = KITES.entries["winner"]
    knowledge = changed(
        TICKET, replace(winner, answer="Lin Qiaoyu won.", phrasings=(*winner.phrasings, "who got the cup")), without="prize"
    )
    on_top, whole = both(knowledge, base, learned)
    assert len(on_top.ranker.layers) == 2
    for question in (*QUESTIONS, "what did a ticket cost", "who got the cup", "entrance fee"):
        assert reached(on_top.ask(question)) == reached(whole.ask(question)), question
        assert on_top.rank(question)[0].confidence == pytest.approx(whole.rank(question)[0].confidence, abs=0.1), question


def test_what_was_added_is_reached_and_what_was_retired_is_not(kites: Matcher, learned: Learned) -> None:
    on_top, _ = both(changed(TICKET, without="hurt"), kites, learned)
    assert reached(on_top.ask("what did a ticket cost")) == "answered ticket"
    assert "hurt" not in {each.item.id for each in on_top.rank("how many people were hurt", limit=99)}
    assert reached(kites.ask("how many people were hurt")) == "answered hurt"


def test_the_bundles_items_are_shared_and_the_bundles_matcher_is_as_before(kites: Matcher, learned: Learned) -> None:
    before = [(each.item.id, each.confidence) for each in kites.rank("who won the contest")]
    on_top, _ = both(changed(TICKET), kites, learned)
    assert on_top.ranker.layers[0][0] is kites.ranker.layers[0][0]
    assert on_top.folder is kites.folder
    assert [(each.item.id, each.confidence) for each in kites.rank("who won the contest")] == before


def test_a_guilds_matcher_reads_questions_as_one_of_its_own_would(kites: Matcher, learned: Learned) -> None:
    on_top, whole = both(changed(TICKET), kites, learned)
    for question in ("who won the contset", "markiva and the zepelin", "what did a tickt cost", "festivl"):
        assert on_top.understand(question) == whole.understand(question), question


def test_a_changed_item_shares_what_did_not_change_of_it(kites: Matcher, learned: Learned) -> None:
    winner = KITES.entries["winner"]
    on_top, _ = both(changed(replace(winner, phrasings=(*winner.phrasings, "who got the cup"))), kites, learned)
    [profile] = on_top.ranker.layers[1][0].profiles
    [before] = [each for each in kites.ranker.layers[0][0].profiles if each.item.id == "winner"]
    assert all(mine is theirs for mine, theirs in zip(profile.phrasings, before.phrasings, strict=False))
    assert on_top.ranker.vectoriser.ids is kites.ranker.vectoriser.ids


WINNER = KITES.entries["winner"]


@pytest.mark.parametrize(
    "item",
    [
        replace(WINNER, answer="Nobody won."),
        replace(WINNER, caveat="Unsure."),
        replace(WINNER, related=()),
        replace(WINNER, stance="claim"),
        replace(WINNER, evidence=(1,)),
    ],
)
def test_whatever_changed_is_what_is_shown(kites: Matcher, learned: Learned, item: Entry) -> None:
    on_top, _ = both(changed(item), kites, learned)
    assert on_top.rank("Who won the long-line contest?")[0].item == item


def test_a_new_alias_is_folded(kites: Matcher, learned: Learned) -> None:
    knowledge = changed(Alias("prize", ("loot", "booty")), replace(CONTEST, forms=("long line", "llc", "windsong")), without=CONTEST.id)
    on_top, whole = both(knowledge, kites, learned)
    assert reached(on_top.ask("who won the windsong")) == reached(whole.ask("who won the windsong")) == "answered winner"
    assert on_top.understand("who won the windsong").terms == ("who", "win", "the", "long_line_contest")
    assert kites.understand("who won the windsong").terms == ("who", "win", "the", "windsong")


def test_a_guild_that_changed_much_gets_its_own_whole(kites: Matcher, learned: Learned) -> None:
    many = [replace(entry, phrasings=(f"{entry.id} please tell", *entry.phrasings)) for entry in KITES.entries.values()]
    on_top, _ = both(changed(*many), kites, learned)
    assert len(on_top.ranker.layers) == 1
    assert reached(on_top.ask("who won in 2019")) == "answered winner-2019"


def test_a_guild_that_changed_nothing_shares_everything(kites: Matcher, learned: Learned) -> None:
    on_top, _ = both(KITES, kites, learned)
    assert [layer for layer, _ in on_top.ranker.layers] == [kites.ranker.layers[0][0]]
    for question in QUESTIONS:
        assert on_top.ask(question) == kites.ask(question)


def test_only_what_changed_is_encoded(learned: Learned) -> None:
    encoder = ConceptEncoder()
    base = Matcher.build(KITES, learned, None, encoder)
    before = len(encoder.encoded)
    base.on_top(changed(TICKET))
    assert encoder.encoded[before:] == list(TICKET.phrasings)


def test_an_item_without_phrasings_is_never_reached(learned: Learned) -> None:
    silent = asked("silent-one", answer="Nobody asks for this zeppelin.")
    matcher = Matcher.build(changed(silent), learned, fit)
    assert "silent-one" not in {each.item.id for each in matcher.rank("zeppelin", limit=99)}


@pytest.mark.parametrize("is_changed", [False, True])
def test_where_only_the_nearest_are_scored_the_same_is_found(is_changed: bool, kites: Matcher, learned: Learned) -> None:
    matcher = both(changed(TICKET), kites, learned)[0] if is_changed else kites
    ranker = matcher.ranker
    nearest = Ranker(ranker.lexicon, ranker.vectoriser, ranker.layers, None, scored=8, all_scored=0)
    few = Matcher(matcher.knowledge, matcher.folder, nearest, learned)
    asked = [phrasing for item in matcher.knowledge.items() for phrasing in item.phrasings]
    whole, found = ([each.rank(question)[0] for question in asked] for each in (matcher, few))
    assert [each.item.id for each in found] == [each.item.id for each in whole]
    assert [each.confidence for each in found] == pytest.approx([each.confidence for each in whole], abs=0.05)


def test_no_typo_is_taken_for_a_word_of_another_language(learned: Learned) -> None:
    winner = KITES.entries["winner"]
    knowledge = changed(
        replace(winner, phrasings=(*winner.phrasings, "Wie viele Zuschauer sahen den Wettbewerb von vorn?", "who steered best"))
    )
    matcher = Matcher.build(knowledge, learned, fit)
    assert matcher.understand("how many stered zuschaur").words == ("how", "many", "steered", "zuschaur")


@pytest.mark.parametrize("question", ["what is the price of bread", "how much does a house cost", "what did a ticket cost"])
def test_what_is_near_is_told_apart_from_what_no_bundle_answers(kites: Matcher, learned: Learned, question: str) -> None:
    near, whole = kites.near(changed(TICKET)), Matcher.build(changed(TICKET), learned, fit)
    assert near is not None
    assert near.is_on_top
    confidences = [{each.item.id: each.confidence for each in matcher.rank(question)}["ticket"] for matcher in (near, whole)]
    assert confidences[0] == pytest.approx(confidences[1], abs=0.05)


def test_a_knowledge_that_differs_much_is_not_near(kites: Matcher) -> None:
    others = [replace(entry, answer=f"{entry.answer} So they say.") for entry in KITES.entries.values()]
    assert kites.near(make_knowledge(KITES.source, [*KITES.speakers.values(), *others, *KITES.aliases])) is None


def test_layers_that_are_made_one_rank_as_before(kites: Matcher, learned: Learned) -> None:
    layered = kites.on_top(changed(replace(TICKET, phrasings=("What did a zeppelin ticket cost?", *TICKET.phrasings)), without="hurt"))
    whole = Matcher(layered.knowledge, layered.folder, in_one_layer(layered.ranker), learned)
    for question in (*QUESTIONS, "what did a zeppelin ticket cost", "how many people were hurt"):
        expected = [(each.item.id, pytest.approx(each.confidence, abs=0.01)) for each in layered.rank(question)]
        assert [(each.item.id, each.confidence) for each in whole.rank(question)] == expected, question
