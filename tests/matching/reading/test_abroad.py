"""Countries and famous people are names in other languages too."""

from __future__ import annotations

import pytest

from briefbot.domain.knowledge import Alias
from briefbot.language import text
from briefbot.matching.reading.abroad import countries_abroad, people_abroad
from briefbot.matching.reading.aliases import Folder
from builders import knowledge

NOBODY = Folder(())


def countries(typed: str, folder: Folder = NOBODY) -> frozenset[str]:
    return countries_abroad(folder.fold(text.tokens(typed)), folder)


def people(typed: str) -> frozenset[str]:
    return people_abroad(NOBODY.fold(text.tokens(typed)), NOBODY)


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("브라질은 연을 몇 개 날렸어?", "brazil"),
        ("巴西放了几个风筝", "brazil"),
        ("сколько змеев у бразильцев", "brazil"),
        ("ブラジルの凧は何枚?", "brazil"),
        ("¿cuántas cometas brasileñas?", "brazil"),
        ("wie viele brasilianische Drachen?", "brazil"),
        ("combien de cerfs-volants brésiliens ?", "brazil"),
        ("combien a payé le Royaume-Uni ?", "united_kingdom"),
        ("que dit l'Inde ?", "india"),
        ("les habitants d'Italie", "italy"),
    ],
)
def test_a_country_is_told_in_any_form(typed: str, named: str) -> None:
    assert countries(typed) == {named}


@pytest.mark.parametrize("typed", ["日本語で答えて", "독일어로 말해 줘", "전쟁이란 무엇인가", "wer hat gewonnen", "quién ganó", ""])
def test_a_language_and_an_everyday_word_are_no_country(typed: str) -> None:
    assert countries(typed) == frozenset()


def test_what_the_knowledge_has_a_name_for_is_left_to_it() -> None:
    folder = Folder.of(knowledge(Alias("Brazil Street", ("Бразильская улица",))))
    assert countries("где Бразильская улица", folder) == frozenset()
    assert countries("где Бразилия", folder) == {"brazil"}


@pytest.mark.parametrize(
    "typed", ["что сказал Гутерриш", "구테흐스 총장은 뭐라고 했어", "古特雷斯怎么说", "グテーレスは何と言った", "qué dijo Guterres"]
)
def test_a_person_of_the_news_is_told_by_the_english_name(typed: str) -> None:
    assert people(typed) == {"guterr"}
