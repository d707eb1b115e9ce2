"""Brackets and positions: NumPy's rules for lists and conditions, PyTorch's for gather, and their corners."""

from __future__ import annotations

from math import nan
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_array_equal

from retrograd.autodiff.reverse import gradient
from retrograd.errors import BadIndex, BadValue, IndexOutOfRange, NotWhole, ProgramError, RaggedList, TooManyIndices
from retrograd.ops import OPS
from retrograd.ops.conditions import is_condition
from retrograd.ops.indexing import indexed
from retrograd.ops.mistakes import BadMask, IndicesClash, LargerIndex, NegativePosition
from retrograd.tensor import Tensor, apply

CELLS = np.arange(24.0).reshape(2, 3, 4)
ALL = slice(None)
LISTS: list[tuple[Any, ...]] = [
    ([0, 1, 1],),
    ([[0, 1], [1, -1]],),
    (ALL, [0, 2]),
    (ALL, ALL, [3, 0, -1]),
    ([0, 1], [2, 0]),
    ([[0], [1]], [2, 0]),
    (0, ALL, [1, 2]),
    ([0, 1], ALL, [1, 2]),
    ([0, 1], ALL, 2),
    (ALL, 1, [0, 3]),
    (ALL, [0, 2], 3),
    ([1], ..., None),
    (None, [0, 1], None, [0, 2]),
    (..., [0, 2], [1, 1]),
    ([0, 1], None, 2),
    (slice(1, None), [[0, 1], [2, 2]], slice(None, None, -2)),
    ([[0, 1]], 1, [[2], [3]]),
    (1, [0, 1], 2),
    ([],),
    (ALL, [], 0),
    (np.array([0, 1], np.uint8), np.int64(2)),
    ([True, False],),
    (ALL, [True, False, True]),
    ([[True, False, True], [False, True, True]],),
    (0, [[True, False, True, False]] * 3),
    ([False, False],),
    (CELLS > 4,),
    ([True, True], [0, 2]),
    ([0, 1], ALL, [False, True, True, False]),
    (..., CELLS[0, 0] > 1),
    ((0, 1), (1, 2)),
]


@pytest.mark.parametrize("index", LISTS, ids=str)
def test_brackets_pick_what_numpy_picks(index: tuple[Any, ...]) -> None:
    leaf = Tensor(CELLS)
    output = OPS["getitem"](leaf, index=index)
    expected = CELLS[index]
    assert output.op.shape(leaf.shape, **output.attributes) == expected.shape
    assert_array_equal(output.value, expected)
    seed = np.random.default_rng(0).normal(size=expected.shape)
    added = np.zeros_like(CELLS)
    np.add.at(added, index, seed)
    assert_array_equal(gradient(output, [leaf], seed)[0].value, added)
    assert_array_equal(
        apply(output.op, (leaf,), output.attributes).value, expected
    )  # the normal form stands for itself


@pytest.mark.parametrize(
    ("index", "error"),
    [
        (([0, 2],), IndexOutOfRange),
        (([0, -3],), IndexOutOfRange),
        (([0.5],), NotWhole),
        (([nan],), NotWhole),
        (([1e300],), NotWhole),
        (([[0, 1], [0]],), RaggedList),
        ((["a"],), BadIndex),
        (([None],), BadIndex),
        ((True,), BadIndex),
        ((ALL, ALL, slice(0, 1.5)), NotWhole),
        (([True, False, True],), BadMask),
        (([[True, False], [True, True]],), BadMask),
        (([0, 1], [0, 1, 2]), IndicesClash),
        ((CELLS > 1, 0), TooManyIndices),
        (([0], [0], [0], [0]), TooManyIndices),
    ],
    ids=str,
)
def test_wrong_brackets_are_refused(index: tuple[Any, ...], error: type[ProgramError]) -> None:
    with pytest.raises(error):
        OPS["getitem"](Tensor(CELLS), index=index)


def test_the_tensors_that_an_index_comes_from_are_operands_without_a_gradient() -> None:
    x, places = Tensor([1.0, 2.0, 3.0]), Tensor([0.0, 2.0, 2.0])
    output = apply(indexed(1), (x, places), {"index": (places.value,)})
    assert output.inputs == (x, places)
    found = gradient(output * output, [x, places])
    assert [one.value.tolist() for one in found] == [[2, 0, 12], [0, 0, 0]]
    assert indexed(1) is indexed(1)


def test_what_is_made_of_conditions_is_one() -> None:
    x = Tensor([1.0, -2.0])
    positive, one = OPS["greater"](x, Tensor(0.0)), Tensor(1.0, requires_grad=False)
    assert is_condition(positive)
    assert is_condition(OPS["reshape"](positive * positive, shape=(2, 1)))
    assert is_condition(1 - positive)
    assert is_condition(OPS["getitem"](positive, index=([0, 0],)))
    assert not is_condition(x)
    assert not is_condition(one)
    assert not is_condition(1 - x)
    assert not is_condition(2 - positive)
    assert not is_condition(positive * x)


