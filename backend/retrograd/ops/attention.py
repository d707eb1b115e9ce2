"""Attention: every query takes a mean of the values, weighed by how well it goes with their keys.

softmax(s Q Kᵀ) V with s = 1 / √E (Vaswani et al., Attention Is All You Need, 2017, sec. 3.2.1). With the weights
P = softmax(S) and a gradient G of the result, dV = Pᵀ G, and dS = P ⊙ (G Vᵀ - Σ P ⊙ G Vᵀ) goes on to Q, K and mask.

A mask of truth values says which keys a query may see; any other is added to the scores, as in PyTorch. A query that
may see no key gets 0 and passes no gradient.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod, sqrt
from typing import Any

from retrograd.errors import BadValue, ShapesClash
from retrograd.ops.activations import softmax
from retrograd.ops.broadcasting import common_shape
from retrograd.ops.conditions import is_condition
from retrograd.ops.elementwise import where
from retrograd.ops.forms import by_case, with_optional
from retrograd.ops.layers import FAMILY
from retrograd.ops.masking import MINUS_INFINITY, attention_weights, earlier, open_, weights_change
from retrograd.ops.mistakes import UnfitShape
from retrograd.ops.op import Facts, Kind, Operation, Parameter, Sample, Shape, Value
from retrograd.ops.shaping import transpose

NAME = "scaled_dot_product_attention"


# Shapes.


def _align(query: Shape, key: Shape, value: Shape, mask: Shape | None) -> tuple[Shape, ...]:
    """Return the shapes with their batch axes broadcast together, and the mask's as the scores' shape."""
    if len(query) < 2:
        raise UnfitShape(NAME, "query", query, (("…", "n", "e"),), query)
    if len(key) < 2 or key[-1] != query[-1]:
        raise UnfitShape(NAME, "key", key, (("…", "n", query[-1]),), query)
    if len(value) < 2 or value[-2] != key[-2]:
        raise UnfitShape(NAME, "value", value, (("…", key[-2], "e"),), query)
    scores = (query[-2], key[-2])
    if mask is not None:
        last = (1, 1, *mask)[-2:]
        if any(size not in {1, full} for size, full in zip(last, scores, strict=True)):
            raise UnfitShape(NAME, "attn_mask", mask, (("…", *scores),), query)
    given = tuple(one for one in (query, key, value, mask) if one is not None)
    try:
        batch = common_shape(NAME, *(shape[:-2] for shape in given))
    except ShapesClash as clash:
        raise ShapesClash(NAME, given, tuple(axis - 2 for axis in clash.axes)) from None
    return tuple(batch + last for last in (query[-2:], key[-2:], value[-2:], scores))


def _resolve(
    query: Shape,
    _key: Shape,
    _value: Shape,
    mask: Shape | None,
    /,
    *,
    dropout_p: float,
    is_causal: bool,
    scale: float | None,
) -> dict[str, Any]:
    if dropout_p != 0:
        raise BadValue("dropout_p", f"{dropout_p:g}", "no_dropout")
    if is_causal and mask is not None:
        raise BadValue("is_causal", "True", "one_mask")
    own = 1 / sqrt(query[-1]) if query[-1] else 1.0
    return {"dropout_p": 0.0, "is_causal": is_causal, "scale": own if scale is None else float(scale)}


def _scores_shape(query: Shape, key: Shape, *_: Shape | None, **_attributes: Any) -> Shape:
    return (*query[:-1], key[-2])


# Rules.


def _transposed(x: Value) -> Value:
    axes = len(x.shape)
    return transpose(x, axes=(*range(axes - 2), axes - 1, axes - 2))


class _Attention:
    """The rules for one kind of mask: `truth` where it says what may be seen."""

    def __init__(self, *, truth: bool) -> None:
        self.truth = truth

    def scores(self, query: Value, key: Value, mask: Value | None, *, is_causal: bool, scale: float) -> Value:
        scores = (query @ _transposed(key)) * scale
        if is_causal:
            return scores + earlier(scores)
        if mask is None:
            return scores
        return scores + (open_(mask) if self.truth else mask)

    def shares(self, query: Value, key: Value, mask: Value | None, attributes: dict[str, Any]) -> Value:
        return attention_weights(
            self.scores(query, key, mask, is_causal=attributes["is_causal"], scale=attributes["scale"])
        )

    def forward(self, query: Value, key: Value, value: Value, mask: Value | None, **attributes: Any) -> Value:
        return self.shares(query, key, mask, attributes) @ value

    def opened(
        self, query: Value, key: Value, value: Value, mask: Value | None, *, scale: float, is_causal: bool, **_: Any
    ) -> Value:
        """Return the same by matmul and softmax, of which a query that may see nothing makes NaN."""
        if mask is None or not self.truth:
            scores = self.scores(query, key, mask, is_causal=is_causal, scale=scale)
        else:
            scores = where(mask, (query @ _transposed(key)) * scale, MINUS_INFINITY)
        return softmax(scores, axis=len(scores.shape) - 1) @ value

    def _by_scores(self, upstream: Value, operands: tuple[Value, ...], attributes: dict[str, Any]) -> Value:
        query, key, value, mask = operands
        shares = self.shares(query, key, mask, attributes)
        return weights_change(upstream @ _transposed(value), shares, shares)

    def vjp_query(self, upstream: Value, _z: Value, *operands: Value, **attributes: Any) -> Value:
        return (self._by_scores(upstream, operands, attributes) @ operands[1]) * attributes["scale"]

    def vjp_key(self, upstream: Value, _z: Value, *operands: Value, **attributes: Any) -> Value:
        by_scores = self._by_scores(upstream, operands, attributes)
        return (_transposed(by_scores) @ operands[0]) * attributes["scale"]

    def vjp_value(
        self, upstream: Value, _z: Value, query: Value, key: Value, _value: Value, mask: Value, **attributes: Any
    ) -> Value:
        return _transposed(self.shares(query, key, mask, attributes)) @ upstream

    def vjp_mask(self, upstream: Value, _z: Value, *operands: Value, **attributes: Any) -> Value:
        return self._by_scores(upstream, operands, attributes)

    def _along(self, change: Value, operands: tuple[Value, ...], attributes: dict[str, Any]) -> Value:
        """Return how the result changes with the scores."""
        query, key, value, mask = operands
        shares = self.shares(query, key, mask, attributes)
        return weights_change(change, shares, shares) @ value

    def jvp_query(self, tangent: Value, _z: Value, *operands: Value, **attributes: Any) -> Value:
        return self._along((tangent @ _transposed(operands[1])) * attributes["scale"], operands, attributes)

    def jvp_key(self, tangent: Value, _z: Value, *operands: Value, **attributes: Any) -> Value:
        return self._along((operands[0] @ _transposed(tangent)) * attributes["scale"], operands, attributes)

    def jvp_value(
        self, tangent: Value, _z: Value, query: Value, key: Value, _value: Value, mask: Value, **attributes: Any
    ) -> Value:
        return self.shares(query, key, mask, attributes) @ tangent

    def jvp_mask(self, tangent: Value, _z: Value, *operands: Value, **attributes: Any) -> Value:
        return self._along(tangent, operands, attributes)


# Formulas.

_WHERE_SCORES = (
    r", \quad D = P \odot \left(<g> \, <value>^{\top} - {\textstyle\sum}\, P \odot <g> \, <value>^{\top}\right)"
)


def _scale_latex(facts: Facts) -> str:
    size = facts.shapes["query"][-1]
    usual = size > 1 and facts.attributes["scale"] == 1 / sqrt(size)
    return rf"\tfrac{{1}}{{\sqrt{{{size}}}}}" if usual else "<scale>"


def _with_scale(latex: str) -> Callable[[Facts], str]:
    return lambda facts: latex.replace("<scale>", _scale_latex(facts))


def _latex(*, truth: bool) -> Callable[[Facts], str]:
    own = r" + \log <attn_mask>" if truth else " + <attn_mask>"

    def formula(facts: Facts) -> str:
        causal = r" + \mathrm{mask}" if facts.attributes["is_causal"] else ""
        mask = own if "attn_mask" in facts.symbols else causal
        scores = rf"{_scale_latex(facts)} \, <query> \, <key>^{{\top}}{mask}"
        return rf"P \, <value>, \quad P = \operatorname{{softmax}}\left({scores}\right)"

    return formula


def _along_latex(change: str) -> str:
    return rf"P \odot \left(D - {{\textstyle\sum}}\, P \odot D\right) <value>, \quad D = {change}"


def _declared(*, truth: bool) -> Operation:
    rules = _Attention(truth=truth)
    cases = {"scale": None, "dropout_p": 0.0, "is_causal": False}
    masked = (
        Sample(((2, 3), (4, 3), (4, 2), (2, 4)), cases, ("query", "key", "value", "attn_mask")),
        Sample(((2, 2, 3), (3, 3), (3, 2), (1, 3)), cases, ("query", "key", "value", "attn_mask")),
    )
    alone = ("query", "key", "value")
    return with_optional(
        Operation(
            name=NAME,
            sign="attention",
            family=FAMILY,
            summary="softmax(query key^T / sqrt(e)) value: for each query a mean of the values, by their keys.",
            operands=("query", "key", "value", "attn_mask"),
            parameters=(
                Parameter("dropout_p", Kind.FILL, 0.0),
                Parameter("is_causal", Kind.FLAG, default=False),
                Parameter("scale", Kind.FILL, None, keyword_only=True),
            ),
            forward=rules.forward,
            opened=rules.opened,
            shape=lambda query, _key, value, _mask, **_: (*query[:-1], value[-1]),
            work=lambda query, key, value, *_mask, **_: 2 * prod(query[:-1]) * key[-2] * max(query[-1], value[-1]),
            scratch=_scores_shape,
            resolve=_resolve,
            align=_align,
            vjp=(rules.vjp_query, rules.vjp_key, rules.vjp_value, None if truth else rules.vjp_mask),
            jvp=(rules.jvp_query, rules.jvp_key, rules.jvp_value, None if truth else rules.jvp_mask),
            local=("general", "general", "general", "none" if truth else "general"),
            latex=_latex(truth=truth),
            vjp_latex=(
                _with_scale(rf"<scale> \, D \, <key>{_WHERE_SCORES}"),
                _with_scale(rf"<scale> \, D^{{\top}} \, <query>{_WHERE_SCORES}"),
                r"P^{\top} \, <g>",
                rf"D{_WHERE_SCORES}",
            ),
            jvp_latex=(
                _with_scale(_along_latex(r"<scale> \, <t> \, <key>^{\top}")),
                _with_scale(_along_latex(r"<scale> \, <query> \, <t>^{\top}")),
                r"P \, <t>",
                _along_latex("<t>"),
            ),
            samples=(
                Sample(((2, 3), (4, 3), (4, 2)), cases, alone),
                Sample(((2, 2, 3), (1, 4, 3), (2, 4, 2)), {**cases, "scale": 0.3}, alone),
                Sample(((3, 2), (3, 2), (3, 2)), {**cases, "is_causal": True}, alone),
                Sample(((1, 1), (1, 1), (1, 1)), cases, alone),
                *masked,
            ),
        ),
        "attn_mask",
    )


def _kind_of_mask(*operands: Any) -> int:
    return int(len(operands) > 3 and is_condition(operands[3]))


scaled_dot_product_attention = by_case(_kind_of_mask, _declared(truth=False), _declared(truth=True))
