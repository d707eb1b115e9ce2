"""Functions that a PyTorch script defines if it uses them; most serve what `grad(…)` leaves in a program."""

from __future__ import annotations

from retrograd.export.dialect import Helper

HELPERS: dict[str, Helper] = {
    "scatter": Helper(
        "Zeros, with the cells added at places that are counted in row-major order.",
        "Ceros, con las celdas sumadas en lugares que se cuentan por filas.",
        """
def scatter(cells, places, shape):
    found = torch.zeros(math.prod(shape), dtype=cells.dtype)
    return found.index_add(0, places.flatten(), cells.flatten()).reshape(shape)
""",
    ),
    "one_hot": Helper(
        "1 at the class that each label names; 0 all along where it is the one to be ignored.",
        "1 en la clase que nombra cada etiqueta; 0 en todas donde es la que se ignora.",
        """
def one_hot(labels, classes, dim=-1, ignore_index=-100):
    counted = labels != ignore_index
    rows = F.one_hot(torch.where(counted, labels, 0.0).long(), classes) * counted[..., None]
    return rows.to(labels.dtype).movedim(-1, dim)
""",
    ),
    "attention_weights": Helper(
        "Softmax along the last dimension; 0 in a row that is -inf throughout.",
        "Softmax a lo largo de la última dimensión; 0 en una fila que es -inf entera.",
        """
def attention_weights(scores):
    hidden = (scores == -torch.inf).all(dim=-1, keepdim=True)
    return torch.where(hidden, 0.0, torch.softmax(torch.where(hidden, 0.0, scores), dim=-1))
""",
    ),
    "windows": Helper(
        "The windows over the last dimensions of x, each with the cells that it covers.",
        "Las ventanas sobre las últimas dimensiones de x, cada una con las celdas que cubre.",
        """
def windows(x, kernel, stride, padding, dilation):
    x = F.pad(x, [size for pair in reversed(padding) for size in pair])
    first = x.ndim - len(kernel)
    for dim, (size, step, apart) in enumerate(zip(kernel, stride, dilation), start=first):
        x = x.unfold(dim, (size - 1) * apart + 1, step)[..., ::apart]
    return x
""",
    ),
    "fold": Helper(
        "Each cell of each window added back to where it was taken from: the transpose of windows.",
        "Cada celda de cada ventana sumada adonde se tomó: la transpuesta de windows.",
        """
def fold(cells, shape, kernel, stride, padding, dilation):
    size = math.prod(shape)
    places = torch.arange(1.0, size + 1).reshape(shape)
    places = windows(places, kernel, stride, padding, dilation).long()
    found = torch.zeros(size + 1, dtype=cells.dtype)
    return found.index_add(0, places.flatten(), cells.flatten())[1:].reshape(shape)
""",
    ),
    "minors": Helper(
        "For each cell the matrix without its row and its column.",
        "Para cada celda, la matriz sin su fila y sin su columna.",
        """
def minors(x):
    n = x.shape[-1]
    kept = torch.tensor([[j for j in range(n) if j != i] for i in range(n)], dtype=torch.long)
    kept = kept.reshape(n, max(n - 1, 0))
    return x[..., kept[:, None, :, None], kept[None, :, None, :]]
""",
    ),
    "from_minors": Helper(
        "Each cell of each minor added to the cell that it was taken from.",
        "Cada celda de cada menor sumada a la celda de la que se tomó.",
        """
def from_minors(cells):
    shape = cells.shape[:-2]
    places = minors(torch.arange(math.prod(shape)).reshape(shape))
    return scatter(cells, places, shape)
""",
    ),
    "cofactors": Helper(
        "For each cell the determinant without its row and its column, with its sign.",
        "Para cada celda, el determinante sin su fila y sin su columna, con su signo.",
        """
def cofactors(x):
    positions = torch.arange(x.shape[-1])
    return torch.linalg.det(minors(x)) * (-1.0) ** (positions[:, None] + positions)
""",
    ),
}
NEEDS = {"fold": ("windows",), "cofactors": ("minors",), "from_minors": ("minors", "scatter")}
MATHS = frozenset({"scatter", "fold", "from_minors"})
"""Helpers that use Python's `math`."""
