"""Connections as uvicorn has them, with what it leaves open: how long a request may take to arrive, how long its
head may be, and that whoever sends no HTTP gets a problem document too.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from retrograd.api import log
from retrograd.api.problems import MEDIA_TYPE, document
from retrograd.reports import Report

HEAD = 1024 * 1024
"""Bytes: a program can travel in the query, where a character can take nine."""
PATIENCE = 10.0
"""Seconds from a request's first byte, or from the connection, to the end of its headers."""
LINGERING = 10.0
"""Seconds that the rest of a request may take once it has been answered, so that its sender can read the answer."""
ENDINGS = {
    HTTPStatus.BAD_REQUEST: Report("not_http", "Not HTTP", "This cannot be read as HTTP.", None, None),
    HTTPStatus.REQUEST_TIMEOUT: Report(
        "request_timeout", "Request too slow", "The request did not arrive in time.", None, "Send it again."
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: Report(
        "head_too_large",
        "Headers too large",
        "Address and headers are too large.",
        None,
        "Send the program as a body.",
    ),
}


class Connection(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Take what uvicorn gives."""
        super().__init__(*arguments, **named)
        self._alarm: asyncio.TimerHandle | None = None
        self._head = 0
        self._in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless there are more headers than anybody needs."""
        if self._in_head:
            if self._alarm is None:
                self._wait_for_head()
            self._head += len(data)
            if self._head - len(data) > HEAD:  # this part may have the whole body in it
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """The body has a time of its own, which the application watches."""
        self._stop_waiting()
        self._in_head, self._head = False, 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Begin anew."""
        self._stop_waiting()
        self._in_head = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Do not read for ever what nobody wants any more."""
        super().on_response_complete()
        if not self._in_head and not self.transport.is_closing():
            self._alarm = self.loop.call_later(LINGERING, self.transport.close)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  (uvicorn's words, which are no problem document)
        """Answer what is no HTTP."""
        self._refuse(HTTPStatus.BAD_REQUEST)

    def _wait_for_head(self) -> None:
        self._alarm = self.loop.call_later(PATIENCE, self._refuse, HTTPStatus.REQUEST_TIMEOUT)

    def _stop_waiting(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _refuse(self, status: HTTPStatus) -> None:
        """Answer without the application, and close; where an answer is on its way already, only close."""
        self._stop_waiting()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            told = ENDINGS[status]
            content = document(status, told)
            head = (
                f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(content)}\r\ncache-control: no-store\r\n"
                "x-content-type-options: nosniff\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n"
            )
            self.transport.write(STATUS_LINE[status] + head.encode() + content)
            log.write("", "", status, 0.0, len(content), told.code)
        self.transport.close()
