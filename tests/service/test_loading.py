"""A bundle is checked once and then taken from the cache; one that was edited is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.bundle import bundle_text, files_digest, general, read_bundle, write_digests
from briefbot.checking.answers.check import passed_answers
from briefbot.errors import KnowledgeError
from briefbot.matching import FITTED, Matcher, MatcherCache
from briefbot.matching.recall.classifier import fit
from briefbot.matching.recall.ngrams import Floats
from briefbot.service.loading import load, load_files, load_to_try
from matching.kites import KITES


def test_a_bundle_that_passed_is_taken_from_the_cache(bundle: Path, tmp_path: Path) -> None:
    cache = MatcherCache(tmp_path / "cache")
    first = load(bundle, cache=cache)
    noted = bundle_text(first.base.bundle).replace("£61,500", "£99,999")  # to show where the answer comes from
    cache.of(files_digest(bundle)).save_checked(noted)
    assert "£99,999" in load(bundle, cache=cache).base.knowledge.entries["cost"].answer
    assert "£61,500" in load(bundle).base.knowledge.entries["cost"].answer


def test_a_change_in_the_files_is_read(bundle: Path, tmp_path: Path) -> None:
    cache = MatcherCache(tmp_path / "cache")
    load(bundle, cache=cache)
    aliases = bundle / "aliases.yaml"
    aliases.write_text(aliases.read_text(encoding="utf-8") + "- canonical: tea room\n  forms: [caff]\n", encoding="utf-8")
    assert "tea room" in {alias.canonical for alias in load(bundle, cache=cache).base.knowledge.aliases}


def test_other_thresholds_count_at_once_although_nothing_is_fitted_again(bundle: Path, tmp_path: Path, root: Path) -> None:
    cache = MatcherCache(tmp_path / "cache")
    before = load(bundle, cache=cache)
    text = (root / "src" / "briefbot" / "data" / "thresholds-5.yaml").read_text(encoding="utf-8")
    (bundle / "thresholds.yaml").write_text(text.replace("answer: ", "answer: 0.01 #", 1), encoding="utf-8")
    after = load(bundle, cache=cache)
    assert after.learned != before.learned
    assert after.cache == before.cache


def test_thresholds_of_before_that_name_their_knowledge_are_read(bundle: Path, root: Path) -> None:
    text = (root / "src" / "briefbot" / "data" / "thresholds-28.yaml").read_text(encoding="utf-8")
    (bundle / "thresholds.yaml").write_text(f"digest: 0123456789abcdef\n{text}", encoding="utf-8")
    assert load(bundle).learned == general(28)


def test_what_was_checked_is_shipped_in_the_bundle(bundle: Path, tmp_path: Path) -> None:
    here = load(bundle, cache=MatcherCache(tmp_path / "here"))
    assert here.cache is not None
    Matcher.build(here.base.knowledge, here.learned, cache=here.cache)
    here.cache.ship(bundle / FITTED, None)
    there = load(bundle, cache=MatcherCache(tmp_path / "there"))
    assert there.base.knowledge == here.base.knowledge
    assert not list((tmp_path / "there").glob("checked-*"))  # it was read where it is
    (bundle / "aliases.yaml").unlink()
    assert load(bundle, cache=MatcherCache(tmp_path / "there")).base.knowledge != here.base.knowledge


def said_wrongly(bundle: Path) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("£61,500", "£99,999"), encoding="utf-8")


def test_answers_that_were_never_held_to_the_article_keep_no_bundle_from_use(bundle: Path) -> None:
    said_wrongly(bundle)
    assert "£99,999" in load(bundle, bundle / "article.txt").base.knowledge.entries["cost"].answer


def test_an_answer_that_passed_and_was_changed_is_compared_again(bundle: Path) -> None:
    base = load(bundle, bundle / "article.txt").base
    assert base.article is not None
    write_digests(bundle, base.bundle.quotations, passed_answers(base.knowledge, ()))
    said_wrongly(bundle)
    with pytest.raises(KnowledgeError, match=r"“£99,999” in .* is nowhere in the article"):
        load(bundle, bundle / "article.txt")


def test_all_problems_are_listed(bundle: Path) -> None:
    read, _ = read_bundle(bundle)
    assert read is not None
    (bundle / "quotes.yaml").write_text("- id: x\n")
    for tried in (load, load_files):
        with pytest.raises(KnowledgeError) as error:
            tried(bundle)
        assert {problem.key for problem in error.value.problems} >= {"x.speaker", "x.text", "x.paragraph"}


# Trying ----------------------------------------------------------------------------------------


def no_more(*_: object) -> Floats:
    raise AssertionError("all of it was fitted before")


def fit_into(bundle: Path, cache: MatcherCache) -> Matcher:
    loaded = load(bundle, cache=cache)
    return Matcher.build(loaded.base.knowledge, loaded.learned, fit, cache=loaded.cache)


def with_phrasing(bundle: Path, phrasing: str) -> None:
    facts = bundle / "entries" / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("phrasings:\n", f"phrasings:\n    - {phrasing}\n", 1), encoding="utf-8")


def test_a_bundle_that_was_fitted_is_tried_as_it_is(bundle: Path, tmp_path: Path) -> None:
    cache = MatcherCache(tmp_path / "cache")
    fit_into(bundle, cache)
    assert load_to_try(bundle, load_files(bundle).knowledge, no_more, cache) is not None


def test_a_bundle_with_one_change_is_tried_on_top_of_what_was_fitted(bundle: Path, tmp_path: Path) -> None:
    cache = MatcherCache(tmp_path / "cache")
    fit_into(bundle, cache)
    with_phrasing(bundle, "is the reading room in use once more")
    knowledge = load_files(bundle).knowledge
    tried = load_to_try(bundle, knowledge, fit, cache)
    assert tried is not None
    assert tried.rank("reading room in use once more")[0].item.id == "reopening"
    assert tried.is_on_top
    assert cache.of(files_digest(bundle)).load_checked() is None  # a slightly different fit is not stored


def test_a_bundle_with_one_change_is_tried_on_top_of_what_is_shipped(bundle: Path, tmp_path: Path) -> None:
    here = MatcherCache(tmp_path / "here")
    fit_into(bundle, here)
    here.of(files_digest(bundle)).ship(bundle / FITTED, None)
    with_phrasing(bundle, "is the reading room in use once more")
    assert load_to_try(bundle, load_files(bundle).knowledge, fit, MatcherCache(tmp_path / "there")) is not None


def test_nothing_is_tried_on_top_of_what_another_version_fitted(bundle: Path, tmp_path: Path) -> None:
    fit_into(bundle, MatcherCache(tmp_path / "cache", version="0.0"))
    with_phrasing(bundle, "is the reading room in use once more")
    assert load_to_try(bundle, load_files(bundle).knowledge, no_more, MatcherCache(tmp_path / "cache")) is None


def test_nothing_is_tried_on_top_of_another_bundle(bundle: Path, tmp_path: Path) -> None:
    cache = MatcherCache(tmp_path / "cache")
    fit_into(bundle, cache)
    with_phrasing(bundle, "is the reading room in use once more")
    assert load_to_try(bundle, KITES, no_more, cache) is None
