"""The reports in English: for each error one sentence or two, and one step to take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

from retrograd import errors
from retrograd.language import mistakes
from retrograd.reports import en_given, en_names, en_operands, facts
from retrograd.reports.en_accepted import ACCEPTED
from retrograd.reports.en_constructs import CONSTRUCTS, WITH_CODE
from retrograd.reports.en_slips import SLIPS
from retrograd.reports.facts import amount, counted, quote, size

Words = tuple[str, str | None]

TITLES: Mapping[str, str] = {
    "syntax_error": "This is not Python yet",
    "unsupported_syntax": "Not part of the language",
    "unknown_name": "Unknown name",
    "confused": "Function and value confused",
    "shape_mismatch": "Shapes do not fit",
    "bad_argument": "Wrong argument",
    "not_differentiable": "No derivative",
    "limit": "Too much for one program",
}


def _syntax(error: errors.SyntaxMistake) -> Words:
    return facts.slip(error, SLIPS[error.slip])


def _unsupported(error: errors.Unsupported) -> Words:
    name, hint = CONSTRUCTS.get(error.construct, (f"`{error.construct}`", "Leave it out."))
    return f"{name} is not part of this language.", facts.step(
        error.better, WITH_CODE.get(error.construct, hint), hint
    )


def _shapes_clash(error: errors.ShapesClash) -> Words:
    operands = facts.listed(facts.operands(error), "and")
    detail = f"{operands} do not broadcast together in `{error.sign}`: {_clashes(error)}."
    if product := facts.matrix_product(error):
        return detail, f"`*` multiplies cell by cell. For the matrix product write `{product}`."
    if transposed := facts.transposed_operand(error):
        return detail, f"Transposed it would fit: `{transposed}`."
    if column := facts.new_axis(error):
        return detail, f"As a column it would fit: `{column}`."
    return detail, "Counted from the right, sizes must be equal, or one of them 1."


def _clashes(error: errors.ShapesClash) -> str:
    return " and ".join(
        f"axis {axis} has {' against '.join(map(str, facts.sizes(error, axis)))}" for axis in error.axes
    )


def _inner_sizes_clash(error: errors.InnerSizesClash) -> Words:
    left, right = facts.operands(error)
    if not all(error.shapes):
        detail = f"{left} `{error.sign}` {right}: a number has no axis to sum over."
        return detail, "Multiply by a number with `*`."
    inner = error.shapes[0][-1], error.shapes[1][max(len(error.shapes[1]) - 2, 0)]
    detail = f"{left} `{error.sign}` {right} does not fit: the inner sizes are {inner[0]} and {inner[1]}."
    if product := facts.transposed_product(error):
        return detail, f"This would fit: `{product}`."
    if len(error.shapes[0]) == len(error.shapes[1]) == 1:
        return detail, "Two vectors need the same length."
    return detail, "The last size on the left must be the last but one on the right."


def _axes_clash(error: errors.AxesClash) -> Words:
    left, right = facts.operands(error)
    if not all(error.shapes):
        number = left if not error.shapes[0] else right
        return f"{number} is a single number, and `{error.sign}` needs an axis.", "Use a vector or a matrix."
    sizes = facts.sizes_of(error)
    detail = f"{left} and {right} do not fit in `{error.sign}`: axis {error.axes[0]} of the first has size {sizes[0]}"
    return f"{detail}, axis {error.axes[1]} of the second {sizes[1]}.", "These two sizes must be equal."


def _not_square(error: errors.NotSquare) -> Words:
    detail = f"`{error.operation}` needs a square matrix; the shape is {size(error.shape)}."
    if len(error.shape) < 2:
        return detail, "Write a matrix as a list of rows: `[[2, 1], [1, 3]]`."
    return detail, "The last two sizes must be equal."


def _bad_reshape(error: errors.BadReshape) -> Words:
    cells = prod(error.shape)
    fill = "does not fill" if cells == 1 else "do not fill"
    detail = f"{size(error.shape)} has {counted(cells, 'cell', 'cells')}, which {fill} {size(error.new_shape)}."
    return detail, "The product of the sizes must stay the same; one size may be -1."


def _bad_broadcast(error: errors.BadBroadcast) -> Words:
    detail = f"{size(error.shape)} does not broadcast to {size(error.new_shape)}."
    return detail, "Only new axes on the left and axes of size 1 can grow."


def _bad_seed_shape(error: errors.BadSeedShape) -> Words:
    detail = f"The seed for {quote(error.name)} has the shape {size(error.shape)}, not {size(error.expected)}."
    return detail, "A seed is a nested list of the shape of its tensor."


def _bad_axis(error: errors.BadAxis) -> Words:
    if error.ndim == 0:
        return f"There is no axis {error.axis}: this is a single number.", "Leave the axis out."
    if error.ndim == 1 and error.axis == -2:
        return "A vector has no axis -2.", "A matrix has one: `[[1, 2], [3, 4]]`."
    if error.ndim == 1:
        return f"There is no axis {error.axis}: the tensor has 1 axis.", "Write 0: it is the only axis."
    detail = f"There is no axis {error.axis}: the tensor has {error.ndim} axes."
    return detail, f"Axes are counted from 0 to {error.ndim - 1}, or from the end, from -1 to -{error.ndim}."


def _bad_permutation(error: errors.BadPermutation) -> Words:
    detail = f"{size(error.axes)} is no order of all axes: the tensor has {error.ndim}."
    return detail, f"Name each axis from 0 to {error.ndim - 1} once." if error.ndim else "Leave the axes out."


def _empty_reduction(error: errors.EmptyReduction) -> Words:
    detail = f"`{error.operation}` of no elements has no value: the shape is {size(error.shape)}."
    return detail, "Reduce over an axis that has elements."


def _too_many_indices(error: errors.TooManyIndices) -> Words:
    if not error.shape:
        return "A single number has no cells to pick from.", "Leave the square brackets out."
    axes = "axis" if len(error.shape) == 1 else "axes"
    return f"{error.count} indices for {len(error.shape)} {axes}.", "Give at most one index for each axis."


def _index_out_of_range(error: errors.IndexOutOfRange) -> Words:
    detail = f"Index {error.index} is outside of axis {error.axis}, which has the size {error.size}."
    return detail, f"Indices go from 0 to {error.size - 1}." if error.size else "The axis is empty."


def _unknown_keyword(error: errors.UnknownKeyword) -> Words:
    match = facts.near(error.keyword, error.known)
    known = facts.several(error.known)
    if error.keyword in facts.ELSEWHERE:
        hint = "Leave it out."
    else:
        hint = (
            f"Did you mean `{match}`?" if match else f"It takes {known}." if len(error.known) > 1 else "Leave it out."
        )
    return f"{quote(error.function)} takes no {quote(error.keyword)}.", hint


def _ragged(error: errors.RaggedList) -> Words:
    lengths = ["a bare number" if length is None else str(length) for length in dict.fromkeys(error.lengths)]
    return f"The rows of this list differ: {' and '.join(lengths)}.", "Give all rows the same length."


def _bad_seed(error: errors.BadSeed) -> Words:
    return {
        "deep": ("The seed is nested too deeply.", "A seed is a nested list of the shape of the output."),
        "ragged": (
            "The rows of the seed differ in length.",
            "A seed is a nested list of the shape of the output.",
        ),
        "number": (
            "The seed holds something that is no number.",
            'Use numbers, "NaN", "Infinity", "-Infinity".',
        ),
        "forward": ("In forward mode the seed names leaves.", 'Send an object: {"x": tangent}.'),
        "leaf": (
            f"There is no leaf {quote(error.name)} to give a tangent.",
            "Name a variable that is assigned numbers.",
        ),
    }[error.problem]


_KINDS: Mapping[str, Words] = {
    "decimal": (
        "{found} is two numbers: a comma makes a pair.",
        "Write {code} with a point, or brackets for a vector.",
    ),
    "list": ("{found} is a list of tensors, and no tensor.", "Make one of it: `stack(xs)`, or go through it."),
    "nothing": ("{found} is no value: it gives back nothing.", "End the function with `return`, or write a number."),
    "number": ("{found} is a plain number, and no variable.", "Give it a name first: `x = 2`, and write `x`."),
    "several": ("{found} is no tensor.", "Go through it with `for`."),
    "text": ("{found} is a text, and no number.", "Leave the quotes out."),
    "tuple": ("{found} is a tuple, and no tensor.", "Write square brackets: `[1, 2]`, or pick one part: `[0]`."),
}


def _not_a_tensor(error: errors.NotATensor) -> Words:
    detail, hint = _KINDS[error.kind]
    return detail.replace("{found}", quote(error.found)), (hint or "").replace("{code}", f"`{error.better[:20]}`")


def _counts_differ(error: errors.CountsDiffer) -> Words:
    names, values = counted(error.names, "name", "names"), counted(error.values, "value", "values")
    return f"There are {names} for {values}.", "Write one name for each value."


def _not_iterable(error: mistakes.NotIterable) -> Words:
    if not error.is_number:
        return f"{quote(error.found)} has no entries to go through.", "Use a list, a range, or a tensor with an axis."
    hint = facts.step(f"range({error.found})", "Count up to it: {code}.", "Count up to it with `range`.")
    return f"{quote(error.found)} is one number, and cannot be gone through.", hint


def _assertion_failed(error: mistakes.AssertionFailed) -> Words:
    told = f" {error.message[:200]}" if error.message else ""
    is_ = f" {quote(error.left)} is {quote(error.value)}." if error.left else ""
    return f"This does not hold: {quote(error.condition)}.{is_}{told}", "Change the numbers or the condition."


LIMITS: Mapping[str, Words] = {
    "program": ("The program has more than {allowed} bytes.", "Split it."),
    "depth": ("The expression is nested more than {allowed} deep.", "Give inner parts names of their own."),
    "steps": ("The program makes more than {allowed} nodes.", "Show a smaller part of it."),
    "terms": ("One expression can have at most {allowed} terms.", "Give parts of it names of their own."),
    "passes": ("The loops make more than {allowed} passes.", "Go through fewer entries."),
    "entries": ("This list would have {needed} entries; at most {allowed} are allowed.", "Make a shorter one."),
    "axes": (
        "A tensor can have at most {allowed} axes; this one would have {needed}.",
        "Choose a shape with fewer axes.",
    ),
    "jacobian": (
        "This Jacobian would have {needed} cells; at most {allowed} are allowed.",
        "Choose smaller sizes.",
    ),
    "elements": (
        "This tensor would have {needed} cells; at most {allowed} are allowed.",
        "Choose smaller sizes.",
    ),
    "memory": ("The program needs more than {allowed} bytes.", "Choose smaller sizes."),
    "work": (
        "One operation would take {needed} multiplications; at most {allowed} are allowed.",
        "Choose smaller sizes.",
    ),
    "time": ("The program took longer than {allowed} s.", "Choose smaller sizes or fewer operations."),
    "text": ("This text would have {needed} characters; at most {allowed} are allowed.", "Print less at a time."),
    "numbers": ("The answer would hold more than {allowed} numbers.", "Ask for a smaller `max_elements`."),
    "answer": (
        "The numbers of the answer would take {needed} bytes; at most {allowed} are sent.",
        "Show a smaller part of it.",
    ),
    "descent": ("A descent takes at most {allowed} steps at a time; this one has {needed}.", "Ask for fewer."),
    "body": ("The answer would have {needed} bytes; at most {allowed} are sent.", "Show a smaller part of it."),
}


def _limit(error: errors.LimitExceeded) -> Words:
    detail, hint = LIMITS[error.limit]
    return detail.format(allowed=amount(error.allowed), needed=amount(error.needed or 0)), hint


WORDS: Mapping[type[errors.ProgramError], Callable[[Any], Words]] = {
    errors.SyntaxMistake: _syntax,
    errors.Unsupported: _unsupported,
    errors.ShapesClash: _shapes_clash,
    errors.InnerSizesClash: _inner_sizes_clash,
    errors.AxesClash: _axes_clash,
    errors.NotSquare: _not_square,
    errors.BadReshape: _bad_reshape,
    errors.BadBroadcast: _bad_broadcast,
    errors.BadSeedShape: _bad_seed_shape,
    errors.BadAxis: _bad_axis,
    errors.RepeatedAxis: lambda error: (f"Axis {error.axis} is named twice.", "Name each axis once."),
    errors.BadPermutation: _bad_permutation,
    errors.EmptyReduction: _empty_reduction,
    errors.SingularMatrix: lambda error: (
        f"The matrix in `{error.operation}` is singular: it has no inverse.",
        "Change a cell, or use `pinv`.",
    ),
    errors.NotPositiveDefinite: lambda error: (
        f"The matrix in `{error.operation}` is not positive definite.",
        "`A @ A.T + eye(n)` always is.",
    ),
    errors.BadSqueeze: lambda error: (
        f"Axis {error.axis} has size {error.shape[error.axis]}; only an axis of size 1 can be dropped.",
        "Use `reshape`, or leave the axis out.",
    ),
    errors.TooManyIndices: _too_many_indices,
    errors.IndexOutOfRange: _index_out_of_range,
    errors.BadIndex: lambda error: (
        f"{quote(error.text)} is no index.",
        "An index is a whole number, a slice such as `1:3`, `...`, `None`, a list of whole numbers or a condition.",
    ),
    errors.ZeroStep: lambda _error: ("A step of 0 leads nowhere.", "Use a step such as 1 or -1."),
    errors.UnknownKeyword: _unknown_keyword,
    errors.MissingArgument: lambda error: (
        f"{quote(error.function)} needs {quote(error.parameter)}.",
        f"It is called as {facts.signature(error.signature)}.",
    ),
    errors.TooManyArguments: lambda error: (
        f"{quote(error.function)} got {counted(error.given, 'argument', 'arguments')}, and takes "
        f"{error.taken} at most without a name.",
        f"It is called as {facts.signature(error.signature)}.",
    ),
    errors.RepeatedArgument: lambda error: (
        f"{quote(error.function)} got {quote(error.parameter)} twice.",
        "Give it once, by position or by name.",
    ),
    errors.NotANumber: lambda error: (f"{quote(error.found)} is no number.", "Write a plain number here."),
    errors.NotWhole: lambda error: (
        f"{quote(error.found)} is no whole number.",
        "Write a whole number here.",
    ),
    errors.NotATensor: _not_a_tensor,
    errors.NotPlain: lambda error: (
        f"{quote(error.found)} is a variable, and its gradient would be lost here.",
        "Write plain numbers here; variables can be combined with operators: `x * ones(2, 3)`.",
    ),
    errors.NegativeSize: lambda error: (f"{error.size} is no size.", "Sizes are 0 or larger."),
    errors.RaggedList: _ragged,
    errors.BadValue: lambda error: (
        f"{quote(error.found)} is too large, or no number."
        if error.parameter == "number"
        else f"{quote(error.found)} does not work as `{error.parameter}`.",
        ACCEPTED[error.accepted],
    ),
    errors.CountsDiffer: _counts_differ,
    mistakes.NotIterable: _not_iterable,
    mistakes.Ambiguous: lambda error: (
        f"{quote(error.found)} has the shape {size(error.shape)}, and a condition is one yes or no.",
        facts.step(error.better, "Compare twice: {code}.", "Write two comparisons with `logical_and`.")
        if error.better
        else facts.step(
            f"all({error.found})",
            "Ask for all cells, {code}, or choose cell by cell with `where`.",
            "Ask for all cells with `all`, or choose cell by cell with `where`.",
        ),
    ),
    mistakes.AssertionFailed: _assertion_failed,
    mistakes.GrownElsewhere: lambda error: (
        f"{quote(error.found)} belongs to the caller, and a function here does not change it.",
        "Return a longer list: `return xs + [x]`.",
    ),
    mistakes.CallsTooDeep: lambda error: (
        f"Functions call each other more than {amount(error.allowed)} deep.",
        "A function that calls itself needs an `if` that ends it.",
    ),
    errors.NoOutput: lambda _error: (
        "There is nothing to differentiate.",
        "End with an expression or an assignment: `L = sum(x ** 2)`.",
    ),
    errors.BadSeed: _bad_seed,
    errors.UnknownPart: lambda error: (
        f"The graph has no part {quote(error.part)}.",
        "Use an id of the graph JSON: `n0` for a node, `e0` for an edge.",
    ),
    errors.NotDifferentiable: lambda error: (
        f"{quote(error.name)} is true or false, which has no derivative.",
        "Choose with it: `where(x > 0, x, 0)`, and end with a number such as a loss.",
    ),
    errors.LimitExceeded: _limit,
    **en_given.WORDS,
    **en_names.WORDS,
    **en_operands.WORDS,
}
