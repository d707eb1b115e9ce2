"""Composite operations opened, and operations of many tensors."""

from __future__ import annotations

import pytest

from ..support import grad, graph_of, node, value


def test_a_composite_opens_into_the_operations_that_it_stands_for() -> None:
    program = "x = [1.0, 2.0]\ny = gelu(x)\nsum(y * y)"
    closed, opened = graph_of(program), graph_of(program, opened=frozenset({"gelu"}))
    assert {one["operation"] for one in opened["nodes"]} >= {"erf", "multiply", "add"}
    assert "gelu" not in {one["operation"] for one in opened["nodes"]}
    assert [one["operation"] for one in closed["nodes"] if one["opens"]] == ["gelu"]
    assert grad(opened, "x") == pytest.approx(grad(closed, "x"), rel=1e-14)
    assert [(one["kind"], one["label"]) for one in opened["groups"]] == [("call", "gelu")]
    inside = [one for one in opened["nodes"] if one["group"] == "g0"]
    assert node(opened, "y") in inside
    assert node(opened, "x") not in inside
    assert {one["span"]["line"] for one in inside} == {2}


def test_a_list_of_tensors_goes_into_one() -> None:
    graph = graph_of("x = [1.0, 2.0]\ny = [3.0]\nparts = [x, y]\nz = cat(parts, dim=0)\nsum(z * [1.0, 10.0, 100.0])")
    assert value(graph, "z") == [1.0, 2.0, 3.0]
    assert (grad(graph, "x"), grad(graph, "y")) == ([1.0, 10.0], [100.0])
