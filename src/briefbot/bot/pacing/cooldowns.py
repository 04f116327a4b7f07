"""Decide whom the bot ignores, how long people wait, and how often a refusal is explained to them."""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from briefbot.bot.transport.common_buttons import Appeal
from briefbot.bot.transport.components import button
from briefbot.bot.transport.error_reports import RefusedError
from briefbot.bot.transport.requests import Place, Request
from briefbot.domain.clocks import seconds
from briefbot.domain.records import GuildSettings
from briefbot.i18n import Message, mark, mark_many, say

NOTICE_EVERY = timedelta(minutes=3)
"""How often a refusal is explained to a person in a channel, for each reason."""
WAITED_OUT = timedelta(seconds=10)
"""The longest wait after which a question is answered by itself; for longer ones the asker is notified."""
LONGEST_COOLDOWN = timedelta(hours=1)
"""The longest wait that moderators can set."""


HANDED_EVERY = timedelta(minutes=10)
"""How often a person may send a question to the moderators."""


class IgnoredError(RefusedError):
    """A blocked person asks; in a channel the bot does not reply to that."""


class PausedError(RefusedError):
    """The article must not be discussed for now."""


class WaitError(RefusedError):
    """A person asks again too soon."""

    def __init__(self, wait: float) -> None:
        """Set the seconds until they may ask again."""
        super().__init__(_please_wait(math.ceil(wait)))
        self.wait = wait


def refuse_blocked(settings: GuildSettings, place: Place) -> None:
    """Raise RefusedError for a person whom moderators blocked."""
    if place.person in settings.blocked:
        refusal = IgnoredError(mark("The moderators of this server have blocked you from asking me."))
        if settings.audit_channel is not None and place.person not in settings.appealed:
            refusal.control = button(say("Ask to be unblocked"), Appeal())
        raise refusal


def refuse_while_paused(settings: GuildSettings) -> None:
    """Raise RefusedError while moderators do not want the article discussed.

    It may have been withdrawn, for example.
    """
    if settings.is_paused:
        raise PausedError(mark("The article is under review in this server, so I'm not answering questions about it for now."))


class Times:
    """When something last happened, in seconds, for the newest keys."""

    def __init__(self, remembered: int = 10_000) -> None:
        """Set how many keys to remember."""
        self._remembered = remembered
        self._times: OrderedDict[object, float] = OrderedDict()

    def note(self, key: object, now: float) -> None:
        """Record that something happens now."""
        self._times[key] = now
        self._times.move_to_end(key)
        while len(self._times) > self._remembered:
            self._times.popitem(last=False)

    def forget(self, person: int) -> None:
        """Forget a person, in all guilds."""
        for key in [key for key in self._times if isinstance(key, tuple) and key[1] == person]:
            del self._times[key]

    def drop(self, key: object) -> None:
        """Forget when something happened."""
        self._times.pop(key, None)

    def is_known(self, person: int) -> bool:
        """Return whether anything about a person is recorded, in any guild."""
        return any(isinstance(key, tuple) and key[1] == person for key in self._times)

    def expire(self, now: float, after: timedelta) -> None:
        """Forget what happened too long ago."""
        while self._times and now - next(iter(self._times.values())) > after.total_seconds():
            self._times.popitem(last=False)

    def since(self, key: object, now: float) -> float:
        """Return the seconds since it happened; infinity if it never did."""
        return now - self._times[key] if key in self._times else math.inf


