"""What an expression is evaluated in: the program's text, the variables, the prefixes, the trace."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from retrograd.errors import AxesClash, InnerSizesClash, NotATensor, ProgramError, ShapesClash, Unsupported
from retrograd.language import names, plain
from retrograd.language.trace import Trace
from retrograd.ops.op import Operation
from retrograd.source import Source, Span
from retrograd.tensor import Tensor

Value = Any
"""A tensor, or something plain: int, float, bool, None, str, a tuple of those."""

Handlers = Mapping[type[ast.expr], Callable[[Any, "Context"], Value]]


@dataclass(slots=True)
class Context:
    """One evaluation of one program. `handlers` says for each kind of expression what evaluates it."""

    source: Source
    trace: Trace
    handlers: Handlers
    scope: dict[str, Value] = field(default_factory=dict)
    prefixes: set[str] = field(default_factory=lambda: set(names.PREFIXES))

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> Span:
        """Return where `node` stands."""
        return self.source.span(node)

    def snippet(self, node: ast.expr) -> str:
        """Return the text of `node`."""
        return self.source.snippet(self.source.span(node))

    def evaluate(self, node: ast.expr) -> Value:
        """Return the value of an expression; arithmetic makes nodes, even of bare numbers."""
        handler = self.handlers.get(type(node))
        if handler is None:
            raise Unsupported(type(node).__name__, span=self.span(node))
        return handler(node, self)

    def operand(self, node: ast.expr) -> Tensor:
        """Return the value of an expression as a tensor: a plain number becomes a constant."""
        return self.as_tensor(self.evaluate(node), node)

    def as_tensor(self, value: Value, node: ast.expr) -> Tensor:
        """Return `value`, which `node` gave, as a tensor."""
        if isinstance(value, Tensor):
            return value
        span = self.span(node)
        if isinstance(value, (int, float)):
            return self.trace.constant(plain.to_float(value, span), span, "number")
        raise NotATensor(self.snippet(node), span=span)

    def apply(
        self,
        op: Operation,
        operands: tuple[Tensor, ...],
        attributes: dict[str, Any],
        node: ast.expr | ast.stmt,
        written: tuple[ast.expr, ...],
    ) -> Tensor:
        """Apply `op`; an error is blamed on `node` and names the operands as they are `written`."""
        span = self.source.span(node)
        try:
            return self.trace.apply(op, operands, attributes, span)
        except ProgramError as error:
            if isinstance(error, (ShapesClash, InnerSizesClash, AxesClash)):
                error.operands = tuple(map(self.snippet, written))
            raise error.at(span) from None

    @contextmanager
    def blaming(self, node: ast.expr | ast.stmt) -> Iterator[None]:
        """Blame `node` for an error that does not know its place."""
        try:
            yield
        except ProgramError as error:
            raise error.at(self.span(node)) from None

    def is_prefix(self, node: ast.expr) -> bool:
        """Return whether `node` is a module's name (`np.linalg`) and no variable."""
        path = _dotted(node)
        return path is not None and path in self.prefixes and path.partition(".")[0] not in self.scope


def _dotted(node: ast.expr) -> str | None:
    """Return `a.b.c` for an attribute of names alone, else None."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else None
