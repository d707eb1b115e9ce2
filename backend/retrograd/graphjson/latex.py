r"""Symbols and formulas.

∂ is the derivative of one operation (local, partial), d the derivative of what is differentiated with respect
to a node over all paths (global, total): where b = 5a, c = ab has ∂c/∂a = b, yet dc/da = 10a.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from retrograd.ops.broadcasting import count, unbroadcast_axes
from retrograd.ops.op import Facts, Latex, Operation, Shape

GREEK = frozenset(
    [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "pi",
        "rho",
        "sigma",
        "tau",
        "upsilon",
        "phi",
        "chi",
        "psi",
        "omega",
        "Gamma",
        "Delta",
        "Theta",
        "Lambda",
        "Xi",
        "Pi",
        "Sigma",
        "Upsilon",
        "Phi",
        "Psi",
        "Omega",
    ]
)
MOST_POSITIONS = 6  # of an index that is a list
_NAME = re.compile(r"([^\W\d_]+?)_?(\d+)|([^\W\d_]+)_([^\W_]+)")
_PLACE = re.compile(r"<(\w+)>")


def symbol(name: str) -> str:
    r"""Return a variable's name as LaTeX: `W1` as W_{1}, `alpha` as \alpha, `loss` upright."""
    if match := _NAME.fullmatch(name):
        stem, digits, word, index = match.groups()
        return f"{_word(stem or word)}_{{{digits or _word(index)}}}"
    return _word(name)


def _word(word: str) -> str:
    if word in GREEK:
        return f"\\{word}"
    escaped = word.replace("_", r"\_")
    return word if len(escaped) == 1 else rf"\mathrm{{{escaped}}}"


def number(value: float) -> str:
    """Return a number as LaTeX, with at most six digits; a negative one in parentheses."""
    if value != value:  # noqa: PLR0124  (NaN alone differs from itself)
        return r"\mathrm{NaN}"
    if value in {float("inf"), float("-inf")}:
        return r"\infty" if value > 0 else r"(-\infty)"
    mantissa, _, exponent = f"{value:.6g}".partition("e")
    text = f"{mantissa} \\cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    return f"({text})" if value < 0 or exponent else text


def size(shape: Sequence[int]) -> str:
    """Return a shape as Python writes it."""
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def derivative(of: str, by: str) -> str:
    """Return the total derivative d of / d by."""
    return rf"\frac{{d{of}}}{{d{by}}}"


def partial_derivative(of: str, by: str) -> str:
    """Return the partial derivative ∂of / ∂by."""
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def fill(template: Latex, facts: Facts) -> str:
    """Return a declaration's formula with its <places> filled."""
    text = template(facts) if callable(template) else template
    return _PLACE.sub(lambda match: _filled(match[1], facts), text)


def _filled(place: str, facts: Facts) -> str:
    if place in facts.symbols:
        return facts.symbols[place]
    word = _WORDS.get(place)
    return word(facts) if word else number(facts.attributes[place])


def _axes(axes: Sequence[int] | int) -> str:
    return str(axes) if isinstance(axes, int) else ",".join(map(str, axes))


def _index(facts: Facts) -> str:
    """Return an index as a program writes it: a slice that takes all is a colon."""
    whole = facts.attributes.get("shape", facts.shapes["x"])
    sizes = iter(whole)
    return ", ".join(_entry(entry, None if entry is None else next(sizes)) for entry in facts.attributes["index"])


def _entry(entry: Any, size: int | None) -> str:
    if entry is None:
        return r"\mathrm{None}"
    if isinstance(entry, np.ndarray):
        return _positions(entry.tolist())
    if not isinstance(entry, slice):
        return str(entry)
    if entry.step != 1:
        stop = "" if entry.stop is None else entry.stop
        return f"{entry.start}{{:}}{stop}{{:}}{entry.step}"
    start = "" if entry.start == 0 else entry.start
    return f"{start}{{:}}{'' if entry.stop == size else entry.stop}"


def _positions(nested: Any) -> str:
    """Return nested lists of positions as a program writes them; of long ones the first numbers."""
    if not isinstance(nested, list):
        return str(nested)
    shown = [_positions(one) for one in nested[:MOST_POSITIONS]]
    return f"[{', '.join([*shown, '…'] if len(nested) > MOST_POSITIONS else shown)}]"


