"""Functions that a PyTorch script defines if it uses them; most serve what `grad(…)` leaves in a program."""

from __future__ import annotations

HELPERS: dict[str, str] = {
    "scatter": '''
def scatter(cells, places, shape):
    """Zeros, with the cells added at places that are counted in row-major order."""
    found = torch.zeros(math.prod(shape), dtype=cells.dtype)
    return found.index_add(0, places.flatten(), cells.flatten()).reshape(shape)
''',
    "one_hot": '''
def one_hot(labels, classes, dim=-1, ignore_index=-100):
    """1 at the class that each label names; 0 all along where it is the one to be ignored."""
    counted = labels != ignore_index
    rows = F.one_hot(torch.where(counted, labels, 0.0).long(), classes) * counted[..., None]
    return rows.to(labels.dtype).movedim(-1, dim)
''',
    "attention_weights": '''
def attention_weights(scores):
    """Softmax along the last dimension; 0 in a row that is -inf throughout."""
    hidden = (scores == -torch.inf).all(dim=-1, keepdim=True)
    return torch.where(hidden, 0.0, torch.softmax(torch.where(hidden, 0.0, scores), dim=-1))
''',
    "windows": '''
def windows(x, kernel, stride, padding, dilation):
    """The windows over the last dimensions of x, each with the cells that it covers."""
    x = F.pad(x, [size for pair in reversed(padding) for size in pair])
    first = x.ndim - len(kernel)
    for dim, (size, step, apart) in enumerate(zip(kernel, stride, dilation), start=first):
        x = x.unfold(dim, (size - 1) * apart + 1, step)[..., ::apart]
    return x
''',
    "fold": '''
def fold(cells, shape, kernel, stride, padding, dilation):
    """Each cell of each window added back to where it was taken from: the transpose of windows."""
    size = math.prod(shape)
    places = torch.arange(1.0, size + 1).reshape(shape)  # 0 is for the padding, which is cut off
    places = windows(places, kernel, stride, padding, dilation).long()
    found = torch.zeros(size + 1, dtype=cells.dtype)
    return found.index_add(0, places.flatten(), cells.flatten())[1:].reshape(shape)
''',
    "minors": '''
def minors(x):
    """For each cell the matrix without its row and its column."""
    n = x.shape[-1]
    kept = torch.tensor([[j for j in range(n) if j != i] for i in range(n)], dtype=torch.long)
    kept = kept.reshape(n, max(n - 1, 0))
    return x[..., kept[:, None, :, None], kept[None, :, None, :]]
''',
    "from_minors": '''
def from_minors(cells):
    """Each cell of each minor added to the cell that it was taken from."""
    shape = cells.shape[:-2]
    places = minors(torch.arange(math.prod(shape)).reshape(shape))
    return scatter(cells, places, shape)
''',
    "cofactors": '''
def cofactors(x):
    """For each cell the determinant without its row and its column, with its sign."""
    positions = torch.arange(x.shape[-1])
    return torch.linalg.det(minors(x)) * (-1.0) ** (positions[:, None] + positions)
''',
}
NEEDS = {"fold": ("windows",), "cofactors": ("minors",), "from_minors": ("minors", "scatter")}
MATHS = frozenset({"scatter", "fold", "from_minors"})
"""Helpers that use Python's `math`."""
