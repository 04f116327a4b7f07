"""Show an edit to moderators: next to the article's text and the gate's findings.

It is shown with the right answers that it would break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefbot.checking.answers import IDLE_REVIEW, Finding
from briefbot.checking.article import Article
from briefbot.domain.knowledge import Entry, Evidence, Item, Knowledge, Source
from briefbot.editing.replay import Moved, Replay, Winner
from briefbot.i18n import say, say_many
from briefbot.language.text import tokens
from briefbot.rendering import attribution
from briefbot.rendering.markdown import ELLIPSIS, block_quote, escape, shorten, small
from briefbot.rendering.source_pages import passage

_LEAST, _MOST = 200, 500
"""Characters of one passage: with fewer it is left out, and more are too many for a phone."""
_MORE = 40
"""The room for the line that counts what is left out."""
_REMARKS = 3
"""The most remarks of the gate that are shown."""
_REMARK = 300
"""The most characters of a remark."""
SHOWN_MOVES = 5
"""The most broken answers that are shown; the file has all."""
_ANSWER = 80
"""The most characters of an answer in a line."""
_QUESTION, _TITLE = 160, 100
"""The most characters of a question, and of a title."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"”’'])\s+")
_TELLING = 4
"""The length from which a word says what a sentence is about."""


@dataclass(frozen=True, slots=True)
class Passages:
    """The article's text at some places, if there is room for it."""

    lines: tuple[str, ...] = ()
    is_whole: bool = True


def remarks(found: Sequence[Finding] | None, *, is_kept: bool = False) -> list[str]:
    """Return the gate's findings; `found` is None if the article is not available.

    `is_kept` says that a refused text was saved before.
    """
    if found is None:
        return [small(say("Nothing was compared with the article, because the operator hasn't given me its file."))]
    found = [each for each in found if each.name != IDLE_REVIEW]  # moderators do not see reviews
    if not found:
        return [small(say("Compared with the article: no objections."))]
    lines = [_remark(each) for each in found[:_REMARKS]]
    if len(found) > _REMARKS:
        lines.append(small(say("… and {count} more", count=len(found) - _REMARKS)))
    if is_kept and not all(each.is_warning for each in found):
        lines.append(small(say("As a new text this would be refused. It was already in use, so it can be saved.")))
    return lines


def _remark(finding: Finding) -> str:
    message = escape(shorten(finding.message, _REMARK))
    if finding.is_warning:
        return say("**Please check:** {message}", message=message)
    return say("**Not in the article:** {message}", message=message)


def passages(evidence: Iterable[Evidence], around: str, article: Article, source: Source, room: int) -> Passages:
    """Show the text of some places within a number of characters.

    A long passage is cut to the sentences that are most like another text.
    """
    texts = {place: escape(passage(place, article)) for place in dict.fromkeys(evidence) if source.has(place)}
    shown, left = list(texts), room
    if len(shown) * _LEAST > room:
        left = max(0, room - _MORE)
        told = _telling(around)
        likest = sorted(texts, key=lambda place: -len(told & _telling(texts[place])))[: left // _LEAST]
        shown = [place for place in texts if place in likest]
    lines: list[str] = []
    is_whole = len(shown) == len(texts)
    for number, place in enumerate(shown):
        head = small(say("The article, {place}:", place=attribution.places([place], source)))
        quoted = block_quote(excerpt(texts[place], around, min(_MOST, left // (len(shown) - number) - len(head) - 4)))
        is_whole &= quoted == block_quote(texts[place])
        lines += [head, quoted]
        left -= len(head) + len(quoted) + 2
    if len(shown) < len(texts):
        lines.append(small(say_many("… and {count} more place", "… and {count} more places", len(texts) - len(shown))))
    return Passages(tuple(lines), is_whole)


def excerpt(text: str, around: str, limit: int) -> str:
    """Cut a text to the sentences that share most words with another one, and their neighbours."""
    if len(text) <= limit:
        return text
    told, sentences = _telling(around), _SENTENCE_END.split(text)
    shared = [len(told & _telling(sentence)) for sentence in sentences]
    best = shared.index(max(shared))
    kept = {best: shorten(sentences[best], limit - 4)}
    for place in sorted(set(range(len(sentences))) - {best}, key=lambda place: (-shared[place], abs(place - best))):
        if len(_joined({**kept, place: sentences[place]}, len(sentences))) <= limit:
            kept[place] = sentences[place]
    return _joined(kept, len(sentences))


def _telling(text: str) -> set[str]:
    return {word for word in tokens(text) if len(word) >= _TELLING or word.isdigit()}


def _joined(kept: Mapping[int, str], total: int) -> str:
    """Join sentences, with an ellipsis wherever some are left out."""
    parts: list[str] = []
    before = -1
    for place in sorted(kept):
        parts += [ELLIPSIS] * (place != before + 1) + [kept[place]]
        before = place
    return " ".join(parts + [ELLIPSIS] * (before != total - 1 and not parts[-1].endswith(ELLIPSIS)))


def whole_passages(evidence: Iterable[Evidence], article: Article, source: Source) -> str:
    """Return the full text of some places, for a file."""
    places = [place for place in dict.fromkeys(evidence) if source.has(place)]
    return "\n\n".join(f"{attribution.places([place], source)}:\n{passage(place, article)}" for place in places)


def effect(found: Replay, old: Knowledge, new: Knowledge) -> str:
    """Say which right answers an edit breaks, and how many questions were tried."""
    asked = small(_asked(found))
    broken = found.broken
    if not broken:
        return "\n".join([say("It breaks no right answer."), asked])
    head = say_many("**It would break {count} right answer:**", "**It would break {count} right answers:**", len(broken))
    lines = broken_lines(broken[:SHOWN_MOVES], old, new)
    if len(broken) > SHOWN_MOVES:
        lines.append(say("… and {count} more in the file", count=len(broken) - SHOWN_MOVES))
    return "\n".join([head, *lines, asked])


def _asked(found: Replay) -> str:
    if found.is_whole:
        return say_many("Tried the only question.", "Tried all {count} questions.", found.total)
    return say(
        "Tried the {count} most similar questions; the other {rest} were not tried.", count=found.asked, rest=found.total - found.asked
    )


def broken_lines(broken: Iterable[Moved], old: Knowledge, new: Knowledge) -> list[str]:
    """List questions that were right and no longer are: what people see now, and what they would see."""
    return [
        say(
            "- “{question}”: now {before}, then {after}",
            question=escape(shorten(moved.question, _QUESTION)), before=_seen(moved.before, old), after=_told(moved.after, new),
        )
        for moved in broken
    ]  # fmt: skip


def _seen(found: Winner, knowledge: Knowledge) -> str:
    item = knowledge.item(found.item) if found.item is not None else None
    if item is not None:
        return say("“{title}”", title=escape(shorten(item.label, _TITLE)))
    return say("suggestions") if found.is_offer else say("no answer")


def _told(found: Winner, knowledge: Knowledge) -> str:
    item = knowledge.item(found.item) if found.item is not None else None
    return (
        say("{what} ({answer})", what=_seen(found, knowledge), answer=escape(shorten(_answer(item), _ANSWER)))
        if item
        else _seen(found, knowledge)
    )


def _answer(item: Item) -> str:
    return item.answer if isinstance(item, Entry) else item.text
