"""Each class of node that Python's syntax trees have: accepted somewhere, or refused by a name of its own."""

from __future__ import annotations

import ast
import sys

import pytest

from retrograd.errors import ProgramError, Unsupported
from retrograd.language import allowed
from retrograd.language.parse import parse
from retrograd.limits import Limits
from retrograd.reports import en_constructs, es_constructs, report
from retrograd.source import Source

from ..support import graph_of

ACCEPTED = {
    "Add": "x = 1\ny = x + 1",
    "And": "x = 1 if 1 and 2 else 3",
    "AnnAssign": "x: float = 1",
    "Assert": "x = 1\nassert x > 0",
    "Assign": "x = 1",
    "Attribute": "x = ones(2)\ny = x.T",
    "AugAssign": "x = 1\nx += 1",
    "BinOp": "x = 1\ny = x * 2",
    "BoolOp": "x = 1 if 1 or 2 else 3",
    "Break": "x = 1\nfor i in [1]:\n    break",
    "Call": "x = 1\ny = tanh(x)",
    "Compare": "x = 1 if 1 < 2 else 3",
    "Constant": "x = 1",
    "Continue": "x = 1\nfor i in [1]:\n    continue",
    "Div": "x = 1\ny = x / 2",
    "Eq": "x = 1 if 1 == 2 else 3",
    "Expr": "x = 1\nx",
    "FloorDiv": "x = 1\ny = x // 2",
    "For": "x = 1\nfor i in [1]:\n    x = x * i",
    "FormattedValue": "x = 1\nprint(f'{x:.2f}')",
    "FunctionDef": "def f(x):\n    return x\ny = f(1.0) * 1.0",
    "GeneratorExp": "x = 1\ny = sum(x for i in range(3))",
    "Gt": "x = 1 if 1 > 2 else 3",
    "GtE": "x = 1 if 1 >= 2 else 3",
    "If": "x = 1\nif x > 0:\n    x = x * 2",
    "IfExp": "x = 1 if 1 else 3",
    "Import": "import numpy as np\nx = np.ones(2)",
    "ImportFrom": "from torch import tanh\nx = 1\ny = tanh(x)",
    "In": "x = 1 if 1 in (1, 2) else 3",
    "Is": "x = 1 if None is None else 3",
    "IsNot": "x = 1 if None is not None else 3",
    "JoinedStr": "x = 1\nprint(f'{x}')",
    "Lambda": "x = 1\nf = lambda a: a * 2\ny = f(x)",
    "List": "x = [1, 2]",
    "ListComp": "x = 1\ny = stack([x for i in range(3)])",
    "Load": "x = 1\ny = x",
    "Lt": "x = 1 if 1 < 2 else 3",
    "LtE": "x = 1 if 1 <= 2 else 3",
    "MatMult": "x = ones(2)\ny = x @ x",
    "Mod": "x = 1\ny = x % 2",
    "Mult": "x = 1\ny = x * 2",
    "Name": "x = 1\ny = x",
    "Not": "x = 1 if not 1 else 3",
    "NotEq": "x = 1 if 1 != 2 else 3",
    "NotIn": "x = 1 if 1 not in (1, 2) else 3",
    "Or": "x = 1 if 1 or 2 else 3",
    "Pass": "x = 1\npass",
    "Pow": "x = 1\ny = x ** 2",
    "Return": "def f(x):\n    return x\ny = f(ones(2))",
    "Slice": "x = ones(3)\ny = x[1:]",
    "Store": "x = 1",
    "Sub": "x = 1\ny = x - 2",
    "Subscript": "x = ones(3)\ny = x[1]",
    "Tuple": "x, y = 1, 2",
    "UAdd": "x = ones(2)\ny = +x",
    "USub": "x = ones(2)\ny = -x",
    "UnaryOp": "x = ones(2)\ny = -x",
    "With": "x = 1\nwith no_grad():\n    y = x * 2",
    "alias": "import numpy as np\nx = np.ones(2)",
    "arg": "def f(x):\n    return x\ny = f(ones(2))",
    "arguments": "def f(x):\n    return x\ny = f(ones(2))",
    "comprehension": "x = 1\ny = stack([x for i in range(3)])",
    "keyword": "x = ones(2)\ny = sum(x, axis=0)",
    "withitem": "x = 1\nwith no_grad():\n    y = x * 2",
}
REFUSED = {  # the program, and the construct by whose name it is refused
    "AsyncFor": ("async def f():\n    async for x in y: pass", "AsyncFunctionDef"),
    "AsyncFunctionDef": ("async def f(): pass", "AsyncFunctionDef"),
    "AsyncWith": ("async def f():\n    async with x: pass", "AsyncFunctionDef"),
    "Await": ("async def f(): await x", "AsyncFunctionDef"),
    "BitAnd": ("x = ones(2)\ny = x & x", "BitAnd"),
    "BitOr": ("x = ones(2)\ny = x | x", "BitOr"),
    "BitXor": ("x = ones(2)\ny = x ^ x", "BitXor"),
    "ClassDef": ("class A: pass", "ClassDef"),
    "Del": ("x = 1\ndel x", "Delete"),
    "Delete": ("x = 1\ndel x", "Delete"),
    "Dict": ("x = {1: 2}", "Dict"),
    "DictComp": ("x = {a: a for a in [1]}", "DictComp"),
    "ExceptHandler": ("try: x = 1\nexcept ValueError: pass", "Try"),
    "Global": ("def f():\n    global x", "Global"),
    "Interpolation": ("x = t'{1}'", "TemplateStr"),
    "Invert": ("x = ones(2)\ny = ~x", "Invert"),
    "LShift": ("x = 1\ny = x << 1", "LShift"),
    "Match": ("match x:\n    case 1: pass", "Match"),
    "MatchAs": ("match x:\n    case y: pass", "Match"),
    "MatchClass": ("match x:\n    case A(): pass", "Match"),
    "MatchMapping": ("match x:\n    case {1: y}: pass", "Match"),
    "MatchOr": ("match x:\n    case 1 | 2: pass", "Match"),
    "MatchSequence": ("match x:\n    case [a]: pass", "Match"),
    "MatchSingleton": ("match x:\n    case None: pass", "Match"),
    "MatchStar": ("match x:\n    case [*a]: pass", "Match"),
    "MatchValue": ("match x:\n    case 1: pass", "Match"),
    "match_case": ("match x:\n    case 1: pass", "Match"),
    "NamedExpr": ("y = (x := 1)", "NamedExpr"),
    "Nonlocal": ("def f():\n    x = 1\n    def g():\n        nonlocal x", "Nonlocal"),
    "ParamSpec": ("type X[**P] = int", "TypeAlias"),
    "RShift": ("x = 1\ny = x >> 1", "RShift"),
    "Raise": ("raise x", "Raise"),
    "Set": ("x = {1}", "Set"),
    "SetComp": ("x = {a for a in [1]}", "SetComp"),
    "Starred": ("x = ones(2)\ny = sum(*x)", "Starred"),
    "TemplateStr": ("x = t'{1}'", "TemplateStr"),
    "Try": ("try: x = 1\nexcept: pass", "Try"),
    "TryStar": ("try: x = 1\nexcept* ValueError: pass", "TryStar"),
    "TypeAlias": ("type X = int", "TypeAlias"),
    "TypeVar": ("type X[T] = int", "TypeAlias"),
    "TypeVarTuple": ("type X[*Ts] = int", "TypeAlias"),
    "While": ("while 1: pass", "While"),
    "Yield": ("def f(): yield 1", "Yield"),
    "YieldFrom": ("def f(): yield from x", "YieldFrom"),
}
SINCE = {
    (3, 12): ("ParamSpec", "TypeAlias", "TypeVar", "TypeVarTuple"),
    (3, 14): ("Interpolation", "TemplateStr"),
}
YOUNG = {name: version for version, names in SINCE.items() for name in names}

