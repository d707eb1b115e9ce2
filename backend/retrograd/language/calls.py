"""Calls: which operation a name means here, and which argument goes to which operand or parameter."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from retrograd.errors import (
    BadValue,
    MissingArgument,
    NotPlain,
    ProgramError,
    RepeatedArgument,
    TooManyArguments,
    UnknownFunction,
    UnknownKeyword,
    UnknownName,
    Unsupported,
)
from retrograd.language import functions, lists, methods, names, operators, plain
from retrograd.language.builtins import FUNCTIONS
from retrograd.language.callables import Builtin, Function, is_builtin
from retrograd.language.context import Context, Handlers, Value
from retrograd.language.lists import SEVERAL, Entries
from retrograd.language.mistakes import AttributeCalled, NotAFunction
from retrograd.language.trace import Written
from retrograd.ops.broadcasting import normal_axis
from retrograd.ops.op import REQUIRED, VARIADIC, Kind, Operation, Parameter, Result
from retrograd.source import Span
from retrograd.tensor import Tensor

FLOAT_TYPES = frozenset({"float", "float32", "float64", "double", "single", "float_"})
DATA = frozenset({"data", "object", "a", "obj"})
MAKER_SIGNATURE = "tensor(data, requires_grad=True)"


@dataclass(slots=True)
class _Call:
    """A call being sorted out: what it was called, and what its parameters got so far."""

    name: str
    op: Operation
    node: ast.Call
    context: Context
    receiver: tuple[ast.expr, Tensor] | None = None
    bound: dict[str, list[ast.expr]] = field(default_factory=dict)

    def bind(self, parameter: str, arguments: list[ast.expr]) -> None:
        if parameter in self.bound:
            span = self.context.span(arguments[0])
            raise RepeatedArgument(self.name, parameter, span=span)
        self.bound[parameter] = arguments


def _call(node: ast.Call, context: Context) -> Value:
    function = node.func
    _refuse_stars(node, context)
    if isinstance(function, ast.Attribute) and not context.is_prefix(function.value):
        return _method(function, node, context)
    if isinstance(function, ast.Name) and function.id not in context.scope:
        return _builtin(function.id, function.id, node, context)
    if isinstance(function, ast.Attribute):
        return _builtin(function.attr, context.snippet(function), node, context)
    value = context.evaluate(function)
    if isinstance(value, Function):
        return functions.call(value, node, context)
    if isinstance(value, Builtin):
        return _builtin(value.name, value.called, node, context)
    raise _no_function(function, node, context)


def _no_function(function: ast.expr, node: ast.Call, context: Context) -> NotAFunction:
    """Return the error of calling a value: what was meant is a product, or a cell."""
    text, arguments = context.snippet(function), [context.snippet(one) for one in node.args]
    factors = [
        f"({context.snippet(one)})"
        if isinstance(one, (ast.BinOp, ast.Compare, ast.UnaryOp))
        else context.snippet(one)
        for one in (function, *node.args)
    ]
    product = " * ".join(factors) if len(factors) == 2 else ""
    picks = isinstance(function, ast.Name) and bool(node.args) and all(map(_is_index, node.args))
    hidden = isinstance(function, ast.Name) and is_builtin(function.id)
    cell = f"{text}[{', '.join(arguments)}]" if picks else ""
    return NotAFunction(text, product, cell, hidden, span=context.span(function))


def _is_index(node: ast.expr) -> bool:
    return isinstance(node, (ast.Constant, ast.Name, ast.Slice))


def _refuse_stars(node: ast.Call, context: Context) -> None:
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            raise Unsupported("Starred", span=context.span(argument))
    for keyword in node.keywords:
        if keyword.arg is None:
            raise Unsupported("Starred", span=context.span(keyword))


def _builtin(name: str, called: str, node: ast.Call, context: Context) -> Value:
    own = FUNCTIONS.get("manual_seed" if called in names.SEEDING else name)
    if own is not None:
        return own(node, context)
    if name in names.MAKERS:
        return _made(name, node, context)
    op = names.PREFIXED.get(called) or names.FUNCTIONS.get(name)
    if op is None:
        known = (*context.scope, *names.FUNCTIONS, *names.MAKERS, *names.PYTHONS_OWN)
        arguments, line = tuple(map(context.snippet, node.args)), context.line_that_binds(name)
        raise UnknownFunction(name, called, known, arguments, line, span=context.span(node.func))
    if not op.operands:
        return _created(_Call(name, op, node, context))
    if called == "sum" and node.args:
        return _sum(op, node, context)
    if op.defaults is not None and not node.keywords and len(node.args) == len(op.operands):  # the most frequent
        operands = tuple([context.operand(argument) for argument in node.args])
        return context.apply(op, operands, op.defaults, node, tuple(node.args))
    return _applied(_Call(name, op, node, context))


def _sum(op: Operation, node: ast.Call, context: Context) -> Value:
    """Return the sum of a tensor, or Python's of a list: one entry after the other."""
    first = node.args[0]
    value = context.evaluate(first)
    if not isinstance(value, (*SEVERAL, Entries, range)):
        rest = ast.copy_location(ast.Call(node.func, node.args[1:], node.keywords), node)
        return _applied(_Call("sum", op, rest, context, (first, context.as_tensor(value, first))))
    entries = lists.entries(value, first, context)
    lists.check_length(entries.count, node, context)
    total: Value = 0 if entries.count == 0 else entries.at(0)
    for position in range(1, entries.count):
        context.trace.tick()
        total = operators.combined(ast.Add(), total, entries.at(position), node, (first, first), context)
    return total


