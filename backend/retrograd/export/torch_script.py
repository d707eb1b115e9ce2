"""The same program in PyTorch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from retrograd.export.backward import edges_back
from retrograd.export.expressions import Expr
from retrograd.export.forward import write_forward
from retrograd.export.names import Names
from retrograd.export.script import Script, checking, leaves, variables, whole, write_results
from retrograd.export.torch_dialect import TORCH
from retrograd.export.torch_helpers import MATHS
from retrograd.export.words import WORDS, Language, Words
from retrograd.export.writing import Writer
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.tensor import Tensor


def torch_script(run: Run, limits: Limits, language: Language = "en", seed: Any = None) -> Script:
    """Return `run` as a program in PyTorch that starts its backward pass from `seed`, or from ones.

    Raises LimitExceeded if that takes too long or is too much.
    """
    words = WORDS[language]
    writer = Writer(
        TORCH, Names(run, frozenset(TORCH.helpers)), single=run.output.dtype == np.float32, most=limits.answer
    )
    check = checking(run, limits)
    with np.errstate(all="ignore"):
        write_forward(run, writer, words, check, leaf=_with_gradient, inlined=True)
    writer.line("")
    reached = {run.output, *(target.inputs[argument] for target, argument in edges_back(run))}
    if run.output.requires_grad:
        writer.line(_start(writer, run.output, words, seed))
    gradients = {leaf: f"{writer.known[leaf].text}.grad" for leaf in leaves(run)}
    write_results(run, writer, words, {leaf: text for leaf, text in gradients.items() if leaf in reached})
    if MATHS & writer.helpers.keys():
        writer.imports.add("import math")
    head = ["import torch", "import torch.nn.functional as F"]
    if not any("F." in text for text in (*writer.lines, *(TORCH.helpers[name].code for name in writer.helpers))):
        head.pop()
    setting = f"torch.set_default_dtype(torch.{'float32' if writer.single else 'float64'})"
    code = whole(writer, language, words.torch, head, setting)
    return Script(code, variables(run, writer), gradients)


def _start(writer: Writer, output: Tensor, words: Words, seed: Any) -> str:
    """Return the line that starts the backward pass."""
    name = writer.known[output].text
    if seed is not None:
        return f"{name}.backward({writer.literal(np.asarray(seed)).text})"
    if not output.value.ndim:
        return f"{name}.backward()"
    return f"# {words.output.format(name=name)}\n{name}.sum().backward()"


def _with_gradient(numbers: Expr) -> Expr:
    """Return a leaf that gets a gradient."""
    if numbers.text.startswith("torch.tensor("):
        return replace(numbers, text=f"{numbers.text[:-1]}, requires_grad=True)")
    return replace(numbers, text=f"{numbers.text}.requires_grad_()")
