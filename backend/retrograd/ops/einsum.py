"""einsum: sums of products of cells, named by their indices (Einstein, The Foundation of the General Theory of
Relativity, 1916, sec. 5, for the convention that an index named twice is summed over).

It is linear in each of its tensors, so the rule of each is an einsum again: the upstream with the other tensors
(Laue, Mitterreiter & Giesen, A Simple and Efficient Tensor Calculus, 2020, sec. 3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import prod
from typing import Any, cast

import numpy as np

from retrograd.errors import BadValue
from retrograd.ops.equations import Equation, distinct, fresh, index_sizes, normal, split
from retrograd.ops.forms import variadic
from retrograd.ops.matrix import FAMILY
from retrograd.ops.op import (
    REQUIRED,
    Facts,
    Kind,
    LocalKind,
    Operation,
    Parameter,
    Rule,
    Sample,
    Shape,
    Value,
    numbers,
)
from retrograd.ops.reductions import broadcast_to
from retrograd.ops.shaping import reshape

_GENERAL: tuple[LocalKind, ...] = ("general",)
Path = tuple[tuple[int, ...], ...]
MOST_TO_CHOOSE_FROM = 16


def _resolve(*shapes: Shape, equation: Any) -> dict[str, Any]:
    if not isinstance(equation, str):
        raise BadValue("equation", type(equation).__name__, "word")
    return {"equation": str(normal(equation, shapes))}


def _shape(*shapes: Shape, equation: str) -> Shape:
    parts = split(equation)
    sizes = index_sizes(parts, shapes)
    return tuple(sizes[letter] for letter in parts.result)


# The value: two tensors at a time, in an order that keeps what is between them small.


@lru_cache(maxsize=1024)
def _path(equation: str, shapes: tuple[Shape, ...]) -> Path:
    """Return which tensors are multiplied first, as NumPy counts them: the product of each step goes to the end.

    It is NumPy's greedy choice, made on shapes alone; of very many tensors that would take longer than the
    products themselves, which are then formed from left to right.
    """
    if len(shapes) > MOST_TO_CHOOSE_FROM:
        return ((0, 1), *((0, left - 1) for left in range(len(shapes) - 1, 1, -1)))
    without_memory = [np.broadcast_to(0.0, shape) for shape in shapes]
    path, _ = np.einsum_path(equation, *without_memory, optimize="greedy")
    return cast("Path", tuple(path[1:]))


def _steps(equation: Equation, shapes: tuple[Shape, ...]) -> Iterator[tuple[Shape, int]]:
    """Yield for each step of the path the shape of what it makes, and how many multiplications it takes."""
    sizes = index_sizes(equation, shapes)
    waiting = [set(term) for term in equation.terms]
    users = Counter(letter for term in (*waiting, equation.result) for letter in term)
    for chosen in _path(str(equation), shapes):
        terms = [waiting.pop(position) for position in sorted(chosen, reverse=True)]
        taken = set().union(*terms)
        users.subtract(letter for term in terms for letter in term)
        kept = {letter for letter in taken if users[letter]}
        users.update(kept)
        waiting.append(kept)
        yield tuple(sizes[letter] for letter in kept), prod(sizes[letter] for letter in taken)


def _ways(parts: Equation, shapes: tuple[Shape, ...]) -> Iterator[tuple[Equation, tuple[Shape, ...]]]:
    """Yield the equations of the value and of each gradient, with the shapes of their tensors."""
    yield parts, shapes
    result = _shape(*shapes, equation=str(parts))
    for position, shape in enumerate(shapes):
        own, ties = _untied(parts, position)
        sizes = dict(zip(own, shape, strict=True))
        others = (*shapes[:position], *shapes[position + 1 :])
        yield _way_back(parts, position, own, ties), (result, *others, *((sizes[tie[0]],) * 2 for tie in ties))


def _scratch(*shapes: Shape, equation: str) -> Shape:
    """Return what the way there or one of the ways back needs, whichever is more."""
    made = [shape for way, given in _ways(split(equation), shapes) for shape, _ in _steps(way, given)]
    return max(made, key=prod)


def _work(*shapes: Shape, equation: str) -> int:
    ways = _ways(split(equation), shapes)
    return max(sum(multiplications for _, multiplications in _steps(*way)) for way in ways)


def _forward(*xs: Any, equation: str) -> Any:
    path = _path(equation, tuple(x.shape for x in xs))
    value = np.einsum(equation, *xs, optimize=cast("Any", ["einsum_path", *path]))
    return np.asarray(value, xs[0].dtype)[()]


# The rules.


def _gradient(position: int) -> Rule:
    """Return the rule of the tensor at `position`.

    Each further place of an index on a diagonal gets a letter of its own and an identity matrix that ties it to
    the first. Indices that this tensor alone has were summed over: the gradient is the same all along them. Those
    along which it was broadcast are summed over now.
    """

    def rule(upstream: Value, _z: Value, *xs: Value, equation: str) -> Value:
        parts, x = split(equation), xs[position]
        sizes = index_sizes(parts, tuple(one.shape for one in xs))
        own, ties = _untied(parts, position)
        size_of = dict(zip(own, x.shape, strict=True))
        factors = [upstream, *(one for place, one in enumerate(xs) if place != position)]
        factors += [np.eye(size_of[tie[0]], dtype=numbers(x).dtype) for tie in ties]
        kept = "".join(one for one in own if size_of[one] == sizes.get(one, size_of[one]))
        way = _way_back(parts, position, kept, ties)
        there = index_sizes(way, tuple(one.shape for one in factors))
        gradient = einsum(*factors, equation=str(way))
        column = tuple(there[one] if one in way.result else 1 for one in own)
        standing = gradient if column == gradient.shape else reshape(gradient, shape=column)
        return standing if column == x.shape else broadcast_to(standing, shape=x.shape)

    return rule


def _way_back(parts: Equation, position: int, kept: str, ties: list[str]) -> Equation:
    """Return the equation of a gradient that keeps those of the indices `kept` that its factors have."""
    terms = (parts.result, *(term for place, term in enumerate(parts.terms) if place != position), *ties)
    named = set("".join(terms))
    return Equation(terms, "".join(letter for letter in kept if letter in named))


def _untied(parts: Equation, position: int) -> tuple[str, list[str]]:
    """Return the term at `position` with a letter of its own for each axis, and the pairs that must be equal."""
    term = parts.terms[position]
    spare = iter(fresh(parts.letters, len(term) - len(distinct(term))))
    own, ties = "", []
    for letter in term:
        if letter in own:
            other = next(spare)
            ties.append(letter + other)
            own += other
        else:
            own += letter
    return own, ties


def _tangent(position: int) -> Rule:
    def rule(change: Value, _z: Value, *xs: Value, equation: str) -> Value:
        return einsum(*xs[:position], change, *xs[position + 1 :], equation=equation)

    return rule


# Formulas: the sum written out, with its indices.


def _with_indices(symbol: str, indices: str) -> str:
    return f"{{{symbol}}}_{{{indices}}}" if indices else symbol


def _sum(factors: list[str], summed: str, result: str) -> str:
    sign = rf"{{\textstyle\sum_{{{summed}}}}}\, " if summed else ""
    product = r" \, ".join(factors)
    return rf"\left[{sign}{product}\right]_{{{result}}}" if result else sign + product


def _latex(facts: Facts) -> str:
    parts = split(facts.attributes["equation"])
    factors = [_with_indices(f"<{name}>", term) for name, term in zip(_names(facts), parts.terms, strict=True)]
    return _sum(factors, _without(parts.letters, parts.result), parts.result)


def _gradient_latex(position: int) -> Callable[[Facts], str]:
    def formula(facts: Facts) -> str:
        parts = split(facts.attributes["equation"])
        own, ties = _untied(parts, position)
        others = [
            (f"<{name}>", term)
            for place, (name, term) in enumerate(zip(_names(facts), parts.terms, strict=True))
            if place != position
        ]
        factors = [_with_indices(r"\left(<g>\right)", parts.result)] if parts.result else ["<g>"]
        factors += [_with_indices(*other) for other in others]
        factors += [_with_indices(r"\delta", tie) for tie in ties]
        letters = distinct(parts.result + "".join(term for _, term in others) + "".join(ties))
        return _sum(factors, _without(letters, own), own)

    return formula


def _tangent_latex(position: int) -> Callable[[Facts], str]:
    def formula(facts: Facts) -> str:
        return _latex(facts).replace(f"<x{position + 1}>", "<t>")

    return formula


def _names(facts: Facts) -> list[str]:
    return [name for name in facts.shapes if name != "z"]


def _without(letters: str, others: str) -> str:
    return "".join(letter for letter in letters if letter not in others)


# The declaration.


def _einsum(names: tuple[str, ...]) -> Operation:
    count = range(len(names))
    return Operation(
        name="einsum",
        sign="einsum",
        family=FAMILY,
        summary='Sums of products, with the indices named: "ij,jk->ik" is the matrix product.',
        operands=names,
        parameters=(Parameter("equation", Kind.WORD, REQUIRED),),
        order=("equation", "tensors"),
        forward=_forward,
        shape=_shape,
        resolve=_resolve,
        work=_work,
        scratch=_scratch,
        vjp=tuple(map(_gradient, count)),
        jvp=tuple(map(_tangent, count)),
        local=_GENERAL * len(names),
        latex=_latex,
        vjp_latex=tuple(map(_gradient_latex, count)),
        jvp_latex=tuple(map(_tangent_latex, count)),
        samples=_SAMPLES,
    )


_SAMPLES = tuple(
    Sample(shapes, {"equation": equation})
    for equation, shapes in (
        ("ij,jk->ik", ((2, 3), (3, 2))),
        ("ij, j", ((2, 3), (3,))),
        ("ij->ji", ((2, 3),)),
        ("ij->", ((2, 3),)),
        ("ii", ((3, 3),)),
        ("ii->i", ((3, 3),)),
        ("iji,j->i", ((2, 3, 2), (3,))),
        ("iii->", ((2, 2, 2),)),
        ("i,j", ((2,), (3,))),
        ("i,i,i->", ((3,), (3,), (3,))),
        ("ij,jk,kl->il", ((2, 2), (2, 3), (3, 1))),
        ("...ij,...jk->...ik", ((2, 2, 1), (1, 2))),
        ("...i,...i", ((2, 1, 2), (3, 2))),
        ("i...->...", ((2, 3),)),
        ("...i->i", ((2, 3),)),
        ("ij,ij->ij", ((1, 3), (2, 3))),
        ("ij,k->k", ((2, 1), (2,))),
        ("ij,ij->", ((1, 2), (2, 1))),
        (",i->i", ((), (3,))),
        ("->", ((),)),
        ("ij,jk->ik", ((2, 0), (0, 2))),
    )
)

einsum: Operation = variadic(_einsum, many="rest")
