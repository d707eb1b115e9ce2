"""The gradients of a program as terms: what is written out, what keeps its name, what gets a line of its own.

A gradient is written in the leaves' names alone where that is short; else with the names of intermediate values; and
where that is too long for a line, in the gradients of intermediate values, each of which is told in turn.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from retrograd.autodiff.reverse import Gradients, contributions
from retrograd.graphjson.latex import number
from retrograd.graphjson.seeds import seed_array
from retrograd.graphjson.symbols import objective, symbols
from retrograd.language.interpret import Run
from retrograd.language.trace import Trace
from retrograd.limits import Limits
from retrograd.symbolic.constants import read_constant
from retrograd.symbolic.declared import declare
from retrograd.symbolic.definitions import Definitions
from retrograd.symbolic.shortening import LONGEST, Definition, Names, shortened
from retrograd.symbolic.terms import Name, Term, term
from retrograd.symbolic.translation import Clock, Translation
from retrograd.tensor import Tensor

SLACK = 3
"""Signs that writing out all intermediate values may cost."""
LARGEST_LITERAL = 9
"""Numbers of a constant without a name that are written out."""


class TooLongError(Exception):
    """A term is too long for a line."""


class Solved(NamedTuple):
    """The gradient of a tensor, with the definitions of all that its term names and the program does not."""

    gradient: Tensor
    meaning: Term
    where: tuple[Definition, ...]


class Symbolic:
    """The gradients of one run, as terms."""

    def __init__(self, run: Run, limits: Limits, seed: Any = None) -> None:
        """Record the backward pass within the budgets of an evaluation, from a seed of nested lists, or from ones."""
        declare(run)
        self.run = run
        self.symbols = symbols(run.tensors, run.names)
        self.objective = objective(run.output, self.symbols, run.names)
        start = seed_array(seed, run.output, run.names.get(run.output, "output"))
        self._seed = type(run.output)(start, requires_grad=False, dtype=run.output.dtype)
        self._own_seed = seed is not None
        self.gradients = _recorded(run, self._seed, limits)
        clock = Clock(run.deadline, limits)
        named = {one: self._name(one) for one in run.tensors if one in run.names}
        self._fresh = Names({symbol.label for symbol in self.symbols.values()})
        self._definitions = Definitions(run, self.symbols, self.objective, self.gradients, self._fresh)
        self._expanded = Translation({}, self._source, _in_a_line, clock)
        inner = {one: name for one, name in named.items() if one is not run.output}
        self._named = Translation(inner, self._source, _in_a_line, clock)
        self._defined = Translation(named, self._source, self._definitions.settle, clock)

    def solved(self, tensor: Tensor) -> Solved:
        """Return the gradient of a tensor that has one."""
        gradient: Tensor = self.gradients[tensor]
        meaning = self._in_one_line(gradient)
        if meaning is not None:
            return Solved(gradient, meaning, ())
        meaning = self._definitions.written_out(gradient, self._defined.term(gradient))
        return Solved(gradient, *shortened(meaning, tuple(self._definitions.needed(meaning)), self._fresh.after()))

    def _in_one_line(self, gradient: Tensor) -> Term | None:
        kept, whole = _attempt(self._named, gradient), _attempt(self._expanded, gradient)
        if kept is None or (whole is not None and whole.length <= kept.length + SLACK):
            return whole
        return kept

    def _name(self, tensor: Tensor) -> Name:
        symbol = self.symbols[tensor]
        return term(Name, tensor.shape, symbol.latex, len(symbol.label), tensor)

    def _source(self, tensor: Tensor) -> Term:
        """Return a leaf by its name, and a constant without one by its numbers; a seed that was given is S."""
        if tensor is self._seed and self._own_seed:
            return term(Name, tensor.shape, "S", 1, tensor)
        if tensor in self.run.names or (tensor.requires_grad and tensor in self.symbols):
            return self._name(tensor)
        found = read_constant(tensor)
        if found is not None:
            return found
        if 0 < tensor.value.size <= LARGEST_LITERAL and tensor.value.ndim <= 2:
            return term(Name, tensor.shape, _literal(tensor.value), 2 * tensor.value.size, tensor)
        return self._name(tensor) if tensor in self.symbols else term(Name, tensor.shape, "C", 1, tensor)


def _recorded(run: Run, seed: Tensor, limits: Limits) -> Gradients:
    """Return the gradient of every tensor, as a tensor that remembers how it was made."""
    gradients: Gradients = {}
    trace = Trace(limits, str(run.output.dtype))
    trace.deadline = run.deadline
    with trace.recording():
        for _ in contributions(run.tensors, run.output, seed, gradients):
            trace.tick()
    return gradients


def _attempt(translation: Translation, gradient: Tensor) -> Term | None:
    try:
        return translation.term(gradient)
    except TooLongError:
        return None


def _in_a_line(_tensor: Tensor, found: Term) -> Term:
    if found.length > LONGEST:
        raise TooLongError
    return found


def _literal(value: Any) -> str:
    """Return a small array as a matrix; a vector as a column."""
    rows = value.reshape(-1, 1) if value.ndim < 2 else value
    cells = r" \\ ".join(" & ".join(number(one).strip("()") for one in row) for row in rows.tolist())
    return rf"\begin{{bmatrix}} {cells} \end{{bmatrix}}"
