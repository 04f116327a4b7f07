"""A small invented knowledge about a kite festival, with names in several scripts, numbers, and pairs that differ in
one word.
"""

from __future__ import annotations

from typing import Any

from briefbot.domain.knowledge import Alias, Entry, Kind, Quote, Speaker, Tests
from builders import entry, knowledge, source

MARKOVA = Speaker("zoya-markova", "Zoya Markova", ("Markova", "Zoya", "Зоя Маркова", "Маркова", "マルコワ"), "kite maker")
LIN = Speaker("lin-qiaoyu", "Lin Qiaoyu", ("Lin", "Qiaoyu Lin", "林巧玉"), "flier")
PARK = Speaker("park-seo-yun", "Park Seo-yun", ("Park", "Seo-yun Park", "Pak So-yun", "박서윤"), "flier")
ISLAND = Alias("Varda Island", ("Varda", "isle of Varda", "바르다섬", "瓦尔达岛", "остров Варда", "바르다"))
DRAGON = Alias("dragon kite", ("dragon", "dragonkite", "龙风筝", "용연", "Drachen"))
CONTEST = Alias("long-line contest", ("long line", "llc"))


def asked(entry_id: str, *phrasings: str, answer: str, kind: Kind = "fact", **changes: Any) -> Entry:
    """Make an entry with these phrasings."""
    return entry(entry_id, kind=kind, topic="kites", phrasings=phrasings, answer=answer, tests=Tests(), **changes)


FACTS = (
    asked(
        "kites-flown",
        "How many kites flew at once?", "number of kites in the sky", "what was the count of kites", "how large was the swarm of kites",
        answer="Some 4,200 kites flew at once.",
        related=("dragon-length",),
    ),
    asked(
        "festival-date",
        "When is the festival?", "date of the kite festival", "on which day was the festival held", "what day did the kites fly",
        answer="The festival was held on May 9.",
        evidence=(2,),
    ),
    asked(
        "first-festival",
        "When was the first festival held?", "year of the first kite festival", "since when has there been a festival",
        "how old is the festival",
        answer="The first festival was held in 1987.",
        evidence=(2,),
    ),
    asked(
        "festival-place",
        "Where was the festival held?", "place of the kite festival", "on which island did the kites fly", "what beach did they use",
        answer="The festival was held on the north beach of Varda Island.",
        evidence=(2,),
    ),
    asked(
        "winner",
        "Who won the long-line contest?", "winner of the long-line contest", "name of the champion", "who came first in the contest",
        answer="Park Seo-yun won the long-line contest.",
        evidence=(3,), related=("prize", "gap-park"),
    ),
    asked(
        "prize",
        "What did the winner get?", "prize of the contest", "how much was the prize", "what is the reward for the champion",
        answer="The prize was 900 crowns and a spool of silk line.",
        evidence=(3,), related=("winner",),
    ),
    asked(
        "winner-2019",
        "Who won the long-line contest in 2019?", "winner in 2019", "2019 champion", "who took the title in 2019",
        answer="Lin Qiaoyu won in 2019.",
        evidence=(3,),
    ),
    asked(
        "dragon-length",
        "How long was the dragon kite?", "length of the dragon kite", "size of the dragon kite in meters", "how many meters was the dragon",
        answer="The dragon kite was 140 meters long.",
        related=("dragon-maker",),
    ),
    asked(
        "dragon-maker",
        "Who built the dragon kite?", "maker of the dragon kite", "who sewed the dragon", "whose work is the dragon kite",
        answer="Zoya Markova built the dragon kite.",
        related=("dragon-length",),
    ),
    asked(
        "hurt",
        "How many people were hurt?", "number of injuries", "was anybody injured at the festival", "how many visitors had to see a doctor",
        answer="Three visitors were hurt when a line snapped.",
        evidence=(4,),
    ),
    asked(
        "delay",
        "Why was the festival delayed?", "reason for the delay", "what caused the late start", "why did the festival begin two hours late",
        answer="A storm delayed the start by two hours.",
        evidence=(4,),
    ),
    asked(
        "allowed",
        "Which lines were allowed?", "what kinds of line may fliers use", "permitted lines in the contest", "is cotton line allowed",
        answer="Cotton and silk lines were allowed.",
        evidence=(4,),
    ),
    asked(
        "not-allowed",
        "Which lines were not allowed?", "what lines did the rules forbid", "banned lines in the contest", "is wire never allowed",
        answer="Wire and glass-coated lines were banned.",
        evidence=(4,),
    ),
)  # fmt: skip
OTHERS = (
    asked(
        "no-cut-line",
        "Why did Markova cut Lin's line?", "did Markova sabotage Lin", "how come Zoya Markova cut the line of Lin", "Markova cheated right",
        answer="Markova did not cut Lin's line; it snapped in a gust.",
        kind="correction", evidence=(4,),
    ),
    asked(
        "gap-park",
        "How old is Park Seo-yun?", "where does Park live", "is Park married", "what is Park's job",
        answer="The article says nothing about Park Seo-yun beyond the victory.",
        kind="gap", evidence=(3,), related=("winner",),
    ),
    asked(
        "gap-dragon-cost",
        "What did the dragon kite cost?", "price of the dragon kite", "how expensive was the dragon", "what was paid for the dragon kite",
        answer="The article does not say what the dragon kite cost.",
        kind="gap", related=("dragon-length", "dragon-maker"),
    ),
)  # fmt: skip
QUOTES = (
    Quote(
        "quote-letter", MARKOVA.id,
        "A kite is a letter to the weather, and sometimes the weather writes back,", 1,
        topics=("kites", "weather"),
        phrasings=("What did Markova say about kites?", "Markova quote on the weather", "Who called a kite a letter to the weather?"),
    ),
    Quote(
        "quote-wind", LIN.id, "The wind signed nothing and kept its word,", 4,
        topics=("wind",),
        phrasings=("What did Lin say about the wind?", "Lin quote on the wind", "who said that the wind signed nothing"),
    ),
)  # fmt: skip
KITES = knowledge(MARKOVA, LIN, PARK, ISLAND, DRAGON, CONTEST, *FACTS, *OTHERS, *QUOTES, of=source())
