"""`grad(y, x)`: a gradient as a tensor of the graph, which can be used and differentiated again."""

from __future__ import annotations

import ast

import numpy as np

from retrograd.errors import MissingArgument, NotDifferentiable, TooManyArguments, UnknownKeyword, Unsupported
from retrograd.language.callables import Builtin, Function, is_builtin
from retrograd.language.context import Context, Value
from retrograd.language.lists import SEVERAL, made
from retrograd.language.scopes import ABSENT
from retrograd.language.trace import Group
from retrograd.tensor import Tensor

SIGNATURE = "grad(y, x)"
IGNORED = frozenset({"create_graph", "retain_graph", "allow_unused"})
"""PyTorch's keywords that say nothing here: a gradient can always be differentiated again."""


def grad(node: ast.Call, context: Context) -> Value:
    """Return the gradient of y, of its sum if it is no scalar, in x, or in each tensor of a list."""
    y, x = _sides(node, context)
    output = context.evaluate(y)
    if isinstance(output, (Function, Builtin)):
        raise Unsupported("gradOfFunction", span=context.span(y))
    output = context.as_tensor(output, y)
    given = context.evaluate(x)
    if isinstance(given, (int, float)):
        raise context.no_tensor(given, x)
    sources = [context.as_tensor(one, x) for one in given] if isinstance(given, SEVERAL) else None
    if output.op is not None and output.op.truth:
        raise NotDifferentiable(context.snippet(y), span=context.span(y))
    arguments = (("y", context.snippet(y)), ("x", context.snippet(x)))
    context.trace.consulted.add(None)  # a rule may look at numbers, as that of `power` at a constant exponent
    with context.trace.within(Group("grad", context.span(node), arguments=arguments)), context.blaming(node):
        found = _gradients(output, sources or [context.as_tensor(given, x)], node, context)
    return found[0] if sources is None else made(found, context)


def _sides(node: ast.Call, context: Context) -> tuple[ast.expr, ast.expr]:
    named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg not in IGNORED}
    sides = [*node.args]
    for names in (("y", "outputs"), ("x", "inputs")):
        sides += [named.pop(name) for name in names if name in named]
    if named:
        keyword = next(one for one in node.keywords if one.arg in named)
        raise UnknownKeyword("grad", keyword.arg or "", ("y", "x"), span=context.span(keyword))
    if len(sides) == 1 and isinstance(sides[0], ast.Name) and _is_function(sides[0].id, context):
        raise Unsupported("gradOfFunction", span=context.span(node))
    if len(sides) < 2:
        raise MissingArgument("grad", SIGNATURE, "x" if sides else "y", span=context.span(node))
    if len(sides) > 2:
        raise TooManyArguments("grad", SIGNATURE, len(sides), 2, span=context.span(sides[2]))
    return sides[0], sides[1]


def _is_function(name: str, context: Context) -> bool:
    value = context.scope.find(name)
    return isinstance(value, (Function, Builtin)) or (value is ABSENT and is_builtin(name))


def _gradients(output: Tensor, sources: list[Tensor], node: ast.Call, context: Context) -> list[Tensor]:
    span = context.span(node)
    seed = context.trace.constant(np.ones(output.shape), span, "array")
    found = context.gradients(output, sources, seed)
    return [
        context.trace.constant(np.zeros(source.shape), span, "array") if gradient is None else gradient
        for source, gradient in zip(sources, found, strict=True)
    ]