NEVER_IN_A_MODULE = {  # other modes of the parser, bases, and what is left of older Pythons
    *("AST", "Expression", "FunctionType", "Interactive", "Module", "TypeIgnore", "mod", "type_ignore", "slice"),
    *(
        "boolop",
        "cmpop",
        "excepthandler",
        "expr",
        "expr_context",
        "operator",
        "pattern",
        "stmt",
        "type_param",
        "unaryop",
    ),
    *("AugLoad", "AugStore", "Param", "Suite", "Index", "ExtSlice"),
    *("Num", "Str", "Bytes", "NameConstant", "Ellipsis"),
}


def _classes() -> set[str]:
    return {
        name for name in dir(ast) if isinstance(found := vars(ast).get(name), type) and issubclass(found, ast.AST)
    }


def _nodes(program: str) -> set[str]:
    return {type(node).__name__ for node in ast.walk(ast.parse(program))}


def test_no_class_is_without_a_row() -> None:
    assert _classes() - ACCEPTED.keys() - REFUSED.keys() - NEVER_IN_A_MODULE == set()
    assert ACCEPTED.keys() & REFUSED.keys() == set()


def test_no_row_is_without_a_class() -> None:
    young = {name for name, version in YOUNG.items() if sys.version_info < version}
    assert (ACCEPTED.keys() | REFUSED.keys()) - young <= _classes()


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    assert name in _nodes(ACCEPTED[name])
    assert graph_of(f"{ACCEPTED[name]}\nlast = ones(1)")["nodes"]


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(name: str) -> None:
    program, construct = REFUSED[name]
    if sys.version_info < YOUNG.get(name, (3, 11)):
        with pytest.raises(ProgramError) as syntax:
            graph_of(program)
        assert syntax.value.code == "syntax_error"
        return
    assert name in _nodes(program)
    with pytest.raises(Unsupported) as caught:
        graph_of(program)
    assert caught.value.construct == construct
    assert caught.value.span is not None
    assert en_constructs.CONSTRUCTS[construct][0] in report(caught.value, "en").detail
    assert es_constructs.CONSTRUCTS[construct][0] in report(caught.value, "es").detail


