"""Operations as Python functions: arguments by position or by either library's keyword, as their declarations say."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from retrograd.language.names import KEYWORDS
from retrograd.ops.op import REQUIRED, VARIADIC, Kind, Operation


class Bound(NamedTuple):
    """A call sorted out: the declaration for the operands that it brings, those operands, its attributes."""

    op: Operation
    operands: tuple[Any, ...]
    attributes: dict[str, Any]


def bound(op: Operation, arguments: tuple[Any, ...], keywords: dict[str, Any]) -> Bound:
    """Return what goes where in a call; raises TypeError as a call in Python would."""
    parameters = {parameter.name: parameter for parameter in op.parameters}
    order = op.positional
    last = parameters.get(order[-1]) if order else None
    takes_rest = last is not None and last.kind in VARIADIC and len(arguments) > len(order)
    if takes_rest or (op.many == "rest" and len(arguments) >= len(order)):
        arguments = (*arguments[: len(order) - 1], _rest(arguments[len(order) - 1 :]))
    if len(arguments) > len(order):
        raise TypeError(f"{op.signature} takes {len(order)} arguments in order, not {len(arguments)}")
    found = dict(zip(order, arguments, strict=False))
    for keyword, value in keywords.items():
        name = _own_name(op, keyword)
        if name in found:
            raise TypeError(f"{op.signature} got `{name}` twice")
        found[name] = value
    missing = [name for name in op.operands if name not in found and name not in op.optional]
    missing += [name for name, one in parameters.items() if name not in found and one.default is REQUIRED]
    if missing:
        raise TypeError(f"{op.signature} needs `{missing[0]}`")
    attributes = {name: found.get(name, one.default) for name, one in parameters.items()}
    normal = {name: _normal(value, parameters[name].kind) for name, value in attributes.items()}
    if op.many:
        operands = tuple(found[op.operands[0]])
        return Bound(op, operands, normal)
    given = tuple(name for name in op.operands if found.get(name) is not None or name not in op.optional)
    return Bound(op.of(given), tuple(found[name] for name in given), normal)


def _rest(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Several arguments, or one list of them."""
    only = arguments[0] if len(arguments) == 1 else None
    return tuple(only) if isinstance(only, (list, tuple)) else arguments


def _own_name(op: Operation, keyword: str) -> str:
    own = {*op.operands, *(parameter.name for parameter in op.parameters)}
    for name in (keyword, *KEYWORDS.get(keyword, ())):
        if name in own:
            return name
    raise TypeError(f"{op.signature} takes no `{keyword}`")


def _normal(value: Any, kind: Kind) -> Any:
    """NumPy's numbers are Python's here; a single size or axis is a tuple of one where a tuple is wanted."""
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.tolist()
    return (value,) if kind in VARIADIC and isinstance(value, int) else value
