"""The same program in PyTorch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from retrograd.export.backward import edges_back
from retrograd.export.expressions import Expr
from retrograd.export.forward import write_forward
from retrograd.export.names import Names
from retrograd.export.script import Script, checking, leaves, variables, whole, write_results
from retrograd.export.torch_dialect import TORCH
from retrograd.export.torch_helpers import MATHS
from retrograd.export.words import WORDS, Language
from retrograd.export.writing import Writer
from retrograd.language.interpret import Run
from retrograd.limits import Limits


def torch_script(run: Run, limits: Limits, language: Language = "en") -> Script:
    """Return `run` as a program in PyTorch; raises LimitExceeded if that takes too long or is too much."""
    words = WORDS[language]
    writer = Writer(TORCH, Names(run, frozenset(TORCH.helpers)), single=run.output.dtype == np.float32)
    check = checking(run, writer, limits)
    with np.errstate(all="ignore"):
        write_forward(run, writer, words, check, leaf=_with_gradient, inlined=True)
    output = writer.known[run.output].text
    writer.line("")
    if run.output.value.ndim:
        writer.line(f"# {words.output.format(name=output)}")
        output = f"{output}.sum()"
    if run.output.requires_grad:
        writer.line(f"{output}.backward()")
    gradients = {leaf: f"{writer.known[leaf].text}.grad" for leaf in leaves(run)}
    reached = {run.output, *(target.inputs[argument] for target, argument in edges_back(run))}
    write_results(run, writer, words, {leaf: text for leaf, text in gradients.items() if leaf in reached})
    if MATHS & writer.helpers.keys():
        writer.imports.add("import math")
    head = ["import torch", "import torch.nn.functional as F"]
    if not any("F." in text for text in (*writer.lines, *(TORCH.helpers[name] for name in writer.helpers))):
        head.pop()
    setting = f"torch.set_default_dtype(torch.{'float32' if writer.single else 'float64'})"
    code = whole(writer, words.torch, head, setting)
    return Script(code, variables(run, writer), gradients)


def _with_gradient(numbers: Expr) -> Expr:
    """Return a leaf that gets a gradient."""
    if numbers.text.startswith("torch.tensor("):
        return replace(numbers, text=f"{numbers.text[:-1]}, requires_grad=True)")
    return replace(numbers, text=f"{numbers.text}.requires_grad_()")
