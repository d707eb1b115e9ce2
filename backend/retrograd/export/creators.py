"""How a leaf was created, in plain NumPy, where that gives exactly the same numbers as the program did."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from retrograd.errors import ProgramError
from retrograd.language.interpret import Run
from retrograd.language.names import ALIASES
from retrograd.language.trace import Origin
from retrograd.ops import OPS
from retrograd.tensor import Tensor

MOST_CALLS = 64
"""Random calls without a seed before this one, up to which its stream is looked for."""
SIGNS: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}


def _drawn(draw: str) -> Callable[[dict[str, Any]], str]:
    def text(given: dict[str, Any]) -> str:
        return f"np.random.default_rng({given['seed']}).{draw.format(**given)}"

    return text


CODE: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "zeros": lambda given: f"np.zeros({given['shape']})",
    "ones": lambda given: f"np.ones({given['shape']})",
    "full": lambda given: f"np.full({given['shape']}, {float(given['fill_value'])!r})",
    "eye": lambda given: f"np.eye({given['n']}, {given['m']})",
    "tri": lambda given: f"np.tri({given['n']}, {given['m']}, {given['k']})",
    "arange": lambda given: (
        f"{given['start']!r} + {given['step']!r} * np.arange({OPS['arange'].shape(**given)[0]}.0)"
    ),
    "linspace": lambda given: f"np.linspace({given['start']!r}, {given['stop']!r}, {given['num']})",
    "logspace": lambda given: (
        f"{float(given['base'])!r} ** np.linspace({given['start']!r}, {given['stop']!r}, {given['num']})"
    ),
    "rand": _drawn("random({shape})"),
    "randn": _drawn("standard_normal({shape})"),
    "uniform": lambda given: (
        f"{given['low']!r} + ({given['high']!r} - {given['low']!r})"
        f" * np.random.default_rng({given['seed']}).random({given['shape']})"
    ),
    "normal": lambda given: (
        f"{given['loc']!r} + {given['scale']!r}"
        f" * np.random.default_rng({given['seed']}).standard_normal({given['shape']})"
    ),
    "randint": _drawn("integers({low}, {high}, {shape}).astype(float)"),
}
"""For each creator, the code that makes what it makes."""
SUM = frozenset({"arange", "uniform", "normal"})
"""Creators whose code is no single call."""


class _UnknownError(Exception):
    """There is more in the expression than creators, numbers and operators."""


def created(run: Run, tensor: Tensor, *, single: bool) -> str | None:
    """Return NumPy's code for the numbers of a leaf, or None where there is none that gives the same."""
    if not isinstance(tensor.origin, Origin):
        return None
    try:
        expression = ast.parse(run.source.snippet(tensor.origin.span), mode="eval").body
        for calls in range(1, MOST_CALLS):
            reader = _Reader(calls)
            text, value = reader.read(expression)
            if np.array_equal(np.asarray(value, tensor.dtype), tensor.value, equal_nan=True):
                return f"({text}).astype(np.float32)" if single else text
            if reader.seeded:
                return None
    except (_UnknownError, SyntaxError, ProgramError, ArithmeticError, TypeError, ValueError):
        return None
    return None


class _Reader:
    """Reads one expression, to its code and its value; calls without a seed have the streams from `calls` on."""

    def __init__(self, calls: int) -> None:
        self._calls = calls
        self.seeded = True

    def read(self, node: ast.expr) -> tuple[str, Any]:
        """Return code and value; raises _UnknownError."""
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return repr(number), number
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                text, value = self.read(operand)
                return f"-{text}" if isinstance(operand, ast.Constant) else f"-({text})", -value
            case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
                return self._joined(left, SIGNS[type(op)], right)
            case ast.Call(func=ast.Attribute(attr="reshape" | "view", value=inner), args=sizes):
                return self._reshaped(inner, sizes)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                return self._made(name, node)
        raise _UnknownError

    def _joined(self, left: ast.expr, sign: str, right: ast.expr) -> tuple[str, Any]:
        first, x = self.read(left)
        second, y = self.read(right)
        calculate: dict[str, Callable[[], Any]] = {
            "+": lambda: x + y,
            "-": lambda: x - y,
            "*": lambda: x * y,
            "/": lambda: np.true_divide(x, y),
            "**": lambda: np.power(np.asarray(x, float), y),
        }
        return f"{_bracketed(first, left)} {sign} {_bracketed(second, right)}", calculate[sign]()

    def _reshaped(self, inner: ast.expr, sizes: list[ast.expr]) -> tuple[str, Any]:
        text, value = self.read(inner)
        shape = ast.literal_eval(sizes[0]) if len(sizes) == 1 else tuple(map(ast.literal_eval, sizes))
        return f"({text}).reshape({shape})" if " " in text else f"{text}.reshape({shape})", value.reshape(shape)

    def _made(self, name: str, node: ast.Call) -> tuple[str, Any]:
        name = ALIASES.get(name, name)
        if name not in CODE:
            raise _UnknownError
        op = OPS[name]
        positional = [ast.literal_eval(one) for one in node.args]
        given = {one.name: one.default for one in op.parameters}
        given |= {one.arg or "": ast.literal_eval(one.value) for one in node.keywords}
        names = [one.name for one in op.parameters if not one.keyword_only]
        if names[-1:] == ["shape"] or names[:1] == ["shape"]:
            positional = _with_shape(names, positional)
        given |= dict(zip(names, positional, strict=False))
        given = {("shape" if one == "size" else one): value for one, value in given.items()}
        if isinstance(given.get("shape"), int):
            given["shape"] = (given["shape"],)
        if "seed" in given and given["seed"] is None:
            given["seed"] = (0, self._calls)
            self._calls += 1
            self.seeded = False
        resolved = op.resolve(**given)
        text = CODE[name](resolved)
        return f"({text})" if name in SUM else text, op.forward(**resolved)


def _with_shape(names: list[str], positional: list[Any]) -> list[Any]:
    """Return the arguments with sizes that are written one by one taken together."""
    place = names.index("shape")
    if place == len(names) - 1 and positional[place:] and all(isinstance(one, int) for one in positional[place:]):
        return [*positional[:place], tuple(positional[place:])]
    return positional


def _bracketed(text: str, node: ast.expr) -> str:
    return f"({text})" if isinstance(node, (ast.BinOp, ast.UnaryOp)) else text
