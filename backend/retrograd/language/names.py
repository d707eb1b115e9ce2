"""Spellings: which function, method, keyword and prefix of NumPy and PyTorch means which operation."""

from __future__ import annotations

from collections.abc import Mapping
from math import e, inf, nan, pi
from types import MappingProxyType

from retrograd.ops import OPS
from retrograd.ops.op import Operation

ALIASES: Mapping[str, str] = MappingProxyType({alias: op.name for op in OPS.values() for alias in op.aliases})
"""The other names of operations, as their declarations say."""

MAKERS = frozenset({"tensor", "array", "asarray", "Tensor"})
"""Functions whose one operand is written down: a number or a nested list."""

SWAPPING = frozenset({"transpose"})
"""Spellings of transpose whose two separate numbers are the axes to swap."""

LATER = frozenset({"grad"})
"""Functions of the language that are refused as such, not as unknown names."""

OPERATORS: Mapping[str, Operation] = MappingProxyType(
    {
        "Add": OPS["add"],
        "Sub": OPS["subtract"],
        "Mult": OPS["multiply"],
        "Div": OPS["divide"],
        "FloorDiv": OPS["floor_divide"],
        "Mod": OPS["remainder"],
        "Pow": OPS["power"],
        "MatMult": OPS["matmul"],
        "Eq": OPS["equal"],
        "NotEq": OPS["not_equal"],
        "Lt": OPS["less"],
        "LtE": OPS["less_equal"],
        "Gt": OPS["greater"],
        "GtE": OPS["greater_equal"],
    }
)
"""By the name of the operator's class in `ast`."""

KEYWORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "M": ("m",),
        "N": ("n",),
        "a": ("x", "start"),
        "a_max": ("max",),
        "a_min": ("min",),
        "b": ("y",),
        "correction": ("ddof",),
        "diagonal": ("k",),
        "dim": ("axis",),
        "dims": ("axes", "axis", "reps"),
        "end": ("stop",),
        "exponent": ("y",),
        "input": ("x",),
        "keepdim": ("keepdims",),
        "mat2": ("y",),
        "newshape": ("shape",),
        "offset": ("k",),
        "other": ("y",),
        "p": ("ord",),
        "shifts": ("shift",),
        "size": ("shape",),
        "steps": ("num",),
        "target": ("y",),
        "tensor": ("y",),
        "unbiased": ("ddof",),
        "vec": ("y",),
        "x1": ("x",),
        "x2": ("y",),
    }
)
"""What each keyword of the two libraries may mean here: the first that the operation has."""

MODULES = frozenset(
    {
        "jax",
        "jax.nn",
        "jax.numpy",
        "math",
        "numpy",
        "numpy.linalg",
        "numpy.random",
        "torch",
        "torch.autograd",
        "torch.linalg",
        "torch.nn",
        "torch.nn.functional",
    }
)
PREFIXES = frozenset({"F", "jnp", "nn.functional", "np", "np.linalg", "np.random"}) | MODULES

NUMBERS: Mapping[str, float | None] = MappingProxyType({"e": e, "inf": inf, "nan": nan, "newaxis": None, "pi": pi})
"""Numbers behind a prefix: `np.pi`."""

BARE_NUMBERS: Mapping[str, float] = MappingProxyType({"inf": inf, "nan": nan, "pi": pi})
"""Numbers that need no prefix; a variable of the same name hides them."""

SIZES = ("ndim", "shape", "size")
"""Attributes of a tensor that are plain."""

ATTRIBUTES = ("T", "mT", *SIZES)

FUNCTIONS: Mapping[str, Operation] = MappingProxyType(
    {op.name: op for op in OPS.values() if op.public and op.name != "getitem"}
    | {alias: OPS[name] for alias, name in ALIASES.items()}
)

METHODS: Mapping[str, Operation] = MappingProxyType(
    {name: op for name, op in FUNCTIONS.items() if op.operands[:1] == ("x",)}
)
