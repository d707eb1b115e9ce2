"""From a checked request to its response, by way of the sandbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from http import HTTPStatus

import orjson
from fastapi import Request
from starlette.responses import Response, StreamingResponse

from retrograd.api.problems import JSON, BadRequest, Problem, Refused, our_mistake
from retrograd.api.quota import Quota
from retrograd.api.requests import TOO_DEEP
from retrograd.api.schemas import GraphRequest, ProgramRequest
from retrograd.errors import LimitExceeded
from retrograd.limits import Limits
from retrograd.reports import Language, report
from retrograd.reports.service import told
from retrograd.sandbox.evaluation import job
from retrograd.sandbox.frames import Kind, Reply
from retrograd.sandbox.inside import Inside
from retrograd.sandbox.pool import Pool
from retrograd.sandbox.refusal import Refusal
from retrograd.sandbox.tickets import BrokenError, SaturatedError

LOG = logging.getLogger(__name__)
PIECE = 128 * 1024
"""Bytes of an answer that are sent without a pause."""
SECONDS = "1"


@dataclass(frozen=True, slots=True)
class Evaluations:
    """What evaluates programs, and how much of it each client may have."""

    limits: Limits
    pool: Pool | Inside
    quota: Quota | None

    async def answer(
        self,
        request: Request,
        name: str,
        wanted: ProgramRequest,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Do a job; raises Refused for whatever is wrong with the program, BadRequest if there is no room."""
        client = request.client.host if request.client else ""
        if self.quota is not None:
            self.quota.check(client, wanted.lang)
        language, asked = wanted.lang, _job(request, name, wanted)
        del wanted  # while this waits for its turn, the bytes are enough

        def spent(seconds: float) -> None:
            if self.quota is not None:
                self.quota.spend(client, seconds)

        try:
            reply = await self.pool.run(asked, request.is_disconnected, spent)
        except LimitExceeded as error:
            raise Refused(report(error, language)) from None
        except SaturatedError:
            raise saturated(language) from None
        except BrokenError as error:
            LOG.error("an evaluation went wrong: %s", error)
            return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, our_mistake(language))
        return _response(reply, headers or {})

    async def work(self) -> bool:
        """Return whether a program can be evaluated; where others are being evaluated, one can."""
        if self.pool.saturated:
            return self.pool.working
        wanted = GraphRequest(program="x = 2\nx * x").model_dump()
        try:
            return (await self.pool.run(job("graph", wanted, compressed=False))).kind is Kind.ANSWER
        except (SaturatedError, BrokenError, LimitExceeded):
            return False


def saturated(language: Language) -> BadRequest:
    """Return what to raise where there is no room for an evaluation."""
    words = told("saturated", language)
    return BadRequest(HTTPStatus.SERVICE_UNAVAILABLE, "saturated", *words, {"Retry-After": SECONDS})


def _job(request: Request, name: str, wanted: ProgramRequest) -> bytes:
    compressed = "gzip" in request.headers.get("accept-encoding", "")
    try:
        return job(name, wanted.model_dump(), compressed=compressed)
    except orjson.JSONEncodeError:
        raise TOO_DEEP from None


def _response(reply: Reply, headers: dict[str, str]) -> Response:
    if reply.kind is Kind.REFUSAL:
        raise Refused(Refusal.read(reply.content).report())
    # Compressed by the worker: in here it would keep everybody waiting.
    headers = headers | {"Vary": "Accept-Encoding"}
    if reply.kind is Kind.COMPRESSED:
        headers["Content-Encoding"] = "gzip"
    if len(reply.content) <= PIECE:
        return Response(reply.content, headers=headers, media_type=JSON)
    headers["Content-Length"] = str(len(reply.content))
    return StreamingResponse(_pieces(memoryview(reply.content)), headers=headers, media_type=JSON)


async def _pieces(content: memoryview) -> AsyncIterator[bytes]:
    """Yield a large answer piece by piece, so that others have their turn between them."""
    for begin in range(0, len(content), PIECE):
        yield bytes(content[begin : begin + PIECE])
        await asyncio.sleep(0)
