"""Programs as code and as pictures, written down in `golden`: `python -m tests.export.scripts` writes them anew.

What they compute is held to the engine elsewhere; here it is how they read, down to the last comment.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from retrograd.export.code import Target, code_of
from retrograd.graphjson.evaluate import run_program
from retrograd.limits import Limits
from retrograd.reports import Language

GOLDEN = Path(__file__).parent / "golden"
ENDINGS: dict[Target, str] = {"numpy": "numpy.py.txt", "torch": "torch.py.txt", "dot": "dot.txt", "tikz": "tex.txt"}
PROGRAMS: dict[str, tuple[Language, str]] = {
    "calls and loops": (
        "en",
        """\
W = 0.1 * randn(4, 3, seed=1)
b = [0.5, -0.25, 1e-07]
X = [[1, 2, 3, 4], [5, 6, 7, 8]]
def layer(x, slope=0.01):
    #: a layer
    return leaky_relu(x @ W + b, slope)
h = layer(X)
for i in range(2):
    h = h * h + i
    h = h / (1 - h)
#: what is made small
L = (h ** 2).mean() + 0.1 * sum(W * W) - -b[0]
""",
    ),
    "parts": (
        "es",
        """\
x = arange(12)
y = x.reshape(3, 4)
z = concatenate([y[:, 1:3], y[::-1, :2]], axis=1)
p = np.pad(z, ((1, 0), (0, 2)), constant_values=-1.0)
m = logical_and(p > 2, p <= 8)
u = where(m, p, -p).T
k = roll(u, 1, axis=0) + flip(u, 1) * [[1], [2], [3], [4], [5], [6]]
L = sum(k[[0, 2, 2]] * take(x, [1, 3, 5, 7]), axis=0) @ [1.0, 0.0, -1.0, 0.5]
""",
    ),
    "layers": (
        "en",
        """\
x = randn(1, 2, 5, 5, seed=1)
w = randn(3, 2, 2, 2, seed=2)
c = max_pool2d(relu(conv2d(x, w, stride=2, padding=1)), 2)
f = dropout(flatten(c, 1), 0.25, seed=3)
V = randn(f.shape[1], 3)
s = log_softmax(f @ V, axis=1)
A = eye(3) + 0.5
L = cross_entropy(s @ inv(A), [2]) + einsum("ij,jk->", s, A) + gelu(s).std() + det(A) + logsumexp(s, axis=1)[0]
""",
    ),
}


def code(name: str, target: Target) -> str:
    """Return a program as code or as a picture, as the page shows it."""
    language, program = PROGRAMS[name]
    return code_of(run_program(program, Limits()), target, Limits(), language)["code"]


def path(name: str, target: Target) -> Path:
    """Return where a program as code stands."""
    return GOLDEN / f"{name.replace(' ', '_')}.{ENDINGS[target]}"


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for title in PROGRAMS:
        for one in get_args(Target):
            path(title, one).write_text(code(title, one), encoding="utf-8")
