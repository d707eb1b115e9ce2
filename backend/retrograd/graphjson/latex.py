r"""Symbols, and templates of formulas filled in.

∂ is the derivative of one operation (local, partial), d the derivative of what is differentiated with respect
to a node over all paths (global, total): where b = 5a, c = ab has ∂c/∂a = b, yet dc/da = 10a.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from retrograd.ops.broadcasting import count, unbroadcast_axes
from retrograd.ops.op import Facts, Latex

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
LONGEST_REMEMBERED = 256  # a hostile program must not fill the memory with what is remembered
_PLACE = re.compile(r"<(\w+)>")


def symbol(name: str) -> str:
    r"""Return a variable's name as LaTeX: `W1` as W_{1}, `alpha` as \alpha, `loss` upright."""
    return _short_symbol(name) if len(name) <= LONGEST_REMEMBERED else _symbol(name)


@lru_cache(4096)
def _short_symbol(name: str) -> str:
    return _symbol(name)


def _symbol(name: str) -> str:
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


def fill(template: Latex, facts: Facts, place: str = "", text: str = "") -> str:
    """Return a declaration's formula with its <places> filled; `place` with `text`, where one is given."""
    pieces = _pieces(template(facts) if callable(template) else template)
    if len(pieces) == 1:
        return pieces[0]
    filled = list(pieces)
    for position in range(1, len(pieces), 2):
        name = pieces[position]
        filled[position] = text if name == place else _filled(name, facts)
    return "".join(filled)


def _pieces(template: str) -> list[str]:
    """Return the text before, between and after the places, and the names of the places in turn."""
    return _short_pieces(template) if len(template) <= LONGEST_REMEMBERED else _PLACE.split(template)


@lru_cache(4096)
def _short_pieces(template: str) -> list[str]:
    return _PLACE.split(template)


def _filled(place: str, facts: Facts) -> str:
    symbol = facts.symbols.get(place)
    if symbol is not None:
        return symbol
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


def accented(accent: str, name: str) -> str:
    r"""Return a symbol with an accent over its stem: b_{1} with \hat as \hat{b}_{1}."""
    stem, index, rest = name.partition("_{")
    return rf"\{accent}{{{stem}}}{index}{rest}"


def dot(name: str) -> str:
    """Return the symbol of a tangent."""
    return accented("dot", name)
