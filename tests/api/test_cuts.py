"""What `detach`, `no_grad` and operations without a derivative cut off: every view of a derivative stops there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from ..support import Json, array, edges_from, graph_of, node

LEAVES = "X = [[1.0, 2.0, 3.0], [4.0, 5.0, -6.0]]\nw = [0.5, -1.0, 2.0]\n"
CUT = {
    "all under no_grad": "with no_grad():\n    z = X @ w\n",
    "a factor under no_grad": "with no_grad():\n    u = X @ w\n    v = tanh(u) * 2\nz = v * (X @ w)\n",
    "a factor detached": "u = X @ w\nz = u * u.detach()\n",
    "what is cut is worked with": "u = (X * 2).detach()\nv = exp(u * 0.1) + w\nz = v.sum(axis=1) * u[:, 0]\n",
    "one leaf alone is cut": "z = X.detach() @ w\n",
    "a broadcast is cut": "with no_grad():\n    u = X + w\nz = u.sum(axis=0) * w\n",
    "two cuts on one path": "u = X.detach() * w\nwith no_grad():\n    v = u + w\nz = v.mean(axis=0) + w\n",
    "a comparison": "z = where(X > w, X, X * 2).sum(axis=1)\n",
    "a comparison of what is cut": "with no_grad():\n    m = X > 0\nz = m * X\n",
    "constants beyond the cut": "c = tensor([1.0, 2.0, 3.0], requires_grad=False)\nz = X * (2 * c + w.detach())\n",
}


@pytest.mark.parametrize("program", [pytest.param(LEAVES + body, id=name) for name, body in CUT.items()])
@pytest.mark.parametrize("last", ["z", "sum(z)"])
def test_jacobians_agree_with_both_passes(client: TestClient, program: str, last: str) -> None:
    program += f"L = 1 * {last}"
    seed = _drawn(node(graph_of(program), "L")["shape"], 1)
    reverse = graph_of(program, seed=seed.tolist())
    for one in reverse["nodes"]:
        found = _asked(client, program, of="global", node=one["id"])
        matrix, possible = array(found["matrix"]), array(found["structure"])
        assert not matrix[possible == 0].any()
        if one["requires_grad"]:
            pulled = np.zeros(one["shape"]) if one["grad"] is None else array(one["grad"])
            assert_allclose(matrix.T @ seed.ravel(), pulled.ravel(), rtol=1e-12, atol=1e-14)
            assert one["grad"] is not None or not possible.any()
    _forward_agrees(client, program)
    for edge in reverse["edges"]:
        _edge_agrees(client, program, reverse, edge)


def _forward_agrees(client: TestClient, program: str) -> None:
    tangents = {"X": _drawn((2, 3), 2), "w": _drawn((3,), 3)}
    forward = graph_of(program, mode="forward", seed={name: one.tolist() for name, one in tangents.items()})
    output = next(one for one in forward["nodes"] if one["id"] == forward["output"])
    pushed = np.zeros(output["shape"]) if output["tangent"] is None else array(output["tangent"])
    parts = [
        array(_asked(client, program, of="global", node=node(forward, name)["id"])["matrix"]) @ tangent.ravel()
        for name, tangent in tangents.items()
    ]
    assert_allclose(sum(parts), pushed.ravel(), rtol=1e-12, atol=1e-14)
    started = {step["node"] for step in forward["steps"] if step["kind"] == "seed"}
    reached = {one["id"] for one in graph_of(program)["nodes"] if one["kind"] == "leaf" and one["grad"] is not None}
    assert started == reached  # a tangent starts where it gets to the output


def _edge_agrees(client: TestClient, program: str, reverse: Json, edge: Json) -> None:
    nodes = {one["id"]: one for one in reverse["nodes"]}
    target, source = nodes[edge["target"]], nodes[edge["source"]]
    found = _asked(client, program, of="local", edge=edge["id"])
    matrix, possible = array(found["matrix"]), array(found["structure"])
    assert not matrix[possible == 0].any()
    if source["requires_grad"] and not target["requires_grad"]:
        assert edge["local"]["kind"] == "none"
    if edge["local"]["kind"] == "none":
        assert not possible.any()
        assert (found["latex"], found["multiply_adds"], edge["work"]) == (None, 0, 0)
    if edge["contribution"] is not None:
        pulled = matrix.T @ array(target["grad"]).ravel()
        assert_allclose(pulled, array(edge["contribution"]).ravel(), rtol=1e-12, atol=1e-14)


def test_constants_have_their_derivatives_whatever_is_worked_out_of_them(client: TestClient) -> None:
    program = "w = [3.0, 4.0]\nc = tensor([1.0, 2.0], requires_grad=False)\nd = 2 * c\ny = d * w"
    found = _asked(client, program, of="global", node=node(graph_of(program), "c")["id"])
    assert_array_equal(array(found["matrix"]), np.diag([6.0, 8.0]))
    assert_array_equal(array(found["structure"]), np.eye(2))


def test_a_leaf_that_is_cut_off_has_no_tangent_and_adds_nothing() -> None:
    graph = graph_of("x = 2.0\ny = 3.0\nwith no_grad():\n    u = 2 * x\nL = u * y", mode="forward")
    assert node(graph, "x")["tangent"] is None
    assert array(node(graph, "L")["tangent"]) == 4.0
    assert [edge["contribution"] for edge in edges_from(graph, node(graph, "x"))] == [None]


def _asked(client: TestClient, program: str, **body: Any) -> Json:
    response = client.post("/api/jacobian", json={"program": program, "structure": True, **body})
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def _drawn(shape: Any, seed: int) -> NDArray[np.float64]:
    drawn: NDArray[np.float64] = np.random.default_rng(seed).uniform(0.5, 1.5, shape)
    return drawn
