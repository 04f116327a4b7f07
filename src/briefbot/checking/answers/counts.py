"""Numbers that are not figures of the article: counts of what the answer lists, and facts about the article."""

from __future__ import annotations

import re
from collections.abc import Collection

from briefbot.checking.answers.figures import Figure
from briefbot.checking.answers.sentences import sentences, word_set
from briefbot.checking.article import quoted

_MOST = 20
"""The largest count of a list in an answer."""
_PARTS = word_set(
    "paragraph paragraphs heading headings section sections sentence sentences quotation quotations quote quotes passage passages"
    " word words caption captions photo photos picture pictures place places mention mentions text texts"
)
"""Parts of an article."""
_POINTING = word_set("the these those all its their other of both")
_ITEMS = re.compile(r", (?:and |or |nor )?|; (?:and |or )?| (?:and|or|nor) ")
_AND = re.compile(r"[,;] and ")
_CLAUSES = re.compile(r"; ")


def is_count(figure: Figure, text: str, names: Collection[object], persons: int) -> bool:
    """Return whether a figure of an answer counts things that the answer lists, or parts of the article.

    `names` are the different names in the answer; `persons` of them are people.
    """
    if not figure.value.isdecimal() or int(figure.value) > _MOST:
        return _is_about_the_article(figure)
    number = int(figure.value)
    if _is_about_the_article(figure) or number in _lengths(text, names, persons):
        return True
    return not _POINTING.isdisjoint(figure.before[-2:]) and number <= max(len(names), len(quoted(text)))


def _is_about_the_article(figure: Figure) -> bool:
    """Return whether a figure is next to a part of the article: "24 paragraphs", "paragraphs 7 and 8"."""
    if not figure.value.isdecimal():
        return False
    return not _PARTS.isdisjoint(figure.after[:3]) or not _PARTS.isdisjoint(figure.before[-3:])


def _lengths(text: str, names: Collection[object], persons: int) -> set[int]:
    """Return the numbers of things that an answer may list.

    These are names, quotations, clauses, sentences, and items of each sentence.
    """
    found = {len(names), persons, len(quoted(text)), len(_CLAUSES.split(text)), len(sentences(text)) - 1}
    for sentence in sentences(text):
        head, colon, behind = sentence.partition(": ")
        found.add(len(_ITEMS.split(behind if colon else sentence)))
        if colon:
            found.update((len(_CLAUSES.split(behind)), len(_ITEMS.split(head))))
        if ", " in sentence:
            found.add(len(_ITEMS.split(sentence)) - 1)
        found.add(len(_AND.split(behind if colon else sentence)))
    return found