def _method(function: ast.Attribute, node: ast.Call, context: Context) -> Value:
    try:
        base = context.evaluate(function.value)
    except UnknownName as error:
        if isinstance(function.value, (ast.Name, ast.Attribute)):
            error.member = function.attr
        raise
    own = methods.METHODS.get(function.attr)
    if own is not None:
        return own(base, node, context)
    op = names.METHODS.get(function.attr)
    if op is None or isinstance(base, (str, *SEVERAL)) or base is None:
        raise _no_method(function, node, context)
    receiver = (function.value, context.as_tensor(base, function.value))
    return _applied(_Call(function.attr, op, node, context, receiver))


def _no_method(function: ast.Attribute, node: ast.Call, context: Context) -> ProgramError:
    """Return the error of calling what no value has behind its dot, or what is no method."""
    base, arguments = context.snippet(function.value), tuple(map(context.snippet, node.args))
    if function.attr in names.ATTRIBUTES:
        better = f"{base}.{function.attr}" + (f"[{', '.join(arguments)}]" if arguments else "")
        return AttributeCalled(function.attr, better, span=context.span(function))
    known = (*names.METHODS, *methods.METHODS)
    return UnknownFunction(function.attr, f".{function.attr}", known, (base, *arguments), span=context.span(function))


def _applied(call: _Call) -> Value:
    """Apply an operation with operands; one with several results gives a tuple."""
    op, context = call.op, call.context
    _bind(call, [name for name in op.positional if not (call.receiver and name == op.operands[0])])
    given = _many(call) if op.many else _operands(call)
    operands = tuple(operand.value for operand in given)
    written = tuple(operand.written for operand in given)
    attributes = _attributes(call, operands)
    if op.results is not None:
        shapes = tuple(operand.shape for operand in operands)
        with context.blaming(call.node):
            results = op.results(*shapes, **op.resolve(*shapes, **attributes))
        return tuple(_result(one, operands, written, call) for one in results)
    if op.optional:
        op = op.of(tuple(operand.name for operand in given))
    return context.apply(op, operands, attributes, call.node, written)


def _result(one: Result, operands: tuple[Tensor, ...], written: tuple[ast.expr, ...], call: _Call) -> Tensor:
    chosen = tuple(operands[operand] for operand in one.operands)
    texts = tuple(written[operand] for operand in one.operands)
    return call.context.apply(one.op, chosen, one.attributes, call.node, texts)


class _Operand(NamedTuple):
    name: str
    value: Tensor
    written: ast.expr


