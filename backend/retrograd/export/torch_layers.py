"""PyTorch's code for matrices, layers, windows and losses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from retrograd.export.expressions import Expr, binary, call, method
from retrograd.export.forms import by_forward
from retrograd.export.literals import tuple_of
from retrograd.export.spellings import Given, condition, matmul
from retrograd.export.writing import Application, Spelling


def _nothing(_a: Application) -> tuple[str, ...]:
    return ()


def _function(name: str, given: Given = _nothing) -> Spelling:
    def spelled(a: Application) -> Expr:
        texts = (a.writer.array(one).text for one in a.operands)
        return call(name, *texts, *given(a), shape=a.shape)

    return spelled


def _k(a: Application) -> tuple[str, ...]:
    return (f"diagonal={a.attributes['k']}",) if a.attributes["k"] else ()


def _dot(a: Application) -> Expr:
    x, y = (a.writer.array(one) for one in a.operands)
    first, second = len(x.shape), len(y.shape)
    if not first or not second:
        return binary("*", x, y).of(a.shape)
    if second < 3:
        return binary("@", x, y).of(a.shape)
    return call("torch.tensordot", x.text, y.text, f"dims=([{first - 1}], [{second - 2}])", shape=a.shape)


def _outer(a: Application) -> Expr:
    vectors = [one if len(one.shape) == 1 else method(a.writer.array(one), "flatten") for one in a.operands]
    return call("torch.outer", *(one.text for one in vectors), shape=a.shape)


def _tensordot(a: Application) -> Expr:
    first, second = a.attributes["axes"]
    dims = f"dims=({list(first)}, {list(second)})" if first else "dims=0"
    return call("torch.tensordot", *(a.writer.array(one).text for one in a.operands), dims, shape=a.shape)


def _einsum(a: Application) -> Expr:
    texts = (a.writer.array(one).text for one in a.operands)
    return call("torch.einsum", f'"{a.attributes["equation"]}"', *texts, shape=a.shape)


def _cholesky(a: Application) -> Expr:
    x = a.writer.atom(a.operands[0])
    return call("torch.linalg.cholesky", f"({x.text} + {x.text}.mT) / 2", shape=a.shape)


def _solved_triangle(a: Application) -> Expr:
    """PyTorch's own wants a matrix on the right."""
    x, y = a.operands
    vector = len(a.shape_of(1)) == 1
    flags = [f"upper={a.attributes['upper']}"]
    flags += ["unitriangular=True"] if a.attributes["unitriangular"] else []
    right = f"{y.primary}[:, None]" if vector else y.text
    found = call("torch.linalg.solve_triangular", x.text, right, *flags, shape=a.shape)
    return Expr(f"{found.text}[..., 0]", shape=a.shape) if vector else found


def _part_of(function: str, part: str) -> Spelling:
    return lambda a: Expr(f"{function}({a.operands[0].text}).{part}", shape=a.shape)


def _helped(name: str) -> Spelling:
    return lambda a: call(a.writer.helper(name), a.operands[0].text, shape=a.shape)


def _along(name: str) -> Spelling:
    return _function(f"torch.{name}", lambda a: (f"dim={a.attributes['axis']}",))


# Layers.


def _named(a: Application, *names: str, constant: bool = False) -> Iterator[str]:
    """Yield operands that are there, by name; `constant` ones without a gradient."""
    for name in names:
        if a.has(name):
            operand = a.writer.array(a.named(name))
            graded = a.node.inputs[a.op.operands.index(name)].requires_grad
            yield f"{name}={operand.primary}.detach()" if constant and graded else f"{name}={operand.text}"


def _number(a: Application, name: str, usual: float | None = None) -> str:
    value = a.attributes[name]
    return "" if value is None or value == usual else f"{name}={a.writer.number(float(value)).text}"


def _linear(a: Application) -> Expr:
    return call("F.linear", *(a.writer.array(one).text for one in a.operands), shape=a.shape)


