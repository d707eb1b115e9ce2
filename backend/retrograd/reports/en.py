"""The reports in English: for each error one sentence or two, and one step to take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from retrograd import errors
from retrograd.language import mistakes
from retrograd.reports import en_operands, facts
from retrograd.reports.en_accepted import ACCEPTED
from retrograd.reports.en_constructs import CONSTRUCTS
from retrograd.reports.facts import amount, quote, size
from retrograd.reports.instead import INSTEAD

Words = tuple[str, str | None]

TITLES: Mapping[str, str] = {
    "syntax_error": "This is not Python yet",
    "unsupported_syntax": "Not part of the language",
    "unknown_name": "Unknown name",
    "shape_mismatch": "Shapes do not fit",
    "bad_argument": "Wrong argument",
    "not_differentiable": "No derivative",
    "limit": "Too much for one program",
}

SLIPS: Mapping[str, str] = {
    "open": "Close the bracket.",
    "closed": "Check which bracket this one closes.",
    "indent": "Start the line at the left margin.",
    "invisible": "Delete the invisible character.",
    "character": "Type the sign from the keyboard: minus is `-`, times is `*`.",
    "equals": "`=` gives a name to a value; `==` compares.",
    "language": "This is Python: `x = 2` needs no keyword, and a comment starts with `#`.",
    "other": "Look for a missing operator, comma or bracket just before this place.",
}


def _syntax(error: errors.SyntaxMistake) -> Words:
    return f"Python cannot read this: {facts.python_message(error)}.", SLIPS[facts.slip(error)]


def _unsupported(error: errors.Unsupported) -> Words:
    name, hint = CONSTRUCTS.get(error.construct, (f"`{error.construct}`", "Leave it out."))
    return f"{name} is not part of this language.", hint


def _unknown_name(error: errors.UnknownName) -> Words:
    if error.line is not None:
        detail = f"{quote(error.name)} has no value yet: it gets one on line {error.line}."
        return detail, "Give it a value above this line, or hand it over as an argument."
    match = facts.near(error.name, error.known)
    hint = f"Did you mean `{match}`?" if match else f"Give it a value first: `{error.name[:20]} = …`."
    return f"Nothing is called {quote(error.name)} here.", hint


def _unknown_function(error: errors.UnknownFunction) -> Words:
    if not error.known:
        return (
            f"{quote(error.called)} is a variable here, and a tensor cannot be called.",
            "Rename the variable.",
        )
    if error.name in INSTEAD:
        return f"There is no {quote(error.called)} here.", f"Write `{INSTEAD[error.name]}`."
    match = facts.near(error.name, error.known)
    hint = f"Did you mean `{match}`?" if match else "The help of the page lists all functions."
    return f"There is no function {quote(error.called)} here.", hint


def _unknown_attribute(error: errors.UnknownAttribute) -> Words:
    if error.name == "grad":
        return (
            "A tensor keeps no `.grad` here.",
            "Ask for it: `grad(loss, w)`.",
        )
    match = facts.near(error.name, error.known)
    hint = f"Did you mean `.{match}`?" if match else "A tensor has `.T`, `.mT`, `.shape`, `.ndim` and `.size`."
    return f"There is no {quote('.' + error.name)} here.", hint


def _shapes_clash(error: errors.ShapesClash) -> Words:
    operands = facts.listed(facts.operands(error), "and")
    detail = f"{operands} do not broadcast together in `{error.sign}`: {_clashes(error)}."
    if product := facts.matrix_product(error):
        return detail, f"`*` multiplies cell by cell. For the matrix product write `{product}`."
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
    detail = f"{size(error.shape)} has {_cells(error.shape)}, which do not fill {size(error.new_shape)}."
    return detail, "The product of the sizes must stay the same; one size may be -1."


def _cells(shape: tuple[int, ...]) -> str:
    cells = 1
    for one in shape:
        cells *= one
    return "1 cell" if cells == 1 else f"{amount(cells)} cells"


def _bad_broadcast(error: errors.BadBroadcast) -> Words:
    detail = f"{size(error.shape)} does not broadcast to {size(error.new_shape)}."
    return detail, "Only new axes on the left and axes of size 1 can grow."


def _bad_seed_shape(error: errors.BadSeedShape) -> Words:
    detail = f"The seed for {quote(error.name)} has the shape {size(error.shape)}, not {size(error.expected)}."
    return detail, "A seed is a nested list of the shape of its tensor."


def _bad_axis(error: errors.BadAxis) -> Words:
    if error.ndim == 0:
        return f"There is no axis {error.axis}: this is a single number.", "Leave the axis out."
    detail = f"There is no axis {error.axis}: the tensor has {error.ndim}."
    return detail, f"Axes are counted from 0 to {error.ndim - 1}, or from the end, from -1 to -{error.ndim}."


def _bad_permutation(error: errors.BadPermutation) -> Words:
    detail = f"{size(error.axes)} is no order of all axes: the tensor has {error.ndim}."
    return detail, f"Name each axis from 0 to {error.ndim - 1} once." if error.ndim else "Leave the axes out."


def _empty_reduction(error: errors.EmptyReduction) -> Words:
    detail = f"`{error.operation}` of no elements has no value: the shape is {size(error.shape)}."
    return detail, "Reduce over an axis that has elements."


def _too_many_indices(error: errors.TooManyIndices) -> Words:
    axes = "axis" if len(error.shape) == 1 else "axes"
    return f"{error.count} indices for {len(error.shape)} {axes}.", "Give at most one index for each axis."


def _index_out_of_range(error: errors.IndexOutOfRange) -> Words:
    detail = f"Index {error.index} is outside of axis {error.axis}, which has the size {error.size}."
    return detail, f"Indices go from 0 to {error.size - 1}." if error.size else "The axis is empty."


def _unknown_keyword(error: errors.UnknownKeyword) -> Words:
    match = facts.near(error.keyword, error.known)
    known = ", ".join(f"`{name}`" for name in error.known)
    hint = f"Did you mean `{match}`?" if match else f"It takes {known}." if known else "Leave it out."
    return f"`{error.function}` takes no {quote(error.keyword)}.", hint


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
    "answer": ("The answer would hold more than {allowed} numbers.", "Ask for a smaller `max_elements`."),
}


def _limit(error: errors.LimitExceeded) -> Words:
    detail, hint = LIMITS[error.limit]
    return detail.format(allowed=amount(error.allowed), needed=amount(error.needed or 0)), hint


WORDS: Mapping[type[errors.ProgramError], Callable[[Any], Words]] = {
    errors.SyntaxMistake: _syntax,
    errors.Unsupported: _unsupported,
    errors.UnknownName: _unknown_name,
    errors.UnknownFunction: _unknown_function,
    errors.NotCalled: lambda error: (
        f"`{error.name}` is a function, not a value.",
        f"Call it: `{error.name}(x)`.",
    ),
    errors.UnknownAttribute: _unknown_attribute,
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
        "An index is a whole number, a slice, `...`, `None`, a list of whole numbers or a condition.",
    ),
    errors.ZeroStep: lambda _error: ("A step of 0 leads nowhere.", "Use a step such as 1 or -1."),
    errors.UnknownKeyword: _unknown_keyword,
    errors.MissingArgument: lambda error: (
        f"`{error.function}` needs `{error.parameter}`.",
        f"It is called as `{error.signature}`.",
    ),
    errors.TooManyArguments: lambda error: (
        f"`{error.function}` got {error.given} arguments; it takes {error.taken} in order.",
        f"It is called as `{error.signature}`.",
    ),
    errors.RepeatedArgument: lambda error: (
        f"`{error.function}` got `{error.parameter}` twice.",
        "Give it once, by position or by name.",
    ),
    errors.NotANumber: lambda error: (f"{quote(error.found)} is no number.", "Write a plain number here."),
    errors.NotWhole: lambda error: (
        f"{quote(error.found)} is no whole number.",
        "Write a whole number here.",
    ),
    errors.NotATensor: lambda error: (
        f"{quote(error.found)} is no tensor.",
        "Write a number, a list like `[1, 2]`, or a variable.",
    ),
    errors.NotPlain: lambda error: (
        f"{quote(error.found)} is a variable, and its gradient would be lost here.",
        "Write plain numbers here; variables can be combined with operators: `x * ones(2, 3)`.",
    ),
    errors.NegativeSize: lambda error: (f"{error.size} is no size.", "Sizes are 0 or larger."),
    errors.RaggedList: _ragged,
    errors.BadValue: lambda error: (
        f"{quote(error.found)} does not work as `{error.parameter}`.",
        ACCEPTED[error.accepted],
    ),
    errors.CountsDiffer: lambda error: (
        f"There are {error.names} names for {error.values} values.",
        "Write one name for each value.",
    ),
    mistakes.NotIterable: lambda error: (
        f"{quote(error.found)} has no entries to go through.",
        "Use a list, a range, or a tensor with an axis.",
    ),
    mistakes.Ambiguous: lambda error: (
        f"{quote(error.found)} has the shape {size(error.shape)}, and a condition is one yes or no.",
        "Reduce it to one number: `x.sum() > 0`, or choose cell by cell: `where(x > 0, x, 0)`.",
    ),
    mistakes.AssertionFailed: lambda error: (
        f"This does not hold: {quote(error.condition)}." + (f" {error.message[:200]}" if error.message else ""),
        "Change the numbers or the condition.",
    ),
    mistakes.GrownElsewhere: lambda error: (
        f"{quote(error.found)} was made elsewhere, and a function changes nothing behind its caller's back.",
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
        f"{quote(error.name)} holds truth values, which have no derivative.",
        "Differentiate a number, such as a loss.",
    ),
    errors.LimitExceeded: _limit,
    **en_operands.WORDS,
}
