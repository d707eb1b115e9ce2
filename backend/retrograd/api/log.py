"""The log: a line of JSON for each request, without a word of what was asked."""

from __future__ import annotations

import logging
import sys
import time
from datetime import UTC, datetime

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = logging.getLogger("retrograd.requests")
LONGEST_PATH = 200


class Log:
    """Middleware that writes the line."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and write down what became of it."""
        if scope["type"] != "http" or not REQUESTS.isEnabledFor(logging.INFO):
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        status, size = 0, 0
        state = scope.setdefault("state", {})

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        finally:
            write(scope["method"], scope["path"], status, time.perf_counter() - begun, size, state.get("code"))


def write(method: str, path: str, status: int, seconds: float, size: int, code: str | None) -> None:
    """Write the line of a request: when it was answered, what it asked for, with what status, in how many `ms`,
    with how many `bytes`, and the code of the problem if it was one. Status 0 is a connection that broke.
    """
    line = {
        "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "method": method,
        "path": path[:LONGEST_PATH],
        "status": status,
        "ms": round(seconds * 1000, 2),
        "bytes": size,
        "code": code,
    }
    REQUESTS.info(orjson.dumps(line).decode())


def to_standard_output() -> None:
    """Let the lines go where a container's log is taken from."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    REQUESTS.addHandler(handler)
    REQUESTS.setLevel(logging.INFO)
    REQUESTS.propagate = False
