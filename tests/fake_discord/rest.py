"""The REST side: every call is logged, checked, perhaps spoilt, then handled."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from .errors import ApiError
from .faults import Cut, Faults, Gate, Refusal
from .limits import Limits
from .mail import Mail
from .request import API, Handler, Request, Routes, read

KEPT_REQUESTS = 10_000
MAX_BODY_BYTES = 25 * 1024 * 1024


class Rest:
    """Route calls to handlers and keep the log of them."""

    def __init__(self, token: str, failures: list[str]) -> None:
        self._token = token
        self._failures = failures
        self.faults = Faults()
        self.limits = Limits()
        self.requests: deque[Request] = deque(maxlen=KEPT_REQUESTS)
        self.handled: Mail[tuple[str, str], Request] = Mail()
        self.headers: dict[str, str] = {}
        """What every answer says besides, such as another `Date`."""
        self._handlers: dict[tuple[str, str], Handler] = {}

    def mount(self, app: web.Application, *groups: Routes) -> None:
        """Serve these routes under the API's prefix, and complain about all others."""
        for group in groups:
            self._handlers.update(group)
        for method, route in self._handlers:
            app.router.add_route(method, API + route, self._serve, expect_handler=None)
        app.router.add_route("*", "/{rest:.*}", self._serve_unknown)

    async def _serve_unknown(self, request: web.Request) -> web.Response:
        self._failures.append(f"no such route in the fake: {request.method} {request.path}")
        return _answer(404, {"message": "404: Not Found", "code": 0})

    async def _serve(self, raw: web.Request) -> web.Response:
        try:
            request = await read(raw)
        except ValueError:
            return _answer(400, {"message": "The request body contains invalid JSON.", "code": 50109})
        self.requests.append(request)
        if not request.is_of_interaction and request.authorisation != f"Bot {self._token}":
            return _answer(401, {"message": "401: Unauthorized", "code": 0})
        effect = self.faults.take(request.method, request.route)
        if isinstance(effect, Gate) and effect.when is Cut.BEFORE:
            await effect.pass_through()
        elif isinstance(effect, Refusal):
            return _answer(effect.status, effect.payload, effect.headers)
        elif effect is Cut.BEFORE:
            return _cut(raw)
        counted = self.limits.count(request)
        if isinstance(counted, Refusal):
            return _answer(counted.status, counted.payload, counted.headers)
        answer = self._handle(request, {**counted, **self.headers})
        if isinstance(effect, Gate) and effect.when is Cut.AFTER:
            await effect.pass_through()
        return _cut(raw) if effect is Cut.AFTER else answer

    def _handle(self, request: Request, headers: Mapping[str, str]) -> web.Response:
        try:
            data = self._handlers[request.method, request.route](request)
        except ApiError as error:
            return _answer(error.status, error.payload(), headers)
        except Exception as error:  # Whatever it is, the test shall hear of it when the fake closes.
            self._failures.append(f"{request.method} {request.path}: {error!r}")
            return _answer(400, {"message": f"the fake broke: {error!r}", "code": 0}, headers)
        self.handled.put((request.method, request.route), request)
        return _answer(204, None, headers) if data is None else _answer(200, data, headers)


def _answer(status: int, data: Any, headers: Mapping[str, str] | None = None) -> web.Response:
    if data is None:
        return web.Response(status=status, headers=headers)
    if isinstance(data, str):
        return web.Response(status=status, text=data, content_type="text/html", headers=headers)
    # discord.py compares the whole header: a charset in it would make it read the body as plain text.
    whole = {**(headers or {}), "Content-Type": "application/json"}
    return web.Response(status=status, body=json.dumps(data).encode(), headers=whole)


def _cut(raw: web.Request) -> web.Response:
    if isinstance(raw.transport, asyncio.Transport):
        raw.transport.abort()
    return web.Response()
