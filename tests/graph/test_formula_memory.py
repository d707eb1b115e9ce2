"""Formulas that look the same are made once, and none is taken for another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from retrograd.graphjson.formulas import Application, formulas
from retrograd.ops.indexing import indexed


def _of_index(index: tuple[Any, ...], operand: str = "x") -> Application:
    return Application(indexed(0), (operand,), "y", "L", ((4, 4),), (4,), (("index", index),))


@pytest.mark.parametrize("index", [(1, slice(0, 4, 1)), (slice(0, 4, 2), None), (0, 1)])
def test_the_same_index_has_the_same_formulas(index: tuple[Any, ...]) -> None:
    again = tuple(slice(one.start, one.stop, one.step) if isinstance(one, slice) else one for one in index)
    assert formulas(_of_index(again)) is formulas(_of_index(index))


@pytest.mark.parametrize(
    "other", [(0, slice(0, 4, 1)), (1, slice(0, 3, 1)), (1, slice(0, 4, 2)), (1, slice(3, None, -1))]
)
def test_another_index_has_others(other: tuple[Any, ...]) -> None:
    one, another = formulas(_of_index((1, slice(0, 4, 1)))), formulas(_of_index(other))
    assert one is not another
    assert one.forward() != another.forward()


def test_positions_in_arrays_are_not_remembered() -> None:
    index = (np.array([0, 2]), slice(0, 4, 1))
    assert formulas(_of_index(index)) is not formulas(_of_index(index))
