"""One call that a client made, as it is logged, matched with faults and handed to a handler."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .errors import ApiError

API = "/api/v10"
_OF_INTERACTIONS = ("/interactions/", "/webhooks/")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived; `route` is the template of `path`, both without the API's prefix."""

    method: str
    path: str
    body: Any = None
    route: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    authorisation: str | None = None
    at: float = field(default_factory=time.perf_counter)

    @property
    def is_of_interaction(self) -> bool:
        """Return whether it responds to an interaction.

        Its path carries a secret of its own, and it is outside the global limit.
        """
        return self.path.startswith(_OF_INTERACTIONS)

    def id(self, name: str) -> int:
        """Read an id from the path."""
        try:
            return int(self.parameters[name])
        except ValueError:
            raise ApiError(400, 50035, f"{name} is not a snowflake") from None


Handler = Callable[[Request], Any]
Routes = Mapping[tuple[str, str], Handler]


async def read(request: web.Request) -> Request:
    """Read an aiohttp request to its end, JSON and multipart alike."""
    body, files = await _read_body(request)
    resource = request.match_info.route.resource
    return Request(
        method=request.method,
        path=request.path.removeprefix(API),
        body=body,
        route="" if resource is None else resource.canonical.removeprefix(API),
        parameters=dict(request.match_info),
        query=dict(request.query),
        files=files,
        authorisation=request.headers.get("Authorization"),
    )


async def _read_body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files = {part.filename: part.file.read() for part in form.values() if isinstance(part, web.FileField)}
        return json.loads(str(form.get("payload_json", "null"))), files
    text = await request.text()
    return (json.loads(text) if text else None), {}
