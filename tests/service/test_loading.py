"""A bundle is checked once and then taken from the cache; one that was edited is read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefbot.bundle import bundle_text, files_digest, read_bundle
from briefbot.errors import KnowledgeError
from briefbot.matching import FITTED, Matcher, MatcherCache
from briefbot.service.loading import load, load_files


def test_a_bundle_that_passed_is_taken_from_the_cache(bundle: Path, tmp_path: Path) -> None:
    cache = MatcherCache(tmp_path / "cache")
    first = load(bundle, cache=cache)
    noted = bundle_text(first.base.bundle).replace("£61,500", "£99,999")  # so that it shows where the answer comes from
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
    general = (root / "src" / "briefbot" / "data" / "thresholds.yaml").read_text(encoding="utf-8")
    (bundle / "thresholds.yaml").write_text(general.replace("answer: ", "answer: 0.01 #", 1), encoding="utf-8")
    after = load(bundle, cache=cache)
    assert after.learned != before.learned
    assert after.cache == before.cache


def test_what_was_checked_is_shipped_in_the_bundle(bundle: Path, tmp_path: Path) -> None:
    here = load(bundle, cache=MatcherCache(tmp_path / "here"))
    assert here.cache is not None
    Matcher.build(here.base.knowledge, here.learned, cache=here.cache)
    here.cache.ship(bundle / FITTED, None)
    there = load(bundle, cache=MatcherCache(tmp_path / "there"))
    assert there.base.knowledge.digest == here.base.knowledge.digest
    assert not list((tmp_path / "there").glob("checked-*"))  # it was read where it is
    (bundle / "aliases.yaml").unlink()
    assert load(bundle, cache=MatcherCache(tmp_path / "there")).base.knowledge.digest != here.base.knowledge.digest


def test_all_problems_are_listed(bundle: Path) -> None:
    read, _ = read_bundle(bundle)
    assert read is not None
    (bundle / "quotes.yaml").write_text("- id: x\n")
    for tried in (load, load_files):
        with pytest.raises(KnowledgeError) as error:
            tried(bundle)
        assert {problem.key for problem in error.value.problems} >= {"x.speaker", "x.text", "x.paragraph"}
