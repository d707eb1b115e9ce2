"""Infinities and NaN are results, whatever is asked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from retrograd.api.schemas import CheckRequest, CodeRequest, DescentRequest, FormulasRequest, GraphRequest
from retrograd.limits import Limits
from retrograd.sandbox.evaluation import evaluated, job
from retrograd.sandbox.frames import Kind

PROGRAM = "x = [3.0, 1e300]\nL = sum(x ** 4) / 0.0"
ASKED: dict[str, Any] = {
    "graph": GraphRequest(program=PROGRAM),
    "check": CheckRequest(program=PROGRAM),
    "code": CodeRequest(program=PROGRAM, target="numpy"),
    "formulas": FormulasRequest(program=PROGRAM),
    "descend": DescentRequest(program="x = [3.0, 4.0]\nL = sum(x ** 4)", rate=1e200, steps=3),
}


@pytest.mark.parametrize("name", ASKED)
def test_no_job_stumbles_over_them(name: str) -> None:
    asked = job(name, ASKED[name].model_dump(), compressed=False)
    with np.errstate(all="raise"):
        assert evaluated(asked, Limits()).kind is Kind.ANSWER
