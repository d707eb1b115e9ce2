"""Functions of the program: `def`, `lambda`, and their calls, each of which is a group of the graph."""

from __future__ import annotations

import ast
from dataclasses import replace

from retrograd.errors import MissingArgument, RepeatedArgument, TooManyArguments, UnknownKeyword, Unsupported
from retrograd.language.callables import Function
from retrograd.language.context import Context, Handlers, Value
from retrograd.language.flow import Returned, run
from retrograd.language.mistakes import CallsTooDeep
from retrograd.language.scopes import Scope, bound_in
from retrograd.language.shown import shown
from retrograd.language.trace import Group

LAMBDA = "lambda"


def define(statement: ast.FunctionDef, context: Context) -> None:
    """Bind a name to a function; its defaults are evaluated now, its body when it is called."""
    if statement.decorator_list:
        raise Unsupported("Decorator", span=context.span(statement.decorator_list[0]))
    made = _function(statement.name, statement.args, tuple(statement.body), bound_in(statement.body), context)
    context.scope.names[statement.name] = replace(made, caption=context.captions.get(statement.lineno))


def _lambda(node: ast.Lambda, context: Context) -> Function:
    return _function(LAMBDA, node.args, node.body, frozenset(), context)


def _function(
    name: str,
    arguments: ast.arguments,
    body: tuple[ast.stmt, ...] | ast.expr,
    bound: frozenset[str],
    context: Context,
) -> Function:
    several = arguments.vararg or arguments.kwarg
    if several is not None:
        raise Unsupported("StarredParameter", span=context.source.span(several))
    positional = tuple(one.arg for one in (*arguments.posonlyargs, *arguments.args))
    named = tuple(one.arg for one in arguments.kwonlyargs)
    with_default = positional[len(positional) - len(arguments.defaults) :]
    defaults = {
        parameter: context.evaluate(default)
        for parameter, default in zip(
            (*with_default, *named), (*arguments.defaults, *arguments.kw_defaults), strict=True
        )
        if default is not None
    }
    own = bound | set(positional) | set(named)
    return Function(name, positional, named, defaults, body, context.scope, own)


def call(function: Function, node: ast.Call, context: Context) -> Value:
    """Call a function of the program; raises CallsTooDeep, or what is wrong with the arguments."""
    given = _arguments(function, node, context)
    most = context.trace.limits.calls
    if context.depth >= most:
        raise CallsTooDeep("depth", most, context.depth + 1, span=context.span(node))
    texts = tuple((name, shown(value, node, context)) for name, value in given.items())
    outer, caption = context.scope, context.trace.caption
    context.scope = Scope(function.scope, function.own)
    context.scope.names |= given
    context.depth += 1
    context.trace.caption = function.caption or caption
    try:
        with context.trace.within(Group(function.called, context.span(node), arguments=texts)):
            context.trace.tick()
            return _value(function, context)
    finally:
        context.scope, context.trace.caption = outer, caption
        context.depth -= 1


def _value(function: Function, context: Context) -> Value:
    if isinstance(function.body, ast.expr):
        return context.evaluate(function.body)
    try:
        run(function.body, context)
    except Returned as returned:
        return returned.value
    return None


def _arguments(function: Function, node: ast.Call, context: Context) -> dict[str, Value]:
    """Return the value of each parameter, in the order of the parameters; raises what is wrong with them."""
    name, span = function.called, context.span(node)
    if len(node.args) > len(function.positional):
        extra = context.span(node.args[len(function.positional)])
        counts = len(node.args), len(function.positional)
        raise TooManyArguments(name, function.signature, *counts, span=extra)
    parameters = (*function.positional, *function.named)
    bound = dict(zip(function.positional, [context.evaluate(one) for one in node.args], strict=False))
    for keyword in node.keywords:
        spelled = keyword.arg or ""
        if spelled not in parameters:
            raise UnknownKeyword(name, spelled, parameters, span=context.span(keyword))
        if spelled in bound:
            raise RepeatedArgument(name, spelled, span=context.span(keyword))
        bound[spelled] = context.evaluate(keyword.value)
    complete = function.defaults | bound
    for parameter in parameters:
        if parameter not in complete:
            raise MissingArgument(name, function.signature, parameter, span=span)
    return {parameter: complete[parameter] for parameter in parameters}


HANDLERS: Handlers = {ast.Lambda: _lambda}
