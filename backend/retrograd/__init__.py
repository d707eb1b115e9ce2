"""retrograd: computational graphs of tensor programs, with every step of their gradients.

As a library::

    import retrograd as rg

    w = rg.Tensor([0.5, -1.0])
    L = rg.sum(rg.tanh(w) ** 2)
    L.backward()
    w.grad                 # dL/dw, of the shape of w
    rg.graph(L, w=w, L=L)  # the graph JSON, which the page shows

Every operation is a function here and, where its first operand is a tensor, a method of Tensor.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrograd.library.derivatives import (
        GradientMismatchError,
        check_gradients,
        grad,
        hessian,
        hvp,
        jacobian,
        jvp,
        replay,
        vjp,
    )
    from retrograd.library.graphs import graph
    from retrograd.library.tensors import Tensor
    from retrograd.tensor import no_grad

__all__ = [
    "GradientMismatchError",
    "Tensor",
    "check_gradients",
    "grad",
    "graph",
    "hessian",
    "hvp",
    "jacobian",
    "jvp",
    "no_grad",
    "replay",
    "vjp",
]

_ROOMS = {"Tensor": "library.tensors", "graph": "library.graphs", "no_grad": "tensor"}


def __getattr__(name: str) -> Any:
    """Load a part of the library when it is first asked for; the service needs none of it."""
    if name in __all__:
        return getattr(import_module(f"retrograd.{_ROOMS.get(name, 'library.derivatives')}"), name)
    if name.startswith("_"):
        raise AttributeError(name)
    found = globals()[name] = import_module("retrograd.library.tensors").function(name)
    return found
