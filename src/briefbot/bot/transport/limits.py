"""The limits of a running bot, in one value; the defaults are the product's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How many, how long and how often."""

    waiting: int = 25
    """Questions that wait in a channel at most; Discord lets a bot send about one message a second there."""
    waiting_for_one: int = 10
    """How many of these can be one member's, so that others find a place.

    As many come to a channel when 2,000 come over 200 channels.
    """
    notice_time: float = 10.0
    """Seconds after which a notice is removed."""
    offer_time: float = 300.0
    """Seconds in which suggestions can be chosen."""
    edit_time: float = 600.0
    """Seconds in which a reply follows an edit of its question."""
    stopping_time: float = 5.0
    """Seconds in which questions that wait are answered, and edits saved, before the bot stops.

    Whatever stops it often waits for ten.
    """
    disconnecting_time: float = 1.0
    """Seconds in which Discord is to answer that the bot disconnects."""
    calls: float = 45.0
    """Calls a second after Discord has refused one; it takes 50 of a bot, and not all are equally long on their way."""
    share: float | None = None
    """Calls a second at all times, where other processes make calls too; None where none does."""
    acknowledge_after: float = 1.5
    """Seconds after which an interaction is told that an answer will come; Discord gives up after 3."""
    progress_every: float = 2.0
    """Seconds between two reports of how far an import is; after the first one it can be cancelled."""
    effect_time: float = 2.5
    """Seconds from when an edit was sent off in which questions are asked that it may change.

    Its effect is told within three.
    """
    least_effect_time: float = 0.5
    """Seconds in which such questions are asked at least, however long it took to check the edit."""
    pauses: tuple[float, ...] = (0.5, 2.0, 4.0, 8.0, 15.5)
    """Seconds before each further attempt to send something.

    Half a minute, which most of Discord's troubles do not outlast.
    """
    call_time: float = 10.0
    """Seconds after which a call that Discord does not answer is given up, as others wait behind it."""
    correction_pause: float = 2.0
    """Seconds between two replies that are corrected in a server, so that answers to questions have way."""
    old_correction_pause: float = 8.0
    """The same after a reply of more than an hour ago: Discord lets about three such be edited in a channel in 20 seconds."""
