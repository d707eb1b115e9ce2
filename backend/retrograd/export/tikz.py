r"""The graph as a TikZ picture for a LaTeX document: each tensor in a column right before its first use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import sqrt

from retrograd.export.columns import arranged
from retrograd.export.dot import kind_of, passes
from retrograd.export.grid import Grid, Point, written
from retrograd.export.pdflatex import UNSET, escaped, settable
from retrograd.graphjson.identifiers import node_ids
from retrograd.graphjson.symbols import Symbol, symbols
from retrograd.language.interpret import Run
from retrograd.tensor import Tensor

NAME, SIGN, AROUND = 0.19, 0.15, 0.35
"""Centimetres of a letter of a name and of an operation's sign, at most, and of what is around them."""
LONGER = 5
"""How many letters more there are where a number stands for one that LaTeX has not got."""
HEAD = (
    r"\documentclass[tikz, border=4pt]{standalone}",
    r"\usepackage{amsmath}",
    r"\usetikzlibrary{shapes.geometric}",
    r"\begin{document}",
)
TAIL = (r"\end{tikzpicture}", r"\end{document}")


def tikz_lines(run: Run, check: Callable[[], None]) -> Iterator[str]:
    """Yield the lines of a document with the picture of `run`; `check` raises where it takes too long."""
    ids, called = node_ids(run), symbols(run.tensors, run.names)
    grid = Grid(arranged(run.tensors, check), [_width(tensor, called[tensor]) for tensor in run.tensors])
    yield from HEAD if grid.scale == 1 else _small(grid.scale)
    yield from _picture(grid.scale)
    for number, tensor in enumerate(run.tensors):
        check()
        yield f"  {_node(tensor, called[tensor], ids[tensor], grid.place(number))}"
    yield from _edges(run, grid, ids, check)
    yield from TAIL


def _small(scale: float) -> Iterator[str]:
    """Yield the head of a picture that would be wider than TeX can count: its letters and lines are smaller too."""
    yield r"\RequirePackage{fix-cm}"
    yield from HEAD
    for name, size, line in (("small", 9, 11), ("scriptsize", 7, 8)):
        yield rf"\renewcommand{{\{name}}}{{\fontsize{{{size * scale:.3f}}}{{{line * scale:.3f}}}\selectfont}}"


def _picture(scale: float) -> Iterator[str]:
    """Yield the beginning of the picture, with the styles of nodes and edges."""
    yield r"\begin{tikzpicture}["
    yield r"  >=stealth, every node/.style={font=\small, align=center},"
    if scale < 1:
        yield f"  line width={0.4 * scale:.4f}pt, inner sep={3 * scale:.4f}pt,"
    yield f"  leaf/.style={{draw, rectangle, rounded corners={2 * scale:g}pt, fill=blue!8}},"
    yield r"  constant/.style={rectangle},"
    yield f"  operation/.style={{draw, ellipse, inner sep={2 * scale:g}pt}},"
    yield r"  implicit/.style={dashed},"
    yield r"  cut/.style={dashed},"
    yield r"  flow/.style={out=0, in=180, looseness=0.8},"
    yield r"]"


def _edges(run: Run, grid: Grid, ids: dict[Tensor, str], check: Callable[[], None]) -> Iterator[str]:
    """Yield the way that the far edges of a node share, then every edge: from its source, or from where it leaves.

    Where an edge of n0 leaves the way after two columns is called n0-2.
    """
    numbers = {tensor: number for number, tensor in enumerate(run.tensors)}
    leaving: dict[Tensor, set[int]] = {}
    flowing = set[Tensor]()
    for tensor in run.tensors:
        for argument, source in enumerate(tensor.inputs):
            lanes = grid.passed(numbers[source], numbers[tensor])
            if lanes:
                leaving.setdefault(source, set()).add(lanes)
                if passes(tensor, argument):
                    flowing.add(source)
    for source, places in leaving.items():
        check()
        points = grid.shared(numbers[source], f"{ids[source]}-", places)
        yield f"  \\draw{'' if source in flowing else '[cut]'} ({ids[source]}){points};"
    for tensor in run.tensors:
        check()
        for argument, source in enumerate(tensor.inputs):
            cut = "" if passes(tensor, argument) else ", cut"
            lanes = grid.passed(numbers[source], numbers[tensor])
            start = f"{ids[source]}-{lanes}" if lanes else ids[source]
            yield f"  \\draw[->{cut}] ({start}){grid.last(numbers[source], numbers[tensor])} ({ids[tensor]});"


def _width(tensor: Tensor, symbol: Symbol) -> float:
    """Return how wide a node is at most: letters are of different widths, which LaTeX alone knows."""
    name = len(symbol.label) + LONGER * settable(symbol.latex).count(UNSET)
    letters = max(name * NAME, len(tensor.op.sign) * SIGN if tensor.op else 0)
    return letters * (sqrt(2) if tensor.op else 1) + AROUND


def _node(tensor: Tensor, symbol: Symbol, name: str, place: Point) -> str:
    style = kind_of(tensor) + (", implicit" if tensor.implicit else "")
    formula = settable(symbol.latex)
    if formula.startswith("("):  # a number, which needs no brackets where it stands alone
        formula = formula[1:-1]
    sign = f"\\\\ {{\\scriptsize {escaped(tensor.op.sign)}}}" if tensor.op else ""
    remark = f" % {symbol.label}" if UNSET in formula else ""
    return f"\\node[{style}] ({name}) at {written(place)} {{${formula}${sign}}};{remark}"
