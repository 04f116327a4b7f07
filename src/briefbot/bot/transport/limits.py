"""The limits of a running bot, in one value; the defaults are the product's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How many, how long and how often."""

    waiting: int = 25
    """The most waiting questions in a channel; Discord lets a bot send about one message a second there."""
    waiting_for_one: int = 10
    """The most of them by one member, so that others find a place.

    So many come to a channel when 2,000 arrive in 200 channels.
    """
    notice_time: float = 10.0
    """Seconds after which a notice is removed."""
    offer_time: float = 300.0
    """Seconds during which suggestions can be chosen."""
    edit_time: float = 600.0
    """Seconds during which a reply follows an edit of its question."""
    stopping_time: float = 5.0
    """Seconds to answer waiting questions and save edits before the bot stops.

    Programs that stop it often wait for ten.
    """
    disconnecting_time: float = 1.0
    """Seconds to wait for Discord's answer to a disconnect."""
    calls: float = 45.0
    """Calls a second after Discord has refused one; it allows 50, and calls take different times to arrive."""
    share: float | None = None
    """Calls a second at all times, if other processes make calls too; None if none does."""
    acknowledge_after: float = 1.5
    """Seconds before an interaction is acknowledged; Discord gives up after 3."""
    progress_every: float = 2.0
    """Seconds between two reports of an import's progress; after the first one it can be cancelled."""
    effect_time: float = 2.5
    """Seconds after an edit was submitted during which questions that it may affect are tried.

    Its effect is shown within three.
    """
    least_effect_time: float = 0.5
    """The least seconds for trying such questions, however long the check took."""
    pauses: tuple[float, ...] = (0.5, 2.0, 4.0, 8.0, 15.5)
    """Seconds before each further attempt to send something.

    They add up to half a minute, which is longer than most of Discord's problems last.
    """
    call_time: float = 10.0
    """Seconds after which a call without an answer is given up, because others wait behind it."""
    correction_pause: float = 2.0
    """Seconds between two corrected replies in a server, so that answers to questions have priority."""
    old_correction_pause: float = 8.0
    """The same after a reply from more than an hour ago.

    Discord allows about three such edits in a channel in 20 seconds.
    """