def _over_last(name: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        shape = tuple_of(a.attributes["normalized_shape"])
        eps = _number(a, "eps", 1e-5 if name == "layer_norm" else None)
        return call(f"F.{name}", a.operands[0].text, shape, *_named(a, "weight", "bias"), eps, shape=a.shape)

    return spelled


def _batch_norm(a: Application) -> Expr:
    """In training the running statistics are not used, and PyTorch would write into them."""
    training = a.attributes["training"]
    if training and a.node.value.size <= a.shape[1]:  # PyTorch refuses a single number for each channel
        return a.writer.by(by_forward, a.op, a.node)
    ran = [one.partition("=")[2] for one in _named(a, "running_mean", "running_var", constant=True)]
    ran = ["None", "None"] if training or len(ran) < 2 else ran
    flag = "training=True" if training else ""
    eps = _number(a, "eps", 1e-5)
    return call("F.batch_norm", a.operands[0].text, *ran, *_named(a, "weight", "bias"), flag, eps, shape=a.shape)


def _attention(a: Application) -> Expr:
    query, key, value = (a.named(name).text for name in ("query", "key", "value"))
    mask = ""
    if a.has("attn_mask"):
        own = a.named("attn_mask")
        truth = a.op.vjp[a.op.operands.index("attn_mask")] is None
        mask = f"attn_mask={condition(a, own).text if truth else a.writer.floats(own).text}"
    causal = "is_causal=True" if a.attributes["is_causal"] else ""
    usual = a.shape_of(0)[-1] ** -0.5 if a.shape_of(0)[-1] else None
    scale = "" if usual is not None and abs(a.attributes["scale"] - usual) < 1e-15 else _number(a, "scale")
    return call("F.scaled_dot_product_attention", query, key, value, mask, causal, scale, shape=a.shape)


# Windows.


def _same(sizes: tuple[int, ...]) -> str:
    return str(sizes[0]) if len(set(sizes)) == 1 else tuple_of(sizes)


def _convolution(name: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        x, padding = a.operands[0].text, a.attributes["padding"]
        even = all(before == behind for before, behind in padding)
        if not even:
            x = f"F.pad({x}, {tuple(size for pair in reversed(padding) for size in pair)})"
        stride, dilation, groups = (a.attributes[one] for one in ("stride", "dilation", "groups"))
        given = (
            f"stride={_same(stride)}" if set(stride) != {1} else "",
            f"padding={_same(tuple(before for before, _ in padding))}" if even and any(map(any, padding)) else "",
            f"dilation={_same(dilation)}" if set(dilation) != {1} else "",
            f"groups={groups}" if groups > 1 else "",
        )
        return call(f"F.{name}", x, *(one.text for one in a.operands[1:]), *given, shape=a.shape)

    return spelled


def _pool(name: str, axes: int) -> Spelling:
    """PyTorch wants an axis of channels, and at most one for a batch before it."""

    def spelled(a: Application) -> Expr:
        own, x = a.shape_of(0), a.operands[0]
        fits = axes < len(own) <= axes + 2
        if not fits:
            x = method(x, "reshape", "-1", *map(str, own[len(own) - axes :]))
        found = call(f"F.{name}", x.text, *_how_to_pool(a), shape=a.shape)
        return found if fits else method(found, "reshape", *map(str, a.shape), shape=a.shape)

    return spelled


def _how_to_pool(a: Application) -> Iterator[str]:
    kernel, stride, padding = (a.attributes[one] for one in ("kernel_size", "stride", "padding"))
    yield _same(kernel)
    yield f"stride={_same(stride)}" if stride != kernel else ""
    yield f"padding={_same(padding)}" if any(padding) else ""
    dilation = a.attributes.get("dilation", (1,))
    yield f"dilation={_same(dilation)}" if set(dilation) != {1} else ""
    yield "" if a.attributes.get("count_include_pad", True) else "count_include_pad=False"


def _windows(a: Application) -> Expr:
    how = (str(a.attributes[name]) for name in ("kernel", "stride", "padding", "dilation"))
    return call(a.writer.helper("windows"), a.operands[0].text, *how, shape=a.shape)


def _fold(a: Application) -> Expr:
    how = (str(a.attributes[name]) for name in ("kernel", "stride", "padding", "dilation"))
    return call(a.writer.helper("fold"), a.operands[0].text, str(a.attributes["shape"]), *how, shape=a.shape)


def _open(a: Application) -> Expr:
    return call("torch.where", condition(a, a.operands[0]).text, "0.0", "-torch.inf", shape=a.shape)


def _earlier(a: Application) -> Expr:
    rows, columns = a.shape[-2:]
    seen = f"torch.ones({rows}, {columns}, dtype=torch.bool).tril()"
    return call("torch.where", seen, "0.0", "-torch.inf", shape=(rows, columns))


# Losses.


def _reduction(a: Application) -> str:
    reduction = a.attributes["reduction"]
    return "" if reduction == "mean" else f'reduction="{reduction}"'


def _distance(name: str, *parameters: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        x, y = (a.writer.array(one).text for one in a.operands[:2])
        weights = _named(a, "weight", "pos_weight", constant=True)
        given = (_number(a, one, 1.0) for one in parameters)
        return call(f"F.{name}", x, y, *weights, *given, _reduction(a), shape=a.shape)

    return spelled


def _kl_div(a: Application) -> Expr:
    """PyTorch warns of its mean, which is over all cells."""
    x, y = (a.writer.array(one).text for one in a.operands)
    target = "log_target=True" if a.attributes["log_target"] else ""
    if a.attributes["reduction"] == "mean":
        return call(
            f'F.kl_div({", ".join(one for one in (x, y, target) if one)}, reduction="none").mean', shape=a.shape
        )
    return call("F.kl_div", x, y, target, _reduction(a), shape=a.shape)


def _similarity(a: Application) -> Expr:
    x, y = (a.writer.array(one).text for one in a.operands)
    return call("F.cosine_similarity", x, y, f"dim={a.attributes['axis']}", _number(a, "eps", 1e-8), shape=a.shape)


def _class_loss(name: str) -> Spelling:
    """PyTorch tells labels from probabilities by their dtype."""

    def spelled(a: Application) -> Expr:
        x, y = (a.writer.array(one) for one in a.operands[:2])
        labels = a.shape_of(0) != a.shape_of(1)
        target = f"{y.primary}.long()" if labels and y.kind != "whole" else y.text
        ignored = a.attributes["ignore_index"]
        given: list[Any] = [*_named(a, "weight", constant=True)]
        given.append(f"ignore_index={ignored}" if ignored != -100 else "")
        smoothing = _number(a, "label_smoothing", 0.0) if "label_smoothing" in a.attributes else ""
        return call(f"F.{name}", x.text, target, *given, _reduction(a), smoothing, shape=a.shape)

    return spelled


LAYERS: dict[str, Spelling] = {
    "matmul": matmul,
    "dot": _dot,
    "outer": _outer,
    "tensordot": _tensordot,
    "einsum": _einsum,
    **{name: _function(f"torch.{name}") for name in ("inner", "kron", "trace")},
    **{name: _function(f"torch.{name}", _k) for name in ("tril", "triu", "diag")},
    **{name: _function(f"torch.linalg.{name}") for name in ("inv", "pinv", "solve", "det")},
    "cholesky": _cholesky,
    "solve_triangular": _solved_triangle,
    "slogdet_sign": _part_of("torch.linalg.slogdet", "sign"),
    "slogdet_logabsdet": _part_of("torch.linalg.slogdet", "logabsdet"),
    **{name: _helped(name) for name in ("minors", "from_minors", "cofactors", "attention_weights")},
    "softmax": _along("softmax"),
    "log_softmax": _along("log_softmax"),
    "linear": _linear,
    "layer_norm": _over_last("layer_norm"),
    "rms_norm": _over_last("rms_norm"),
    "batch_norm": _batch_norm,
    "scaled_dot_product_attention": _attention,
    "conv1d": _convolution("conv1d"),
    "conv2d": _convolution("conv2d"),
    **{f"{kind}_pool{axes}d": _pool(f"{kind}_pool{axes}d", axes) for kind in ("max", "avg") for axes in (1, 2)},
    "windows": _windows,
    "fold": _fold,
    "open": _open,
    "earlier": _earlier,
    "mse_loss": _distance("mse_loss"),
    "l1_loss": _distance("l1_loss"),
    "huber_loss": _distance("huber_loss", "delta"),
    "smooth_l1_loss": _distance("smooth_l1_loss", "beta"),
    "binary_cross_entropy": _distance("binary_cross_entropy"),
    "binary_cross_entropy_with_logits": _distance("binary_cross_entropy_with_logits"),
    "kl_div": _kl_div,
    "cosine_similarity": _similarity,
    "cross_entropy": _class_loss("cross_entropy"),
    "nll_loss": _class_loss("nll_loss"),
}
