"""The API's routes: decode, one call, encode."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from http import HTTPStatus
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from starlette.responses import Response

from retrograd.api.problems import Refused
from retrograd.api.requests import from_body, from_query
from retrograd.api.schemas import Example, GraphRequest, Health, JacobianRequest, Problem
from retrograd.api.settings import Settings
from retrograd.errors import ProgramError
from retrograd.gallery import EXAMPLES
from retrograd.graphjson.build import Options
from retrograd.graphjson.catalogue import Entry, catalogue
from retrograd.graphjson.evaluate import evaluate
from retrograd.graphjson.jacobians import JacobianMatrix, jacobian_of
from retrograd.graphjson.model import Graph
from retrograd.limits import Limits
from retrograd.reports import Language
from retrograd.version import VERSION

JSON = "application/json"
KEPT = "public, max-age=3600"
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}} for status in (400, 413, 415, 422)
}


def _body(kind: type[BaseModel]) -> dict[str, Any]:
    """Describe a JSON body, which the route reads itself."""
    return {"requestBody": {"required": True, "content": {JSON: {"schema": kind.model_json_schema()}}}}


QUERY = {
    "parameters": [
        {"name": name, "in": "query", "required": name == "program", "schema": {"type": "string"}}
        for name in GraphRequest.model_fields
    ]
}

router = APIRouter()


def settings_of(request: Request) -> Settings:
    """Return what the service was configured with."""
    settings: Settings = request.app.state.settings
    return settings


Configured = Annotated[Settings, Depends(settings_of)]


@router.post("/api/graph", response_model=Graph, responses=ERRORS, openapi_extra=_body(GraphRequest))
async def post_graph(request: Request, settings: Configured) -> Response:
    """Evaluate and differentiate a program."""
    wanted = await from_body(request, settings.body, GraphRequest)
    return Response(await run_in_threadpool(graph_json, wanted, settings.limits), media_type=JSON)


@router.get("/api/graph", response_model=Graph, responses=ERRORS, openapi_extra=QUERY)
async def get_graph(request: Request, settings: Configured) -> Response:
    """Evaluate and differentiate the program in the query; the answer depends on the query alone."""
    wanted = from_query(request, settings.body)
    tag = f'"{blake2b(orjson.dumps([VERSION, wanted.model_dump()]), digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": KEPT}
    known = request.headers.get("if-none-match", "")
    if tag in known or known.strip() == "*":
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    content = await run_in_threadpool(graph_json, wanted, settings.limits)
    return Response(content, headers=headers, media_type=JSON)


def graph_json(wanted: GraphRequest, limits: Limits) -> bytes:
    """Return the graph of a request as JSON; raises Refused for whatever is wrong with its program."""
    options = Options(wanted.mode, wanted.seed, wanted.max_elements, frozenset(wanted.opened))
    try:
        graph = evaluate(wanted.program, options, limits, output=wanted.output or None, dtype=wanted.dtype)
    except ProgramError as error:
        raise Refused(error, wanted.lang) from None
    return orjson.dumps(graph, option=orjson.OPT_SERIALIZE_NUMPY)


@router.post("/api/jacobian", response_model=JacobianMatrix, responses=ERRORS, openapi_extra=_body(JacobianRequest))
async def post_jacobian(request: Request, settings: Configured) -> Response:
    """Return one Jacobian of a program's graph, as a matrix."""
    wanted = await from_body(request, settings.body, JacobianRequest)
    return Response(await run_in_threadpool(jacobian_json, wanted, settings.limits), media_type=JSON)


def jacobian_json(wanted: JacobianRequest, limits: Limits) -> bytes:
    """Return a Jacobian as JSON; raises Refused for whatever is wrong with its program."""
    output, dtype = wanted.output or None, wanted.dtype
    try:
        found = jacobian_of(
            wanted.program,
            wanted.of,
            wanted.part,
            limits,
            output=output,
            dtype=dtype,
            structural=wanted.structure,
            opening=frozenset(wanted.opened),
        )
    except ProgramError as error:
        raise Refused(error, wanted.lang) from None
    return orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY)


@router.get("/api/operations", response_model=list[Entry])
async def get_operations() -> Response:
    """Return every operation that a program can use."""
    return Response(_operations(), headers={"Cache-Control": KEPT}, media_type=JSON)


@cache
def _operations() -> bytes:
    return orjson.dumps(catalogue())


@router.get("/api/examples")
async def get_examples(lang: Language = "en") -> list[Example]:
    """Return the gallery, in the order of a course."""
    return [
        Example(id=one.id, title=one.title[lang], program=one.program(lang), about=one.about[lang])
        for one in EXAMPLES
    ]


@router.get("/healthz")
async def healthz() -> Health:
    """Say that the process lives."""
    return Health(status="ok")


@router.get("/readyz", responses={503: {"model": Health}})
async def readyz(settings: Configured, response: Response) -> Health:
    """Say whether the service can evaluate a program and has its pages."""
    await run_in_threadpool(graph_json, GraphRequest(program="x = 2\nx * x"), settings.limits)
    if (settings.pages / "index.html").is_file():
        return Health(status="ready")
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return Health(status="not ready")
