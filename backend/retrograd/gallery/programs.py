"""The gallery, third part: functions, loops, and gradients within a program."""

from __future__ import annotations

from retrograd.gallery.example import Example, example

PROGRAMS: tuple[Example, ...] = (
    example(
        "functions",
        ("A layer as a function", "Una capa como función"),
        (
            "Each call is a frame of its own in the graph. A weight that both calls use gets both gradients.",
            "Cada llamada es un marco propio en el grafo. Un peso usado en ambas recibe ambos gradientes.",
        ),
        """
#: {layer}
def layer(x, W, b, act=tanh):
    return act(x @ W + b)

x = [[0.5, -1.0]]
W = [[1.0, 0.5], [-0.5, 1.0]]
b = [0.1, -0.1]
h = layer(x, W, b)
L = sum(layer(h, W, b, act=sigmoid))
""",
        layer=("The same layer, called twice.", "La misma capa, llamada dos veces."),
    ),
    example(
        "recurrent",
        ("A recurrent network", "Una red recurrente"),
        (
            "A loop unrolls into one graph: each pass reads one row of X and the state before it. "
            "The weights are used in every pass, so their gradients are sums over time.",
            "Un bucle se despliega en un solo grafo: cada vuelta lee una fila de X y el estado anterior. "
            "Los pesos se usan en cada vuelta, así que sus gradientes son sumas en el tiempo.",
        ),
        """
X = [[1.0, 0.0], [0.5, -1.0], [-1.0, 2.0]]
Wx = [[0.5, -0.3], [0.2, 0.8]]
Wh = [[0.1, 0.4], [-0.6, 0.3]]
h = zeros(2)
for x in X:
    #: {step}
    h = tanh(x @ Wx + h @ Wh)
L = mean(h ** 2)
""",
        step=("The state looks at the input and at itself.", "El estado mira la entrada y a sí mismo."),
    ),
    example(
        "second-derivative",
        ("The derivative of a derivative", "La derivada de una derivada"),
        (
            "`grad` gives a gradient as a part of the graph, so it can be differentiated again. The backward "
            "pass of y is forward here.",
            "`grad` da un gradiente como parte del grafo, así que se puede derivar otra vez. La pasada "
            "hacia atrás de y va aquí hacia adelante.",
        ),
        """
x = 2.0
y = x ** 3
#: {first}
slope = grad(y, x)
curvature = grad(slope, x)
""",
        first=("3 x², computed as a graph of its own.", "3 x², calculado como un grafo propio."),
    ),
    example(
        "gradient-descent",
        ("Gradient descent, unrolled", "Descenso de gradiente, desplegado"),
        (
            "Three steps downhill, and the gradient through all of them. It says how the last loss depends on "
            "where w began.",
            "Tres pasos cuesta abajo, y el gradiente a través de todos. Dice cómo depende la última pérdida "
            "del w inicial.",
        ),
        """
def loss(w):
    return (w - 1) ** 2

w = 3.0
for step in range(3):
    #: {update}
    w = w - 0.2 * grad(loss(w), w)
L = loss(w)
""",
        update=("A step against the gradient.", "Un paso contra el gradiente."),
    ),
    example(
        "gradient-penalty",
        ("A gradient penalty", "Una penalización del gradiente"),
        (
            "The loss punishes steep places: it holds the square of a gradient. So w's gradient is one of order two.",
            "La pérdida castiga las pendientes: contiene el cuadrado de un gradiente. Así que el de w es de "
            "segundo orden.",
        ),
        """
w = [0.5, -1.0]
x = [1.0, 2.0]
score = tanh(w @ x)
#: {steepness}
g = grad(score, x)
L = (1 - score) ** 2 + 0.1 * sum(g ** 2)
""",
        steepness=("How the score changes with the input.", "Cómo cambia el resultado con la entrada."),
    ),
)