def _operands(call: _Call) -> list[_Operand]:
    """Return the operands in order, without those that may be left out and are."""
    given = []
    for name in call.op.operands:
        if call.receiver and name == call.op.operands[0]:
            given.append(_Operand(name, call.receiver[1], call.receiver[0]))
        elif name in call.bound:
            expression = call.bound[name][0]
            value = call.context.evaluate(expression)
            if value is not None or name not in call.op.optional:
                given.append(_Operand(name, call.context.as_tensor(value, expression), expression))
        elif name not in call.op.optional:
            raise _missing(call, name)
    return given


def _many(call: _Call) -> list[_Operand]:
    """Return the tensors of a list, or all that are left of the arguments."""
    (name,), context = call.op.operands, call.context
    expressions = call.bound.get(name)
    if not expressions:
        raise _missing(call, name)
    if len(expressions) == 1 and isinstance(expressions[0], (ast.List, ast.Tuple)):
        expressions = expressions[0].elts
    elif len(expressions) == 1:
        value = context.evaluate(expressions[0])
        if isinstance(value, SEVERAL):
            if not value:
                raise BadValue(name, context.snippet(expressions[0]), "tensors", span=context.span(expressions[0]))
            return [_Operand(name, context.as_tensor(one, expressions[0]), expressions[0]) for one in value]
        if call.op.many == "list":
            raise BadValue(name, context.snippet(expressions[0]), "tensors", span=context.span(expressions[0]))
        return [_Operand(name, context.as_tensor(value, expressions[0]), expressions[0])]
    if not expressions:
        raise BadValue(name, "[]", "tensors", span=context.span(call.node))
    return [_Operand(name, context.operand(one), one) for one in expressions]


def _missing(call: _Call, parameter: str) -> MissingArgument:
    return MissingArgument(call.name, call.op.signature, parameter, span=call.context.span(call.node))


def _bind(call: _Call, positional: list[str]) -> None:
    """Bind arguments to parameters by position and keyword; a last shape takes all sizes that are left."""
    node, op = call.node, call.op
    if not (node.keywords or op.parameters or op.many) and len(node.args) == len(positional):  # the most frequent
        call.bound = {name: [argument] for name, argument in zip(positional, node.args, strict=True)}
        return
    parameters = {parameter.name: parameter for parameter in call.op.parameters}
    positional = [name for name in positional if name not in parameters or not parameters[name].keyword_only]
    arguments = list(call.node.args)
    last = parameters.get(positional[-1]) if positional else None
    takes_rest = last is not None and last.kind in VARIADIC and len(arguments) > len(positional)
    if takes_rest or (call.op.many == "rest" and len(arguments) >= len(positional)):
        arguments, rest = arguments[: len(positional) - 1], arguments[len(positional) - 1 :]
        call.bind(positional[-1], rest)
    if len(arguments) > len(positional):
        span = call.context.span(arguments[len(positional)])
        before = call.receiver is not None  # `x.tanh(x)` is `tanh(x, x)`
        given, allowed = len(call.node.args) + before, len(positional) + before
        raise TooManyArguments(call.name, call.op.signature, given, allowed, span=span)
    for name, argument in zip(positional, arguments, strict=False):
        call.bind(name, [argument])
    for keyword in call.node.keywords:
        call.bind(_parameter(call, keyword), [keyword.value])


def _parameter(call: _Call, keyword: ast.keyword) -> str:
    """Return the parameter that a keyword of either library means here."""
    known = [*call.op.operands, *(parameter.name for parameter in call.op.parameters)]
    if call.receiver:
        known = known[1:]
    spelled = keyword.arg or ""
    for name in (spelled, *names.KEYWORDS.get(spelled, ())):
        if name in known:
            return name
    raise UnknownKeyword(call.name, spelled, tuple(known), span=call.context.span(keyword))


def _attributes(call: _Call, operands: tuple[Tensor, ...]) -> dict[str, Any]:
    attributes = {}
    for parameter in call.op.parameters:
        arguments = call.bound.get(parameter.name)
        if arguments is None:
            if parameter.default is REQUIRED:
                raise _missing(call, parameter.name)
            attributes[parameter.name] = parameter.default
        else:
            attributes[parameter.name] = _attribute(call, parameter, arguments, operands)
    return attributes


