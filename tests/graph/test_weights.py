"""The weights that an edge tells where many cells go into one: what the upstream gradient is multiplied by."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ..support import Json, array, graph_of, node

X = "x = [[1.0, 3.0], [3.0, 2.0]]\n"
TOLD = {
    "max": "L = 2 * max(x)",
    "max along an axis": "L = max(x, axis=1)",
    "norm": "L = norm(x, axis=1, keepdims=True)",
    "var": "L = var(x, axis=0) * [1.0, 10.0]",
    "logsumexp": "L = 2 * logsumexp(x)",
    "loss": "L = 3 * mse_loss(x, [[0.5, 0.0], [1.0, 1.0]])",
    "det": "L = 3 * det(x)",
}
UNTOLD = {
    "sum": "L = sum(x)",
    "mean": "L = mean(x, axis=0)",
    "many results": "L = softmax(x)",
    "moved cells": "L = x[1, 1]",
    "windows": "L = max_pool1d(x, 2)",
    "no path": "y = max(x)\nL = sum(x)",
}


def _edge(graph: Json) -> Json:
    return next(edge for edge in graph["edges"] if edge["source"] == node(graph, "x")["id"])


@pytest.mark.parametrize("program", list(TOLD.values()), ids=list(TOLD))
def test_the_contribution_is_the_upstream_gradient_times_the_weights(program: str) -> None:
    graph = graph_of(X + program)
    edge = _edge(graph)
    target = next(one for one in graph["nodes"] if one["id"] == edge["target"])
    upstream = array(target["grad"])
    if upstream.ndim == 1:
        upstream = np.expand_dims(upstream, target["attributes"]["axis"][0])
    assert_allclose(upstream * array(edge["local"]["weights"]), array(edge["contribution"]), rtol=1e-14)


def test_ties_share() -> None:
    assert array(_edge(graph_of(X + "L = 2 * max(x)"))["local"]["weights"]).tolist() == [[0, 0.5], [0.5, 0]]


@pytest.mark.parametrize("program", list(UNTOLD.values()), ids=list(UNTOLD))
def test_where_there_is_no_such_number_none_is_told(program: str) -> None:
    assert _edge(graph_of(X + program))["local"]["weights"] is None


@pytest.mark.parametrize("program", list(TOLD.values()), ids=list(TOLD))
def test_the_value_of_an_edge_is_for_cells_and_factors_alone(program: str) -> None:
    assert _edge(graph_of(X + program))["local"]["value"] is None


def test_of_a_preview_there_are_no_weights() -> None:
    graph = graph_of("x = ones(40, 40)\nL = max(x)", max_elements=100)
    assert _edge(graph)["local"]["weights"] is None
