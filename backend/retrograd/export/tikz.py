r"""The graph as a TikZ picture for a LaTeX document: each tensor in the column of its longest way from the leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from retrograd.export.dot import kind_of, passes
from retrograd.graphjson.identifiers import node_ids
from retrograd.graphjson.symbols import symbols
from retrograd.language.interpret import Run
from retrograd.tensor import Tensor

ACROSS, DOWN = 2.4, 1.3
"""Centimetres between columns and between rows."""
ESCAPED = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "&%$#_{}"}, "~": r"\~{}", "^": r"\^{}"}
HEAD = (
    r"\documentclass[tikz, border=4pt]{standalone}",
    r"\usepackage{amsmath}",
    r"\usetikzlibrary{shapes.geometric}",
    r"\begin{document}",
    r"\begin{tikzpicture}[",
    r"  >=stealth, every node/.style={font=\small, align=center},",
    r"  leaf/.style={draw, rectangle, rounded corners=2pt, fill=blue!8},",
    r"  constant/.style={rectangle},",
    r"  operation/.style={draw, ellipse, inner sep=2pt},",
    r"  cut/.style={dashed},",
    r"]",
)
TAIL = (r"\end{tikzpicture}", r"\end{document}")


def tikz_lines(run: Run, check: Callable[[], None]) -> Iterator[str]:
    """Yield the lines of a document with the picture of `run`; `check` raises where it takes too long."""
    ids, called = node_ids(run), symbols(run.tensors, run.names)
    yield from HEAD
    for tensor, (column, row) in _places(run).items():
        check()
        operation = f"\\\\ {{\\scriptsize {_escaped(tensor.op.sign)}}}" if tensor.op else ""
        place = f"({column * ACROSS:.1f}, {-row * DOWN:.1f})"
        yield f"  \\node[{kind_of(tensor)}] ({ids[tensor]}) at {place} {{${called[tensor].latex}${operation}}};"
    for tensor in run.tensors:
        check()
        for argument, source in enumerate(tensor.inputs):
            flows = tensor.op is not None and passes(tensor, argument)
            yield f"  \\draw[->{'' if flows else ', cut'}] ({ids[source]}) -- ({ids[tensor]});"
    yield from TAIL


def _places(run: Run) -> dict[Tensor, tuple[int, float]]:
    """Return column and row of each tensor; leaves and constants stand right before their first operation."""
    column: dict[Tensor, int] = {}
    for tensor in run.tensors:
        column[tensor] = max((column[source] + 1 for source in tensor.inputs), default=0)
    before: dict[Tensor, int] = {}
    for tensor in run.tensors:
        for source in tensor.inputs:
            if source.op is None:
                before[source] = min(before.get(source, column[tensor]), column[tensor] - 1)
    column |= before
    heights = Counter(column.values())
    filled: Counter[int] = Counter()
    found: dict[Tensor, tuple[int, float]] = {}
    for tensor, place in column.items():
        found[tensor] = (place, filled[place] - (heights[place] - 1) / 2)
        filled[place] += 1
    return found


def _escaped(text: str) -> str:
    return "".join(ESCAPED.get(sign, sign) for sign in text)
