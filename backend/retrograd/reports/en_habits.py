"""The reports in English of names, attributes and keywords from elsewhere: one step to take for each."""

from __future__ import annotations

from collections.abc import Mapping

NOT_NEEDED = "Leave this line out: it is not needed here."
LIBRARY = "Write it as in NumPy or PyTorch: `tensor([1.0, 2.0])`, `tanh(x)`."
_NO_PICTURES = "Leave this line out: the page draws the graph by itself."
_LAYER = "Write the layer itself: `h = relu(x @ W + b)`."
_STEP = "Write the step itself: `w = w - 0.1 * grad(loss, w)`."
_ROWS = "Write the data as a list, and go through its rows: `for x in X:`."

NAMES: Mapping[str, str] = {
    "__name__": NOT_NEEDED,
    "DataLoader": _ROWS,
    "Infinity": "Write `inf`.",
    "NULL": "Write `None`.",
    "NaN": "Write `nan`.",
    "Net": _LAYER,
    "TRUE": "Write `True`.",
    "FALSE": "Write `False`.",
    "K": LIBRARY,
    "cp": LIBRARY,
    "keras": LIBRARY,
    "scipy": LIBRARY,
    "sp": LIBRARY,
    "sympy": LIBRARY,
    "tf": LIBRARY,
    "Math": LIBRARY,
    "console": "Write `print(x)`.",
    "criterion": "Write the loss itself: `loss = mse_loss(z, y)`.",
    "dataloader": _ROWS,
    "device": NOT_NEEDED,
    "document": NOT_NEEDED,
    "e": "Write `exp(x)` for a power of e, or `np.e` for the number.",
    "end": "Leave it out: a block ends where its lines are no longer indented.",
    "euler": "Write `np.e`.",
    "false": "Write `False`.",
    "loss_fn": "Write the loss itself: `loss = mse_loss(z, y)`.",
    "model": _LAYER,
    "net": _LAYER,
    "nil": "Write `None`.",
    "null": "Write `None`.",
    "optimizer": _STEP,
    "os": NOT_NEEDED,
    "pd": "Write the numbers here: `X = [[1, 2], [3, 4]]`.",
    "plt": _NO_PICTURES,
    "random": "Write `rand(2, 3, seed=1)`.",
    "scheduler": NOT_NEEDED,
    "self": "Write a function, and hand its weights over: `def layer(x, W, b):`.",
    "sns": _NO_PICTURES,
    "sys": NOT_NEEDED,
    "time": NOT_NEEDED,
    "train_loader": _ROWS,
    "true": "Write `True`.",
    "undefined": "Write `None`.",
}
"""Names that programs elsewhere have from libraries, other languages or earlier cells of a notebook."""

ATTRIBUTES: Mapping[str, str] = {
    "H": "Write `{base}.T`.",
    "I": "Write `inv({base})`.",
    "backends": NOT_NEEDED,
    "bias": "Give it a name of its own: `b = zeros(3)`.",
    "cuda": NOT_NEEDED,
    "data": "Write `{base}.detach()`.",
    "device": NOT_NEEDED,
    "dtype": "Leave it out: all numbers here are floats.",
    "flat": "Write `{base}.flatten()`.",
    "float32": "Leave it out: all numbers here are floats.",
    "float64": "Leave it out: all numbers here are floats.",
    "grad": "Write `grad(loss, {base})`.",
    "grad_fn": "Look at the graph: it shows where each tensor comes from.",
    "int32": "Leave it out: all numbers here are floats.",
    "int64": "Leave it out: all numbers here are floats.",
    "is_leaf": "Look at the graph: it shows where each tensor comes from.",
    "length": "Write `len({base})`.",
    "real": "Write `{base}`: all numbers here are real.",
    "requires_grad": "Write `{base}.detach()` for a tensor without a gradient.",
    "values": "Write `{base}`.",
    "weight": "Give it a name of its own: `W = randn(3, 2, seed=1)`.",
}
"""Attributes that tensors and modules have elsewhere; `{base}` is what stands before the dot."""
