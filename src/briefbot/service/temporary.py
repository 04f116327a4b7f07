"""Messages that change or go by themselves, which survive a restart.

If the store fails, messages in memory still work.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from briefbot.domain.records import TemporaryMessage
from briefbot.errors import StoreError

log = logging.getLogger(__name__)


class TemporaryStore(Protocol):
    """Stores temporary messages beyond the life of the process."""

    def keep(self, message: TemporaryMessage) -> None:
        """Keep a message, replacing an earlier record of it."""
        ...

    def all(self) -> list[TemporaryMessage]:
        """List all messages, oldest first."""
        ...

    def forget(self, message: int) -> None:
        """Forget a message that has changed or gone."""
        ...


class TemporaryMessages:
    """The temporary messages of all channels."""

    def __init__(self, store: TemporaryStore | None = None, is_ours: Callable[[int | None], bool] = lambda _: True) -> None:
        """Set the store, if there is one, and which guilds belong to this process.

        None stands for direct messages.
        """
        self._store, self._is_ours = store, is_ours

    def keep(self, message: TemporaryMessage) -> None:
        """Keep a message beyond the life of the process."""
        if self._store is not None:
            self._quietly(self._store.keep, message)

    def forget(self, message: int) -> None:
        """Forget a message that has changed or gone."""
        if self._store is not None:
            self._quietly(self._store.forget, message)

    def kept(self) -> list[TemporaryMessage]:
        """List the stored messages, oldest first."""
        if self._store is None:
            return []
        try:
            return [each for each in self._store.all() if self._is_ours(each.guild_id)]
        except StoreError as error:
            log.error("temporary messages cannot be read", extra={"error": error.why})
            return []

    def _quietly(self, work: Callable[..., None], *args: object) -> None:
        try:
            work(*args)
        except StoreError as error:
            log.error("a temporary message is kept in memory alone", extra={"error": error.why})
