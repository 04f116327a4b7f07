"""Words by their role in a question: each set is defined here and nowhere else."""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words that stand for something else -----------------------------------------------------------

PERSONS, MANY, OWNERS = _set("he him she"), _set("they them"), _set("his her hers their theirs its")
IT = _set("it its")
THERE_AND_THEN = _set("there then")
POINTING = PERSONS | MANY | OWNERS | IT | THERE_AND_THEN | _set("this that these those")
"""Words that may stand for something named before."""
PEOPLE = (PERSONS | MANY | OWNERS | _set("those these")) - IT
"""The ones among them for people."""
RELATING = _set("other others another same rest first second last next former latter reverse opposite")
"""Words that identify a thing by one that was named before."""

# Words without content -----------------------------------------------------------------------

GOING_ON = _set("more else about explain elaborate detail details further")
"""Words that ask to continue, although none of them is a question word."""
MORE = GOING_ON - {"about"}
"""Words that ask for more."""
OPENING = _set("and so but also ok okay wait then well or plus yes yeah no oh ah hm hmm lol yo hey btw alright right now")
"""Words that a question opens with, and that say nothing about it."""
GOING_ON_BY = _set("and but or also plus")
"""The ones among them that lead to something else of the same kind."""
ASKING = _set("what who whom whose where when why how which because")
AUXILIARY = _set("is are was were be been do does did has have had can could will would shall should may might must")
PREPOSITIONS = _set(
    "about of to with for by from after before on at in like than over off up since until under behind into across against through"
    " between among toward towards along"
)
EMPTY = (
    OPENING
    | ASKING
    | PREPOSITIONS
    | GOING_ON
    | _set(
        "exactly precisely again please pls though really even actually hell heck earth huh eh wtf omg lmao bro man dude"
        " one ones many much long old far big often soon not go me us tell say can could you continue"
    )
)
"""The words of a question without content."""
SAYS_NOTHING = (
    EMPTY
    | AUXILIARY
    | POINTING
    | _set("happen happened happening happens mean means meant said says saying know knows knew think thinks sure")
)
CLAUSES = ASKING | _set("and but or that because if while as though although")
"""Words that begin a clause: a word in it may stand for something named in the clause before."""
TIMES = _set("and since by until till before after")
"""Words before a "then" that is a time."""
BEHIND_THAT = (
    AUXILIARY
    | PREPOSITIONS
    | _set(
        "a an the true right real so too all really even exactly not confirmed why how official known"
        " happen bother matter mean work help hurt change affect worry concern surprise make look sound include involve"
    )
)
"""Words after a "that" which stands alone, unlike "that pact" or "says that …"."""

# Words for texts -------------------------------------------------------------------------------

ARTICLE = _set("article story text piece")
ABOUT_THE_ARTICLE = ARTICLE | _set("articles report author headline title")
"""Words for the subject of every question: they do not make it depend on another one."""
TEXTS_ASKED_ABOUT = _set(
    "post posts tweet tweets testimony commentary op oped editorial essay statement letter letters speech speeches paper column interview"
    " blog message memo newsletter book study declaration treaty pact agreement dissertation"
)
"""Words for texts that people ask about."""
TEXTS_TOLD_OF = TEXTS_ASKED_ABOUT - _set("treaty pact agreement declaration statement message study paper")
"""The ones among them that are texts when an answer names them; the others are usually its subject."""
WRITING = _set("write writes wrote written writing")

# Words that reverse a statement ---------------------------------------------------------------

TURNING = _set(
    "stop stops stopped quit quits cease ceases ceased halt halts halted until till after back withdraw withdraws withdrew withdrawn"
    " retreat return returns returned deny denies denied doubt doubts doubted reject rejects rejected refuse refuses refused"
    " exclude excludes excluded cancel cancels canceled cancelled oppose opposes opposed revoke revoked repeal repealed undo undid"
)
"""Words that ask for the opposite: an answer about a beginning is not an answer about an end."""
