"""What each tensor of a graph is called, and the formulas of each of its operations."""

from __future__ import annotations

from collections import Counter

from retrograd.graphjson import latex
from retrograd.graphjson.formulas import Application, Formulas, Numbers, formulas
from retrograd.graphjson.model import Objective
from retrograd.graphjson.passes import Pass
from retrograd.graphjson.symbols import Symbol, objective, symbols
from retrograd.language.interpret import Run
from retrograd.tensor import Tensor


class Notation:
    """The names and formulas of one graph."""

    def __init__(self, run: Run, passed: Pass, *, own_seed: bool) -> None:
        """Name the tensors of `run`; `own_seed` if the request brought a seed of its own."""
        self.symbols = symbols(run.tensors, run.names)
        self._run = run
        self._own_seed = own_seed
        self._formulas: dict[Tensor, Formulas] = {}
        self._objective = objective(run.output, self.symbols, run.names)
        self._into = Counter(passed.into)

    def symbol(self, tensor: Tensor) -> Symbol:
        """Return what `tensor` is called."""
        return self.symbols[tensor]

    def adds(self, tensor: Tensor) -> bool:
        """Return whether the gradient (or tangent) of `tensor` is the sum of several contributions."""
        return self._into.get(tensor, 0) > 1

    def formulas(self, target: Tensor) -> Formulas:
        """Return the formulas of the operation that made `target`."""
        found = self._formulas.get(target)
        if found is None:
            found = self._formulas[target] = self._made(target)
        return found

    def _made(self, target: Tensor) -> Formulas:
        assert target.op is not None  # noqa: S101  (only operations have formulas)
        application = Application(
            target.op,
            tuple([self.symbols[source].latex for source in target.inputs]),
            self.symbols[target].latex,
            self._objective.latex,
            tuple([source.value.shape for source in target.inputs]),
            target.value.shape,
            tuple(target.attributes.items()),
            _numbers(target),
        )
        return formulas(application)

    def objective(self) -> Objective:
        """Return what the gradients are gradients of: the output, or the scalar that its seed makes of it."""
        output = self._run.output
        own = self.symbol(output)
        if own == self._objective:
            return {"latex": own.latex, "equation": None}
        meaning = own.latex if output.value.ndim == 0 else rf"{{\textstyle\sum}}\, {own.latex}"
        if self._own_seed:
            meaning = rf"\langle S, {own.latex} \rangle"
        return {"latex": self._objective.latex, "equation": f"{self._objective.latex} = {meaning}"}

    def seed(self, tensor: Tensor) -> str:
        """Return the equation of a seed step: where the pass starts."""
        own = self.symbol(tensor).latex
        if tensor is not self._run.output:
            return latex.dot(own)
        start = "1" if not self._own_seed else "S"
        return f"{latex.derivative(self._objective.latex, own)} = {start}"


def _numbers(target: Tensor) -> Numbers:
    """Return the operands that are bare numbers, seen through an implicit broadcast."""
    assert target.op is not None  # noqa: S101  (only operations have operands)
    found = []
    for name, source in zip(target.op.operands, target.inputs, strict=True):
        origin = source.inputs[0] if source.implicit else source
        if origin.op is None and not origin.requires_grad and origin.value.size == 1:
            found.append((name, origin.value.item()))
    return tuple(found)
