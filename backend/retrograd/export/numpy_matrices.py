"""NumPy's code for matrices, softmax, windows and what attention masks."""

from __future__ import annotations

from retrograd.export.expressions import Expr, binary, call, method
from retrograd.export.literals import tuple_of
from retrograd.export.spellings import condition, function, matmul
from retrograd.export.writing import Application, Spelling

HALF = Expr("2", kind="number")


def _k(a: Application) -> tuple[str, ...]:
    return (f"k={a.attributes['k']}",) if a.attributes["k"] else ()


def turned(x: Expr) -> Expr:
    """Return matrices transposed."""
    if len(x.shape) == 2:
        return Expr(f"{x.primary}.T", shape=x.shape[::-1])
    return method(x, "swapaxes", "-1", "-2", shape=(*x.shape[:-2], x.shape[-1], x.shape[-2]))


def _diagonal(a: Application) -> Expr:
    if not a.node.value.size and len(a.shape) == 1:
        return Expr("np.zeros(0)", shape=a.shape)
    return call("np.diag", a.operands[0].text, *_k(a), shape=a.shape)


def _pseudo(a: Application) -> Expr:
    """The threshold of the singular values is the one that both modes of the engine know: NumPy's own is lower."""
    longest = max(a.shape_of(0)[-2:])
    return call("np.linalg.pinv", a.operands[0].text, f"rtol={longest} * np.finfo({_dtype(a)}).eps", shape=a.shape)


def _dtype(a: Application) -> str:
    return "np.float32" if a.writer.single else "float"


def _cholesky(a: Application) -> Expr:
    x = a.writer.atom(a.operands[0])
    symmetric = binary("/", binary("+", x, turned(x)), HALF)
    return call("np.linalg.cholesky", symmetric.text, shape=a.shape)


def _solved_triangle(a: Application) -> Expr:
    x, y = a.operands
    unit = a.attributes["unitriangular"]
    name, offset = ("triu", 1) if a.attributes["upper"] else ("tril", -1)
    triangle = call(f"np.{name}", x.text, f"k={offset}" if unit else "")
    if unit:
        triangle = binary("+", triangle, Expr(f"np.eye({x.shape[-1]})"))
    return call("np.linalg.solve", triangle.text, y.text, shape=a.shape)


def _logarithm_and_sign(place: int) -> Spelling:
    def spelled(a: Application) -> Expr:
        return Expr(f"np.linalg.slogdet({a.operands[0].text})[{place}]", shape=a.shape)

    return spelled


def _einsum(a: Application) -> Expr:
    texts = [one.text for one in a.operands]
    return call("np.einsum", f'"{a.attributes["equation"]}"', *texts, shape=a.shape)


def _pairs(a: Application) -> tuple[str, ...]:
    first, second = a.attributes["axes"]
    ndim = len(a.shape_of(0))
    if first == tuple(range(ndim - len(first), ndim)) and second == tuple(range(len(second))):
        return (f"axes={len(first)}",)
    return (f"axes=({tuple_of(first)}, {tuple_of(second)})",)


def helped(name: str) -> Spelling:
    """Spell a call of a function that the script defines, of the operands alone."""
    return lambda a: call(a.writer.helper(name), *(one.text for one in a.operands), shape=a.shape)


def _along(name: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        return call(a.writer.helper(name), a.operands[0].text, f"axis={a.attributes['axis']}", shape=a.shape)

    return spelled


# Masks of attention.


def _open(a: Application) -> Expr:
    chosen = condition(a, a.operands[0])
    return a.writer.own_floats(call("np.where", chosen.text, "0.0", "-np.inf", shape=a.shape))


def _earlier(a: Application) -> Expr:
    rows, columns = a.shape[-2:]
    seen = f"np.tri({rows}, {columns}, dtype=bool)"
    return a.writer.own_floats(call("np.where", seen, "0.0", "-np.inf", shape=(rows, columns)))


# Windows.


def _how(a: Application) -> tuple[str, ...]:
    """Return how windows lie; what is usual is left out."""
    kernel, stride, padding, dilation = (a.attributes[name] for name in ("kernel", "stride", "padding", "dilation"))
    return (
        tuple_of(kernel),
        f"stride={tuple_of(stride)}" if set(stride) != {1} else "",
        f"padding={_nested(padding)}" if any(map(any, padding)) else "",
        f"dilation={tuple_of(dilation)}" if set(dilation) != {1} else "",
    )


def _nested(padding: tuple[tuple[int, int], ...]) -> str:
    return f"({', '.join(map(str, padding))}{',' if len(padding) == 1 else ''})"


def _windows(a: Application) -> Expr:
    return call(a.writer.helper("windows"), a.operands[0].text, *_how(a), shape=a.shape)


def _fold(a: Application) -> Expr:
    shape = a.writer.shape_text(a.attributes["shape"])
    return call(a.writer.helper("fold"), a.operands[0].text, shape, *_how(a), shape=a.shape)


def _largest_of_windows(a: Application) -> Expr:
    given = a.attributes
    kernel, ndim = given["kernel_size"], len(a.shape)
    padding = tuple((size, size) for size in given["padding"])
    told = (
        tuple_of(kernel),
        f"stride={tuple_of(given['stride'])}" if set(given["stride"]) != {1} else "",
        f"padding={_nested(padding)}" if any(map(any, padding)) else "",
        f"dilation={tuple_of(given['dilation'])}" if set(given["dilation"]) != {1} else "",
        "fill=-np.inf" if any(map(any, padding)) else "",
    )
    cells = call(a.writer.helper("windows"), a.operands[0].text, *told)
    own = tuple(range(ndim, ndim + len(kernel)))
    return method(cells, "max", f"axis={own[0] if len(own) == 1 else own}", shape=a.shape)


MATRICES: dict[str, Spelling] = {
    "matmul": matmul,
    **{name: function(f"np.{name}") for name in ("dot", "inner", "outer", "kron", "trace")},
    "tensordot": function("np.tensordot", given=_pairs),
    "einsum": _einsum,
    "tril": function("np.tril", given=_k),
    "triu": function("np.triu", given=_k),
    "diag": _diagonal,
    **{name: function(f"np.linalg.{name}") for name in ("inv", "solve", "det")},
    "pinv": _pseudo,
    "cholesky": _cholesky,
    "solve_triangular": _solved_triangle,
    "slogdet_sign": _logarithm_and_sign(0),
    "slogdet_logabsdet": _logarithm_and_sign(1),
    **{name: helped(name) for name in ("minors", "from_minors", "cofactors", "attention_weights")},
    "softmax": _along("softmax"),
    "log_softmax": _along("log_softmax"),
    "open": _open,
    "earlier": _earlier,
    "windows": _windows,
    "fold": _fold,
    "max_pool1d": _largest_of_windows,
    "max_pool2d": _largest_of_windows,
}
