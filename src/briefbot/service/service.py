"""The single interface to the bot's knowledge, with one immutable snapshot per guild."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from briefbot.checking.article import Article
from briefbot.domain.explanation import Explanation
from briefbot.domain.figures import Figures
from briefbot.domain.knowledge import Item, Knowledge, Speaker, place_in_lists
from briefbot.domain.outcome import QUESTION_LIMIT, Abstained, Answered, Exchange, Outcome, Quoted, Wish, Wished
from briefbot.domain.records import GuildSettings, Kept, Told
from briefbot.domain.shards import Shards
from briefbot.editing.editor import Editor
from briefbot.editing.exchange.table import FindWorkbooks, no_workbooks
from briefbot.editing.snapshots import Snapshot, Snapshots
from briefbot.errors import EditRefused, StoreError
from briefbot.language.self_harm import speaks_of_self_harm
from briefbot.language.text import readable, readable_lines
from briefbot.matching import Encoder, Fit, Matcher, MatcherCache, converse, explain, language_of, turn_on
from briefbot.service.absence import Present
from briefbot.service.conversations import Context, Turns
from briefbot.service.corrections import NO_STORE, Corrections
from briefbot.service.drafts import Drafts, PendingChanges
from briefbot.service.figures import Counting
from briefbot.service.guild_settings import IN_PRIVATE, NO_SETTINGS, Guilds
from briefbot.service.inbox import Inbox
from briefbot.service.loading import Loaded, load
from briefbot.service.opinions import Opinions
from briefbot.service.quotations import Decks, Search, find, quoted_speakers
from briefbot.service.receipts import Receipts
from briefbot.service.temporary import TemporaryMessages
from briefbot.service.waiting import WaitingPeople

if TYPE_CHECKING:
    from briefbot.store import Store

log = logging.getLogger(__name__)

QUICK_LIMIT = 100
"""The most characters of a question that takes a few milliseconds; ten times as many can take ten times as long."""
_FIRST = "who is qzxwv of peru"
"""A question that uses all that is loaded on first use: an unknown word, a country, and small talk to compare with."""
_GIST = "What is the article about?"


class Service:
    """Answers from snapshots; a change makes a new one, swapped by one assignment."""

    def __init__(  # noqa: PLR0913 - settings and collaborators, of which most calls leave out most
        self,
        directory: Path,
        *,
        article: Path | None = None,
        fit: Fit | None = None,
        encoder: Encoder | None = None,
        store: Store | None = None,
        cache: MatcherCache | None = None,
        care: str = "",
        fit_later: bool = False,
        shards: Shards | None = None,
        workbooks: FindWorkbooks = no_workbooks,
    ) -> None:
        """Load the bundle in a directory; raise KnowledgeError with every problem that makes it unusable.

        Without a store nothing can be edited. With `fit_later`, a bundle that has to be fitted first is answered from
        unfitted until `reload` is called. With `shards`, nothing is kept in memory of guilds that other processes hear
        of.
        """
        self._directory, self._article_path = directory, article
        self._fit, self._encoder, self._cache, self._store = fit, encoder, cache, store
        self.workbooks = workbooks
        """Loads the reader and writer of XLSX."""
        self.in_maintenance = False
        """Whether to answer nothing in Discord, whatever the store says."""
        self.trouble: StoreError | None = None
        """Why the store could not be read or written at the last refresh."""
        self._care = care
        self._decks = Decks()
        self._turns = Turns()
        self._reloading = Lock()
        loaded = load(directory, article, cache)
        ready = Matcher.load(loaded.base.knowledge, loaded.learned, fit, encoder, loaded.cache) if fit_later else self._fitted(loaded)
        self.is_fitted = ready is not None
        """Whether everything is fitted, so that `reload` has nothing to add."""
        is_ours = shards.hear_of if shards is not None else _always
        self._snapshots = Snapshots(loaded.base, ready or _unfitted(loaded, fit), store.revisions if store else None, is_ours)
        self._guilds = Guilds(store.guilds, is_ours=is_ours) if store else None
        self._editor = Editor(self._snapshots, store) if store else None
        self._keep_in(store, is_ours)

    def _keep_in(self, store: Store | None, is_ours: Callable[[int | None], bool]) -> None:
        """Set up what is kept besides the knowledge; it is durable if there is a store."""
        self.drafts = Drafts(store.drafts if store else None, is_ours=is_ours)
        self.pending = PendingChanges(store.pending if store else None)
        self.temporary = TemporaryMessages(store.temporary if store else None, is_ours)
        self.receipts = Receipts(store.replies if store else None)
        questions, opinions, waiting, counts = (
            (store.questions, store.opinions, store.waiting, store.counts) if store else (None, None, None, None)
        )
        self.inbox = Inbox(questions, self.settings, lambda guild: self.snapshot(guild).matcher, is_ours=is_ours)
        self.opinions = Opinions(opinions)
        self.waiting = WaitingPeople(waiting)
        self.counting = Counting(counts)
        self.corrections = Corrections(store.corrections if store else None)

    def _fitted(self, loaded: Loaded) -> Matcher:
        return Matcher.build(loaded.base.knowledge, loaded.learned, self._fit, self._encoder, loaded.cache)

    def reload(self) -> None:
        """Load the bundle again for all guilds; if that raises KnowledgeError, the old snapshots stay in use."""
        with self._reloading:
            loaded = load(self._directory, self._article_path, self._cache)
            self._snapshots.rebase(loaded.base, self._fitted(loaded))
            self.is_fitted = True
            self._settle_what_was_taken_over()
            self.wake()
            self.snapshot().matcher.get_ready()

    @property
    def article(self) -> Article | None:
        """Return the article, if its file is available."""
        return self._snapshots.base.base.article

    @property
    def can_be_edited(self) -> bool:
        """Return whether there is a store to keep changes in."""
        return self._editor is not None

    @property
    def editor(self) -> Editor:
        """Return the editor; raise EditRefused if there is no store for changes."""
        if self._editor is None:
            raise EditRefused(NO_STORE)
        return self._editor

    @property
    def guilds(self) -> Guilds:
        """Return the guilds' settings; raise EditRefused if there is no store for them."""
        if self._guilds is None:
            raise EditRefused(NO_STORE)
        return self._guilds

    def warm(self) -> None:
        """Read the changes and settings of every guild in advance; from then on only `refresh` reads the store."""
        for read in (self._snapshots.warm, *([self._guilds.refresh] if self._guilds is not None else [])):
            try:
                read()
            except StoreError as error:
                self.trouble = error
                log.error("what moderators set and changed cannot be read, every server is paused until it can", extra={"error": error.why})
        self._settle_what_was_taken_over()

    def wake(self) -> None:
        """Load what the first question, completion and unknown word need, which takes up to a second."""
        snapshot = self.snapshot()
        converse(snapshot.matcher, _FIRST, None)
        snapshot.matcher.complete(_FIRST, 1)

    def _settle_what_was_taken_over(self) -> None:
        if self._editor is not None:
            self._editor.settle_what_was_taken_over()

    def refresh(self) -> None:
        """Detect changes by other processes; if that raises StoreError, everything stays in use as it was."""
        try:
            if self._store is not None:
                self._store.recheck()
            self._snapshots.refresh()
            if self._guilds is not None:
                self._guilds.refresh()
        except StoreError as error:
            self.trouble = error
            raise
        self.trouble = None

    def follow(self, told: Told) -> None:
        """Apply a change by another process at once; raise StoreError if it cannot be read yet."""
        if told.person is not None:
            self._turns.forget(told.person)
        elif told.guild is None:
            self._turns.forget_all()  # a person may have asked to be forgotten in the meantime
            self.refresh()
        else:
            self._snapshots.refresh_one(told.guild)
            if self._guilds is not None:
                self._guilds.refresh_one(told.guild)

    def tidy(self, present: Present) -> None:
        """Delete expired data, and all data of guilds that the bot left; `present` lists the guilds that it is in."""
        if self._guilds is not None:
            self._snapshots.drop(self._guilds.delete_expired(present))
        for kept in (self.inbox, self.opinions, self.counting, self.waiting):
            kept.tidy()

    def back_up(self, today: date) -> None:
        """Keep a copy of the store for each of the last days; raise BackupError if that fails."""
        if self._store is not None and (made := self._store.back_up_daily(today)) is not None:
            log.info("the database was copied", extra={"file": str(made)})

    def snapshot(self, guild: int | None = None) -> Snapshot:
        """Return the snapshot in use in a guild; None is the base bundle, which direct messages use."""
        return self._snapshots.of(guild).snapshot

    def settings(self, guild: int | None) -> GuildSettings:
        """Return a guild's settings; None stands for direct messages."""
        found = IN_PRIVATE if guild is None else NO_SETTINGS if self._guilds is None else self._guilds.settings(guild)
        return replace(found, is_paused=True) if self.in_maintenance or guild in self._snapshots.unreadable else found

    def is_unreadable(self, guild: int) -> bool:
        """Return whether any stored data of a guild is unreadable, so that the guild is paused."""
        return guild in self._snapshots.unreadable or (self._guilds is not None and guild in self._guilds.unreadable())

    def knowledge(self, guild: int | None = None) -> Knowledge:
        """Return the knowledge in use in a guild."""
        return self._snapshots.of(guild).overlay.knowledge

    def is_quick(self, guild: int | None, text: str) -> bool:
        """Return whether a question is answered in a few milliseconds: a short one, with nothing to be read first."""
        return len(text) <= QUICK_LIMIT and self._encoder is None and self._snapshots.is_ready(guild)

    def ask(self, guild: int | None, text: str, context: Context | None = None) -> Exchange:
        """Answer a question from a guild's knowledge; `remember` the exchange once the answer is out."""
        cared = self.care(text)
        if cared is not None:
            return cared
        snapshot = self.snapshot(guild)
        question = readable_lines(text)
        typed, is_cut = question[:QUESTION_LIMIT], len(question) > QUESTION_LIMIT
        reply = converse(snapshot.matcher, typed, self._turns.before(guild, context))
        drawn = self._drawn(reply.outcome, snapshot, context)
        if drawn is not None:
            return Exchange(typed, drawn, snapshot.knowledge, is_cut, is_empty=True)
        return Exchange(typed, reply.outcome, snapshot.knowledge, is_cut, reply.turn, reply.is_empty)

    def _drawn(self, outcome: Outcome, snapshot: Snapshot, context: Context | None) -> Quoted | None:
        """Draw a quotation if a random one is wanted; return None if not, or if there is none."""
        if not (isinstance(outcome, Wished) and outcome.wish is Wish.QUOTE):
            return None
        drawn = find(Search(), snapshot, self._decks, context.place if context is not None else None)
        return drawn if isinstance(drawn, Quoted) else None

    def remember(self, guild: int | None, context: Context | None, exchange: Exchange) -> None:
        """Let the same person's next question refer to an exchange, unless it is about self-harm.

        Call this once the answer is sent.
        """
        if isinstance(exchange.outcome, Abstained) and exchange.outcome.reason == "distress":
            return
        turn = exchange.turn or turn_on(self.snapshot(guild).matcher, exchange.question, exchange.outcome)
        self._turns.remember(guild, context, turn)

    def care(self, *texts: str) -> Exchange | None:
        """Return the reply to a person who speaks of harming themselves, or None; nothing of it is kept."""
        if not any(map(speaks_of_self_harm, texts)):
            return None
        return Exchange("", Abstained("distress", words=self._care), self.knowledge())

    def kept_about(self, person: int) -> Kept:
        """Count what is kept about a person."""
        changes = self._editor.count_by(person) if self._editor is not None else 0
        blocks = self._guilds.count_blocking(person) if self._guilds is not None else 0
        counted = (kept.count_by(person) for kept in (self.drafts, self.inbox, self.opinions, self.waiting, self.corrections, self.pending))
        return Kept(self._turns.count_of(person), changes, blocks, *counted)

    def figures(self, guild: int, days: int) -> Figures:
        """Return the figures of a guild's last days."""
        return self.counting.over(guild, days, self.knowledge(guild), len(self.inbox.open_groups(guild)))

    def expire(self, now: float) -> None:
        """Delete what is kept for a few minutes only."""
        self._turns.expire(now)

    def forget(self, person: int) -> None:
        """Delete what is kept about a person; changes of the knowledge stay without their author, and so do blocks."""
        self._turns.forget(person)
        for kept in (self.drafts, self.inbox, self.opinions, self.waiting, self.corrections, self.pending):
            kept.forget_all_by(person)
        if self._editor is not None:
            self._editor.forget(person)

    def quote(
        self,
        guild: int | None,
        *,
        speaker: str | None = None,
        topic: str | None = None,
        text: str | None = None,
        paragraph: int | None = None,
        deck: object = None,
    ) -> Exchange:
        """Find a quotation; without arguments a random one, which does not repeat within one `deck` (a channel)."""
        cared = self.care(text or "")
        if cared is not None:
            return cared
        snapshot = self.snapshot(guild)
        speaker, topic, text = (readable(typed)[:QUESTION_LIMIT] if typed is not None else None for typed in (speaker, topic, text))
        outcome = find(Search(speaker, topic, text, paragraph), snapshot, self._decks, deck)
        return Exchange(text or "", outcome, snapshot.knowledge)

    def complete(self, guild: int | None, typed: str, limit: int = 25) -> list[Item]:
        """List the items whose question may be meant: all if nothing is typed, none for words of self-harm."""
        typed = readable(typed)[:QUESTION_LIMIT]
        if speaks_of_self_harm(typed):
            return []
        snapshot = self.snapshot(guild)
        if not typed.strip():
            first = self.summary(guild)
            others = [item for item in sorted(snapshot.knowledge.items(), key=place_in_lists) if item is not first]
            return [*([first] if first else []), *others][:limit]
        return snapshot.matcher.complete(typed, limit)

    def summary(self, guild: int | None) -> Item | None:
        """Return the answer that summarises the article, or None if there is none."""
        outcome = converse(self.snapshot(guild).matcher, _GIST, None).outcome
        is_one = isinstance(outcome, Answered) and not outcome.parts and len(outcome.entries) == 1
        return outcome.entries[0] if is_one and isinstance(outcome, Answered) else None

    def language_of(self, text: str) -> str | None:
        """Return the language of a question; None if it is not English and cannot be detected."""
        return language_of(readable(text)[:QUESTION_LIMIT])

    def explain(self, guild: int | None, text: str) -> Explanation:
        """Return how a question is read and decided, for moderators and curators."""
        typed = readable(text).strip()[:QUESTION_LIMIT]
        return Explanation(typed, "distress") if speaks_of_self_harm(text) else explain(self.snapshot(guild).matcher, typed)

    def speakers(self, guild: int | None) -> list[Speaker]:
        """List the quoted speakers."""
        return quoted_speakers(self.knowledge(guild))


def _always(_: int | None) -> bool:
    return True


def _unfitted(loaded: Loaded, fit: Fit | None) -> Matcher:
    """Build a matcher that is ready at once: without sentence vectors and, if it is missing, the classifier."""
    knowledge, learned = loaded.base.knowledge, loaded.learned
    return Matcher.load(knowledge, learned, fit, None, loaded.cache) or Matcher.build(knowledge, learned)
