"""What the fake refuses: to a client over HTTP, and to a test at once."""

from __future__ import annotations

from typing import Any

Payload = dict[str, Any]


class FakeDiscordError(Exception):
    """A test asked for what Discord would not do, or the fake itself broke."""


class ApiError(Exception):
    """An error that the client is answered with, worded and numbered as Discord does."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(f"{status} (error code: {code}): {message}")
        self.status = status
        self.code = code
        self.message = message

    def payload(self) -> Payload:
        """Build the JSON body of the error."""
        return {"message": self.message, "code": self.code}


def unknown(noun: str) -> ApiError:
    """Make the 404 for a missing channel, message, guild and so on."""
    codes = {"Channel": 10003, "Guild": 10004, "Message": 10008, "User": 10013, "Webhook": 10015}
    return ApiError(404, codes.get(noun, 10063 if noun == "application command" else 0), f"Unknown {noun}")
