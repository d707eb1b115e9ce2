"""Programs that are right by the grammar and mean harm: each is refused in words, or has a right answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pytest
from numpy.testing import assert_allclose

from retrograd.errors import BadValue, LimitExceeded
from retrograd.graphjson.evaluate import run_program
from retrograd.graphjson.jacobians import jacobian_of
from retrograd.limits import Limits
from retrograd.reports import report

from ..support import array, graph_of, node, value


def encoded(part: object) -> dict[str, Any]:
    """Return a part of an answer as a client sees it."""
    parsed: dict[str, Any] = orjson.loads(orjson.dumps(part, option=orjson.OPT_SERIALIZE_NUMPY))
    return parsed


REFUSED = [
    ("x = randn(2, 3, 4)\ny = flatten(x, -1, end_dim=-3)", "end_dim"),
    ("x = ones(2, 3)\ny = moveaxis(x, (0, 1), -1)", "destination"),
    ("x = ones(3)\ny = tensordot(x, x, axes=(None,))", "pairing"),
]


@pytest.mark.parametrize(("program", "accepted"), REFUSED)
def test_arguments_that_go_together_and_do_not_fit(program: str, accepted: str) -> None:
    with pytest.raises(BadValue) as caught:
        graph_of(program)
    assert caught.value.accepted == accepted
    assert caught.value.span is not None
    assert report(caught.value, "en").hint != report(caught.value, "es").hint


TOO_LARGE = [
    ("x = zeros(2, 0, 3)\ny = one_hot(x, 10**18)", "elements"),
    ("x = ones(2000000, 1)\nm = ones(1, 2000000) > 0\ny = masked_select(x, m)", "elements"),
    ("y = arange(0, 1e308, 1e-300)", "elements"),
    ("x = ones(2000, 1000)\ny = stack([" + ", ".join(["x[0]"] * 200) + "])", "memory"),
]


@pytest.mark.parametrize(("program", "limit"), TOO_LARGE)
def test_what_would_be_too_large_is_refused_before_it_is_made(program: str, limit: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        graph_of(program)
    assert caught.value.limit == limit


def test_contributions_in_forward_mode_count_as_memory() -> None:
    many = ", ".join(["x"] * 1000)
    with pytest.raises(LimitExceeded) as caught:
        graph_of(f"x = ones(4000)\ny = stack([{many}])", mode="forward")
    assert caught.value.limit == "memory"


RIGHT = [
    ("x = ones(2, 2)\ny = diag(x, 10**18)", []),
    ("x = ones(2, 2)\ny = diag(x, -(10**18))", []),
    ("x = ones(2, 0)\ny = diag(x)", []),
    ("x = [1.0, 2.0]\ny = roll(x, 1, axis=())", [1, 2]),
    ("x = [1.25, -2.5]\ny = round(x, 10**18)", [1.25, -2.5]),
    ("x = [1.25, inf]\ny = round(x, -(10**18))", [0, float("inf")]),
    ("x = [1e300]\ny = round(x, 20)", [1e300]),
    ("y = arange(1e308, -1e308, 1)", []),
    ("x = [1.0, 2.0]\ny = moveaxis(x, (), ())", [1, 2]),
]


@pytest.mark.parametrize(("program", "expected"), RIGHT)
def test_huge_and_empty_arguments_have_right_answers(program: str, expected: object) -> None:
    for mode in ("reverse", "forward"):
        assert value(graph_of(program, mode=mode), "y") == expected


def test_rounding_in_single_precision() -> None:
    assert value(graph_of("x = [1.25]\ny = round(x, 100)", dtype="float32"), "y") == [1.25]
    assert value(graph_of("x = [1.25]\ny = round(x, -100)", dtype="float32"), "y") == [0]


@pytest.mark.parametrize("axis", [0, 1])
def test_products_of_many_numbers_with_zeros_make_no_table_of_them(axis: int) -> None:
    """Up to the first zero the rule for none; from there on it alone counts, until there is another."""
    factors = "where((arange(200) - 5) * (arange(200) - 9), 1.0, 0.0)"
    shape, row, weights, first = (
        ("(8000, 200)", f"{factors}[None]", "arange(200)", "z[0]")
        if axis
        else ("(200, 8000)", f"{factors}[:, None]", "arange(200)[:, None]", "z[:, 0]")
    )
    program = f"x = ones({shape}) * {row}\nz = cumprod(x, {axis})\n"
    back = node(graph_of(f"{program}y = sum(z * {weights})", max_elements=10), "x")["grad"]
    assert back["stats"]["max"] == 5 + 6 + 7 + 8
    ahead = array(node(graph_of(f"{program}y = {first}", mode="forward"), "y")["tangent"])
    assert_allclose(ahead, [1, 2, 3, 4, 5, 1, 1, 1, 1] + [0] * 191)


def test_a_structure_of_large_tensors_in_between_takes_no_memory() -> None:
    program = "x = [1.0, 2.0, 3.0]\nd = diag(x, k=300)\ne = d * 2\ny = sum(e, axis=1)[:4]"
    found = jacobian_of(run_program(program, Limits()), "global", "n0", Limits(), structural=True)
    data = encoded(found["structure"])["data"]
    assert data == [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]


def test_a_jacobian_of_huge_numbers_warns_nobody() -> None:
    run = run_program("x = [1e300, 1e300]\ny = x ** 2", Limits())
    found = jacobian_of(run, "global", "n0", Limits())
    assert_allclose(array(encoded(found["matrix"])), np.diag([2e300, 2e300]))
