"""The whole text of each report, in files: `python -m tests.language.answers` writes them anew.

A file of `golden/` is a group of mistakes, each under a line `=== what it is`: the program as it is typed, and under
the line of dashes what is answered. To add a mistake, write its title and its program, and run the command. A line
`with {…}` under the title holds options of the request, as JSON; `limits` among them are those of the evaluation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrograd.errors import ProgramError
from retrograd.graphjson.build import Options
from retrograd.graphjson.descent import Wish, descend
from retrograd.graphjson.evaluate import evaluate
from retrograd.limits import Limits
from retrograd.reports import LANGUAGES, Language, report
from retrograd.sandbox.evaluation import graph_json, jacobian_json, sendable
from retrograd.source import Source, Span

FOLDER = Path(__file__).parent / "golden"
NOTHING_MORE: dict[str, Any] = {
    "edge": None,
    "output": None,
    "dtype": "float64",
    "structure": False,
    "opened": [],
    "seed": None,
    "values": {},
    "max_elements": 1_000_000,
}
HEAD = re.compile(r"^=== ", re.MULTILINE)
ANSWER = re.compile(r"^--- .*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A program with a mistake, or with something that looks like one; what was answered, as the file has it."""

    file: str
    title: str
    options: dict[str, Any]
    program: str
    answer: str

    def error(self) -> ProgramError | None:
        """Return what is wrong with the program, or None if it runs."""
        options = dict(self.options)
        budgets = options.pop("limits", {})
        limits = Limits(**budgets)
        output, part = options.pop("output", None), options.pop("node", None)
        values, steps = options.pop("values", {}), options.pop("steps", None)
        try:
            if part is not None:
                wanted = NOTHING_MORE | {"program": self.program, "of": "global", "node": part}
                sendable(jacobian_json(wanted, limits), limits)
            elif "answer" in budgets:
                graph_json(NOTHING_MORE | {"program": self.program, "mode": "reverse"} | options, limits)
            elif steps is not None:
                descend(self.program, Wish(None, 0.1, steps), limits)
            else:
                evaluate(self.program, Options(**options), limits, output=output, values=values)
        except ProgramError as error:
            return error
        return None

    def text(self) -> str:
        """Return the entry as it has to be in the file."""
        options = f"with {json.dumps(self.options)}\n" if self.options else ""
        return f"=== {self.title}\n{options}{self.program}\n{answered(self)}"


def answered(mistake: Mistake) -> str:
    """Return the answer to a program: the code and the place, the place pointed at, the words in each language."""
    error = mistake.error()
    if error is None:
        return "--- runs\n"
    lines = [f"--- {report(error).code}, {_place(error.span)}", *_pointed(Source(mistake.program), error.span)]
    for language in LANGUAGES:
        lines += _words(error, language)  # type: ignore[arg-type]
    return "\n".join(lines) + "\n"


def _place(span: Span | None) -> str:
    if span is None:
        return "no place"
    return f"{span.line}:{span.column} to {span.end_line}:{span.end_column}"


def _pointed(source: Source, span: Span | None) -> list[str]:
    """Return the line to blame, and carets under what of it is blamed."""
    if span is None:
        return []
    line = source.lines[span.line - 1]
    end = span.end_column if span.end_line == span.line else len(line) + 1
    before = re.sub(r"[^\t]", " ", line[: span.column - 1])
    return [f"    {line}", f"    {before}{'^' * (end - span.column)}{'…' if span.end_line > span.line else ''}"]


def _words(error: ProgramError, language: Language) -> list[str]:
    told = report(error, language)
    return [f"{language}  {told.title}", f"    {told.detail}", f"    {told.hint}"]


def read(path: Path) -> Iterator[Mistake]:
    """Yield the mistakes of a file."""
    for entry in HEAD.split(path.read_text(encoding="utf-8"))[1:]:
        title, _, rest = entry.partition("\n")
        options: dict[str, Any] = {}
        if rest.startswith("with {"):
            line, _, rest = rest.partition("\n")
            options = json.loads(line.removeprefix("with "))
        found = ANSWER.search(rest)
        program, answer = (rest[: found.start()], rest[found.start() :]) if found else (rest, "")
        yield Mistake(path.stem, title, options, program.rstrip("\n"), answer.rstrip("\n") + "\n")


def mistakes() -> list[Mistake]:
    """Return all mistakes of all files."""
    return [mistake for path in sorted(FOLDER.glob("*.txt")) for mistake in read(path)]


def main() -> None:
    """Write every file anew, with the answers of today."""
    for path in sorted(FOLDER.glob("*.txt")):
        path.write_text("\n".join(mistake.text() for mistake in read(path)), encoding="utf-8")


if __name__ == "__main__":
    main()