class Cooldowns:
    """Accepts questions, or raises the reason against it."""

    def __init__(
        self,
        settings: Callable[[int | None], GuildSettings],
        clock: Callable[[], float] = seconds,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Set a function that returns a guild's settings, a monotonic clock in seconds, and the way to wait."""
        self._settings, self._clock, self._sleep = settings, clock, sleep
        self._asked, self._told, self._seen, self._handed = Times(), Times(), Times(), Times()
        self._waiting: dict[tuple[int | None, int], asyncio.Future[object]] = {}
        self._has_ended = asyncio.Event()

    def admit(self, request: Request) -> None:
        """Raise RefusedError if a person may not ask.

        Either the settings do not let them ask now or soon, or a question of theirs is waiting.
        """
        wait = self._wait(request)
        if wait > WAITED_OUT.total_seconds() or (wait > 0 and _waiting(request.place)[0] in self._waiting):
            raise WaitError(wait)

    def _wait(self, request: Request) -> float:
        """Return the seconds until a person may ask; raise RefusedError if they may not at all."""
        place, settings = request.place, self._settings(request.place.guild)
        refuse_blocked(settings, place)
        refuse_while_paused(settings)
        now, (person, channel) = self._clock(), _waiting(place)
        wait = max(settings.member_cooldown - self._asked.since(person, now), settings.channel_cooldown - self._asked.since(channel, now))
        return 0.0 if request.has_waited else max(wait, 0.0)

    async def wait_out(self, request: Request) -> Request:
        """Wait until a person may ask, which starts their next wait; raise RefusedError like `admit`."""
        self.admit(request)
        wait, (person, channel) = self._wait(request), _waiting(request.place)
        if not wait:
            return request
        for key in (person, channel):
            self._asked.note(key, self._clock() + wait)  # questions in the meantime come after this one
        sleeping = self._waiting[person] = asyncio.ensure_future(self._sleep(wait))
        try:
            await asyncio.wait({sleeping})
        finally:
            sleeping.cancel()
            del self._waiting[person]
            if not self._waiting:
                self._has_ended.set()
        waited = replace(request, has_waited=True)
        self.admit(waited)
        return waited

    async def finish(self) -> None:
        """End all waits, as before a stop."""
        for sleeping in self._waiting.values():
            sleeping.cancel()
        if self._waiting:
            self._has_ended.clear()
            await self._has_ended.wait()

    def take_on(self, request: Request) -> None:
        """Start the cooldown for a reply whose turn has come; raise RefusedError if one is already running."""
        wait = self._wait(request)
        if wait:
            raise WaitError(wait)
        if not request.has_waited:
            for key in _waiting(request.place):
                self._asked.note(key, self._clock())

    def hand_over(self, place: Place) -> None:
        """Count a question to the moderators; raise RefusedError if the last one was too recent."""
        self.refuse_handing_over(place)
        self._handed.note(_waiting(place)[0], self._clock())

    def refuse_handing_over(self, place: Place) -> None:
        """Raise RefusedError if a person sent a question to the moderators too recently."""
        if self._handed.since(_waiting(place)[0], self._clock()) < HANDED_EVERY.total_seconds():
            raise RefusedError(mark("You asked the moderators less than ten minutes ago. Please wait a little before the next question."))

    def take_back(self, place: Place) -> None:
        """Do not count a question to the moderators that did not arrive."""
        self._handed.drop(_waiting(place)[0])

    def forget(self, person: int) -> None:
        """Forget when a person last asked or was notified."""
        self._handed.forget(person)
        self._asked.forget(person)
        self._told.forget(person)

    def expire(self) -> None:
        """Forget what no longer makes a difference."""
        now = self._clock()
        self._asked.expire(now, LONGEST_COOLDOWN)
        self._told.expire(now, NOTICE_EVERY)
        self._handed.expire(now, HANDED_EVERY)

    def is_known(self, person: int) -> bool:
        """Return whether it is recorded when a person last asked or was notified."""
        return any(times.is_known(person) for times in (self._asked, self._told, self._handed))

    def is_new(self, message: int) -> bool:
        """Return whether a message is new, and count it as seen.

        After a broken connection some messages come twice.
        """
        now = self._clock()
        is_new = math.isinf(self._seen.since(message, now))
        self._seen.note(message, now)
        return is_new

    def may_tell(self, request: Request, refusal: type[RefusedError]) -> bool:
        """Return whether a person may be notified of a refusal in a channel, and count it as done."""
        now, key = self._clock(), (request.place.guild, request.asker, refusal)
        if self._told.since(key, now) < NOTICE_EVERY.total_seconds():
            return False
        self._told.note(key, now)
        return True


def _waiting(place: Place) -> tuple[tuple[int | None, int], int]:
    """Return the keys of the cooldowns: a person in a guild, and a channel."""
    return (place.guild, place.person), place.channel


def _please_wait(seconds: int) -> Message:
    return mark_many(
        "Please wait {count} second before your next question.", "Please wait {count} seconds before your next question.", seconds
    )
