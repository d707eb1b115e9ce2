"""Tensors to lines of a script: an expression for each, with names for the parts that are used twice or are long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from retrograd.errors import LimitExceeded
from retrograd.export.dialect import Dialect
from retrograd.export.expressions import Expr
from retrograd.export.literals import WIDTH, cell, number
from retrograd.export.names import Names
from retrograd.ops.op import Operation, Shape
from retrograd.tensor import Tensor

LONGEST = 80
"""Of an expression; beyond it, parts of it get lines of their own."""
COUNTING = frozenset({"sum", "divide"})
"""Operations that take truth values and whole numbers for what they are."""
WORTH_A_LINE = 18
LEAST_OF_A_CELL = 5
"""Characters of a number with its comma."""
MOST_IN_A_FORMULA = 12
"""Cells of an array that may stand within an expression."""


class Application(NamedTuple):
    """An operation applied to operands, for which a spelling gives the code."""

    writer: Writer
    op: Operation
    node: Tensor
    operands: tuple[Expr, ...]

    @property
    def attributes(self) -> Mapping[str, Any]:
        """The attributes in normal form."""
        return self.node.attributes

    @property
    def shape(self) -> Shape:
        """The shape of the result."""
        return self.node.value.shape

    def shape_of(self, operand: int) -> Shape:
        """Return the shape of an operand, as the operation sees it."""
        return self.node.inputs[operand].value.shape

    def has(self, operand: str) -> bool:
        """Return whether an operand that may be left out is there."""
        return operand in self.op.operands

    def named(self, operand: str) -> Expr:
        """Return an operand by its name."""
        return self.operands[self.op.operands.index(operand)]


Spelling = Callable[[Application], Expr]


@dataclass(slots=True)
class Writer:
    """The lines so far, and what each tensor is written as.

    `helpers` are the functions that the lines call, `shapes` those shapes that a variable has, `written` the parts
    of expressions that have a name already, `most` how many characters the script may have,
    `ties` whether gradients of ties have come up that the library shares in another way.
    """

    dialect: Dialect
    names: Names
    single: bool
    most: int
    lines: list[str] = field(default_factory=list)
    size: int = 0
    known: dict[Tensor, Expr] = field(default_factory=dict)
    helpers: dict[str, None] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    shapes: dict[Shape, str] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)
    written: dict[str, Expr] = field(default_factory=dict)
    ties: bool = False

    def line(self, text: str) -> None:
        """Write one or several lines; raises LimitExceeded if they become too many."""
        self.lines.append(text)
        self._allow(len(text) + 1)
        self.size += len(text) + 1

    def literal(self, value: Any) -> Expr:
        """Return an array with its numbers; raises LimitExceeded before that takes too much room."""
        self._allow(value.size * LEAST_OF_A_CELL)
        return self.dialect.array(value, single=self.single)

    def _allow(self, more: int) -> None:
        if self.size + more > self.most:
            raise LimitExceeded("answer", self.most, self.size + more)

    def assign(self, name: str, expression: Expr, comment: str = "") -> Expr:
        """Write `name = expression` and return the name as an expression."""
        self.variables.add(name)
        text = f"{name} = {expression.text}"
        if comment and len(text) + len(comment) + 4 > WIDTH:
            self.line(f"# {comment}")
            comment = ""
        self.line(f"{text}  # {comment}" if comment else text)
        return Expr(name, shape=expression.shape, kind="float" if expression.kind == "number" else expression.kind)

    def shape_text(self, shape: Shape) -> str:
        """Return a shape, as that of a variable where one has been put in `shapes`."""
        known = self.shapes.get(shape)
        return known or f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"

    def number(self, value: float) -> Expr:
        """Return a number of a formula."""
        text = number(value, self.dialect.module, single=self.single)
        signed = replace(Expr(text), kind="number")
        return replace(signed, level=signed.level.UNARY) if text.startswith("-") else signed

    # What a node is written as.

    def expression(self, root: Tensor) -> Expr:
        """Return the expression of a tensor, down to tensors that are known; writes lines for parts of it."""
        uses = self._uses(root)
        stack: list[tuple[Tensor, bool]] = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if node in self.known:
                continue
            if node.op is None:
                self.known[node] = self._constant(node)
            elif not ready:
                stack.append((node, True))
                stack.extend((source, False) for source in reversed(node.inputs))
            else:
                made = self._applied(node)
                alone = node is root or uses[node] == 1 or made.atomic
                self.known[node] = made if alone else self._part(made)
        return self.known[root]

    def _uses(self, root: Tensor) -> Counter[Tensor]:
        """Count how often each unknown tensor below `root` is an operand."""
        uses: Counter[Tensor] = Counter()
        waiting, seen = [root], {root}
        while waiting:
            for source in waiting.pop().inputs:
                if source in self.known:
                    continue
                uses[source] += 1
                if source not in seen:
                    seen.add(source)
                    waiting.append(source)
        return uses

    def _applied(self, node: Tensor) -> Expr:
        op = node.op
        assert op is not None  # noqa: S101  (asked by the caller)
        form = self.dialect.forms.get(op.name)
        if form is not None:
            return self.by(form, op, node)
        if op.name in self.dialect.ties:
            self.ties = self.ties or _has_ties(node.inputs[0].value)
        spelling = self.dialect.spellings[op.name]
        operands = self._operands(op, node)
        made = spelling(Application(self, op, node, operands))
        while len(made.text) > LONGEST:
            longest = max(operands, key=lambda one: 0 if one.atomic else len(one.text))
            if longest.atomic or len(longest.text) < WORTH_A_LINE:
                break
            part = self._part(longest)
            operands = tuple(part if one is longest else one for one in operands)
            made = spelling(Application(self, op, node, operands))
        return made

    def by(self, form: Callable[[Operation, Tensor], Tensor], op: Operation, node: Tensor) -> Expr:
        """Return the expression of an operation that is written by others."""
        for source in node.inputs:  # the formula may use them more than once
            self.known[source] = self.atom(self.known[source])
        return self.expression(form(op, node))

    def _operands(self, op: Operation, node: Tensor) -> tuple[Expr, ...]:
        """Return the operands as the operation wants them: in full shape unless it broadcasts, and as floats."""
        found = [self.known[source] for source in node.inputs]
        if op.name not in self.dialect.takes_any_kind:
            found = [self._floated(op, operand, found) for operand in found]
        if not op.slope and op.name not in self.dialect.broadcasts:
            shapes = [source.value.shape for source in node.inputs]
            found = list(map(self.full, found, shapes))
        return tuple(found)

    def _floated(self, op: Operation, operand: Expr, operands: list[Expr]) -> Expr:
        """Return truth values and whole numbers as floats; in a product or a sum with floats they count as such."""
        if operand.kind in {"float", "number"}:
            return operand
        if op.name in COUNTING and not self.single:  # in single precision, whole numbers would make double ones
            return operand
        counted = op.name in {"multiply", "add"} and any(one.kind == "float" for one in operands)
        if operand.kind == "truth" and counted:
            return operand
        return self.dialect.floated(operand, single=self.single)

    def floats(self, operand: Expr) -> Expr:
        """Return an operand as floats."""
        return operand if operand.kind in {"float", "number"} else self.dialect.floated(operand, single=self.single)

    def own_floats(self, made: Expr) -> Expr:
        """Return what a function made of its own, in double precision, in the script's."""
        return self.dialect.floated(made, single=True) if self.single else made

    def full(self, operand: Expr, shape: Shape) -> Expr:
        """Return an operand as an array of this very shape."""
        if operand.kind == "number":
            return self.dialect.filled(operand, shape, self.shape_text(shape), single=self.single)
        if operand.shape == shape:
            return operand
        short = self._part(operand) if len(operand.text) > LONGEST // 2 else operand
        return self.dialect.repeated(short, shape, self.shape_text(shape))

    def array(self, operand: Expr) -> Expr:
        """Return an operand as an array: a number of Python's has no methods, and raises where an array gives inf."""
        return self.full(operand, ()) if operand.kind == "number" else operand

    def atom(self, operand: Expr) -> Expr:
        """Return an operand that may be written twice."""
        return operand if operand.atomic else self._part(operand)

    def _part(self, expression: Expr) -> Expr:
        """Give an expression a name and a line of its own; the same expression keeps its name."""
        known = self.written.get(expression.text)
        if known is None:
            known = self.written[expression.text] = self.assign(self.names.temporary(), expression)
        return known

    def helper(self, name: str) -> str:
        """Return the name of a function that the script defines, and let it define it."""
        for needed in self.dialect.needs.get(name, ()):
            self.helper(needed)
        self.helpers[name] = None
        return name

    def _constant(self, node: Tensor) -> Expr:
        """Return a constant: a number, an array that is short or has a name for itself, or one on a line."""
        value = node.value
        if not value.ndim:
            return self.number(float(value))
        if value.size and (value == value.flat[0]).all():
            return self.number(float(value.flat[0]))
        size = value.shape[0]
        if value.shape == (size, size) and np.array_equal(value, np.eye(size)):
            return self.dialect.identity(size, single=self.single)
        made = self.literal(value)
        return made if value.size <= MOST_IN_A_FORMULA and "\n" not in made.text else self._part(made)

    def cell(self, value: float) -> str:
        """Return a number that stays one with a point."""
        return cell(value, self.dialect.module, single=self.single)


def _has_ties(value: Any) -> bool:
    return bool(np.unique(value).size < value.size)
