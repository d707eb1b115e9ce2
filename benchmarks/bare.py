"""The barest evaluator: a program's text to all numbers of its answer, and nothing else.

One walk over what `ast.parse` returns, by a table of its classes, computes the value of every node; then come all
local derivatives that the answer shows, all contributions and gradients, previews and statistics. Nothing is
checked, named or explained, no place is remembered; the numbers of leaves and data are at hand.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite
from typing import Any

import numpy as np

from benchmarks.bare_rules import ARRAYS, NUMBERS, Rules
from benchmarks.workloads.workload import Workload
from retrograd.graphjson.arrays import PREVIEW_CELLS, preview_index


class Node:
    """A value with what made it; `told` is what its operation is told beside its inputs."""

    __slots__ = ("grad", "inputs", "locals", "needs", "passed", "rules", "told", "value")

    def __init__(self, value: Any, rules: Rules | None, inputs: tuple[Node, ...], needs: bool, told: Any) -> None:
        """Make a node; of its gradient nothing is known yet."""
        self.value = value
        self.rules = rules
        self.inputs = inputs
        self.needs = needs
        self.told = told
        self.grad: Any = None
        self.locals: Any = None
        self.passed: Any = None


class Bare:
    """Evaluates the program of one workload, again and again."""

    def __init__(self, workload: Workload) -> None:
        """Take the program, and the numbers of its leaves and data."""
        self._program = workload.program
        self._rules = NUMBERS if workload.scalar else ARRAYS
        number: Any = float if workload.scalar else np.float64
        self._number = number
        given = [(one, False) for one in workload.data] + [(one, True) for one in workload.leaves]
        self._given = [(one.value if np.ndim(one.value) else number(one.value), leaf) for one, leaf in given]
        self._nodes: list[Node] = []
        self._names: dict[str, Node] = {}
        self._visits: dict[type[ast.AST], Any] = {
            ast.Attribute: lambda node: self._of_one(node.attr, node.value),
            ast.BinOp: self._binary,
            ast.Call: lambda node: self._of_one(node.func.id, node.args[0]),
            ast.Constant: lambda node: self._made(self._number(node.value)),
            ast.Name: lambda node: self._names[node.id],
            ast.Subscript: lambda node: self._of_one("Subscript", node.value, node.slice.value),
            ast.UnaryOp: lambda node: self._of_one(node.op.__class__.__name__, node.operand),
        }

    def numbers(self, most: int) -> list[Any]:
        """Return all numbers of the answer in its order: arrays of at most `most` cells, previews, statistics."""
        self._forward()
        self._backward()
        return list(self._shown(most))

    def _forward(self) -> None:
        nodes, names, visits, given = self._nodes, self._names, self._visits, self._given
        nodes.clear()
        names.clear()
        statements: Any = ast.parse(self._program).body
        for statement, (value, leaf) in zip(statements, given, strict=False):
            names[statement.targets[0].id] = self._made(value, needs=leaf)
        for statement in statements[len(given) :]:
            names[statement.targets[0].id] = visits[statement.value.__class__](statement.value)

    def _made(
        self,
        value: Any,
        rules: Rules | None = None,
        inputs: tuple[Node, ...] = (),
        *,
        needs: bool = False,
        told: Any = None,
    ) -> Node:
        made = Node(value, rules, inputs, needs, told)
        self._nodes.append(made)
        return made

    def _of_one(self, name: str, node: Any, told: Any = None) -> Node:
        x = self._visits[node.__class__](node)
        rules = self._rules[name]
        return self._made(rules.forward(x.value, told), rules, (x,), needs=x.needs, told=told)

    def _binary(self, node: ast.BinOp) -> Node:
        x, y = self._visits[node.left.__class__](node.left), self._visits[node.right.__class__](node.right)
        rules = self._rules[node.op.__class__.__name__]
        if rules.aligned and x.value.shape != y.value.shape:
            shape = _common(x.value.shape, y.value.shape)
            x, y = self._broadcast(x, shape), self._broadcast(y, shape)
        return self._made(rules.forward(x.value, y.value), rules, (x, y), needs=x.needs or y.needs)

    def _broadcast(self, x: Node, shape: tuple[int, ...]) -> Node:
        if x.value.shape == shape:
            return x
        return self._made(np.broadcast_to(x.value, shape), self._rules["broadcast"], (x,), needs=x.needs, told=shape)

    def _backward(self) -> None:
        output = self._nodes[-1]
        output.grad = self._number(1)
        for node in reversed(self._nodes):
            rules = node.rules
            if rules is None:
                continue
            inputs, z = node.inputs, node.value
            x, y = inputs[0].value, inputs[1].value if len(inputs) == 2 else node.told
            node.locals = [local(z, x, y) for local in rules.local]
            if node.grad is None or not node.needs:
                continue
            node.passed = []
            for source, local, vjp in zip(inputs, node.locals, rules.vjp, strict=True):
                value = None
                if source.needs:
                    value = vjp(node.grad, local, z, x, y)
                    source.grad = value if source.grad is None else source.grad + value
                node.passed.append(value)

    def _shown(self, most: int) -> Iterator[Any]:
        """Yield what the answer shows, in its order: of each node value and gradient, then of each edge."""
        picked: dict[int, tuple[Any, list[float]]] = {}
        for array in self._arrays():
            if array is None:
                continue
            if array.__class__ is not np.ndarray or array.size <= most:
                yield array
                continue
            if id(array) not in picked:
                picked[id(array)] = array[_index(array.shape, min(most, PREVIEW_CELLS))], _statistics(array)
            yield from picked[id(array)]

    def _arrays(self) -> Iterator[Any]:
        for node in self._nodes:
            yield node.value
            yield node.grad
        for node in self._nodes:
            if node.rules is not None:
                for local, value in zip(node.locals, node.passed or (None, None), strict=False):
                    yield local
                    yield value


@lru_cache
def _common(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return np.broadcast_shapes(left, right)


@lru_cache
def _index(shape: tuple[int, ...], cells: int) -> tuple[Any, ...]:
    return np.ix_(*preview_index(shape, cells))


def _statistics(array: Any) -> list[float]:
    """Return min, max, mean and std of the finite cells, and how many are 0, NaN and infinite."""
    cells = array.ravel()
    finite, nans = cells, np.intp(0)
    if not isfinite(cells.dot(cells)):
        finite, nans = cells[np.isfinite(cells)], np.count_nonzero(np.isnan(cells))
    mean = np.add.reduce(finite) / finite.size
    off = finite - mean
    zeros, infinities = cells.size - np.count_nonzero(cells), cells.size - finite.size - nans
    return [finite.min(), finite.max(), mean, np.sqrt(off @ off / finite.size), zeros, nans, infinities]
