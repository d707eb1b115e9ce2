"""The barest evaluator of the benchmarks finds the numbers of the answer: all of them, in their order."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pytest
from benchmarks.bare import Bare
from benchmarks.records import once, repeated, taken_apart
from benchmarks.workloads import WORKLOADS
from benchmarks.workloads.workload import Workload

from retrograd.graphjson.build import Options
from retrograd.graphjson.evaluate import run_program
from retrograd.graphjson.written import written
from retrograd.limits import Limits

SMALL = [one for one in WORKLOADS if one.name not in {"W5", "W7", "W8"}]


@pytest.mark.parametrize("most", [8, 1024])
@pytest.mark.parametrize("workload", SMALL, ids=lambda one: one.name)
def test_the_barest_evaluator_has_all_numbers_of_the_answer(workload: Workload, most: int) -> None:
    content = written(run_program(workload.program, Limits()), Options(max_elements=most), Limits()).content
    records, arrays = taken_apart(content)
    with np.errstate(all="ignore"):
        found = Bare(workload).numbers(most)
    assert len(found) == len(arrays)
    for one, wanted in zip(found, arrays, strict=True):
        np.testing.assert_allclose(np.ravel(one), wanted, rtol=1e-6, atol=1e-12)
    assert b"contribution" in orjson.dumps(eval(records))  # noqa: S307


def test_what_is_there_again_is_written_once_and_is_the_same() -> None:
    large: Any = np.arange(20.0).reshape(4, 5)
    [[array, places]] = repeated([large, np.ones(3), np.ones(3), large.copy()])
    assert (array is large, places) == (True, [0, 3])
    numbers = [large, 2.0, np.ones((1, 2)), large]
    texts = once(list(numbers))
    assert texts[0] is texts[3]
    encoded = orjson.loads(orjson.dumps(texts, option=orjson.OPT_SERIALIZE_NUMPY))
    assert encoded == [list(range(20)), 2.0, [1.0, 1.0], list(range(20))]
