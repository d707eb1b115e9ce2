"""What scripts of both libraries have in common: their frame, what they print, how long they may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time

from retrograd.errors import LimitExceeded
from retrograd.export.words import Language, Words
from retrograd.export.writing import Writer
from retrograd.language.interpret import Run
from retrograd.limits import Limits
from retrograd.tensor import Tensor

STANDARD = frozenset({"import math"})


@dataclass(frozen=True, slots=True)
class Script:
    """The text, and the expressions for the values and the gradients once it has run."""

    code: str
    values: dict[Tensor, str]
    gradients: dict[Tensor, str]


def checking(run: Run, limits: Limits) -> Callable[[], None]:
    """Return what raises LimitExceeded once the script takes too long."""

    def check() -> None:
        if thread_time() > run.deadline:
            raise LimitExceeded("time", limits.time)

    return check


def write_results(run: Run, writer: Writer, words: Words, gradients: dict[Tensor, str]) -> None:
    """Print the output and the gradient of each leaf."""
    output, objective = writer.known[run.output].text, writer.names.objective
    writer.line(f"\n# {words.results}")
    writer.line(f'print("{output} =", {output})')
    for leaf in leaves(run):
        name = writer.known[leaf].text
        if leaf in gradients:
            writer.line(f'print("d{objective}/d{name} =", {gradients[leaf]})')
        else:
            writer.line(f"# {words.no_path.format(name=name, objective=objective)}")


def leaves(run: Run) -> list[Tensor]:
    """Return the tensors whose gradient is asked for."""
    return [tensor for tensor in run.tensors if tensor.op is None and tensor.requires_grad]


def variables(run: Run, writer: Writer) -> dict[Tensor, str]:
    """Return the tensors that have a variable of their own when the script has run."""
    known = ((tensor, writer.known.get(tensor)) for tensor in run.tensors if not tensor.implicit)
    return {
        tensor: one.text
        for tensor, one in known
        if one is not None and one.text in writer.variables and one.shape == tensor.value.shape
    }


def whole(writer: Writer, language: Language, title: str, imports: list[str], setting: str = "") -> str:
    """Return the script: what it is, what it imports, the functions that it uses, its lines."""
    standard = sorted(writer.imports & STANDARD)
    others = sorted({*imports, *(writer.imports - STANDARD)})
    head = [f"# {title}", "", *standard, *([""] if standard else []), *others]
    helpers = [f"\n\n{writer.dialect.helpers[name].written(language)}" for name in writer.helpers]
    body = [*(["", setting] if setting and not helpers else [setting] if setting else []), *writer.lines]
    gap = "\n\n\n" if helpers else "\n" if setting else "\n\n"
    return "\n".join([*head, *helpers]) + gap + "\n".join(body) + "\n"
