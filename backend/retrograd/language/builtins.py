"""Functions that are no operations: Python's own (`len`, `range`, `print`, …), `grad`, and the seed of chance."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import MappingProxyType

from retrograd.errors import MissingArgument, NotANumber, TooManyArguments, UnknownKeyword, ZeroStep
from retrograd.language import gradients, lists, plain
from retrograd.language.context import Context, Note, Value
from retrograd.language.lists import Entries
from retrograd.language.shown import printed
from retrograd.tensor import Tensor

LONGEST_NOTES = 10_000
"""How many characters a program can print; what comes after is not kept."""


def _arguments(node: ast.Call, least: int, most: int, signature: str, context: Context) -> list[ast.expr]:
    """Return the arguments of a function that takes them in order alone."""
    name = signature.partition("(")[0]
    if node.keywords:
        keyword = node.keywords[0]
        raise UnknownKeyword(name, keyword.arg or "", (), span=context.span(keyword))
    if len(node.args) < least:
        missing = signature.partition("(")[2].strip(")").split(", ")[len(node.args)]
        raise MissingArgument(name, signature, missing, span=context.span(node))
    if len(node.args) > most:
        raise TooManyArguments(name, signature, len(node.args), most, span=context.span(node.args[most]))
    return node.args


def _len(node: ast.Call, context: Context) -> int:
    (argument,) = _arguments(node, 1, 1, "len(x)", context)
    with context.trace.aside():
        value = context.evaluate(argument)
    return len(value) if isinstance(value, str) else lists.entries(value, argument, context).count


def _range(node: ast.Call, context: Context) -> range:
    numbers = [
        plain.whole_of(plain.read(one, context), one, context)
        for one in _arguments(node, 1, 3, "range(start, stop, step)", context)
    ]
    if len(numbers) == 3 and numbers[2] == 0:
        raise ZeroStep(span=context.span(node.args[2]))
    return range(*numbers)


def _zip(node: ast.Call, context: Context) -> Entries:
    several = [lists.entries_of(one, context) for one in _arguments(node, 1, 100, "zip(x, y)", context)]

    def entry(position: int) -> Value:
        context.trace.hold(len(several))
        return tuple([one.at(position) for one in several])

    return Entries(min(one.count for one in several), entry)


def _enumerate(node: ast.Call, context: Context) -> Entries:
    keywords = [keyword for keyword in node.keywords if keyword.arg == "start"]
    call = ast.copy_location(
        ast.Call(node.func, [*node.args, *(one.value for one in keywords)], node.keywords[len(keywords) :]), node
    )
    arguments = _arguments(call, 1, 2, "enumerate(x, start)", context)
    entries = lists.entries_of(arguments[0], context)
    start = plain.whole_of(plain.read(arguments[1], context), arguments[1], context) if len(arguments) > 1 else 0
    return Entries(entries.count, lambda position: (start + position, entries.at(position)))


def _reversed(node: ast.Call, context: Context) -> Entries:
    (argument,) = _arguments(node, 1, 1, "reversed(x)", context)
    entries = lists.entries_of(argument, context)
    return Entries(entries.count, lambda position: entries.at(entries.count - 1 - position))


def _all_entries(node: ast.Call, context: Context) -> list[Value]:
    """Return every entry of the one argument, within the limit of a list's length."""
    if not _arguments(node, 0, 1, "list(x)", context):
        return []
    entries = lists.entries_of(node.args[0], context)
    lists.hold(entries.count, node, context)
    return [entries.at(position) for position in range(entries.count)]


def _list(node: ast.Call, context: Context) -> Value:
    return lists.listed(_all_entries(node, context), node, context)


def _tuple(node: ast.Call, context: Context) -> tuple[Value, ...]:
    return tuple(_all_entries(node, context))


def number_in(value: Value, node: ast.expr, context: Context) -> float:
    """Return the number that a value is, without a gradient; raises NotANumber."""
    if isinstance(value, Tensor) and value.value.size == 1:
        return float(context.trace.look_into(value).reshape(()))
    if isinstance(value, (int, float)):
        return value
    raise NotANumber(context.snippet(node), span=context.span(node))


def _number(convert: Callable[[float], float], signature: str) -> Callable[[ast.Call, Context], float]:
    def convert_argument(node: ast.Call, context: Context) -> float:
        (argument,) = _arguments(node, 1, 1, signature, context)
        with context.trace.aside():
            number = number_in(context.evaluate(argument), argument, context)
        try:
            return convert(number)
        except (OverflowError, ValueError):  # `int` of an infinity or of NaN
            raise NotANumber(context.snippet(argument), span=context.span(argument)) from None

    return convert_argument


def _print(node: ast.Call, context: Context) -> None:
    """Keep what is printed as a note; what is computed for it alone is left out of the graph."""
    between = " "
    for keyword in node.keywords:
        if keyword.arg not in {"sep", "end", "flush"}:
            raise UnknownKeyword("print", keyword.arg or "", ("sep", "end"), span=context.span(keyword))
        value = context.evaluate(keyword.value)
        if keyword.arg == "sep" and isinstance(value, str):
            between = value
    kept = LONGEST_NOTES - sum(len(note.text) for note in context.notes)
    text = ""
    with context.trace.aside():
        for position, one in enumerate(node.args):
            value = context.evaluate(one)
            if len(text) <= kept:
                text += (between if position else "") + printed(value, one, context)
    if kept > 0:
        context.notes.append(Note(text[:kept], context.span(node)))


def _manual_seed(node: ast.Call, context: Context) -> None:
    (argument,) = _arguments(node, 1, 1, "manual_seed(seed)", context)
    context.trace.seed(abs(plain.whole_of(plain.read(argument, context), argument, context)))


FUNCTIONS: Mapping[str, Callable[[ast.Call, Context], Value]] = MappingProxyType(
    {
        "bool": _number(bool, "bool(x)"),
        "enumerate": _enumerate,
        "float": _number(float, "float(x)"),
        "grad": gradients.grad,
        "int": _number(int, "int(x)"),
        "len": _len,
        "list": _list,
        "manual_seed": _manual_seed,
        "print": _print,
        "range": _range,
        "reversed": _reversed,
        "tuple": _tuple,
        "zip": _zip,
    }
)
