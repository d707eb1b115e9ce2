"""A program's text to its graph: the one call behind the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from retrograd.autodiff.reverse import recorded_gradients
from retrograd.graphjson.build import Options, build
from retrograd.graphjson.model import Graph
from retrograd.language.interpret import NO_VALUES, Run, interpret
from retrograd.language.parse import parse
from retrograd.limits import Limits


def run_program(
    program: str,
    limits: Limits,
    *,
    output: str | None = None,
    dtype: str = "float64",
    opening: frozenset[str] = frozenset(),
    values: Mapping[str, Any] = NO_VALUES,
) -> Run:
    """Parse and evaluate `program`; raises a ProgramError for whatever is wrong with it."""
    return interpret(
        parse(program, limits),
        limits,
        gradients=recorded_gradients,
        dtype=dtype,
        output=output,
        opening=opening,
        values=values,
    )


def evaluate(
    program: str,
    options: Options,
    limits: Limits,
    *,
    output: str | None = None,
    dtype: str = "float64",
    values: Mapping[str, Any] = NO_VALUES,
) -> Graph:
    """Parse, evaluate and differentiate `program`; raises a ProgramError for whatever is wrong with it."""
    run = run_program(program, limits, dtype=dtype, output=output, opening=options.opened, values=values)
    return build(run, options, limits)
