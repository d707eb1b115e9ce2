"""The gallery: programs in the order of a course, each with a title and two sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One program; `title`, `about` and, where it has captions, `captions` by language.

    A caption stands in the program as `#: {name}`.
    """

    id: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    text: str
    captions: Mapping[str, Mapping[str, str]]

    def program(self, language: str) -> str:
        """Return the text with its captions in `language`."""
        text = self.text
        for name, caption in self.captions.items():
            text = text.replace(f"{{{name}}}", caption[language])
        return text


def _example(
    name: str,
    title: tuple[str, str],
    about: tuple[str, str],
    text: str,
    **captions: tuple[str, str],
) -> Example:
    """Return an example; pairs are English and Spanish."""
    return Example(
        name,
        _both(title),
        _both(about),
        text.strip(),
        {key: _both(pair) for key, pair in captions.items()},
    )


def _both(pair: tuple[str, str]) -> Mapping[str, str]:
    return {"en": pair[0], "es": pair[1]}


EXAMPLES: tuple[Example, ...] = (
    _example(
        "product",
        ("A product", "Un producto"),
        (
            "Each factor's derivative is the other factor. Step forward to see the value, then the gradients.",
            "La derivada de cada factor es el otro factor. Avanza para ver el valor y luego los gradientes.",
        ),
        """
x = 2
y = 3
z = x * y
""",
    ),
    _example(
        "chain",
        ("The chain rule", "La regla de la cadena"),
        (
            "A chain of operations, from the loss of logistic regression. Going back, each local derivative is "
            "multiplied onto what came before.",
            "Una cadena de operaciones, la pérdida de la regresión logística. Hacia atrás, cada derivada local "
            "multiplica lo anterior.",
        ),
        """
x = 1.5
w = 0.5
L = -log(sigmoid(w * x**2))
""",
    ),
    _example(
        "reuse",
        ("One value, two uses", "Un valor, dos usos"),
        (
            "a is used by b and by c, so two contributions come back to it. The gradient is their sum.",
            "b y c usan a, así que le llegan dos contribuciones. El gradiente es su suma.",
        ),
        """
x = 2
a = x**2
b = 5 * a
c = log(a)
g = b * c
L = -g
""",
    ),
    _example(
        "partial-and-total",
        ("Partial and total derivative", "Derivada parcial y total"),
        (
            "c uses a directly and through b. The edge from a to c carries the partial derivative 5a; the gradient "
            "of a, over both paths, is the total derivative 10a.",
            "c usa a directamente y a través de b. La arista de a a c lleva la derivada parcial 5a; el gradiente "
            "de a, por ambos caminos, es la derivada total 10a.",
        ),
        """
x = 2
a = x**2
b = 5 * a
c = a * b
L = -c
""",
    ),
    _example(
        "vectors",
        ("Vectors, cell by cell", "Vectores, celda a celda"),
        (
            "Pointwise operations work on each cell alone, forward and backward. The output is a vector, so the "
            "seed is a vector of ones: the gradients are those of its sum.",
            "Las operaciones puntuales tratan cada celda por separado, en ambos sentidos. La salida es un vector, "
            "así que la semilla es un vector de unos: los gradientes son los de su suma.",
        ),
        """
a = [1.0, 2.0, 3.0]
b = [2.0, 3.0, 4.0]
c = [3.0, 5.0, 7.0]
d = a * b
e = log(c)
f = d * e
g = log(f)
""",
    ),
    _example(
        "hadamard",
        ("Matrices, cell by cell", "Matrices, celda a celda"),
        (
            "`*` multiplies matrices cell by cell. The gradient of each factor is the other factor.",
            "`*` multiplica matrices celda a celda. El gradiente de cada factor es el otro factor.",
        ),
        """
X = 2 * ones(3, 4)
Y = 3 * ones(3, 4)
Z = X * Y
""",
    ),
    _example(
        "broadcast",
        ("Broadcasting, and back", "Broadcasting, y de vuelta"),
        (
            "A column and a row make a matrix: each is copied along the axis it lacks. Each copy sends a gradient "
            "back, and they add up: that is the sum in an unbroadcast.",
            "Una columna y una fila dan una matriz: cada una se copia a lo largo del eje que le falta. Cada copia "
            "devuelve un gradiente, y se suman: esa es la suma del unbroadcast.",
        ),
        """
a = arange(3).reshape(3, 1)
b = arange(4).reshape(1, 4)
c = a + b
""",
    ),
    _example(
        "bias",
        ("Why the bias gradient is a sum", "Por qué el gradiente del sesgo es una suma"),
        (
            "One bias serves every row of the batch. On the way back the rows' gradients slide together and add "
            "up along axis 0.",
            "Un mismo sesgo sirve a todas las filas del lote. A la vuelta los gradientes de las filas se juntan y "
            "se suman a lo largo del eje 0.",
        ),
        """
b = [0.5, -1.0, 2.0]
X = [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]
Z = X + b
L = mean(Z**2)
""",
    ),
    _example(
        "matmul",
        ("The matrix product", "El producto de matrices"),
        (
            "The gradient of each factor is a matrix product with the other factor, transposed. Check the shapes: "
            "there is only one way to make them fit.",
            "El gradiente de cada factor es un producto con el otro factor, transpuesto. Mira las formas: solo "
            "encajan de una manera.",
        ),
        """
X = [[1, 1, 1], [2, 2, 2]]
Y = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
Z = X @ Y
""",
    ),
    _example(
        "sums",
        ("Sums along an axis", "Sumas a lo largo de un eje"),
        (
            "A sum makes one number of many; going back, its gradient is copied to each of them. With keepdims the "
            "summed axis stays, with size 1.",
            "Una suma hace un número de muchos; a la vuelta su gradiente se copia a cada uno. Con keepdims el eje "
            "sumado se queda, con tamaño 1.",
        ),
        """
X = arange(9).reshape(3, 3)
rows = X.sum(axis=1)
columns = X.sum(axis=0, keepdims=True)
L = sum(rows * columns)
""",
    ),
    _example(
        "maximum",
        ("The winner takes the gradient", "El ganador se lleva el gradiente"),
        (
            "Only the largest number of each row changes the maximum, so it alone gets a gradient. The last row has "
            "a tie, which is shared equally.",
            "Solo el mayor número de cada fila cambia el máximo, así que solo él recibe gradiente. La última fila "
            "tiene un empate, que se reparte por igual.",
        ),
        """
X = [[1, 5, 2], [0, -1, -3], [4, 4, 1]]
m = X.max(axis=1)
w = [1.0, 2.0, 3.0]
L = m @ w
""",
    ),
    _example(
        "shapes",
        ("Reshape, transpose, index", "Cambiar la forma, transponer, indexar"),
        (
            "These move numbers and change none. The gradient goes back along the path that each number took.",
            "Mueven números y no cambian ninguno. El gradiente vuelve por el camino que siguió cada número.",
        ),
        """
x = arange(6)
M = x.reshape(2, 3)
T = M.T
first = T[:, 0]
L = sum(first**2)
""",
    ),
    _example(
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
    _example(
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
        loss=("How unlikely the network finds the labels.", "Lo improbables que la red ve las etiquetas."),
    ),
    _example(
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
    _example(
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
    _example(
        "lookup",
        ("A table looked up twice", "Una tabla consultada dos veces"),
        (
            "Rows picked by their positions, one of them twice: its gradient is the sum of both.",
            "Filas elegidas por su posición, una de ellas dos veces: su gradiente es la suma de ambas.",
        ),
        """
table = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
words = [0, 2, 2]
rows = table[words]
L = sum(rows ** 2)
""",
    ),
    _example(
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
    _example(
        "attention",
        ("Attention", "Atención"),
        (
            "Each query takes a mean of the values, weighted by how well the keys fit it.",
            "Cada consulta toma una media de los valores, según lo bien que encajan las claves.",
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
