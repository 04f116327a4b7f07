"""The gate for answers finds planted faults, and passes true answers."""

from __future__ import annotations

from typing import Any

import pytest

from checking.answers.ferries import GATE, entry, found

CLAIM = {"stance": "claim", "speaker": "ilse-varga"}
MINISTER = {"stance": "claim", "speaker": "odd-brekke"}
ESTIMATE = {"stance": "estimate"}
GAP: dict[str, Any] = {"kind": "gap"}
WRONG: dict[str, Any] = {"kind": "correction"}


def asked(*phrasings: str, **changes: Any) -> dict[str, Any]:
    return {"phrasings": phrasings, **changes}


FAULTS: list[tuple[str, str, str, tuple[Any, ...], dict[str, Any]]] = [
    # Quotations
    ("an invented quotation", "quoted", 'Odd Brekke said: "We will buy it at any price."', (11,), {}),
    ("one word of a quotation changed", "quoted", '"The door is open, and it will remain open," Odd Brekke said.', (11,), {}),
    ("a word left out of a quotation", "quoted", '"But nobody asked the crews," Ilse Varga said.', (5,), {}),
    ("two quotations sewn together", "quoted", 'Ilse Varga: "a state owner would be worse, but nobody has asked the crews."', (5,), {}),
    ("a quotation of a paragraph that is not named", "quoted", 'Ilse Varga said that "nobody has asked the crews."', (6,), {}),
    ("an invented quotation in curly marks", "quoted", "Ilse Varga spoke of “a betrayal of the islands” in May.", (6,), {}),
    ("an invented quotation in a caveat", "quoted", "Brekke said the door is open.", (11,), {"caveat": 'He added "for now".'}),
    ("a quotation mark without a partner", "quoted", 'Odd Brekke said "the door is open, and it will stay open.', (11,), {}),
    ("a quotation that ends inside a word", "quoted", 'Nandakumar called the idea "a fairy tale told by peo".', (7,), {}),
    ("the article's prose quoted at length", "long-copy", 'The line "owns 14 ferries and employs about 1,250 people. It lost £38.5 million".', (2,), {}),
    ("a gap that quotes what nobody asks", "quoted", 'The article does not say what "the golden share" is.', (3,), GAP),
    # Copies
    ("ten words of the article in a row", "long-copy", "The crews may strike in May if no buyer promises to keep the route.", (6,), CLAIM),
    ("a sentence of the article copied", "long-copy", "Varga said the crews may strike in May if no buyer promises to keep the night route to Sweden.", (6,), CLAIM),
    ("a copy from a paragraph that is not named", "long-copy", "It may cost up to 300 jobs in Port Hallam, where the line was founded in 1887.", (6, 4), ESTIMATE),
    ("a copy of the deck", "long-copy", "The line carried a record 2.4 million passengers last year, and its owner is not happy.", ("deck",), {}),
    ("a copy in a caveat", "long-copy", "The line has 14 ferries.", (2, 9), {"caveat": "In Oslo the line, long seen as a lifeline for the islands, is drifting away."}),
    ("a quotation copied without marks", "long-copy", "Varga: we are not convinced that a state owner would be worse for them.", (5,), CLAIM),
    # Figures
    ("a number changed", "figure", "The line owns 15 ferries.", (2,), {}),
    ("a number in words changed", "figure", "The line owns fifteen ferries.", (2,), {}),
    ("a digit lost", "figure", "It employs about 125 people.", (2,), {}),
    ("a zero too many", "figure", "It employs about 12,500 people.", (2,), {}),
    ("a decimal changed", "figure", "It lost £38.7 million in 2024.", (2,), {}),
    ("a million become a billion", "figure", "It lost £38.5 billion in 2024.", (2,), {}),
    ("pounds become dollars", "figure", "It lost $38.5 million in 2024.", (2,), {}),
    ("pounds become euros in words", "figure", "It lost 38.5 million euros in 2024.", (2,), {}),
    ("a number become a share", "figure", "Up to 300 percent of the jobs could go, analysts believe.", (4,), ESTIMATE),
    ("a share changed", "figure", "Kestrel Partners has around 66 percent of the shares.", (3,), {}),
    ("a share in words that is another", "figure", "Around a third of the shares belong to Kestrel Partners.", (3,), {}),
    ("a half that is not there", "figure", "Half of the shares belong to Kestrel Partners.", (3,), {}),
    ("a year changed", "figure", "The line was founded in 1878 in Port Hallam.", (4,), {}),
    ("a year added", "figure", "Bids are due by April 30, 2025.", (10,), {}),
    ("a day changed", "figure", "Bids are due by April 13.", (10,), {}),
    ("a month changed", "figure", "Kestrel Partners bought the shares in July 2019.", (3,), {}),
    ("the year of another month", "figure", "Kestrel Partners bought the shares in October 2019.", (3, 8), {}),
    ("a month with the day of another", "figure", "The minister greeted the captain on May 3.", ("caption", 11), {}),
    ("a date of a paragraph that is not named", "figure", "Brekke and Nandakumar expect to meet on May 9.", (10, 7, 9), {}),
    ("a date of the caption that is not named", "figure", "Ilse Varga met Odd Brekke on March 3.", (5, 9), {}),
    ("a weekday added", "figure", "Bids are due by Friday, April 30.", (10,), {}),
    ("an ordinal changed", "figure", "2024 brought the fourth loss in a row.", (2,), {}),
    ("an end of a range changed", "figure", "The line is likely worth between £120 million and £180 million, Solberg and Dale report.", (10,), {}),
    ("a sum that nobody marks", "figure", "The fund has 60 percent of the shares, others 40 percent.", (3,), {}),
    ("an age that is counted", "figure", "The line is 137 years old, founded in 1887.", (4,), {}),
    ("a list with another count", "figure", "Five ferries are accused of leaking oil: the Meridian and the Solveig.", (8,), {}),
    ("a wrong date beside the answer", "figure", "Bids are due in spring.", (10,), {"date": "April 13"}),
    ("a figure that a gap makes up", "figure", "The article does not say who bids. It says that 7 bids are in.", (10,), asked("Who bids?", **GAP)),
    ("a false figure told as true", "figure", "The line owns 16 ferries.", (2,), asked("Does the line own 16 ferries?", **WRONG)),
    ("a false figure that nobody asks about", "figure", "It does not own 16 ferries but 14.", (2,), asked("Is the fleet so big?", **WRONG)),
    ("thousands that are not there", "figure", "A sale could cost thousands of jobs, analysts believe.", (4,), ESTIMATE),
    ("a price of twice the amount", "figure", "A ticket costs £90.", (12,), {}),
    # Names
    ("a person who is not in the article", "name", "Transport Minister Lars Holm is considering a bid, officials said.", ("caption", 1), {}),
    ("an unknown name at the beginning", "name", "Zelwerowicz said the crews may strike in May.", (6,), {}),
    ("a known name at the beginning", "name", "Nandakumar said the crews may strike in May.", (6,), {}),
    ("one speaker for another", "name", "Odd Brekke said that the crews may strike in May.", (6,), {}),
    ("a country for another", "name", "Finland is considering a bid for the line, officials said.", (1,), {}),
    ("a people for another", "name", "The Dutch fund Kestrel Partners has around 60 percent.", (3,), {}),
    ("a town that is not there", "name", "Brekke and Nandakumar are expected to meet in Stavanger.", (11,), {}),
    ("a town of another paragraph", "name", "Brekke and Nandakumar are expected to meet in Port Hallam.", (11,), {}),
    ("a capital for its country behind in", "name", "The government in Oslo is considering a bid, officials said.", (1,), {}),
    ("a ship that is not there", "name", "The Solveig and the Aurora are accused of leaking oil.", (8,), {}),
    ("an outlet that is not there", "name", "Ilse Varga told the Oslo Herald that nobody had asked the crews.", (5,), {}),
    ("an outlet of another paragraph", "name", "In the Hallam Courier, Varga said the crews may strike in May.", (6,), {}),
    ("a body that is not there", "name", "The United Nations is investigating and has published nothing.", (8,), {}),
    ("a role that no named paragraph gives", "name", "Transport Minister Odd Brekke has not said what Norway would pay.", (9,), {}),
    ("a photographer of another picture", "name", "Peter Lind took the picture of Ilse Varga and Odd Brekke.", ("caption",), {}),
    ("a sea that is not there", "name", "The Meridian is accused of leaking oil in the North Sea.", (8,), {}),
    ("a first name that is made up", "name", "Karin Varga said the crews may strike in May.", (6,), {}),
    ("the name of a party in a gap", "name", "The article does not say who else bids. Finland's government keeps away.", (1,), asked("Who else bids?", **GAP)),
    ("a name that a gap denies unasked", "name", "The article does not mention Finland.", (1,), asked("Which governments bid?", **GAP)),
    ("a name that a correction states", "name", "The buyer is Finland.", (1,), asked("Is Finland the buyer?", **WRONG)),
    # Lost hedges
    ("a lost reportedly", "lost-hedge", "Talks with two foreign rivals stalled in February.", (1,), {}),
    ("lost officials", "lost-hedge", "Norway's government considers a bid for the Lisrova ferry line.", (1,), {}),
    ("a lost may", "lost-hedge", "The crews will strike in May if the night route to Sweden goes, Varga said.", (6,), CLAIM),
    ("a lost could", "lost-hedge", "A sale will cost up to 300 jobs in Port Hallam, analysts say.", (4,), {}),
    ("lost analysts", "lost-hedge", "A sale could cost up to 300 jobs in Port Hallam.", (4,), {}),
    ("a lost estimate", "lost-hedge", "Kestrel Partners bought the shares for £210 million in June 2019.", (3,), {}),
    ("a lost around", "lost-hedge", "The Danish fund Kestrel Partners owns 60 percent of the shares.", (3,), {}),
    ("a lost about", "lost-hedge", "The line employs 1,250 people.", (2,), {}),
    ("a lost up to", "lost-hedge", "A sale could cost 300 jobs in Port Hallam, analysts believe.", (4,), {}),
    ("a lost likely", "lost-hedge", "The line is worth between £120 million and £150 million, Solberg and Dale report.", (10,), {}),
    ("a lost according to", "lost-hedge", "The line is likely worth far less than the fund paid, between £120 million and £150 million.", (10,), {}),
    ("a lost perception", "lost-hedge", "The line is drifting into foreign hands.", (9,), {}),
    ("a lost seen as", "lost-hedge", "The line is a lifeline for the islands.", (9,), {}),
    ("a lost accused", "lost-hedge", "The Meridian and the Solveig leaked oil off the Faroe Islands in October 2023.", (8,), {}),
    ("a lost not", "lost-hedge", "EMSA is investigating and has published its findings.", (8,), {}),
    ("a lost denied", "lost-hedge", "The fund plans to sell the ships one by one.", (7,), {}),
    ("a lost expected", "lost-hedge", "Brekke and Nandakumar will meet in Bergen on May 9.", (11,), {}),
    ("a lost nobody", "lost-hedge", "The crews have been asked, Ilse Varga said.", (5,), CLAIM),
    ("a lost reportedly in a gap", "lost-hedge", "The article does not say why. The talks with two foreign rivals stalled in February.", (1,), GAP),
    ("a bid that is but considered", "lost-hedge", "Norway's government will bid for the Lisrova ferry line, officials said.", (1,), {}),
    ("a lost reportedly before other words", "lost-hedge", "Two foreign rivals broke off their talks in February.", (1,), {}),
    ("a lost may behind will", "lost-hedge", "Crews will leave their ferries in May unless a buyer wants the night route, Varga said.", (6,), CLAIM),
    # Quotations that are cut
    ("a quotation without its not", "cut-quotation", 'Ilse Varga said: "convinced that a state owner would be worse."', (5,), CLAIM),
    ("a quotation without what governs it", "cut-quotation", 'Ilse Varga said: "a state owner would be worse."', (5,), CLAIM),
    # Swapped within a paragraph
    ("two figures swapped", "swapped", "The line employs about 14 people and owns 1,250 ferries.", (2,), {}),
    ("two dates swapped", "swapped", "Bids are due by May 9; the meeting in Bergen is expected on April 30.", (10, 11), {}),
    ("two amounts swapped", "swapped", "Kestrel Partners bought the shares for an estimated £38.5 million and the line lost £210 million.", (2, 3), {}),
    ("two speakers swapped", "whose", "The crews may strike in May, Odd Brekke said, if the night route goes.", (6, 9), {}),
    ("one's words given to another", "whose", "Ilse Varga called the idea a fairy tale by people who want a lower price.", (5, 7), CLAIM),
    # Of somebody else
    ("a quotation given to another speaker", "whose", 'Odd Brekke said that "nobody has asked the crews."', (5, 11), {}),
    ("two quotations given to each other's speakers", "whose", 'Ilse Varga spoke of "a fairy tale", while Priya Nandakumar said that "nobody has asked the crews."', (5, 7), {}),
    ("an outlet given to another person", "whose", "Ilse Varga and Nils Ekdahl wrote: Ekdahl in the Hallam Courier, Varga in the Baltic Review.", (5, 14), {}),
    ("a fund given to another country", "whose", "Around 60 percent of the shares belong to a Swedish fund, Kestrel Partners.", (3, 12), {}),
    ("a role that nobody has", "role", "Nils Ekdahl is a professor at the University of Visby.", (14,), {}),
    ("a minister of something else", "role", "Finance Minister Odd Brekke greeted Ilse Varga in Port Hallam.", ("caption",), {}),
    # Turned round
    ("the giver become the receiver", "direction", "Sweden has been sending Norway fuel and spare parts since late 2021.", (13,), {}),
    ("another giver", "direction", "Norway gets fuel and spare parts from Sweden.", (13,), {}),
    ("another supplier", "direction", "Sweden is a supplier of fuel and spare parts.", (13,), {}),
    ("a not too many", "opposite", "The exchange of Norway and Sweden has not strengthened the yards.", (13,), {}),
    ("a contrary word", "opposite", "The exchange with Norway has weakened the Swedish yards.", (13,), {}),
    ("at most become at least", "bound", "At least 300 jobs in Port Hallam could go, analysts believe.", (4,), ESTIMATE),
    ("about become exactly", "bound", "The line has exactly 1,250 people, by one estimate.", (2,), ESTIMATE),
    ("a figure become more than that", "bound", "The line owns more than 14 ferries.", (2,), {}),
    # Added
    ("another part of a year", "figure", "Norway has been sending Sweden fuel since early 2021.", (13,), {}),
    ("a season", "figure", "Kestrel Partners bought the shares in summer 2019.", (3,), {}),
    ("a year counted from today", "figure", "The line was founded in Port Hallam; it lost £38.5 million last year.", (2, 4), {}),
    ("a sentence out of nothing", "unsupported", "The line owns 14 ferries. Rust and mould have spread under many decks.", (2,), {}),
    ("a gap that denies when", "denied", "The article does not say when the night route opened.", (12,), GAP),
    ("a gap that denies how many", "denied", "The article does not say how many people the line employs.", (2,), GAP),
    ("a gap that denies whether", "denied", "The article does not say whether the exchange strengthened the yards.", (13,), GAP),
    ("a gap that denies a mention", "denied", "The article does not mention spare parts for Sweden.", (13,), GAP),
    # Stances and gaps
    ("a report that the article states plainly", "stance", "The line was founded in Port Hallam in 1998, on November 12.", (12,), {"stance": "report", "context": (4,)}),
    ("a claim that the article states plainly", "stance", "A ticket for the night route costs £45.", (12,), {"stance": "claim"}),
    ("a speaker who does not stand there", "speaker", "The night route opened on November 12, 1998.", (12,), MINISTER),
    ("a gap that says only", "only", "The article does not name the rivals. It only calls them foreign.", (1,), GAP),
    ("a gap that says just", "only", "The article does not name the rivals. It just calls them foreign.", (1,), GAP),
    ("a gap that says nothing else", "only", "The article does not name them; it says nothing else on them.", (1,), GAP),
]  # fmt: skip


