"""Whole programs, written by a grammar: they agree with NumPy and with differences, and none crashes anything."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from retrograd.errors import ProgramError
from retrograd.graphjson.build import Options
from retrograd.graphjson.evaluate import evaluate
from retrograd.reports import report
from retrograd.source import Span

from ..graph import test_contract as contract
from ..support import Json, array, graph_of
from . import harmless
from .choices import Choices
from .counts import IN_CI, examples
from .grammar import program
from .mutations import mutated
from .peer import Numbers, executed


def _rows(size: int) -> st.SearchStrategy[bytes]:
    """Return rows of bytes: such as Hypothesis makes smaller, and such as are all over the place."""
    anything = st.integers(0, 2**32 - 1).map(lambda seed: Random(seed).randbytes(size))  # noqa: S311
    return st.one_of(st.binary(max_size=size), anything)


SHORT, LONG = _rows(60), _rows(150)


def _output(graph: Json) -> Json:
    found: Json = next(one for one in graph["nodes"] if one["id"] == graph["output"])
    return found


def _assert_close(actual: Any, expected: Any, relative: float) -> None:
    largest = np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected))
    assert_allclose(actual, expected, rtol=relative, atol=relative * (largest + 1e-300))


@given(data=LONG)
@examples(600)
def test_a_program_comes_to_what_numpy_comes_to(data: bytes) -> None:
    text = program(data)
    found = array(_output(graph_of(text, max_elements=10_000))["value"])
    expected = np.asarray(executed(text)["y"], np.float64)
    assert found.shape == expected.shape
    _assert_close(found, expected, 1e-12)


@given(data=LONG, random=st.integers(0, 2**32 - 1))
@examples(500)
def test_gradients_are_what_differences_tell(data: bytes, random: int) -> None:
    text = program(data)
    graph = graph_of(text, max_elements=10_000)
    leaves = _leaves(graph)
    generator = np.random.default_rng(random)
    directions: dict[str, Numbers] = {
        name: np.asarray(generator.standard_normal(leaf["shape"])) for name, leaf in leaves.items()
    }
    slopes = [float(np.sum(array(leaf["grad"]) * directions[name])) for name, leaf in leaves.items() if leaf["grad"]]
    difference = _slope(text, directions)
    assume(difference is not None)
    event(f"depends on its leaves: {bool(slopes)}")
    assert sum(slopes) == pytest.approx(difference, rel=1e-4, abs=1e-4)


def _leaves(graph: Json) -> dict[str, Json]:
    """Return the leaves that the program begins with, by name; one may get a new value of creators alone later."""
    named = [one for one in graph["nodes"] if one["kind"] == "leaf" and (one["name"] or "").startswith("x")]
    return {one["name"]: one for one in reversed(named)}


def _slope(text: str, directions: dict[str, Numbers]) -> float | None:
    """Return the slope of the sum of `y` along `directions`, or None where it has a kink or is too steep."""

    def at(step: float) -> float:
        return float(np.sum(executed(text, {name: step * one for name, one in directions.items()})["y"]))

    near, far = 1e-6, 2e-6
    slopes = [(at(near) - at(-near)) / (2 * near), (at(far) - at(-far)) / (2 * far), (at(near) - at(0)) / near]
    steep = not np.all(np.isfinite(slopes)) or max(map(abs, slopes)) > 1e4
    if steep or max(slopes) - min(slopes) > 1e-4 * (1 + max(map(abs, slopes))):
        return None
    return slopes[0]


@given(data=LONG)
@examples(150)
def test_a_gradient_taken_inside_is_the_one_that_is_told(data: bytes) -> None:
    text = program(data)
    told = _leaves(graph_of(text, max_elements=10_000))["x1"]
    first, rest = text.split("\n", 1)
    inside = graph_of(f"{first}\nkept = x1\n{rest}inside = grad(y, kept)", output="inside", max_elements=10_000)
    expected = array(told["grad"]) if told["grad"] else np.zeros(told["shape"])
    _assert_close(array(_output(inside)["value"]), expected, 1e-12)


@given(data=SHORT)
@examples(100)
def test_the_contract_holds_of_every_program(data: bytes) -> None:
    text = program(data)
    contract.test_every_field_is_present(text)
    contract.test_nodes_come_after_their_inputs_and_edges_are_their_arguments(text)
    contract.test_pointwise_operations_see_equal_shapes(text)
    contract.test_a_gradient_is_the_sum_of_its_contributions_in_the_order_of_the_steps(text)
    contract.test_a_contribution_is_there_exactly_where_a_gradient_passes(text)
    contract.test_steps_tell_forward_first_then_backward_each_edge_once(text)
    contract.test_a_step_is_complete_if_it_is_the_last_for_its_source(text)
    contract.test_unbroadcast_says_how_to_get_the_contribution(text)


@given(data=LONG)
@examples(200)
def test_groups_are_nested_as_they_were_entered(data: bytes) -> None:
    text = program(data)
    graph = graph_of(text)
    groups = {group["id"]: group for group in graph["groups"]}
    assert len(groups) == len(graph["groups"])
    seen: set[str | None] = {None}
    for group in graph["groups"]:
        assert group["parent"] in seen
        seen.add(group["id"])
        assert group["kind"] in {"call", "loop", "pass"}
        if group["kind"] == "pass":
            assert groups[group["parent"]]["kind"] == "loop"
        assert harmless.is_within(Span(**group["span"]), text)
    assert all(one["group"] in seen for one in graph["nodes"])
    for group in graph["groups"]:  # nothing that a loop makes lies beside its passes, but what it goes through
        if group["kind"] == "loop":
            assert all(one["kind"] == "pass" for one in groups.values() if one["parent"] == group["id"])


@given(first=SHORT, second=SHORT)
@examples(100)
def test_no_program_leaves_anything_behind(first: bytes, second: bytes) -> None:
    before = _answer(program(first))
    _answer(mutated(program(second), Choices(second)))
    assert _answer(program(first)) == before


def _answer(text: str) -> bytes:
    """Return the whole answer, byte for byte."""
    try:
        return orjson.dumps(evaluate(text, Options(), harmless.QUICK), option=orjson.OPT_SERIALIZE_NUMPY)
    except ProgramError as error:
        return orjson.dumps(report(error))


@given(data=SHORT, changes=_rows(16))
@examples(IN_CI)
def test_no_text_crashes(data: bytes, changes: bytes) -> None:
    """A graph, or a report in both languages that points into the text; never any other exception."""
    text = mutated(program(data), Choices(changes)) if changes else program(data)
    harmless.check(text)
