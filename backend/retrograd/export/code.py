"""A program's text to a file in another language: the one call behind API and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from retrograd.export.numpy_script import numpy_script
from retrograd.export.script import Script
from retrograd.export.torch_script import torch_script
from retrograd.export.words import Language
from retrograd.graphjson.seeds import seed_array
from retrograd.language.interpret import Run
from retrograd.limits import Limits

Target = Literal["numpy", "torch"]
SCRIPTS: Mapping[Target, Callable[[Run, Limits, Language, Any], Script]] = {
    "numpy": numpy_script,
    "torch": torch_script,
}
FILES: Mapping[Target, str] = {"numpy": "retrograd_numpy.py", "torch": "retrograd_torch.py"}


class Code(TypedDict):
    """A program in another language, and a name for the file that it may be kept in."""

    target: Target
    code: str
    filename: str


def code_of(run: Run, target: Target, limits: Limits, language: Language = "en", seed: Any = None) -> Code:
    """Return a program that has run as code; `seed` is the request's, the gradient of the output.

    Raises BadSeed or BadSeedShape, and LimitExceeded where the code takes too long or is too much.
    """
    start = None if seed is None else seed_array(seed, run.output, run.names.get(run.output, "output"))
    return {"target": target, "code": SCRIPTS[target](run, limits, language, start).code, "filename": FILES[target]}
