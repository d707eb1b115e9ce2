"""The gallery, second part: models and layers."""

from __future__ import annotations

from retrograd.gallery.example import Example, example

NETWORKS: tuple[Example, ...] = (
    example(
        "linear-regression",
        ("Linear regression", "Regresión lineal"),
        (
            "The mean squared error of a linear model. Out comes the formula from every textbook: −2/N · Xᵀ(y − Xw).",
            "El error cuadrático medio de un modelo lineal. Sale la fórmula de todos los libros: −2/N · Xᵀ(y − Xw).",
        ),
        """
X = [[1, 0.5], [1, 1.5], [1, 2.0], [1, 3.0]]
y = [1.0, 2.0, 2.5, 4.0]
w = [0.0, 1.0]
#: {predict}
p = X @ w
#: {compare}
L = mean((y - p)**2)
""",
        predict=("Predict: a weighted sum of each row.", "Predecir: una suma ponderada de cada fila."),
        compare=(
            "Compare with the truth: the mean squared error.",
            "Comparar con la verdad: el error cuadrático medio.",
        ),
    ),
    example(
        "logistic-regression",
        ("Logistic regression", "Regresión logística"),
        (
            "A linear score becomes a probability, and the loss is the negative log-likelihood. The gradient is "
            "again Xᵀ times an error: what the model believes less what is true. Each factor of sigmoid and log "
            "cancels.",
            "Una puntuación lineal se vuelve probabilidad, y la pérdida es la log-verosimilitud negativa. El "
            "gradiente es otra vez Xᵀ por un error: lo que el modelo cree menos lo que es cierto. Los factores "
            "de sigmoid y log se cancelan.",
        ),
        """
X = [[1, 2.0], [1, -1.0], [1, 0.5], [1, -2.0]]
y = tensor([1.0, 0.0, 0.0, 1.0], requires_grad=False)
w = [0.2, 0.5]
#: {believe}
p = sigmoid(X @ w)
#: {loss}
L = -mean(y * log(p) + (1 - y) * log(1 - p))
""",
        believe=("How sure the model is of a 1.", "Lo seguro que está el modelo de que es un 1."),
        loss=("The mean of how unlikely the labels are.", "La media de lo improbables que son las etiquetas."),
    ),
    example(
        "logistic-network",
        ("A logistic network", "Una red logística"),
        (
            "Two layers of logistic units and the negative log-likelihood of labels 0 and 1. The gradients for w0 "
            "and W train the network.",
            "Dos capas de unidades logísticas y la log-verosimilitud negativa de etiquetas 0 y 1. Los gradientes de "
            "w0 y W entrenan la red.",
        ),
        """
X = [[0.5, 1.0], [-1.0, 2.0], [1.5, -0.5]]
y = [1, 0, 1]
W = [[0.1, 0.4], [-0.3, 0.2], [0.5, -0.6]]
w0 = [0.7, -0.2, 0.3]
#: {features}
phi = sigmoid(X @ W.T)
#: {loss}
L = -sum(log(sigmoid((2*y - 1) * (phi @ w0))))
""",
        features=(
            "The hidden layer: three features of each row.",
            "La capa oculta: tres rasgos de cada fila.",
        ),
        loss=("How unlikely the network finds the labels.", "Lo improbables que le parecen las etiquetas a la red."),
    ),
    example(
        "two-layer-network",
        ("A two-layer network", "Una red de dos capas"),
        (
            "Weights, biases, tanh, a squared error: backpropagation as it is used. Follow one gradient from the "
            "loss to W1.",
            "Pesos, sesgos, tanh, un error cuadrático: la retropropagación tal como se usa. Sigue un gradiente desde "
            "la pérdida hasta W1.",
        ),
        """
X = randn(4, 3, seed=1)
y = randn(4, 1, seed=2)
W1 = 0.5 * randn(3, 5, seed=3)
b1 = zeros(5)
W2 = 0.5 * randn(5, 1, seed=4)
b2 = zeros(1)
#: {hidden}
h = tanh(X @ W1 + b1)
#: {output}
p = h @ W2 + b2
#: {loss}
L = mean((p - y)**2)
""",
        hidden=("The hidden layer.", "La capa oculta."),
        output=("The output layer: one number for each row.", "La capa de salida: un número por fila."),
        loss=("The loss: the mean squared error.", "La pérdida: el error cuadrático medio."),
    ),
    example(
        "softmax",
        ("Softmax, written out", "Softmax, paso a paso"),
        (
            "Scores become probabilities: exponentials, divided by their sum. The sum is broadcast to all three, so "
            "its gradient is a sum again, and e gets two contributions.",
            "Las puntuaciones se vuelven probabilidades: exponenciales, divididas por su suma. La suma se difunde a "
            "las tres, así que su gradiente vuelve a ser una suma, y e recibe dos contribuciones.",
        ),
        """
z = [2.0, 1.0, 0.1]
e = exp(z)
p = e / sum(e)
L = -log(p[0])
""",
    ),
    example(
        "classification",
        ("Cross-entropy of classes", "Entropía cruzada de clases"),
        (
            "Three classes, two rows. The gradient is what the network believes less what is true; open the loss to "
            "see the operations it stands for.",
            "Tres clases, dos filas. El gradiente es lo que la red cree menos lo que es cierto; abre la pérdida para "
            "ver las operaciones que representa.",
        ),
        """
logits = [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]]
labels = [0, 2]
L = cross_entropy(logits, labels)
""",
    ),
    example(
        "lookup",
        ("A table looked up twice", "Una tabla consultada dos veces"),
        (
            "Rows picked by their positions, one of them twice: its gradient is the sum of both. The row that "
            "nobody picked gets 0.",
            "Filas elegidas por su posición, una de ellas dos veces: su gradiente es la suma de ambas. La fila "
            "que nadie eligió recibe 0.",
        ),
        """
table = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
words = [0, 2, 2]
rows = table[words]
L = sum(rows ** 2)
""",
    ),
    example(
        "convolution",
        ("A convolution", "Una convolución"),
        (
            "A small kernel slides over a signal. Each weight's gradient gathers from all the places it met.",
            "Un núcleo pequeño recorre una señal. El gradiente de cada peso reúne todos los lugares por donde pasó.",
        ),
        """
signal = [[1.0, 3.0, -2.0, 0.5, 2.0]]
kernel = [[[0.5, 1.0, -0.5]]]
h = relu(conv1d(signal, kernel, padding=1))
L = mean(h)
""",
    ),
    example(
        "batch-norm",
        ("Batch normalisation", "Normalización por lotes"),
        (
            "Each column gets mean 0 and variance 1, then a scale and a shift that are learned. Every row "
            "changes the mean and the variance, so X gets its gradient on three paths. The gradients of g and b "
            "are sums over rows.",
            "Cada columna queda con media 0 y varianza 1, y luego una escala y un desplazamiento que se "
            "aprenden. Cada fila cambia la media y la varianza, así que X recibe su gradiente por tres caminos. "
            "Los de g y b son sumas sobre las filas.",
        ),
        """
X = [[1.0, 20.0], [2.0, 10.0], [4.0, 60.0], [5.0, 30.0]]
g = [1.0, 2.0]
b = [0.0, 0.5]
#: {centre}
D = X - mean(X, axis=0)
v = mean(D ** 2, axis=0)
#: {scale}
Z = D / sqrt(v + 1e-5)
Y = g * Z + b
L = mean(relu(Y))
""",
        centre=("Centre each column.", "Centrar cada columna."),
        scale=("Divide by the standard deviation.", "Dividir por la desviación típica."),
    ),
    example(
        "attention",
        ("Attention", "Atención"),
        (
            "Each query takes a mean of the values, weighted by how well the keys fit it. The gradient of V "
            "sees the weights alone, those of Q and K pass through the softmax.",
            "Cada consulta toma una media de los valores, ponderada según lo bien que encaja cada clave. El "
            "gradiente de V solo ve los pesos; los de Q y K pasan por el softmax.",
        ),
        """
Q = [[1.0, 0.0], [0.0, 2.0]]
K = [[1.0, 0.5], [0.0, 1.0], [1.0, 1.0]]
V = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
#: {weights}
A = softmax(Q @ K.T / sqrt(2))
#: {mean}
L = mean(A @ V)
""",
        weights=(
            "How much each query looks at each key: rows that sum to 1.",
            "Cuánto mira cada consulta a cada clave: filas que suman 1.",
        ),
        mean=("The mean of what they see.", "La media de lo que ven."),
    ),
)
