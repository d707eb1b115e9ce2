"""NumPy's code for what moves, joins, picks and reduces cells."""

from __future__ import annotations

from collections.abc import Callable

from retrograd.export.expressions import Expr, binary, call, method
from retrograd.export.literals import axes, index, tuple_of
from retrograd.export.spellings import condition, function, over, subscript
from retrograd.export.writing import Application, Spelling

SAME_KIND = ("reshape", "flatten", "squeeze", "expand_dims", "transpose", "swapaxes", "moveaxis", "flip", "roll")


def _array(a: Application) -> Expr:
    return a.writer.array(a.operands[0])


def _moved(name: str, told: Callable[[Application], tuple[str, ...]]) -> Spelling:
    """Spell a function that moves cells and leaves them what they are."""
    return lambda a: call(f"np.{name}", a.operands[0].text, *told(a), shape=a.shape, kind=a.operands[0].kind)


def _reduced(name: str) -> Spelling:
    """Spell a method that reduces over axes."""

    def spelled(a: Application) -> Expr:
        x = _array(a)
        counts = x.kind in {"truth", "whole"}
        return method(x, name, *over(a, "axis", "keepdims"), shape=a.shape, kind="whole" if counts else "float")

    return spelled


def _all_axes(a: Application) -> tuple[str, ...]:
    """Name the axes even where they are all: a ufunc's `reduce` takes the first alone."""
    axis, kept = a.attributes["axis"], a.attributes["keepdims"]
    whole = len(axis) == len(a.shape_of(0))
    return ("axis=None" if whole else f"axis={axes(axis)}", "keepdims=True" if kept else "")


