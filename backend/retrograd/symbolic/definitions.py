"""Names for parts of formulas that are too long for a line: gradients of intermediate values first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from retrograd.graphjson.latex import derivative
from retrograd.graphjson.symbols import Symbol
from retrograd.language.interpret import Run
from retrograd.symbolic.evaluation import in_order
from retrograd.symbolic.matrices import reshaped
from retrograd.symbolic.shortening import Definition, Names
from retrograd.symbolic.terms import Name, Reshape, Term, term
from retrograd.tensor import Tensor

LONGEST = 160
"""Signs of a term before anything is done to shorten it."""
SHORT = 14
"""Signs of a gradient that is written out where it is used."""
LENGTH_OF_A_DERIVATIVE = 3


class Definitions:
    """What has got a name because it is long."""

    def __init__(
        self,
        run: Run,
        symbols: Mapping[Tensor, Symbol],
        objective: Symbol,
        gradients: Mapping[Tensor, Tensor],
        fresh: Names,
    ) -> None:
        """Know the gradients of intermediate values by their tensors; those of named values come first."""
        self._symbols = symbols
        self._objective = objective
        inner = [one for one in run.tensors if one.op is not None and one is not run.output and one in gradients]
        self._intermediate = {gradients[one]: one for one in inner}
        self._intermediate |= {gradients[one]: one for one in inner if one in run.names}
        self._names = run.names
        self._meanings: dict[Term, Term] = {}
        self._fresh = fresh

    def settle(self, tensor: Tensor, found: Term) -> Term:
        """Return a term, or the name that it gets because it is long."""
        of = self._intermediate.get(tensor)
        if found.length <= (SHORT if of is not None and of in self._names else LONGEST):
            return found
        name = self._name(tensor, of)
        self._meanings[name] = found
        return name

    def _name(self, tensor: Tensor, of: Tensor | None) -> Name:
        if of is not None:
            latex = derivative(self._objective.latex, self._symbols[of].latex)
            return term(Name, tensor.shape, latex, LENGTH_OF_A_DERIVATIVE, tensor)
        if tensor in self._symbols:
            symbol = self._symbols[tensor]
            return term(Name, tensor.shape, symbol.latex, len(symbol.label), tensor)
        return self._fresh(tensor)

    def written_out(self, gradient: Tensor, found: Term) -> Term:
        """Return what a name stands for, where the gradient asked for is nothing but it."""
        if isinstance(found, Reshape) and found.silent and found.inner in self._meanings:
            return reshaped(self._meanings[found.inner], found.shape)
        if isinstance(found, Name) and found.tensor is gradient:
            return self._meanings.get(found, found)
        return found

    def needed(self, meaning: Term) -> Iterator[Definition]:
        """Yield the definitions of all that a term names, and of all that they name, in the order of reading."""
        waiting, told = [meaning], set[Name]()
        while waiting:
            for one in in_order(waiting.pop(0)):
                if isinstance(one, Name) and one in self._meanings and one not in told:
                    told.add(one)
                    waiting.append(self._meanings[one])
                    yield Definition(one, self._meanings[one])