_WORDS: Mapping[str, Callable[[Facts], str]] = {
    "odot": lambda facts: r"\odot" if any(facts.shapes["z"]) else r"\cdot",
    "shape": lambda facts: size(facts.attributes["shape"]),
    "shape_x": lambda facts: size(facts.shapes["x"]),
    "axis": lambda facts: _axes(facts.attributes["axis"]),
    "axes": lambda facts: _axes(facts.attributes["axes"]),
    "inverse": lambda facts: _axes(sorted(facts.attributes["axes"], key=facts.attributes["axes"].__getitem__)),
    "summed": lambda facts: _axes(unbroadcast_axes(facts.shapes["z"], facts.shapes["x"])[0]),
    "count": lambda facts: str(count(facts.shapes["x"], facts.attributes["axis"])),
    "index": _index,
}


class Formulas:
    """The formulas of one application of an operation."""

    def __init__(
        self,
        op: Operation,
        *,
        operands: Sequence[str],
        result: str,
        objective: str,
        shapes: tuple[Shape, ...],
        result_shape: Shape,
        attributes: Mapping[str, Any],
        numbers: Mapping[str, float],
    ) -> None:
        """Take the symbols of the operands, of the result and of what is differentiated."""
        self.op = op
        self.operands = operands
        self.result = result
        self.objective = objective
        self.facts = Facts(
            symbols=dict(zip(op.operands, operands, strict=True)) | {"z": result},
            shapes=dict(zip(op.operands, shapes, strict=True)) | {"z": result_shape},
            attributes=attributes,
            numbers=numbers,
        )

    def forward(self) -> str:
        """Return z = f(x, y); a broadcast number has no symbol of its own."""
        right = fill(self.op.latex, self.facts)
        return right if self.result in self.operands else f"{self.result} = {right}"

    def local(self, argument: int) -> str:
        """Return the local derivative: ∂z/∂x = …, or for other than pointwise operands the map G ↦ …."""
        if self.op.local[argument] == "none":
            return ""
        if self.op.local[argument] == "pointwise":
            left = partial_derivative(self.result, self.operands[argument])
            return f"{left} = {fill(self.op.local_latex[argument], self.facts)}"
        return rf"G \mapsto {self._vjp(argument, 'G')}"

    def vjp(self, argument: int, *, adds: bool = False) -> str:
        """Return dL/dx = …, or with += where the operand gets more than one contribution."""
        if self.op.local[argument] == "none":
            return ""
        left = derivative(self.objective, self.operands[argument])
        equals = r"\mathrel{+}=" if adds else "="
        return f"{left} {equals} {self._vjp(argument, derivative(self.objective, self.result))}"

    def jvp(self, argument: int, *, adds: bool = False) -> str:
        r"""Return \dot z = …, what the operand's tangent adds to the result's."""
        if self.op.local[argument] == "none":
            return ""
        equals = r"\mathrel{+}=" if adds else "="
        right = self._with("t", dot(self.operands[argument]), self.op.jvp_latex[argument])
        return f"{dot(self.result)} {equals} {right}"

    def _vjp(self, argument: int, upstream: str) -> str:
        return self._with("g", upstream, self.op.vjp_latex[argument])

    def _with(self, place: str, text: str, template: Latex) -> str:
        symbols = {**self.facts.symbols, place: text}
        facts = Facts(symbols, self.facts.shapes, self.facts.attributes, self.facts.numbers)
        return fill(template, facts)


def accented(accent: str, name: str) -> str:
    r"""Return a symbol with an accent over its stem: b_{1} with \hat as \hat{b}_{1}."""
    stem, index, rest = name.partition("_{")
    return rf"\{accent}{{{stem}}}{index}{rest}"


def dot(name: str) -> str:
    """Return the symbol of a tangent."""
    return accented("dot", name)


def general(op: Operation, formulas: Formulas) -> Formulas:
    """Return the same formulas with the general names x, y, z and L."""
    return Formulas(
        op,
        operands=tuple(map(symbol, op.operands)),
        result="z",
        objective="L",
        shapes=tuple(formulas.facts.shapes[name] for name in op.operands),
        result_shape=formulas.facts.shapes["z"],
        attributes=formulas.facts.attributes,
        numbers={},
    )
