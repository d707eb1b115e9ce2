"""What must hold of every graph, tried on the whole gallery and on programs that are hard on one rule each."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from retrograd.gallery import EXAMPLES
from retrograd.graphjson.arrays import encode

from ..support import Json, array, graph_of

PROGRAMS = {example.id: example.program("en") for example in EXAMPLES} | {
    "a leaf alone": "x = 3",
    "constants alone": "L = 2.0 * 3.0",
    "a detour that leads nowhere": "x = [1.0, 2.0]\nunused = x * 3\nlost = tanh(unused)\nL = sum(x)",
    "a detached detour": "x = [1.0, 2.0]\na = x * 2\nb = a.detach()\nL = sum(b * x)",
    "a comparison": "x = [1.0, -2.0]\nL = sum((x > 0) * x)",
    "an operand twice": "x = [[1.0, 2.0], [3.0, 4.0]]\nL = x @ x",
    "not finite": "x = [0.0, 1000.0]\nL = log(x) + exp(x)",
    "empty": "x = zeros(0, 3)\nL = sum(x * 2, axis=0)",
    "batched": "X = ones(2, 3, 4)\nY = ones(4, 2)\nL = X @ Y",
    "a slope that is a plain number": "x = [1.0, 2.0]\nL = clip(x)",
    "names of JavaScript": "constructor = 2\ntoString = constructor * 3\nthen = toString + constructor",
}
SCALED = np.array([1.0, 2.0, -4.5])
EVERY = pytest.mark.parametrize("program", list(PROGRAMS.values()), ids=list(PROGRAMS))
FIELDS = {
    "graph": "schema program mode dtype output nodes edges groups steps",
    "nodes": "id kind operation name label latex implicit attributes span group shape dtype value requires_grad "
    "grad tangent",
    "edges": "id source target argument local contribution work",
    "steps": "index phase kind node edge latex caption unbroadcast complete",
}


def _by_id(records: list[Json]) -> dict[str, Json]:
    return {record["id"]: record for record in records}


@EVERY
def test_every_field_is_present(program: str) -> None:
    graph = graph_of(program)
    assert set(FIELDS["graph"].split()) <= set(graph)
    for part in ("nodes", "edges", "steps"):
        for record in graph[part]:
            assert set(FIELDS[part].split()) <= set(record)
    assert graph["schema"] == "retrograd/1"
    assert graph["program"] == program


@EVERY
def test_nodes_come_after_their_inputs_and_edges_are_their_arguments(program: str) -> None:
    graph = graph_of(program)
    position = {node["id"]: number for number, node in enumerate(graph["nodes"])}
    for node in graph["nodes"]:
        arguments = [edge for edge in graph["edges"] if edge["target"] == node["id"]]
        assert [edge["argument"] for edge in arguments] == list(range(len(arguments)))
        assert (node["kind"] == "operation") == bool(arguments)
        assert all(position[edge["source"]] < position[node["id"]] for edge in arguments)


@EVERY
def test_pointwise_operations_see_equal_shapes(program: str) -> None:
    graph = graph_of(program)
    nodes = _by_id(graph["nodes"])
    for edge in graph["edges"]:
        if edge["local"]["kind"] == "pointwise":
            assert nodes[edge["source"]]["shape"] == nodes[edge["target"]]["shape"] == edge["local"]["value"]["shape"]


@EVERY
def test_a_gradient_is_the_sum_of_its_contributions_in_the_order_of_the_steps(program: str) -> None:
    graph = graph_of(program)
    edges, nodes = _by_id(graph["edges"]), _by_id(graph["nodes"])
    totals: dict[str, Any] = {}
    for step in graph["steps"]:
        if step["kind"] == "seed":
            totals[step["node"]] = array(nodes[step["node"]]["grad"])
        elif step["phase"] == "backward":
            edge = edges[step["edge"]]
            contribution = array(edge["contribution"])
            source = edge["source"]
            totals[source] = totals[source] + contribution if source in totals else contribution
    for node in graph["nodes"]:
        assert (node["grad"] is not None) == (node["id"] in totals)
        if node["grad"] is not None:
            assert node["grad"]["shape"] == node["shape"]
            assert_array_equal(array(node["grad"]), totals[node["id"]])


@EVERY
def test_a_contribution_is_there_exactly_where_a_gradient_passes(program: str) -> None:
    graph = graph_of(program)
    nodes = _by_id(graph["nodes"])
    for edge in graph["edges"]:
        reaches = nodes[edge["target"]]["grad"] is not None
        passes = nodes[edge["source"]]["requires_grad"] and edge["local"]["kind"] != "none" and reaches
        assert (edge["contribution"] is not None) == passes
        if passes:
            assert edge["contribution"]["shape"] == nodes[edge["source"]]["shape"]


@EVERY
def test_steps_tell_forward_first_then_backward_each_edge_once(program: str) -> None:
    graph = graph_of(program)
    steps = graph["steps"]
    assert [step["index"] for step in steps] == list(range(len(steps)))
    phases = [step["phase"] for step in steps]
    assert phases == sorted(phases, reverse=True)
    evaluated = [step["node"] for step in steps if step["kind"] == "evaluate"]
    assert evaluated == [node["id"] for node in graph["nodes"] if node["kind"] == "operation"]
    contributed = [step["edge"] for step in steps if step["kind"] in {"vjp", "unbroadcast"}]
    assert sorted(contributed) == sorted(edge["id"] for edge in graph["edges"] if edge["contribution"])
    nodes, edges = _by_id(graph["nodes"]), _by_id(graph["edges"])
    for step in steps:
        if step["edge"]:
            assert edges[step["edge"]]["target"] == step["node"]
            is_broadcast = nodes[step["node"]]["operation"] == "broadcast_to"
            assert (step["kind"] == "unbroadcast") == is_broadcast == (step["unbroadcast"] is not None)


@EVERY
def test_a_step_is_complete_if_it_is_the_last_for_its_source(program: str) -> None:
    graph = graph_of(program)
    edges = _by_id(graph["edges"])
    last: dict[str, int] = {}
    for step in graph["steps"]:
        if step["edge"]:
            last[edges[step["edge"]]["source"]] = step["index"]
    for step in graph["steps"]:
        assert step["complete"] == (step["edge"] is not None and last[edges[step["edge"]]["source"]] == step["index"])


@EVERY
def test_unbroadcast_says_how_to_get_the_contribution(program: str) -> None:
    graph = graph_of(program)
    edges, nodes = _by_id(graph["edges"]), _by_id(graph["nodes"])
    for step in graph["steps"]:
        if step["kind"] != "unbroadcast":
            continue
        how, edge = step["unbroadcast"], edges[step["edge"]]
        upstream = array(nodes[step["node"]]["grad"])
        assert list(upstream.shape) == how["from"]
        summed = upstream.sum(axis=tuple(how["sum_axes"]), keepdims=True)
        assert_array_equal(np.squeeze(summed, tuple(how["squeeze_axes"])), array(edge["contribution"]))


@EVERY
def test_forward_mode_tells_the_same_derivative(program: str) -> None:
    reverse, forward = graph_of(program), graph_of(program, mode="forward")
    nodes = _by_id(forward["nodes"])
    leaves = [node for node in reverse["nodes"] if node["kind"] == "leaf" and node["grad"] is not None]
    along = sum(array(leaf["grad"]).sum() for leaf in leaves)
    tangent = nodes[forward["output"]]["tangent"]
    assert_array_equal(np.isnan(along), tangent is not None and np.isnan(array(tangent).sum()))
    if tangent is not None and np.isfinite(along):
        assert array(tangent).sum() == pytest.approx(along, rel=1e-12)
    assert all(step["phase"] == "forward" for step in forward["steps"])
    assert all(node["grad"] is None for node in forward["nodes"])


@EVERY
def test_forward_mode_adds_contributions_to_targets(program: str) -> None:
    graph = graph_of(program, mode="forward")
    edges, nodes = _by_id(graph["edges"]), _by_id(graph["nodes"])
    totals: dict[str, Any] = {}
    for step in graph["steps"]:
        if step["kind"] == "seed":
            totals[step["node"]] = array(nodes[step["node"]]["tangent"])
        elif step["kind"] == "jvp":
            contribution = array(edges[step["edge"]]["contribution"])
            totals[step["node"]] = totals[step["node"]] + contribution if step["node"] in totals else contribution
    for node in graph["nodes"]:
        assert (node["tangent"] is not None) == (node["id"] in totals)
        if node["tangent"] is not None:
            assert_array_equal(array(node["tangent"]), totals[node["id"]])


@EVERY
def test_float32_keeps_all_arrays_float32(program: str) -> None:
    graph = graph_of(program, dtype="float32")
    assert graph["dtype"] == "float32"
    for node in graph["nodes"]:
        assert node["value"]["dtype"] in {"float32", "bool"}
        assert node["grad"] is None or node["grad"]["dtype"] == "float32"
    for edge in graph["edges"]:
        assert edge["contribution"] is None or edge["contribution"]["dtype"] == "float32"


def test_captions_come_with_the_nodes_of_their_statement() -> None:
    graph = graph_of("#: the input\nx = 2\n\n#: squared\n#: and shifted\ny = x**2 + 1  #: not this\nL = y * 3")
    captions = {node["name"]: node["caption"] for node in graph["nodes"] if node["name"]}
    assert captions == {"x": "the input", "y": "squared and shifted", "L": None}
    told = [step["caption"] for step in graph["steps"] if step["kind"] == "evaluate"]
    assert told == ["squared and shifted"] * 2 + [None]


def test_large_arrays_come_as_a_preview_with_statistics() -> None:
    graph = graph_of("x = arange(60 * 40).reshape(60, 40)\nL = sum(x)", max_elements=100)
    value = graph["nodes"][0]["value"]
    assert value["shape"] == [60, 40]
    assert "data" not in value
    preview = value["preview"]
    rows, columns = preview["index"]
    assert preview["shape"] == [len(rows), len(columns)]
    assert len(rows) * len(columns) == len(preview["data"]) <= 100
    assert (rows[0], rows[-1], columns[0], columns[-1]) == (0, 59, 0, 39)
    expected = [row * 40.0 + column for row in rows for column in columns]
    assert preview["data"] == expected
    stats = value["stats"]
    assert (stats["min"], stats["max"], stats["mean"], stats["zeros"]) == (0, 2399, 1199.5, 1)
    assert graph["nodes"][1]["value"] == {"shape": [], "dtype": "float64", "data": [2878800.0]}
    assert "data" in graph_of("x = ones(10)", max_elements=10)["nodes"][0]["value"]
    assert "preview" in graph_of("x = ones(11)", max_elements=10)["nodes"][0]["value"]


def test_statistics_leave_out_what_is_not_finite_and_do_not_overflow() -> None:
    cells = np.array([np.nan, np.inf, 0.0, -np.inf, np.nan, 3.0, np.nan, 1.0])
    with np.errstate(all="ignore"):
        made: list[Json] = [dict(encode(one, "float64", 2)) for one in (cells, SCALED * 1e-200, SCALED * 1e200)]
    found, *scaled = (one["stats"] for one in made)
    numbers = (found["min"], found["max"], found["mean"], found["std"])
    assert numbers == pytest.approx((0, 3, 4 / 3, np.std([0, 3, 1])))
    assert (found["zeros"], found["nans"], found["infs"]) == (1, 3, 2)
    for stats, scale in zip(scaled, (1e-200, 1e200), strict=True):
        assert (stats["mean"] / scale, stats["std"] / scale) == pytest.approx((-0.5, np.std(SCALED)))


@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_steps_are_numbered_as_they_come(mode: str) -> None:
    steps = graph_of("x = [1.0, 2.0]\nb = 3.0\ny = x * b\nL = sum(y * y)", mode=mode)["steps"]
    assert len(steps) > 5
    assert [one["index"] for one in steps] == list(range(len(steps)))


def test_a_repeated_tensor_wears_a_hat_and_a_repeated_number_does_not() -> None:
    nodes = graph_of("x = [1.0, 2.0]\nb = 3.0\nc = [[1.0], [2.0]]\ny = x * b + c * 2")["nodes"]
    assert [one["latex"] for one in nodes if one["implicit"]] == [r"\hat{b}", "2", r"\hat{v}_{1}", r"\hat{v}_{2}"]


def test_a_name_that_is_given_often_counts_its_versions() -> None:
    nodes = [one for one in graph_of("x = 1.0\n" + "x = x * 2\n" * 5)["nodes"] if one["name"] == "x"]
    assert [one["label"] for one in nodes] == ["x", "x′", "x″", "x‴", "x⁽⁵⁾", "x⁽⁶⁾"]
    assert [one["latex"] for one in nodes] == ["x", "x'", "x''", "x'''", "{x^{(5)}}", "{x^{(6)}}"]


@pytest.mark.parametrize(
    ("written", "told"),
    [("2.5", "2.5"), ("-2.0", "(-2)"), ("1e-9", r"(1 \cdot 10^{-9})"), ("-2.5e30", r"(-2.5 \cdot 10^{30})")],
)
def test_numbers_in_formulas_stand_in_parentheses_where_they_have_to(written: str, told: str) -> None:
    graph = graph_of(f"x = 3.0\ny = x * {written}")
    assert graph["steps"][0]["latex"] == rf"y = x \cdot {told}"


def test_numbers_that_json_lacks_travel_as_words() -> None:
    graph = graph_of("x = [0.0, -1.0, 1.0]\ny = log(x)\nz = -exp(1000 * x)")
    assert graph["nodes"][1]["value"]["data"] == ["-Infinity", "NaN", 0.0]
    alone = graph_of("x = 0.0\ny = log(x)\nz = y - y")
    assert [one["value"]["data"] for one in alone["nodes"]] == [[0], ["-Infinity"], ["NaN"]]
    stats = graph_of("x = zeros(2000)\nx[0] * 0\ny = log(x)", max_elements=10)["nodes"][-1]["value"]["stats"]
    assert stats == {"min": None, "max": None, "mean": None, "std": None, "zeros": 0, "nans": 0, "infs": 2000}


def test_truth_values_are_zeros_and_ones() -> None:
    graph = graph_of("x = [1.0, -2.0]\nm = x > 0\nL = sum(m * x)")
    m = next(node for node in graph["nodes"] if node["name"] == "m")
    assert m["dtype"] == "bool"
    assert m["value"] == {"shape": [2], "dtype": "bool", "data": [1, 0]}
    assert {edge["local"]["kind"] for edge in graph["edges"] if edge["target"] == m["id"]} == {"none"}


def test_the_objective_of_a_tensor_is_its_seeded_sum() -> None:
    assert graph_of("x = 2\nL = x * x")["objective"] == {"latex": "L", "equation": None}
    assert graph_of("x = [1, 2]\nz = x * x")["objective"]["equation"] == r"L = {\textstyle\sum}\, z"
    seeded = graph_of("x = [1, 2]\nL = x * x", seed=[1, 2])
    assert seeded["objective"] == {"latex": "J", "equation": r"J = \langle S, L \rangle"}


def test_attributes_are_resolved() -> None:
    graph = graph_of("x = ones(2, 3, 4)\na = x.sum(axis=(-1, 0))\nb = x.reshape(4, -1)\nc = x[0, ::-2, None]\nx.T")
    attributes = {node["name"]: node["attributes"] for node in graph["nodes"]}
    assert attributes["a"] == {"axis": [0, 2], "keepdims": False}
    assert attributes["b"] == {"shape": [4, 6]}
    slices = [{"start": 2, "step": -2, "count": 2, "size": 3}, None, {"start": 0, "step": 1, "count": 4, "size": 4}]
    assert attributes["c"] == {"index": [0, *slices]}
    assert attributes[None] == {"axes": [2, 1, 0]}


def test_truth_values_count_as_numbers() -> None:
    graph = graph_of("x = [0.5, 2.0]\nn = (x > 0) + (x > 1)\nL = -(x < 1) * x")
    assert array(next(node for node in graph["nodes"] if node["name"] == "n")["value"]).tolist() == [1, 2]
    assert array(graph["nodes"][-1]["value"]).tolist() == [-0.5, 0]


def test_leaves_without_a_tangent_of_their_own_have_zeros() -> None:
    graph = graph_of("x = 2\ny = 3\nL = x * y", mode="forward", seed={"x": 10})
    tangents = {node["name"]: node["tangent"]["data"] for node in graph["nodes"]}
    assert tangents == {"x": [10], "y": [0], "L": [30]}


def test_forward_mode_leaves_alone_what_does_not_reach_the_output() -> None:
    graph = graph_of(PROGRAMS["a detour that leads nowhere"], mode="forward")
    names = {node["id"]: node["name"] for node in graph["nodes"]}
    contributing = [names[edge["target"]] for edge in graph["edges"] if edge["contribution"]]
    assert contributing == ["L"]


def test_formulas_add_only_where_there_is_something_to_add_to() -> None:
    graph = graph_of("x = 2\na = x * x\nL = a * 3")
    rules = {edge["argument"]: edge["local"]["vjp_latex"] for edge in graph["edges"]}
    told = [step["latex"] for step in graph["steps"]]
    assert rules[0] == r"\frac{dL}{da} = \frac{dL}{dL} \cdot 3"
    assert told == [
        r"a = x \cdot x",
        r"L = a \cdot 3",
        r"\frac{dL}{dL} = 1",
        r"\frac{dL}{da} = \frac{dL}{dL} \cdot 3",
        r"\frac{dL}{dx} \mathrel{+}= \frac{dL}{da} \cdot x",
        r"\frac{dL}{dx} \mathrel{+}= \frac{dL}{da} \cdot x",
    ]


@pytest.mark.parametrize(
    ("call", "attribute", "expected"),
    [
        ("x.norm(inf)", "ord", "Infinity"),
        ("clip(x, 0, inf)", "max", "Infinity"),
        ("x.roll((1, 2), (0, 1))", "shift", [1, 2]),
    ],
)
def test_attributes_are_json(call: str, attribute: str, expected: object) -> None:
    graph = graph_of(f"x = arange(6).reshape(2, 3)\ny = {call}")
    assert graph["nodes"][-1]["attributes"][attribute] == expected


def test_formulas_follow_the_attributes() -> None:
    def rule(call: str) -> str:
        text: str = graph_of(f"x = arange(6).reshape(2, 3)\ny = {call}")["edges"][-1]["local"]["vjp_latex"]
        return text

    assert r"\frac{2}{5} \left(x" in rule("x.var(ddof=1)")
    assert rule("x.norm(1)").endswith(r"\operatorname{sign}(x)")
    assert rule("x.norm(3)").endswith(r"\left|\frac{x}{y}\right|^{2}")
    assert rule("clip(x, 0, inf)").endswith(r"[0 \leq x \leq \infty]")


@EVERY
@pytest.mark.parametrize("mode", ["reverse", "forward"])
def test_the_work_of_the_edges_is_that_of_a_pass(program: str, mode: str) -> None:
    graph = graph_of(program, mode=mode)
    assert sum(edge["work"] for edge in graph["edges"]) == graph["cost"][mode]["multiply_adds"]
    assert all(edge["work"] == 0 for edge in graph["edges"] if edge["contribution"] is None)
