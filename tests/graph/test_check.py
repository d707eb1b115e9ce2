"""The gradients of leaves beside finite differences: every leaf, or as much of it as the budgets allow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import orjson
import pytest
from numpy.testing import assert_allclose

from retrograd.errors import BadSeedShape, UnknownPart
from retrograd.gallery import EXAMPLES
from retrograd.graphjson.check import Checker
from retrograd.graphjson.evaluate import run_program
from retrograd.limits import Limits

from ..support import Json, array, grad, graph_of

LIMITS = Limits()


def checker(program: str, limits: Limits = LIMITS, *, dtype: str = "float64", **options: Any) -> Checker:
    return Checker(run_program(program, limits, dtype=dtype), limits, **options)


def checked(program: str, limits: Limits = LIMITS, **options: Any) -> Json:
    found: Json = orjson.loads(
        orjson.dumps(checker(program, limits, **options).check(), option=orjson.OPT_SERIALIZE_NUMPY)
    )
    return found


def leaf(found: Json, name: str) -> Json:
    told: Json = next(one for one in found["leaves"] if one["name"] == name)
    return told


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_every_gradient_of_the_gallery_agrees(example: Any) -> None:
    program = example.program("en")
    graph, found = graph_of(program), checked(program)
    names = {node["id"]: node for node in graph["nodes"]}
    assert found["leaves"]
    for one in found["leaves"]:
        assert set(one["marks"]) <= {"agrees", "kink"}, one["name"]
        gradient = names[one["node"]]["grad"]
        if gradient is not None and one["checked"] == one["cells"] and "data" in gradient:
            assert one["gradient"] == gradient
        if one["mark"] == "agrees":
            assert_allclose(array(one["numeric"]), array(one["gradient"]), rtol=1e-4, atol=1e-6)


def test_the_worst_cell_is_named() -> None:
    one = leaf(checked("x = [1.0, 2.0, 3.0]\nL = sum(x) + x[1] * x[1].detach()"), "x")
    assert one["marks"] == ["agrees", "differs", "agrees"]
    assert (one["mark"], one["worst"], one["detached"]) == ("differs", 1, True)
    assert one["relative"] == pytest.approx(2 / 5)
    assert one["difference"] == pytest.approx(2)


def test_what_is_computed_without_gradients_is_told() -> None:
    program = "x = 3.0\nwith no_grad():\n    c = x * x\nL = x * c"
    assert leaf(checked(program), "x")["detached"]
    assert not leaf(checked("x = 3.0\nL = x * x"), "x")["detached"]


def test_a_kink_has_two_sides() -> None:
    one = leaf(checked("x = [1.0, 0.0]\nL = sum(relu(x))"), "x")
    assert one["marks"] == ["agrees", "kink"]
    assert one["mark"] == "kink"
    [sides] = one["sides"]
    assert (sides["cell"], sides["left"], sides["right"]) == (1, pytest.approx(0), pytest.approx(1))
    assert one["worst"] == 0


def test_the_largest_of_equals_is_at_a_kink() -> None:
    assert leaf(checked("x = [2.0, 2.0, 1.0]\nL = max(x)"), "x")["marks"] == ["kink", "kink", "agrees"]


def test_what_is_not_finite_is_undefined() -> None:
    one = leaf(checked("x = [0.0, 4.0]\nL = sum(sqrt(x))"), "x")
    assert one["marks"] == ["undefined", "agrees"]
    assert (one["numeric"]["data"][0], one["gradient"]["data"][0]) == ("NaN", "Infinity")
    assert leaf(checked("x = 1e20\nL = 2 * x"), "x")["mark"] == "undefined"  # 1e20 + h is 1e20


def test_another_cell_that_is_infinite_does_not_hide_this_one() -> None:
    assert leaf(checked("x = [0.0, 1.0]\ny = 1 / x"), "x")["marks"] == ["undefined", "agrees"]


def test_a_leaf_without_cells_or_path() -> None:
    found = checked("e = zeros(0, 3)\nu = 2.0\nx = 3.0\nL = x * x + sum(e)")
    assert (leaf(found, "e")["mark"], leaf(found, "e")["worst"]) == ("unchecked", None)
    assert (leaf(found, "u")["mark"], leaf(found, "u")["numeric"]["data"]) == ("agrees", [0])
    assert leaf(found, "x")["mark"] == "agrees"


def test_the_seed_weighs_the_cells_of_the_output() -> None:
    program = "x = [1.0, 2.0]\ny = x ** 3"
    graph = graph_of(program, seed=[2.0, -1.0])
    one = leaf(checked(program, seed=[2.0, -1.0]), "x")
    assert_allclose(array(one["numeric"]), grad(graph, "x"), rtol=1e-6)
    assert_allclose(array(one["numeric"]), [6, -12], rtol=1e-6)
    with pytest.raises(BadSeedShape):
        checked(program, seed=[1.0])


def test_in_single_precision_the_step_is_coarser() -> None:
    found = checked("x = [0.5, 3.0]\nL = sum(exp(x))", dtype="float32")
    assert found["h"] == 1e-2
    assert leaf(found, "x")["marks"] == ["agrees", "agrees"]
    assert checked("x = 3.0\nL = exp(x)")["h"] == 1e-5


def test_too_coarse_a_step_is_no_agreement() -> None:
    assert leaf(checked("x = 3.0\nL = exp(x)", h=0.1), "x")["mark"] == "differs"


def test_of_many_cells_the_first_of_each_leaf_are_checked() -> None:
    found = checked("x = ones(5)\ny = ones(3)\nz = 2.0\nL = sum(x) * sum(y) * z", replace(LIMITS, check=6))
    assert (found["checked"], found["cells"]) == (6, 9)
    assert [(one["name"], one["checked"], one["cells"]) for one in found["leaves"]] == [
        ("x", 3, 5),
        ("y", 2, 3),
        ("z", 1, 1),
    ]
    one = leaf(found, "x")
    assert one["shape"] == [5]
    assert one["numeric"]["shape"] == one["gradient"]["shape"] == [3]


def test_when_the_time_is_up_what_was_checked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    one = checker("x = ones(5)\ny = 1.0\nL = sum(x ** 2) * y")
    ticks = iter([0.0] * 15)
    monkeypatch.setattr("retrograd.graphjson.check.thread_time", lambda: next(ticks, np.inf))
    found = one.check()
    assert 0 < found["checked"] < 6
    assert [len(one["marks"]) for one in found["leaves"]] == [one["checked"] for one in found["leaves"]]
    tried = one.sweep("n0", 0)["sweep"]
    assert tried is not None
    assert (tried["mark"], tried["points"]) == ("undefined", [])


def test_one_leaf_alone() -> None:
    one = checker("x = ones(5)\ny = 1.0\nL = sum(x) * y")
    assert [told["name"] for told in one.check("n1")["leaves"]] == ["y"]
    for wrong in ("n2", "n9", "e0", "", "x"):
        with pytest.raises(UnknownPart):
            one.check(wrong)


def test_the_error_falls_with_the_step_and_rises_again() -> None:
    tried = checker("x = [0.0, 3.0]\nL = sum(exp(x))").sweep("n0", 1)["sweep"]
    assert tried is not None
    assert tried["gradient"] == np.exp(3.0)
    assert [point["h"] for point in tried["points"]] == [float(f"1e-{n}") for n in range(1, 14)]
    errors = [point["relative"] for point in tried["points"]]
    # Truncation falls with h²: a hundredth for a tenth of the step.
    assert errors[0] is not None
    assert errors[1] is not None
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.02)
    best = int(np.argmin(np.array(errors, float)))
    assert 3 <= best <= 6
    assert float(np.array(errors, float)[-1]) > 1e4 * float(np.array(errors, float)[best])


def test_a_sweep_needs_a_cell_that_is_there() -> None:
    for node, cell in (("n0", 2), ("n1", 0), ("n9", 0)):
        with pytest.raises(UnknownPart):
            checker("x = [1.0, 2.0]\nL = sum(x)").sweep(node, cell)
