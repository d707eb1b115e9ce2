"""The graph JSON as bytes, a few records at a time: what has been written is not held as records too."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import orjson

from retrograd.graphjson.build import RECORDS, Options, Writer
from retrograd.language.interpret import Run
from retrograd.limits import Limits

AT_ONCE = 16
"""Records that are made before they are written."""
FEW = 64
"""Nodes up to which all records are made before they are written, which is a little quicker."""


class Written(NamedTuple):
    """A graph as JSON; how many numbers its arrays show, all together and each of those with more than one."""

    content: bytes
    numbers: int
    cells: list[int]


def written(run: Run, options: Options, limits: Limits) -> Written:
    """Differentiate `run` and return its graph as JSON; raises BadSeed, BadSeedShape or LimitExceeded."""
    with np.errstate(all="ignore"):
        writer = Writer(run, options, limits)
        if len(run.tensors) > FEW:
            content = _in_pieces(writer.parts())
            return Written(content, writer.shown.total, writer.shown.cells)
        graph, total, cells = writer.graph(), writer.shown.total, writer.shown.cells
        del writer  # with all contributions, of which large arrays show a part
        return Written(_json(graph), total, cells)


def _in_pieces(parts: Iterator[tuple[str, Any]]) -> bytes:
    document = BytesIO()
    before = b"{"
    for name, part in parts:
        document.write(b'%b"%b":' % (before, name.encode()))
        if name in RECORDS:
            _write_list(part, document)
        else:
            document.write(_json(part))
        before = b","
    document.write(b"}")
    return document.getvalue()


def _write_list(records: Iterator[Any], document: BytesIO) -> None:
    before = b"["
    while some := tuple(islice(records, AT_ONCE)):
        document.write(before)
        document.write(memoryview(_json(some))[1:-1])
        before = b","
    document.write(b"]" if before == b"," else b"[]")


def _json(part: Any) -> bytes:
    return orjson.dumps(part, option=orjson.OPT_SERIALIZE_NUMPY)
