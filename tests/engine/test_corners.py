"""Ties, kinks and the traps that autograd engines fall into, each decided once and pinned here."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

from retrograd.autodiff.reverse import gradient
from retrograd.ops import OPS, products
from retrograd.ops.broadcasting import unbroadcast_axes
from retrograd.ops.op import Value
from retrograd.tensor import Tensor

from .counterparts import COUNTERPARTS


def _gradient_of(name: str, cells: Any, **attributes: Any) -> Any:
    leaf = Tensor(cells)
    with np.errstate(all="ignore"):
        return gradient(OPS[name](leaf, **attributes), [leaf])[0].value.tolist()


def test_max_shares_the_gradient_equally_among_ties() -> None:
    assert _gradient_of("max", [2.0, 5.0, 5.0, 1.0], axis=None, keepdims=False) == [0, 0.5, 0.5, 0]
    rows = _gradient_of("max", [[4.0, 4.0, 4.0], [0.0, 7.0, 7.0]], axis=1, keepdims=True)
    assert rows == [[1 / 3, 1 / 3, 1 / 3], [0, 0.5, 0.5]]


def test_kinks_have_gradient_zero() -> None:
    assert _gradient_of("relu", [-1.0, 0.0, 2.0]) == [0, 0, 1]
    assert _gradient_of("abs", [-3.0, 0.0, 2.0]) == [-1, 0, 1]


def test_sqrt_at_zero_has_an_infinite_slope() -> None:
    assert _gradient_of("sqrt", [0.0, 4.0]) == [inf, 0.25]


def test_relu_passes_nan_as_pytorch_does() -> None:
    leaf = torch.tensor([nan, -1.0], requires_grad=True, dtype=torch.float64)
    (theirs,) = torch.autograd.grad(torch.relu(leaf).sum(), leaf)
    assert _gradient_of("relu", [nan, -1.0]) == theirs.tolist() == [1, 0]


@pytest.mark.parametrize("exponent", [0.0, 1.0, 2.0, 0.5, -1.0, 3.0])
@pytest.mark.parametrize("base", [0.0, 2.0, -2.0, inf])
def test_power_at_its_corners_agrees_with_pytorch(base: float, exponent: float) -> None:
    with np.errstate(all="ignore"):
        x, y = Tensor([base]), Tensor([exponent])
        found = gradient(x**y, [x, y])
    theirs = [torch.tensor([number], dtype=torch.float64, requires_grad=True) for number in (base, exponent)]
    expected = torch.autograd.grad(theirs[0] ** theirs[1], theirs, torch.ones(1, dtype=torch.float64))
    assert_array_equal([one.value[0] for one in found], [one.item() for one in expected])


KINKS: dict[str, dict[str, Any]] = {
    "leaky_relu": {"negative_slope": 0.25},
    "elu": {"alpha": 0.5},
    "celu": {"alpha": 0.5},
    "selu": {},
    "hardtanh": {"min_val": -1.0, "max_val": 1.0},
    "relu6": {},
    "clip": {"min": -1.0, "max": 1.0},
    "softsign": {},
    "softplus": {"beta": 1.0},
    "round": {"decimals": 0},
    "logsigmoid": {},
    "silu": {},
    "mish": {},
    "gelu": {"approximate": "none"},
}


@pytest.mark.parametrize("name", KINKS)
def test_activations_at_their_kinks_and_far_out_agree_with_pytorch(name: str) -> None:
    cells = [-800.0, -30.0, -1.0, -0.5, 0.0, 0.5, 1.0, 6.0, 30.0, 800.0]
    theirs = torch.tensor(cells, dtype=torch.float64, requires_grad=True)
    answer = COUNTERPARTS[name](theirs, **KINKS[name])
    (expected,) = torch.autograd.grad(answer.sum(), theirs)
    ours = Tensor(cells)
    assert_allclose(OPS[name](ours, **KINKS[name]).value, answer.detach().numpy(), rtol=1e-8, atol=1e-300)
    assert_allclose(_gradient_of(name, cells, **KINKS[name]), expected.numpy(), rtol=1e-8, atol=1e-15)


@pytest.mark.parametrize("name", ["maximum", "minimum"])
def test_the_larger_and_the_smaller_share_the_gradient_at_ties(name: str) -> None:
    x, y = Tensor([1.0, 2.0, 3.0]), Tensor([2.0, 2.0, 2.0])
    found = [one.value.tolist() for one in gradient(OPS[name](x, y), [x, y])]
    wins = [0, 0.5, 1]
    assert found == ([wins, wins[::-1]] if name == "maximum" else [wins[::-1], wins])


def test_hypot_at_the_origin_has_gradient_zero() -> None:
    x, y = Tensor([0.0, 3.0]), Tensor([0.0, 4.0])
    assert [one.value.tolist() for one in gradient(OPS["hypot"](x, y), [x, y])] == [[0, 0.6], [0, 0.8]]


def test_where_sends_the_gradient_where_the_value_came_from() -> None:
    condition, x, y = Tensor([0.0, 2.0, nan]), Tensor([1.0, 1.0, 1.0]), Tensor([2.0, 2.0, 2.0])
    output = OPS["where"](condition, x, y)
    assert output.value.tolist() == [2, 1, 1]
    found = [one.value.tolist() for one in gradient(output, [x, y, condition])]
    assert found == [[0, 1, 1], [1, 0, 0], [0, 0, 0]]


def test_where_does_not_hide_a_nan() -> None:
    x = Tensor([0.0, 4.0])
    with np.errstate(all="ignore"):
        output = OPS["where"](x, OPS["sqrt"](x), 0.0)
        assert np.isnan(gradient(output, [x])[0].value).tolist() == [True, False]


@pytest.mark.parametrize("part", [slice(-3, None, -1), slice(-9, -8, -1), slice(5, 9), slice(1, 1, -1)])
def test_slices_that_pick_nothing_are_empty(part: slice) -> None:
    leaf = Tensor([1.0, 2.0])
    output = OPS["getitem"](leaf, index=(part,))
    assert output.value.tolist() == np.array([1.0, 2.0])[part].tolist()
    assert output.op.shape(leaf.shape, **output.attributes) == output.shape
    assert gradient(output, [leaf])[0].value.tolist() == [0, 0]


@pytest.mark.parametrize("start", [None, -4, -1, 0, 2, 5])
@pytest.mark.parametrize("stop", [None, -4, -1, 0, 2, 5])
@pytest.mark.parametrize("step", [None, 1, 2, -1, -2])
def test_slices_pick_what_numpy_picks(start: int | None, stop: int | None, step: int | None) -> None:
    cells = np.arange(3.0)
    output = OPS["getitem"](Tensor(cells), index=(slice(start, stop, step),))
    assert output.value.tolist() == cells[start:stop:step].tolist()


def test_the_zeroth_power_has_slope_zero_everywhere() -> None:
    x = Tensor([0.0, nan, inf, -2.0])
    with np.errstate(all="ignore"):
        assert gradient(x**0.0, [x])[0].value.tolist() == [0, 0, 0, 0]


ZEROS = [[2.0, 3.0, 4.0], [2.0, 0.0, 4.0], [0.0, 3.0, 0.0], [0.0, 0.0, 0.0], [0.0]]


@pytest.mark.parametrize("table", [256, 0], ids=["by the table", "by counting"])
@pytest.mark.parametrize("cells", ZEROS)
def test_products_with_zeros_agree_with_pytorch(
    cells: list[float], table: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(products, "LARGEST_TABLE", table)
    theirs = torch.tensor(cells, dtype=torch.float64, requires_grad=True)
    (expected,) = torch.autograd.grad(torch.prod(theirs), theirs)
    assert _gradient_of("prod", cells, axis=None, keepdims=False) == expected.tolist()
    seed = torch.arange(1.0, len(cells) + 1, dtype=torch.float64)
    (expected,) = torch.autograd.grad(torch.cumprod(theirs, 0), theirs, seed)
    leaf = Tensor(cells)
    found = gradient(OPS["cumprod"](leaf, axis=0), [leaf], seed.numpy())[0]
    assert found.value.tolist() == expected.tolist()


@pytest.mark.parametrize("cells", ZEROS[:4])
def test_products_with_zeros_can_be_differentiated_again(cells: list[float]) -> None:
    for name, attributes in (("prod", {"axis": None, "keepdims": False}), ("cumprod", {"axis": 0})):
        theirs = torch.tensor(cells, dtype=torch.float64, requires_grad=True)
        answer = torch.prod(theirs) if name == "prod" else torch.cumprod(theirs, 0).sum()
        (first,) = torch.autograd.grad(answer, theirs, create_graph=True)
        weights = torch.arange(1.0, len(cells) + 1, dtype=torch.float64)
        (expected,) = torch.autograd.grad((first * weights).sum(), theirs, materialize_grads=True)
        leaf = Tensor(cells)
        (recorded,) = gradient(OPS[name](leaf, **attributes), [leaf], record=True)
        (found,) = gradient(recorded * weights.numpy(), [leaf])
        assert found.value.tolist() == expected.tolist()


def test_spread_and_norm_at_their_corners() -> None:
    everything = {"axis": None, "keepdims": False}
    assert _gradient_of("std", [2.0, 2.0, 2.0], ddof=0, **everything) == [0, 0, 0]
    assert _gradient_of("var", [5.0], ddof=0, **everything) == [0]
    with np.errstate(all="ignore"):
        assert np.isnan(OPS["var"](Tensor([5.0]), ddof=1, **everything).value)
    for order in (None, 1, inf, 3):
        assert _gradient_of("norm", [0.0, 0.0], ord=order, **everything) == [0, 0]
    assert _gradient_of("norm", [3.0, -3.0, 1.0], ord=inf, **everything) == [0.5, -0.5, 0]


def test_exponentials_of_large_numbers_do_not_overflow() -> None:
    everything = {"axis": None, "keepdims": False}
    with np.errstate(over="raise", invalid="raise"):
        assert OPS["logsumexp"](Tensor([1000.0, 1000.0]), **everything).value == pytest.approx(1000 + np.log(2))
        assert _gradient_of("logsumexp", [1000.0, 1000.0], **everything) == pytest.approx([0.5, 0.5])
        assert OPS["softmax"](Tensor([1000.0, 0.0]), axis=-1).value.tolist() == [1, 0]
        assert OPS["log_softmax"](Tensor([1000.0, 0.0]), axis=-1).value.tolist() == [0, -1000]
    with np.errstate(all="ignore"):
        assert OPS["logsumexp"](Tensor([-inf, -inf]), **everything).value == -inf
        assert OPS["logsumexp"](Tensor([inf, 0.0]), **everything).value == inf


def test_sigmoid_neither_overflows_nor_loses_its_small_values() -> None:
    with np.errstate(all="raise"):
        value = OPS["sigmoid"](np.array([-700.0, -40.0, 0.0, 40.0, 700.0]))
    assert_array_equal(value[2:], [0.5, 1.0, 1.0])
    assert_allclose(value[:2], np.exp([-700.0, -40.0]), rtol=1e-15)
    with np.errstate(over="raise", invalid="raise"):
        assert_array_equal(OPS["sigmoid"](np.array([-1000.0, 1000.0])), [0.0, 1.0])


def test_a_sum_without_keepdims_over_equal_sizes_goes_back_along_its_own_axis() -> None:
    leaf = Tensor(np.zeros((3, 3)))
    output = OPS["sum"](leaf, axis=1, keepdims=False)
    back = gradient(output, [leaf], [1.0, 2.0, 3.0])[0]
    assert_array_equal(back.value, [[1, 1, 1], [2, 2, 2], [3, 3, 3]])


def test_two_paths_that_share_a_gradient_array_do_not_change_it() -> None:
    a, b = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
    total = a + b  # both operands get the very same array
    output = total + a  # and a gets a second contribution
    assert_array_equal(gradient(output, [a])[0].value, [2, 2])
    assert_array_equal(gradient(output, [b])[0].value, [1, 1])
    assert_array_equal(gradient(output, [total])[0].value, [1, 1])


def test_an_operand_used_twice_gets_both_contributions() -> None:
    x = Tensor([3.0])
    assert gradient(x * x, [x])[0].value.tolist() == [6]
    assert gradient(x @ x, [x])[0].value.tolist() == [6]


def test_a_chain_of_20_000_operations() -> None:
    x = Tensor(0.5)
    y: Value = x
    for _ in range(20_000):
        y = y * 1.0001
    assert gradient(y, [x])[0].value == pytest.approx(1.0001**20_000, rel=1e-9)


def test_a_chain_of_2_000_operations_recorded_and_differentiated_again() -> None:
    x = Tensor(0.5)
    y: Value = x
    by_hand = 0.5, 1.0, 0.0
    for _ in range(2_000):
        y = OPS["tanh"](y)
        inner, slope, curve = by_hand
        outer = np.tanh(inner)
        own = 1 - outer**2
        by_hand = outer, own * slope, own * curve - 2 * outer * own * slope**2
    first = gradient(y, [x], record=True)[0]
    assert (y.value, first.value, gradient(first, [x])[0].value) == pytest.approx(by_hand, rel=1e-9)


def test_no_gradient_gives_zeros_of_the_right_shape() -> None:
    x, unused = Tensor([1.0]), Tensor(np.ones((2, 3)))
    assert_array_equal(gradient(x * 2, [unused])[0].value, np.zeros((2, 3)))


def test_detach_and_comparisons_let_nothing_pass() -> None:
    x = Tensor([1.0, -2.0])
    assert_array_equal(gradient(OPS["detach"](x) * x, [x])[0].value, [1, -2])
    positive = OPS["greater"](x, Tensor(0.0))
    assert not positive.requires_grad
    assert_array_equal(gradient(positive * x, [x])[0].value, [1, 0])


def test_a_mean_of_nothing_is_nan() -> None:
    leaf = Tensor(np.zeros((2, 0)))
    with np.errstate(all="ignore"):
        output = OPS["mean"](leaf, axis=1, keepdims=False)
        assert np.isnan(output.value).all()
        assert gradient(output, [leaf])[0].shape == (2, 0)


@pytest.mark.parametrize(
    ("large", "small", "expected"),
    [
        ((4, 3), (3,), ((0,), (0,))),
        ((4, 3), (1, 3), ((0,), ())),
        ((3, 4), (3, 1), ((1,), ())),
        ((2, 4, 3), (4, 1), ((0, 2), (0,))),
        ((1, 3), (3,), ((0,), (0,))),
        ((2, 2), (), ((0, 1), (0, 1))),
        ((3,), (3,), ((), ())),
    ],
)
def test_unbroadcast_axes(large: Any, small: Any, expected: Any) -> None:
    assert unbroadcast_axes(large, small) == expected