def test_embedding_adds_up_the_gradients_of_a_row_that_is_looked_up_twice() -> None:
    weight, labels = Tensor(np.ones((3, 2))), Tensor([2.0, 0.0, 2.0])
    output = OPS["embedding"](weight, labels)
    assert gradient(output, [weight])[0].value.tolist() == [[1, 1], [0, 0], [2, 2]]


def test_gather_may_take_a_part_and_take_along_axis_may_not() -> None:
    x, index = Tensor(CELLS[0]), Tensor([[0.0, 3.0]])
    assert OPS["gather"](x, index, axis=1).value.tolist() == [[0, 3]]
    with pytest.raises(LargerIndex):
        OPS["take_along_axis"](x, index, axis=1)
    with pytest.raises(LargerIndex):
        OPS["gather"](x, Tensor(np.zeros((4, 1))), axis=1)
    with pytest.raises(LargerIndex):
        OPS["take_along_axis"](x, index, axis=None)


@pytest.mark.parametrize(
    ("name", "attributes"),
    [("gather", {"axis": 0}), ("index_select", {"axis": 0}), ("embedding", {})],
)
def test_positions_are_checked_as_pytorch_checks_them(name: str, attributes: dict[str, Any]) -> None:
    x = Tensor(np.ones((3, 3)))
    shape = (1, 3) if name == "gather" else (2,)
    for wrong, error in ((-1.0, NegativePosition), (3.0, IndexOutOfRange), (0.5, NotWhole), (nan, NotWhole)):
        with pytest.raises(error):
            OPS[name](x, Tensor(np.full(shape, wrong)), **attributes)


def test_positions_count_from_the_end_where_numpys_do() -> None:
    x = Tensor([1.0, 2.0, 3.0])
    assert OPS["take"](x, Tensor([-1.0, 0.0]), axis=0).value.tolist() == [3, 1]
    assert OPS["take_along_axis"](x, Tensor([-3.0]), axis=0).value.tolist() == [1]
    assert gradient(OPS["take"](x, Tensor([-1.0, 2.0]), axis=None), [x])[0].value.tolist() == [0, 0, 2]
    with pytest.raises(IndexOutOfRange):
        OPS["take"](x, Tensor(-4.0), axis=0)


def test_one_hot_has_as_many_classes_as_the_labels_need() -> None:
    assert OPS["one_hot"](Tensor([0.0, 2.0]), num_classes=-1).value.tolist() == [[1, 0, 0], [0, 0, 1]]
    assert OPS["one_hot"](Tensor(np.zeros((0,))), num_classes=2).shape == (0, 2)
    for labels, classes, error in (
        ([-1.0], -1, NegativePosition),
        ([3.0], 3, IndexOutOfRange),
        ([0.5], 2, NotWhole),
        ([nan], -1, NotWhole),
        ([], -1, BadValue),
        ([0.0], -2, BadValue),
    ):
        with pytest.raises(error):
            OPS["one_hot"](Tensor(labels), num_classes=classes)


@pytest.mark.parametrize("largest", [True, False])
def test_topk_takes_equal_numbers_in_their_order_and_nan_as_the_largest(largest: bool) -> None:
    cells = [2.0, nan, 5.0, 2.0, 5.0]
    best = {"k": 5, "axis": 0, "largest": largest}
    order = OPS["topk_indices"](Tensor(cells), **best).value.tolist()
    assert order == ([1, 2, 4, 0, 3] if largest else [0, 3, 2, 4, 1])
    values = OPS["topk_values"](Tensor(cells), **best).value
    assert_array_equal(values, torch.topk(torch.tensor(cells, dtype=torch.float64), 5, largest=largest).values)
    leaf = Tensor([2.0, 7.0, 7.0])
    first = OPS["topk_values"](leaf, k=1, axis=0, largest=True)
    assert gradient(first, [leaf])[0].value.tolist() == [0, 1, 0]


def test_masked_fill_hides_no_nan_and_passes_the_gradient_of_what_it_fills_in() -> None:
    x, value = Tensor([1.0, 2.0, 3.0]), Tensor(-1.0)
    output = OPS["masked_fill"](x, Tensor([0.0, 1.0, 1.0]), value)
    assert output.value.tolist() == [1, -1, -1]
    assert [one.value.tolist() for one in gradient(output, [x, value])] == [[1, 0, 0], 2]


def test_masked_select_takes_numbers_in_row_major_order() -> None:
    x = Tensor(CELLS[0])
    output = OPS["masked_select"](x, Tensor([1.0, 0.0, 0.0, 1.0]))
    assert output.value.tolist() == [0, 3, 4, 7, 8, 11]
    again = apply(output.op, output.inputs, output.attributes)
    assert again.value.tolist() == output.value.tolist()
