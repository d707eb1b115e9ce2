"""Programs executed by Python itself, on NumPy: what they have to come to."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def executed(text: str, leaves: Mapping[str, Numbers] | None = None) -> dict[str, Any]:
    """Return what the names of a program stand for at its end; `leaves` are added to the leaves of their names."""
    added = leaves or {}

    def leaf(name: str, value: Any) -> Any:
        return np.array(value, np.float64) + added.get(name, 0.0)

    names: dict[str, Any] = {**_FUNCTIONS, "_leaf": leaf}
    tree = ast.fix_missing_locations(_Leaves().visit(ast.parse(text)))
    with np.errstate(all="ignore"):
        exec(compile(tree, "<program>", "exec"), names)  # noqa: S102  (a test's own program)
    return names


class _Leaves(ast.NodeTransformer):
    """Turns what a name is assigned into an array, where it is numbers alone, and `+=` into a new value."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.Assign:
        assert isinstance(node.target, ast.Name)
        before = ast.Name(node.target.id, ast.Load())
        return ast.Assign([node.target], ast.BinOp(before, node.op, node.value))

    def visit_Assign(self, node: ast.Assign) -> ast.Assign:
        target = node.targets[0]
        if isinstance(target, ast.Name) and _is_numbers(node.value):
            name = ast.Constant(target.id)
            node.value = ast.Call(ast.Name("_leaf", ast.Load()), [name, node.value], [])
        return node


def _is_numbers(node: ast.expr) -> bool:
    if isinstance(node, ast.List):
        return bool(node.elts) and all(map(_is_numbers, node.elts))
    if isinstance(node, ast.UnaryOp):
        return _is_numbers(node.operand)
    return isinstance(node, ast.Constant) and isinstance(node.value, float)


def _sum(x: Any, axis: int | None = None) -> Any:
    return np.sum(x, axis) if isinstance(x, (np.ndarray, np.generic)) else builtins.sum(x)


_SHARED = """
abs arctan array broadcast_to clip concatenate cos exp full log max maximum mean min minimum prod reshape sin sqrt
stack tanh where
"""
_FUNCTIONS: dict[str, Any] = {name: getattr(np, name) for name in _SHARED.split()} | {
    "print": lambda *_values, **_keywords: None,
    "relu": lambda x: np.maximum(x, 0.0),
    "sum": _sum,
}
