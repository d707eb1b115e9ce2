"""Joining and parting: against NumPy and PyTorch, with the corners in which the two differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_array_equal
from torch.nn import functional

import retrograd as rg
from retrograd.autodiff.reverse import gradient
from retrograd.errors import BadAxis, BadValue, MissingArgument, NegativeSize, ProgramError, RepeatedArgument
from retrograd.ops import OPS
from retrograd.ops.mistakes import SizesDiffer
from retrograd.tensor import Tensor

CELLS = np.arange(24.0).reshape(4, 6)


def _parts(name: str, cells: Any, *arguments: Any, **keywords: Any) -> list[Any]:
    return [one.value for one in getattr(rg, name)(rg.Tensor(cells), *arguments, **keywords)]


def _same(ours: list[Any], theirs: Any) -> None:
    assert [one.shape for one in ours] == [tuple(one.shape) for one in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert_array_equal(one, np.asarray(other))


@pytest.mark.parametrize("sections", [1, 2, 3, 6, [1, 4], [2], [], [0, 6], [4, 2], [-1], [3, 9]], ids=str)
def test_split_cuts_where_numpy_cuts(sections: Any) -> None:
    _same(_parts("split", CELLS, sections, axis=1), np.split(CELLS, sections, axis=1))


@pytest.mark.parametrize("sizes", [1, 2, 4, 9, [1, 5], [0, 6], [2, 2, 2]], ids=str)
def test_split_takes_pytorchs_sizes_by_pytorchs_name(sizes: Any) -> None:
    theirs = torch.split(torch.tensor(CELLS), sizes, dim=1)
    _same(_parts("split", CELLS, split_size_or_sections=sizes, dim=1), theirs)


@pytest.mark.parametrize("sections", [1, 4, 5, 9, [1, 4]], ids=str)
def test_array_split_agrees_with_numpy(sections: Any) -> None:
    _same(_parts("array_split", CELLS, sections, axis=-1), np.array_split(CELLS, sections, axis=-1))
    _same(_parts("tensor_split", CELLS, sections, dim=1), torch.tensor_split(torch.tensor(CELLS), sections, dim=1))


@pytest.mark.parametrize("shape", [(4, 6), (7, 2), (0, 3)])
@pytest.mark.parametrize("chunks", [1, 3, 4, 5, 20])
def test_chunk_and_unbind_agree_with_pytorch(shape: tuple[int, ...], chunks: int) -> None:
    cells = np.random.default_rng(0).normal(size=shape)
    _same(_parts("chunk", cells, chunks), torch.chunk(torch.tensor(cells), chunks))
    _same(_parts("unbind", cells, dim=-1), torch.unbind(torch.tensor(cells), dim=-1))


def test_the_gradients_of_parts_add_up() -> None:
    x = rg.Tensor(np.arange(6.0))
    a, b = x.split(2)
    (a * b + a).sum().backward()
    assert x.grad is not None
    assert x.grad.value.tolist() == [4, 5, 6, 0, 1, 2]


@pytest.mark.parametrize("indexing", ["xy", "ij"])
@pytest.mark.parametrize("shapes", [((2,), (3,)), ((2,), (3,), (4,)), ((3,),), ((), (2,))], ids=str)
def test_meshgrid_agrees_with_numpy(shapes: Any, indexing: Any) -> None:
    vectors = [np.random.default_rng(0).normal(size=shape) for shape in shapes]
    ours = [one.value for one in rg.meshgrid(*map(rg.Tensor, vectors), indexing=indexing)]
    _same(ours, np.meshgrid(*vectors, indexing=indexing))


def test_meshgrid_is_numpys_unless_told_otherwise() -> None:
    x, y = rg.Tensor([1.0, 2.0]), rg.Tensor([3.0, 4.0, 5.0])
    columns, rows = rg.meshgrid(x, y)
    assert columns.shape == rows.shape == (3, 2)
    assert gradient(columns * rows, [x])[0].value.tolist() == [12, 12]


@pytest.mark.parametrize("name", ["vstack", "hstack", "stack", "concatenate"])
@pytest.mark.parametrize("shapes", [((2, 3), (2, 3)), ((3,), (3,)), ((1, 2, 2),) * 3], ids=str)
def test_joining_agrees_with_numpy(name: str, shapes: Any) -> None:
    arrays = [np.random.default_rng(number).normal(size=shape) for number, shape in enumerate(shapes)]
    attributes = {"axis": -1} if name in {"stack", "concatenate"} else {}
    output = OPS[name](*map(Tensor, arrays), **attributes)
    assert_array_equal(output.value, getattr(np, name)(arrays, **attributes))


@pytest.mark.parametrize("width", [1, 0, (1, 2), ((1, 2), (0, 3)), ((1, 2),), (2,), [[1, 0], [0, 1]]], ids=str)
def test_pad_takes_numpys_widths(width: Any) -> None:
    ours = OPS["pad"](Tensor(CELLS), pad_width=width, value=7)
    assert_array_equal(ours.value, np.pad(CELLS, width, constant_values=7))


@pytest.mark.parametrize("pad", [(1, 2), (0, 0, 1, 0), (3, 1, 0, 2), ()], ids=str)
def test_pad_takes_pytorchs_widths_from_the_last_axis_on(pad: Any) -> None:
    ours = OPS["pad"](Tensor(CELLS), pad=pad, value=-1)
    assert_array_equal(ours.value, functional.pad(torch.tensor(CELLS), pad, value=-1))
    assert OPS["pad"](Tensor(CELLS), pad_width=(1, 2), value=0).shape == (7, 9)


def test_the_number_around_has_no_part_in_the_derivatives() -> None:
    x = Tensor([1.0, 2.0])
    output = OPS["pad"](x, pad_width=1, value=5)
    assert gradient(output * output, [x])[0].value.tolist() == [2, 4]
    rule = output.op.jvp[0]
    assert rule(np.ones(2), output.value, x.value, **output.attributes).tolist() == [0, 1, 1, 0]


ONES = Tensor(np.ones((2, 3)))


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: rg.split(ONES, 2, axis=1), BadValue),
        (lambda: rg.split(ONES, 0), BadValue),
        (lambda: rg.split(ONES, split_size=0), BadValue),
        (lambda: rg.split(ONES, split_size_or_sections=[1, 3], dim=1), BadValue),
        (lambda: rg.split(ONES, split_size_or_sections=[3, -1]), NegativeSize),
        (lambda: rg.split(ONES), MissingArgument),
        (lambda: rg.split(ONES, 2, split_size=1), RepeatedArgument),
        (lambda: rg.split(rg.Tensor(1.0), 1), BadAxis),
        (lambda: rg.array_split(ONES, -1), BadValue),
        (lambda: rg.chunk(ONES, 0), BadValue),
        (lambda: rg.unbind(ONES, 2), BadAxis),
        (lambda: rg.meshgrid(ONES, indexing="yx"), BadValue),
        (lambda: rg.stack([ONES, rg.Tensor([1.0])]), SizesDiffer),
        (lambda: rg.concatenate([ONES, ONES, rg.Tensor(np.ones((2, 4)))]), SizesDiffer),
        (lambda: rg.vstack([ONES, rg.Tensor([1.0])]), SizesDiffer),
        (lambda: rg.hstack([ONES, rg.Tensor([1.0])]), SizesDiffer),
        (lambda: rg.stack([ONES, ONES], axis=3), BadAxis),
        (lambda: rg.concatenate([rg.Tensor(1.0)]), BadAxis),
        (lambda: rg.pad(ONES), MissingArgument),
        (lambda: rg.pad(ONES, 1, pad=(1, 1)), RepeatedArgument),
        (lambda: rg.pad(ONES, (1, 2, 3, 4)), BadValue),
        (lambda: rg.pad(ONES, ((1, 2), (3, 4), (5, 6))), BadValue),
        (lambda: rg.pad(ONES, ((1, 2), 3, (1, 2, 3))), BadValue),
        (lambda: rg.pad(ONES, -1), NegativeSize),
        (lambda: rg.pad(ONES, pad=(1,)), BadValue),
        (lambda: rg.pad(ONES, pad=(1, 1, 1, 1, 1, 1)), BadValue),
        (lambda: rg.pad(ONES, pad=1), BadValue),
        (lambda: rg.pad(ONES, 1, mode="reflect"), BadValue),
    ],
)
def test_what_does_not_fit_is_refused(call: Any, error: type[ProgramError]) -> None:
    with pytest.raises(error):
        call()
