"""einsum at its corners: what an equation means, against NumPy and PyTorch; many tensors; what it costs."""

from __future__ import annotations

from itertools import pairwise
from string import ascii_letters
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

import retrograd as rg
from retrograd.errors import BadValue, LimitExceeded
from retrograd.graphjson.catalogue import sample_formulas
from retrograd.ops import OPS
from retrograd.ops.equations import normal
from retrograd.ops.mistakes import BadEquation, IndexSizesClash, TermMisfit, TermsDiffer
from retrograd.ops.op import Sample

from ..support import grad, graph_of, value

EQUATIONS = [
    ("ba", ((2, 3),)),  # without a result: in the order of the alphabet
    ("Ba,a", ((2, 3), (3,))),
    ("bhid,bhjd->bhij", ((2, 2, 3, 4), (2, 2, 5, 4))),
    ("n,ni,nj->ij", ((4,), (4, 2), (4, 3))),
    ("ab,bc,cd,de->ae", ((2, 3), (3, 4), (4, 2), (2, 5))),
    ("i,i,i,i,i->", ((3,),) * 5),
    ("ijij->ij", ((2, 3, 2, 3),)),
    ("ijij->", ((2, 3, 2, 3),)),
    ("iij,jk->k", ((2, 2, 3), (3, 2))),
    ("ij,kl->", ((2, 3), (4, 2))),
    ("...,...->...", ((2, 1), (3,))),
    ("...ij->...ji", ((2, 3, 4),)),
    ("i...j,j...->i...", ((2, 3, 4), (4, 1))),
    ("ij...->j", ((2, 3, 4),)),
]


