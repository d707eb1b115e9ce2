"""Write graphs for the frontend's tests, as the service answers them: `python scripts/fixtures.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
import samples

from retrograd.api.schemas import GraphRequest
from retrograd.gallery import EXAMPLES
from retrograd.graphjson.catalogue import catalogue
from retrograd.graphjson.evaluate import run_program
from retrograd.graphjson.identifiers import edges
from retrograd.graphjson.jacobians import jacobian_of
from retrograd.limits import Limits
from retrograd.ops import OPS
from retrograd.sandbox.evaluation import graph_json

# One program for each operation and each oddity that the gallery has not.
MORE = {
    "every-pointwise": "x = [0.5, 1.5]\ny = [2.0, 3.0]\nL = sum(exp(x) / y - sqrt(x) + abs(-x) * relu(y) + sign(x))",
    "comparisons": "x = [0.5, -1.5]\nL = sum((x > 0) * x + x.detach())",
    "dot": "x = [[1.0, 2.0], [3.0, 4.0]]\ny = [5.0, 6.0]\nL = dot(x, y)",
    "vectors-and-matrices": "x = [1.0, 2.0]\nM = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\nL = x @ M",
    "batched": "X = arange(12).reshape(2, 2, 3)\nY = ones(3, 2)\nL = X @ Y",
    "index": "x = arange(24).reshape(2, 3, 4)\nL = x[1, ::-2, None, 1:]",
    "index-lists": "x = arange(24).reshape(2, 3, 4)\ni = [0, 2, 2]\nL = x[1, :, [[0], [3]]] * x[:, i, 1].sum() + 1",
    "index-beside": "x = arange(24).reshape(2, 3, 4)\nL = x[:, [[0, 2], [1, 1]], 3, None]",
    "conditions": "x = [[1.0, -2.0], [3.0, 0.5]]\nL = x[x > 0] * x.flatten()[argmax(x)]",
    "joined": "x = [1.0, 2.0]\ny = [3.0, 4.0]\nL = hstack([x, y]).sum() * vstack([x, y]) + stack([x, y]) + pad(x, 0)",
    "parts-of-one": "x = arange(6)\na, b = split(x, 2)\nA, B = meshgrid(a, b)\nv, i = topk(A * B, 2)\nL = v",
    "positions": "x = arange(4).reshape(2, 2)\ni = [1, 0]\nL = x.take(i, 1) * embedding(i, x) + x.gather(0, x // 3)",
    "transpose": "x = arange(6).reshape(1, 2, 3)\nL = x.transpose(2, 0, 1)",
    "mean-axis": "x = arange(6).reshape(2, 3)\nL = x.mean(axis=1, keepdims=True)",
    "broadcast-both": "a = [1.0, 2.0]\nL = a.broadcast_to((3, 2)) * a.reshape(1, 2)",
    "own-names": "alpha = 2\nw_out = 3\nloss = alpha ** w_out",
    "not-finite": "x = [0.0, 1000.0]\nL = log(x) + exp(x)",
    "empty": "x = zeros(0, 3)\nL = sum(x * 2, axis=0)",
    "leaf": "x = 2",
    "functions": """def layer(x, W, act=tanh):
    return act(x @ W)

x = [[1.0, 2.0]]
W = [[0.1, 0.2], [0.3, 0.4]]
h = layer(x, W)
L = sum(layer(h, W, act=sigmoid))
print("L is", L)""",
    "loops": """X = arange(6).reshape(3, 2)
h = zeros(2)
for i, x in enumerate(X):
    if i != 1:
        h = tanh(h + x)
L = sum(h)""",
    "long-loop": """def cell(h, w, u):
    z = sigmoid(w * h)
    return z * h + (1 - z) * tanh(u * h)

w = 0.5
u = -0.3
h = 0.2
for t in range(50):
    h = cell(h, w, u)
L = h * h""",
    "training": """def loss(w):
    return (w - 1) ** 2

w = 3.0
for step in range(2):
    w = w - 0.1 * grad(loss(w), w)
