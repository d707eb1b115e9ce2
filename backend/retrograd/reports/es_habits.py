"""The reports in Spanish of names, attributes and keywords from elsewhere: one step to take for each."""

from __future__ import annotations

from collections.abc import Mapping

NOT_NEEDED = "Quita esta línea: aquí no hace falta."
LIBRARY = "Escríbelo como en NumPy o PyTorch: `tensor([1.0, 2.0])`, `tanh(x)`."
_NO_PICTURES = "Quita esta línea: la página ya dibuja el grafo."
_LAYER = "Escribe la capa misma: `h = relu(x @ W + b)`."
_STEP = "Escribe el paso mismo: `w = w - 0.1 * grad(loss, w)`."
_ROWS = "Escribe los datos como lista, y recorre sus filas: `for x in X:`."

NAMES: Mapping[str, str] = {
    "__name__": NOT_NEEDED,
    "DataLoader": _ROWS,
    "Infinity": "Escribe `inf`.",
    "NULL": "Escribe `None`.",
    "NaN": "Escribe `nan`.",
    "Net": _LAYER,
    "TRUE": "Escribe `True`.",
    "FALSE": "Escribe `False`.",
    "K": LIBRARY,
    "cp": LIBRARY,
    "keras": LIBRARY,
    "scipy": LIBRARY,
    "sp": LIBRARY,
    "sympy": LIBRARY,
    "tf": LIBRARY,
    "Math": LIBRARY,
    "console": "Escribe `print(x)`.",
    "criterion": "Escribe la pérdida misma: `loss = mse_loss(z, y)`.",
    "dataloader": _ROWS,
    "device": NOT_NEEDED,
    "document": NOT_NEEDED,
    "e": "Escribe `exp(x)` para una potencia de e, o `np.e` para el número.",
    "end": "Quítalo: un bloque acaba donde sus líneas dejan de ir sangradas.",
    "euler": "Escribe `np.e`.",
    "false": "Escribe `False`.",
    "loss_fn": "Escribe la pérdida misma: `loss = mse_loss(z, y)`.",
    "model": _LAYER,
    "net": _LAYER,
    "nil": "Escribe `None`.",
    "null": "Escribe `None`.",
    "optimizer": _STEP,
    "os": NOT_NEEDED,
    "pd": "Escribe aquí los números: `X = [[1, 2], [3, 4]]`.",
    "plt": _NO_PICTURES,
    "random": "Escribe `rand(2, 3, seed=1)`.",
    "scheduler": NOT_NEEDED,
    "self": "Escribe una función, y dale sus pesos: `def capa(x, W, b):`.",
    "sns": _NO_PICTURES,
    "sys": NOT_NEEDED,
    "time": NOT_NEEDED,
    "train_loader": _ROWS,
    "true": "Escribe `True`.",
    "undefined": "Escribe `None`.",
}
"""Names that programs elsewhere have from libraries, other languages or earlier cells of a notebook."""

ATTRIBUTES: Mapping[str, str] = {
    "H": "Escribe `{base}.T`.",
    "I": "Escribe `inv({base})`.",
    "backends": NOT_NEEDED,
    "bias": "Dale un nombre propio: `b = zeros(3)`.",
    "cuda": NOT_NEEDED,
    "data": "Escribe `{base}.detach()`.",
    "device": NOT_NEEDED,
    "dtype": "Quítalo: aquí todos los números son decimales.",
    "flat": "Escribe `{base}.flatten()`.",
    "float32": "Quítalo: aquí todos los números son decimales.",
    "float64": "Quítalo: aquí todos los números son decimales.",
    "grad": "Escribe `grad(loss, {base})`.",
    "grad_fn": "Mira el grafo: muestra de dónde viene cada tensor.",
    "int32": "Quítalo: aquí todos los números son decimales.",
    "int64": "Quítalo: aquí todos los números son decimales.",
    "is_leaf": "Mira el grafo: muestra de dónde viene cada tensor.",
    "length": "Escribe `len({base})`.",
    "real": "Escribe `{base}`: aquí todos los números son reales.",
    "requires_grad": "Escribe `{base}.detach()` para un tensor sin gradiente.",
    "values": "Escribe `{base}`.",
    "weight": "Dale un nombre propio: `W = randn(3, 2, seed=1)`.",
}
"""Attributes that tensors and modules have elsewhere; `{base}` is what stands before the dot."""
