"""Recognise that somebody speaks of harming themselves: by rules, before anything else is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from string import ascii_lowercase

from briefbot.data import read_groups
from briefbot.language.text import clean, readable, tokens

READ = 4_000
"""How many characters of a text are read: a message has no more."""
_GAP = r"(?:~\w+ ){0,4}"
"""What "~" stands for between words: a few adverbs and auxiliaries, which are marked like this beforehand."""
_LONG = 6
"""The length from which a word is recognised despite one wrong letter."""

_TRIGGER = re.compile(
    r"[^\0-\x7f]|\b(?:i\b|i['madw]|ill\b|ive\b|i+\b|my|me\b|msy|ms?elf|k\W?m\W?s|su|sewer|d(?:i+e|ei|y|[*!1]e|ea)|k(?:[i*!1]*l|iil|lil)|unal|li|lv|ali|exist|end|self|overd|hurt"
    r"|harm|cut|disap|pill|anym|any more|go on|letha|fatal|deadl|noose|keep g|carry|painl|go(?:ing|nna)\b|wan|nobody|no one"
    r"|ich|j[e']|quier|quisi|voy|deseo|tengo|quer|vou|nao|vogl|vorr|non|mi\b|ik\b|chc|nie|olmek|kendi|intihar|yasam)",
    re.IGNORECASE,
)
"""Words without which no rule can match: most questions have none, which takes a few microseconds to see."""
_QUOTED = re.compile(r"[\"“”„‟«»＂「『][^\"“”„‟«»＂」』]{1,400}[\"“”„‟«»＂」』]|(?<!\w)['‘](?:[^'‘’]|(?<=\w)['’](?=\w)){1,400}['’](?!\w)")
_QUOTED_LINE = re.compile(r"^>{1,3} .*$", re.MULTILINE)
_MASKED = re.compile(r"(?<=[a-z])[*!1](?=[a-z])", re.IGNORECASE)
"""A masked letter within a word, as in "k*ll": an i."""
_PAUSE = re.compile(r"\.{2,}|…")
_SENTENCE = re.compile(r"[.!?;\n。！？]+")
_CLAUSE = re.compile(r"[,:()–—，：]+| - ")
_STRETCHED = re.compile(r"(\w)\1{2,}")
_SAYING = "say|says|said|saying|write|writes|wrote|tell|tells|told|claim|claims|claimed|quote|quotes|quoted|shout|shouted|scream|screamed"
_NAMING = "quote|quotation|line|words|phrase|sentence|remark|statement|title|headline|lyrics|song"
_REPORTED = re.compile(rf"(?:\b(?:{_SAYING})(?: (?:you|me|him|her|them|us))?(?: that)?|\b(?:{_NAMING})(?: (?:is|was|reads))?)(?: ,)? ?$")
"""What introduces somebody else's words."""
_CONFESSED = re.compile(rf"\bi(?: \w+)? (?:{_SAYING})(?: (?:you|him|her|them|everyone|my \w+))?(?: that)?(?: ,)? ?$")
"""What introduces the person's own words."""
_WORD = re.compile(r"(?<![\w\\~])[^\W\d_]+(?![\w?*])")
_PIECE = re.compile(r"<([a-z]+)>")


def speaks_of_self_harm(typed: str) -> bool:
    """Return whether somebody says that they harm themselves, or think of it."""
    said = "\n".join(map(readable, typed[:READ].splitlines()))[:READ]  # again: some characters stand for many
    if not _TRIGGER.search(said):
        return False
    text, rules = _without_quotations(said), _rules()
    sentences = [sentence for sentence in _sentences(text, rules) if sentence]
    return any(map(rules.are_met_by, sentences)) or rules.are_met_by_all_of(sentences) or rules.are_met_abroad(clean(text))


def _without_quotations(text: str) -> str:
    """Remove quotations, which are somebody else's words, unless there is nothing else."""
    own = _QUOTED.sub(" ", _QUOTED_LINE.sub(" ", text))
    return own if tokens(own) else text


def _sentences(text: str, rules: Rules) -> Iterator[str]:
    """Yield the sentences as folded words, with commas between their clauses."""
    for sentence in _SENTENCE.split(_PAUSE.sub(" ", _MASKED.sub("i", text))):
        clauses = (rules.read(tokens(clause)) for clause in _CLAUSE.split(sentence))
        yield " , ".join(filter(None, clauses))


