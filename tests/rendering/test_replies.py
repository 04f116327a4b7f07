"""Replies read well as plain text: the answer, then its speaker, kind of statement and place."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Caveat, Cut
from briefbot.domain.outcome import Abstained, Answered, Exchange, Outcome, Quoted, Reason, Suggested
from briefbot.rendering import replies
from briefbot.rendering.markdown import CONTENT_LIMIT, plain
from builders import entry, knowledge, quote, source

THEFT = entry()
HEADLINE = "-# From “Weather vane stolen from the mill”"


def rendered(outcome: Outcome, *things: object) -> replies.Reply:
    """Render an outcome over a small knowledge."""
    return replies.reply(Exchange("", outcome, knowledge(*things)))


def test_plain_fact_is_answer_place_and_headline() -> None:
    assert rendered(Answered((THEFT,), 0.9)).content.splitlines() == [
        "The weather vane was stolen from the mill.",
        "— Paragraph 1 of 4",
        HEADLINE,
    ]


@pytest.mark.parametrize(
    ("stance", "speaker", "line", "told"),
    [
        ("claim", "rhea-dunmore", "Rhea Dunmore, constable (a claim)", "A claim by Rhea Dunmore, constable."),
        ("opinion", "tobias-fenwick", "Tobias Fenwick, miller, Old Mill (an opinion)", "The opinion of Tobias Fenwick, miller, Old Mill."),
        ("report", "rhea-dunmore", "Rhea Dunmore, constable (a report)", "Reported by Rhea Dunmore, constable."),
        ("estimate", "rhea-dunmore", "Rhea Dunmore, constable (an estimate)", "An estimate by Rhea Dunmore, constable."),
        ("fact", "rhea-dunmore", "Rhea Dunmore, constable", "According to Rhea Dunmore, constable."),
        ("claim", "", "A claim", "A claim, not an established fact."),
        ("report", "", "A report", "A report, not an established fact."),
        ("estimate", "", "An estimate", "An estimate."),
        ("opinion", "", "An opinion", "An opinion."),
    ],
)
def test_stance_and_speaker_are_in_words(stance: str, speaker: str, line: str, told: str) -> None:
    outcome = Answered((entry(stance=stance, speaker=speaker),), 0.9)
    assert rendered(outcome).content.splitlines()[1] == f"— {line}, paragraph 1 of 4"
    assert replies.answer(outcome, knowledge()) == f"The weather vane was stolen from the mill.\n{told}"


def line_below(answer: str, speaker: str, stance: str) -> str:
    """Return the attribution below an answer."""
    return rendered(Answered((entry(answer=answer, speaker=speaker, stance=stance),), 0.9)).content.splitlines()[1]


def test_a_speaker_whom_the_answer_introduces_is_not_named_again() -> None:
    told = "Two men took the vane, Constable Rhea Dunmore reported."
    assert line_below(told, "rhea-dunmore", "report") == "— A report, paragraph 1 of 4"
    assert line_below(told, "rhea-dunmore", "opinion") == "— An opinion, paragraph 1 of 4"
    assert line_below(told, "rhea-dunmore", "fact") == "— Paragraph 1 of 4"


def test_a_speaker_whom_the_answer_only_names_is_described() -> None:
    said = line_below("The vane was old, Tobias Fenwick said.", "tobias-fenwick", "claim")
    assert said == "— Tobias Fenwick, miller, Old Mill (a claim), paragraph 1 of 4"
    seen = line_below("A constable saw two men.", "rhea-dunmore", "claim")
    assert seen == "— Rhea Dunmore, constable (a claim), paragraph 1 of 4"


def test_caveat_follows_the_speaker() -> None:
    outcome = Answered((entry(stance="claim", speaker="rhea-dunmore", caveat="Nobody saw it."),), 0.9)
    assert rendered(outcome).content.splitlines()[1:] == [
        "— Rhea Dunmore, constable (a claim), paragraph 1 of 4",
        "-# Nobody saw it.",
        HEADLINE,
    ]


AT = "https://news.example/vane_(mill)"


def linked(outcome: Outcome, address: str = AT) -> str:
    """Return the attribution below an answer from an article with an address."""
    return replies.reply(Exchange("", outcome, knowledge(of=source(url=address)))).content.splitlines()[1]


def test_the_place_leads_to_the_article_where_that_has_an_address() -> None:
    assert linked(Answered((THEFT,), 0.9)) == "— [Paragraph 1 of 4](<https://news.example/vane_%28mill%29>)"
    gap = entry("gap-hour", kind="gap", answer="The article gives no hour.")
    assert linked(Abstained("silent", 0.8, gap)) == "— See [paragraph 1 of 4](<https://news.example/vane_%28mill%29>)"


def test_the_place_of_a_quotation_leads_to_its_words() -> None:
    words = "squeaks – well-oiled, it’s said"
    assert linked(Quoted((quote(text=words),), 0.9), "https://news.example/vane") == (
        "— Tobias Fenwick, miller, [paragraph 2 of 4]"
        "(<https://news.example/vane#:~:text=squeaks%20%E2%80%93%20well%2Doiled%2C%20it%E2%80%99s%20said>)"
    )
    long = "It weighs more than two geese and squeaks like three"
    assert linked(Quoted((quote(text=long),), 0.9), "https://news.example/#a").endswith(
        "/#a:~:text=It%20weighs%20more%20than,and%20squeaks%20like%20three>)"
    )


def test_a_link_is_its_label_where_text_is_plain() -> None:
    made = knowledge(of=source(url=AT))
    assert "— Paragraph 1 of 4" in plain(replies.reply(Exchange("", Answered((THEFT,), 0.9), made)).text).splitlines()


NO_YEAR = Caveat("no-year", "No year is given for Friday.", (1,), ("Friday",), matters=("when",))


def about_friday(question: str, outcome: Outcome) -> tuple[list[str], list[str]]:
    """Return the small print of a reply, and the answer as programs read it."""
    made = knowledge(of=source(caveats=(NO_YEAR,)))
    shown = replies.reply(Exchange(question, outcome, made)).content.splitlines()
    return shown[1:], replies.answer(outcome, made, question).splitlines()[1:]


def test_a_shared_caveat_follows_the_own_one_where_it_matters() -> None:
    outcome = Answered((entry(answer="Stolen on Friday.", caveat="Nobody saw it."),), 0.9)
    place = "— Paragraph 1 of 4"
    assert about_friday("when was it", outcome) == (
        [place, "-# Nobody saw it. No year is given for Friday.", HEADLINE],
        ["Nobody saw it. No year is given for Friday."],
    )
    assert about_friday("who was it", outcome) == ([place, "-# Nobody saw it.", HEADLINE], ["Nobody saw it."])


def test_gaps_and_quotations_show_their_caveats() -> None:
    gap = entry("gap-hour", kind="gap", answer="The article gives no hour, only the night to Friday.", caveat="Nobody saw it.")
    told = "Nobody saw it. No year is given for Friday."
    assert about_friday("when was it", Abstained("silent", 0.8, gap)) == (["— See paragraph 1 of 4", f"-# {told}", HEADLINE], [told])
    shown, said = about_friday("when was it", Quoted((quote(paragraph=1, said_on="Friday"),), 0.9))
    assert shown == ["— Tobias Fenwick, miller, paragraph 1 of 4", "-# Friday", "-# No year is given for Friday.", HEADLINE]
    assert said[1:] == ["Friday", "No year is given for Friday."]


def test_places_are_grouped_and_the_headline_stands_once() -> None:
    outcome = Answered((entry(evidence=(3, "headline", 1, 2)),), 0.9)
    assert rendered(outcome).content.endswith(f"\n— The headline; paragraphs 1, 2 and 3 of 4\n{HEADLINE}")
    assert replies.citations(outcome, knowledge()) == [
        "Weather vane stolen from the mill, paragraph 3 of 4",
        "Weather vane stolen from the mill, headline",
        "Weather vane stolen from the mill, paragraph 1 of 4",
        "Weather vane stolen from the mill, paragraph 2 of 4",
    ]


def test_correction_says_that_it_is_one() -> None:
    outcome = Answered((entry(kind="correction", answer="Nothing was burnt."),), 0.9)
    assert rendered(outcome).content.startswith("**Not so:** Nothing was burnt.")


def test_what_was_not_found_opens_the_reply() -> None:
    opening = "**Nothing about “degree”, “salary”.** This comes closest:"
    assert rendered(Answered((THEFT,), 0.9, unmet=("degree", "salary"))).content.startswith(f"{opening}\n{THEFT.answer}\n")
    assert rendered(Quoted((quote(),), 0.9, unmet=("degree", "salary"))).content.startswith(f"{opening}\n>")


def test_programs_read_that_a_correction_is_one_whatever_its_reply_begins_with() -> None:
    outcome = Answered((entry(kind="correction", answer="Nothing was burnt."),), 0.9)
    assert replies.answer(outcome, knowledge()) == "Correction: Nothing was burnt."


def test_quotation_stands_in_marks_with_its_speaker() -> None:
    outcome = Quoted((quote(outlet="the Miller's Post", said_on="Friday"),), 0.9)
    assert rendered(outcome).content.splitlines() == [
        "> “It weighs more than two geese and squeaks like three”",
        "— Tobias Fenwick, miller, paragraph 2 of 4",
        "-# the Miller's Post, Friday",
        HEADLINE,
    ]
    assert replies.answer(outcome, knowledge()).splitlines() == [
        "“It weighs more than two geese and squeaks like three,”",
        "— Tobias Fenwick, miller, Old Mill",
        "the Miller's Post, Friday",
    ]


def test_a_long_place_of_saying_is_left_to_the_sources() -> None:
    said = quote(outlet="the Miller's Post", said_on="during the visit to the mill on the last Friday in March")
    assert rendered(Quoted((said,), 0.9)).content.splitlines()[2] == "-# the Miller's Post"


@pytest.mark.parametrize(
    ("partial", "shown"),
    [(False, "“two geese”"), (True, "“… two geese …”"), ("start", "“… two geese”"), ("end", "“two geese …”")],
)
def test_a_quotation_shows_an_ellipsis_on_each_side_that_is_cut(partial: Cut, shown: str) -> None:
    assert f"> {shown}" in rendered(Quoted((quote(text="two geese", partial=partial),), 0.9)).content.splitlines()


def test_suggestions_are_numbered_questions() -> None:
    reply = rendered(Suggested((THEFT, quote()), 0.3))
    assert reply.content.splitlines()[1:] == ["1. What was stolen from the mill?", "2. What did Fenwick say about the geese?"]
    assert reply.suggestions == (THEFT, quote())
    assert replies.answer(Suggested((THEFT,), 0.3), knowledge()) == ""


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("silent", "**Not in the article.** As far as I know, it doesn't say."),
        ("off_topic", "**Not about the article.** I only answer from “Weather vane stolen from the mill”."),
        ("not_understood", "I didn't get that."),
        ("small_talk", "I answer questions about the article “Weather vane stolen from the mill”."),
    ],
)
def test_refusals_differ(reason: Reason, told: str) -> None:
    outcome = Abstained(reason)
    assert rendered(outcome).content.startswith(told)
    assert replies.answer(outcome, knowledge()).startswith(plain(told))


def test_gap_gives_its_text_its_places_and_the_nearest() -> None:
    gap = entry("gap-thief", kind="gap", answer="The article does not name the thief.", phrasings=("who was the thief",))
    reply = rendered(Abstained("silent", 0.8, gap, (THEFT,)), gap, THEFT)
    assert reply.content.splitlines() == [
        "**Not in the article.** The article does not name the thief.",
        "— See paragraph 1 of 4",
        "What the article does say:",
        "1. What was stolen from the mill?",
        HEADLINE,
    ]
    assert reply.nearest == (THEFT,)


def test_compound_question_gets_all_its_parts() -> None:
    reward = entry("reward", answer="40 crowns.", phrasings=("What is the reward?",))
    parts = (Answered((THEFT,), 0.9), Quoted((quote(),), 0.8), Suggested((THEFT, reward), 0.2))
    outcome = Answered((THEFT,), 0.9, parts)
    reply = rendered(outcome)
    assert [block.splitlines()[0][:12] for block in reply.content.split("\n\n")] == ["The weather ", "> “It weighs", "I'm not sure"]
    assert (reply.suggestions, reply.nearest) == ((), (reward,))  # what is shown is not offered
    assert replies.answer(outcome, knowledge()).count("\n\n") == 1
    assert len(replies.citations(outcome, knowledge())) == 2


def test_what_got_no_answer_beside_others_is_named() -> None:
    gap = entry("gap-thief", kind="gap", answer="The article does not name the thief.")
    reward = entry("reward", answer="40 crowns.", phrasings=("What is the reward?",))
    parts = (Abstained("silent", lacks="name"), Answered((THEFT,), 0.9), Abstained("silent", 0.8, gap), Suggested((reward,), 0.2))
    asked = ("who is *Ann* to <@1>", "what was stolen", "who did it", "and the money")
    blocks = rendered(Answered((THEFT,), 0.9, parts, asked)).content.split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == [
        "On “who is \\*Ann\\* to \\<@1>”: **No answer.** I know nothing about that name.",
        "The weather vane was stolen from the mill.",
        "**Not in the article.** The article does not name the thief.",
        "On “and the money”: I'm not sure. Is it one of these?",
    ]


def test_no_link_comes_out_of_a_question_that_is_named() -> None:
    outcome = Answered(
        (THEFT,), 0.9, (Answered((THEFT,), 0.9), Abstained("off_topic")), ("a", "see https://example.org/x"), ("discord.gg/x",)
    )
    content = rendered(outcome).content
    assert "https:/\u200b/\u200bexample.org/\u200bx" in content
    assert "discord.gg/\u200bx" in content


def test_a_question_that_is_named_is_cut_where_it_is_long() -> None:
    outcome = Answered((THEFT,), 0.9, (Answered((THEFT,), 0.9), Abstained("off_topic")), ("what was stolen", "why " * 90))
    assert "why…”: **Not about" in rendered(outcome).content


def test_questions_that_were_left_are_told() -> None:
    outcome = Answered((THEFT,), 0.9, (Answered((THEFT,), 0.9),), ("what was stolen",), ("who did _it_", "and why"))
    last = rendered(outcome).content.split("\n\n")[-1]
    assert last == "I can answer up to 4 questions at once. Please ask again: “who did \\_it\\_”, “and why”"


def test_a_single_offer_is_numbered() -> None:
    assert rendered(Suggested((THEFT,), 0.2)).content.splitlines()[1] == "1. What was stolen from the mill?"


def test_compound_question_numbers_on_over_its_parts_as_the_buttons_do() -> None:
    gap = entry("gap-thief", kind="gap", answer="The article does not name the thief.", phrasings=("who was the thief",))
    reward = entry("reward", answer="40 crowns.", phrasings=("What is the reward?",))
    parts = (Answered((reward,), 0.9), Abstained("silent", 0.8, gap, (THEFT,)), Abstained("silent", 0.8, gap, (THEFT, quote())))
    reply = rendered(Answered((reward,), 0.9, parts), gap, THEFT, reward)
    assert [line for line in reply.content.splitlines() if line[:2] in ("1.", "2.", "3.")] == [
        "1. What was stolen from the mill?",
        "2. What did Fenwick say about the geese?",
    ]
    assert reply.nearest == (THEFT, quote())


def test_what_a_compound_answer_shows_is_not_offered_below_it() -> None:
    gap = entry("gap-thief", kind="gap", answer="The article does not name the thief.")
    theft = entry(related=("quote-geese",))
    parts = (Answered((theft,), 0.9), Abstained("silent", 0.8, gap, (theft,)), Quoted((quote(),), 0.9))
    reply = rendered(Answered((theft,), 0.9, parts), gap, theft, quote())
    assert (reply.nearest, reply.related) == ((), ())
    assert "What the article does answer" not in reply.content


def test_text_of_the_knowledge_cannot_format_or_mention() -> None:
    content = rendered(Answered((entry(answer="*Loud* <@1> @everyone # [x](y)", caveat="`code`"),), 0.9)).content
    assert content.startswith("\\*Loud\\* \\<@1> @\u200beveryone # \\[x\\](y)\n— Paragraph 1 of 4\n-# \\`code\\`")


def test_cut_question_is_said() -> None:
    reply = replies.reply(Exchange("", Answered((THEFT,), 0.9), knowledge(), is_cut=True))
    assert reply.content.endswith("-# I only read the first 500 characters of your question.")


def test_long_reply_is_pages_within_the_limit() -> None:
    long = entry(answer="many words " * 54)
    reply = rendered(Answered((long,), 0.9, tuple(Answered((long,), 0.9) for _ in range(4))))
    assert len(reply.pages) == 2
    assert reply.content.endswith("\n-# Page 1 of 2")
    assert reply.page(2).endswith("\n-# Page 2 of 2")
    assert "-# Page" not in reply.text
    assert all(len(reply.page(number)) <= CONTENT_LIMIT for number in (1, 2))


def test_a_question_in_another_language_is_told_so() -> None:
    assert rendered(Abstained("off_topic", 0.0, is_foreign=True)).content == "I only understand English. Please ask me in English."
