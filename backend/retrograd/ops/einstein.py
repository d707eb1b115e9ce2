"""einsum: sums of products as index notation writes them, `"ij,jk->ik"`.

In normal form each axis of each operand has a letter and the result's letters are written down: `...` has become
letters, and an axis of size 1 that is broadcast against a longer one has a letter of its own.

The value is linear in each operand, so a tangent takes the operand's place, and a gradient is an einsum too: of the
upstream gradient and the other operands, to the operand's letters. A letter that is then nowhere else is spread by
an operand of ones; one that the operand has twice, by a unit matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import prod
from string import ascii_letters
from typing import Any

import numpy as np

from retrograd.errors import AxesClash, BadValue
from retrograd.ops.forms import variadic
from retrograd.ops.matrix import FAMILY
from retrograd.ops.op import REQUIRED, Facts, Kind, LocalKind, Operation, Parameter, Sample, Shape, Value, numbers

SUBSCRIPTS = (Parameter("subscripts", Kind.WORD, REQUIRED),)
_GENERAL: tuple[LocalKind, ...] = ("general",)


def _refused(subscripts: str) -> BadValue:
    return BadValue("subscripts", subscripts, "subscripts")


def _fresh(used: str, count: int = 1) -> str:
    """Return letters that are not in use."""
    free = [letter for letter in ascii_letters if letter not in used]
    if len(free) < count:
        raise _refused(used)
    return "".join(free[:count])


def _without_dots(terms: list[str], result: str | None, shapes: Sequence[Shape]) -> tuple[list[str], str | None]:
    """Put letters in the place of `...`, the same ones in every operand, aligned at the right."""
    depths = [len(shape) - len(term) + 3 if "..." in term else 0 for term, shape in zip(terms, shapes, strict=True)]
    letters = _fresh("".join(terms), max(depths))
    if any(depth < 0 for depth in depths):
        raise _refused(",".join(terms))
    plain = [term.replace("...", letters[len(letters) - depth :]) for term, depth in zip(terms, depths, strict=True)]
    if result is None:
        alone = sorted(one for one in set("".join(terms)) - {"."} if "".join(terms).count(one) == 1)
        return plain, letters + "".join(alone)
    return plain, result.replace("...", letters)


def _read(subscripts: str, shapes: Sequence[Shape]) -> tuple[list[str], str]:
    """Return the letters of each operand and of the result; raises BadValue."""
    left, arrow, right = "".join(subscripts.split()).partition("->")
    terms = left.split(",")
    spelled = all(set(term.replace("...", "", 1)) <= set(ascii_letters) for term in (*terms, right))
    if not spelled or len(terms) != len(shapes):
        raise _refused(subscripts)
    plain, result = _without_dots(terms, right if arrow else None, shapes)
    if any(len(term) != len(shape) for term, shape in zip(plain, shapes, strict=True)):
        raise _refused(subscripts)
    if result is None or len(set(result)) != len(result) or not set(result) <= set("".join(plain)):
        raise _refused(subscripts)
    return plain, result


def _sizes(terms: Sequence[str], shapes: Sequence[Shape]) -> dict[str, int]:
    """Return the size of each letter; raises AxesClash where two are neither equal nor 1."""
    found: dict[str, tuple[int, int, int]] = {}
    for operand, (term, shape) in enumerate(zip(terms, shapes, strict=True)):
        for axis, (letter, size) in enumerate(zip(term, shape, strict=True)):
            known, other, place = found.get(letter, (1, operand, axis))
            diagonal = term.index(letter) != axis
            if size != known and (diagonal or 1 not in {size, known}):
                raise AxesClash("einsum", (shapes[other], shape), (place, axis), places=(other, operand))
            if letter not in found or known == 1:
                found[letter] = (size, operand, axis)
    return {letter: size for letter, (size, _, _) in found.items()}


def _resolve(*shapes: Shape, subscripts: str) -> dict[str, Any]:
    terms, result = _read(subscripts, shapes)
    sizes = _sizes(terms, shapes)
    used = "".join(terms) + result
    for operand, shape in enumerate(shapes):
        for axis, size in enumerate(shape):
            if size != sizes[terms[operand][axis]]:  # it is 1, and broadcast
                letter = _fresh(used)
                used += letter
                terms[operand] = f"{terms[operand][:axis]}{letter}{terms[operand][axis + 1 :]}"
    return {"subscripts": f"{','.join(terms)}->{result}"}


def _parts(subscripts: str) -> tuple[list[str], str]:
    left, _, right = subscripts.partition("->")
    return left.split(","), right


def _shape(*shapes: Shape, subscripts: str) -> Shape:
    terms, result = _parts(subscripts)
    sizes = _sizes(terms, shapes)
    return tuple(sizes[letter] for letter in result)


def _on_the_way(terms: Sequence[str], result: str) -> list[str]:
    """Return the letters that are left after each operand: those that later ones or the result still need."""
    so_far, left = "", []
    for position, term in enumerate(terms):
        needed = set("".join(terms[position + 1 :]) + result)
        so_far = "".join(letter for letter in dict.fromkeys(so_far + term) if letter in needed)
        left.append(so_far)
    return [*left[:-1], result]


def _scratch(*shapes: Shape, subscripts: str) -> Shape:
    terms, result = _parts(subscripts)
    sizes = _sizes(terms, shapes)
    between = [tuple(sizes[letter] for letter in term) for term in _on_the_way(terms, result)]
    return max(between, key=prod)


def _forward(*arrays: Any, subscripts: str) -> Any:
    """Take the operands in one by one, from the left: what is needed on the way is known before."""
    terms, result = _parts(subscripts)
    stops = _on_the_way(terms, result)
    value, letters = np.einsum(f"{terms[0]}->{stops[0]}", arrays[0]), stops[0]
    for array, term, stop in zip(arrays[1:], terms[1:], stops[1:], strict=True):
        value = _product(np.asarray(value), letters, array, term, stop)
        letters = stop
    return value


def _product(x: Any, left: str, y: Any, term: str, result: str) -> Any:
    """Return one matrix product: letters of both that stay are a batch, those that do not are summed over."""
    right = "".join(letter for letter in dict.fromkeys(term) if letter in left + result)
    batch = "".join(letter for letter in left if letter in right and letter in result)
    summed = "".join(letter for letter in left if letter in right and letter not in result)
    rows = "".join(letter for letter in left if letter not in right)
    columns = "".join(letter for letter in right if letter not in left)
    first = np.einsum(f"{left}->{batch}{rows}{summed}", x)
    second = np.einsum(f"{term}->{batch}{summed}{columns}", y)
    sizes = dict(zip(batch + rows + summed, first.shape, strict=True))
    sizes |= dict(zip(batch + summed + columns, second.shape, strict=True))
    count, height, inner, width = (prod(sizes[letter] for letter in part) for part in (batch, rows, summed, columns))
    product = first.reshape(count, height, inner) @ second.reshape(count, inner, width)
    apart = product.reshape([sizes[letter] for letter in batch + rows + columns])
    return np.einsum(f"{batch}{rows}{columns}->{result}", apart)


def _jvp(position: int, t: Value, _z: Value, *xs: Value, subscripts: str) -> Value:
    return einsum.for_count(len(xs))(*xs[:position], t, *xs[position + 1 :], subscripts=subscripts)


def _vjp(position: int, upstream: Value, _z: Value, *xs: Value, subscripts: str) -> Value:
    terms, result = _parts(subscripts)
    own, sizes = terms[position], dict(zip(terms[position], xs[position].shape, strict=True))
    others = [(result, upstream), *((terms[one], x) for one, x in enumerate(xs) if one != position)]
    known, used, target = {*"".join(term for term, _ in others)}, "".join(terms) + result, ""
    dtype = numbers(upstream).dtype
    for letter in own:
        if letter in target:
            twin = _fresh(used)
            used += twin
            others.append((letter + twin, np.eye(sizes[letter], dtype=dtype)))
            target += twin
        else:
            if letter not in known:
                others.append((letter, np.ones(sizes[letter], dtype)))
            target += letter
    spelled = f"{','.join(term for term, _ in others)}->{target}"
    return einsum.for_count(len(others))(*(value for _, value in others), subscripts=spelled)


def _sum_latex(factors: Mapping[str, str], terms: Sequence[str], result: str) -> str:
    """Return Σ over the letters that the result has not, of the factors with their letters."""
    summed = "".join(dict.fromkeys(letter for term in terms for letter in term if letter not in result))
    product = r" \, ".join(
        f"{{{factor}}}_{{{term}}}" if term else factor for factor, term in zip(factors.values(), terms, strict=True)
    )
    total = rf"{{\textstyle\sum_{{{summed}}}}}\, {product}" if summed else product
    return rf"\left[{total}\right]_{{{result}}}" if result else total


def _factors(facts: Facts) -> dict[str, str]:
    return {name: f"<{name}>" for name in facts.shapes if name != "z"}


def _latex(facts: Facts, tangent: int | None = None) -> str:
    terms, result = _parts(facts.attributes["subscripts"])
    factors = _factors(facts)
    if tangent is not None:
        factors[list(factors)[tangent]] = "<t>"
    return _sum_latex(factors, terms, result)


def _vjp_latex(position: int, facts: Facts) -> str:
    terms, result = _parts(facts.attributes["subscripts"])
    factors = _factors(facts)
    del factors[list(factors)[position]]
    others = [term for one, term in enumerate(terms) if one != position]
    return _sum_latex({"g": r"\left(<g>\right)", **factors}, [result, *others], terms[position])


def _einsum(names: tuple[str, ...]) -> Operation:
    count = range(len(names))
    tangents: list[Callable[[Facts], str]] = [partial(_latex, tangent=one) for one in count]
    return Operation(
        name="einsum",
        sign="einsum",
        family=FAMILY,
        summary="The sum of products that the letters of the axes write down; a letter left out is summed over.",
        operands=names,
        parameters=SUBSCRIPTS,
        forward=_forward,
        shape=_shape,
        resolve=_resolve,
        scratch=_scratch,
        vjp=tuple(partial(_vjp, one) for one in count),
        jvp=tuple(partial(_jvp, one) for one in count),
        local=_GENERAL * len(names),
        latex=_latex,
        vjp_latex=tuple(partial(_vjp_latex, one) for one in count),
        jvp_latex=tuple(tangents),
        samples=tuple(
            Sample(shapes, {"subscripts": subscripts})
            for subscripts, shapes in (
                ("ij,jk->ik", ((2, 3), (3, 4))),
                ("ij,jk", ((2, 3), (3, 2))),
                ("ij->ji", ((2, 3),)),
                ("ii->i", ((3, 3),)),
                ("ii", ((3, 3),)),
                ("ij->", ((2, 3),)),
                ("i,j->ji", ((2,), (3,))),
                ("bij,bjk->bik", ((2, 2, 3), (2, 3, 2))),
                ("...ij,...jk->...ik", ((2, 1, 2, 3), (4, 3, 2))),
                ("i...,i...", ((2, 3), (2, 1))),
                ("ij,j,jk->k", ((2, 3), (3,), (3, 2))),
                ("ij,kj->i", ((2, 3), (1, 3))),
                ("iij,ij->j", ((2, 2, 3), (1, 3))),
                (",i->i", ((), (3,))),
                ("ij,jk->ik", ((2, 0), (0, 2))),
            )
        ),
    )


einsum: Operation = replace(variadic(_einsum, many="rest", operand="operands"), order=("subscripts", "operands"))
