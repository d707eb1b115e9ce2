"""Statements: what each kind of them does."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from retrograd.errors import Unsupported
from retrograd.language import conditions, functions, imports, lists, loops, operators, plain, targets
from retrograd.language.context import Context, Value
from retrograd.language.flow import NOTHING, Broken, Continued, Returned, run
from retrograd.language.targets import Target
from retrograd.tensor import Tensor, no_grad


def execute(statement: ast.stmt, context: Context) -> Value:
    """Execute a statement and return its value, or NOTHING if it says nothing about the output.

    Raises Unsupported for what is not part of the language.
    """
    handler = _STATEMENTS.get(type(statement))
    if handler is None:
        raise Unsupported(type(statement).__name__, span=context.first_line(statement))
    return handler(statement, context)


def _expression(statement: ast.Expr, context: Context) -> Value:
    if isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, str):
        return NOTHING  # a docstring
    value = context.evaluate(statement.value)
    if value is None:
        return NOTHING if isinstance(statement.value, ast.Call) else None
    return value if context.depth else context.as_tensor(value, statement.value)


def _assign(statement: ast.Assign, context: Context) -> Value:
    to = [targets.target(target, context) for target in statement.targets]
    value = _assigned(statement.value, to[0], context)
    for target in to:
        value = targets.bind(target, value, statement, context)
    return value


def _annotated(statement: ast.AnnAssign, context: Context) -> Value:
    """Assign as if there were no annotation; one without a value says nothing."""
    if isinstance(statement.target, ast.Subscript):
        raise Unsupported("Prompt", span=context.span(statement.target))  # `In [1]: x = 2`
    if statement.value is None:
        return NOTHING
    target = targets.target(statement.target, context)
    return targets.bind(target, _assigned(statement.value, target, context), statement, context)


def _assigned(node: ast.expr, target: Target, context: Context) -> Value:
    """Return what a target is bound to; numbers, lists and creators alone make a leaf."""
    if isinstance(target, tuple) and isinstance(node, (ast.Tuple, ast.List)) and len(node.elts) == len(target):
        return tuple([_assigned(part, one, context) for part, one in zip(node.elts, target, strict=True)])
    mark = len(context.trace.tensors)
    number = plain.literal_number(node, context)
    if number is not None:
        span = context.span(node)
        value: Value = context.trace.leaf(plain.to_float(number, span), span)
    else:
        value = lists.collapsed(context.evaluate(node), mark, node, context)
    return _given(value, mark, target, context) if isinstance(target, str) and not context.depth else value


def _given(value: Value, mark: int, name: str, context: Context) -> Value:
    """Return a leaf that has just been made, since `mark`, with the numbers that the request gives its name."""
    trace, given = context.trace, context.given
    if not isinstance(value, Tensor) or not trace.is_fresh_leaf(value, mark):
        return value
    numbers = given.to(name, value)
    leaf = value if numbers is None else trace.renumbered(value, numbers)
    given.leaves.setdefault(name, leaf)
    return leaf


def _augmented(statement: ast.AugAssign, context: Context) -> Value:
    name = targets.name(statement.target, context)
    before = ast.copy_location(ast.Name(name, ast.Load()), statement.target)
    left, right = context.evaluate(before), context.evaluate(statement.value)
    value = operators.combined(statement.op, left, right, statement, (before, statement.value), context)
    return targets.bind(name, value, statement, context)


def _import(statement: ast.Import, context: Context) -> Value:
    imports.whole(statement, context)
    return NOTHING


def _import_from(statement: ast.ImportFrom, context: Context) -> Value:
    imports.parts(statement, context)
    return NOTHING


def _assert(statement: ast.Assert, context: Context) -> Value:
    conditions.require(statement, context)
    return NOTHING


def _latest(body: Callable[[Any, Context], None]) -> Callable[[ast.stmt, Context], Value]:
    """Return what executes a statement with statements in it: its value is the last tensor that it named."""

    def compound(statement: ast.stmt, context: Context) -> Value:
        scope = context.scope
        before, scope.latest = scope.latest, None
        body(statement, context)
        value = scope.latest
        scope.latest = before if value is None else value
        return value

    return compound


def _if(statement: ast.If, context: Context) -> None:
    """Execute the first branch whose condition holds; an `elif` is an `if` within the `else`, without its depth."""
    while not conditions.holds(statement.test, context):
        if len(statement.orelse) != 1 or not isinstance(statement.orelse[0], ast.If):
            run(statement.orelse, context)
            return
        statement = statement.orelse[0]
    run(statement.body, context)


def _with(statement: ast.With, context: Context) -> None:
    """Execute a body without gradients: `with no_grad():` is the only `with` there is."""
    for item in statement.items:
        called = item.context_expr
        function = called.func if isinstance(called, ast.Call) and not called.args else None
        spelled = context.snippet(function).rpartition(".")[2] if function is not None else ""
        if spelled != "no_grad" or item.optional_vars is not None:
            raise Unsupported("With", span=context.span(called))
    with no_grad():
        run(statement.body, context)


def _return(statement: ast.Return, context: Context) -> Value:
    raise Returned(None if statement.value is None else context.evaluate(statement.value))


def _break(_statement: ast.Break, _context: Context) -> Value:
    raise Broken


def _continue(_statement: ast.Continue, _context: Context) -> Value:
    raise Continued


_STATEMENTS: dict[type[ast.stmt], Callable[..., Value]] = {
    ast.AnnAssign: _annotated,
    ast.Assert: _assert,
    ast.Assign: _assign,
    ast.AugAssign: _augmented,
    ast.Break: _break,
    ast.Continue: _continue,
    ast.Expr: _expression,
    ast.For: _latest(loops.loop),
    ast.FunctionDef: _latest(functions.define),
    ast.If: _latest(_if),
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Pass: lambda _statement, _context: NOTHING,
    ast.Return: _return,
    ast.With: _latest(_with),
}
