"""Sort, argsort and median where numbers are equal, infinite or none."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_array_equal

from retrograd.autodiff.reverse import gradient
from retrograd.ops import OPS
from retrograd.tensor import Tensor

CELLS = [2.0, nan, -1.0, 2.0, inf, -inf, nan, -1.0, 0.0, -0.0]


@pytest.mark.parametrize("descending", [False, True])
def test_nan_is_the_largest_and_equal_numbers_keep_their_order_as_in_pytorch(descending: bool) -> None:
    expected = torch.sort(torch.tensor(CELLS, dtype=torch.float64), stable=True, descending=descending)
    leaf = Tensor(CELLS)
    values = OPS["sort"](leaf, axis=-1, descending=descending)
    places = OPS["argsort"](leaf, axis=-1, descending=descending)
    assert_array_equal(values.value, expected.values.numpy())
    assert_array_equal(places.value, expected.indices.numpy())
    seed = np.arange(1.0, 11.0)
    back = gradient(values, [leaf], seed)[0].value
    assert_array_equal(back[expected.indices.numpy()], seed)
    assert not places.requires_grad


def test_sorted_upwards_is_as_numpy_sorts() -> None:
    assert_array_equal(OPS["sort"](Tensor(CELLS), axis=-1, descending=False).value, np.sort(CELLS))
    table = np.array(CELLS).reshape(2, 5)
    assert_array_equal(OPS["sort"](Tensor(table), axis=None, descending=False).value, np.sort(table, axis=None))


def _median(cells: Any, axis: int | None = None) -> tuple[Any, Any]:
    leaf = Tensor(cells)
    with np.errstate(all="ignore"):
        output = OPS["median"](leaf, axis=axis, keepdims=False)
        return output.value.tolist(), gradient(output, [leaf])[0].value.tolist()


def test_the_median_of_an_even_count_is_the_mean_of_two_and_both_get_half() -> None:
    assert _median([4.0, 1.0, 3.0, 2.0]) == (2.5, [0, 0, 0.5, 0.5])
    assert torch.median(torch.tensor([4.0, 1.0, 3.0, 2.0])).item() == 2


def test_numbers_equal_to_the_median_share_its_gradient() -> None:
    assert _median([2.0, 5.0, 2.0]) == (2, [0.5, 0, 0.5])
    assert _median([2.0, 1.0, 2.0, 3.0]) == (2, [0.5, 0, 0.5, 0])
    assert _median([1.0, 2.0, 3.0, 2.0, 4.0, 3.0]) == (2.5, [0, 0.25, 0.25, 0.25, 0, 0.25])


def test_a_median_of_infinite_numbers_and_of_nan() -> None:
    assert _median([inf, inf, 1.0])[0] == inf
    assert _median([inf, inf, inf, 1.0])[0] == inf
    assert np.isnan(_median([inf, -inf])[0])
    value, back = _median([[1.0, 3.0, 2.0], [0.0, nan, 1.0]], axis=1)
    assert value[0] == 2
    assert np.isnan(value[1])
    assert back[0] == [0, 0, 1]
    assert np.isnan(back[1]).all()