def _spread(name: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        ddof = a.attributes["ddof"]
        return method(_array(a), name, *over(a, "axis", "keepdims"), f"ddof={ddof}" if ddof else "", shape=a.shape)

    return spelled


def _norm(a: Application) -> Expr:
    x, order, told = _array(a), a.attributes["ord"], over(a, "axis", "keepdims")
    if order == 2:
        squares = binary("**", x, Expr("2", kind="number"))
        return call("np.sqrt", method(squares, "sum", *told).text, shape=a.shape)
    size = call("np.abs", x.text)
    if order in {1, float("inf")}:
        return method(size, "sum" if order == 1 else "max", *told, shape=a.shape)
    power = a.writer.number(order)
    total = method(binary("**", size, power), "sum", *told, shape=a.shape)
    return binary("**", total, binary("/", Expr("1", kind="number"), power)).of(a.shape)


def _axis(a: Application) -> tuple[str, ...]:
    axis = a.attributes["axis"]
    return () if axis is None else (f"axis={axes(axis)}",)


def _place(name: str) -> Spelling:
    def spelled(a: Application) -> Expr:
        kept = "keepdims=True" if a.attributes["keepdims"] else ""
        return call(f"np.{name}", a.operands[0].text, *_axis(a), kept, shape=a.shape, kind="whole")

    return spelled


def _in_a_row(a: Application) -> tuple[Expr, int, tuple[int, ...]]:
    """Return the operand and its axis; without one, the cells in row-major order."""
    x, axis = _array(a), a.attributes["axis"]
    if axis is None:
        return method(x, "ravel"), 0, (a.node.inputs[0].value.size,)
    return x, axis, a.shape_of(0)


def _sorted(a: Application) -> Expr:
    x, axis, shape = _in_a_row(a)
    risen = call("np.sort", x.text, f"axis={axis}", shape=a.shape)
    return (
        call("np.flip", risen.text, f"axis={axis}", shape=a.shape) if a.attributes["descending"] else risen.of(shape)
    )


def _order(a: Application, axis: int, x: Expr, *, descending: bool) -> Expr:
    if descending:
        return call(a.writer.helper("falling"), x.text, str(axis), shape=a.shape, kind="whole")
    return call("np.argsort", x.text, f"axis={axis}", 'kind="stable"', shape=a.shape, kind="whole")


def _argsorted(a: Application) -> Expr:
    x, axis, shape = _in_a_row(a)
    return _order(a, axis, x, descending=a.attributes["descending"]).of(shape)


def _first(a: Application, whole: Expr) -> Expr:
    """Return the first k cells along the axis."""
    axis = a.attributes["axis"]
    return Expr(f"{whole.primary}[{':, ' * axis}:{a.attributes['k']}]", shape=a.shape, kind=whole.kind)


def _best(a: Application) -> Expr:
    axis, largest = a.attributes["axis"], a.attributes["largest"]
    risen = call("np.sort", a.operands[0].text, f"axis={axis}")
    return _first(a, call("np.flip", risen.text, f"axis={axis}") if largest else risen)


def _best_places(a: Application) -> Expr:
    axis, largest = a.attributes["axis"], a.attributes["largest"]
    return _first(a, _order(a, axis, a.operands[0], descending=largest))


def _reshaped(a: Application) -> Expr:
    x, shape = a.operands[0], a.shape
    if shape == x.shape and x.kind != "number":
        return x
    x = a.writer.array(x)
    if len(shape) == 1 and len(x.shape) > 1:
        return method(x, "ravel", shape=shape, kind=x.kind)
    standing = _with_new_axes(x, shape)
    if standing is not None:
        return standing
    known = a.writer.shapes.get(shape)
    text = known or ", ".join(map(str, shape)) or "()"
    return method(x, "reshape", text, shape=shape, kind=x.kind)


def _with_new_axes(x: Expr, shape: tuple[int, ...]) -> Expr | None:
    """Return `x[:, None]`, where a vector gets axes of size 1; None where more than that is to be done."""
    if len(x.shape) != 1 or x.shape == (1,) or tuple(size for size in shape if size != 1) != x.shape:
        return None
    brackets = ", ".join("None" if size == 1 else ":" for size in shape)
    return Expr(f"{x.primary}[{brackets}]", shape=shape, kind=x.kind)


def _transposed(a: Application) -> Expr:
    x, order = _array(a), a.attributes["axes"]
    ndim = len(order)
    if order == tuple(range(ndim)):
        return x
    if order == tuple(reversed(range(ndim))):
        return Expr(f"{x.primary}.T", shape=a.shape, kind=x.kind)
    if order == (*range(ndim - 2), ndim - 1, ndim - 2):
        return method(x, "swapaxes", "-1", "-2", shape=a.shape, kind=x.kind)
    return method(x, "transpose", *map(str, order), shape=a.shape, kind=x.kind)


def _rolled(a: Application) -> Expr:
    shift, axis = a.attributes["shift"], a.attributes["axis"]
    if axis is None:
        return call("np.roll", a.operands[0].text, str(shift[0]), shape=a.shape, kind=a.operands[0].kind)
    if not axis:
        return a.operands[0]
    return call(
        "np.roll", a.operands[0].text, axes(shift), f"axis={axes(axis)}", shape=a.shape, kind=a.operands[0].kind
    )


def _listed(name: str, *, with_axis: bool = True) -> Spelling:
    def spelled(a: Application) -> Expr:
        operands = [a.writer.full(a.writer.floats(one), a.shape_of(place)) for place, one in enumerate(a.operands)]
        axis = f"axis={a.attributes['axis']}" if with_axis and a.attributes["axis"] else ""
        return call(f"np.{name}", f"[{', '.join(one.text for one in operands)}]", axis, shape=a.shape)

    return spelled


def _padded(a: Application) -> Expr:
    widths, value = a.attributes["pad_width"], float(a.attributes["value"])
    if not widths:
        return a.operands[0]
    text = f"({', '.join(map(str, widths))}{',' if len(widths) == 1 else ''})"
    told = f"constant_values={a.writer.number(value).text}" if value else ""
    return call("np.pad", a.operands[0].text, text, told, shape=a.shape)


def _grid(a: Application) -> Expr:
    axis, ndim = a.attributes["axis"], len(a.shape)
    column = tuple(size if one == axis else 1 for one, size in enumerate(a.shape))
    x = _array(a)
    standing = x if column == x.shape else method(x, "reshape", ", ".join(map(str, column)) or "()")
    return standing.of(column if ndim else ())


# Picking.


def _whole(operand: Expr, a: Application) -> Expr:
    """Return positions as whole numbers."""
    if operand.kind == "whole":
        return operand
    return method(a.writer.array(operand), "astype", "int", shape=operand.shape, kind="whole")


def _picked(a: Application) -> Expr:
    return Expr(f"{_array(a).primary}[{subscript(a)}]", shape=a.shape, kind=a.operands[0].kind)


def _scattered(a: Application) -> Expr:
    shape = a.attributes["shape"]
    where = index(a.attributes["index"], shape)
    text = a.writer.shape_text(shape)
    return call(a.writer.helper("scatter"), a.operands[0].text, f"np.s_[{where}]", text, shape=shape)


def _taken(a: Application) -> Expr:
    x, places = a.operands[0], _whole(a.operands[1], a)
    axis = a.attributes.get("axis", 0)
    told = "" if axis is None else f"axis={axis}"
    return call("np.take", x.text, places.text, told, shape=a.shape, kind=x.kind)


def _put(a: Application) -> Expr:
    axis, shape = a.attributes["axis"], a.attributes["shape"]
    places = _whole(a.operands[1], a).text
    scatter = a.writer.helper("scatter")
    if axis is None:
        size = (a.node.value.size,)
        flat = call(scatter, a.operands[0].text, places, tuple_of(size))
        return method(flat, "reshape", a.writer.shape_text(shape), shape=shape)
    where = f"np.s_[{':, ' * axis}{places}]" if axis else places
    return call(scatter, a.operands[0].text, where, a.writer.shape_text(shape), shape=shape)


def _gathered(a: Application) -> Expr:
    x, places = a.operands[0], _whole(a.operands[1], a)
    axis = a.attributes["axis"]
    if axis is None:
        return call("np.take", x.text, places.text, shape=a.shape)
    sizes = zip(a.shape_of(0), a.shape_of(1), strict=True)
    parts = [f":{few}" if few < many and one != axis else ":" for one, (many, few) in enumerate(sizes)]
    while parts and parts[-1] == ":":
        parts.pop()
    part = f"{x.primary}[{', '.join(parts)}]" if parts else x.text
    return call("np.take_along_axis", part, places.text, f"axis={axis}", shape=a.shape)


def _scattered_along(a: Application) -> Expr:
    axis, shape = a.attributes["axis"], a.attributes["shape"]
    places = _whole(a.operands[1], a).text
    if axis is None:
        flat = call(a.writer.helper("scatter"), a.operands[0].text, places, tuple_of((a.node.value.size,)))
        return method(flat, "reshape", a.writer.shape_text(shape), shape=shape)
    text = a.writer.shape_text(shape)
    return call(a.writer.helper("scatter_along"), a.operands[0].text, places, str(axis), text, shape=shape)


def _where_it_holds(a: Application) -> Expr:
    x, mask = a.writer.full(a.operands[0], a.shape_of(0)), a.writer.full(a.operands[1], a.shape_of(1))
    chosen = condition(a, mask)
    if not a.shape_of(0):
        return call("np.extract", chosen.text, x.text, shape=a.shape)
    return Expr(f"{x.primary}[{chosen.text}]", shape=a.shape)


def one_hot(a: Application) -> Expr:
    """Spell rows with a 1 at the place that each label names."""
    labels = _whole(a.operands[0], a)
    return a.writer.own_floats(Expr(f"np.eye({a.attributes['num_classes']})[{labels.text}]", shape=a.shape))


def _is_class(a: Application) -> Expr:
    axis, classes, ignored = (a.attributes[name] for name in ("axis", "classes", "ignore_index"))
    labels = a.operands[0]
    if axis == len(a.shape) - 1 and not (a.node.inputs[0].value == ignored).any():
        return a.writer.own_floats(Expr(f"np.eye({classes})[{_whole(labels, a).text}]", shape=a.shape))
    told = (str(classes), f"axis={axis}", f"ignore_index={ignored}")
    return a.writer.own_floats(call(a.writer.helper("one_hot"), a.writer.array(labels).text, *told, shape=a.shape))


def _like(name: str) -> Spelling:
    return lambda a: call(f"np.{name}", a.operands[0].text, shape=a.shape)


def _full_like(a: Application) -> Expr:
    return call(
        "np.full_like", a.operands[0].text, a.writer.number(float(a.attributes["fill_value"])).text, shape=a.shape
    )


ARRAYS: dict[str, Spelling] = {
    **{name: _reduced(name) for name in ("sum", "mean", "prod", "max", "min")},
    "var": _spread("var"),
    "std": _spread("std"),
    "norm": _norm,
    "median": function("np.median", given=lambda a: over(a, "axis", "keepdims")),
    "logsumexp": function("np.logaddexp.reduce", given=_all_axes),
    "any": function("np.any", given=lambda a: over(a, "axis", "keepdims"), kind="truth"),
    "all": function("np.all", given=lambda a: over(a, "axis", "keepdims"), kind="truth"),
    "count_nonzero": function("np.count_nonzero", given=lambda a: over(a, "axis", "keepdims"), kind="whole"),
    "argmax": _place("argmax"),
    "argmin": _place("argmin"),
    "cumsum": function("np.cumsum", given=_axis),
    "cumprod": function("np.cumprod", given=_axis),
    "sort": _sorted,
    "argsort": _argsorted,
    "topk_values": _best,
    "topk_indices": _best_places,
    "reshape": _reshaped,
    "flatten": _reshaped,
    "squeeze": _moved("squeeze", lambda a: (f"axis={axes(a.attributes['axis'])}",)),
    "expand_dims": _moved("expand_dims", lambda a: (f"axis={axes(a.attributes['axis'])}",)),
    "transpose": _transposed,
    "swapaxes": _moved("swapaxes", lambda a: (str(a.attributes["axis1"]), str(a.attributes["axis2"]))),
    "moveaxis": _moved("moveaxis", lambda a: (axes(a.attributes["source"]), axes(a.attributes["destination"]))),
    "flip": _moved("flip", lambda a: (f"axis={axes(a.attributes['axis'])}",)),
    "roll": _rolled,
    "tile": _moved("tile", lambda a: (tuple_of(a.attributes["reps"]),)),
    "repeat": _moved("repeat", lambda a: (str(a.attributes["repeats"]), *_axis(a))),
    "broadcast_to": lambda a: a.operands[0],
    "atleast_1d": _moved("atleast_1d", lambda _a: ()),
    "atleast_2d": _moved("atleast_2d", lambda _a: ()),
    "concatenate": _listed("concatenate"),
    "stack": _listed("stack"),
    "vstack": _listed("vstack", with_axis=False),
    "hstack": _listed("hstack", with_axis=False),
    "pad": _padded,
    "grid": _grid,
    "getitem": _picked,
    "scatter": _scattered,
    **dict.fromkeys(("take", "index_select", "embedding"), _taken),
    "put": _put,
    **dict.fromkeys(("gather", "take_along_axis", "picked_along"), _gathered),
    "scatter_along": _scattered_along,
    "masked_select": _where_it_holds,
    "one_hot": one_hot,
    "is_class": _is_class,
    "zeros_like": _like("zeros_like"),
    "ones_like": _like("ones_like"),
    "full_like": _full_like,
}
