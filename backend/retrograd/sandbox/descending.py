"""A descent to its answer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import orjson

from retrograd.errors import LimitExceeded, ProgramError
from retrograd.graphjson.arrays import encode, numbers
from retrograd.graphjson.descent import Descent, Wish, descend
from retrograd.graphjson.model import DType
from retrograd.limits import Limits
from retrograd.reports import Language, report


def descent_json(wanted: dict[str, Any], limits: Limits) -> bytes:
    """Return a descent as JSON; raises the program's errors where it begins."""
    names = wanted["parameters"]
    found = descend(
        wanted["program"],
        Wish(None if names is None else tuple(names), wanted["rate"], wanted["steps"]),
        limits,
        output=wanted["output"] or None,
        dtype=wanted["dtype"],
        opening=frozenset(wanted["opened"]),
        values=wanted["values"],
    )
    cells = sum(one.size for one in found.points[-1])
    if cells > limits.numbers:
        raise LimitExceeded("numbers", limits.numbers, cells)
    return orjson.dumps(_document(found, wanted["dtype"], wanted["lang"]), option=orjson.OPT_SERIALIZE_NUMPY)


def _document(found: Descent, dtype: DType, language: Language) -> dict[str, Any]:
    stopped = _stopped(found.error)
    trail = [np.stack(one) for one in zip(*found.points, strict=True)]
    return {
        "losses": numbers(np.array(found.losses), "float64"),
        "summed": found.summed,
        "parameters": _named(found.names, found.points[-1], dtype),
        "trail": _named(found.names, trail, dtype) if found.whole else None,
        "stopped": stopped,
        "problem": _mistake(found.error, language) if found.error is not None and stopped == "program" else None,
    }


def _named(names: tuple[str, ...], arrays: Any, dtype: DType) -> dict[str, Any]:
    return {name: encode(one, dtype, one.size) for name, one in zip(names, arrays, strict=True)}


def _stopped(error: ProgramError | None) -> str | None:
    if error is None:
        return None
    return "time" if isinstance(error, LimitExceeded) and error.limit == "time" else "program"


def _mistake(error: ProgramError, language: Language) -> dict[str, Any]:
    told = report(error, language)
    return {
        "code": told.code,
        "title": told.title,
        "detail": told.detail,
        "span": told.span and asdict(told.span),
        "hint": told.hint,
    }