L = loss(w)""",
    "parts": "x = arange(9).reshape(3, 3)\ny = [1.0, 2.0]\nL = trace(x) + sum(diag(tril(x), 1) @ outer(y, diag(x)))",
    "equations": "A = [[3, 1], [1, 2]]\nb = [1.0, 2.0]\nL = sum(solve(A, b)) + det(A) + sum(inv(A) - pinv(A))",
    "triangles": "A = [[3, 1], [1, 2]]\nL = sum(solve_triangular(cholesky(A), A, upper=False)) + slogdet(A)[1]",
    "contractions": "x = [[1, 2], [3, 4]]\nL = sum(kron(x, inner(x, x))) + tensordot(x, x) + einsum('ij,ji', x, x)",
    "orders": "x = [[3.0, 2.0], [1.0, 4.0]]\nL = sum(sort(x) * argsort(x)) + median(x) + sum(ones_like(x) * x)",
    "norms": "x = [[1.0, -2.0], [3.0, 0.5]]\nL = x.norm(1) + x.norm(inf) + x.norm(3)",
    "spreads": "x = [[1.0, -2.0], [3.0, 0.5]]\nL = x.var(ddof=1) + x.std() + x.prod()",
    "scans": "x = [1.0, 2.0, 3.0]\nL = sum(cumsum(x) * cumprod(x)) + logsumexp(x) + sum(softmax(x) * log_softmax(x))",
    "losses": "x = [[1.0, -2.0], [3.0, 0.5]]\ny = [1, 0]\np = softmax(x)\nw = [1.0, 2.0]\n"
    "L = F.cross_entropy(x, y) + F.cross_entropy(x, p, w, label_smoothing=0.1) + F.nll_loss(log(p), y, w)\n"
    "M = F.binary_cross_entropy(p, p * p, w) + F.binary_cross_entropy_with_logits(x, p, w, pos_weight=w)\n"
    "N = F.mse_loss(x, p) + F.l1_loss(x, p, 'sum') + F.huber_loss(x, p, delta=0.5) + F.smooth_l1_loss(x, p)\n"
    "L + M + N + F.kl_div(log(p), p, 'batchmean') + F.cosine_similarity(x, p, dim=0).sum()",
    "layers": "x = [[1.0, -2.0], [3.0, 0.5]]\nw = [1.0, 2.0]\nh = F.linear(x, x, w)\n"
    "n = F.layer_norm(h, (2,), w, w) + F.rms_norm(h, (2,), w) + F.batch_norm(h, None, None, w, w)\n"
    "L = sum(F.dropout(n)) + F.batch_norm(h, w, w, training=False).sum()",
    "masked-attention": "q = [[1.0, 2.0], [0.5, -1.0]]\nz = F.scaled_dot_product_attention(q, q, q, is_causal=True)\n"
    "y = F.scaled_dot_product_attention(q, z, z, q)\nL = F.scaled_dot_product_attention(q, y, z, q > 0)",
    "moves": "x = arange(6).reshape(2, 3)\nL = x.flip(0) + x.roll(1, 1) + x.tile(1, 1) + x.repeat(1, axis=0)",
    "axes": "x = arange(6).reshape(1, 2, 3)\nL = x.squeeze().swapaxes(0, 1).moveaxis(0, 1).unsqueeze(0).flatten()",
    "captions": "#: The input.\nx = [1.0, 2.0]\n#: Its square.\ny = x ** 2\nz = y + x",
    "constants": "L = 2.0 * 3.0",
    "windows": "x = randn(2, 4, seed=1)\nw = randn(2, 2, 3, seed=2)\nb = [0.5, -1.0]\n"
    "h = conv1d(x, w, b, stride=2, padding=2)\nL = sum(tanh(h)) * sum(conv1d(x, w, dilation=2, padding=(1,)))",
    "windows-in-groups": "x = randn(2, 4, seed=1)\nw = randn(2, 1, 2, seed=2)\nL = conv1d(x, w, groups=2)",
    "windows-of-images": "x = randn(1, 1, 3, 3, seed=1)\nw = randn(2, 1, 2, 2, seed=2)\n"
    "L = sum(conv2d(x, w, [0.5, -1.0]) ** 2) + conv2d(x, w, stride=2, padding=1).mean()",
    "three-uses": "x = 2\nL = x * x + x",
}
COMPOSITES = "x = [1.0, -0.5]\ny = gelu(x)\nL = sum(y * gelu(2 * x))"
OPENED = {
    "convolution": """x = rand(1, 1, 5, 5, seed=1)
