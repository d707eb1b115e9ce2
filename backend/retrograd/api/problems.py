"""Errors to application/problem+json (RFC 9457): the one place where an error becomes a response."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from retrograd.reports import Language, Report, service

LOG = logging.getLogger(__name__)
DESCRIBED = "The API is described at /api/openapi.json."
MEDIA_TYPE = "application/problem+json"
JSON = "application/json"


class BadRequest(Exception):
    """A request that never gets as far as its program."""

    def __init__(
        self, status: HTTPStatus, code: str, title: str, detail: str, hint: str, headers: dict[str, str] | None = None
    ) -> None:
        """Take what the problem document says."""
        super().__init__(title)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.hint = hint
        self.headers = headers

    @property
    def told(self) -> Report:
        """What the problem document says, as a report."""
        return Report(self.code, self.title, self.detail, None, self.hint)


class Refused(Exception):
    """A program that cannot be evaluated, and what to tell about it."""

    def __init__(self, told: Report) -> None:
        """Take the report."""
        super().__init__(told.code)
        self.told = told


class Problem(Response):
    """A problem document, which leaves its code for the log."""

    media_type = MEDIA_TYPE

    def __init__(self, status: int, told: Report, headers: dict[str, str] | None = None) -> None:
        """Take the report."""
        super().__init__(document(status, told), status, {"Cache-Control": "no-store", **(headers or {})})
        self.code = told.code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        scope.setdefault("state", {})["code"] = self.code
        await super().__call__(scope, receive, send)


def document(status: int, told: Report) -> bytes:
    """Return a report as a problem document."""
    content = {
        "type": f"urn:retrograd:problem:{told.code}",
        "title": told.title,
        "status": status,
        "detail": told.detail,
        "code": told.code,
        "span": told.span and asdict(told.span),
        "hint": told.hint,
    }
    if told.limit is not None:
        content |= {"limit": told.limit, "value": told.value}
    if told.leaf is not None:
        content |= {"leaf": told.leaf}
    return orjson.dumps(content)


def add_handlers(app: FastAPI) -> None:
    """Let every error leave `app` as a problem document."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(BadRequest, _bad_request)
    app.add_exception_handler(ValidationError, _invalid)
    app.add_exception_handler(RequestValidationError, _invalid_parameter)
    app.add_exception_handler(HTTPException, _http)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101  (registered for this class)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.told)


def _bad_request(_request: Request, error: Exception) -> Response:
    assert isinstance(error, BadRequest)  # noqa: S101  (registered for this class)
    return Problem(error.status, error.told, error.headers)


def _invalid(_request: Request, error: Exception) -> Response:
    """Tell what the first wrong field of a request is; its value is not repeated."""
    assert isinstance(error, ValidationError)  # noqa: S101  (registered for this class)
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return _wrong_field(first["loc"], first["msg"])


def _invalid_parameter(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  (registered for this class)
    first = error.errors()[0]
    return _wrong_field(first["loc"][1:], first["msg"])


def _wrong_field(path: Sequence[int | str], message: str) -> Response:
    field = ".".join(map(str, path))[:100]
    detail = f"`{field}`: {message}." if field else f"{message}."
    told = Report("bad_argument", "Wrong field", detail, None, DESCRIBED)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, told)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this class)
    status = HTTPStatus(error.status_code)
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = _methods(request, headers.pop("Allow", ""))
    told = Report(status.name.lower(), status.phrase, f"{status.phrase}.", None, DESCRIBED)
    return Problem(status, told, headers)


def _methods(request: Request, allowed: str) -> str:
    """Return all methods that a path takes; the router itself names those of one route only."""
    described = {method.upper() for method in request.app.openapi()["paths"].get(request.url.path, {})}
    methods = described or set(filter(None, allowed.split(", ")))
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def our_mistake(language: Language = "en") -> Report:
    """Return what to say where something broke that no program is to blame for."""
    title, detail, hint = service.told("internal_error", language)
    return Report("internal_error", title, detail, None, hint)


class Unbroken:
    """Middleware that answers for what nobody caught; the traceback goes to the log, never to the reader.

    It stands inside those that add headers and write the log, which the framework's own does not.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            LOG.exception("a request went wrong")
            if begun:
                raise
            await Problem(HTTPStatus.INTERNAL_SERVER_ERROR, our_mistake())(scope, receive, send)
