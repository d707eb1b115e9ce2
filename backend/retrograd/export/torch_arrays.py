"""PyTorch's code for what moves, joins, picks and reduces cells."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from retrograd.export.expressions import Expr, call, method
from retrograd.export.literals import axes, index, tuple_of
from retrograd.export.spellings import condition, over
from retrograd.export.writing import Application, Spelling
from retrograd.ops.op import Shape


def _tensor(a: Application) -> Expr:
    return a.writer.array(a.operands[0])


def _method(name: str, given: Callable[[Application], tuple[str, ...]]) -> Spelling:
    """Spell a method of the operand that leaves its cells what they are."""
    return lambda a: method(_tensor(a), name, *given(a), shape=a.shape, kind=a.operands[0].kind)


def _over(a: Application) -> tuple[str, ...]:
    return over(a, "dim", "keepdim")


def _reduced(name: str, *more: str) -> Spelling:
    """Spell a method that reduces over axes."""

    def spelled(a: Application) -> Expr:
        x = _tensor(a)
        counts = x.kind in {"truth", "whole"}
        return method(x, name, *_over(a), *more, shape=a.shape, kind="whole" if counts else "float")

    return spelled


def _product(a: Application) -> Expr:
    """PyTorch multiplies along one axis at a time."""
    axis, kept = a.attributes["axis"], a.attributes["keepdims"]
    found = _tensor(a)
    if len(axis) == len(a.shape_of(0)) and not kept:
        return method(found, "prod", shape=())
    for one in reversed(axis):
        found = method(found, "prod", f"dim={one}", "keepdim=True" if kept else "")
    return found.of(a.shape)


def _spread(name: str) -> Spelling:
    """PyTorch divides by n - 1 unless it is told otherwise."""
    return lambda a: method(_tensor(a), name, *_over(a), f"correction={a.attributes['ddof']}", shape=a.shape)


def _norm(a: Application) -> Expr:
    order = a.attributes["ord"]
    given = "" if order == 2 else f"ord={a.writer.number(order).text}"
    return call("torch.linalg.vector_norm", _tensor(a).text, given, *_over(a), shape=a.shape)


def _median(a: Application) -> Expr:
    """The mean of the two in the middle, where `torch.median` takes the lower one."""
    axis, x = a.attributes["axis"], _tensor(a)
    how = ("0.5", 'interpolation="midpoint"')
    if len(axis) == 1 and len(a.shape_of(0)) > 1:
        kept = "keepdim=True" if a.attributes["keepdims"] else ""
        return call("torch.quantile", x.text, how[0], f"dim={axis[0]}", kept, how[1], shape=a.shape)
    if len(axis) < len(a.shape_of(0)):
        behind = method(x, "movedim", tuple_of(axis), str(tuple(range(-len(axis), 0))))
        rows = method(behind, "flatten", str(-len(axis)))
        found = call("torch.quantile", rows.text, how[0], "dim=-1", how[1])
    else:
        found = call("torch.quantile", x.text, *how)
    return method(found, "reshape", _sizes(a.shape), shape=a.shape) if a.attributes["keepdims"] else found.of(a.shape)


def _sizes(shape: Shape) -> str:
    return ", ".join(map(str, shape)) or "()"


def _logsumexp(a: Application) -> Expr:
    axis = a.attributes["axis"]
    if not axis:
        return _tensor(a)
    kept = "keepdim=True" if a.attributes["keepdims"] else ""
    return call("torch.logsumexp", _tensor(a).text, f"dim={axes(axis)}", kept, shape=a.shape)


def _told_whether(name: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        return method(condition(a, a.operands[0]), name, *_over(a), shape=a.shape, kind="truth")

    return spelled


def _counted(a: Application) -> Expr:
    return method(condition(a, a.operands[0]), "sum", *_over(a), shape=a.shape, kind="whole")


def _place(name: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        axis, kept = a.attributes["axis"], a.attributes["keepdims"]
        given = () if axis is None else (f"dim={axis}", "keepdim=True" if kept else "")
        found = method(_tensor(a), name, *given, shape=a.shape, kind="whole")
        return (
            method(found, "reshape", _sizes(a.shape), shape=a.shape, kind="whole") if axis is None and kept else found
        )

    return spelled


def _in_a_row(a: Application) -> tuple[Expr, int]:
    x, axis = _tensor(a), a.attributes["axis"]
    return (method(x, "flatten"), 0) if axis is None else (x, axis)


def _scanned(name: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        x, axis = _in_a_row(a)
        return method(x, name, f"dim={axis}", shape=a.shape)

    return spelled


def _ordered(name: str, part: str = "", *, kind: Any = "float") -> Spelling:
    """Spell a sort that keeps the order of equal numbers."""

    def spelled(a: Application) -> Expr:
        x, axis = _in_a_row(a)
        falling = "descending=True" if a.attributes["descending"] else ""
        found = call(f"torch.{name}", x.text, f"dim={axis}", falling, "stable=True")
        return Expr(found.text + part, shape=a.shape, kind=kind)

    return spelled


def _best(a: Application) -> Expr:
    k, axis, largest = (a.attributes[name] for name in ("k", "axis", "largest"))
    found = call("torch.topk", _tensor(a).text, str(k), f"dim={axis}", "" if largest else "largest=False")
    return Expr(f"{found.text}.values", shape=a.shape)


def _best_places(a: Application) -> Expr:
    k, axis, largest = (a.attributes[name] for name in ("k", "axis", "largest"))
    falling = "descending=True" if largest else ""
    order = call("torch.argsort", _tensor(a).text, f"dim={axis}", falling, "stable=True")
    return Expr(f"{order.text}[{':, ' * axis}:{k}]", shape=a.shape, kind="whole")


def _reshaped(a: Application) -> Expr:
    x = _tensor(a)
    if x.shape == a.shape:
        return x
    return method(x, "reshape", _sizes(a.shape), shape=a.shape, kind=x.kind)


def _flat(a: Application) -> Expr:
    whole = a.attributes["start_dim"] == 0 and len(a.shape) == 1
    given = () if whole else (str(a.attributes["start_dim"]), str(a.attributes["end_dim"]))
    return method(_tensor(a), "flatten", *given, shape=a.shape, kind=a.operands[0].kind)


def _grown(a: Application) -> Expr:
    found = _tensor(a)
    for one in a.attributes["axis"]:
        found = method(found, "unsqueeze", str(one), kind=found.kind)
    return found.of(a.shape)


def _transposed(a: Application) -> Expr:
    x, order = _tensor(a), a.attributes["axes"]
    ndim = len(order)
    if order == tuple(range(ndim)):
        return x
    if order == (*range(ndim - 2), ndim - 1, ndim - 2):
        return Expr(f"{x.primary}.{'T' if ndim == 2 else 'mT'}", shape=a.shape, kind=x.kind)
    return method(x, "permute", *map(str, order), shape=a.shape, kind=x.kind)


def _rolled(a: Application) -> Expr:
    shift, axis = a.attributes["shift"], a.attributes["axis"]
    given = (str(shift[0]),) if axis is None else (axes(shift), f"dims={axes(axis)}")
    return _tensor(a) if axis == () else method(_tensor(a), "roll", *given, shape=a.shape, kind=a.operands[0].kind)


def _repeated(a: Application) -> Expr:
    repeats, axis = a.attributes["repeats"], a.attributes["axis"]
    dim = "" if axis is None else f"dim={axis}"
    return method(_tensor(a), "repeat_interleave", str(repeats), dim, shape=a.shape, kind=a.operands[0].kind)


def _listed(name: str, *, with_axis: bool = True) -> Spelling:
    def spelled(a: Application) -> Expr:
        operands = [a.writer.full(a.writer.floats(one), a.shape_of(place)) for place, one in enumerate(a.operands)]
        axis = f"dim={a.attributes['axis']}" if with_axis and a.attributes["axis"] else ""
        return call(f"torch.{name}", f"[{', '.join(one.text for one in operands)}]", axis, shape=a.shape)

    return spelled


def _padded(a: Application) -> Expr:
    widths, value = a.attributes["pad_width"], float(a.attributes["value"])
    flat = tuple(one for pair in reversed(widths) for one in pair)
    if not flat:
        return a.operands[0]
    given = f"value={a.writer.number(value).text}" if value else ""
    return call("F.pad", a.operands[0].text, str(flat), given, shape=a.shape)


def _grid(a: Application) -> Expr:
    column = tuple(size if one == a.attributes["axis"] else 1 for one, size in enumerate(a.shape))
    x = _tensor(a)
    return x if x.shape == column else method(x, "reshape", _sizes(column), shape=column)


# Picking.


def picked(whole: Expr, entries: tuple[Any, ...], sizes: Shape, shape: Shape) -> Expr:
    """Return `whole[entries]`; PyTorch has no negative steps, and takes whole numbers apart from lists."""
    lists = any(isinstance(entry, np.ndarray) for entry in entries)
    kept: list[Any] = []
    turned: list[int] = []
    remaining = iter(sizes)
    axis = 0
    for entry in entries:
        size = next(remaining) if entry is not None else 0
        if isinstance(entry, slice) and (entry.step or 1) < 0:
            positions = range(*entry.indices(size))[::-1]
            kept.append(slice(positions.start, positions.stop, positions.step))
            turned.append(axis)
        elif isinstance(entry, int) and lists:
            kept.append(np.array([entry]))
        else:
            kept.append(entry)
        axis += isinstance(entry, slice) or entry is None
    brackets = index(kept, sizes)
    found = whole if brackets == "..." else Expr(f"{whole.primary}[{brackets}]")
    found = found.of(shape).as_kind(whole.kind)
    return method(found, "flip", ", ".join(map(str, turned)), shape=shape, kind=whole.kind) if turned else found


def _getitem(a: Application) -> Expr:
    return picked(_tensor(a), a.attributes["index"], a.shape_of(0), a.shape)


def _places(shape: Shape) -> Expr:
    """Return the number of each cell of an array, in row-major order."""
    return Expr(f"torch.arange({prod(shape)}).reshape({_sizes(shape)})", shape=shape, kind="whole")


def _scatter(a: Application) -> Expr:
    shape = a.attributes["shape"]
    places = picked(_places(shape), a.attributes["index"], shape, a.shape_of(0))
    return _scattered(a, places)


def _scattered(a: Application, places: Expr) -> Expr:
    shape = a.attributes["shape"]
    return call(a.writer.helper("scatter"), a.operands[0].text, places.text, tuple_of(shape), shape=shape)


def _whole(a: Application, place: int, size: int | None = None) -> str:
    """Return positions as whole numbers, those that count from the end as what they mean if `size` is given."""
    operand = a.writer.array(a.operands[place])
    text = operand.text if operand.kind == "whole" else f"{operand.primary}.long()"
    negative = size is not None and (a.node.inputs[place].value < 0).any()
    return f"{text} % {size}" if negative else text


def _taken(a: Application) -> Expr:
    axis = a.attributes.get("axis", 0)
    x, places = _tensor(a), _whole(a, 1)
    if axis is None:
        return call("torch.take", x.text, places, shape=a.shape)
    return Expr(f"{x.primary}[{':, ' * axis}{places}]", shape=a.shape)


def _put(a: Application) -> Expr:
    axis, shape = a.attributes["axis"], a.attributes["shape"]
    places = _whole(a, 1, prod(shape) if axis is None else shape[axis])
    if axis is None:
        return _scattered(a, Expr(places))
    return _scattered(a, Expr(f"{_places(shape).text}[{':, ' * axis}{places}]"))


def _gathered(a: Application) -> Expr:
    axis = a.attributes["axis"]
    size = prod(a.shape_of(0)) if axis is None else a.shape_of(0)[axis]
    places = _whole(a, 1, size)
    if axis is None:
        return call("torch.take", _tensor(a).text, places, shape=a.shape)
    return call("torch.gather", _tensor(a).text, str(axis), places, shape=a.shape)


def _scattered_along(a: Application) -> Expr:
    axis, shape = a.attributes["axis"], a.attributes["shape"]
    size = prod(shape) if axis is None else shape[axis]
    zeros = f"torch.zeros({tuple_of((prod(shape),) if axis is None else shape)})"
    found = call(f"{zeros}.scatter_add", str(axis or 0), _whole(a, 1, size), a.operands[0].text, shape=shape)
    return method(found, "reshape", _sizes(shape), shape=shape) if axis is None else found


def _where_it_holds(a: Application) -> Expr:
    x, mask = a.writer.full(a.operands[0], a.shape_of(0)), a.writer.full(a.operands[1], a.shape_of(1))
    return call("torch.masked_select", x.text, condition(a, mask).text, shape=a.shape)


def _one_hot(a: Application) -> Expr:
    classes = a.attributes["num_classes"]
    return call("F.one_hot", _whole(a, 0), f"num_classes={classes}", shape=a.shape, kind="whole")


def _is_class(a: Application) -> Expr:
    axis, classes, ignored = (a.attributes[name] for name in ("axis", "classes", "ignore_index"))
    given = (str(classes), f"dim={axis}", f"ignore_index={ignored}")
    return call(a.writer.helper("one_hot"), _tensor(a).text, *given, shape=a.shape)


def _like(name: str) -> Spelling:
    return lambda a: call(f"torch.{name}", _tensor(a).text, shape=a.shape)


def _full_like(a: Application) -> Expr:
    return call(
        "torch.full_like", _tensor(a).text, a.writer.number(float(a.attributes["fill_value"])).text, shape=a.shape
    )


ARRAYS: dict[str, Spelling] = {
    "sum": _reduced("sum"),
    "mean": _reduced("mean"),
    "max": _reduced("amax"),
    "min": _reduced("amin"),
    "prod": _product,
    "var": _spread("var"),
    "std": _spread("std"),
    "norm": _norm,
    "median": _median,
    "logsumexp": _logsumexp,
    "any": _told_whether("any"),
    "all": _told_whether("all"),
    "count_nonzero": _counted,
    "argmax": _place("argmax"),
    "argmin": _place("argmin"),
    "cumsum": _scanned("cumsum"),
    "cumprod": _scanned("cumprod"),
    "sort": _ordered("sort", ".values"),
    "argsort": _ordered("argsort", kind="whole"),
    "topk_values": _best,
    "topk_indices": _best_places,
    "reshape": _reshaped,
    "flatten": _flat,
    "squeeze": _method("squeeze", lambda a: (axes(a.attributes["axis"]),)),
    "expand_dims": _grown,
    "transpose": _transposed,
    "swapaxes": _method("swapaxes", lambda a: (str(a.attributes["axis1"]), str(a.attributes["axis2"]))),
    "moveaxis": _method("movedim", lambda a: (axes(a.attributes["source"]), axes(a.attributes["destination"]))),
    "flip": _method("flip", lambda a: (axes(a.attributes["axis"]),)),
    "roll": _rolled,
    "tile": _method("tile", lambda a: (tuple_of(a.attributes["reps"]),)),
    "repeat": _repeated,
    "broadcast_to": lambda a: a.operands[0],
    "atleast_1d": lambda a: call("torch.atleast_1d", _tensor(a).text, shape=a.shape, kind=a.operands[0].kind),
    "atleast_2d": lambda a: call("torch.atleast_2d", _tensor(a).text, shape=a.shape, kind=a.operands[0].kind),
    "concatenate": _listed("cat"),
    "stack": _listed("stack"),
    "vstack": _listed("vstack", with_axis=False),
    "hstack": _listed("hstack", with_axis=False),
    "pad": _padded,
    "grid": _grid,
    "getitem": _getitem,
    "scatter": _scatter,
    **dict.fromkeys(("take", "index_select", "embedding"), _taken),
    "put": _put,
    **dict.fromkeys(("gather", "take_along_axis", "picked_along"), _gathered),
    "scatter_along": _scattered_along,
    "masked_select": _where_it_holds,
    "one_hot": _one_hot,
    "is_class": _is_class,
    "zeros_like": _like("zeros_like"),
    "ones_like": _like("ones_like"),
    "full_like": _full_like,
}
