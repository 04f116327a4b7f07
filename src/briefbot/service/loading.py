"""Load a bundle's directory for a service."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from briefbot.bundle import Bundle, bundle_from, bundle_text, emptiness, files_digest, read_bundle, read_learned
from briefbot.checking.article import read_article
from briefbot.checking.check import check_bundle, make_knowledge
from briefbot.domain.knowledge import Knowledge
from briefbot.domain.learned import Learned
from briefbot.editing.overlay import Base
from briefbot.errors import KnowledgeError, Problem
from briefbot.matching import FITTED, BundleCache, Fit, Matcher, MatcherCache


@dataclass(frozen=True, slots=True)
class Loaded:
    """A bundle that passed the check, its weights and thresholds, and the cache of its fitted parts."""

    base: Base
    learned: Learned
    cache: BundleCache | None


def load(directory: Path, article: Path | None = None, cache: MatcherCache | None = None) -> Loaded:
    """Load a bundle; raise KnowledgeError with every problem that makes it unusable."""
    digest = files_digest(directory) if cache is not None else ""
    own = cache.of(digest, directory / FITTED) if cache is not None else None
    text = own.load_checked() if own is not None else None
    if text is not None and article is None:
        bundle = bundle_from(text)
        base = Base(bundle, make_knowledge(bundle.source, [thing for _, thing in bundle.things]))
    else:
        base = _checked(*((bundle_from(text), []) if text is not None else read_bundle(directory)), article)
        if own is not None and text is None:
            if files_digest(directory) != digest:  # the content was changed after its digest was taken
                return load(directory, article, cache)
            own.save_checked(bundle_text(base.bundle))
    return Loaded(base, read_learned(directory, base.knowledge.density), own)


def load_to_try(directory: Path, knowledge: Knowledge, fit: Fit, cache: MatcherCache) -> Matcher | None:
    """Load a matcher to try a bundle's knowledge.

    It is the bundle's own one, or shares the parts that did not change since another one was fitted.

    Return None if no similar one is cached. Shared parts are fitted a little differently, so the result is not saved.
    """
    own = cache.of(files_digest(directory), directory / FITTED)
    learned = read_learned(directory, knowledge.density)
    found = Matcher.load(knowledge, learned, fit, None, own)
    return found or next(filter(None, (_near(knowledge, learned, fit, other) for other in own.others())), None)


def _near(knowledge: Knowledge, learned: Learned, fit: Fit, kept: BundleCache) -> Matcher | None:
    text = kept.load_checked()
    if text is None:
        return None
    bundle = bundle_from(text)
    before = Matcher.load(make_knowledge(bundle.source, [thing for _, thing in bundle.things]), learned, fit, None, kept)
    return before.near(knowledge) if before is not None else None


def load_files(directory: Path) -> Base:
    """Read and check a bundle's files, ignoring the cache; raise KnowledgeError with every problem."""
    return _checked(*read_bundle(directory))


def _checked(bundle: Bundle | None, problems: list[Problem], article_path: Path | None = None) -> Base:
    if bundle is None:
        raise KnowledgeError(problems)
    article = read_article(article_path, bundle.source) if article_path else None
    knowledge, found = check_bundle(bundle, article)
    errors = [problem for problem in problems + found if problem.level == "error"] or emptiness(bundle)
    if errors:
        raise KnowledgeError(errors)
    return Base(bundle, knowledge, article)
