"""The service's answer to a program: inside it, and over HTTP on a connection that is kept."""

from __future__ import annotations

import httpx

from benchmarks.measured import Measured, timed
from benchmarks.programs import TWO_LAYER_NETWORK
from retrograd.api.schemas import GraphRequest
from retrograd.limits import Limits
from retrograd.sandbox.evaluation import graph_json


def answers(address: str) -> list[Measured]:
    """Measure the two-layer network; the empty answer beside it is what HTTP itself costs here."""
    request = GraphRequest(program=TWO_LAYER_NETWORK)
    body = {"program": TWO_LAYER_NETWORK}
    with httpx.Client(base_url=address) as client:

        def answer() -> None:
            client.post("/api/graph", json=body).raise_for_status()

        return [
            timed("program to JSON, in the process", lambda: graph_json(request.model_dump(), Limits())),
            timed("POST /api/graph", answer),
            timed("GET /healthz, for comparison", lambda: client.get("/healthz")),
        ]
