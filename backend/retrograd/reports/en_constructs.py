"""What is not part of the language, in English: its name, and one step to take."""

from __future__ import annotations

from collections.abc import Mapping

_LEAVE_OUT = "Leave it out."
_LOOP = "Go through a range: `for i in range(10):`, with `break` to stop."
_NAMES = "Assign to a name and `return` it."

CONSTRUCTS: Mapping[str, tuple[str, str]] = {
    "AsyncFor": ("`async for`", "Write `for`."),
    "AsyncFunctionDef": ("`async def`", "Write `def`."),
    "AsyncWith": ("`async with`", _LEAVE_OUT),
    "AttributeTarget": ("An assignment to an attribute", "Assign to a name: `y = …`."),
    "Await": ("`await`", _LEAVE_OUT),
    "BitAnd": ("`&`", "Write `logical_and(x > 0, x < 1)`."),
    "BitOr": ("`|`", "Write `logical_or(x < 0, x > 1)`."),
    "BitXor": ("`^`", "The power is written `**`: `x ** 2`."),
    "BreakOutside": ("`break` outside of a loop", _LEAVE_OUT),
    "ClassDef": ("`class`", "Write a function: `def layer(x, W, b): return tanh(x @ W + b)`."),
    "ContinueOutside": ("`continue` outside of a loop", _LEAVE_OUT),
    "Decorator": ("A decorator", _LEAVE_OUT),
    "Delete": ("`del`", "Leave it out: a name may simply be assigned again."),
    "Dict": ("A dictionary", "Give each tensor a name of its own, or use a list."),
    "DictComp": ("A dictionary", "Use a list: `[f(x) for x in xs]`."),
    "FormattedValue": ("A format like this", "Use digits and a letter: `{x:.3f}`, `{x:8.2e}`."),
    "Global": ("`global`", _NAMES),
    "GradTarget": ("This assignment", "Leave this line out: `grad` gives gradients, and nothing adds them up."),
    "ImportOf": ("This import", "NumPy's and PyTorch's functions are here already: leave the import out."),
    "Interpolation": ("A template text", "Use `print(x)`."),
    "Invert": ("`~`", "Write `logical_not(x > 0)`."),
    "LShift": ("`<<`", "Multiply by a power of two."),
    "Match": ("`match`", "Use `if` and `elif`."),
    "NamedExpr": ("`:=`", "Assign on a line of its own: `y = …`."),
    "Nonlocal": ("`nonlocal`", _NAMES),
    "OperatorOfList": (
        "This operator between lists",
        "Make a tensor of the list: `stack(xs)`, or go through it: `[2 * x for x in xs]`.",
    ),
    "Prompt": ("A prompt such as `In [1]:`", "Leave the prompts out, and copy the code alone."),
    "RShift": ("`>>`", "Divide by a power of two."),
    "Raise": ("`raise`", "Use `assert` for what must hold."),
    "ReturnOutside": ("`return` outside of a function", "The value of the last line is what is differentiated."),
    "Set": ("A set", "Use a list: `[1, 2, 3]`."),
    "SetComp": ("A set", "Use a list: `[f(x) for x in xs]`."),
    "Starred": ("`*` before an argument or a name", "Write them out, one by one."),
    "StarredParameter": ("A parameter with `*`", "Name each parameter, or take a list."),
    "SubscriptTarget": (
        "An assignment to cells",
        "Tensors do not change: build the one that you need with `where`, `cat` or `stack`.",
    ),
    "TemplateStr": ("A template text", "Use `print(x)`."),
    "Try": ("`try`", "Leave it out: infinities and NaN are results like others."),
    "TryStar": ("`try`", "Leave it out: infinities and NaN are results like others."),
    "TypeAlias": ("`type`", _LEAVE_OUT),
    "While": ("`while`", _LOOP),
    "With": ("This `with`", "There is `with no_grad():` alone."),
    "Yield": ("`yield`", "Use `return`, or a list."),
    "YieldFrom": ("`yield`", "Use `return`, or a list."),
    "appendToTensor": (
        "`.append` to anything but a list of tensors",
        "Begin with an empty list, `hs = []`, and `stack(hs)` at the end.",
    ),
    "backwardWithSeed": (
        "A `.backward` with arguments",
        "Sum up what you differentiate: `(seed * y).sum().backward()`.",
    ),
    "bytes": ("A text of bytes", "Use numbers."),
    "complex": ("A complex number", "Use real numbers."),
    "ellipsis": ("`...` outside of brackets", "It stands in brackets: `x[..., 0]`."),
    "gradOfFunction": ("`grad` of a function", "Call the function first: `grad(loss(w), w)`."),
}

WITH_CODE: Mapping[str, str] = {
    "AttributeTarget": "Assign to the name itself: {code}.",
    "BitAnd": "Write {code}.",
    "BitOr": "Write {code}.",
    "BitXor": "The power is written `**`: {code}.",
    "Invert": "Write {code}.",
    "SubscriptTarget": "Tensors do not change. Make a new one: {code}.",
}
"""The step to take where the program's own code can be told."""
