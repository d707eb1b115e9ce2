"""A program's text to its graph: the one call behind the API."""

from __future__ import annotations

from retrograd.graphjson.build import Options, build
from retrograd.graphjson.model import Graph
from retrograd.language.interpret import interpret
from retrograd.language.parse import parse
from retrograd.limits import Limits


def evaluate(
    program: str, options: Options, limits: Limits, *, output: str | None = None, dtype: str = "float64"
) -> Graph:
    """Parse, evaluate and differentiate `program`; raises a ProgramError for whatever is wrong with it."""
    run = interpret(parse(program, limits), limits, dtype=dtype, output=output, opening=options.opened)
    return build(run, options, limits)
