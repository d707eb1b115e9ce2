"""What an expression is evaluated in: the program's text, the variables, the prefixes, the trace."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from retrograd.errors import AxesClash, InnerSizesClash, NotATensor, NotCalled, ProgramError, ShapesClash, Unsupported
from retrograd.language import names, nesting, plain
from retrograd.language.given import Given
from retrograd.language.scopes import Scope
from retrograd.language.trace import LARGEST_COUNT, Trace
from retrograd.ops.op import Operation
from retrograd.source import Source, Span
from retrograd.tensor import Tensor

Value = Any
"""A tensor, something plain (int, float, bool, None, str, a range, a tuple of those), a list or a function."""

Gradients = Callable[[Tensor, Sequence[Tensor], Tensor], Sequence[Tensor | None]]
"""Called with an output, sources and a seed; returns the gradient of each source, recorded, None without a path."""


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (str, "text"),
    (type(None), "nothing"),
    ((int, float), "number"),
    (list, "list"),
)
"""The reports' keys for values that are no tensors."""


class Note(NamedTuple):
    """What a program printed, and where."""

    text: str
    span: Span


Execute = Callable[[ast.stmt, "Context"], Value]
"""Called with a statement; returns its value."""

Handlers = Mapping[type[ast.expr], Callable[[Any, "Context"], Value]]


@dataclass(slots=True)
class Context:
    """One evaluation of one program.

    `handlers` says for each kind of expression what evaluates it, `gradients` is how derivatives are taken, which
    the language does not know. `captions` are by the line of the statement below. `depth` counts the calls that are
    open, `passes` those that loops have made, `notes` is what was printed. `given` are numbers for leaves.
    """

    source: Source
    tree: ast.Module
    captions: Mapping[int, str]
    trace: Trace
    handlers: Handlers
    execute: Execute
    gradients: Gradients
    given: Given = field(default_factory=Given)
    scope: Scope = field(default_factory=Scope)
    depth: int = 0
    passes: int = 0
    notes: list[Note] = field(default_factory=list)
    prefixes: set[str] = field(default_factory=lambda: set(names.PREFIXES))

    def span(self, node: ast.expr | ast.stmt | ast.keyword) -> Span:
        """Return where `node` stands."""
        return self.source.span(node)

    def first_line(self, statement: ast.stmt) -> Span:
        """Return the place of a statement without its body."""
        return self.source.first_line(statement)

    def snippet(self, node: ast.expr | ast.stmt) -> str:
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

    def operation(self, operator: ast.operator | ast.cmpop, node: ast.expr | ast.stmt) -> Operation:
        """Return the operation that the operator in `node` means."""
        op = names.OPERATORS.get(type(operator).__name__)
        if op is None:
            raise Unsupported(type(operator).__name__, self._meant(operator, node), span=self.span(node))
        return op

    def _meant(self, operator: ast.operator | ast.cmpop, node: ast.expr | ast.stmt) -> str:
        """Return the power, or the condition, that an operator on bits was meant to be."""
        if not isinstance(node, ast.BinOp):
            return ""
        left, right = self.snippet(node.left), self.snippet(node.right)
        if isinstance(operator, ast.BitXor):
            bases = f"({left})" if isinstance(node.left, (ast.BinOp, ast.UnaryOp)) else left
            return f"{bases} ** {f'({right})' if isinstance(node.right, ast.BinOp) else right}"
        name = {ast.BitAnd: "logical_and", ast.BitOr: "logical_or"}.get(type(operator))  # type: ignore[arg-type]
        return f"{name}({left}, {right})" if name else ""

    def as_tensor(self, value: Value, node: ast.expr) -> Tensor:
        """Return `value`, which `node` gave, as a tensor."""
        if isinstance(value, Tensor):
            return value
        span = self.span(node)
        if isinstance(value, (int, float)):
            return self.trace.constant(plain.to_float(value, span), span, "number")
        if isinstance(value, range):
            self.trace.allow((min(nesting.length(value), LARGEST_COUNT),))
            return self.trace.constant(value, span, "array")
        if isinstance(value, list) and not value:
            return self.trace.constant(value, span, "array")
        called = getattr(value, "called", None)
        if called is not None:
            raise NotCalled(called, span=span)
        raise self.no_tensor(value, node)

    def no_tensor(self, value: Value, node: ast.expr) -> NotATensor:
        """Return the error that `value`, which `node` gave, is no tensor; it says what it is."""
        if isinstance(value, tuple):
            decimal = len(value) == 2 and all(type(one) is int for one in value)
            kind, better = ("decimal", f"{value[0]}.{value[1]}") if decimal and value[1] >= 0 else ("tuple", "")
        else:
            better, kind = "", next((kind for types, kind in _KINDS if isinstance(value, types)), "several")
        return NotATensor(self.snippet(node), kind, better, span=self.span(node))

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

    def line_that_binds(self, name: str) -> int | None:
        """Return the line on which a name first gets a value, if the program has one."""
        lines = [
            node.lineno
            for node in ast.walk(self.tree)
            if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name)
            or (isinstance(node, ast.FunctionDef) and node.name == name)
        ]
        return min(lines, default=None)

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
