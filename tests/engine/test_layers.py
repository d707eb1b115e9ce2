"""Layers at their corners, each decided once: as in PyTorch, unless a test says otherwise."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from torch.nn import functional

import retrograd as rg
from retrograd import reports
from retrograd.autodiff.numeric import numeric_gradient
from retrograd.autodiff.reverse import gradient
from retrograd.errors import LimitExceeded, ProgramError
from retrograd.graphjson.build import Options
from retrograd.graphjson.evaluate import evaluate
from retrograd.limits import Limits
from retrograd.ops import OPS
from retrograd.tensor import Tensor, apply

from ..support import edges_from, grad, graph_of, node, value

RNG = np.random.default_rng(5)
NAME = "scaled_dot_product_attention"


def of(name: str, attributes: dict[str, Any], **operands: Any) -> tuple[Tensor, dict[str, Tensor]]:
    leaves = {one: Tensor(cells) for one, cells in operands.items()}
    defaults = {one.name: one.default for one in OPS[name].parameters}
    return apply(OPS[name].of(tuple(leaves)), tuple(leaves.values()), {**defaults, **attributes}), leaves


def theirs(**operands: Any) -> dict[str, torch.Tensor]:
    return {name: torch.tensor(cells, dtype=torch.float64, requires_grad=True) for name, cells in operands.items()}


# Linear.


def test_linear_takes_a_vector_a_matrix_and_a_batch() -> None:
    weight, bias = [[1.0, 2.0, 3.0], [0.0, 0.0, 1.0]], [10.0, 20.0]
    for x, expected in (
        ([1.0, 1.0, 1.0], [16, 21]),
        ([[1.0, 1.0, 1.0]], [[16, 21]]),
        ([[[1.0, 1.0, 1.0]], [[0.0, 0.0, 0.0]]], [[[16, 21]], [[10, 20]]]),
    ):
        assert of("linear", {}, x=x, weight=weight, bias=bias)[0].value.tolist() == expected


def test_linear_of_no_rows_gives_its_weights_zeros() -> None:
    output, leaves = of("linear", {}, x=np.zeros((0, 3)), weight=np.ones((2, 3)), bias=np.ones(2))
    by_weight, by_bias = gradient(output, [leaves["weight"], leaves["bias"]])
    assert_array_equal(by_weight.value, np.zeros((2, 3)))
    assert_array_equal(by_bias.value, np.zeros(2))


# Normalizing.


def test_equal_numbers_are_normalized_to_0() -> None:
    for cells in ([[3.0, 3.0, 3.0]], [[7.0]]):
        shape = (len(cells[0]),)
        output, leaves = of("layer_norm", {"normalized_shape": shape}, x=cells)
        one = theirs(x=cells)["x"]
        (expected,) = torch.autograd.grad(functional.layer_norm(one, shape).sum(), one)
        assert_array_equal(output.value, np.zeros_like(cells))
        assert_array_equal(gradient(output, [leaves["x"]])[0].value, expected.numpy())


def test_a_large_mean_costs_no_precision() -> None:
    x = 1e8 + np.array([[1.0, 2.0, 3.0, 4.0]])
    output, _ = of("layer_norm", {"normalized_shape": (4,), "eps": 0.0}, x=x)
    assert_allclose(output.value, (x - x.mean()) / np.sqrt(1.25), rtol=1e-14)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_eps_of_rms_norm_is_that_of_the_dtype(dtype: str) -> None:
    cells = np.array([[1e-9, 2e-9], [1.0, 2.0]], dtype)
    output = apply(OPS["rms_norm"].of(("x",)), (Tensor(cells, dtype=dtype),), {"normalized_shape": (2,), "eps": None})
    expected = functional.rms_norm(torch.tensor(cells), (2,)).numpy()
    assert_allclose(output.value, expected, rtol=1e-6)
    assert output.dtype == dtype


def test_a_channel_of_one_number_is_normalized_to_the_bias() -> None:
    """PyTorch refuses it; here it is a number to look at."""
    graph = graph_of("x = [[5.0, 7.0]]\nb = [1.0, 2.0]\nz = F.batch_norm(x, bias=b)\nz.sum()")
    assert value(graph, "z") == [[1, 2]]
    assert grad(graph, "x") == [[0, 0]]


def test_running_statistics_count_when_it_is_no_training_and_get_no_gradient() -> None:
    start = "x = [[1.0], [3.0]]\nm = [1.0]\nv = [4.0]\n"
    run = graph_of(f"{start}z = F.batch_norm(x, m, v, training=False, eps=0)\nz.sum()")
    assert value(run, "z") == [[0], [1]]
    assert grad(run, "x") == [[0.5], [0.5]]
    assert [node(run, name)["grad"] for name in ("m", "v")] == [None, None]
    trained = graph_of(f"{start}z = F.batch_norm(x, m, v, training=True, eps=0)\nz.sum()")
    assert value(trained, "z") == [[-1], [1]]
    assert [edge["local"]["kind"] for edge in edges_from(trained, node(trained, "m"))] == ["none"]


def test_no_gradient_passes_to_running_statistics_even_at_the_second_order() -> None:
    attributes = {"training": False, "momentum": 0.1, "eps": 1e-5}
    cells = {"x": [[1.0], [3.0]], "running_mean": [1.0], "running_var": [4.0], "weight": [2.0]}
    output, leaves = of("batch_norm", attributes, **cells)
    (first,) = gradient(output, [leaves["x"]], record=True)
    second = gradient(first, [leaves["running_var"], leaves["weight"]])
    assert [one.value.tolist() for one in second] == [[0], [pytest.approx(2 / np.sqrt(4 + 1e-5))]]


# Dropout.

DROPOUT = "x = ones(40)\ny = F.dropout(x * 1, p=0.25)\nz = F.dropout(x * 1, p=0.25)\n"


def test_what_was_dropped_gets_no_gradient_and_the_rest_is_scaled() -> None:
    graph = graph_of(f"{DROPOUT}y.sum()", output="y")
    assert grad(graph, "x") == value(graph, "y")
    assert_array_equal(np.unique(value(graph, "y")), [0, 1 / 0.75])


def test_each_call_drops_cells_of_its_own_and_the_same_each_time() -> None:
    first, again = graph_of(f"{DROPOUT}y + z"), graph_of(f"{DROPOUT}y + z")
    assert value(first, "y") == value(again, "y")
    assert value(first, "y") != value(first, "z")
    single = graph_of(f"{DROPOUT}y + z", dtype="float32")
    assert [cell > 0 for cell in value(single, "y")] == [cell > 0 for cell in value(first, "y")]


def test_a_seed_decides_what_is_dropped() -> None:
    graph = graph_of(f"{DROPOUT}a = F.dropout(x, seed=3)\nb = x.dropout(seed=3)\nc = dropout(x, seed=4)\na + b + c")
    assert value(graph, "a") == value(graph, "b")
    assert value(graph, "a") != value(graph, "c")


def test_dropout_can_be_differentiated_again() -> None:
    x = Tensor(np.linspace(1.0, 2.0, 20))
    output = OPS["dropout"](x, p=0.5, training=True, seed=1)
    (first,) = gradient(output * output, [x], record=True)
    (second,) = gradient(first, [x])
    assert_allclose(second.value, np.where(output.value == 0, 0, 8))


def test_dropout_without_training_and_at_both_ends() -> None:
    x = Tensor([1.0, 2.0])
    for attributes, expected in (
        ({"p": 0.5, "training": False}, [1, 2]),
        ({"p": 0.0, "training": True}, [1, 2]),
        ({"p": 1.0, "training": True}, [0, 0]),
    ):
        output = OPS["dropout"](x, **attributes, seed=1)
        assert output.value.tolist() == expected
        assert gradient(output, [x])[0].value.tolist() == [bool(cell) for cell in expected]


def test_in_a_notebook_each_call_draws_anew_and_its_rules_drop_the_same() -> None:
    x = rg.Tensor(np.ones(64))
    first, second = rg.dropout(x), rg.dropout(x)
    assert first.value.tolist() != second.value.tolist()
    first.sum().backward()
    assert x.grad is not None
    assert_array_equal(x.grad.numpy(), first.value)


# Attention.


def _tokens(*shape: int) -> Any:
    return RNG.standard_normal(shape)


def _attended(mask: str, **attributes: Any) -> tuple[Any, list[Any]]:
    """Return value and gradients with a mask made by a comparison."""
    q, k, v = QUERY, KEY, VALUE
    found = rg.Tensor(q), rg.Tensor(k), rg.Tensor(v)
    seen = rg.Tensor(MASKS[mask]) > 0
    output = rg.scaled_dot_product_attention(*found, seen, **attributes)
    with np.errstate(all="ignore"):
        return output.value, [one.value for one in gradient(output, list(found))]


QUERY, KEY, VALUE = _tokens(2, 3, 4), _tokens(5, 4), _tokens(2, 5, 2)
MASKS = {
    "some": (RNG.random((3, 5)) > 0.4) * 1.0,
    "a column": np.array([[1.0], [0.0], [1.0]]),
    "a row": np.array([1.0, 0.0, 1.0, 1.0, 0.0]),
    "batched": (RNG.random((2, 3, 5)) > 0.4) * 1.0,
    "nothing": np.zeros((3, 5)),
}


@pytest.mark.parametrize("mask", MASKS)
def test_a_mask_that_a_comparison_made_says_what_may_be_seen(mask: str) -> None:
    """A query that may see nothing gets 0 and passes no gradient."""
    q, k, v = (torch.tensor(one, requires_grad=True) for one in (QUERY, KEY, VALUE))
    seen = torch.tensor(np.broadcast_to(MASKS[mask], (2, 3, 5)) > 0)
    answer = functional.scaled_dot_product_attention(q, k.expand(2, 5, 4), v, seen)
    expected = torch.autograd.grad(answer.sum(), (q, k, v))
    ours, found = _attended(mask)
    assert_allclose(ours, answer.detach().numpy(), rtol=1e-12, atol=1e-15)
    for one, other in zip(found, expected, strict=True):
        assert_allclose(one, other.numpy(), rtol=1e-10, atol=1e-14)


def test_a_mask_of_truth_values_gets_no_gradient_and_one_of_numbers_does() -> None:
    start = "q = [[1.0, 2.0]]\nk = [[1.0, 0.0], [0.0, 1.0]]\nm = [[0.5, 1.0]]\n"
    truth = graph_of(f"{start}seen = m > 0.7\nz = F.scaled_dot_product_attention(q, k, k, seen)\nz[0, 0]")
    assert value(truth, "z") == [[0, 1]]
    assert [edge["local"]["kind"] for edge in edges_from(truth, node(truth, "seen"))] == ["none"]
    added = graph_of(f"{start}z = F.scaled_dot_product_attention(q, k, k, attn_mask=m)\nz[0, 0]")
    shares = np.exp(np.array([1.0, 2.0]) / np.sqrt(2) + [0.5, 1.0])
    shares /= shares.sum()
    assert value(added, "z") == [pytest.approx(shares)]
    assert grad(added, "m") == [pytest.approx([shares[0] * shares[1], -shares[0] * shares[1]])]


@pytest.mark.parametrize(
    ("mask", "truth"),
    [
        ("m > 0", True),
        ("logical_and(m > 0, m < 2)", True),
        ("(m > 0) * (m < 2)", True),
        ("1 - (m > 0)", True),
        ("1 - (1 - (m > 0))", True),
        ("tril(m > 0)", True),
        ("(m > 0).T[::-1].reshape(2, 2)", True),
        ("(m > 0) * m", False),
        ("(m > 0) + (m < 0)", True),
        ("2 - (m > 0)", False),
        ("1 - m", False),
        ("m", False),
        ("tensor([[1.0, 0.0], [0.0, 1.0]])", False),
    ],
)
def test_which_masks_are_of_truth_values(mask: str, truth: bool) -> None:
    start = "q = [[1.0, 2.0], [0.5, 1.0]]\nm = [[0.5, 1.0], [-1.0, 3.0]]\n"
    graph = graph_of(f"{start}z = F.scaled_dot_product_attention(q, q, q, {mask})")
    edges = [one for one in graph["edges"] if one["target"] == node(graph, "z")["id"]]
    assert edges[3]["local"]["kind"] == ("none" if truth else "general")


def test_a_mask_can_be_made_of_infinities() -> None:
    mask = np.where(MASKS["some"] > 0, 0, -inf)
    with np.errstate(all="ignore"):
        output, leaves = of(NAME, {}, query=QUERY, key=KEY, value=VALUE, attn_mask=mask)
        found = gradient(output, [leaves["query"]])[0].value
    expected, (by_query, *_) = _attended("some")
    assert_allclose(output.value, expected, rtol=1e-14)
    assert_allclose(found, by_query, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(("queries", "keys"), [(4, 4), (2, 4), (4, 2)])
def test_causal_attention_looks_back_only(queries: int, keys: int) -> None:
    q, k, v = _tokens(queries, 3), _tokens(keys, 3), _tokens(keys, 2)
    output, leaves = of(NAME, {"is_causal": True}, query=q, key=k, value=v)
    query, key, values = theirs(query=q, key=k, value=v).values()
    answer = functional.scaled_dot_product_attention(query, key, values, is_causal=True)
    expected = torch.autograd.grad(answer.sum(), (query, key, values))
    assert_allclose(output.value, answer.detach().numpy(), rtol=1e-12)
    for one, want in zip(gradient(output, list(leaves.values())), expected, strict=True):
        assert_allclose(one.value, want.numpy(), rtol=1e-10, atol=1e-14)


def test_attention_with_a_mask_can_be_differentiated_again() -> None:
    q, k, v = Tensor(_tokens(2, 3)), Tensor(_tokens(3, 3)), Tensor(_tokens(3, 2))
    seen = OPS["greater"](Tensor(np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])), 0.0)
    attributes = {"dropout_p": 0.0, "is_causal": False, "scale": None}

    def first(query: Any, *, record: bool = False) -> Tensor:
        output = apply(OPS[NAME], (query, k, v, seen), attributes)
        (found,) = gradient(output * output, [query], record=record)
        return found

    with np.errstate(all="ignore"):
        (found,) = gradient(first(q, record=True), [q])
        (expected,) = numeric_gradient(lambda x: first(Tensor(x)).value, [q.value], np.ones((2, 3)))
    assert_allclose(found.value, expected, rtol=1e-6, atol=1e-8)


def test_huge_scores_do_not_overflow() -> None:
    with np.errstate(over="raise", invalid="raise"):
        output, _ = of(NAME, {"scale": 1.0}, query=[[1000.0]], key=[[1.0], [-1.0]], value=[[5.0], [7.0]])
    assert output.value.tolist() == [[5]]


def test_the_limit_counts_the_scores() -> None:
    limits = replace(Limits(), elements=100)
    program = "q = ones(30, 2)\nF.scaled_dot_product_attention(q, q, q)"
    with pytest.raises(LimitExceeded) as caught:
        evaluate(program, Options(), limits)
    assert (caught.value.limit, caught.value.needed) == ("elements", 900)


# Spelling.


@pytest.mark.parametrize(
    "call",
    [
        "F.linear(x, W, b)",
        "F.linear(input=x, weight=W, bias=b)",
        "x.linear(W, bias=b)",
        "F.layer_norm(x, (3,), b, b, 1e-5)",
        "F.layer_norm(x, 3, weight=b)",
        "F.layer_norm(x, x.shape[1:], None, b)",
        "F.layer_norm(x, normalized_shape=[2, 3], bias=W)",
        "F.rms_norm(x, (3,), b, eps=1e-6)",
        "F.batch_norm(x, None, None, b, b, True, 0.1, 1e-5)",
        "F.batch_norm(x, running_mean=b, running_var=b * b, training=False)",
        "F.dropout(x, 0.3, True)",
        "F.dropout(input=x, p=0.3, training=False)",
        "F.scaled_dot_product_attention(x, x, x, None, 0.0, True, scale=0.5)",
        "F.scaled_dot_product_attention(query=x, key=x, value=x, attn_mask=x @ x.T < 1)",
    ],
)
def test_layers_are_called_as_in_pytorch(call: str) -> None:
    start = "x = [[1.0, 2.0, 3.0], [0.5, 1.0, -1.0]]\nW = [[1.0, 0.5, 2.0], [0.0, 1.0, 0.0]]\nb = [1.0, 2.0, 3.0]\n"
    bias = "b = b[:2]\n" if "linear" in call else ""
    assert np.isfinite(value(graph_of(f"{start}{bias}z = {call}"), "z")).all()


# Mistakes.

MISTAKES = [
    (
        "F.linear(x, ones(3, 2))",
        "`linear` takes `weight` of the shape (out, 3), not (3, 2).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.linear(x, ones(4, 3), ones(3))",
        "`linear` takes `bias` of the shape (4,), not (3,).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.linear(1.0, ones(1, 1))",
        "`linear` takes `x` of the shape (…, in), not ().",
        "Reshape it, or add an axis: `x[None, :]`.",
    ),
    (
        "F.layer_norm(x, (2,))",
        "`layer_norm` takes `x` of the shape (…, 2), not (2, 3).",
        "Reshape it, or add an axis: `x[None, :]`.",
    ),
    (
        "F.rms_norm(x, ())",
        "`rms_norm` takes `x` of the shape (…, n), not (2, 3).",
        "Reshape it, or add an axis: `x[None, :]`.",
    ),
    (
        "F.layer_norm(x, (3,), bias=ones(2))",
        "`layer_norm` takes `bias` of the shape (3,), not (2,).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.batch_norm(ones(3))",
        "`batch_norm` takes `x` of the shape (n, channels, …), not (3,).",
        "Reshape it, or add an axis: `x[None, :]`.",
    ),
    (
        "F.batch_norm(x, ones(2))",
        "`batch_norm` takes `running_mean` of the shape (3,), not (2,).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.batch_norm(x, training=False)",
        "`False` does not work as `training`.",
        "Give `running_mean` and `running_var`, or write `training=True`.",
    ),
    ("F.dropout(x, p=1.5)", "`1.5` does not work as `p`.", "Write a number from 0 to 1."),
    (
        "F.scaled_dot_product_attention(x, ones(4, 2), x)",
        "`scaled_dot_product_attention` takes `key` of the shape (…, n, 3), not (4, 2).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.scaled_dot_product_attention(x, x, ones(4, 3))",
        "`scaled_dot_product_attention` takes `value` of the shape (…, 2, e), not (4, 3).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.scaled_dot_product_attention(x, x, x, ones(3, 3))",
        "`scaled_dot_product_attention` takes `attn_mask` of the shape (…, 2, 2), not (3, 3).",
        "It has to go with the first operand, which has the shape (2, 3).",
    ),
    (
        "F.scaled_dot_product_attention(ones(3), x, x)",
        "`scaled_dot_product_attention` takes `query` of the shape (…, n, e), not (3,).",
        "Reshape it, or add an axis: `x[None, :]`.",
    ),
    (
        "F.scaled_dot_product_attention(x, x, x, dropout_p=0.5)",
        "`0.5` does not work as `dropout_p`.",
        "Leave it out; `dropout` can stand before or after.",
    ),
    (
        "F.scaled_dot_product_attention(x, x, x, ones(2, 2), is_causal=True)",
        "`True` does not work as `is_causal`.",
        "Leave it out where there is an `attn_mask`: make one mask of both.",
    ),
    (
        "F.scaled_dot_product_attention(ones(2, 2, 3), ones(3, 2, 3), ones(2, 2, 3))",
        "`ones(2, 2, 3)` (2, 2, 3), `ones(3, 2, 3)` (3, 2, 3) and `ones(2, 2, 3)` (2, 2, 3) do not broadcast "
        "together in `scaled_dot_product_attention`: axis -3 has 2 against 3 against 2.",
        "Counted from the right, sizes must be equal, or one of them 1.",
    ),
]


@pytest.mark.parametrize(("call", "sentence", "hint"), MISTAKES)
@pytest.mark.parametrize("opened", [frozenset(), frozenset({"all"})], ids=["closed", "opened"])
def test_a_mistake_is_told_in_whole_sentences(call: str, sentence: str, hint: str, opened: frozenset[str]) -> None:
    with pytest.raises(ProgramError) as caught:
        graph_of(f"x = ones(2, 3)\nL = {call}\nL * 1", opened=opened)
    told, spanish = (reports.report(caught.value, language) for language in ("en", "es"))
    assert (told.detail, told.hint) == (sentence, hint)
    assert told.span is not None
    assert told.span.line == 2
    assert spanish.detail != sentence
    assert spanish.hint != hint
