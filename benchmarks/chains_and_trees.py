"""Graphs of any size in two shapes, as tensors and as the text of a program: what `scaling` measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import retrograd as rg
from benchmarks.workloads.given import Given, number, randn

CELLS = (8, 8)
NEAR_ONE = 0.9999
"""Ten thousand of them make a product that is still far from zero."""


@dataclass(frozen=True, slots=True)
class Family:
    """Graphs of one shape: `build` makes one of about so many nodes, `program` writes the same one."""

    name: str
    build: Callable[[int], rg.Tensor]
    program: Callable[[int], str]


def chain(nodes: int) -> rg.Tensor:
    """Make a leaf and one tanh after the other."""
    made = rg.Tensor(_START.value)
    tanh = rg.tanh
    for _ in range(nodes - 1):
        made = tanh(made)
    return made


def chain_program(nodes: int) -> str:
    """Write the chain."""
    return "\n".join([_START.leaf, "h = tanh(x)", *["h = tanh(h)"] * (nodes - 2)])


def tree(leaf: Given, nodes: int) -> rg.Tensor:
    """Multiply leaves in pairs, and the products in pairs, to the last."""
    level = [rg.Tensor(leaf.value) for _ in range((nodes + 1) // 2)]
    while len(level) > 1:
        pairs = [left * right for left, right in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[2 * len(pairs) :]
    return level[0]


def tree_program(leaf: Given, nodes: int) -> str:
    """Write the tree, one statement for each node."""
    level = [f"v{index}" for index in range((nodes + 1) // 2)]
    lines = [f"{name} = {leaf.text}" for name in level]
    while len(level) > 1:
        pairs = []
        for left, right in zip(level[::2], level[1::2], strict=False):
            pairs.append(f"v{len(lines)}")
            lines.append(f"{pairs[-1]} = {left} * {right}")
        level = pairs + level[2 * len(pairs) :]
    return "\n".join(lines)


def _tree_of(name: str, leaf: Given) -> Family:
    return Family(name, lambda nodes: tree(leaf, nodes), lambda nodes: tree_program(leaf, nodes))


_START = randn("x", *CELLS, seed=1)
_FULL = Given("v", [[NEAR_ONE] * CELLS[1]] * CELLS[0], f"full({CELLS}, {NEAR_ONE})")
FAMILIES = (
    Family("chain of tanh, 8×8", chain, chain_program),
    _tree_of("tree of products, 8×8", _FULL),
    _tree_of("tree of products, numbers", number("v", NEAR_ONE)),
)