@pytest.mark.parametrize("kind", [*ast.stmt.__subclasses__(), *ast.expr.__subclasses__()])
def test_statements_and_expressions_are_on_the_list_or_have_a_name(kind: type[ast.AST]) -> None:
    """Whatever the parser of this Python, or of the next, makes of a text."""
    listed = kind in allowed.STATEMENTS or kind in allowed.EXPRESSIONS
    assert listed == (kind.__name__ in ACCEPTED)
    if not listed:
        assert kind.__name__ in en_constructs.CONSTRUCTS
        assert kind.__name__ in es_constructs.CONSTRUCTS


@pytest.mark.parametrize("name", sorted(YOUNG))
def test_what_younger_pythons_parse_is_refused_by_its_own_name(name: str) -> None:
    """A node of a class that this Python may not have, where a statement or an expression stands."""
    if name in {"ParamSpec", "TypeVar", "TypeVarTuple"}:
        pytest.skip("stands within a type alias alone, which is refused whole")
    place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 1}
    base = ast.stmt if name == "TypeAlias" else ast.expr
    young = type(name, (base,), {"_fields": (), "_attributes": tuple(place)})(**place)
    statement = young if base is ast.stmt else ast.Expr(young, **place)
    with pytest.raises(Unsupported) as caught:
        allowed.check(ast.Module([statement], []), Source("x"))
    assert caught.value.construct == name


def test_annotations_are_never_looked_at() -> None:
    parse("x: {1: (yield)} = 2\ndef f(a: [b := 1] = 1) -> (lambda: {}): return a", Limits())
