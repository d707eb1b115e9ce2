"""What a mode costs, counted by hand for graphs small enough to do so."""

from __future__ import annotations

import numpy as np
import pytest

import retrograd as rg
from retrograd.autodiff.cost import Cost, forward_cost, reverse_cost
from retrograd.autodiff.order import topological

from ..support import graph_of


def costs(output: rg.Tensor) -> tuple[Cost, Cost]:
    order = topological(output)
    return reverse_cost(order, output), forward_cost(order, output)


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
