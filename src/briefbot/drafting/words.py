"""Words that identify names, roles and speech: general classes, never the words of one article."""

from __future__ import annotations

from briefbot.checking.answers.sentences import word_set
from briefbot.language.numerals import MONTH_NAMES
from briefbot.matching.reading.vocabulary import STOP_WORDS, english_words, everyday_words

BODY = word_set(
    "academy administration agency alliance army assembly association authority bank board bureau cabinet center centre chamber church"
    " club coalition college commission committee company confederation congress consortium cooperative corps corporation council court"
    " department directorate federation fire force forces foundation fund government group guild hospital inc institute institution"
    " international laboratory league library list ltd ministry movement museum navy network news observatory office orchestra"
    " organisation organization parliament party police press school senate service services society syndicate theatre theater times"
    " tribune trust union university courier gazette herald post journal chronicle institut universität ministerium verein partei"
    " université ministère universidad ministerio università ministero universiteit"
)
"""Words in the names of bodies."""
PLACE = word_set(
    "abbey airport arena avenue baths bay beach bridge canyon cape castle channel city coast county creek desert district forest gulf"
    " hall harbor harbour heights hill hills house island islands lake lane market mountain mountains ocean palace park peninsula plaza"
    " pool port province quay range reef ridge river road room row sea shoal square stadium station strait street tower town valley village"
    " straße platz rue place calle via"
)
"""The last words of names of places."""
PARTICLES = word_set("de van von der den bin ibn al da di del della la le dos du ten ter zu af")
"""Words in small letters within people's names."""
CALENDAR = MONTH_NAMES | word_set("monday tuesday wednesday thursday friday saturday sunday")
_HONORIFICS = word_set(
    "mr mrs ms miss dr prof sir dame lord lady gen sen rep gov lt col sgt capt adm cmdr rev hon herr frau monsieur madame señor señora"
    " signor signora"
)
_TITLES = _HONORIFICS | word_set(
    "admiral ambassador archbishop bishop bürgermeister bürgermeisterin captain cardinal chair chairman chairwoman chancellor chief coach"
    " colonel constable councillor councilor deputy detective director emperor father general governor imam inspector judge justice king"
    " lieutenant major mayor minister officer pope premier president prince princess professor professorin queen rabbi representative"
    " reverend secretary senator sergeant sheikh sister spokesman spokesperson spokeswoman"
)
_ROLES = word_set(
    "activist adviser advisor aide analyst attorney author candidate chief commander correspondent critic doctor expert founder guide head"
    " host lawyer leader nurse official officer owner pilot president professor reporter resident scientist secretary soldier specialist"
    " spokesman spokesperson spokeswoman statistician student volunteer witness"
)
_ROLE_ENDINGS = ("ologist", "ician", "ist", "ian", "woman", "man", "er", "or")
"""Endings of words for what people are: ecologist, librarian, postman, teacher, director.

Everyday words with these endings are usually something else.
"""
SPEECH = word_set(
    "say says said saying tell tells told write writes wrote add adds added warn warns warned claim claims claimed argue argues argued"
    " declare declares declared announce announces announced vow vowed vows explain explains explained ask asks asked reply replies replied"
    " note notes noted recall recalls recalled insist insists insisted admit admits admitted confirm confirms confirmed stress stresses"
    " stressed call calls called suggest suggests suggested believe believes suspects suspect predict predicts predicted"
    " complain complained complains reported conclude concluded"
    " sagte sagt erklärte schrieb meinte betonte ergänzte dit déclare déclaré affirme affirmé explique expliqué ajoute ajouté écrit"
    " dijo dice afirmó declaró explicó añadió escribió disse dichiarato spiegato affermato afirmou declarou explicou zei zegt schreef"
)
"""Verbs of saying, in the languages whose marks and capitals are supported best."""
_SHORTEST_ROLE = 5


def is_speech(word: str) -> bool:
    """Return whether a word is a verb of saying."""
    return word.casefold() in SPEECH


def is_title(word: str) -> bool:
    """Return whether a word is a title before names."""
    return word.casefold().rstrip(".") in _TITLES


def is_honorific(word: str) -> bool:
    """Return whether a word before a name is a form of address or rank, not an office."""
    return word.casefold().rstrip(".") in _HONORIFICS


def is_role(word: str) -> bool:
    """Return whether a word is a title, an office or a profession."""
    small = word.casefold().rstrip(".")
    if small in _TITLES or small in _ROLES:
        return True
    if len(small) < _SHORTEST_ROLE or small in everyday_words() or small not in english_words():
        return False
    return small.endswith(_ROLE_ENDINGS)


def is_everyday(word: str) -> bool:
    """Return whether a capitalised word may be an ordinary one that opens a sentence before another name."""
    small = word.casefold()
    return small in STOP_WORDS or small in everyday_words()


def is_english(word: str) -> bool:
    """Return whether a capitalised word is an English one.

    Then its capital says little at the beginning of a sentence.
    """
    return word.casefold() in STOP_WORDS or word.casefold() in english_words()