w = randn(2, 1, 3, 3, seed=2)
b = [0.1, 0.2]
h = relu(conv2d(x, w, b, padding=1))
L = mean(max_pool2d(h, 2))""",
    "attention": "q = randn(3, 4, seed=1)\nL = mean(scaled_dot_product_attention(q, q, q, is_causal=True))",
    "normal": "x = randn(3, 4, seed=1)\nL = sum(layer_norm(x, (4,)) ** 3) + cross_entropy(x, [0, 1, 2])",
    "cell": """x = [0.5, -0.5]
w = randn(2, 2, seed=1)
h = silu(w @ x)
h = silu(w @ h)
h = softmax(w @ h)
L = sum(h * softplus(x))""",
}
OPERANDS = {
    "x": "[1.4, 1.6]",
    "y": "[0.3, 0.9]",
    "condition": "[1.0, 0.0]",
    "mask": "[1.0, 0.0]",
    "value": "[0.3, 0.9]",
}
LARGE = "X = randn(64, 784, seed=1)\nW = randn(784, 10, seed=2)\nb = zeros(10)\nL = mean(relu(X @ W + b))"


def each_pointwise() -> dict[str, str]:
    """Return one program for each operation that works cell by cell."""
    pointwise = [op for op in OPS.values() if op.public and op.slope and op.differentiable]
    leaves = {op.name: "".join(f"{name} = {OPERANDS[name]}\n" for name in op.operands) for op in pointwise}
    return {f"op-{op.name}": f"{leaves[op.name]}L = {op.name}({', '.join(op.operands)})" for op in pointwise}


def jacobians(request: GraphRequest) -> bytes:
    """Return the local Jacobian of every edge of a program's graph, with its structure, by the edge's id."""
    opening = frozenset(request.opened)
    run = run_program(request.program, Limits(), output=request.output, opening=opening)
    names = [f"e{number}" for number in range(len(edges(run)))]
    found = {name: jacobian_of(run, "local", name, Limits(), structural=True) for name in names}
    return orjson.dumps(found, option=orjson.OPT_SERIALIZE_NUMPY)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    matrices = folder.parent / "jacobians"
    matrices.mkdir(exist_ok=True)
    requests = {one.id: GraphRequest(program=one.program("en")) for one in EXAMPLES}
    programs = MORE | each_pointwise()
    requests |= {name: GraphRequest(program=program) for name, program in programs.items()}
    requests |= {f"{one.id}-forward": GraphRequest(program=one.program("en"), mode="forward") for one in EXAMPLES}
    requests["closed"] = GraphRequest(program=COMPOSITES)
    requests["opened"] = GraphRequest(program=COMPOSITES, opened=["gelu"])
    requests |= {f"opened-{name}": GraphRequest(program=text, opened=["all"]) for name, text in OPENED.items()}
    requests |= {f"closed-{name}": GraphRequest(program=text) for name, text in OPENED.items()}
    requests["large"] = GraphRequest(program=LARGE)
    requests["own-seed"] = GraphRequest(program="x = [1.0, 2.0]\nz = x * x", seed=[1.0, 10.0])
    for name, request in requests.items():
        (folder / f"{name}.json").write_bytes(graph_json(request.model_dump(), Limits()))
        if name != "large":
            (matrices / f"{name}.json").write_bytes(jacobians(request))
    pictures = folder.parent / "pictures"
    pictures.mkdir(exist_ok=True)
    for name, program in samples.programs().items():
        request = GraphRequest(program=program)
        (pictures / f"{name}.json").write_bytes(graph_json(request.model_dump(), Limits()))
        (matrices / f"sample-{name}.json").write_bytes(jacobians(request))
    (folder.parent / "operations.json").write_bytes(orjson.dumps(catalogue()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
