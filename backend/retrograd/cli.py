"""The command line: `retrograd graph`, `check` and `code`, each with FILE or -; `retrograd serve`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import orjson

from retrograd import serve
from retrograd.errors import ProgramError
from retrograd.export.code import Target, code_of
from retrograd.graphjson.build import Options
from retrograd.graphjson.check import Checker, LeafCheck
from retrograd.graphjson.evaluate import evaluate, run_program
from retrograd.limits import Limits
from retrograd.reports import report

AT_LEISURE = replace(Limits(), time=float("inf"), check=sys.maxsize)
"""Nobody else waits for what is checked here: every cell is."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, 1 where gradients disagree, 2 for a program or a file that cannot be read."""
    asked = _parser().parse_args(arguments)
    if asked.command == "serve":
        return serve.main()
    try:
        program = sys.stdin.read() if asked.file == "-" else Path(asked.file).read_text(encoding="utf-8")
        if asked.command == "code":
            return _code(program, asked.output, asked.target)
        return _graph(program, asked.output) if asked.command == "graph" else _check(program, asked.output)
    except ProgramError as error:
        print(_told(error), file=sys.stderr)  # noqa: T201
    except (OSError, UnicodeDecodeError) as error:
        print(f"retrograd: {asked.file} cannot be read: {error}", file=sys.stderr)  # noqa: T201
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="retrograd", description="Computational graphs of tensor programs.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, what in (
        ("graph", "write a program's graph as JSON to standard output"),
        ("check", "hold the gradient of every leaf to finite differences"),
        ("code", "write a program as code that runs without retrograd to standard output"),
    ):
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("file", help="a file with a program, or - for standard input")
        command.add_argument("--output", help="the variable to differentiate; else the last line's value")
        if name == "code":
            command.add_argument("--target", choices=get_args(Target), default="numpy", help="in which language")
    commands.add_parser("serve", help="serve page and API on HOST and PORT of the environment")
    return parser


def _graph(program: str, output: str | None) -> int:
    graph = evaluate(program, Options(), Limits(), output=output)
    sys.stdout.write(orjson.dumps(graph, option=orjson.OPT_SERIALIZE_NUMPY).decode() + "\n")
    return 0


def _code(program: str, output: str | None, target: Target) -> int:
    sys.stdout.write(code_of(run_program(program, Limits(), output=output), target, Limits())["code"])
    return 0


def _check(program: str, output: str | None) -> int:
    checked = Checker(run_program(program, AT_LEISURE, output=output), AT_LEISURE).check()["leaves"]
    sys.stdout.write(_table(checked))
    return 1 if any(one["mark"] == "differs" for one in checked) else 0


def _table(checked: Sequence[LeafCheck]) -> str:
    rows = [("leaf", "shape", "cells", "largest difference", "relative", "")]
    rows += [
        (
            one["name"],
            str(one["shape"]),
            str(one["cells"]),
            _error(one["difference"]),
            _error(one["relative"]),
            _remark(one),
        )
        for one in checked
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def _error(number: float | None) -> str:
    return "-" if number is None else f"{number:.1e}"


def _remark(one: LeafCheck) -> str:
    return one["mark"] + (" (through detach or no_grad)" if one["detached"] and one["mark"] == "differs" else "")


def _told(error: ProgramError) -> str:
    told = report(error, "en")
    place = f"line {told.span.line}, column {told.span.column}: " if told.span else ""
    return f"{place}{told.detail}" + (f"\n{told.hint}" if told.hint else "")


if __name__ == "__main__":
    sys.exit(main())
