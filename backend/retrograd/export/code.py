"""A program's text to a file in another language: the one call behind API and command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from retrograd.errors import LimitExceeded
from retrograd.export.dot import dot_lines
from retrograd.export.numpy_script import numpy_script
from retrograd.export.script import Script, checking
from retrograd.export.tikz import tikz_lines
from retrograd.export.torch_script import torch_script
from retrograd.export.words import Language
from retrograd.graphjson.seeds import seed_array
from retrograd.language.interpret import Run
from retrograd.limits import Limits

Library = Literal["numpy", "torch"]
Picture = Literal["dot", "tikz"]
Target = Literal["numpy", "torch", "dot", "tikz"]
SCRIPTS: Mapping[Library, Callable[[Run, Limits, Language, Any], Script]] = {
    "numpy": numpy_script,
    "torch": torch_script,
}
PICTURES: Mapping[Picture, Callable[[Run, Callable[[], None]], Iterator[str]]] = {
    "dot": dot_lines,
    "tikz": tikz_lines,
}
FILES: Mapping[Target, str] = {
    "numpy": "retrograd_numpy.py",
    "torch": "retrograd_torch.py",
    "dot": "retrograd.dot",
    "tikz": "retrograd.tex",
}


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
    if target == "numpy" or target == "torch":  # noqa: PLR1714  (so that the types are told apart)
        code = SCRIPTS[target](run, limits, language, start).code
    else:
        code = _joined(PICTURES[target](run, checking(run, limits)), limits)
    return {"target": target, "code": code, "filename": FILES[target]}


def _joined(lines: Iterator[str], limits: Limits) -> str:
    """Return the lines as one text; raises LimitExceeded if it becomes too long."""
    kept, size = [], 0
    for line in lines:
        size += len(line) + 1
        if size > limits.answer:
            raise LimitExceeded("answer", limits.answer, size)
        kept.append(line)
    return "\n".join(kept) + "\n"
