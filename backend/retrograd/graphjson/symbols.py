"""What each tensor is called in a picture and in a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from retrograd.graphjson import latex
from retrograd.tensor import Tensor

PRIMES = ("′", "″", "‴")
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
OBJECTIVES = ("L", "J", "E", "loss")


class Symbol(NamedTuple):
    """A tensor's name as plain text and as LaTeX."""

    label: str
    latex: str


def symbols(tensors: Sequence[Tensor], names: Mapping[Tensor, str]) -> dict[Tensor, Symbol]:
    """Return what each tensor is called.

    Its name if it has one, with a prime for each time that the name was given to another tensor before: x, x', x'';
    a bare constant its number; what has no name v₁, v₂, … (the intermediate variables
    of Griewank & Walther), with numbers that no name of the program uses; an implicit broadcast of a is â.
    """
    taken = set(names.values())
    called: dict[Tensor, Symbol] = {}
    given: dict[str, int] = {}
    unnamed = 0
    for tensor in tensors:
        name = names.get(tensor)
        if name is not None:
            earlier = given.get(name, 0)
            symbol = _short(name, earlier) if len(name) <= latex.LONGEST_REMEMBERED else _version(name, earlier)
            given[name] = earlier + 1
        elif tensor.implicit:
            symbol = _broadcast(called[tensor.inputs[0]], tensor.inputs[0])
        elif tensor.op is None and tensor.value.size == 1 and not tensor.requires_grad:
            symbol = Symbol(f"{tensor.value.item():.6g}", latex.number(tensor.value.item()))
        else:
            unnamed += 1
            while f"v{unnamed}" in taken or f"v_{unnamed}" in taken:
                unnamed += 1
            symbol = _short(f"v{unnamed}", 0)
        called[tensor] = symbol
    return called


def _version(name: str, earlier: int) -> Symbol:
    """Return the symbol of a name that `earlier` other tensors had before."""
    plain = latex.symbol(name)
    if earlier == 0:
        return Symbol(name, plain)
    if earlier <= len(PRIMES):
        return Symbol(name + PRIMES[earlier - 1], plain + "'" * earlier)
    count = str(earlier + 1)
    return Symbol(f"{name}⁽{count.translate(SUPERSCRIPTS)}⁾", f"{{{plain}^{{({count})}}}}")


_short = lru_cache(4096)(_version)


def _broadcast(source: Symbol, tensor: Tensor) -> Symbol:
    """A broadcast number is written as the number itself."""
    if tensor.op is None and tensor.value.size == 1 and not tensor.requires_grad:
        return source
    return Symbol(source.label, latex.accented("hat", source.latex))


def objective(output: Tensor, called: Mapping[Tensor, Symbol], names: Mapping[Tensor, str]) -> Symbol:
    """Return the symbol of what is differentiated: the output if it is one number with a name, else a new one."""
    if output.value.ndim == 0 and output in names:
        return called[output]
    taken = set(names.values())
    name = next((name for name in OBJECTIVES if name not in taken), "objective")
    return Symbol(name, latex.symbol(name))
