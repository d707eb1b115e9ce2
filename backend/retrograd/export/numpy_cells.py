"""NumPy's code for what works cell by cell."""

from __future__ import annotations

from typing import Any

import numpy

from retrograd.export.expressions import Expr, binary, call, negated, shape_of
from retrograd.export.spellings import compared, condition, function, joined, negative, operator, unary
from retrograd.export.writing import Application, Spelling
from retrograd.ops.activations import SELU_ALPHA, SELU_SCALE

ONE, ZERO = Expr("1", kind="number"), Expr("0", kind="number")

FUNCTIONS = (
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "square", "logaddexp", "hypot"),
    *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh", "tanh"),
    *("arcsinh", "arccosh", "arctanh", "sign", "abs", "floor", "ceil", "maximum", "minimum"),
)


def np(name: str, *operands: Expr, more: tuple[str, ...] = ()) -> Expr:
    """Return a call of one of NumPy's functions that work cell by cell."""
    return call(f"np.{name}", *(one.text for one in operands), *more, shape=shape_of(*operands))


def _erf(a: Application) -> Expr:
    a.writer.imports.add("import math")
    return call(a.writer.helper("erf"), a.operands[0].text, shape=a.operands[0].shape)


def _number(a: Application, name: str) -> Expr:
    return a.writer.number(float(a.attributes[name]))


MOST_DECIMALS = 300


def rounded(a: Application, found: Expr, module: str) -> Expr:
    """Return `found`, x with so many decimals; where the power of ten is too large, there is nothing to round."""
    x, decimals = a.operands[0], a.attributes["decimals"]
    if decimals < -MOST_DECIMALS:
        found = binary("*", a.writer.array(x), ZERO)
    if abs(decimals) < MOST_DECIMALS and not _overflows(a.node.inputs[0].value, decimals):
        return found
    finite = call(f"{module}.isfinite", x.text if decimals < 0 else found.text)
    kept = f"{x.primary}.detach()" if module == "torch" else x.text
    return call(f"{module}.where", finite.text, found.text, kept, shape=x.shape)


def _overflows(x: Any, decimals: int) -> bool:
    return bool((numpy.isfinite(x) & ~numpy.isfinite(numpy.round(x, decimals))).any())


def decimals_of(a: Application) -> int:
    """Return how many decimals the functions of the libraries can be asked for."""
    decimals: int = a.attributes["decimals"]
    return max(min(decimals, MOST_DECIMALS), -MOST_DECIMALS)


def _round(a: Application) -> Expr:
    decimals = decimals_of(a)
    return rounded(a, np("round", a.operands[0], more=(str(decimals),) if decimals else ()), "np")


def _clipped(a: Application, low: Any, high: Any) -> Expr:
    if low is None and high is None:
        return a.operands[0]
    bounds = ("None" if one is None else a.writer.number(float(one)).text for one in (low, high))
    return np("clip", a.operands[0], more=tuple(bounds))


def _where(a: Application) -> Expr:
    chosen, x, y = a.operands
    return np("where", condition(a, chosen), a.writer.floats(x), a.writer.floats(y))


def _masked_fill(a: Application) -> Expr:
    x, mask, value = a.operands
    return np("where", condition(a, mask), a.writer.floats(value), a.writer.floats(x))


def where_positive(a: Application, above: Expr, below: Expr) -> Expr:
    """Return one expression where the operand is positive and another where it is not."""
    x = a.writer.atom(a.operands[0])
    return np("where", binary(">", a.writer.array(x), ZERO), above, below)


def _exponential_below(x: Expr) -> Expr:
    """exp(x) - 1 where x is negative: nothing overflows where it is not wanted."""
    return np("expm1", np("minimum", x, ZERO))


def _leaky_relu(a: Application) -> Expr:
    x = a.writer.atom(a.operands[0])
    return where_positive(a._replace(operands=(x,)), x, binary("*", _number(a, "negative_slope"), x))


def _exponential_unit(scale: float | None, alpha: Any, *, inner: bool = False) -> Spelling:
    def spelled(a: Application) -> Expr:
        x = a.writer.atom(a.operands[0])
        a = a._replace(operands=(x,))
        size = float(alpha if alpha is not None else a.attributes["alpha"])
        part = binary("/", x, a.writer.number(size)) if inner and size != 1 else x
        below = _exponential_below(part)
        times = size if scale is None else scale * size
        below = below if times == 1 else binary("*", a.writer.number(times), below)
        return where_positive(a, x if scale is None else binary("*", a.writer.number(scale), x), below)

    return spelled


