"""The formulas of a program's gradients, for the API."""

from __future__ import annotations

from typing import Any

import numpy as np
from typing_extensions import TypedDict

from retrograd.errors import UnknownPart
from retrograd.graphjson.identifiers import node_ids
from retrograd.graphjson.latex import derivative
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.reports import Language
from retrograd.symbolic.gradients import Symbolic
from retrograd.symbolic.writing import Writer
from retrograd.tensor import Tensor

MOST_FORMULAS = 200
MOST_DEFINITIONS = 8


class Equation(TypedDict):
    """What a name stands for."""

    latex: str


class GradientFormula(TypedDict):
    """The whole gradient of a node as one equation.

    `where` has equations for all that it names and the program does not, each after the one that needs it; `omitted`
    says how many more there are.
    """

    node: str
    name: str
    latex: str
    where: list[Equation]
    omitted: int


class GradientFormulas(TypedDict):
    """The formulas of gradients of `output`, in the program's names."""

    output: str
    formulas: list[GradientFormula]


def formulas_of(
    run: Run, limits: Limits, node: str | None = None, seed: Any = None, language: Language = "en"
) -> GradientFormulas:
    """Return the gradient of each leaf, or of the one node with this id, as a formula.

    What has no gradient has no formula. Raises UnknownPart if there is no such node, BadSeed and BadSeedShape, and
    LimitExceeded if it takes too long.
    """
    ids = node_ids(run)
    wanted = [one for one, identifier in ids.items() if identifier == node]
    if node is not None and not wanted:
        raise UnknownPart(node)
    with np.errstate(all="ignore"):
        symbolic = Symbolic(run, limits, seed)
        leaves = [one for one in run.tensors if one.op is None] if node is None else wanted
        found = [one for one in leaves if one.requires_grad and one in symbolic.gradients][:MOST_FORMULAS]
        writer = Writer(language)
        formulas = [_formula(one, ids[one], symbolic, writer) for one in found]
    return {"output": symbolic.objective.latex, "formulas": formulas}


def _formula(tensor: Tensor, identifier: str, symbolic: Symbolic, writer: Writer) -> GradientFormula:
    solved, symbol = symbolic.solved(tensor), symbolic.symbols[tensor]
    left = derivative(symbolic.objective.latex, symbol.latex)
    shown = solved.where[:MOST_DEFINITIONS]
    return {
        "node": identifier,
        "name": symbol.label,
        "latex": f"{left} = {writer.latex(solved.meaning)}",
        "where": [{"latex": f"{one.name.latex} = {writer.latex(one.meaning)}"} for one in shown],
        "omitted": len(solved.where) - len(shown),
    }
