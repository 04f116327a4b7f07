"""The verbatim gate: a quotation must be in quotation marks in its paragraph, word for word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from briefbot.checking.article import Article, bare, digest, fold_marks, within_marks
from briefbot.domain.knowledge import Cut, Quote, Speaker
from briefbot.i18n import say


def _holding(text: str, passages: Sequence[str]) -> list[str]:
    return [passage for passage in passages if text and text in passage]


def gate(quote: Quote, speaker: Speaker | None, article: Article) -> str | None:
    """Return why a quotation does not pass the verbatim gate, or None if it passes."""
    if not 1 <= quote.paragraph <= len(article.paragraphs):
        return say("there is no paragraph {number}", number=quote.paragraph)
    if refusal := _why_not_verbatim(quote, article):
        return refusal
    if speaker is None or not _is_near(speaker, quote.paragraph, article):
        return say("names no speaker whose name is in paragraph {number} or next to it", number=quote.paragraph)
    return None


def _why_not_verbatim(quote: Quote, article: Article) -> str | None:
    text = within_marks(quote.text)
    holding = _holding(text, article.passages[quote.paragraph - 1])
    if not holding:
        return _why_not_there(text, quote.paragraph, article)
    cuts = _cuts(text, holding)
    if not cuts:
        return say("begins or ends inside a word")
    # earlier bundles use True even for a cut on one side
    if quote.partial in cuts or (quote.partial is True and text not in holding):
        return None
    if False in cuts:
        return say("is the whole passage: partial must be false")
    return say("is cut: partial must be {value}", value=as_written(cuts[0]))


def _why_not_there(text: str, number: int, article: Article) -> str:
    """Return why words are not in the quoted passages of a paragraph.

    Their own marks, another paragraph, outside marks, or not there at all.
    """
    inside = text.strip("'")
    if text != inside and _holding(inside, article.passages[number - 1]):
        return say("includes its quotation marks: leave them out, the reply adds them")
    elsewhere = [place for place, passages in enumerate(article.passages, 1) if _holding(inside, passages)]
    if elsewhere:
        return say(
            "is not quoted letter for letter in paragraph {number}, but in paragraph {other}",
            number=number,
            other=elsewhere[0],
        )
    outside = [place for place, paragraph in enumerate(article.paragraphs, 1) if inside and inside in within_marks(paragraph)]
    if outside:
        return say("is in paragraph {number}, but not inside one pair of double quotation marks", number=outside[0])
    return say("is not quoted letter for letter in paragraph {number}", number=number)


def cut_of(quote: Quote, article: Article) -> Cut:
    """Return which side of its passage a quotation leaves out; False if none, or if it is in no passage."""
    if not 1 <= quote.paragraph <= len(article.paragraphs):
        return False
    text = within_marks(quote.text)
    cuts = _cuts(text, _holding(text, article.passages[quote.paragraph - 1]))
    return cuts[0] if cuts else False


def as_written(cut: Cut) -> str:
    """Return a value of `partial` as a bundle has it."""
    return cut if isinstance(cut, str) else str(cut).lower()


_LEAST_CUT_FIRST: tuple[Cut, ...] = (False, "end", "start", True)


def _cuts(text: str, holding: Sequence[str]) -> list[Cut]:
    """List the cuts of each passage that has a text as whole words, the smallest first."""
    cuts = (_cut(bare(text), bare(passage)) for passage in holding if _stands_at_word_boundaries(text, passage))
    return sorted(cuts, key=_LEAST_CUT_FIRST.index)


def _cut(text: str, passage: str) -> Cut:
    if text == passage:
        return False
    if passage.startswith(text):
        return "end"
    return "start" if passage.endswith(text) else True


# A word with its apostrophes or hyphens between letters, and points or commas between digits.
# Scripts without blanks between words have no places inside a word.
_LETTER = r"[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_WORD = re.compile(rf"{_LETTER}+(?:(?:['-]|(?<=\d)[.,](?=\d)){_LETTER}+)*")


def _stands_at_word_boundaries(text: str, passage: str) -> bool:
    """Return whether the text is in the passage without beginning or ending inside a word."""
    inside = {place for word in _WORD.finditer(passage) for place in range(word.start() + 1, word.end())}
    return any(start not in inside and start + len(text) not in inside for start in _places(text, passage))


def _places(text: str, passage: str) -> Iterator[int]:
    """Yield each position of a text in a passage."""
    place = passage.find(text)
    while place >= 0:
        yield place
        place = passage.find(text, place + 1)


def _is_near(speaker: Speaker, paragraph: int, article: Article) -> bool:
    """Return whether a speaker is named in the paragraphs of a quotation or next to them."""
    first = last = paragraph
    while article.goes_on(first - 1):
        first -= 1
    while article.goes_on(last):
        last += 1
    beside = [fold_marks(each).casefold() for each in article.paragraphs[max(0, first - 2) : last + 1]]
    names = [fold_marks(name).casefold() for name in (speaker.name, *speaker.aliases) if name.strip()]
    return any(re.search(rf"(?<!{_LETTER}){re.escape(name)}(?!{_LETTER})", text) for name in names for text in beside)


def nearest_passage(text: str, article: Article) -> tuple[int, str] | None:
    """Return the quoted passage most similar to a text, as (paragraph, passage)."""
    best = max(
        (
            (difflib.SequenceMatcher(None, fold_marks(text).lower(), passage.lower()).ratio(), number, passage)
            for number, passages in enumerate(article.passages, 1)
            for passage in passages
        ),
        default=None,
    )
    return (best[1], best[2]) if best else None


def quotation_digest(quote: Quote) -> str:
    """Return a digest of a quotation with its attribution, to notice changes without the article."""
    return digest(f"{quote.speaker}\n{quote.paragraph}\n{quote.partial}\n{quote.text}")
