"""Distinguish questions in other languages from English ones with names and typos in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from briefbot.language import text
from briefbot.matching.reading.vocabulary import STOP_WORDS

_WORDS_OF: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "de": """
            der die das den dem des ein eine einen einer eines und oder aber nicht kein keine wer wen wem wessen wann wo wohin
            woher wie wieviel wieviele warum wieso weshalb welche welcher welches ist sind wurde wurden wird werden hat haben
            hatte mit von vom zum zur bei nach fur uber unter auf aus ob denn doch mal noch schon eigentlich laut gibt gab im
            auch sich es war was zu sagt sagte meint geht macht gesagt gemacht geboren heisst
        """,
        "es": """
            que quien quienes cual cuales cuando cuanto cuantos cuanta cuantas donde como por porque para con sin del las los
            una unas unos el y esta este esto fue fueron hay segun sobre entre pero mas muy tambien hasta desde cuya cuyo le
            les se su sus lo al ya la de en un son eres han muerto jaja
        """,
        "fr": """
            qui quoi quel quelle quels quelles quand comment combien pourquoi ou est sont etait ont avec sans dans pour par
            sur entre chez le la les un une des du de au aux et mais pas ne ce cet cette ces il elle ils elles leur leurs
            selon d l c qu n s j y que en se son mdr comme quen cest
        """,
        "it": """
            chi cosa quando dove perche come quanti quante della delle degli nel nella con sono stato il la le un una del al
            per su se
        """,
        "pt": "quem onde quando quantos quantas porque foi foram uma dos das pelo pela nao que como por para de em se um",
        "nl": "wie wat waar wanneer waarom hoeveel het een van zijn niet voor de en is in was",
    }.items()
}  # fmt: skip
"""Function words of other languages, by which they are recognised; accents are folded as in all text."""
_ENGLISH_TOO = frozenset(
    """
    die den des for was hat mal per con son an a i y d l c n s j see is lo al as im ob un il come comment wat van von in em um es en war
    """.split()  # noqa: SIM905 - a list to read and to add to
)
_FUNCTION_WORDS = frozenset[str]().union(*_WORDS_OF.values()) - _ENGLISH_TOO
"""Those of them that are not English words."""
_MORE_OF: Mapping[str, frozenset[str]] = {
    "de": frozenset("ich mich mir mein meine viele kann kannst".split()),  # noqa: SIM905 - lists to read and to add to
    "es": frozenset("quiero estoy soy dice paso".split()),  # noqa: SIM905
    "fr": frozenset("je veux suis moi dit peux".split()),  # noqa: SIM905
}
"""Other frequent words, which only distinguish languages: they do not make a question foreign."""
_SIGNS_OF: Mapping[str, str] = {"de": "äöüß", "es": "¿¡ñáíóú", "fr": "èêàùçœ", "pt": "ãõ"}
"""Letters and marks that are typical of one of these languages."""
_SHARE = 0.2
"""The share of function words of another language from which a question is read as one."""
_LETTERS = 0.5
"""The share of letters in another script from which a question is read as foreign."""
_ACCENTED = re.compile(r"[\u00c0-\u024f¿¡]")


_SHARED = frozenset("a an i me no so on in as at do it is am us he we was war hat der die den des del al all one most".split())  # noqa: SIM905
"""English function words that are also words of other languages."""
_GERMAN = frozenset(
    """
    der die das dem den ein eine einen und nicht wer wen wem wann wo woher wie warum wieso welche welcher welches ist sind wurde
    wurden hat haben von vom zum zur bei fur uber auf aus im was ab seit mir zu
    """.split()  # noqa: SIM905 - a list to read and to add to
)
"""Words of German that languages without capitalised nouns do not have."""
_ENGLISH_ONLY = STOP_WORDS - _SHARED


def is_foreign(typed: str, words: Sequence[str]) -> bool:
    """Return whether a question is in a language other than English, given as typed and as words."""
    if not typed.isascii() and _is_in_another_script(words):
        return True
    strange = sum(map(_FUNCTION_WORDS.__contains__, words))
    if (strange or _has_accents(typed)) and _ENGLISH_ONLY.isdisjoint(words):
        return True
    return strange > _SHARE * len(words)


def language_of(typed: str) -> str | None:
    """Return the language of a question.

    It is "en", or another language that its words show; None if it is foreign and they do not show which.
    """
    words = text.tokens(typed)
    others = {language: sum(map(known.__contains__, words)) for language, known in _MORE_OF.items()}
    if not is_foreign(typed, words) and (not any(others.values()) or not _ENGLISH_ONLY.isdisjoint(words)):
        return "en"
    votes = {language: others.get(language, 0) + sum(map(known.__contains__, words)) for language, known in _WORDS_OF.items()}
    for language, signs in _SIGNS_OF.items():
        votes[language] += not set(signs).isdisjoint(typed)
    first, second, *_ = sorted(votes, key=lambda language: -votes[language])
    return first if votes[first] > votes[second] else None


def capitalises_nouns(words: Sequence[str]) -> bool:
    """Return whether words are in a language that capitalises all nouns, such as German."""
    return not _GERMAN.isdisjoint(words)


def _is_in_another_script(words: Sequence[str]) -> bool:
    letters = [letter for word in words for letter in word if letter.isalpha()]
    return bool(letters) and sum(not text.is_latin(letter) for letter in letters) >= _LETTERS * len(letters)


def _has_accents(typed: str) -> bool:
    return not typed.isascii() and _ACCENTED.search(unicodedata.normalize("NFC", typed)) is not None
