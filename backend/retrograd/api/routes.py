"""The API's routes: decode, one call, encode."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from hashlib import blake2b
from http import HTTPStatus
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from retrograd.api.evaluations import Evaluations
from retrograd.api.problems import JSON
from retrograd.api.requests import IN_JSON, from_body, from_query
from retrograd.api.schemas import (
    Budget,
    CheckRequest,
    CodeRequest,
    Descent,
    DescentRequest,
    Example,
    FormulasRequest,
    GraphRequest,
    Health,
    JacobianRequest,
    Problem,
)
from retrograd.api.settings import Settings
from retrograd.export.code import Code
from retrograd.gallery import EXAMPLES
from retrograd.graphjson.catalogue import Entry, catalogue
from retrograd.graphjson.check import Check
from retrograd.graphjson.jacobians import JacobianMatrix
from retrograd.graphjson.model import Graph
from retrograd.limits import Limits
from retrograd.reports import Language
from retrograd.reports.es_operations import SUMMARIES
from retrograd.symbolic.formulas import GradientFormulas
from retrograd.version import VERSION

KEPT = "public, max-age=3600"
RETRY_AFTER = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problem documents of a route."""
    told: dict[int | str, dict[str, Any]] = {}
    for status in statuses:
        told[status] = {"model": Problem, "content": {"application/problem+json": {}}}
        if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            told[status]["headers"] = RETRY_AFTER
    return told


ERRORS = _errors(400, 408, 413, 415, 422, 429, 503)


def _body(kind: type[BaseModel]) -> dict[str, Any]:
    """Describe a JSON body, which the route reads itself."""
    return {"requestBody": {"required": True, "content": {JSON: {"schema": kind.model_json_schema()}}}}


def _query(kind: type[BaseModel]) -> dict[str, Any]:
    """Describe the same fields as a query: seed and values are JSON, names to open have commas between them."""
    as_text = {"opened": {"type": "string"}, "output": {"type": "string"}}
    described = kind.model_json_schema()["properties"]
    parameters = []
    for name in kind.model_fields:
        about = described[name].pop("description", "")
        schema = {"schema": as_text.get(name, described[name])}
        parameter = {"name": name, "in": "query", "required": name == "program", "description": about}
        parameters.append(parameter | ({"content": {JSON: schema}} if name in IN_JSON else schema))
    return {"parameters": parameters}


router = APIRouter()


def settings_of(request: Request) -> Settings:
    """Return what the service was configured with."""
    settings: Settings = request.app.state.settings
    return settings


def evaluations_of(request: Request) -> Evaluations:
    """Return what evaluates programs."""
    evaluations: Evaluations = request.app.state.evaluations
    return evaluations


Configured = Annotated[Settings, Depends(settings_of)]
Evaluating = Annotated[Evaluations, Depends(evaluations_of)]


@router.post("/api/graph", response_model=Graph, responses=ERRORS, openapi_extra=_body(GraphRequest))
async def post_graph(request: Request, settings: Configured, evaluations: Evaluating) -> Response:
    """Evaluate and differentiate a program."""
    return await evaluations.answer(request, "graph", await from_body(request, settings.body, GraphRequest))


@router.get(
    "/api/graph", response_model=Graph, responses=_errors(400, 413, 422, 429, 503), openapi_extra=_query(GraphRequest)
)
async def get_graph(request: Request, settings: Configured, evaluations: Evaluating) -> Response:
    """Evaluate and differentiate the program in the query; the answer depends on the query alone."""
    wanted = from_query(request, settings.body)
    tag = f'"{blake2b(orjson.dumps([VERSION, wanted.model_dump()]), digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": KEPT}
    known = request.headers.get("if-none-match", "")
    if tag in known or known.strip() == "*":
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return await evaluations.answer(request, "graph", wanted, headers)


@router.post("/api/jacobian", response_model=JacobianMatrix, responses=ERRORS, openapi_extra=_body(JacobianRequest))
async def post_jacobian(request: Request, settings: Configured, evaluations: Evaluating) -> Response:
    """Return one Jacobian of a program's graph, as a matrix."""
    return await evaluations.answer(request, "jacobian", await from_body(request, settings.body, JacobianRequest))


@router.post("/api/check", response_model=Check, responses=ERRORS, openapi_extra=_body(CheckRequest))
async def post_check(request: Request, settings: Configured, evaluations: Evaluating) -> Response:
    """Hold the gradients of a program's leaves to finite differences, or try many steps on one cell."""
    return await evaluations.answer(request, "check", await from_body(request, settings.body, CheckRequest))


@router.post("/api/descend", response_model=Descent, responses=ERRORS, openapi_extra=_body(DescentRequest))
async def post_descend(request: Request, settings: Configured, evaluations: Evaluating) -> Response:
    """Move a program's leaves against their gradients, step after step."""
    return await evaluations.answer(request, "descend", await from_body(request, settings.body, DescentRequest))


@router.post("/api/code", response_model=Code, responses=ERRORS, openapi_extra=_body(CodeRequest))
async def post_code(request: Request, settings: Configured, evaluations: Evaluating) -> Response:
    """Return a program as code: NumPy with the backward pass written out, PyTorch, or its graph as DOT or TikZ."""
    return await evaluations.answer(request, "code", await from_body(request, settings.body, CodeRequest))


@router.post("/api/formulas", response_model=GradientFormulas, responses=ERRORS, openapi_extra=_body(FormulasRequest))
async def post_formulas(request: Request, settings: Configured, evaluations: Evaluating) -> Response:
    """Return the whole gradient of each leaf, or of one node, as a formula in the program's names."""
    return await evaluations.answer(request, "formulas", await from_body(request, settings.body, FormulasRequest))


@router.get("/api/limits")
async def get_limits(settings: Configured) -> list[Budget]:
    """Return every budget of a request; a refusal names the one that it is for as its `limit`."""
    return [
        Budget(
            name=one.name,
            value=getattr(settings.limits, one.name),
            unit=one.metadata["unit"],
            about=one.metadata["about"],
        )
        for one in fields(Limits)
    ]


@router.get("/api/operations", response_model=list[Entry], responses=_errors(422))
async def get_operations(lang: Language = "en") -> Response:
    """Return every operation that a program can use."""
    return Response(_operations(lang), headers={"Cache-Control": KEPT}, media_type=JSON)


@cache
def _operations(lang: Language) -> bytes:
    return orjson.dumps(catalogue(SUMMARIES if lang == "es" else None))


@router.get("/api/examples", responses=_errors(422))
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
async def readyz(settings: Configured, evaluations: Evaluating, response: Response) -> Health:
    """Say whether the service can evaluate a program and has its pages."""
    if await evaluations.work() and (settings.pages / "index.html").is_file():
        return Health(status="ready")
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return Health(status="not ready")
