"""einsum beside NumPy's and PyTorch's, and as the same graph by other operations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

from retrograd.autodiff.reverse import gradient
from retrograd.errors import AxesClash, BadValue, LimitExceeded
from retrograd.ops import OPS
from retrograd.tensor import Tensor

from ..support import graph_of

EINSUM = OPS["einsum"]
CALLS = [
    ("ij,jk,kl,lm", [(2, 3), (3, 4), (4, 2), (2, 3)]),
    ("ij,kl->lijk", [(2, 3), (2, 2)]),
    ("iji->j", [(3, 2, 3)]),
    ("iii->i", [(3, 3, 3)]),
    ("iii", [(2, 2, 2)]),
    ("ij,ij,ij->j", [(2, 3), (2, 3), (2, 3)]),
    ("...i,...i", [(4, 2, 3), (2, 3)]),
    ("...,...->...", [(2, 1), (3,)]),
    ("i...j,j...k->...ik", [(2, 4, 3), (3, 1, 2)]),
    ("...", [(2, 3)]),
    ("ba", [(2, 3)]),
    (",", [(), ()]),
    ("Ab,bA->", [(2, 3), (3, 2)]),
    ("ij,j->i", [(2, 3), (1,)]),
    ("ij,jk->ik", [(2, 1), (3, 2)]),
    ("ii,ij->ij", [(2, 2), (2, 0)]),
]


@pytest.mark.parametrize(("subscripts", "shapes"), CALLS)
def test_values_and_gradients_are_pytorchs(subscripts: str, shapes: list[tuple[int, ...]]) -> None:
    rng = np.random.default_rng(3)
    arrays = [rng.normal(size=shape) for shape in shapes]
    leaves = list(map(Tensor, arrays))
    output = EINSUM.for_count(len(leaves))(*leaves, subscripts=subscripts)
    theirs = [torch.tensor(one, requires_grad=True) for one in arrays]
    answer = torch.einsum(subscripts, *theirs)
    assert_allclose(output.value, answer.detach().numpy(), rtol=1e-12, atol=1e-13)
    seed = rng.normal(size=output.shape)
    expected = torch.autograd.grad(answer, theirs, torch.tensor(seed))
    for found, other in zip(gradient(output, leaves, seed), expected, strict=True):
        assert_allclose(found.value, other.numpy(), rtol=1e-12, atol=1e-13)
    again = EINSUM.for_count(len(leaves))(*leaves, **output.attributes)
    assert again.attributes == output.attributes
    assert_allclose(again.value, output.value)


@pytest.mark.parametrize(
    ("subscripts", "shapes", "error"),
    [
        ("ij", [(2,)], BadValue),
        ("...ij", [(2,)], BadValue),
        ("i......", [(2,)], BadValue),
        ("i->...", [(2,)], None),
        ("i...->i", [(2, 3)], None),
        ("i,i", [(2,), (3,)], AxesClash),
        ("...i,...i", [(2, 3), (4, 3)], AxesClash),
        ("ii", [(1, 2)], AxesClash),
    ],
)
def test_what_does_not_fit_is_refused(subscripts: str, shapes: list[Any], error: type[Exception] | None) -> None:
    leaves = [Tensor(np.ones(shape)) for shape in shapes]
    if error is None:
        assert EINSUM.for_count(len(leaves))(*leaves, subscripts=subscripts).value.size
    else:
        with pytest.raises(error):
            EINSUM.for_count(len(leaves))(*leaves, subscripts=subscripts)


def test_what_is_needed_on_the_way_counts_as_memory() -> None:
    vector = "x = ones(3000)\n"
    assert graph_of(f"{vector}L = einsum('i,i,j,j->', x, x, x, x)")["nodes"][-1]["shape"] == []
    with pytest.raises(LimitExceeded):
        graph_of(f"{vector}L = einsum('i,j,i,j->', x, x, x, x)")


def test_its_formulas_are_sums_over_letters() -> None:
    graph = graph_of("W = ones(2, 3)\nx = ones(3)\ny = einsum('ij,j->i', W, x)")
    assert r"y = \left[{\textstyle\sum_{j}}\, {W}_{ij} \, {x}_{j}\right]_{i}" in [
        step["latex"] for step in graph["steps"]
    ]
    assert [edge["local"]["vjp_latex"] for edge in graph["edges"]] == [
        r"\frac{dL}{dW} = \left[{\left(\frac{dL}{dy}\right)}_{i} \, {x}_{j}\right]_{ij}",
        r"\frac{dL}{dx} = \left[{\textstyle\sum_{i}}\, {\left(\frac{dL}{dy}\right)}_{i} \, {W}_{ij}\right]_{j}",
    ]
