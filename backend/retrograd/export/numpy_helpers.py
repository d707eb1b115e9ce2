"""Functions that a NumPy script defines if it uses them: what NumPy has no name for."""

from __future__ import annotations

from retrograd.export.dialect import Helper

HELPERS: dict[str, Helper] = {
    "erf": Helper(
        "The error function, of each cell.",
        "La función error, de cada celda.",
        """
def erf(x):
    return np.vectorize(math.erf, otypes=[x.dtype])(x)
""",
    ),
    "softmax": Helper(
        "Shares that add up to 1; the largest number is taken off first, so that nothing overflows.",
        "Partes que suman 1; antes se resta el número mayor, para que nada se desborde.",
        """
def softmax(x, axis):
    shares = np.exp(x - x.max(axis=axis, keepdims=True))
    return shares / shares.sum(axis=axis, keepdims=True)
""",
    ),
    "log_softmax": Helper(
        "The logarithm of softmax, without overflow.",
        "El logaritmo de softmax, sin desbordamiento.",
        """
def log_softmax(x, axis):
    return x - np.logaddexp.reduce(x, axis=axis, keepdims=True)
""",
    ),
    "attention_weights": Helper(
        "Softmax along the last axis; 0 in a row that is -inf throughout.",
        "Softmax a lo largo del último eje; 0 en una fila que es -inf entera.",
        """
def attention_weights(scores):
    largest = scores.max(axis=-1, keepdims=True)
    shares = np.exp(scores - np.where(np.isneginf(largest), 0.0, largest))
    total = shares.sum(axis=-1, keepdims=True)
    return shares / np.where(total == 0, 1.0, total)
""",
    ),
    "one_hot": Helper(
        "1 at the class that each label names; 0 all along where it is the one to be ignored.",
        "1 en la clase que nombra cada etiqueta; 0 en todas donde es la que se ignora.",
        """
def one_hot(labels, classes, axis=-1, ignore_index=-100):
    counted = labels != ignore_index
    rows = np.eye(classes)[np.where(counted, labels, 0).astype(int)] * counted[..., None]
    return np.moveaxis(rows, -1, axis)
""",
    ),
    "falling": Helper(
        "Where each number of the falling order stands in x; equal numbers keep their order.",
        "Dónde está en x cada número del orden descendente; los iguales conservan su orden.",
        """
def falling(x, axis):
    risen = np.argsort(np.flip(x, axis), axis=axis, kind="stable")
    return x.shape[axis] - 1 - np.flip(risen, axis)
""",
    ),
    "scatter": Helper(
        "Zeros, with the cells added where the index picks: the transpose of x[index].",
        "Ceros, con las celdas sumadas donde elige el índice: la transpuesta de x[index].",
        """
def scatter(cells, index, shape):
    found = np.zeros(shape, cells.dtype)
    np.add.at(found, index, cells)
    return found
""",
    ),
    "scatter_along": Helper(
        "Zeros, with each cell added at the place that the index names along an axis.",
        "Ceros, con cada celda sumada en el lugar que el índice nombra en un eje.",
        """
def scatter_along(cells, index, axis, shape):
    where = list(np.indices(index.shape))
    where[axis] = index
    found = np.zeros(shape, cells.dtype)
    np.add.at(found, tuple(where), cells)
    return found
""",
    ),
    "windows": Helper(
        "The windows over the last axes of x, each with the cells that it covers (im2col).",
        "Las ventanas sobre los últimos ejes de x, cada una con las celdas que cubre (im2col).",
        """
def windows(x, kernel, stride=1, padding=None, dilation=1, fill=0.0):
    n = len(kernel)
    stride, dilation = np.broadcast_to(stride, n), np.broadcast_to(dilation, n)
    if padding is not None:
        x = np.pad(x, [(0, 0)] * (x.ndim - n) + list(padding), constant_values=fill)
    span = (np.array(kernel) - 1) * dilation + 1
    view = np.lib.stride_tricks.sliding_window_view(x, tuple(span), axis=tuple(range(-n, 0)))
    return view[(..., *(slice(None, None, step) for step in (*stride, *dilation)))]
""",
    ),
    "fold": Helper(
        "Each cell of each window added back to where it was taken from: the transpose of windows.",
        "Cada celda de cada ventana sumada adonde se tomó: la transpuesta de windows.",
        """
def fold(cells, shape, kernel, stride=1, padding=None, dilation=1):
    size = np.prod(shape, dtype=int)
    places = windows(np.arange(size).reshape(shape), kernel, stride, padding, dilation, fill=-1)
    found = np.zeros(size + 1, cells.dtype)
    np.add.at(found, places, cells)
    return found[:-1].reshape(shape)
""",
    ),
    "others": Helper(
        "For each position the other positions.",
        "Para cada posición, las demás posiciones.",
        """
def others(n):
    rows = [[j for j in range(n) if j != i] for i in range(n)]
    return np.array(rows, int).reshape(n, max(n - 1, 0))
""",
    ),
    "minors": Helper(
        "For each cell the matrix without its row and its column.",
        "Para cada celda, la matriz sin su fila y sin su columna.",
        """
def minors(x):
    kept = others(x.shape[-1])
    return x[..., kept[:, None, :, None], kept[None, :, None, :]]
""",
    ),
    "from_minors": Helper(
        "Each cell of each minor added to the cell that it was taken from.",
        "Cada celda de cada menor sumada a la celda de la que se tomó.",
        """
def from_minors(cells):
    kept = others(cells.shape[-3])
    found = np.zeros(cells.shape[:-2], cells.dtype)
    for i, rows in enumerate(kept):
        for j, columns in enumerate(kept):
            found[..., rows[:, None], columns] += cells[..., i, j, :, :]
    return found
""",
    ),
    "cofactors": Helper(
        "For each cell the determinant without its row and its column, with its sign.",
        "Para cada celda, el determinante sin su fila y sin su columna, con su signo.",
        """
def cofactors(x):
    left, values, right = np.linalg.svd(x)
    rest = np.where(np.eye(x.shape[-1], dtype=bool), 1.0, values[..., None, :]).prod(axis=-1)
    sign = np.sign(np.linalg.det(left) * np.linalg.det(right))
    return sign[..., None, None] * (left * rest[..., None, :]) @ right
""",
    ),
}
NEEDS = {"fold": ("windows",), "minors": ("others",), "from_minors": ("others",)}
