"""Explain why a question gets its answer, for the people who maintain the knowledge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefbot.domain.explanation import Explanation, Match, Verdict
from briefbot.i18n import mark, say
from briefbot.rendering.markdown import block_quote, escape, shorten, small

_NEXT = 2
"""How many likely matches besides the best are shown."""
_LINE = 150
_OUTCOMES: dict[Verdict, str] = {
    "answer": mark("**Answered:** the best match is likely enough."),
    "silent": mark("**Not in the article:** the best match is a question that the article leaves open."),
    "suggest": mark("**Offered, not answered:** some matches are likely, but none is likely enough."),
    "abstain": mark("**Not answered:** nothing I know is a likely match."),
    "withdraw": mark("**Not answered:** the best match lacks something the question asks for."),
    "wish": mark("**Answered about me**, not about the article: this is a question about the bot itself."),
    "distress": mark("**Not looked up:** this speaks of self-harm. The person gets one kind sentence."),
}


def explained(found: Explanation) -> str:
    """Say what happens to a question and why: the best match, the next ones, and what would change it."""
    lines = [block_quote(escape(" ".join(found.question.split())) or "…"), say(_OUTCOMES[found.verdict])]
    if found.verdict not in ("wish", "distress"):
        lines += [*_matches(found.matches), *_reading(found), *_changes(found)]
    return "\n".join(lines)


def _matches(matches: tuple[Match, ...]) -> Iterator[str]:
    likely = [each for each in matches[1 : 1 + _NEXT] if _percent(each.confidence)]
    for place, each in enumerate([*matches[:1], *likely], 1):
        label = say("Best match") if place == 1 else say("Next")
        title = escape(shorten(each.item.label, _LINE))
        yield say("**{label}, {percent} %:** {title}", label=label, percent=_percent(each.confidence), title=title)
        yield small(say("Words in common: {words}", words=_quoted(each.words)) if each.words else say("No words in common."))


def _percent(confidence: float) -> int:
    """Round a confidence to a whole percent, and never up to certainty."""
    return min(round(confidence * 100), 99)


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(say("“{word}”", word=escape(word)) for word in words)


def _reading(found: Explanation) -> Iterator[str]:
    if found.corrections:
        pairs = ", ".join(say("“{typed}” as “{meant}”", typed=escape(typed), meant=escape(meant)) for typed, meant in found.corrections)
        yield say("I read {pairs}.", pairs=pairs)
    if found.unknown:
        yield say("Words that are not in the knowledge: {words}", words=_quoted(found.unknown))
    if found.missing:
        yield say("What the best match lacks: {words}", words=_quoted(found.missing))


def _changes(found: Explanation) -> Iterator[str]:
    """Say what would change the decision."""
    if not found.matches:
        yield say("**What would change this:** an entry about it. `/knowledge add` creates one.")
    elif found.verdict in ("answer", "silent"):
        yield say("**What would change this:** if another entry was meant, add the question to it as a way to ask.")
    else:
        yield say(
            "**What would change this:** a match of {percent} % or more is answered at once. Add the question as "
            "a way to ask the right entry.",
            percent=_percent(found.needed),
        )
