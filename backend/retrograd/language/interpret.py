"""Statements, one after the other, to the tensors they make and the one that is differentiated."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from retrograd.errors import LimitExceeded, NoOutput, NotCalled, NotDifferentiable, ProgramError, UnknownName
from retrograd.language import calls, conditions, functions, loops, operators, texts, values
from retrograd.language.callables import Builtin, Function
from retrograd.language.context import Context, Gradients, Note, Value
from retrograd.language.flow import NOTHING
from retrograd.language.given import Given
from retrograd.language.parse import Program
from retrograd.language.scopes import ABSENT
from retrograd.language.statements import execute
from retrograd.language.trace import Group, Trace
from retrograd.limits import Limits
from retrograd.source import Source, Span
from retrograd.tensor import Tensor

HANDLERS = {
    **values.HANDLERS,
    **operators.HANDLERS,
    **conditions.HANDLERS,
    **calls.HANDLERS,
    **functions.HANDLERS,
    **loops.HANDLERS,
    **texts.HANDLERS,
}
NO_VALUES: Mapping[str, Any] = MappingProxyType({})
FRAMES = 40_000
"""Python's own depth: a hundred calls, each within an expression of a hundred levels, some three frames for each."""


@dataclass(frozen=True, slots=True)
class Run:
    """An evaluated program: its tensors in the order they were made, their names, the output, what was printed.

    `given` knows the leaves that can have other numbers. `consulted` are leaves whose numbers have decided what the
    graph is, beside what they are in it; None among them stands for computed numbers. `counted` have served as
    whole numbers.
    """

    source: Source
    tensors: tuple[Tensor, ...]
    names: dict[Tensor, str]
    output: Tensor
    deadline: float
    groups: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
    given: Given = field(default_factory=Given)
    consulted: frozenset[Tensor | None] = frozenset()
    counted: frozenset[Tensor] = frozenset()


def interpret(
    program: Program,
    limits: Limits,
    *,
    gradients: Gradients,
    dtype: str = "float64",
    output: str | None = None,
    opening: frozenset[str] = frozenset(),
    values: Mapping[str, Any] = NO_VALUES,
) -> Run:
    """Evaluate `program` and choose its output: the variable named, else the last statement's value.

    `gradients` is what `grad(…)` takes them by. Composite operations that `opening` names appear as the elementary
    ones that they stand for. `values` are numbers for leaves, by their names, instead of the program's. Raises a
    ProgramError for whatever is wrong with the program. Infinities and NaN are results, not errors.
    """
    sys.setrecursionlimit(max(sys.getrecursionlimit(), FRAMES))
    trace = Trace(limits, dtype, opening=opening)
    given = Given(values)
    context = Context(program.source, program.tree, program.captions, trace, HANDLERS, execute, gradients, given)
    last = _evaluated(program, context)
    given.check()
    chosen = last if output is None else _named(output, context)
    if isinstance(chosen, (Builtin, Function)):
        raise NotCalled(chosen.called, span=_last_span(program))
    if not isinstance(chosen, Tensor):
        raise NoOutput(span=_last_span(program) if output is None else None)
    if chosen.op is not None and chosen.op.truth:
        name = trace.names.get(chosen, program.source.snippet(_span_of(chosen)))
        raise NotDifferentiable(name, span=_span_of(chosen))
    return Run(
        program.source,
        tuple(trace.tensors),
        trace.names,
        chosen,
        trace.deadline,
        tuple(trace.groups),
        tuple(context.notes),
        given,
        frozenset(trace.consulted),
        frozenset(trace.counted),
    )


def _evaluated(program: Program, context: Context) -> Value:
    """Execute all statements and return the value of the last one that has one."""
    last: Value = None
    with np.errstate(all="ignore"), context.trace.recording():
        for statement in program.statements:
            context.trace.caption = program.captions.get(statement.lineno)
            try:
                value = execute(statement, context)
            except ProgramError as error:
                raise error.at(context.first_line(statement)) from None
            except RecursionError:
                raise LimitExceeded("depth", context.trace.limits.depth, span=context.first_line(statement)) from None
            last = last if value is NOTHING else value
    return last


def _named(output: str, context: Context) -> Value:
    name = unicodedata.normalize("NFKC", output)
    value = context.scope.find(name)
    if value is not ABSENT:
        return value
    within = [tensor for tensor in context.trace.tensors if context.trace.names.get(tensor) == name]
    if not within:  # not even a variable of a function that was called
        raise UnknownName(name, tuple(context.scope))
    return within[-1]


def _span_of(tensor: Tensor) -> Span:
    span = getattr(tensor.origin, "span", None)
    assert isinstance(span, Span)  # noqa: S101  (every tensor of a trace has one)
    return span


def _last_span(program: Program) -> Span | None:
    return program.source.span(program.statements[-1]) if program.statements else None