def _attribute(call: _Call, parameter: Parameter, arguments: list[ast.expr], operands: tuple[Tensor, ...]) -> Any:
    if len(arguments) == 1:
        return plain.argument(arguments[0], parameter, call.context)
    values = tuple(plain.argument(one, Parameter(parameter.name, Kind.WHOLE), call.context) for one in arguments)
    if parameter.kind is Kind.AXIS_ORDER and call.name in names.SWAPPING and len(values) == 2:
        with call.context.blaming(call.node):
            return _swapped(values, operands[0])
    return values


def _swapped(pair: tuple[int, ...], operand: Tensor) -> tuple[int, ...]:
    """Return the order of axes with two of them swapped; raises BadAxis."""
    ndim = len(operand.shape)
    first, second = (normal_axis(axis, ndim) for axis in pair)
    order = list(range(ndim))
    order[first], order[second] = second, first
    return tuple(order)


# Creators and makers.


def _created(call: _Call) -> Tensor:
    """Make a constant by a creator (`zeros`, `randn`, …)."""
    keywords, fixed = _without_spelling(call.node.keywords, call.context)
    call.node = ast.copy_location(ast.Call(call.node.func, call.node.args, keywords), call.node)
    _bind(call, [parameter.name for parameter in call.op.parameters])
    attributes = _attributes(call, ())
    with call.context.blaming(call.node):
        value = call.context.trace.created(call.op, attributes)
    return call.context.trace.constant(value, call.context.span(call.node), "fixed" if fixed else "array")


def _made(name: str, node: ast.Call, context: Context) -> Tensor:
    """Make a constant of a number or nested list that is written down (`tensor`, `array`)."""
    keywords, fixed = _without_spelling(node.keywords, context)
    data = [keyword.value for keyword in keywords if keyword.arg in DATA]
    unknown = [keyword for keyword in keywords if keyword.arg not in DATA]
    if unknown:
        raise UnknownKeyword(name, unknown[0].arg or "", ("requires_grad",), span=context.span(unknown[0]))
    given = [*node.args, *data]
    if not given:
        raise MissingArgument(name, MAKER_SIGNATURE, "data", span=context.span(node))
    if len(given) > 1:
        raise TooManyArguments(name, MAKER_SIGNATURE, len(given), 1, span=context.span(given[1]))
    return _taken(given[0], context.span(node), "fixed" if fixed else "array", context)


def _taken(data: ast.expr, span: Span, written: Written, context: Context) -> Tensor:
    """Return the constant of a number, a nested list, or an expression of such and of creators alone."""
    if plain.literal_number(data, context) is not None or isinstance(data, (ast.List, ast.Tuple)):
        nested = plain.cells(data, context)
        truth = plain.are_truth_values(nested)
        return context.trace.constant(plain.array(nested, data, context), span, written, truth=truth)
    mark = len(context.trace.tensors)
    taken = context.trace.taken(context.operand(data), mark, span, written)
    if taken is None:
        raise NotPlain(context.snippet(data), span=context.span(data))
    return taken


def _without_spelling(keywords: list[ast.keyword], context: Context) -> tuple[list[ast.keyword], bool]:
    """Return the keywords but `dtype` and `requires_grad`, and whether the latter is False."""
    rest, fixed = [], False
    for keyword in keywords:
        if keyword.arg == "requires_grad":
            fixed = not plain.argument(keyword.value, Parameter("requires_grad", Kind.FLAG), context)
        elif keyword.arg == "dtype":
            _check_float_type(keyword.value, context)
        else:
            rest.append(keyword)
    return rest, fixed


def _check_float_type(node: ast.expr, context: Context) -> None:
    """Refuse a dtype that is no float type; the request decides which one is used."""
    text = context.snippet(node)
    if text.rpartition(".")[2].strip("\"'") not in FLOAT_TYPES:
        raise BadValue("dtype", text, "float_type", span=context.span(node))


HANDLERS: Handlers = {ast.Call: _call}
