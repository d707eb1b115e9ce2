"""Loops: `for`, whose passes are groups of the graph, and comprehensions, which make none."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from retrograd.errors import LimitExceeded, Unsupported
from retrograd.language import conditions, lists, targets
from retrograd.language.context import Context, Handlers, Value
from retrograd.language.flow import Broken, Continued, run
from retrograd.language.scopes import Scope, bound_in
from retrograd.language.shown import shown
from retrograd.language.targets import Target
from retrograd.language.trace import Group
from retrograd.source import Span
from retrograd.tensor import Tensor


def loop(statement: ast.For, context: Context) -> None:
    """Execute a `for`: its body once for each entry, and its `else` unless it was broken off."""
    span, ending = context.first_line(statement), context.span(statement.iter)
    header = context.source.snippet(replace(span, end_line=ending.end_line, end_column=ending.end_column))
    target = targets.target(statement.target, context)
    entries = lists.entries_of(statement.iter, context)
    with context.trace.within(Group(header, span, "loop")):
        for position in range(entries.count):
            count_pass(statement.iter, context)
            if not _passed(statement, target, entries.at, position, span, context):
                return
    run(statement.orelse, context)


def _passed(
    statement: ast.For, target: Target, entry: Callable[[int], Value], position: int, span: Span, context: Context
) -> bool:
    """Make one pass of a loop and return whether it goes on."""
    trace = context.trace
    outer, number = trace.group, len(trace.groups)
    trace.open(Group("", span, "pass", outer))
    try:
        targets.bind(target, entry(position), statement.target, context)
        texts = _variables(target, position, statement.iter, context)
        label = ", ".join([f"{name} = {text}" for name, text in texts])
        trace.groups[number] = Group(label, span, "pass", outer, texts)
        run(statement.body, context)
    except Continued:
        pass
    except Broken:
        return False
    finally:
        trace.group = outer
    return True


def _variables(target: Target, position: int, node: ast.expr, context: Context) -> tuple[tuple[str, str], ...]:
    """Return the name of each variable of a loop and what it is: a number, or a row of what is gone through."""
    if isinstance(target, tuple):
        return tuple([one for part in target for one in _variables(part, position, node, context)])
    value = context.scope.names[target]
    if isinstance(value, Tensor) and value.shape and isinstance(node, ast.Name):
        return ((target, f"{node.id}[{position}]"),)
    return ((target, shown(value, node, context, named=False)),)


def count_pass(node: ast.expr, context: Context) -> None:
    """Count a pass; raises LimitExceeded for too many, or if it is too late."""
    most = context.trace.limits.passes
    context.passes += 1
    if context.passes > most:
        raise LimitExceeded("passes", most, context.passes, span=context.span(node))
    try:
        context.trace.tick()
    except LimitExceeded as error:
        raise error.at(context.span(node)) from None


def _comprehension(node: ast.ListComp | ast.GeneratorExp, context: Context) -> Value:
    """Return the list that a comprehension makes; its variables are its own."""
    names = bound_in([generator.target for generator in node.generators])
    outer = context.scope
    first = lists.entries_of(node.generators[0].iter, context)  # as in Python, the first is of the scope around
    context.scope = Scope(outer, names)
    try:
        values: list[Value] = []
        _gather(values, node, 0, first, context)
    finally:
        context.scope = outer
    return lists.listed(values, node, context)


def _gather(
    values: list[Value],
    node: ast.ListComp | ast.GeneratorExp,
    level: int,
    entries: lists.Entries,
    context: Context,
) -> None:
    """Append to `values`, from one `for` of a comprehension inwards.

    No generator: Python would go through each on the machine's own stack, which a hundred calls, each of a hundred
    comprehensions, would exhaust.
    """
    generator = node.generators[level]
    if generator.is_async:
        raise Unsupported("Await", span=context.span(node))
    target = targets.target(generator.target, context)
    for position in range(entries.count):
        count_pass(generator.iter, context)
        targets.bind(target, entries.at(position), generator.target, context, named=False)
        if not _is_wanted(generator, context):
            continue
        if level + 1 == len(node.generators):
            values.append(context.evaluate(node.elt))
        else:
            inner = lists.entries_of(node.generators[level + 1].iter, context)
            _gather(values, node, level + 1, inner, context)


def _is_wanted(generator: ast.comprehension, context: Context) -> bool:
    for test in generator.ifs:  # noqa: SIM110  (see `_gather`)
        if not conditions.holds(test, context):
            return False
    return True


HANDLERS: Handlers = {ast.ListComp: _comprehension, ast.GeneratorExp: _comprehension}
