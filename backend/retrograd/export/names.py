"""What each tensor and each gradient is called in a script: as in the program and the graph, where Python allows."""

from __future__ import annotations

import builtins
import keyword
from collections import Counter
from itertools import chain, count

from retrograd.graphjson.symbols import objective, symbols
from retrograd.language.interpret import Run
from retrograd.tensor import Tensor

RESERVED = frozenset({*dir(builtins), *keyword.kwlist, *keyword.softkwlist, "np", "torch", "F", "math"})
"""What a variable of a script must not hide."""


class Names:
    """Identifiers that are all different, and none of which hides what the script itself uses.

    A name that the program gives again gets a number: `h`, `h_2`, `h_3`. What has no name is called as in the
    graph: `v1`, `v2`. A gradient is `d`, the output, `_d`, the tensor: `dL_dw`.
    """

    def __init__(self, run: Run, functions: frozenset[str]) -> None:
        """Name the tensors of `run`; `functions` are those that scripts may define."""
        self._taken = set(RESERVED | functions)
        self._of: dict[Tensor, str] = {}
        self._gradients: dict[Tensor, str] = {}
        self._temporaries = 0
        self._name_variables(run)
        called = symbols(run.tensors, run.names)
        self._labels = {tensor: symbol.label for tensor, symbol in called.items() if tensor not in self._of}
        scalar = run.output.value.ndim == 0 and run.output in run.names
        self.objective = self._of[run.output] if scalar else objective(run.output, called, run.names).label

    def _name_variables(self, run: Run) -> None:
        """Let names that may stay as they are have the first choice, then those of Python's own, then later ones."""
        given: Counter[str] = Counter()
        wanted: list[tuple[int, str, Tensor]] = []
        for tensor in run.tensors:
            name = run.names.get(tensor)
            if name is not None:
                given[name] += 1
                wanted.append((given[name], name, tensor))
        for version, name, tensor in sorted(wanted, key=lambda one: (one[0] > 1, one[1] in self._taken)):
            self._of[tensor] = self._fresh(name if version == 1 else f"{name}_{version}")

    def __getitem__(self, tensor: Tensor) -> str:
        """Return the variable of a tensor."""
        found = self._of.get(tensor)
        if found is None:
            label = self._labels[tensor]
            known = label.isidentifier() and not tensor.implicit
            found = self._of[tensor] = self._fresh(label if known else "wide" if tensor.implicit else "number")
        return found

    def gradient(self, tensor: Tensor) -> str:
        """Return the variable of a tensor's gradient."""
        found = self._gradients.get(tensor)
        if found is None:
            found = self._gradients[tensor] = self._fresh(f"d{self.objective}_d{self[tensor]}")
        return found

    def temporary(self) -> str:
        """Return a new variable for a part of an expression."""
        self._temporaries += 1
        return self._fresh(f"t{self._temporaries}")

    def _fresh(self, name: str) -> str:
        if name in self._taken:
            others = (f"{name}_{number}" for number in count(2))
            name = next(one for one in chain((f"{name}_",), others) if one not in self._taken)
        self._taken.add(name)
        return name
