"""Spellings: which function, method, keyword and prefix of NumPy and PyTorch means which operation."""

from __future__ import annotations

from collections.abc import Mapping
from math import e, inf, nan, pi
from types import MappingProxyType

from retrograd.ops import OPS
from retrograd.ops.op import Operation
from retrograd.ops.padding import pad_from_the_last_axis

ALIASES: Mapping[str, str] = MappingProxyType({alias: op.name for op in OPS.values() for alias in op.aliases})
"""The other names of operations, as their declarations say."""

MAKERS = frozenset({"Parameter", "Tensor", "array", "asarray", "tensor"})
"""Functions whose one operand is written down: a number or a nested list."""

SWAPPING = frozenset({"transpose"})
"""Spellings of transpose whose two separate numbers are the axes to swap."""

SEEDING = frozenset({"np.random.seed", "numpy.random.seed", "torch.random.manual_seed"})
"""Spellings of `manual_seed` that need their prefix."""

PYTHONS_OWN = frozenset(
    {
        "bool",
        "enumerate",
        "float",
        "grad",
        "int",
        "len",
        "list",
        "manual_seed",
        "print",
        "range",
        "reversed",
        "tuple",
        "zip",
    }
)
"""Functions that are no operations: mostly Python's own."""

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
        "A": ("x",),
        "B": ("y",),
        "M": ("m",),
        "N": ("n",),
        "a": ("x", "start"),
        "a_max": ("max",),
        "a_min": ("min",),
        "arr": ("x",),
        "array": ("x",),
        "arrays": ("tensors",),
        "ary": ("x",),
        "b": ("y",),
        "constant_values": ("value",),
        "correction": ("ddof",),
        "diagonal": ("k",),
        "dim": ("axis",),
        "dims": ("axes", "axis", "reps"),
        "end": ("stop",),
        "exponent": ("y",),
        "index": ("indices",),
        "indices": ("index",),
        "indices_or_sections": ("sections",),
        "input": ("x", "indices", "labels"),
        "keepdim": ("keepdims",),
        "mat2": ("y",),
        "mean": ("loc",),
        "newshape": ("shape",),
        "offset": ("k",),
        "operands": ("tensors",),
        "other": ("y",),
        "p": ("ord",),
        "shifts": ("shift",),
        "size": ("shape",),
        "std": ("scale",),
        "steps": ("num",),
        "subscripts": ("equation",),
        "split_size": ("sizes",),
        "split_size_or_sections": ("sizes",),
        "target": ("y",),
        "tensor": ("y", "labels"),
        "tup": ("tensors",),
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
        "jax.numpy.linalg",
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
PREFIXES = (
    frozenset(
        {"F", "jnp", "jnp.linalg", "nn", "nn.functional", "optim", "torch.optim", "np", "np.linalg", "np.random"}
    )
    | MODULES
)

NUMBERS: Mapping[str, float | None] = MappingProxyType({"e": e, "inf": inf, "nan": nan, "newaxis": None, "pi": pi})
"""Numbers behind a prefix: `np.pi`."""

BARE_NUMBERS: Mapping[str, float] = MappingProxyType({"inf": inf, "nan": nan, "pi": pi, "π": pi})
"""Numbers that need no prefix; a variable of the same name hides them."""

SIZES = ("ndim", "shape", "size")
"""Attributes of a tensor that are plain."""

ATTRIBUTES = ("T", "mT", *SIZES)

FUNCTIONS: Mapping[str, Operation] = MappingProxyType(
    {op.name: op for op in OPS.values() if op.public and op.name != "getitem"}
    | {alias: OPS[name] for alias, name in ALIASES.items()}
)

PREFIXED: Mapping[str, Operation] = MappingProxyType(
    {f"{prefix}.pad": pad_from_the_last_axis for prefix in ("F", "nn.functional", "torch.nn.functional")}
)
"""Functions whose prefix decides in which order the arguments come."""

METHODS: Mapping[str, Operation] = MappingProxyType(
    {name: op for name, op in FUNCTIONS.items() if op.operands[:1] == ("x",)}
)
