"""The names of columns, here and in the files of other tools."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from briefbot.bundle.reading import SCHEMAS
from briefbot.domain.knowledge import ThingKind

FIRST = ("type", "id", "state")
"""The columns that every exported table begins with."""
HEADERS: Mapping[str, str] = {
    "phrasings": "alternative questions",
    "reach": "must reach",
    "not": "must not reach",
    "text": "quotation",
    "said_on": "said on",
    "aliases": "other names",
}
"""Names of columns that differ from their keys."""
_OTHERS: Mapping[str, str] = {
    "type": "thing",
    "id": "key | faq id | qna id | question id | slug | identifier | external id | intent | intent name",
    "state": "status",
    "question": "questions | q | query | faq question | user question | customer question | main question | primary question"
    " | canonical question | example question | utterance | frage | fragen | pregunta | preguntas",
    "phrasings": "phrasing | alternatives | alternative question | alternate questions | alternate question | alt questions | alt question"
    " | similar questions | other questions | additional questions | question variations | variations | variants | utterances | paraphrases"
    " | training phrases | examples | ways to ask | synonyms",
    "answer": "answers | a | response | responses | reply | answer text | answer body | faq answer | bot response | body | content"
    " | antwort | antworten | respuesta | respuestas | réponse | réponses",
    "title": "label | heading | name of question",
    "topic": "category | section | group | theme | subject | tag | tags | labels | categories",
    "evidence": "source | sources | paragraph | paragraphs | place | places | citation | reference | source paragraph",
    "speaker": "said by | who | person",
    "date": "when",
    "caveat": "note | notes | limitation | limitations | disclaimer",
    "related": "see also | related questions | related entries | follow up",
    "reach": "tests reach | test questions | tests",
    "not": "tests not",
    "text": "text | quote | words",
    "outlet": "said in",
    "topics": "topics of quotation",
    "aliases": "other forms of name",
    "forms": "other forms | abbreviations",
    "name": "speaker name",
}
"""Other names of columns, as tools for questions and answers write them."""
_NO_LETTERS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r" \d+$")


def _plain(name: str) -> str:
    return _NO_LETTERS.sub(" ", name.casefold()).strip()


def _names() -> dict[str, str]:
    keys = {key for schema in SCHEMAS.values() for key in schema} | {"question", *FIRST}
    found = {_plain(name): field for field, names in _OTHERS.items() for name in names.split("|")}
    found |= {_plain(header): field for field, header in HEADERS.items()}
    return {**{_plain(key): key for key in keys if key not in ("paragraph", "tests")}, **found, "phrasings": "phrasings"}


_NAMES = _names()


def field_of(name: str) -> str:
    """Return the field of a column with this name, "" if it is unknown; "Question 2" is one more question."""
    plain = _plain(name)
    return _NAMES.get(plain) or _NAMES.get(_NUMBER.sub("", plain), "")


def fields_of(names: Iterable[object]) -> tuple[str, ...]:
    """Return the fields of a table's columns; a title is the question if no other column is."""
    found = [field_of(name) if isinstance(name, str) else "" for name in names]
    if "question" not in found and "phrasings" not in found and "title" in found and "answer" in found:
        found = ["question" if field == "title" else field for field in found]
    return tuple(found)


def is_head(fields: Sequence[str]) -> bool:
    """Return whether columns belong to a table of questions and answers, or to our own format."""
    return {"question", "answer"} <= set(fields) or {"phrasings", "answer"} <= set(fields) or {"type", "id"} <= set(fields)


def header(field: str) -> str:
    """Return the name of a field's column."""
    return HEADERS.get(field, field)


def fields_for(kind: ThingKind) -> list[str]:
    """List the fields of a kind of thing in the order of their columns."""
    keys = [key for key in SCHEMAS[kind] if key not in ("id", "canonical")]
    named = {"phrasings": ["question", "phrasings"], "tests": ["reach", "not"], "paragraph": ["evidence"]}
    fields = [field for key in keys for field in named.get(key, [key])]
    first = [field for field in ("question", "phrasings", "answer", "text", "title") if field in fields]
    return [*first, *(field for field in fields if field not in first)]
