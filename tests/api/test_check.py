"""POST /api/check: gradients beside finite differences, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from .test_graph import assert_problem

PROGRAM = "X = [[1.0, 2.0], [3.0, 4.0]]\nw = [0.5, -0.5]\nz = X @ w\nL = sum(relu(z))"


def asked(client: TestClient, **body: Any) -> dict[str, Any]:
    response = client.post("/api/check", json={"program": PROGRAM, **body})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    assert set(found) == {"h", "cells", "checked", "leaves", "sweep"}
    return found


def test_every_leaf_is_checked(client: TestClient) -> None:
    found = asked(client)
    assert (found["h"], found["cells"], found["checked"], found["sweep"]) == (1e-5, 6, 6, None)
    assert [(one["node"], one["name"], one["mark"]) for one in found["leaves"]] == [
        ("n0", "X", "agrees"),
        ("n1", "w", "agrees"),
    ]


def test_output_seed_step_and_leaf_are_the_requests(client: TestClient) -> None:
    [one] = asked(client, output="z", seed=[0.0, 2.0], h=1e-3, leaf="n1")["leaves"]
    assert one["numeric"]["data"] == pytest.approx([6, 8])
    assert one["gradient"]["data"] == [6, 8]


def test_many_steps_are_tried_on_one_cell(client: TestClient) -> None:
    found = asked(client, leaf="n1", cell=1)
    assert found["leaves"] == []
    assert (found["sweep"]["node"], found["sweep"]["cell"]) == ("n1", 1)
    assert len(found["sweep"]["points"]) == 13


def test_what_is_not_finite_travels_as_null(client: TestClient) -> None:
    found = asked(client, program="x = 0.0\nL = sqrt(x)", leaf="n0", cell=0)
    assert found["sweep"]["gradient"] is None
    assert found["sweep"]["points"][0]["numeric"] is None


REFUSED = [
    ({"cell": 0}, "bad_argument"),
    ({"leaf": "n0", "cell": -1}, "bad_argument"),
    ({"leaf": "n0", "cell": 4}, "bad_argument"),
    ({"leaf": "n2"}, "bad_argument"),
    ({"leaf": "n2", "cell": 0}, "bad_argument"),
    ({"h": 0}, "bad_argument"),
    ({"h": -1e-3}, "bad_argument"),
    ({"h": 2}, "bad_argument"),
    ({"mode": "forward"}, "bad_argument"),
    ({"seed": [1.0]}, "shape_mismatch"),
    ({"seed": {"X": 1}}, "bad_argument"),
    ({"program": "y"}, "unknown_name"),
    ({"output": "nobody"}, "unknown_name"),
    ({"program": "x = ones(600, 600)\nfor i in range(100):\n    x = x @ x\nL = sum(x)"}, "limit_memory"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED)
def test_what_is_asked_wrongly_is_refused(client: TestClient, body: dict[str, Any], code: str) -> None:
    assert_problem(client.post("/api/check", json={"program": PROGRAM, **body}), 422, code)


def test_a_program_that_takes_long_is_checked_as_far_as_there_is_time(client: TestClient) -> None:
    program = "x = ones(300, 300)\ny = x @ x @ x @ x\nfor i in range(6):\n    y = tanh(y @ x)\nL = sum(y)"
    found = asked(client, program=program)
    assert found["cells"] == 90_000
    assert found["checked"] < 1024
    assert found["leaves"][0]["checked"] == found["checked"]