def _sigmoid(a: Application) -> Expr:
    return binary("/", ONE, binary("+", ONE, np("exp", negated(a.writer.array(a.operands[0])))))


def _softplus(a: Application) -> Expr:
    beta = a.attributes["beta"]
    x, by = a.operands[0], a.writer.number(float(beta))
    if beta == 1:
        return np("logaddexp", ZERO, x)
    return binary("/", np("logaddexp", ZERO, binary("*", by, x)), by)


def _softsign(a: Application) -> Expr:
    x = a.writer.atom(a.writer.array(a.operands[0]))
    return binary("/", x, binary("+", ONE, np("abs", x)))


def _silu(a: Application) -> Expr:
    x = a.writer.atom(a.writer.array(a.operands[0]))
    return binary("/", x, binary("+", ONE, np("exp", negated(x))))


def _mish(a: Application) -> Expr:
    x = a.writer.atom(a.writer.array(a.operands[0]))
    return binary("*", x, np("tanh", np("logaddexp", ZERO, x)))


def _kept(a: Application) -> Expr:
    """Draw the cells that dropout keeps."""
    drawn = f"np.random.default_rng({a.attributes['seed']}).random({a.writer.shape_text(a.shape)})"
    return binary(">=", Expr(drawn, shape=a.shape), _number(a, "p"))


def _is_zero_to(a: Application) -> Expr:
    x, y = (a.writer.array(one) for one in a.operands)
    return binary("&", binary("==", x, ZERO), binary(">=", y, ZERO))


def _without_inverse(a: Application) -> Expr:
    x = a.writer.atom(a.writer.array(a.operands[0]))
    return binary("|", binary("==", x, ZERO), np("isnan", x).as_kind("truth"))


def against_zero(sign: str) -> Spelling:
    """Spell a mask of a comparison with 0."""
    return lambda a: binary(sign, a.writer.array(a.operands[0]), ZERO)


CELLS: dict[str, Spelling] = {
    **{name: function(f"np.{name}") for name in FUNCTIONS},
    "add": operator("+"),
    "subtract": operator("-"),
    "multiply": operator("*"),
    "divide": operator("/"),
    "floor_divide": operator("//"),
    "remainder": operator("%"),
    "power": operator("**"),
    "negative": negative,
    "rsqrt": lambda a: binary("/", ONE, np("sqrt", a.operands[0])),
    "reciprocal": lambda a: binary("/", ONE, a.writer.array(a.operands[0])),
    "erf": _erf,
    "round": _round,
    "clip": lambda a: _clipped(a, a.attributes["min"], a.attributes["max"]),
    "where": _where,
    "masked_fill": _masked_fill,
    "sigmoid": _sigmoid,
    "logsigmoid": lambda a: negated(np("logaddexp", ZERO, negated(a.writer.array(a.operands[0])))),
    "relu": lambda a: np("maximum", a.operands[0], ZERO),
    "relu6": lambda a: _clipped(a, 0, 6),
    "hardtanh": lambda a: _clipped(a, a.attributes["min_val"], a.attributes["max_val"]),
    "leaky_relu": _leaky_relu,
    "elu": _exponential_unit(None, None),
    "selu": _exponential_unit(SELU_SCALE, SELU_ALPHA),
    "celu": _exponential_unit(None, None, inner=True),
    "softplus": _softplus,
    "softsign": _softsign,
    "silu": _silu,
    "mish": _mish,
    "is_kept": _kept,
    "detach": lambda a: a.operands[0],
    "equal": compared("=="),
    "not_equal": compared("!="),
    "less": compared("<"),
    "less_equal": compared("<="),
    "greater": compared(">"),
    "greater_equal": compared(">="),
    "logical_and": joined("&"),
    "logical_or": joined("|"),
    "logical_xor": lambda a: binary("!=", *(condition(a, one) for one in a.operands)),
    "logical_not": lambda a: unary("~", condition(a, a.operands[0])),
    "is_zero": against_zero("=="),
    "is_nonzero": against_zero("!="),
    "is_positive": against_zero(">"),
    "is_above_zero": against_zero(">"),
    "is_not_negative": against_zero(">="),
    "has_no_inverse": _without_inverse,
    "is_zero_to_a_nonnegative": _is_zero_to,
    "is_equal": compared("=="),
    "is_same": compared("=="),
    "is_larger": compared(">"),
}