@pytest.mark.parametrize(("planted", "name", "answer", "evidence", "changes"), FAULTS, ids=[each[0] for each in FAULTS])
def test_the_gate_finds(planted: str, name: str, answer: str, evidence: tuple[Any, ...], changes: dict[str, Any]) -> None:
    assert name in found(answer, *evidence, **changes)


TRUE: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    # Quotations
    ("a whole quotation", '"The door is open, and it will stay open for Denmark\'s fund," Odd Brekke said.', (11,), {}),
    ("a quotation in curly marks", "“But nobody has asked the crews,” Ilse Varga told the Hallam Courier.", (5,), {}),
    ("a quotation that goes on within a sentence", 'Ilse Varga said "nobody has asked the crews".', (5,), {}),
    ("a sentence quoted with a small letter", 'Odd Brekke said that "the door is open."', (11,), {}),
    ("a few words of the article's own", 'The article calls the line "a lifeline for the islands", as it has been long seen.', (9,), {}),
    ("a quotation of a paragraph for the gate alone", 'Varga, who said that "nobody has asked the crews," leads the union.', (6,), {"context": (5,)}),
    ("the headline quoted", 'The headline is "Norway weighs bid for the Lisrova ferry line as two foreign rivals lose their patience".', ("headline",), {}),
    ("a heading quoted", 'One heading is "A bridge of steel", another one "Rough waters".', (5, 8), {}),
    ("a false phrase that is asked about", 'Nobody is quoted with "golden share".', (3,), asked("who spoke of a golden share", **WRONG)),
    ("a cut quotation with its hedge around it", 'Ilse Varga does not believe that "a state owner would be worse".', (5,), {}),
    # Copies
    ("nine words of the article in a row", "Varga: crews may strike in May if no buyer promises help.", (6,), CLAIM),
    ("the headline copied", "Norway weighs bid for the Lisrova ferry line as two foreign rivals lose their patience, says the headline.", ("headline",), {}),
    # Figures
    ("a number in words", "The line has fourteen ferries.", (2,), {}),
    ("thousands with a space", "Some 1 250 people work for the line.", (2,), {}),
    ("a number without marks", "About 1250 people work for the line.", (2,), {}),
    ("an amount in words", "In 2024 it lost 38.5 million pounds.", (2,), {}),
    ("an amount with m", "In 2024 it lost £38.5m.", (2,), {}),
    ("a share with a sign", "Kestrel Partners holds around 60% of the shares.", (3,), {}),
    ("per cent in two words", "Some sixty per cent of the shares are Kestrel's.", (3,), {}),
    ("a day before its month", "Bids have to be in by 30 April.", (10,), {}),
    ("a day with an ending", "Brekke and Nandakumar are expected to meet on the 9th of May.", (11,), {}),
    ("a date in full", "The night route has been open since 12 November 1998.", (12,), {}),
    ("the month of a date alone", "The night route has been open since November 1998.", (12,), {}),
    ("the year of a date alone", "The night route has been open since 1998.", (12,), {}),
    ("an ordinal as a number", "It was the 3rd loss in a row.", (2,), {}),
    ("a range with a hyphen", "According to Solberg and Dale it is likely worth £120-150 million.", (10,), {}),
    ("one as a pronoun", "One of the ferries, the Meridian, is accused of leaking oil.", (8,), {}),
    ("a counted list", "Three people are named: Odd Brekke, Ilse Varga and Tomas Rell, who took the picture.", ("caption",), {}),
    ("two reasons counted", "Norway has two worries: foreign hands may take the line, and the islands could lose what is seen as a lifeline.", (9,), {}),
    ("a count of paragraphs", "The article has 12 paragraphs and two headings.", (1,), {}),
    ("a paragraph's number", "The crews come up in paragraphs 5 and 6.", (5, 6), {}),
    ("a sum that is marked", "With around 60 percent for the fund, about 40 percent is left for others.", (3,), {"computed": ("40 percent",)}),
    ("a false figure denied", "The line does not own 16 ferries but 14.", (2,), asked("Why does the line own 16 ferries?", **WRONG)),
    ("half in the article", "Half of the night route's passengers come from Sweden.", (12,), {}),
    ("the two of them", "Brekke and Nandakumar are expected to meet; where the two will sit is not said.", (11,), {}),
    # Giving, owning and saying in other words
    ("a giver behind from", "Sweden gets fuel and spare parts from Norway.", (13,), {}),
    ("a giver who is not named first", "Fuel and spare parts are sent to Sweden by Norway in return for engines.", (13,), {}),
    ("what both would have to give", "If the yards run dry, Sweden must send Norway fuel, and Norway must send fuel to Sweden.", (13,), {}),
    ("a supplier", "Norway has become a supplier of fuel to Sweden.", (13,), {}),
    ("what is given in return", "Norway has been sending fuel to Sweden, which gives engines in return.", (13,), {}),
    ("two quotations with their speakers", 'Ilse Varga said that "nobody has asked the crews," while Priya Nandakumar spoke of "a fairy tale".', (5, 7), {}),
    ("outlets with their authors", "Nils Ekdahl wrote in the Baltic Review, and Ilse Varga told the Hallam Courier.", (5, 14), {}),
    ("a role in other words", "Nils Ekdahl lectures at the University of Visby.", (14,), {}),
    ("at most in other words", "No more than 300 jobs in Port Hallam could go, analysts believe.", (4,), ESTIMATE),
    ("a part of a year in other words", "Norway has been sending Sweden fuel since the end of 2021.", (13,), {}),
    ("a word like the article's", "The exchange of Norway and Sweden boosted the yards.", (13,), {}),
    ("a gap beside what is told", "The article does not say who ran the night route when it opened, or how many ships it had.", (12,), GAP),
    # Names
    ("a demonym for a country", "The Norwegian government is considering a bid, officials said.", (1,), {}),
    ("a country for a demonym", "A fund from Denmark, Kestrel Partners, has around 60 percent of the shares.", (3,), {}),
    ("a capital for its country", "Oslo is considering a bid, officials said.", (1,), {}),
    ("a full name for a surname", "Ilse Varga said the crews may strike in May.", (6,), {}),
    ("a surname for a full name", "Nandakumar called it a fairy tale told by people who want to pay less.", (7,), {}),
    ("an abbreviation for a name", "EMSA has not published what it found.", (8,), {}),
    ("a name for its abbreviation", "The Maritime Safety Agency has not published what it found.", (8,), {}),
    ("a possessive", "The Solveig's crew is not mentioned; the ship is accused of leaking oil.", (8,), {}),
    ("an ordinary word at the beginning", "Tickets cost £45 by night. Passengers pay half by day.", (12,), {}),
    ("a title in an answer", "Captain Ilse Varga heads the union.", (5,), {}),
    ("an agency credited in the caption", "Tomas Rell of Northern Press took the picture.", ("caption",), {}),
    ("the author", "The article is by Agnes Quill.", ("byline",), {}),
    ("the section", 'It stands in the section Business and Trade.', ("headline",), {}),
    ("a name that a gap is asked about", "The article does not mention Finland or a Finnish bid.", (1,), asked("Does Finland bid?", **GAP)),
    ("a surname asked about, a full name denied", "The article does not name Angela Hartmann.", (1,), asked("is hartmann a bidder", **GAP)),
    ("an abbreviation asked about", "The article does not mention the International Whaling Commission.", (8,), asked("what does the IWC say", **GAP)),
    ("a name that a correction denies", "The buyer would be Norway, not Finland, according to officials.", (1,), asked("Is Finland the buyer?", **WRONG)),
    # Hedges kept in other words
    ("reportedly in other words", "According to reports, talks with two foreign rivals stalled in February.", (1,), {}),
    ("reportedly by the stance", "Talks with two foreign rivals stalled in February.", (1,), {"stance": "report"}),
    ("may in other words", "A strike of the crews in May is possible if the night route to Sweden goes, Varga said.", (6,), CLAIM),
    ("could in other words", "Analysts see up to 300 jobs in Port Hallam at risk in a sale.", (4,), {}),
    ("an estimate by the stance", "Kestrel Partners bought the shares for £210 million in June 2019.", (3,), ESTIMATE),
    ("around in other words", "Roughly 60 percent of the shares belong to Kestrel Partners.", (3,), {}),
    ("likely in other words", "Solberg and Dale think that the line is probably worth between £120 million and £150 million.", (10,), {}),
    ("a perception in other words", "Oslo sees the line drifting into foreign hands.", (9,), {}),
    ("accused in other words", "Oil allegedly leaked from the Meridian and the Solveig off the Faroe Islands in October 2023.", (8,), {}),
    ("not in other words", "The findings of EMSA's investigation are unpublished.", (8,), {}),
    ("denied in other words", "The fund rejects the claim that it would sell the ships one by one.", (7,), {}),
    ("expected in other words", "A meeting of Brekke and Nandakumar is planned in Bergen on May 9.", (11,), {}),
    ("a hedge in the caveat", "The two rivals' talks stalled in February.", (1,), {"caveat": "The article says so with \"reportedly\"."}),
    ("what the article does not say", "The article does not say why the talks with the two foreign rivals stalled in February.", (1,), GAP),
    ("a gap with its nearest", "The article does not say what Norway would pay. Brekke has not said it.", (9,), GAP),
    ("an opinion of a speaker", "A lower price is what people want who tell that fairy tale, says Nandakumar.", (7,), {"stance": "opinion", "speaker": "priya-nandakumar"}),
    ("a plain fact", "The line was founded in Port Hallam in 1887.", (4,), {}),
    ("a fact beside a hedge", "Port Hallam is where the line was founded.", (4,), {}),
    ("who somebody is", "Ilse Varga is a captain and heads the union.", (5,), {}),
    ("a denial of what may come", "No, there is no strike yet. Ilse Varga says that crews may strike in May.", (6,), WRONG),
    ("a topic", "The paragraph is on a strike of the crews in May.", (6,), {}),
    ("a warning", "The union's head warns of a strike in May if nobody promises to keep the night route to Sweden.", (6, 5), {}),
    ("not only", "The article names not only the owner, Kestrel Partners, but says nothing on other owners.", (3,), GAP),
]  # fmt: skip


@pytest.mark.parametrize(("told", "answer", "evidence", "changes"), TRUE, ids=[each[0] for each in TRUE])
def test_the_gate_lets_pass(told: str, answer: str, evidence: tuple[Any, ...], changes: dict[str, Any]) -> None:
    assert found(answer, *evidence, **changes) == []


def messages(answer: str, paragraph: int) -> list[str]:
    return [finding.message for finding in GATE.findings(entry(answer, paragraph))]


def test_words_that_are_copied_are_shown_as_they_were_typed() -> None:
    told, *_ = messages("Crews may strike in May if no buyer promises to keep the route.", 6)
    assert told.startswith("“Crews may strike in May if no buyer promises to” is copied from the article, 10 words in a row or more:")


def test_an_amount_is_shown_as_it_was_typed() -> None:
    (told,) = messages("It lost $38.5 million in 2024.", 2)
    assert told.startswith("“$38.5 million” in “It lost $38.5 million in 2024.” is nowhere in the article")