@pytest.mark.parametrize(("equation", "shapes"), EQUATIONS)
def test_it_agrees_with_pytorch(equation: str, shapes: tuple[tuple[int, ...], ...]) -> None:
    rng = np.random.default_rng(0)
    arrays = [rng.normal(size=shape) for shape in shapes]
    ours, theirs = [rg.Tensor(one) for one in arrays], [torch.tensor(one, requires_grad=True) for one in arrays]
    z, answer = rg.einsum(equation, *ours), torch.einsum(equation, *theirs)
    assert_allclose(z.value, answer.detach().numpy(), rtol=1e-12, atol=1e-13)
    seed = rng.normal(size=z.shape)
    z.backward(seed)
    expected = torch.autograd.grad(answer, theirs, torch.tensor(seed))
    for one, other in zip(ours, expected, strict=True):
        assert one.grad is not None
        assert_allclose(one.grad.value, other.numpy(), rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(
    ("written", "shapes", "meant"),
    [
        ("ij, jk", ((2, 3), (3, 4)), "ij,jk->ik"),
        ("ba", ((2, 3),), "ba->ab"),
        ("bA", ((2, 3),), "bA->Ab"),
        ("ii", ((2, 2),), "ii->"),
        ("...k,k", ((2, 3, 4), (4,)), "ijk,k->ij"),
        ("...,...", ((2, 3), (3,)), "ij,j->ij"),
        ("i...->i", ((2, 3),), "ij->i"),
        ("ij->...ij", ((2, 3),), "ij->ij"),
        ("", ((),), "->"),
    ],
)
def test_the_normal_form_names_every_axis(written: str, shapes: Any, meant: str) -> None:
    assert str(normal(written, shapes)) == meant
    assert str(normal(meant, shapes)) == meant


@pytest.mark.parametrize(
    ("equation", "shapes", "error"),
    [
        ("ij,jk", ((2, 3), (4, 5)), IndexSizesClash),
        ("ii->i", ((1, 3),), IndexSizesClash),  # an axis of size 1 broadcasts, but along no diagonal
        ("...i,...i", ((2, 3), (4, 3)), IndexSizesClash),
        ("ij", ((2,),), TermMisfit),
        ("i", ((2, 3),), TermMisfit),
        ("ij...", ((2,),), TermMisfit),
        ("i", ((2,), (2,)), TermsDiffer),
        ("i,i,", ((2,), (2,)), TermsDiffer),
        ("i-j", ((2, 2),), BadEquation),
        ("i.", ((2,),), BadEquation),
        ("i....", ((2, 3),), BadEquation),
        ("ii->ii", ((2, 2),), BadEquation),
        ("i->j", ((2,),), BadEquation),
        ("i->i->i", ((2,),), BadEquation),
        (",".join(["i"] * 257), ((2,),) * 257, BadEquation),
        (f"{ascii_letters},...", ((1,) * 52, (1,)), BadEquation),
        (f"{ascii_letters},aa", ((1,) * 52, (1, 1)), BadEquation),
    ],
)
def test_equations_that_say_nothing_are_refused(equation: str, shapes: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        normal(equation, shapes)


def test_the_equation_comes_first() -> None:
    with pytest.raises(BadValue):
        rg.einsum(rg.Tensor([1.0]), rg.Tensor([2.0]))


def test_a_tensor_may_stand_in_several_places() -> None:
    graph = graph_of('A = [[1.0, 2.0], [3.0, 4.0]]\nL = einsum("ij,jk,ki->", A, A, A)')
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert value(graph, "L") == np.trace(A @ A @ A)
    assert_allclose(grad(graph, "A"), 3 * (A @ A).T)


def test_a_hessian_is_found_through_it() -> None:
    A = np.array([[2.0, 1.0], [0.0, 3.0]])
    found = rg.hessian(lambda x: rg.einsum("i,ij,j->", x, A, x), np.array([1.0, -1.0]))
    assert_allclose(found, A + A.T)


def test_formulas_write_the_sum_out() -> None:
    formulas = sample_formulas(OPS["einsum"], Sample(((2, 3), (3, 4)), {"equation": "ij,jk"}))
    assert formulas.forward() == r"z = \left[{\textstyle\sum_{j}}\, {x_{1}}_{ij} \, {x_{2}}_{jk}\right]_{ik}"
    assert formulas.vjp(1).endswith(r"{\left(\frac{dL}{dz}\right)}_{ik} \, {x_{1}}_{ij}\right]_{jk}")
    trace = sample_formulas(OPS["einsum"], Sample(((2, 2),), {"equation": "ii"}))
    assert trace.forward() == r"z = {\textstyle\sum_{i}}\, {x_{1}}_{ii}"
    assert trace.vjp(0) == r"\frac{dL}{dx_{1}} = \left[\frac{dL}{dz} \, {\delta}_{ij}\right]_{ij}"


def test_the_order_of_products_keeps_what_is_between_small() -> None:
    graph = graph_of('a = ones(3000)\nb = ones(3000)\nc = ones(3000)\nL = einsum("i,j,k->", a, b, c)')
    assert value(graph, "L") == 3000.0**3


def test_very_many_tensors_are_multiplied_from_left_to_right() -> None:
    A = np.array([[0.0, 1.0], [1.0, 1.0]])
    letters = ascii_letters[:31]
    equation = ",".join(map("".join, pairwise(letters))) + f"->{letters[0]}{letters[-1]}"
    x = rg.Tensor(A)
    z = rg.einsum(equation, *[x] * 30)
    assert z.value.tolist() == [[514229, 832040], [832040, 1346269]]  # Fibonacci's numbers
    z.backward([[0.0, 1.0], [0.0, 0.0]])
    expected = sum(np.outer(np.linalg.matrix_power(A, n)[0], np.linalg.matrix_power(A, 29 - n)[1]) for n in range(30))
    assert x.grad is not None
    assert_allclose(x.grad.value, expected)
    row = rg.einsum(",".join(["i"] * 250) + "->i", *[x[0]] * 250)  # NumPy would search for an order for hours
    assert row.value.tolist() == [0, 1]


def test_the_ways_back_count_too() -> None:
    letters = ascii_letters[:18]
    equation = ",".join(map("".join, pairwise(letters))) + f"->{letters[0]}{letters[-1]}"
    program = f'x = 0.1 * randn(%d, %d, seed=1)\ny = einsum("{equation}", {", ".join("x" * 17)})'
    assert np.all(np.isfinite(grad(graph_of(program % (10, 10)), "x")))
    with pytest.raises(LimitExceeded) as refused:
        graph_of(program % (50, 50))
    assert refused.value.limit == "work"


@pytest.mark.parametrize(
    "call",
    [
        'einsum("i,j->ij", ones(3000), ones(3000))',  # the value
        'einsum("ij,jk->", ones(1500, 1500), ones(1500, 1500))',  # the multiplications
        'einsum("ab,ac,ad->bcd", ones(2000, 120), ones(2000, 120), ones(2000, 120))',
    ],
)
def test_what_is_needed_on_the_way_counts(call: str) -> None:
    with pytest.raises(LimitExceeded):
        graph_of(f"y = {call}")
