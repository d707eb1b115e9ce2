"""A program's text to its graph: the one call behind the API."""

from __future__ import annotations

from retrograd.autodiff.reverse import recorded_gradients
from retrograd.graphjson.build import Options, build
from retrograd.graphjson.model import Graph
from retrograd.language.interpret import Run, interpret
from retrograd.language.parse import parse
from retrograd.limits import Limits


def run_program(
    program: str,
    limits: Limits,
    *,
    output: str | None = None,
    dtype: str = "float64",
    opening: frozenset[str] = frozenset(),
) -> Run:
    """Parse and evaluate `program`; raises a ProgramError for whatever is wrong with it."""
    parsed = parse(program, limits)
    return interpret(parsed, limits, gradients=recorded_gradients, dtype=dtype, output=output, opening=opening)


def evaluate(
    program: str, options: Options, limits: Limits, *, output: str | None = None, dtype: str = "float64"
) -> Graph:
    """Parse, evaluate and differentiate `program`; raises a ProgramError for whatever is wrong with it."""
    run = run_program(program, limits, dtype=dtype, output=output, opening=options.opened)
    return build(run, options, limits)
