"""Requests to checked records: bodies and queries, with what HTTP itself can get wrong."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from typing import Any, TypeVar

import orjson
from fastapi import Request

from retrograd.api.problems import BadRequest
from retrograd.api.schemas import GraphRequest, ProgramRequest

PATIENCE = 10.0
"""Seconds in which a body has to arrive."""
DIGITS = re.compile(r"[0-9]{1,18}")
NOT_JSON = BadRequest(
    HTTPStatus.BAD_REQUEST,
    "not_json",
    "Not JSON",
    "This cannot be read as JSON in UTF-8.",
    "Send an object in JSON.",
)
NOT_AN_OBJECT = BadRequest(
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "bad_argument",
    "Wrong field",
    "The body is no JSON object.",
    'Send an object: `{"program": "x = 2"}`.',
)
IN_JSON = {
    "seed": BadRequest(
        HTTPStatus.BAD_REQUEST,
        "not_json",
        "Not JSON",
        "The `seed` cannot be read as JSON.",
        "Write a number or a nested list: `seed=[1,2]`.",
    ),
    "values": BadRequest(
        HTTPStatus.BAD_REQUEST,
        "not_json",
        "Not JSON",
        "The `values` cannot be read as JSON.",
        'Write an object of nested lists: `values={"w":[1,2]}`.',
    ),
}
"""The fields that are JSON in a query, each with what is answered where it is none."""
WRONG_TYPE = BadRequest(
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "wrong_type",
    "Wrong content type",
    "The body must be JSON.",
    "Send the header `Content-Type: application/json`.",
)
TOO_DEEP = BadRequest(
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "bad_argument",
    "Wrong field",
    "`seed` or `values`: they are nested too deeply.",
    "Write nested lists of the tensor's shape.",
)
TOO_SLOW = BadRequest(
    HTTPStatus.REQUEST_TIMEOUT,
    "request_timeout",
    "Request too slow",
    "The request did not arrive in time.",
    "Send it again.",
    {"Connection": "close"},
)
TOO_LARGE = BadRequest(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_large",
    "Body too large",
    "The body is too large.",
    "Send a smaller one.",
)


Wanted = TypeVar("Wanted", bound=ProgramRequest)


async def from_body(request: Request, most: int, kind: type[Wanted]) -> Wanted:
    """Return the request in a JSON body, which is read up to its limit and as long as it may take to arrive."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise WRONG_TYPE
    try:
        async with asyncio.timeout(PATIENCE):
            content = _json(await _body(request, most))
    except TimeoutError:
        raise TOO_SLOW from None
    if not isinstance(content, dict):
        raise NOT_AN_OBJECT
    return kind.model_validate(content)


async def _body(request: Request, most: int) -> bytearray:
    length = request.headers.get("content-length", "0")
    if DIGITS.fullmatch(length) and int(length) > most:
        raise TOO_LARGE
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TOO_LARGE
    return body


def from_query(request: Request, most: int) -> GraphRequest:
    """Return the request in query parameters: texts as they are, seed and values as JSON, whole numbers as digits,
    the operations to open with commas between them.
    """
    if len(request.url.query) > most:
        raise TOO_LARGE
    fields: dict[str, Any] = dict(request.query_params)
    for name in IN_JSON.keys() & fields.keys():
        fields[name] = _json(fields[name].encode("utf-8", "surrogatepass"), IN_JSON[name])
    if "opened" in fields:
        fields["opened"] = fields["opened"].split(",")
    if DIGITS.fullmatch(fields.get("max_elements", "")):
        fields["max_elements"] = int(fields["max_elements"])
    return GraphRequest.model_validate(fields)


def _json(text: bytes | bytearray, problem: BadRequest = NOT_JSON) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise problem from None
