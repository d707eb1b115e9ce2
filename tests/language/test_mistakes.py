"""Mistakes: each has its code, its place, a sentence and one step to take, in both languages."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from retrograd import errors, reports
from retrograd.errors import ProgramError
from retrograd.reports import Language, Report, en, en_constructs, es, es_constructs, report
from retrograd.source import Source

from ..support import graph_of


def refused(program: str, language: Language = "en", **options: Any) -> Report:
    with pytest.raises(ProgramError) as caught:
        graph_of(program, **options)
    return report(caught.value, language)


MISTAKES = [
    # program, code, the text blamed, a part of the sentence, a part of the hint
    ("y = x + 1", "unknown_name", "x", "Nothing is called `x`", "Give it a value"),
    ("weight = 1\ny = weigth + 1", "unknown_name", "weigth", "`weigth`", "`weight`"),
    ("x = 1\ny = tahn(x)", "unknown_name", "tahn", "`tahn`", "`tanh`"),
    ("x = 1\ny = np.Tanh(x)", "unknown_name", "np.Tanh", "`np.Tanh`", "`tanh`"),
    ("x = 1\ny = tanh + x", "unknown_name", "tanh", "a function", "`tanh(x)`"),
    ("x = 1\ny = x.foo", "unknown_name", "x.foo", "`.foo`", "`.floor`"),
    ("x = 1\ny = x.__class__", "unknown_name", "x.__class__", "`.__class__`", "."),
    ("x = 1\ny = x.relux()", "unknown_name", "x.relux", "`.relux`", "`relu`"),
    ('__import__("os")', "unknown_name", "__import__", "`__import__`", "functions"),
    ("sum = [1.0]\ny = sum(sum)", "unknown_name", "sum", "a variable", "Rename"),
    ("np.foo", "unknown_name", "np.foo", "`.foo`", "."),
    ("X = ones(2, 3)\nY = ones(4, 5)\nZ = X + Y", "shape_mismatch", "X + Y", "`X` (2, 3) and `Y` (4, 5)", "right"),
    ("X = ones(2, 3)\nY = ones(3, 4)\nZ = X * Y", "shape_mismatch", "X * Y", "axis -1 has 3 against 4", "`X @ Y`"),
    ("X = ones(3, 4)\nb = ones(3)\nZ = X + b", "shape_mismatch", "X + b", "`b` (3,)", "`b[:, None]`"),
    ("X = ones(2, 3)\nZ = X @ X", "shape_mismatch", "X @ X", "inner sizes are 3 and 2", "`X @ X.T`"),
    ("X = ones(3, 2)\nY = ones(3, 4)\nX @ Y", "shape_mismatch", "X @ Y", "2 and 3", "`X.T @ Y`"),
    ("X = ones(3, 2)\nY = ones(5, 3)\nX @ Y", "shape_mismatch", "X @ Y", "2 and 5", "`Y @ X`"),
    ("X = ones(2, 3)\nY = ones(5, 7)\nX @ Y", "shape_mismatch", "X @ Y", "3 and 5", "last but one"),
    ("x = 2\ny = x @ x", "shape_mismatch", "x @ x", "no axis", "`*`"),
    ("X = ones(2, 3, 4)\nY = ones(3, 4, 5)\nX @ Y", "shape_mismatch", "X @ Y", "axis -3 has 2 against 3", "right"),
    ("x = ones(6)\nx.reshape(4)", "shape_mismatch", "x.reshape(4)", "6 cells", "product"),
    ("x = ones(6)\nx.reshape(4, -1)", "shape_mismatch", "x.reshape(4, -1)", "(4, -1)", "-1"),
    ("x = ones(3)\nbroadcast_to(x, (3, 4))", "shape_mismatch", "broadcast_to(x, (3, 4))", "(3, 4)", "grow"),
    ("x = ones(3)\nx.sum(1)", "bad_argument", "x.sum(1)", "no axis 1", "from 0 to 0"),
    ("x = 1\nsum(x, 0)", "bad_argument", "sum(x, 0)", "single number", "Leave the axis out"),
    ("x = ones(3)\nx.sum((0, 0))", "bad_argument", "x.sum((0, 0))", "twice", "once"),
    ("x = ones(3)\nx.sum(1.5)", "bad_argument", "1.5", "whole number", "whole"),
    ("x = ones(3)\nx.sum(keepdims=2)", "bad_argument", "2", "`keepdims`", "`True`"),
    ("x = ones(3)\nx.sum(foo=1)", "bad_argument", "foo=1", "`foo`", "`axis`"),
    ("x = ones(3)\nx.sum(axi=0)", "bad_argument", "axi=0", "`axi`", "`axis`"),
    ("x = ones(3)\nx.sum(0, axis=0)", "bad_argument", "0", "twice", "once"),
    ("x = ones(3)\nsum()", "bad_argument", "sum()", "needs `x`", "sum(x, axis=None"),
    ("x = ones(3)\ntanh(x, x)", "bad_argument", "x", "2 arguments", "tanh(x)"),
    ("x = ones(3)\nx.transpose(0, 5)", "bad_argument", "x.transpose(0, 5)", "no axis 5", "from 0 to 0"),
    ("x = ones(0)\nmax(x)", "bad_argument", "max(x)", "no elements", "elements"),
    ("x = ones(3)\nx[5]", "bad_argument", "x[5]", "Index 5", "from 0 to 2"),
    ("x = ones(3)\nx[0, 0]", "bad_argument", "x[0, 0]", "2 indices for 1 axis", "one index"),
    ("x = ones(3)\nx[1.5]", "bad_argument", "1.5", "no index", "slice"),
    ("x = ones(3)\nx[::0]", "bad_argument", "x[::0]", "step of 0", "-1"),
    ("x = ones(3)\nx[[0, 5]]", "bad_argument", "x[[0, 5]]", "Index 5", "from 0 to 2"),
    ("x = ones(3)\nx[[0, 0.5]]", "bad_argument", "[0, 0.5]", "`0.5` is no whole number", "whole"),
    ("x = ones(3)\ni = [0.5]\nx[i]", "bad_argument", "i", "`0.5` is no whole number", "whole"),
    ("x = ones(3)\nx[[[0, 1], [2]]]", "bad_argument", "[[0, 1], [2]]", "2 and 1", "same length"),
    ("x = ones(3)\nx[[True, False]]", "bad_argument", "x[[True, False]]", "(2,)", "`x[x > 0]`"),
    ("x = ones(2, 3)\nx[x[0] > 0]", "bad_argument", "x[x[0] > 0]", "from axis 0 on the tensor is (2, 3)", "sizes"),
    ("x = 2\nx[x > 0]", "bad_argument", "x > 0", "no index", "condition"),
    ("x = ones(3)\nx['a']", "bad_argument", "'a'", "no index", "condition"),
    ("x = ones(2, 3)\nx[[0, 1], [0, 1, 2]]", "shape_mismatch", "x[[0, 1], [0, 1, 2]]", "(2,) and (3,)", "together"),
    ("x = ones(3)\ntake(x, 3)", "bad_argument", "take(x, 3)", "Index 3", "from 0 to 2"),
    ("x = ones(3)\ntake(x, 0.5)", "bad_argument", "take(x, 0.5)", "`0.5`", "whole"),
    ("x = ones(3)\nindex_select(x, 0, -1)", "bad_argument", "index_select(x, 0, -1)", "-1 is negative", "start at 0"),
    ("x = ones(2, 3)\ngather(x, 0, [1])", "shape_mismatch", "gather(x, 0, [1])", "(1,), the tensor (2, 3)", "shape"),
    ("one_hot([0, 4], 3) * 1", "bad_argument", "one_hot([0, 4], 3)", "Index 4", "from 0 to 2"),
    ("x = ones(0)\none_hot(x) * 1", "bad_argument", "one_hot(x)", "`-1`", "number of classes"),
    ("x = ones(3)\ntopk(x, 4)", "bad_argument", "topk(x, 4)", "`4`", "from 0 to the size"),
    ("x = ones(3)\nsplit(x, 2)", "bad_argument", "split(x, 2)", "`2`", "`array_split`"),
    ("x = ones(3)\nsplit(x, 0)", "bad_argument", "split(x, 0)", "`0`", "at least 1"),
    ("x = ones(3)\nsplit(x, split_size_or_sections=[1])", "bad_argument", None, "`(1,)`", "add up"),
    ("x = ones(3)\nsplit(x)", "bad_argument", "split(x)", "needs `sections`", "split(x, sections=None"),
    ("x = ones(4)\na, b = split(x, 4)", "bad_argument", "a, b = split(x, 4)", "2 names for 4 values", "each value"),
    ("x = ones(4)\nsplit(x, 2)[2]", "bad_argument", "split(x, 2)[2]", "Index 2", "from 0 to 1"),
    ("x = ones(4)\nsplit(x, 2)[::0]", "bad_argument", "split(x, 2)[::0]", "step of 0", "-1"),
    ("x = ones(4)\narray_split(x, 10 ** 9)", "limit_steps", "array_split(x, 10 ** 9)", "20\u202f000", "smaller"),
    ("x = ones(3)\npad(x, (1, 2, 3, 4))", "bad_argument", "pad(x, (1, 2, 3, 4))", "`pad_width`", "`pad=`"),
    ("x = ones(3)\npad(x, ((1, 2), (1,), 5))", "bad_argument", None, "`pad_width`", "(before, after)"),
    ("x = ones(3)\npad(x, ((1, 0.5),))", "bad_argument", "((1, 0.5),)", "whole number", "whole"),
    ("x = ones(3)\npad(x, pad=(1, 2, 3))", "bad_argument", "pad(x, pad=(1, 2, 3))", "`pad`", "last axis"),
    ("x = ones(3)\npad(x, -1)", "bad_argument", "pad(x, -1)", "-1", "0 or larger"),
    ("x = ones(3)\npad(x, 1, mode='edge')", "bad_argument", "pad(x, 1, mode='edge')", "`edge`", "constant"),
    ("x = ones(3)\nmeshgrid(x, indexing='a')", "bad_argument", "meshgrid(x, indexing='a')", "`a`", "ij"),
    (
        "x = ones(2)\nstack([x, ones(3)])",
        "shape_mismatch",
        "stack([x, ones(3)])",
        "on all axes; here are (2,)",
        "same",
    ),
    ("x = ones(2)\ncat([x, x, ones(1, 2)])", "shape_mismatch", "cat([x, x, ones(1, 2)])", "but axis 0", "same shape"),
    ("x = ones(2)\nwhere(x, ones(3), 1 + ones(4))", "shape_mismatch", None, "2 against 3 against 4", "right"),
    ("x = ones(2, 1)\nwhere(x, ones(3), ones(3, 4))", "shape_mismatch", None, "axis -2 has 2 against 3", "right"),
    ("x = [[1, 2], [3]]", "bad_argument", "[[1, 2], [3]]", "2 and 1", "same length"),
    ("x = [1, [2]]", "bad_argument", "[1, [2]]", "a bare number", "same length"),
    ("x = [1, 'a']", "bad_argument", "'a'", "no number", "number"),
    ("x = 1\ny = [x, 2]", "bad_argument", "y = [x, 2]", "nothing to differentiate", "End with"),
    ("x = 1\nfull(2, x)", "bad_argument", "x", "gradient would be lost", "operators"),
    ("x = 1.5\nones(x)", "bad_argument", "x", "whole number", "whole"),
    ("ones(-1)", "bad_argument", "ones(-1)", "-1", "0 or larger"),
    ("x = ones(3)\nx.reshape(9**9**9)", "bad_argument", "9**9**9", "9**9**9", "finite"),
    ("x = [10 ** 400]", "bad_argument", "10 ** 400", "10 ** 400", "finite"),
    ("arange(0, 1, 0)", "bad_argument", "arange(0, 1, 0)", "step of 0", "1"),
    ("arange(inf)", "bad_argument", "arange(inf)", "inf", "finite"),
    ("tensor([1], dtype=int)", "bad_argument", "int", "`dtype`", "float"),
    ("", "bad_argument", None, "nothing to differentiate", "End with"),
    ("# only a comment", "bad_argument", None, "nothing to differentiate", "End with"),
    ("x = ones(2)\ns = x.shape", "bad_argument", "s = x.shape", "nothing to differentiate", "End with"),
    ("x = [1.0]\nL = x > 0", "not_differentiable", "x > 0", "truth values", "loss"),
    ("x = (1", "syntax_error", "(", "never closed", "Close"),
    ("x = 1)", "syntax_error", ")", "unmatched", "bracket"),
    ("x = 2\n  y = 3", "syntax_error", None, "indent", "margin"),
    ("x = 2 3", "syntax_error", None, "invalid syntax", "operator"),
    ("x = 1 − 2", "syntax_error", "−", "invalid character", "keyboard"),
    ("1 = x", "syntax_error", "1", "literal", "`==` compares"),
    ("let x = 3", "syntax_error", None, "invalid syntax", "`x = 2` needs no keyword"),
    ("x = 1\0", "syntax_error", None, "cannot be read", "invisible"),
    ("x = 3\ny = x ^ 2", "unsupported_syntax", "x ^ 2", "`^`", "`x ** 2`"),
    ("a, b = 1, 2, 3", "bad_argument", "a, b = 1, 2, 3", "2 names for 3 values", "each value"),
    ("x = ones(2)\nx[0] = 1", "unsupported_syntax", "x[0]", "cells", "build"),
    ("import os", "unsupported_syntax", "import os", "import", "leave"),
    ("from torch import tanh as th", "unsupported_syntax", "from torch import tanh as th", "import", "leave"),
    ("while True: pass", "unsupported_syntax", "while True: pass", "`while`", "range"),
    ("class A: pass", "unsupported_syntax", "class A: pass", "`class`", "def layer"),
    ("x = ones(*[2])", "unsupported_syntax", "*[2]", "`*`", "one by one"),
    ("break", "unsupported_syntax", "break", "outside of a loop", "Leave"),
    ("for i in range(2):\n    def f():\n        continue", "unsupported_syntax", "continue", "outside", "Leave"),
    ("return 2", "unsupported_syntax", "return 2", "outside of a function", "last line"),
    ("def f(x):\n    yield x", "unsupported_syntax", "yield x", "`yield`", "list"),
    ("def f(*xs):\n    return 1", "unsupported_syntax", "xs", "`*`", "take a list"),
    ("@tanh\ndef f(x):\n    return 1", "unsupported_syntax", "tanh", "decorator", "Leave"),
    ("x = 2\ngrad(tanh)(x)", "bad_argument", "grad(tanh)", "needs `x`", "grad(y, x)"),
    ("def f(w):\n    return w\nx = 2\ngrad(f, x)", "unsupported_syntax", "f", "of a function", "grad(loss(w), w)"),
    ("x = ones(2)\nx()(2)", "unknown_name", "x", "a variable", "Rename"),
    ("x = ones(2)\nif x > 0:\n    y = x", "bad_argument", "x > 0", "(2,)", "where"),
    ("x = ones(2)\ny = 0 < x < 2", "bad_argument", "x", "(2,)", "where"),
    ("x = 1\nassert x == 2, 'no'", "bad_argument", "assert x == 2, 'no'", "`x == 2`. no", "Change"),
    ("x = 1\nfor y in x:\n    pass", "bad_argument", "x", "no entries", "list"),
    ("x = 1\ndef f(xs):\n    xs.append(x)\nf([x])", "bad_argument", "xs", "behind", "return xs + [x]"),
    ("x = ones(2)\nx.append(1)", "unsupported_syntax", "x.append(1)", "`.append`", "stack"),
    ("def f(x):\n    return x\nf()", "bad_argument", "f()", "needs `x`", "f(x)"),
    ("def f(x):\n    return x\nf(1, 2)", "bad_argument", "2", "2 arguments", "f(x)"),
    ("def f(x, *, k=1):\n    return x\nf(1, x=2)", "bad_argument", "x=2", "twice", "once"),
    ("def f(x, scale=1):\n    return x\nf(1, scal=2)", "bad_argument", "scal=2", "`scal`", "`scale`"),
    ("y = x * 2\nx = 3", "unknown_name", "x", "line 2", "above"),
    ("def f():\n    y = z\n    z = 2\nf()", "unknown_name", "z", "line 3", "argument"),
    ("layer = nn.Linear(2, 3)", "unknown_name", "nn.Linear", "`nn.Linear`", "`x @ W + b`"),
    ("x = 2\nloss = x * x\nloss.grad", "unknown_name", "loss.grad", "`.grad`", "grad(loss, w)"),
    ("x = 2\nf'{x:>{x}}'", "unsupported_syntax", "f'{x:>{x}}'", "format", "digits"),
    ("with open('x') as f:\n    pass", "unsupported_syntax", "open('x')", "`with`", "no_grad"),
    ("x = {1: 2}", "unsupported_syntax", "{1: 2}", "dictionary", "name"),
    ("x = 1j", "unsupported_syntax", "1j", "complex", "real"),
    ("x = b'a'", "unsupported_syntax", "b'a'", "bytes", "numbers"),
    ("(y := 2)", "unsupported_syntax", "y := 2", "`:=`", "line"),
    ("A = ones(2, 2)\nL = inv(A)", "bad_argument", "inv(A)", "The matrix in `inv` is singular", "`pinv`"),
    (
        "A = zeros(2, 2)\nL = np.linalg.solve(A, [1, 2])",
        "bad_argument",
        "np.linalg.solve(A, [1, 2])",
        "singular",
        "cell",
    ),
    (
        "A = [[0, 1], [5, 2]]\nsolve_triangular(A, A, upper=False)",
        "bad_argument",
        "solve_triangular(A, A, upper=False)",
        "`solve_triangular` is singular",
        "`pinv`",
    ),
    ("A = -eye(2)\nL = cholesky(A)", "bad_argument", "cholesky(A)", "not positive definite", "`A @ A.T + eye(n)`"),
    ("A = ones(2, 3)\nL = det(A)", "shape_mismatch", "det(A)", "square matrix; the shape is (2, 3)", "must be equal"),
    ("A = ones(2)\nL = A.inverse()", "shape_mismatch", "A.inverse()", "shape is (2,)", "list of rows"),
    ("A = ones(2)\nL = pinv(A)", "bad_argument", "pinv(A)", "no axis -2", "from the end"),
    (
        "A = eye(3)\nb = ones(2)\nL = solve(A, b)",
        "shape_mismatch",
        "solve(A, b)",
        "`A` (3, 3) and `b` (2,) do not fit in `solve`: axis 1 of the first has size 3, axis 0 of the second 2",
        "must be equal",
    ),
    ("A = eye(3)\nL = solve(A, 2.0)", "shape_mismatch", "solve(A, 2.0)", "`2.0` () is a single number", "vector"),
    (
        "A = ones(2, 3, 3)\nB = ones(4, 3, 1)\nL = solve(A, B)",
        "shape_mismatch",
        "solve(A, B)",
        "`A` (2, 3, 3) and `B` (4, 3, 1) do not broadcast together in `solve`: axis -3 has 2 against 4",
        "right",
    ),
    ("x = ones(2, 3)\ny = ones(2)\ninner(x, y)", "shape_mismatch", "inner(x, y)", "axis 1 of the first has", "equal"),
    (
        "x = ones(2, 3)\ntensordot(x, x, ([0], [1]))",
        "shape_mismatch",
        "tensordot(x, x, ([0], [1]))",
        "axis 0 of the first has size 2, axis 1 of the second 3",
        "equal",
    ),
    ("x = ones(2)\ntensordot(x, x)", "bad_argument", "tensordot(x, x)", "no axis -2", "from 0 to 0"),
    ("x = ones(2)\ntensordot(x, x, -1)", "bad_argument", "tensordot(x, x, -1)", "`-1`", "two lists"),
    ("x = ones(2)\ntensordot(x, x, ([0], []))", "bad_argument", "tensordot(x, x, ([0], []))", "`axes`", "two lists"),
    ("x = ones(2, 2)\ntensordot(x, x, ([0, -2], [0, 1]))", "bad_argument", None, "Axis 0 is named twice", "once"),
    ("x = ones(2)\ntensordot(x, x, ([0.5], [0]))", "bad_argument", "([0.5], [0])", "whole number", "whole"),
    ("x = ones(0)\nmedian(x)", "bad_argument", "median(x)", "no elements", "elements"),
    ("x = 2\nsort(x)", "bad_argument", "sort(x)", "single number", "axis"),
    ("x = 2\nfull_like(x, x)", "bad_argument", "x", "gradient would be lost", "operators"),
    ("randint(3, 3)", "bad_argument", "randint(3, 3)", "`high`", "larger than `low`"),
    ("normal(0, -1, 3)", "bad_argument", "normal(0, -1, 3)", "`scale`", "0 or larger"),
    ("uniform(0, inf)", "bad_argument", "uniform(0, inf)", "`high`", "finite"),
    ("logspace(0, 1, 3, -2)", "bad_argument", "logspace(0, 1, 3, -2)", "`base`", "0 or larger"),
    (
        "where(ones(2, 3), ones(4, 3), ones(3))",
        "shape_mismatch",
        "where(ones(2, 3), ones(4, 3), ones(3))",
        "axis -2 has 2 against 4",
        "right",
    ),
    ("x = ones(2, 3)\nx.squeeze(0)", "bad_argument", "x.squeeze(0)", "size 2", "`reshape`"),
    ("x = ones(2, 3)\nx.roll((1, 2), 0)", "bad_argument", "x.roll((1, 2), 0)", "`shift`", "each axis"),
    ("x = ones(3)\nx.norm(0.5)", "bad_argument", "x.norm(0.5)", "`ord`", '`"fro"`'),
    (
        "x = ones(3)\nF.gelu(x, approximate='fast')",
        "bad_argument",
        "F.gelu(x, approximate='fast')",
        "`approximate`",
        '`"tanh"`',
    ),
    ("x = ones(3)\nF.gelu(x, approximate=1)", "bad_argument", "1", "`approximate`", "quotes"),
    ("x = ones(2)\ny = np.tanh", "unknown_name", "y = np.tanh", "function", "`np.tanh(x)`"),
    ("x = ones(2)\nx.mT", "bad_argument", "x.mT", "axis -2", "from 0 to 0"),
    ("x = ones(2)\nx.tanh(x)", "bad_argument", "x", "2 arguments", "tanh(x)"),
    ("from .torch import tanh", "unsupported_syntax", "from .torch import tanh", "import", "leave"),
    ("from numpy import foo", "unsupported_syntax", "from numpy import foo", "import", "leave"),
    ("x = (1.0, 2.0)\ny = x * 2", "bad_argument", "x", "`x`", "["),
    ("x = 3\ny = x << 2", "unsupported_syntax", "x << 2", "`<<`", "power of two"),
    ("x = ones(2)\neinsum('ij', x)", "shape_mismatch", "einsum('ij', x)", "names 2 axes; its tensor", "one letter"),
    ("x = ones(2)\neinsum('i,i', x)", "bad_argument", "einsum('i,i', x)", "2 terms for 1 tensor", "one term"),
    ("x = ones(2, 3)\neinsum('ii', x)", "shape_mismatch", "einsum('ii', x)", "`i` stands for axes", "letters"),
    (
        "X = ones(2, 3)\neinsum('ij,jk->ik', X, X)",
        "shape_mismatch",
        "einsum('ij,jk->ik', X, X)",
        "`j` stands for axes of the sizes 3 and 2",
        "different letters",
    ),
    ("x = ones(2)\neinsum('1', x)", "bad_argument", "einsum('1', x)", "`1` stands for no axis", '"ij,jk->ik"'),
    ("x = ones(2)\neinsum('i->i->', x)", "bad_argument", "einsum('i->i->', x)", "more than one result", "once"),
    ("x = ones(2)\neinsum('i..', x)", "bad_argument", "einsum('i..', x)", "dots", "`...`"),
    ("x = ones(2)\neinsum('i->j', x)", "bad_argument", "einsum('i->j', x)", "`j`, which no tensor has", "Name"),
    ("x = ones(2)\neinsum('i->ii', x)", "bad_argument", "einsum('i->ii', x)", "`i` twice", "once"),
    ("x = ones(2)\neinsum('i')", "bad_argument", "einsum('i')", "needs `tensors`", "einsum(equation, *tensors)"),
    ("x = ones(2)\neinsum(1, x)", "bad_argument", "1", "`equation`", "quotes"),
    (
        "x = ones(1, 3, 4)\nconv1d(x, ones(2, 2, 3))",
        "shape_mismatch",
        "conv1d(x, ones(2, 2, 3))",
        "`x` (1, 3, 4) has 3 channels; `weight` (2, 2, 3) of `conv1d` is for 2",
        "times `groups`",
    ),
    (
        "x = ones(1, 3, 4)\nconv1d(x, ones(2, 1, 3), groups=2)",
        "shape_mismatch",
        "conv1d(x, ones(2, 1, 3), groups=2)",
        "is for 1 × 2 groups",
        "channels of `x`",
    ),
    ("x = ones(4)\nconv1d(x, x)", "shape_mismatch", "conv1d(x, x)", "`x` of `conv1d`", "(N, C, L) or (C, L)"),
    ("x = ones(1, 4)\nconv1d(x, x)", "shape_mismatch", "conv1d(x, x)", "`weight` of `conv1d`", "(O, C, k)"),
    (
        "x = ones(1, 4)\nconv1d(x, ones(2, 1, 0))",
        "shape_mismatch",
        "conv1d(x, ones(2, 1, 0))",
        "(2, 1, 0)",
        "(O, C, k)",
    ),
    (
        "x = ones(1, 4)\nconv1d(x, ones(2, 1, 3), [1.0])",
        "shape_mismatch",
        "conv1d(x, ones(2, 1, 3), [1.0])",
        "`bias` of `conv1d` has the shape (1,)",
        "(2,)",
    ),
    (
        "x = ones(1, 4)\nconv1d(x, ones(2, 1, 3), dilation=2)",
        "shape_mismatch",
        "conv1d(x, ones(2, 1, 3), dilation=2)",
        "spans (5,), and there are (4,) cells",
        "smaller kernel",
    ),
    *(
        (f"x = ones(1, 4)\nconv1d(x, ones(2, 1, 3), {given})", "bad_argument", None, sentence, hint)
        for given, sentence, hint in (
            ("stride=0", "`0` does not work as `stride`", "from 1 on"),
            ("stride=(1, 1)", "`(1, 1)` does not work as `stride`", "one for each axis"),
            ("stride=1.5", "`1.5` is no whole number", "whole"),
            ("padding=-1", "`-1` does not work as `padding`", "from 0 on"),
            ("padding='full'", "`full` does not work as `padding`", '`"valid"`'),
            ("padding='same', stride=2", "`2` does not work as `stride`", '`"same"`'),
            ("dilation=0", "`0` does not work as `dilation`", "from 1 on"),
            ("groups=0", "`0` does not work as `groups`", "divides"),
            ("groups=3", "`3` does not work as `groups`", "divides"),
        )
    ),
    ("x = ones(4)\nmax_pool2d(x, 2)", "shape_mismatch", "max_pool2d(x, 2)", "(4,)", "(H, W)"),
    ("x = ones(4)\nmax_pool1d(x, 5)", "shape_mismatch", "max_pool1d(x, 5)", "spans (5,)", "smaller kernel"),
    ("x = ones(4)\nmax_pool1d(x, 0)", "bad_argument", "max_pool1d(x, 0)", "`0`", "from 1 on"),
    (
        "x = ones(4)\navg_pool1d(x, 3, padding=2)",
        "bad_argument",
        "avg_pool1d(x, 3, padding=2)",
        "`2` does not work as `padding`",
        "half",
    ),
    (
        "x = ones(1, 4)\nconv1d(x, ones(1, 1, 1), stride=10**9, padding=10**9)",
        "limit_elements",
        "conv1d(x, ones(1, 1, 1), stride=10**9, padding=10**9)",
        "2\u202f000\u202f000\u202f004",
        "smaller",
    ),
    ("x = ones(10**9)", "limit_elements", "ones(10**9)", "1\u202f000\u202f000\u202f000", "smaller"),
    ("x = ones(4000)\ny = ones(4000)\nx[:, None] * y", "limit_elements", "x[:, None] * y", "cells", "smaller"),
    ("x = " + "(" * 150 + "1" + ")" * 150, "limit_depth", "(", "100 deep", "names"),
    ("x = " + "-" * 150 + "y", "limit_depth", None, "100 deep", "names"),
    ("x = " + "1 + " * 30000 + "1", "limit_program", None, "65\u202f536 bytes", "Split"),
]


@pytest.mark.parametrize(("program", "code", "blamed", "sentence", "hint"), MISTAKES)
def test_a_mistake_is_told_with_its_place_and_a_step_to_take(
    program: str, code: str, blamed: str | None, sentence: str, hint: str
) -> None:
    told = refused(program)
    assert told.code == code
    assert sentence in told.detail
    assert told.hint is not None
    assert hint in told.hint
    if blamed is not None:
        assert told.span is not None
        assert Source(program).snippet(told.span) == " ".join(blamed.split())


@pytest.mark.parametrize("program", [mistake[0] for mistake in MISTAKES])
def test_a_mistake_is_told_in_spanish_too(program: str) -> None:
    english, spanish = refused(program), refused(program, "es")
    assert (english.code, english.span, english.value) == (spanish.code, spanish.span, spanish.value)
    assert english.detail != spanish.detail
    assert english.hint != spanish.hint


def test_every_error_has_its_words_in_every_language() -> None:
    def leaves(kind: type[ProgramError]) -> set[type[ProgramError]]:
        below = kind.__subclasses__()
        return set().union(*map(leaves, below)) if below else {kind}

    for words in reports.LANGUAGES.values():
        assert set(words.WORDS) == leaves(ProgramError) | {errors.LimitExceeded}
        assert set(words.LIMITS) == set(en.LIMITS)
        assert set(words.TITLES) == set(en.TITLES)
    assert set(reports.LANGUAGES) == set(get_args(Language))
    assert es.TITLES != en.TITLES
    assert set(en_constructs.CONSTRUCTS) == set(es_constructs.CONSTRUCTS)


@pytest.mark.parametrize(
    ("seed", "code", "sentence"),
    [
        ([1.0], "shape_mismatch", "(1,), not (2,)"),
        (1.0, "shape_mismatch", "(), not (2,)"),
        ([[1.0], 2.0], "bad_argument", "differ in length"),
        (["a", "b"], "bad_argument", "no number"),
        ([True, False], "bad_argument", "no number"),
        ([10**400, 1], "bad_argument", "no number"),
        ({"x": [1.0, 2.0]}, "bad_argument", "no number"),
    ],
)
def test_seeds_that_do_not_fit(seed: Any, code: str, sentence: str) -> None:
    told = refused("x = ones(2)\ny = x * 2", seed=seed)
    assert told.code == code
    assert sentence in told.detail


def test_tangents_that_do_not_fit() -> None:
    program = "x = ones(2)\ny = x * 2"
    assert refused(program, mode="forward", seed=[1.0]).code == "bad_argument"
    assert "`z`" in refused(program, mode="forward", seed={"z": 1.0}).detail
    assert refused(program, mode="forward", seed={"x": 1.0}).code == "shape_mismatch"


def test_seeds_may_be_infinite_and_empty() -> None:
    graph = graph_of("x = ones(2)\ny = x * 2", seed=["Infinity", "NaN"])
    assert graph["nodes"][0]["grad"]["data"] == ["Infinity", "NaN"]
    assert graph_of("x = ones(2, 0)\ny = x * 2", seed=[])["nodes"][0]["grad"]["data"] == []


def test_an_unknown_output_is_an_unknown_name_without_a_place() -> None:
    told = refused("loss = 2", output="los")
    assert (told.code, told.span) == ("unknown_name", None)
    assert told.hint == "Did you mean `loss`?"


def test_limits_name_themselves() -> None:
    told = refused("x = ones(10**9)")
    assert (told.limit, told.value) == ("elements", 4_000_000)
    with pytest.raises(errors.LimitExceeded):
        graph_of("x = ones(2000, 2000)\n" + "y = x + 1\n" * 9)
