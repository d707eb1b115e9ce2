"""An answer taken apart: its records as constants, and its numbers, which may be written once however often shown."""

from __future__ import annotations

from types import CodeType
from typing import Any

import numpy as np
import orjson

from retrograd.graphjson.shown import WORTH_WRITING


def taken_apart(made: bytes) -> tuple[CodeType, list[Any]]:
    """Return an answer without its numbers, as an expression of constants, and the numbers in their order."""
    arrays: list[Any] = []
    return compile(repr(_without_numbers(orjson.loads(made), arrays)), "<records>", "eval"), arrays


def repeated(arrays: list[Any]) -> list[tuple[Any, list[int]]]:
    """Return the arrays that are worth writing once, with the places that they have."""
    places: dict[bytes, list[int]] = {}
    for place, array in enumerate(arrays):
        places.setdefault(array.tobytes(), []).append(place)
    return [(arrays[at[0]], at) for at in places.values() if len(at) > 1 and arrays[at[0]].size >= WORTH_WRITING]


def once(numbers: list[Any]) -> list[Any]:
    """Return numbers as they are to be encoded: an array that is there again is written once."""
    written: dict[int, Any] = {}
    for place, array in enumerate(numbers):
        if array.__class__ is not np.ndarray:
            continue
        text = written.get(id(array))
        if text is None:
            flat = array.ravel()
            worth = flat.size >= WORTH_WRITING
            text = orjson.Fragment(orjson.dumps(flat, option=orjson.OPT_SERIALIZE_NUMPY)) if worth else flat
            written[id(array)] = text
        numbers[place] = text
    return numbers


def _without_numbers(part: Any, arrays: list[Any]) -> Any:
    """Return a part of an answer with its arrays' numbers and statistics taken out, which are put into `arrays`."""
    if isinstance(part, list):
        return [_without_numbers(one, arrays) for one in part]
    if not isinstance(part, dict):
        return part
    rest = dict(part)
    if isinstance(rest.get("data"), list):
        arrays.append(np.array(rest.pop("data"), np.float64))
    without = {name: _without_numbers(one, arrays) for name, one in rest.items() if name != "stats"}
    if "stats" in rest:
        arrays.append(np.array(list(rest["stats"].values()), np.float64))
    return without
