"""The gallery, first part: one operation or one rule at a time."""

from __future__ import annotations

from retrograd.gallery.example import Example, example

BASICS: tuple[Example, ...] = (
    example(
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
    example(
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
    example(
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
    example(
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
    example(
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
    example(
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
    example(
        "broadcast",
        ("Broadcasting, and back", "Difusión (broadcasting), ida y vuelta"),
        (
            "A column and a row make a matrix: each is copied along the axis it lacks. Each copy sends a gradient "
            "back, and they add up: that is the sum in an unbroadcast.",
            "Una columna y una fila dan una matriz: cada una se copia a lo largo del eje que le falta. Cada copia "
            "devuelve un gradiente, y se suman: esa es la suma que deshace la difusión.",
        ),
        """
a = arange(3).reshape(3, 1)
b = arange(4).reshape(1, 4)
c = a + b
""",
    ),
    example(
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
    example(
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
    example(
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
    example(
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
    example(
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
)
