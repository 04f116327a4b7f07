"""What the bot says about itself, the article and what it keeps."""

from __future__ import annotations

from dataclasses import replace

from briefbot.domain.records import Kept
from briefbot.rendering import help_pages
from builders import entry, knowledge, quote


def test_topics_come_with_an_example() -> None:
    assert help_pages.topics(knowledge())[0].splitlines()[1:] == [
        "- **Theft**: What was stolen from the mill?",
        "- **Vane**: What did Fenwick say about the geese?",
    ]


def test_a_topic_on_which_the_article_is_silent_is_not_offered() -> None:
    known = knowledge(entry(), entry("why", kind="gap", topic="motive", phrasings=("why was it stolen",)))
    assert "motive" in known.topics
    assert "Motive" not in help_pages.topics(known)[0]


def test_topics_are_shown_with_a_title_of_their_own_or_with_a_capital() -> None:
    known = knowledge()
    source = replace(known.source, topics={"vane": "A weather vane"})
    assert [source.topic(name) for name in ("vane", "old-mill", "IT worker")] == ["A weather vane", "Old mill", "IT worker"]
    assert help_pages.topics(replace(known, source=source))[0].splitlines()[1].startswith("- **A weather vane**")


def test_source_says_what_is_known_of_the_article() -> None:
    assert help_pages.source(knowledge()).splitlines() == [
        "**Weather vane stolen from the mill**",
        "By Nell Harrow",
        "Section: Village",
        "4 paragraphs",
        "-# I have 1 answer about it and 1 quotation from it.",
    ]


def test_source_counts_what_the_article_leaves_open_apart() -> None:
    known = knowledge(
        entry(), entry("why", kind="gap", phrasings=("why was it stolen",)), entry("not", kind="correction", phrasings=("the clock",))
    )
    assert (
        help_pages.source(known).splitlines()[-1]
        == "-# I have 1 answer about it and 0 quotations from it, and I know of 1 question that it leaves open."
    )


def test_quotations_are_listed_five_a_page() -> None:
    known = knowledge(*(quote(f"quote-{number}", speaker="rhea-dunmore" if number % 2 else "tobias-fenwick") for number in range(12)))
    pages = help_pages.quotations(known)
    assert [page.splitlines()[0] for page in pages] == [
        "**Quotations 1 to 5 of 12**",
        "**Quotations 6 to 10 of 12**",
        "**Quotations 11 to 12 of 12**",
    ]
    assert pages[0].splitlines()[1:3] == [
        "> “It weighs more than two geese and squeaks like three”",
        "-# Tobias Fenwick, paragraph 2 of 4",
    ]
    assert help_pages.quotations(known, "rhea-dunmore")[0].splitlines()[0] == "**Quotations 1 to 5 of 6**"
    assert help_pages.quotations(known, "nobody") == ()


def test_kept_is_told_in_words() -> None:
    assert help_pages.kept(Kept()) == "I keep nothing about you."
    assert help_pages.kept(Kept(2, 1, 3), is_timed=True).splitlines() == [
        "**What I keep about you**",
        "- what your last question was about, in 2 channels, for five minutes",
        "- when you last asked, for an hour at most",
        "- your name, with 1 change to the knowledge",
        "- You are blocked in 3 servers. Only their moderators can lift that.",
    ]
