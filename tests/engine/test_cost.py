"""What a mode costs, counted by hand for graphs small enough to do so."""

from __future__ import annotations

import numpy as np
import pytest

import retrograd as rg
from retrograd.autodiff.cost import Cost, edge_work
from retrograd.autodiff.cost import costs as costs_of
from retrograd.autodiff.order import topological
from retrograd.errors import LimitExceeded
from retrograd.graphjson.evaluate import run_program
from retrograd.limits import Limits
from retrograd.tensor import Tensor

from ..support import graph_of


def graph_run(program: str) -> tuple[Tensor, ...]:
    return run_program(program, Limits()).tensors


def costs(output: rg.Tensor) -> tuple[Cost, Cost]:
    return costs_of(topological(output), output)


def test_a_loss_of_many_parameters_takes_reverse_mode_one_pass() -> None:
    W, x = rg.Tensor(np.ones((5, 4))), rg.Tensor(np.ones(4), requires_grad=False)
    reverse, forward = costs((W @ x).tanh().sum())
    # sum copies 5 cells, tanh multiplies 5, the product 5 · 4
    assert reverse == Cost(1, 5 + 5 + 20)
    assert forward == Cost(20, 5 + 5 + 20)
    assert (reverse.total, forward.total) == (30, 600)


def test_many_results_of_one_number_are_the_case_for_forward_mode() -> None:
    t = rg.Tensor(2.0)
    reverse, forward = costs(t * rg.Tensor(np.ones(7), requires_grad=False))
    assert (reverse.passes, forward.passes) == (7, 1)
    assert reverse.multiply_adds == forward.multiply_adds == 7 + 7  # the broadcast and the product


def test_only_what_leads_from_a_leaf_to_the_output_counts() -> None:
    x, unused = rg.Tensor([1.0, 2.0]), rg.Tensor([1.0])
    y = x * rg.Tensor([3.0, 4.0], requires_grad=False)
    rg.tanh(unused)
    assert costs(y) == (Cost(2, 2), Cost(2, 2))
    assert costs(x.T) == (Cost(2, 0), Cost(2, 0))


@pytest.mark.parametrize(("program", "passes"), [("w = [1.0, 2.0]\nsum(w * w)", (1, 2)), ("2.0 * 3.0", (1, 0))])
def test_the_graph_tells_it(program: str, passes: tuple[int, int]) -> None:
    cost = graph_of(program)["cost"]
    assert (cost["reverse"]["passes"], cost["forward"]["passes"]) == passes


@pytest.mark.parametrize(
    ("call", "work"),
    [
        ("x @ x", 27),
        ("inv(x)", 27),
        ("inner(x, x)", 27),
        ("tensordot(x, x, 1)", 27),
        ('einsum("ij,jk->ik", x, x)', 27),
        ("F.linear(x, x)", 27),
        ("conv2d(x[None], ones(1, 1, 2, 2))", 16),
        ("scaled_dot_product_attention(x, x, x)", 2 * 27),
        ("layer_norm(x, (3,))", 9),
        ("x[0]", 0),
    ],
)
def test_operations_say_what_they_take(call: str, work: int) -> None:
    order = graph_run(f"x = [[2.0, 1.0, 0.0], [1.0, 3.0, 0.5], [0.0, 0.5, 1.0]]\nz = {call}")
    target = order[-1]
    assert edge_work(target, 0) == work


def test_too_much_work_for_one_operation_is_refused() -> None:
    with pytest.raises(LimitExceeded) as refused:
        graph_of("x = ones(1500, 1500)\nx @ x")
    assert (refused.value.limit, refused.value.needed) == ("work", 1500**3)
