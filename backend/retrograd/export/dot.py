"""The graph in DOT, the language of Graphviz: leaves, constants and operations, with calls and loops as clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from retrograd.graphjson.identifiers import node_ids
from retrograd.graphjson.symbols import symbols
from retrograd.language.interpret import Run
from retrograd.language.trace import Origin
from retrograd.tensor import Tensor

SHAPES = {"leaf": "box", "constant": "plaintext", "operation": "ellipse"}
CLOSE = ", width=0, height=0, margin=0.05"
"""A number takes as much room as it needs, so that its arrow begins at it."""
INDENT = "  "


def dot_lines(run: Run, check: Callable[[], None]) -> Iterator[str]:
    """Yield the lines of the graph of `run`; `check` raises where it takes too long."""
    ids = node_ids(run)
    labels = {tensor: symbol.label for tensor, symbol in symbols(run.tensors, run.names).items()}
    yield "digraph retrograd {"
    yield f"{INDENT}rankdir=LR;"
    yield f'{INDENT}graph [fontname="Helvetica"];'
    yield f'{INDENT}node [fontname="Helvetica"];'
    yield from _within(run, ids, labels)
    for tensor in run.tensors:
        check()
        for argument, source in enumerate(tensor.inputs):
            style = "" if passes(tensor, argument) else " [style=dashed]"
            yield f"{INDENT}{ids[source]} -> {ids[tensor]}{style};"
    yield "}"


def passes(tensor: Tensor, argument: int) -> bool:
    """Return whether a gradient flows back along an edge."""
    assert tensor.op is not None  # noqa: S101  (an edge leads to an operation)
    return tensor.requires_grad and tensor.op.vjp[argument] is not None and tensor.inputs[argument].requires_grad


def _within(run: Run, ids: dict[Tensor, str], labels: dict[Tensor, str]) -> Iterator[str]:
    """Yield the nodes, those of a group within its cluster, the innermost first closed."""
    own: dict[int | None, list[Tensor]] = defaultdict(list)
    inner: dict[int | None, list[int]] = defaultdict(list)
    for tensor in run.tensors:
        own[_group(tensor)].append(tensor)
    filled = {number for number in own if number is not None}
    for one in sorted(filled):
        outer = run.groups[one].parent
        while outer is not None and outer not in filled:
            filled.add(outer)
            outer = run.groups[outer].parent
    for one in sorted(filled):
        inner[run.groups[one].parent].append(one)
    stack: list[tuple[int | None, int, bool]] = [(None, 1, False)]
    while stack:
        number, depth, done = stack.pop()
        space = INDENT * depth
        if done:
            yield f"{INDENT * (depth - 1)}}}"
            continue
        if number is not None:
            yield f"{INDENT * (depth - 1)}subgraph cluster_g{number} {{"
            yield f'{space}label="{_quoted(run.groups[number].label)}";'
            stack.append((number, depth, True))
        for tensor in own[number]:
            yield f"{space}{ids[tensor]} [{_attributes(tensor, labels)}];"
        stack.extend((one, depth + 1, False) for one in reversed(inner[number]))


def _group(tensor: Tensor) -> int | None:
    return tensor.origin.group if isinstance(tensor.origin, Origin) else None


def kind_of(tensor: Tensor) -> str:
    """Return what kind of node a tensor is."""
    return "operation" if tensor.op else "leaf" if tensor.requires_grad else "constant"


def _attributes(tensor: Tensor, labels: dict[Tensor, str]) -> str:
    lines = [labels[tensor], *([tensor.op.sign] if tensor.op else [])]
    lines += [str(tensor.value.shape)] if tensor.value.shape else []
    style = ", style=dashed" if tensor.implicit else CLOSE if kind_of(tensor) == "constant" else ""
    text = "\\n".join(map(_quoted, lines))
    return f'label="{text}", shape={SHAPES[kind_of(tensor)]}{style}'


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")  # it reads HTML's entities
