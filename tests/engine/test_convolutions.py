"""Convolutions and pooling at their corners: padding, ties, NaN, shapes, what they cost, what they open into."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from torch.nn import functional

import retrograd as rg
from retrograd.autodiff.reverse import gradient
from retrograd.errors import LimitExceeded
from retrograd.ops import OPS
from retrograd.ops.mistakes import OperandMisfit
from retrograd.tensor import Tensor

from ..support import grad, graph_of, value


def _pulled(name: str, cells: Any, **attributes: Any) -> tuple[Any, Any]:
    """Return the value and the gradient of the sum."""
    leaf = Tensor(cells)
    output = OPS[name](leaf, **attributes)
    return output.value.tolist(), gradient(output, [leaf])[0].value.tolist()


def _max_pool(cells: Any, kernel_size: int, **given: Any) -> tuple[Any, Any]:
    attributes = {"stride": None, "padding": 0, "dilation": 1, **given}
    return _pulled("max_pool1d", cells, kernel_size=kernel_size, **attributes)


def test_the_weight_is_not_flipped() -> None:
    z = rg.conv1d(np.array([[1.0, 2.0, 4.0]]), np.array([[[1.0, 10.0]]]))
    assert z.value.tolist() == [[21, 42]]


@pytest.mark.filterwarnings("ignore:Using padding='same'")
def test_same_pads_an_odd_zero_behind_as_pytorch_does() -> None:
    x, weight = np.array([[1.0, 2.0, 4.0]]), np.array([[[1.0, 10.0]]])
    theirs = functional.conv1d(torch.tensor(x), torch.tensor(weight), padding="same")
    assert rg.conv1d(x, weight, padding="same").value.tolist() == theirs.tolist() == [[21, 42, 4]]


@pytest.mark.filterwarnings("ignore:Using padding='same'")
@pytest.mark.parametrize("batch", [(), (2,)])
@pytest.mark.parametrize("bias", [False, True])
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"stride": 2, "padding": 1},
        {"stride": (1, 3), "padding": (0, 2), "dilation": (2, 1)},
        {"padding": "same", "dilation": 3},
        {"padding": "same", "groups": 2},
        {"padding": "valid", "groups": 4},
    ],
)
def test_convolutions_agree_with_pytorch_at_larger_sizes(batch: tuple[int, ...], bias: bool, how: Any) -> None:
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=(*batch, 4, 7, 8)), rng.normal(size=(8, 4 // how.get("groups", 1), 2, 3))]
    arrays += [rng.normal(size=8)] * bias
    ours, theirs = [rg.Tensor(one) for one in arrays], [torch.tensor(one, requires_grad=True) for one in arrays]
    convolution: Any = functional.conv2d
    z, answer = rg.conv2d(*ours, **how), convolution(*theirs, **how)
    assert_allclose(z.value, answer.detach().numpy(), rtol=1e-12, atol=1e-12)
    seed = rng.normal(size=z.shape)
    z.backward(seed)
    expected = torch.autograd.grad(answer, theirs, torch.tensor(seed))
    for one, other in zip(ours, expected, strict=True):
        assert one.grad is not None
        assert_allclose(one.grad.value, other.numpy(), rtol=1e-11, atol=1e-12)


def test_a_convolution_of_no_images_has_a_gradient_of_zeros() -> None:
    x, weight = rg.Tensor(np.ones((0, 1, 4))), rg.Tensor(np.ones((2, 1, 3)))
    z = rg.conv1d(x, weight)
    z.backward()
    assert weight.grad is not None
    assert (z.shape, weight.grad.value.tolist()) == ((0, 2, 2), np.zeros((2, 1, 3)).tolist())


def test_a_pool_takes_any_axes_before_its_own() -> None:
    x = np.arange(16.0).reshape(4, 4)
    assert rg.max_pool2d(x, 2).value.tolist() == [[5, 7], [13, 15]]
    assert rg.avg_pool2d(x, 2).value.tolist() == [[2.5, 4.5], [10.5, 12.5]]
    assert rg.max_pool2d(x.reshape(1, 2, 1, 2, 4), 2).shape == (1, 2, 1, 1, 2)
    with pytest.raises(OperandMisfit):
        rg.max_pool2d(x[0], 2)


def test_ties_of_a_window_share_the_gradient_equally() -> None:
    assert _max_pool([2.0, 2.0, 1.0, 5.0], 2) == ([2, 5], [0.5, 0.5, 0, 1])
    assert _max_pool([3.0, 3.0, 3.0], 2, stride=1) == ([3, 3], [0.5, 1, 0.5])


def test_padding_is_never_the_largest() -> None:
    assert _max_pool([-1.0, -2.0, 0.0], 2, stride=1, padding=1) == ([-1, -1, 0, 0], [2, 0, 2])
    assert _max_pool([0.0, -2.0], 3, stride=1, padding=1) == ([0, 0], [2, 0])


def test_a_window_on_padding_alone_is_minus_infinity_and_has_no_gradient() -> None:
    x = torch.tensor([[1.0]], requires_grad=True)
    theirs = functional.max_pool1d(x, 2, 1, 1, dilation=2)
    assert _max_pool([[1.0]], 2, stride=1, padding=1, dilation=2) == (theirs.tolist(), [[0]]) == ([[-inf]], [[0]])
    leaf = Tensor([[1.0]])
    opened = OPS["max_pool1d"].opened
    assert opened is not None
    assert opened(leaf, kernel_size=(2,), stride=(1,), padding=(1,), dilation=(2,)).value.tolist() == [[-inf]]


def test_nan_is_the_largest_and_has_the_gradient_as_in_pytorch() -> None:
    x = torch.tensor([[1.0, nan, 3.0, 4.0]], requires_grad=True)
    theirs = functional.max_pool1d(x, 2)
    (expected,) = torch.autograd.grad(theirs.sum(), x)
    found, pulled = _max_pool([[1.0, nan, 3.0, 4.0]], 2)
    assert_array_equal(found, theirs.detach().numpy())
    assert_array_equal(pulled, expected.numpy())


def test_the_zeros_of_the_padding_count_unless_told_otherwise() -> None:
    x = [3.0, 6.0, 9.0]
    assert rg.avg_pool1d(x, 3, 1, 1).value.tolist() == [3, 6, 5]
    assert rg.avg_pool1d(x, 3, 1, 1, count_include_pad=False).value.tolist() == [4.5, 6, 7.5]


def test_windows_are_added_up_where_they_overlap() -> None:
    how: Any = {"kernel": (3,), "stride": (1,), "padding": ((0, 0),), "dilation": (1,)}
    windows, fold = OPS["windows"], OPS["fold"]
    assert windows(np.arange(4.0), **how).tolist() == [[0, 1, 2], [1, 2, 3]]
    assert fold(np.ones((2, 3)), **how, shape=(4,)).tolist() == [1, 2, 2, 1]
    assert fold(np.ones((5, 3)), **how, shape=(7,)).tolist() == [1, 2, 3, 3, 3, 2, 1]


@pytest.mark.parametrize(
    ("call", "made"),
    [
        ("conv2d(x, ones(2, 1, 2, 2), [1.0, 2.0], groups=2)", {"windows", "matmul", "transpose", "add"}),
        ("max_pool2d(x, 2, padding=1)", {"windows", "max"}),
        ("avg_pool2d(x, 2)", {"windows", "mean"}),
    ],
)
def test_they_open_into_windows_and_what_is_done_with_them(call: str, made: set[str]) -> None:
    program = f"x = randn(1, 2, 3, 4, seed=1)\ny = {call}\nL = sum(y * y)"
    closed, opened = graph_of(program), graph_of(program, opened=frozenset({"all"}))
    operations = {one["operation"] for one in opened["nodes"]}
    assert made <= operations
    assert call.partition("(")[0] not in operations
    assert_allclose(value(opened, "L"), value(closed, "L"), rtol=1e-13)
    assert_allclose(grad(opened, "x"), grad(closed, "x"), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    "call",
    [
        "conv2d(ones(1, 1, 1000, 1000), ones(1, 1, 3, 3))",  # the windows
        "conv1d(ones(1, 1000, 2000), ones(1000, 1000, 1))",  # the multiplications
        "max_pool1d(ones(40000), 200, 1)",
        "avg_pool1d(ones(40000), 200, 1)",
        "max_pool1d(ones(2), 2 * 10**8, 10**8, 10**8)",  # the padding
    ],
)
def test_what_is_needed_on_the_way_counts(call: str) -> None:
    with pytest.raises(LimitExceeded):
        graph_of(f"y = {call}")
