"""Statements, one after the other, to the tensors they make and the one that is differentiated."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from retrograd.errors import CountsDiffer, NoOutput, NotATensor, NotDifferentiable, UnknownName, Unsupported
from retrograd.language import calls, names, plain, values
from retrograd.language.context import Context, Value
from retrograd.language.parse import Program
from retrograd.language.trace import Group, Trace
from retrograd.limits import Limits
from retrograd.ops import OPS
from retrograd.source import Source, Span
from retrograd.tensor import Tensor

HANDLERS = {**values.HANDLERS, **calls.HANDLERS}


@dataclass(frozen=True, slots=True)
class Run:
    """An evaluated program: its tensors in the order they were made, their names, and the output."""

    source: Source
    tensors: tuple[Tensor, ...]
    names: dict[Tensor, str]
    output: Tensor
    deadline: float
    groups: tuple[Group, ...] = ()


def interpret(
    program: Program,
    limits: Limits,
    *,
    dtype: str = "float64",
    output: str | None = None,
    opening: frozenset[str] = frozenset(),
) -> Run:
    """Evaluate `program` and choose its output: the variable named, else the last statement's value.

    Composite operations that `opening` names appear as the elementary ones that they stand for.

    Raises a ProgramError for whatever is wrong with the program. Infinities and NaN are results, not errors.
    """
    context = Context(program.source, Trace(limits, dtype, opening=opening), HANDLERS)
    last: Value = None
    with np.errstate(all="ignore"), context.trace.recording():
        for statement in program.statements:
            context.trace.caption = program.captions.get(statement.lineno)
            value = _execute(statement, context)
            last = last if value is _NOTHING else value
    chosen = last if output is None else _named(output, context)
    if not isinstance(chosen, Tensor):
        raise NoOutput(span=_last_span(program) if output is None else None)
    if chosen.op is not None and chosen.op.truth:
        name = context.trace.names.get(chosen, program.source.snippet(_span_of(chosen)))
        raise NotDifferentiable(name, span=_span_of(chosen))
    trace = context.trace
    return Run(program.source, tuple(trace.tensors), trace.names, chosen, trace.deadline, tuple(trace.groups))


_NOTHING: Any = object()


def _execute(statement: ast.stmt, context: Context) -> Value:
    handler = _STATEMENTS.get(type(statement))
    if handler is None:
        raise Unsupported(type(statement).__name__, span=_first_line(statement, context))
    return handler(statement, context)


def _first_line(statement: ast.stmt, context: Context) -> Span:
    """Return the place of a statement without its body."""
    span = context.span(statement)
    if span.end_line == span.line:
        return span
    width = len(context.source.lines[span.line - 1].rstrip()) + 1
    return context.source.clamp(span.line, span.column, span.line, width)


def _expression(statement: ast.Expr, context: Context) -> Value:
    if isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str):
        return _NOTHING  # a docstring
    value = context.evaluate(statement.value)
    return value if value is None else context.as_tensor(value, statement.value)


def _assign(statement: ast.Assign, context: Context) -> Value:
    targets = [_target(target, context) for target in statement.targets]
    value = _assigned(statement.value, targets[0], context)
    for target in targets:
        value = _bind(target, value, statement, context)
    return value


def _annotated(statement: ast.AnnAssign, context: Context) -> Value:
    """Assign as if there were no annotation; one without a value says nothing."""
    if statement.value is None:
        return _NOTHING
    target = _target(statement.target, context)
    return _bind(target, _assigned(statement.value, target, context), statement, context)


def _assigned(node: ast.expr, target: Target, context: Context) -> Value:
    """Return what a target is bound to; numbers, lists and creators alone make a leaf."""
    if isinstance(target, tuple) and isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == len(target):
        return tuple(_assigned(part, one, context) for part, one in zip(node.elts, target, strict=True))
    number = plain.literal_number(node, context)
    if number is not None:
        span = context.span(node)
        return context.trace.leaf(plain.to_float(number, span), span)
    mark = len(context.trace.tensors)
    value = context.evaluate(node)
    return context.trace.collapsed(value, mark) if isinstance(value, Tensor) else value


def _augmented(statement: ast.AugAssign, context: Context) -> Value:
    name = _name(statement.target, context)
    before = ast.copy_location(ast.Name(name, ast.Load()), statement.target)
    op = values.operation_of(statement.op, statement, context)
    operands = (context.operand(before), context.operand(statement.value))
    value = context.apply(op, operands, {}, statement, (before, statement.value))
    return _bind(name, value, statement, context)


Assignment = ast.Assign | ast.AnnAssign | ast.AugAssign
Target = str | tuple[Any, ...]
"""A name, or several targets to unpack to."""


def _target(target: ast.expr, context: Context) -> Target:
    if isinstance(target, (ast.Tuple, ast.List)):
        return tuple(_target(part, context) for part in target.elts)
    return _name(target, context)


def _name(target: ast.expr, context: Context) -> str:
    if isinstance(target, ast.Name):
        return target.id
    raise Unsupported(f"{type(target).__name__}Target", span=context.span(target))


def _bind(target: Target, value: Value, statement: Assignment, context: Context) -> Value:
    """Bind names to values and return the last tensor that got one, or the value if none did."""
    if isinstance(target, str):
        context.scope[target] = value
        if isinstance(value, Tensor):
            context.trace.name(value, target)
        return value
    parts = _unpacked(value, len(target), statement, context)
    bound = [_bind(one, part, statement, context) for one, part in zip(target, parts, strict=True)]
    return next((one for one in reversed(bound) if isinstance(one, Tensor)), None)


def _unpacked(value: Value, count: int, statement: Assignment, context: Context) -> tuple[Value, ...]:
    """Return the parts of a tuple, or of a tensor along its first axis."""
    if isinstance(value, Tensor) and value.shape:
        if value.shape[0] != count:
            raise CountsDiffer(count, value.shape[0], span=context.span(statement))
        return tuple(
            context.apply(OPS["getitem"], (value,), {"index": (position,)}, statement, ())
            for position in range(count)
        )
    if not isinstance(value, tuple):
        found = "" if statement.value is None else context.snippet(statement.value)
        raise NotATensor(found, span=context.span(statement))
    if len(value) != count:
        raise CountsDiffer(count, len(value), span=context.span(statement))
    return value


def _import(statement: ast.Import, context: Context) -> Value:
    for alias in statement.names:
        if alias.name not in names.MODULES:
            raise Unsupported("ImportOf", span=context.span(statement))
        context.prefixes.add(alias.asname or alias.name)
    return _NOTHING


def _import_from(statement: ast.ImportFrom, context: Context) -> Value:
    """Accept `from torch import tanh` as spelling: the function has that name already."""
    module = statement.module if statement.level == 0 else None
    for alias in statement.names:
        if f"{module}.{alias.name}" in names.MODULES:
            context.prefixes.add(alias.asname or alias.name)
        elif not _is_spelling(module, alias):
            raise Unsupported("ImportOf", span=context.span(statement))
    return _NOTHING


def _is_spelling(module: str | None, alias: ast.alias) -> bool:
    known = (names.FUNCTIONS, names.MAKERS, names.NUMBERS, names.LATER)
    same_name = alias.asname in {None, alias.name}
    return module in names.MODULES and same_name and any(alias.name in some for some in known)


_STATEMENTS: dict[type[ast.stmt], Callable[[Any, Context], Value]] = {
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Expr: _expression,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Pass: lambda _statement, _context: _NOTHING,
}


def _named(output: str, context: Context) -> Value:
    name = unicodedata.normalize("NFKC", output)
    if name not in context.scope:
        raise UnknownName(name, tuple(context.scope))
    return context.scope[name]


def _span_of(tensor: Tensor) -> Span:
    span = getattr(tensor.origin, "span", None)
    assert isinstance(span, Span)  # noqa: S101  (every tensor of a trace has one)
    return span


def _last_span(program: Program) -> Span | None:
    return program.source.span(program.statements[-1]) if program.statements else None
