"""Numbers, arrays, shapes and indices as Python text that gives exactly the same again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite, isinf
from typing import Any

import numpy as np

from retrograd.ops.op import Shape

WIDTH = 100
INDENT = "    "
LARGEST_WHOLE = 1e15
"""Beyond it, whole numbers are written with an exponent."""


def number(value: float, infinity: str, *, single: bool = False) -> str:
    """Return a number of a formula: whole ones without a point. `infinity` is the module that has inf and nan."""
    if isfinite(value) and value == int(value) and abs(value) < LARGEST_WHOLE and str(value) != "-0.0":
        return str(int(value))
    return cell(value, infinity, single=single)


def cell(value: float, infinity: str, *, single: bool = False) -> str:
    """Return a number as the cell of an array, the shortest that is read as the same."""
    if isfinite(value):
        return str(np.float32(value)) if single else repr(float(value))
    word = f"{infinity}.inf" if isinf(value) else f"{infinity}.nan"
    return f"-{word}" if value < 0 else word


def tuple_of(sizes: Sequence[int]) -> str:
    """Return a tuple: `(2, 3)`, `(3,)`, `()`."""
    return f"({sizes[0]},)" if len(sizes) == 1 else f"({', '.join(map(str, sizes))})"


def axes(axis: Sequence[int] | int) -> str:
    """Return an axis, or several as a tuple."""
    if isinstance(axis, int):
        return str(axis)
    return str(axis[0]) if len(axis) == 1 else tuple_of(axis)


def nested(array: Any, infinity: str, indent: str = "", *, room: int = WIDTH) -> str:
    """Return an array's cells as nested lists; rows that do not fit into a line stand one below the other."""
    single = array.dtype == np.float32
    flat = _flat(array, infinity, single=single)
    if len(flat) <= room - len(indent):
        return flat
    inner = indent + INDENT
    if array.ndim == 1:
        cells = (cell(one, infinity, single=single) for one in array.tolist())
        return "[\n" + "".join(f"{line}\n" for line in _wrapped(cells, inner)) + f"{indent}]"
    rows = (f"{inner}{nested(row, infinity, inner, room=WIDTH - 1)},\n" for row in array)
    return "[\n" + "".join(rows) + f"{indent}]"


def _flat(array: Any, infinity: str, *, single: bool) -> str:
    if array.dtype.kind in "iu":
        return str(array.tolist())
    if not array.ndim:
        return cell(array.item(), infinity, single=single)
    return f"[{', '.join(_flat(row, infinity, single=single) for row in array)}]"


def _wrapped(cells: Iterator[str], indent: str) -> Iterator[str]:
    line = indent
    for one in cells:
        if len(line) + len(one) + 1 > WIDTH:
            yield line.rstrip()
            line = indent
        line += f"{one}, "
    yield line.rstrip()


def index(entries: Sequence[Any], sizes: Shape) -> str:
    """Return what stands in brackets for an index in normal form into an array of `sizes`; whole axes as `:`."""
    texts: list[str] = []
    at = 0
    for entry in entries:
        if entry is None:
            texts.append("None")
            continue
        texts.append(_entry(entry, sizes[at]))
        at += 1
    while texts and texts[-1] == ":":
        texts.pop()
    return ", ".join(texts) or "..."


def _entry(entry: Any, size: int) -> str:
    if isinstance(entry, slice):
        return _part(entry, size)
    if isinstance(entry, np.ndarray):
        return str(entry.tolist())
    return str(entry)


def _part(part: slice, size: int) -> str:
    step = 1 if part.step is None else part.step
    start = part.start
    stop = part.stop
    if step > 0:
        first = "" if not start else str(start)
        last = "" if stop is None or stop >= size else str(stop)
    else:
        first = "" if start is None or start == size - 1 else str(start)
        last = "" if stop is None else str(stop)
    return f"{first}:{last}" + ("" if step == 1 else f":{step}")
