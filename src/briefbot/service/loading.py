"""A bundle's directory into what a service answers from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefbot.bundle import Bundle, bundle_from, bundle_text, files_digest, read_bundle, read_learned
from briefbot.checking.article import read_article
from briefbot.checking.check import check_bundle, make_knowledge
from briefbot.domain.learned import Learned
from briefbot.editing.overlay import Base
from briefbot.errors import KnowledgeError, Problem
from briefbot.matching import FITTED, BundleCache, MatcherCache


@dataclass(frozen=True, slots=True)
class Loaded:
    """A bundle that passed the check, its weights and thresholds, and the cache of what is fitted to it."""

    base: Base
    learned: Learned
    cache: BundleCache | None


def load(directory: Path, article: Path | None = None, cache: MatcherCache | None = None) -> Loaded:
    """Load a bundle; KnowledgeError lists every problem that keeps it from use."""
    digest = files_digest(directory) if cache is not None else ""
    own = cache.of(digest, directory / FITTED) if cache is not None else None
    text = own.load_checked() if own is not None else None
    if text is not None and article is None:
        bundle = bundle_from(text)
        base = Base(bundle, make_knowledge(bundle.source, [thing for _, thing in bundle.things]))
    else:
        base = _checked(*((bundle_from(text), []) if text is not None else read_bundle(directory)), article)
        if own is not None and text is None:
            if files_digest(directory) != digest:  # what was read is not what was digested
                return load(directory, article, cache)
            own.save_checked(bundle_text(base.bundle))
    return Loaded(base, read_learned(directory), own)


def load_files(directory: Path) -> Base:
    """Read and check a bundle's files, whatever is kept of them; KnowledgeError lists every problem."""
    return _checked(*read_bundle(directory))


def _checked(bundle: Bundle | None, problems: list[Problem], article_path: Path | None = None) -> Base:
    if bundle is None:
        raise KnowledgeError(problems)
    article = read_article(article_path, bundle.source) if article_path else None
    knowledge, found = check_bundle(bundle, article)
    errors = [problem for problem in problems + found if problem.level == "error"]
    if errors:
        raise KnowledgeError(errors)
    return Base(bundle, knowledge, article)
