"""Words that an answer takes from the article: quoted, copied, or cut short."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from briefbot.checking.answers.finding import Finding
from briefbot.checking.answers.keeping import Told
from briefbot.checking.answers.places import LONGEST_COPY, Place, Places
from briefbot.checking.answers.sentences import STRICT_WORD, bare_words, runs, shown, unquoted, word_set, words
from briefbot.checking.article import bare, quoted, within_marks
from briefbot.domain.knowledge import Quote
from briefbot.i18n import say

_UNPAIRED = re.compile(r'(?<!\d)"')
"""A mark without a counterpart, which is not an inch sign."""


def quotation_errors(text: str, places: Sequence[Place], article: Places, asked: Callable[[], str]) -> Iterator[Finding]:
    """Yield quoted words that no cited place has, or that are too long a copy of the article's own words.

    `asked` may be quoted too.
    """
    for passage in quoted(text):
        written = bare(within_marks(passage))
        is_free = any(_stands_in(written, free) for free in article.free)
        if not is_free and f" {' '.join(words(passage))} " not in asked():
            yield from _passage_errors(passage, written, places, article)
    if _UNPAIRED.search(unquoted(text).replace('""', "")):
        yield Finding("quoted", say("A quotation mark has no counterpart: put double quotation marks around each quotation."))


def _passage_errors(passage: str, written: str, places: Sequence[Place], article: Places) -> Iterator[Finding]:
    holding = [place for place in places if _stands_in(written, place.text)]
    if not holding:
        yield Finding("quoted", _not_there(passage, written, article))
    elif len(words(passage)) > LONGEST_COPY and not any(_is_quoted_there(written, place) for place in holding):
        message = say(
            "“{words}” are the article's own words, more than {most} in a row: use your own words.",
            words=shown(passage),
            most=LONGEST_COPY,
        )
        yield Finding("long-copy", message)


def _not_there(passage: str, written: str, article: Places) -> str:
    elsewhere = [place for place in article.all if _stands_in(written, place.text)]
    if elsewhere:
        return say(
            "“{words}” is quoted, but is in {place}, which the entry does not cite: cite that too, or leave the quotation out.",
            words=shown(passage),
            place=place_name(elsewhere[0]),
        )
    return say(
        "“{words}” is quoted, but is not in the cited paragraphs like this: copy it letter for letter, or delete the quotation marks.",
        words=shown(passage),
    )


def place_name(place: Place) -> str:
    """Return the name of a place, for use within a sentence."""
    return say("paragraph {number}", number=place.name) if isinstance(place.name, int) else say("the {part}", part=place.name)


def _stands_in(written: str, text: str) -> bool:
    """Return whether a text has these words as whole words."""
    if not written:
        return False
    # A sentence quoted within another one may begin with a small letter.
    text = text.replace(written[0].swapcase() + written[1:], written)
    place = text.find(written)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(written) : place + len(written) + 1]
        if not (before.isalnum() and written[0].isalnum()) and not (after.isalnum() and written[-1].isalnum()):
            return True
        place = text.find(written, place + 1)
    return False


def _is_quoted_there(written: str, place: Place) -> bool:
    return any(_stands_in(written, within_marks(passage)) for passage in place.passages)


def copy_errors(text: str, article: Places) -> Iterator[Finding]:
    """Yield where an answer copies too many consecutive words of the article outside quotation marks."""
    for piece in unquoted(text).split('""'):
        length = LONGEST_COPY + 1
        start = next((place for place, run in enumerate(runs(bare_words(piece), length)) if run in article.copies), None)
        if start is not None:
            spans = [match.span() for match in STRICT_WORD.finditer(piece)][start : start + length]
            message = say(
                "“{words}” is copied from the article, {count} words in a row or more: use your own words, or quote a speaker.",
                words=piece[spans[0][0] : spans[-1][1]],
                count=length,
            )
            yield Finding("long-copy", message)


# Cut quotations ----------------------------------------------------------------------

_FEWEST_TELLING = 4
"""The length from which quoted words are a statement; shorter ones are names of things."""
_BREAK = re.compile(r"[;:?!]|(?:and|or) (?=that )|\. |--|, (?:and|but|while|yet)(?! that\b)")
_GROUPS_SHOWN = {
    "not": word_set("not no never neither nor without cannot n't"),
    "chance": word_set("may might could should would likely unlikely possibly perhaps probably risk risks indication signs prospect"),
    "report": word_set("reportedly allegedly"),
}
_GOVERNING = word_set(
    "convince convinced convinces believe believes believed think thinks thought suggest suggests suggested claim claims claimed argue"
    " argues argued deny denies denied fear fears feared doubt doubts doubted warn warns warned hope hopes hoped say says said indication"
    " indicate indicates signs pretend pretends wish wishes if whether unless"
)
_SAYING = word_set("say says said claim claims claimed argue argues argued warn warns warned suggest suggests suggested indicate indicates")
_LINKS = word_set("that whether if")


def cut_words(written: str, place: Place) -> str:
    """Return the hedge, negation or verb before quoted words in the article that governs them.

    Return "" if there is none.
    """
    for passage in map(within_marks, place.passages):
        start = passage.find(written)
        if start > 0:
            before = _BREAK.split(passage[:start])[-1].casefold()
            cut = _governing(before, written.casefold())
            return "" if cut and Told.of(written, "fact").keeps((_group(cut),)) else cut
    return ""


def _governing(before: str, written: str) -> str:
    """Return the last word before a quotation that changes its meaning."""
    told = words(before)
    is_clause = bool(told and told[-1] in _LINKS) or written.partition(" ")[0] in _LINKS
    for wanted in (*_GROUPS_SHOWN.values(), _GOVERNING if is_clause or "that" in told[-6:] else frozenset()):
        for word in reversed(told):
            if word in wanted or (word.endswith("n't") and "not" in wanted):
                return word
    return ""


def cut_quotations(text: str, places: Sequence[Place]) -> Iterator[Finding]:
    """Yield a warning for each quotation of an answer without its governing word, inside it or around it."""
    around = unquoted(text)
    told = Told.of(around, "fact")
    for passage in quoted(text):
        written = bare(within_marks(passage))
        if len(words(passage)) < _FEWEST_TELLING:
            continue
        cut = next((found for place in places if (found := cut_words(written, place))), "")
        if cut and cut not in words(around) and not told.keeps((_group(cut),)):
            yield cut_finding(passage, cut)


def cut_quote(quote: Quote, places: Places) -> Iterator[Finding]:
    """Yield a warning for a stand-alone quotation that leaves out its governing word."""
    place = places.by_name.get(quote.paragraph)
    cut = cut_words(bare(within_marks(quote.text)), place) if place is not None else ""
    if cut:
        yield cut_finding(quote.text, cut)


def cut_finding(passage: str, cut: str) -> Finding:
    """Return the finding that a quotation is cut so that its meaning changes."""
    message = say(
        "“{words}” leaves out “{cut}” before it, which changes its meaning: quote from there, or say so around it.",
        words=shown(passage),
        cut=cut,
    )
    return Finding("cut-quotation", message, is_warning=True)


def _group(word: str) -> str:
    return next((group for group, members in _GROUPS_SHOWN.items() if word in members), "report" if word in _SAYING else "view")
