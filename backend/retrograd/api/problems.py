"""Errors to application/problem+json (RFC 9457): the one place where an error becomes a response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from retrograd.errors import ProgramError
from retrograd.reports import Language, Report, report

DESCRIBED = "The API is described at /api/openapi.json."
MEDIA_TYPE = "application/problem+json"


class BadRequest(Exception):
    """A request that never gets as far as its program."""

    def __init__(self, status: HTTPStatus, code: str, title: str, detail: str, hint: str) -> None:
        """Take what the problem document says."""
        super().__init__(title)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.hint = hint


class Refused(Exception):
    """A program that cannot be evaluated, and the language to say so in."""

    def __init__(self, error: ProgramError, language: Language) -> None:
        """Take the error."""
        super().__init__(error)
        self.error = error
        self.language = language


def problem(status: int, told: Report, headers: dict[str, str] | None = None) -> Response:
    """Return the response for a report."""
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
    all_headers = {"Cache-Control": "no-store", **(headers or {})}
    return Response(orjson.dumps(content), status, all_headers, MEDIA_TYPE)


def add_handlers(app: FastAPI) -> None:
    """Let every error leave `app` as a problem document."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(BadRequest, _bad_request)
    app.add_exception_handler(ValidationError, _invalid)
    app.add_exception_handler(RequestValidationError, _invalid_parameter)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101  (registered for this class)
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, report(error.error, error.language))


def _bad_request(_request: Request, error: Exception) -> Response:
    assert isinstance(error, BadRequest)  # noqa: S101  (registered for this class)
    return problem(error.status, Report(error.code, error.title, error.detail, None, error.hint))


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
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, told)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  (registered for this class)
    status = HTTPStatus(error.status_code)
    headers = dict(error.headers or {})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = _methods(request, headers.pop("Allow", ""))
    told = Report(status.name.lower(), status.phrase, f"{status.phrase}.", None, DESCRIBED)
    return problem(status, told, headers)


def _methods(request: Request, allowed: str) -> str:
    """Return all methods that a path takes; the router itself names those of one route only."""
    described = {method.upper() for method in request.app.openapi()["paths"].get(request.url.path, {})}
    methods = described or set(filter(None, allowed.split(", ")))
    return ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))


def _unexpected(_request: Request, _error: Exception) -> Response:
    """Say that the fault is ours; the traceback goes to the log, never to the reader."""
    told = Report("internal_error", "Our mistake", "Something broke here, not in the program.", None, "Try again.")
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, told)
