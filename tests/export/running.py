"""Scripts run in a namespace of their own, and held to the engine."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from retrograd.autodiff.reverse import contributions, ones
from retrograd.export.numpy_script import numpy_script
from retrograd.export.script import Script, leaves
from retrograd.export.torch_script import torch_script
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.tensor import Tensor

WIDTH = 100
Make = Callable[[Run, Limits], Script]
BOTH = pytest.mark.parametrize("make", [numpy_script, torch_script])


def run_script(script: Script) -> dict[str, Any]:
    """Return the variables of a script that has run."""
    variables: dict[str, Any] = {}
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"), redirect_stdout(StringIO()):
        exec(compile(script.code, "script", "exec"), variables)  # noqa: S102  (what we wrote)
    torch.set_default_dtype(torch.float32)
    return variables


def gradients(run: Run) -> dict[Tensor, Any]:
    """Return the gradients as the engine works them out."""
    found: dict[Tensor, Any] = {}
    with np.errstate(all="ignore"):
        for _ in contributions(run.tensors, run.output, ones(run.output), found):
            pass
    return found


def numbers(value: Any) -> NDArray[np.float64]:
    """Return what a variable holds, truth values as 0 and 1."""
    return np.asarray(value.detach().numpy() if hasattr(value, "detach") else value).astype(float)


def assert_agrees(run: Run, script: Script, tolerance: float = 1e-10) -> None:
    """Hold all values and the gradients of all leaves that a script works out to those of the engine."""
    variables = run_script(script)
    for tensor, name in script.values.items():
        _assert_close(numbers(variables[name]), tensor.value, tolerance)
    expected = gradients(run)
    for tensor, text in script.gradients.items():
        found = eval(text, variables)  # noqa: S307  (what we wrote)
        if found is not None:
            _assert_close(numbers(found), expected[tensor], tolerance)
        else:
            assert tensor not in expected
    assert {leaf for leaf in leaves(run) if leaf in expected} <= script.gradients.keys()


def _assert_close(found: Any, expected: Any, tolerance: float) -> None:
    assert found.shape == np.shape(expected)
    largest = np.max(np.abs(expected), initial=1.0, where=np.isfinite(expected))
    assert_allclose(found, expected, rtol=tolerance, atol=tolerance * largest)


def assert_well_set(script: Script) -> None:
    """Hold the lines of a script to the width of a page."""
    assert max(map(len, script.code.splitlines())) <= WIDTH, max(script.code.splitlines(), key=len)
