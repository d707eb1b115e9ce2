"""The lines of the forward pass: leaves with their numbers, then each operation, below its line of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from retrograd.export.creators import created
from retrograd.export.expressions import Expr
from retrograd.export.words import Words
from retrograd.export.writing import MOST_IN_A_FORMULA, Writer
from retrograd.language.interpret import Run
from retrograd.language.trace import Group, Origin
from retrograd.tensor import Tensor

FEW = 16
"""Cells of a leaf that are written down; of more, how they were created, if that gives the same numbers."""
LONGEST_REMARK = 92


@dataclass(slots=True)
class Remarks:
    """Comments for what changes from node to node: the group, the caption, the line of the program."""

    run: Run
    writer: Writer
    words: Words
    group: int | None = None
    line: int = 0
    caption: str | None = None
    told: set[int] = field(default_factory=set)

    def before(self, tensor: Tensor) -> None:
        """Write what is new about a tensor's place in the program; the line of a leaf is as good as its own."""
        origin = tensor.origin
        if not isinstance(origin, Origin):
            return
        fresh: list[str] = []
        if origin.caption and origin.caption != self.caption:
            fresh.append(origin.caption)
        self.caption = origin.caption
        if origin.group != self.group:
            fresh += self._groups(origin.group)
            self.group = origin.group
            self.line = 0
        if origin.span.line != self.line and tensor.op is not None:
            self.line = origin.span.line
            fresh.append(self._line())
        for remark in fresh:
            self._write(remark)

    def line_of(self, tensor: Tensor) -> None:
        """Write the line of the program that an operation is in, where it is another one."""
        origin = tensor.origin
        if isinstance(origin, Origin) and (origin.span.line, origin.group) != (self.line, self.group):
            self.line, self.group = origin.span.line, origin.group
            self._write(self._line())

    def _line(self) -> str:
        text = self.run.source.lines[self.line - 1].strip()
        return self.words.line.format(line=self.line, text=text)

    def _groups(self, number: int | None) -> list[str]:
        """Return the calls, loops and passes that begin here, the outermost first."""
        found: list[str] = []
        while number is not None and number not in self.told:
            self.told.add(number)
            group = self.run.groups[number]
            found.append(_told(group))
            number = group.parent
        return found[::-1]

    def _write(self, remark: str) -> None:
        text = " ".join(remark.split())
        if len(text) > LONGEST_REMARK:
            text = text[: LONGEST_REMARK - 1] + "…"
        self.writer.line(f"# {text}")


def _told(group: Group) -> str:
    if group.kind != "call" or group.operation is not None:
        return group.label
    arguments = ", ".join(f"{name}={text}" for name, text in group.arguments)
    return f"{group.label}({arguments})"


def write_forward(
    run: Run,
    writer: Writer,
    words: Words,
    check: Callable[[], None],
    *,
    leaf: Callable[[Expr], Expr],
    inlined: bool,
) -> None:
    """Write a line for each leaf and operation.

    `leaf` makes of the numbers of a leaf what can have a gradient. With `inlined`, what has no name and one user
    stands within its user's line.
    """
    remarks = Remarks(run, writer, words)
    uses = Counter(source for tensor in run.tensors for source in tensor.inputs)
    for tensor in run.tensors:
        check()
        named = tensor in run.names
        if tensor.implicit:  # the libraries broadcast by themselves
            continue
        if tensor.op is None:
            if named or tensor is run.output or tensor.requires_grad or not _short(tensor):
                remarks.before(tensor)
                numbers = _numbers(run, writer, tensor)
                writer.known[tensor] = writer.assign(
                    writer.names[tensor], leaf(numbers) if tensor.requires_grad else numbers
                )
            continue
        if inlined and not named and uses[tensor] == 1 and tensor is not run.output and not _cut(tensor):
            continue
        remarks.before(tensor)
        _write_operation(writer, words, tensor)


def _short(tensor: Tensor) -> bool:
    """Return whether a constant may stand within a formula."""
    return tensor.value.size <= MOST_IN_A_FORMULA or bool((tensor.value == tensor.value.flat[0]).all())


def _numbers(run: Run, writer: Writer, tensor: Tensor) -> Expr:
    """Return the numbers of a leaf or a constant: as they were created if they are many, else as they are."""
    if tensor.value.size > FEW:
        found = created(run, tensor, single=writer.single)
        if found is not None:
            return writer.dialect.created(writer, found, tensor.value.shape)
    return writer.literal(tensor.value)


def _cut(tensor: Tensor) -> bool:
    """Return whether a gradient that could pass through an operation was cut off by `no_grad`."""
    op = tensor.op
    assert op is not None  # noqa: S101  (only operations are asked)
    passes = any(tensor.inputs[argument].requires_grad for argument, _ in op.passes)
    return passes and not tensor.requires_grad


def _write_operation(writer: Writer, words: Words, tensor: Tensor) -> None:
    writer.ties = False
    made = writer.full(writer.expression(tensor), tensor.value.shape)
    if _cut(tensor):
        made = writer.dialect.detached(made)
    writer.known[tensor] = writer.assign(writer.names[tensor], made, words.ties if writer.ties else "")
