"""The service: ask, quote, complete and reload, with the tiny bundle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from briefbot.domain.outcome import QUESTION_LIMIT, Abstained, Answered, Outcome, Quoted, Suggested
from briefbot.domain.records import GuildSettings
from briefbot.domain.revision import Change
from briefbot.editing.edit import Edit
from briefbot.errors import ArticleError, EditRefused, KnowledgeError
from briefbot.matching import MatcherCache
from briefbot.matching.reading.vocabulary import english_words
from briefbot.matching.recall.classifier import fit
from briefbot.matching.recall.ngrams import Floats, Ints, VectorTable
from briefbot.matching.small_talk import general_chat
from briefbot.service import Service
from briefbot.service.conversations import Context, Turns
from briefbot.service.quotations import Decks
from briefbot.store import Store, open_store
from matching.speaking import ConceptEncoder

NOW = 1_000.0
GUILD = 42


@pytest.fixture
def own(bundle: Path) -> Service:
    """Return a service on a bundle that the test may change, without a classifier."""
    return Service(bundle, article=bundle / "article.txt")


def ids(outcome: Outcome) -> list[str]:
    match outcome:
        case Answered(entries=entries):
            return [entry.id for entry in entries]
        case Quoted(quotes=quotes):
            return [quote.id for quote in quotes]
        case Suggested(items=items):
            return [item.id for item in items]
        case Abstained(gap=gap):
            return [gap.id] if gap else []


@pytest.mark.parametrize(("question", "is_quick"), [("who wrote the article", True), ("who wrote the article " + "really " * 20, False)])
def test_a_short_question_is_known_to_be_quick(service: Service, question: str, is_quick: bool) -> None:
    assert service.is_quick(None, question) is is_quick
    assert service.is_quick(42, question) is is_quick


def test_nothing_is_quick_with_sentence_vectors(tiny: Path) -> None:
    assert not Service(tiny, encoder=ConceptEncoder()).is_quick(None, "who wrote the article")


def test_nothing_is_quick_before_what_a_guild_changed_is_read(tiny: Path, tmp_path: Path) -> None:
    service = Service(tiny, store=open_store(tmp_path))
    assert service.is_quick(None, "who wrote the article")
    assert not service.is_quick(42, "who wrote the article")
    service.warm()
    assert service.is_quick(42, "who wrote the article")


def test_a_service_that_is_woken_has_loaded_what_the_first_question_would_wait_for(tiny: Path) -> None:
    for loaded in (english_words, general_chat):
        loaded.cache_clear()
    Service(tiny).wake()
    assert (english_words.cache_info().currsize, general_chat.cache_info().currsize) == (1, 1)


# Asking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "outcome", "item"),
    [
        ("How much did the new roof cost?", Answered, "cost"),
        ("HOW MUCH DID THE NEW ROOF COST", Answered, "cost"),
        ("who wrote the article", Answered, "author"),
        ("Who is Ines Calloway?", Answered, "who-calloway"),
        ("Why were all the books lost?", Answered, "not-all-books"),
        ("What did Calloway say about the buckets?", Quoted, "quote-buckets"),
        ("What was the mill called?", Abstained, "gap-mill-name"),
        ("How old is Ines Calloway?", Abstained, "gap-librarian-person"),
    ],
)
def test_a_question_reaches_what_was_written_for_it(service: Service, question: str, outcome: type, item: str) -> None:
    found = service.ask(None, question).outcome
    assert isinstance(found, outcome)
    assert ids(found) == [item]


@pytest.mark.parametrize("question", ["", " ", "?!", "\x00", "😀", "what is the capital of peru", "hello"])
def test_what_is_no_question_to_it_is_declined(service: Service, question: str) -> None:
    assert isinstance(service.ask(None, question).outcome, Abstained)


def test_a_long_question_is_cut_and_said_to_be(service: Service) -> None:
    asked = service.ask(None, "who wrote the article " + "really " * 200)
    assert asked.is_cut
    assert len(asked.question) == QUESTION_LIMIT
    assert not service.ask(None, "who wrote the article").is_cut


def test_a_gap_names_the_nearest_that_is_known(service: Service) -> None:
    found = service.ask(None, "What was the mill called?").outcome
    assert isinstance(found, Abstained)
    assert [item.id for item in found.nearest] == ["slates"]


def test_a_guild_without_edits_sees_the_base_bundle(service: Service) -> None:
    assert service.knowledge(42) is service.knowledge(None)
    assert service.settings(42) == GuildSettings()


# Quotations ------------------------------------------------------------------------------------


@pytest.mark.parametrize("speaker", ["ines-calloway", "Ines Calloway", "calloway", "INES", " Inez Calloway ", "ms"])
def test_a_speaker_goes_by_any_name(service: Service, speaker: str) -> None:
    found = service.quote(None, speaker=speaker, paragraph=5).outcome
    assert ids(found) == ["quote-heart"]


@pytest.mark.parametrize(
    "asked",
    [{"speaker": "nobody"}, {"speaker": "?"}, {"topic": "nothing"}, {"paragraph": 9}, {"speaker": "maud-ashby", "topic": "village"}],
)
def test_no_quotation_is_said_to_be_none(service: Service, asked: dict[str, str]) -> None:
    assert isinstance(service.quote(None, **asked).outcome, Abstained)  # type: ignore[arg-type]


def test_a_part_of_two_speakers_names_is_nobody(own: Service, bundle: Path) -> None:
    speakers = bundle / "speakers.yaml"
    text = speakers.read_text(encoding="utf-8")
    speakers.write_text(
        text.replace("name: Maud Ashby", "name: Maud Ines Ashby").replace("Calloway, Ines, Inez", "Calloway, Inez"), "utf-8"
    )
    own.reload()
    assert isinstance(own.quote(None, speaker="Ines").outcome, Abstained)


@pytest.mark.parametrize(
    "topic", ["the-dripping-room", "The dripping room", "the dripping-room", "What children said", "WHAT CHILDREN SAID"]
)
def test_a_topic_is_found_as_it_is_written_and_as_it_is_shown(own: Service, bundle: Path, topic: str) -> None:
    quotes, source = bundle / "quotes.yaml", bundle / "source.yaml"
    quotes.write_text(quotes.read_text(encoding="utf-8").replace("[leak, children]", "[the-dripping-room]"), encoding="utf-8")
    source.write_text(source.read_text(encoding="utf-8") + "topics: {the-dripping-room: What children said}\n", encoding="utf-8")
    own.reload()
    assert ids(own.quote(None, topic=topic).outcome) == ["quote-buckets"]


@pytest.mark.parametrize("text", ["nobody in this village was willing", "nobdy in this vilage was willing to let", "heart stop"])
def test_a_quotation_is_found_by_words_half_remembered(service: Service, text: str) -> None:
    assert ids(service.quote(None, text=text).outcome) == ["quote-heart"]


def test_a_random_quotation_does_not_come_twice_before_all_came_once(service: Service) -> None:
    drawn = Counter(ids(service.quote(None, deck="a channel").outcome)[0] for _ in range(9))
    assert drawn == {"quote-buckets": 3, "quote-heart": 3, "quote-beams": 3}  # a piece of a quotation is not drawn


def test_a_pair_of_decks_do_not_share(service: Service) -> None:
    for deck in ("one", "two"):
        assert len({ids(service.quote(None, deck=deck).outcome)[0] for _ in range(3)}) == 3


def test_only_so_many_decks_are_kept(service: Service) -> None:
    quotes, decks = list(service.knowledge().quotes.values()), Decks(limit=2)
    first = decks.draw("one", quotes)
    for deck in ("two", "three"):
        decks.draw(deck, quotes)
    again = [decks.draw("one", quotes) for _ in quotes]  # a new deck: the first quotation comes again
    assert first in again


def test_speakers_who_are_quoted_are_listed(service: Service) -> None:
    assert [speaker.id for speaker in service.speakers(None)] == ["ines-calloway", "maud-ashby"]


# Completing ------------------------------------------------------------------------------------


def test_a_question_is_completed_while_it_is_typed(service: Service) -> None:
    assert "cost" in [item.id for item in service.complete(None, "how much did the")][:5]
    assert len(service.complete(None, "")) == 25
    assert len(service.complete(None, "roof", limit=3)) <= 3


# Loading ---------------------------------------------------------------------------------------


def test_a_change_of_the_files_is_live_after_a_reload(own: Service, bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text().replace("The repair cost £61,500.", "The repair cost £61,501."))
    assert own.knowledge().entries["cost"].answer == "The repair cost £61,500."
    own.reload()
    assert own.knowledge().entries["cost"].answer == "The repair cost £61,501."


def test_answering_does_not_wait_for_what_has_to_be_fitted(bundle: Path, store: Store, tmp_path: Path) -> None:
    fitted: list[int] = []

    def fit_and_count(table: VectorTable, owners: Ints, features: int, items: Sequence[int]) -> Floats:
        fitted.append(len(items))
        return fit(table, owners, features, items)

    cache = MatcherCache(tmp_path / "cache")
    service = Service(bundle, fit=fit_and_count, encoder=ConceptEncoder(), store=store, cache=cache, fit_later=True)
    text = service.editor.text(GUILD, ("entry", "cost")) or {}
    change = Change("entry", "cost", "text", {**text, "answer": "It cost a fortune."})
    service.editor.apply(GUILD, 7, Edit(change, "edit", service.editor.version(GUILD, ("entry", "cost"))))
    assert fitted == []
    assert not service.is_fitted
    assert ids(service.ask(None, "How much did the new roof cost?").outcome) == ["cost"]
    assert ids(service.ask(GUILD, "How much did the new roof cost?").outcome) == ["cost"]

    service.reload()
    assert service.is_fitted
    for guild in (None, GUILD):
        assert all(layer.weights is not None for layer, _ in service.snapshot(guild).matcher.ranker.layers)
        assert all(layer.meaning is not None for layer, _ in service.snapshot(guild).matcher.ranker.layers)
        assert ids(service.ask(guild, "How much did the new roof cost?").outcome) == ["cost"]
    assert service.knowledge(GUILD).entries["cost"].answer == "It cost a fortune."
    assert Service(bundle, fit=fit, encoder=ConceptEncoder(), cache=cache, fit_later=True).is_fitted


def test_on_a_problem_the_old_knowledge_stays(own: Service, bundle: Path) -> None:
    before = own.snapshot()
    (bundle / "quotes.yaml").write_text("- id: x\n")
    with pytest.raises(KnowledgeError) as error:
        own.reload()
    assert {problem.key for problem in error.value.problems} >= {"x.speaker", "x.text", "x.paragraph"}
    assert own.snapshot() is before


def test_a_warning_does_not_keep_a_bundle_from_use(bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text().replace("    not:\n      - Why is the footbridge closed?\n", ""))
    assert Service(bundle).ask(None, "When did the library reopen?").question


def test_the_article_must_be_the_bundles(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Another article\n")
    with pytest.raises(ArticleError):
        Service(bundle, article=tmp_path / "other.txt")
    assert Service(bundle).article is None


@pytest.mark.parametrize("kept", ["speakers.yaml", "source.yaml"])
def test_a_bundle_that_nothing_can_be_answered_from_does_not_start(bundle: Path, kept: str) -> None:
    for path in [*bundle.rglob("*.yaml")]:
        if path.name not in (kept, "source.yaml"):
            path.unlink()
    with pytest.raises(KnowledgeError, match="has nothing to answer from"):
        Service(bundle)


def test_a_bundle_of_quotations_alone_quotes_and_answers_nothing(bundle: Path) -> None:
    for path in [*bundle.rglob("*.yaml")]:
        if path.name not in ("speakers.yaml", "source.yaml", "quotes.yaml"):
            path.unlink()
    bare = Service(bundle)
    assert isinstance(bare.ask(None, "How much did the new roof cost?").outcome, Abstained)
    assert isinstance(bare.quote(None).outcome, Quoted)


def test_without_a_store_nothing_is_edited(own: Service) -> None:
    with pytest.raises(EditRefused, match="Changes can't be kept"):
        _ = own.editor


# Conversations ---------------------------------------------------------------------------------


def test_a_turn_is_remembered_for_the_same_person_in_the_same_place_for_a_while(service: Service) -> None:
    turns, context = Turns(), Context(1, 2, NOW)
    turn = service.ask(None, "How much did the new roof cost?").turn
    assert turn is not None
    turns.remember(7, context, turn)
    assert turns.before(7, replace(context, time=NOW + 4 * 60)) is turn
    assert turns.before(7, replace(context, time=NOW + 6 * 60)) is None
    assert turns.before(7, replace(context, person=3)) is None
    assert turns.before(7, replace(context, place=3)) is None
    assert turns.before(8, context) is None
    turns.forget(1)
    assert turns.before(7, context) is None


def test_a_conversation_does_not_bend_a_question_that_stands_on_its_own(service: Service) -> None:
    for number, question in enumerate(("How much did the new roof cost?", "Who is Ines Calloway?", "How many slates were laid?")):
        alone = service.ask(None, question).outcome
        context = Context(5, 5, NOW + number)
        exchange = service.ask(None, question, context)
        service.remember(None, context, exchange)
        assert ids(exchange.outcome) == ids(alone)
