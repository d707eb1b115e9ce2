"""Functions that a NumPy script defines if it uses them: what NumPy has no name for."""

from __future__ import annotations

HELPERS: dict[str, str] = {
    "erf": '''
def erf(x):
    """The error function, of each cell."""
    return np.vectorize(math.erf, otypes=[x.dtype])(x)
''',
    "softmax": '''
def softmax(x, axis):
    """Shares that add up to 1; the largest number is taken off first, so that nothing overflows."""
    shares = np.exp(x - x.max(axis=axis, keepdims=True))
    return shares / shares.sum(axis=axis, keepdims=True)
''',
    "log_softmax": '''
def log_softmax(x, axis):
    """The logarithm of softmax, without overflow."""
    return x - np.logaddexp.reduce(x, axis=axis, keepdims=True)
''',
    "attention_weights": '''
def attention_weights(scores):
    """Softmax along the last axis; 0 in a row that is -inf throughout."""
    largest = scores.max(axis=-1, keepdims=True)
    shares = np.exp(scores - np.where(np.isneginf(largest), 0.0, largest))
    total = shares.sum(axis=-1, keepdims=True)
    return shares / np.where(total == 0, 1.0, total)
''',
    "one_hot": '''
def one_hot(labels, classes, axis=-1, ignore_index=-100):
    """1 at the class that each label names; 0 all along where it is the one to be ignored."""
    counted = labels != ignore_index
    rows = np.eye(classes)[np.where(counted, labels, 0).astype(int)] * counted[..., None]
    return np.moveaxis(rows, -1, axis)
''',
    "falling": '''
def falling(x, axis):
    """Where each number of the falling order stands in x; equal numbers keep their order."""
    risen = np.argsort(np.flip(x, axis), axis=axis, kind="stable")
    return x.shape[axis] - 1 - np.flip(risen, axis)
''',
    "scatter": '''
def scatter(cells, index, shape):
    """Zeros, with the cells added where the index picks: the transpose of x[index]."""
    found = np.zeros(shape, cells.dtype)
    np.add.at(found, index, cells)
    return found
''',
    "scatter_along": '''
def scatter_along(cells, index, axis, shape):
    """Zeros, with each cell added at the place that the index names along an axis."""
    where = list(np.indices(index.shape))
    where[axis] = index
    found = np.zeros(shape, cells.dtype)
    np.add.at(found, tuple(where), cells)
    return found
''',
    "windows": '''
def windows(x, kernel, stride=1, padding=None, dilation=1, fill=0.0):
    """The windows over the last axes of x, each with the cells that it covers (im2col)."""
    n = len(kernel)
    stride, dilation = np.broadcast_to(stride, n), np.broadcast_to(dilation, n)
    if padding is not None:
        x = np.pad(x, [(0, 0)] * (x.ndim - n) + list(padding), constant_values=fill)
    span = (np.array(kernel) - 1) * dilation + 1
    view = np.lib.stride_tricks.sliding_window_view(x, tuple(span), axis=tuple(range(-n, 0)))
    return view[(..., *(slice(None, None, step) for step in (*stride, *dilation)))]
''',
    "fold": '''
def fold(cells, shape, kernel, stride=1, padding=None, dilation=1):
    """Each cell of each window added back to where it was taken from: the transpose of windows."""
    size = np.prod(shape, dtype=int)
    places = windows(np.arange(size).reshape(shape), kernel, stride, padding, dilation, fill=-1)
    found = np.zeros(size + 1, cells.dtype)  # the last cell is for the padding, which is cut off
    np.add.at(found, places, cells)
    return found[:-1].reshape(shape)
''',
    "others": '''
def others(n):
    """For each position the other positions."""
    rows = [[j for j in range(n) if j != i] for i in range(n)]
    return np.array(rows, int).reshape(n, max(n - 1, 0))
''',
    "minors": '''
def minors(x):
    """For each cell the matrix without its row and its column."""
    kept = others(x.shape[-1])
    return x[..., kept[:, None, :, None], kept[None, :, None, :]]
''',
    "from_minors": '''
def from_minors(cells):
    """Each cell of each minor added to the cell that it was taken from."""
    kept = others(cells.shape[-3])
    found = np.zeros(cells.shape[:-2], cells.dtype)
    for i, rows in enumerate(kept):
        for j, columns in enumerate(kept):
            found[..., rows[:, None], columns] += cells[..., i, j, :, :]
    return found
''',
    "cofactors": '''
def cofactors(x):
    """For each cell the determinant without its row and its column, with its sign.

    With x = U S V they are det(U) det(V) U C V, where C holds the products of all other values
    of S: right for a singular matrix too, which has no inverse.
    """
    left, values, right = np.linalg.svd(x)
    rest = np.where(np.eye(x.shape[-1], dtype=bool), 1.0, values[..., None, :]).prod(axis=-1)
    sign = np.sign(np.linalg.det(left) * np.linalg.det(right))
    return sign[..., None, None] * (left * rest[..., None, :]) @ right
''',
}
NEEDS = {"fold": ("windows",), "minors": ("others",), "from_minors": ("others",)}
