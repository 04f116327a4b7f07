"""Which messages of the bot's answer which questions, so that replies follow their question even after a restart."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

from briefbot.domain.recent import Recent
from briefbot.domain.records import Receipt
from briefbot.errors import StoreError

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=30)
"""How long a reply follows its question."""


class ReceiptStore(Protocol):
    """Stores receipts beyond the life of the process."""

    def keep(self, reply: Receipt) -> None:
        """Keep a receipt, replacing an older one of the same message."""
        ...

    def to_question(self, channel: int, question: int) -> list[Receipt]:
        """List the receipts of the replies to a message."""
        ...

    def forget(self, channel: int, messages: Sequence[int]) -> None:
        """Delete the receipts of deleted replies."""
        ...

    def delete_older(self, than: datetime) -> int:
        """Delete the receipts of replies from before a time."""
        ...


class Receipts:
    """Receipts of recent replies; if the store fails, those in memory count."""

    def __init__(self, store: ReceiptStore | None = None, *, kept_for: timedelta = KEPT_FOR, remembered: int = 10_000) -> None:
        """Set the store, if there is one, and how long to keep receipts.

        `remembered` is the number of questions whose receipts are kept in memory.
        """
        self._store, self._kept_for = store, kept_for
        self._recent: Recent[tuple[int, int], dict[int, Receipt]] = Recent(remembered)
        self._lock = Lock()

    @property
    def is_lasting(self) -> bool:
        """Return whether receipts outlast the process, which takes a moment to write."""
        return self._store is not None

    def note(self, receipt: Receipt) -> None:
        """Keep a receipt in memory, which takes no time."""
        with self._lock:
            self._recent.setdefault((receipt.channel_id, receipt.question_id), {})[receipt.message_id] = receipt

    def keep(self, receipt: Receipt) -> None:
        """Keep a receipt beyond the life of the process."""
        self.note(receipt)
        if self._store is not None:
            try:
                self._store.keep(receipt)
            except StoreError as error:
                log.error("receipt is kept in memory alone", extra={"error": error.why})

    def renew(self, receipt: Receipt) -> None:
        """Record what a reply shows now, if it is known as a reply to that question."""
        if any(known.message_id == receipt.message_id for known in self.find(receipt.channel_id, receipt.question_id)):
            self.keep(receipt)

    def recent(self, channel: int, question: int) -> tuple[Receipt, ...]:
        """List the replies to a question from memory; never waits."""
        with self._lock:
            return tuple(self._recent.get((channel, question), {}).values())

    def find(self, channel: int, question: int) -> tuple[Receipt, ...]:
        """List the replies to a question, including those in the store."""
        known = (*self._stored(channel, question), *self.recent(channel, question))  # memory is newer
        return tuple({receipt.message_id: receipt for receipt in known}.values())

    def _stored(self, channel: int, question: int) -> list[Receipt]:
        try:
            return [] if self._store is None else self._store.to_question(channel, question)
        except StoreError as error:
            log.error("receipts cannot be read", extra={"error": error.why})
            return []

    def forget(self, receipt: Receipt) -> None:
        """Delete the receipt of a reply that is gone."""
        with self._lock:
            self._recent.get((receipt.channel_id, receipt.question_id), {}).pop(receipt.message_id, None)
        if self._store is not None:
            try:
                self._store.forget(receipt.channel_id, [receipt.message_id])
            except StoreError as error:
                log.error("receipt cannot be deleted", extra={"error": error.why})

    def tidy(self, now: datetime) -> None:
        """Delete the receipts of replies that no longer follow their questions."""
        with self._lock:
            for key, known in list(self._recent.items()):
                if all(receipt.time < now - self._kept_for for receipt in known.values()):
                    del self._recent[key]
        if self._store is not None:
            self._store.delete_older(now - self._kept_for)
