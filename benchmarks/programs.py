"""What is measured."""

# Two layers and the negative log-likelihood: 25 nodes or a few more, as in a first lecture on networks.
TWO_LAYER_NETWORK = """
X = randn(4, 3, seed=0)
y = [[1], [0], [1], [0]]
W1 = randn(3, 5, seed=1)
b1 = zeros(5)
W2 = randn(5, 1, seed=2)
b2 = zeros(1)
h = tanh(X @ W1 + b1)
p = sigmoid(h @ W2 + b2)
L = -mean(y * log(p) + (1 - y) * log(1 - p))
""".strip()
