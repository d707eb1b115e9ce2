"""Short ways to a graph and to its parts, for all tests."""

from __future__ import annotations

import socket
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from retrograd.graphjson.build import Options
from retrograd.graphjson.evaluate import evaluate
from retrograd.limits import Limits

Json = dict[str, Any]


def graph_of(
    program: str,
    *,
    output: str | None = None,
    dtype: str = "float64",
    limits: Limits | None = None,
    values: Json | None = None,
    **options: Any,
) -> Json:
    """Return the graph JSON of a program, as a client sees it."""
    graph = evaluate(program, Options(**options), limits or Limits(), output=output, dtype=dtype, values=values or {})
    parsed: Json = orjson.loads(orjson.dumps(graph, option=orjson.OPT_SERIALIZE_NUMPY))
    return parsed


def node(graph: Json, name: str) -> Json:
    """Return the last node that the program calls `name`."""
    found: Json = [one for one in graph["nodes"] if one["name"] == name][-1]
    return found


def edges_from(graph: Json, source: Json) -> list[Json]:
    """Return the edges that leave `source`."""
    return [edge for edge in graph["edges"] if edge["source"] == source["id"]]


def array(encoded: Json) -> NDArray[np.float64]:
    """Return an Array of the graph JSON as NumPy's."""
    return np.array([float(number) for number in encoded["data"]]).reshape(encoded["shape"])


def value(graph: Json, name: str) -> Any:
    """Return a node's value as nested lists."""
    return array(node(graph, name)["value"]).tolist()


def grad(graph: Json, name: str) -> Any:
    """Return a node's gradient as nested lists."""
    return array(node(graph, name)["grad"]).tolist()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
