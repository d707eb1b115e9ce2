"""Forward and backward pass written out in NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np

from retrograd.export.backward import Backward
from retrograd.export.forward import write_forward
from retrograd.export.names import Names
from retrograd.export.numpy_dialect import NUMPY
from retrograd.export.script import Script, checking, variables, whole, write_results
from retrograd.export.words import WORDS, Language
from retrograd.export.writing import Writer
from retrograd.language.interpret import Run
from retrograd.limits import Limits


def numpy_script(run: Run, limits: Limits, language: Language = "en", seed: Any = None) -> Script:
    """Return forward and backward pass of `run` in NumPy, from `seed` on, or from ones.

    Raises LimitExceeded if that takes too long or is too much.
    """
    words = WORDS[language]
    writer = Writer(
        NUMPY, Names(run, frozenset(NUMPY.helpers)), single=run.output.dtype == np.float32, most=limits.answer
    )
    check = checking(run, limits)
    with np.errstate(all="ignore"):
        writer.line(f"# {words.forward}")
        write_forward(run, writer, words, check, leaf=lambda numbers: numbers, inlined=False)
        writer.line(f"\n# {words.backward.format(objective=writer.names.objective)}")
        back = Backward(run, writer, words, seed)
        back.write(check)
    write_results(run, writer, words, back.variables)
    return Script(
        whole(writer, language, words.numpy, ["import numpy as np"]), variables(run, writer), back.variables
    )
