"""Fuzzing that is guided by what the language's code has been through: `make fuzz-coverage`.

    python -m tests.language.coverage_fuzz [parse|graph] [libFuzzer's own options and folders]

`parse` goes as far as the checked syntax tree, `graph` to the answer. A text that breaks something is written to a
file by libFuzzer; a small form of it belongs into `tests/language/corpus`.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["retrograd.language", "retrograd.reports", "retrograd.source"]):
    from retrograd.errors import ProgramError
    from retrograd.language.parse import parse
    from retrograd.limits import Limits
    from retrograd.reports import report

    from . import harmless


def _checked(data: bytes) -> None:
    try:
        parse(_text(data), Limits())
    except ProgramError as error:
        report(error, "en")
        report(error, "es")


def _graph(data: bytes) -> None:
    harmless.check(_text(data))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


TARGETS = {"parse": _checked, "graph": _graph}

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