class Rules:
    """The patterns of data/distress.txt."""

    def __init__(self, groups: dict[str, list[str]]) -> None:
        """Compile the patterns."""
        self._pieces = dict(line.split(" = ", 1) for line in groups["pieces"])
        self._spelled = _spelled(groups["slang"], _words_of(groups["slips"]))
        self._adverbs = set(_words_of(groups["adverbs"]))
        fillers = _any_of(groups["fillers"])
        subject = rf"(?:\b(?:i|me) |(?:^|, )(?:{fillers} )*|\bi (?!heard|read|know|knew|ask|wonder)(?:\w+ ){{1,6}}(?:and|but|so|or) )~"
        self._idioms, self._supposing = self._compile(groups["idioms"]), self._compile(groups["supposing"])
        self._own = self._compile(groups["own"], groups["of oneself"], subject)
        self._bare, self._accident = self._compile([], groups["bare"], subject), re.compile(rf"\b{_any_of(groups['accident'])}\b")
        self._whole = re.compile(self._expand(rf"\A(?:{fillers} |, )*(?:{'|'.join(groups['whole'])})(?: ,| {fillers})*"))
        self._abroad = re.compile(rf"(?<!\w)(?:{'|'.join(groups['other languages'])})|{'|'.join(groups['scripts without spaces'])}")

    def _compile(self, anywhere: Sequence[str], after: Sequence[str] = (), subject: str = "") -> re.Pattern[str]:
        either = [*anywhere, *([f"{subject}(?:{'|'.join(after)})"] if after else [])]
        return re.compile(self._expand(rf"(?<![^ ])(?:{'|'.join(either)})(?![^ ])"))

    def _expand(self, pattern: str) -> str:
        while _PIECE.search(pattern):  # a piece may contain others
            pattern = _PIECE.sub(lambda found: self._pieces[found[1]], pattern)
        pattern = pattern.replace(r"\w", r"[~\w]").replace("~", "%").replace("[%", "[~")
        return self._marked(pattern).replace("%", _GAP)

    def _marked(self, text: str) -> str:
        return _WORD.sub(lambda found: f"~{found[0]}" if found[0] in self._adverbs else found[0], text)

    def read(self, words: Sequence[str]) -> str:
        """Join words as the patterns expect them: typing slips and stretched letters corrected, adverbs marked."""
        spelled = " ".join(self._spelled.get(word) or self._spelled.get(short, short) for word, short in _shortened(words))
        return self._marked(spelled.replace(" any more", " anymore"))

    def are_met_by(self, sentence: str) -> bool:
        """Return whether a sentence speaks of self-harm in the first person."""
        plain = self._idioms.sub("-", sentence)
        if self._supposing.search(plain):
            return False
        found = [*self._own.finditer(plain), *(() if self._accident.search(plain) else self._bare.finditer(plain))]
        return any(not _is_reported(plain, each.start()) for each in found)

    def are_met_by_all_of(self, sentences: Sequence[str]) -> bool:
        """Return whether a message is a single sentence that means self-harm only if nothing else is said."""
        return len(sentences) == 1 and self._whole.fullmatch(sentences[0]) is not None

    def are_met_abroad(self, text: str) -> bool:
        """Return whether a text says so in another language, in the plainest words."""
        return self._abroad.search(text) is not None


def _is_reported(sentence: str, start: int) -> bool:
    """Return whether the words from here on are reported as somebody else's."""
    head = sentence[:start].replace("~", "")
    if not sentence.startswith("i ", start):
        head = _before_last_i(head)
    return _REPORTED.search(head) is not None and _CONFESSED.search(head) is None


def _before_last_i(head: str) -> str:
    """Cut a text before its last "i", if there is one."""
    place = f" {head}".rfind(" i ")
    return head if place < 0 else head[:place]


def _spelled(slang: Sequence[str], words: Sequence[str]) -> dict[str, str]:
    """Map slang, and each typing slip, to the words that are meant."""
    meant = {said: words for line in slang for sayings, words in [line.split(" = ")] for said in sayings.split()}
    return {slip: meant.get(word, word) for word in words for slip in _slips(word)} | meant


def _slips(word: str) -> Iterator[str]:
    """Yield what a single typing slip makes of a word, except in its first letter.

    A letter is left out, added, swapped or, in a long word, wrong.
    """
    for place in range(1, len(word)):
        head, tail = word[:place], word[place:]
        yield head + tail[1:]
        yield head + tail[1:2] + tail[:1] + tail[2:]
        yield from (head + letter + tail for letter in ascii_lowercase)
        if len(word) >= _LONG:
            yield from (head + letter + tail[1:] for letter in ascii_lowercase)
    yield word + word[-1]


def _shortened(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((word, _STRETCHED.sub(r"\1", word)) for word in words)


def _words_of(lines: Sequence[str]) -> list[str]:
    return " ".join(lines).split()


def _any_of(lines: Sequence[str]) -> str:
    return f"(?:{'|'.join(sorted(_words_of(lines), key=len, reverse=True))})"


@cache
def _rules() -> Rules:
    return Rules(read_groups("distress.txt"))
