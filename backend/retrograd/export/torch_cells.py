"""PyTorch's code for what works cell by cell."""

from __future__ import annotations

from retrograd.export.expressions import Expr, binary, call, shape_of
from retrograd.export.numpy_cells import decimals_of, rounded
from retrograd.export.spellings import compared, condition, joined, negative, operator, unary
from retrograd.export.writing import Application, Spelling

ZERO = Expr("0", kind="number")
FUNCTIONS = (
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "rsqrt", "square", "reciprocal", "erf"),
    *("logaddexp", "hypot", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh", "tanh"),
    *("arcsinh", "arccosh", "arctanh", "sign", "abs", "floor", "ceil", "maximum", "minimum", "remainder"),
    *("sigmoid", "relu"),
)
FUNCTIONALS = ("logsigmoid", "selu", "softsign", "silu", "mish", "relu6")


def tensors(a: Application) -> list[Expr]:
    """Return the operands, numbers as tensors: functions take no others."""
    return [a.writer.array(one) for one in a.operands]


def torch(name: str, *, module: str = "torch") -> Spelling:
    """Spell a function of all operands."""

    def spelled(a: Application) -> Expr:
        operands = tensors(a)
        return call(f"{module}.{name}", *(one.text for one in operands), shape=shape_of(*operands))

    return spelled


def told(name: str, parameter: str, keyword: str, usual: float, *more: str) -> Spelling:
    """Spell an activation with one parameter, which is left out where it is the usual one."""

    def spelled(a: Application) -> Expr:
        (x,) = tensors(a)
        value = float(a.attributes[parameter])
        given = "" if value == usual else f"{keyword}={a.writer.number(value).text}"
        return call(f"F.{name}", x.text, given, *more, shape=x.shape)

    return spelled


def _gelu(a: Application) -> Expr:
    (x,) = tensors(a)
    approximate = a.attributes["approximate"]
    return call("F.gelu", x.text, "" if approximate == "none" else f'approximate="{approximate}"', shape=x.shape)


def _hardtanh(a: Application) -> Expr:
    (x,) = tensors(a)
    bounds = (f"{name}={a.writer.number(float(a.attributes[name])).text}" for name in ("min_val", "max_val"))
    return call("F.hardtanh", x.text, *bounds, shape=x.shape)


def _clip(a: Application) -> Expr:
    (x,) = tensors(a)
    bounds = {name: a.attributes[name] for name in ("min", "max") if a.attributes[name] is not None}
    given = [f"{name}={a.writer.number(float(value)).text}" for name, value in bounds.items()]
    return call("torch.clamp", x.text, *given, shape=x.shape) if given else x


def _cube_root(a: Application) -> Expr:
    x = a.writer.atom(tensors(a)[0])
    return Expr(f"torch.sign({x.text}) * torch.abs({x.text}) ** (1 / 3)", binary("*", x, x).level, x.shape)


def _round(a: Application) -> Expr:
    (x,) = tensors(a)
    decimals = decimals_of(a)
    found = call("torch.round", x.text, f"decimals={decimals}" if decimals else "", shape=x.shape)
    return rounded(a._replace(operands=(x,)), found, "torch")


def _floor_divide(a: Application) -> Expr:
    """The operator `//` has no gradient; this function has one, which is 0."""
    x, y = tensors(a)
    return call("torch.div", x.text, y.text, 'rounding_mode="floor"', shape=shape_of(x, y))


def _where(chosen: int, x: int, y: int) -> Spelling:
    def spelled(a: Application) -> Expr:
        operands = (condition(a, a.operands[chosen]), a.writer.floats(a.operands[x]), a.writer.floats(a.operands[y]))
        return call("torch.where", *(_pointed(one) for one in operands), shape=shape_of(*operands))

    return spelled


def _pointed(one: Expr) -> str:
    return f"{one.text}.0" if one.kind == "number" and one.text.lstrip("-").isdecimal() else one.text


def _kept(a: Application) -> Expr:
    """Draw the cells that dropout keeps: PyTorch would draw others."""
    a.writer.imports.add("import numpy as np")
    drawn = f"np.random.default_rng({a.attributes['seed']}).random({a.writer.shape_text(a.shape)})"
    kept = f"{drawn} >= {a.writer.number(float(a.attributes['p'])).text}"
    if not a.shape:
        return call("torch.tensor", kept, shape=(), kind="truth")
    return call("torch.from_numpy", kept, shape=a.shape, kind="truth")


def _is_zero_to(a: Application) -> Expr:
    x, y = tensors(a)
    return binary("&", binary("==", x, ZERO), binary(">=", y, ZERO))


def _without_inverse(a: Application) -> Expr:
    x = a.writer.atom(tensors(a)[0])
    return binary("|", binary("==", x, ZERO), call("torch.isnan", x.text, shape=x.shape, kind="truth"))


def _against_zero(sign: str) -> Spelling:
    return lambda a: binary(sign, a.writer.array(a.operands[0]), ZERO)


CELLS: dict[str, Spelling] = {
    **{name: torch(name) for name in FUNCTIONS},
    **{name: torch(name, module="F") for name in FUNCTIONALS},
    "add": operator("+"),
    "subtract": operator("-"),
    "multiply": operator("*"),
    "divide": operator("/"),
    "floor_divide": _floor_divide,
    "power": operator("**"),
    "negative": negative,
    "cbrt": _cube_root,
    "round": _round,
    "clip": _clip,
    "where": _where(0, 1, 2),
    "masked_fill": _where(1, 2, 0),
    "leaky_relu": told("leaky_relu", "negative_slope", "negative_slope", 0.01),
    "elu": told("elu", "alpha", "alpha", 1.0),
    "celu": told("celu", "alpha", "alpha", 1.0),
    "softplus": told("softplus", "beta", "beta", 1.0, "threshold=50"),
    "gelu": _gelu,
    "hardtanh": _hardtanh,
    "is_kept": _kept,
    "detach": lambda a: call(f"{a.operands[0].primary}.detach", shape=a.operands[0].shape, kind=a.operands[0].kind),
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
    "is_zero": _against_zero("=="),
    "is_nonzero": _against_zero("!="),
    "is_positive": _against_zero(">"),
    "is_above_zero": _against_zero(">"),
    "is_not_negative": _against_zero(">="),
    "has_no_inverse": _without_inverse,
    "is_zero_to_a_nonnegative": _is_zero_to,
    "is_equal": compared("=="),
    "is_same": compared("=="),
    "is_larger": compared(">"),
}
