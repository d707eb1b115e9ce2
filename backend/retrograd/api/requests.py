"""Requests to checked records: bodies and queries, with what HTTP itself can get wrong."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Request

from retrograd.api.problems import BadRequest
from retrograd.api.schemas import GraphRequest

NOT_JSON = BadRequest(
    HTTPStatus.BAD_REQUEST,
    "not_json",
    "Not JSON",
    "This cannot be read as JSON in UTF-8.",
    "Send an object in JSON.",
)
WRONG_TYPE = BadRequest(
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "wrong_type",
    "Wrong content type",
    "The body must be JSON.",
    "Send the header `Content-Type: application/json`.",
)
TOO_LARGE = BadRequest(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_large",
    "Body too large",
    "The body is too large.",
    "Send a smaller one.",
)


async def from_body(request: Request, most: int) -> GraphRequest:
    """Return the request in a JSON body of at most `most` bytes; what arrives beyond them is not read."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise WRONG_TYPE
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise TOO_LARGE
    return GraphRequest.model_validate(_json(body))


def from_query(request: Request, most: int) -> GraphRequest:
    """Return the request in query parameters: texts as they are, the seed as JSON, whole numbers as digits."""
    if len(request.url.query) > most:
        raise TOO_LARGE
    fields: dict[str, Any] = dict(request.query_params)
    if "seed" in fields:
        fields["seed"] = _json(fields["seed"].encode("utf-8", "surrogatepass"))
    if fields.get("max_elements", "").isdecimal():
        fields["max_elements"] = int(fields["max_elements"][:9])
    return GraphRequest.model_validate(fields)


def _json(text: bytes | bytearray) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise NOT_JSON from None
