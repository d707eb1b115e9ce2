"""Lo que no forma parte del lenguaje, en español: su nombre y un paso que dar."""

from __future__ import annotations

from collections.abc import Mapping

_LEAVE_OUT = "Quítalo."
_LOOP = "Recorre un rango: `for i in range(10):`, con `break` para parar."
_NAMES = "Asigna a un nombre y devuélvelo con `return`."

CONSTRUCTS: Mapping[str, tuple[str, str]] = {
    "AsyncFor": ("`async for`", "Escribe `for`."),
    "AsyncFunctionDef": ("`async def`", "Escribe `def`."),
    "AsyncWith": ("`async with`", _LEAVE_OUT),
    "AttributeTarget": ("Una asignación a un atributo", "Asigna a un nombre: `y = …`."),
    "Await": ("`await`", _LEAVE_OUT),
    "BitAnd": ("`&`", "Escribe `logical_and(x > 0, x < 1)`."),
    "BitOr": ("`|`", "Escribe `logical_or(x < 0, x > 1)`."),
    "BitXor": ("`^`", "La potencia se escribe `**`: `x ** 2`."),
    "BreakOutside": ("`break` fuera de un bucle", _LEAVE_OUT),
    "ClassDef": ("`class`", "Escribe una función: `def capa(x, W, b): return tanh(x @ W + b)`."),
    "ContinueOutside": ("`continue` fuera de un bucle", _LEAVE_OUT),
    "Decorator": ("Un decorador", _LEAVE_OUT),
    "Delete": ("`del`", "Quítalo: un nombre se puede volver a asignar."),
    "Dict": ("Un diccionario", "Da a cada tensor un nombre propio, o usa una lista."),
    "DictComp": ("Un diccionario", "Usa una lista: `[f(x) for x in xs]`."),
    "FormattedValue": ("Un formato así", "Usa cifras y una letra: `{x:.3f}`, `{x:8.2e}`."),
    "Global": ("`global`", _NAMES),
    "GradTarget": ("Esta asignación", "Quita esta línea: `grad` da los gradientes, y nada los acumula."),
    "ImportOf": ("Este import", "Las funciones de NumPy y PyTorch ya están aquí: quita el import."),
    "Interpolation": ("Un texto de plantilla", "Usa `print(x)`."),
    "Invert": ("`~`", "Escribe `logical_not(x > 0)`."),
    "LShift": ("`<<`", "Multiplica por una potencia de dos."),
    "Match": ("`match`", "Usa `if` y `elif`."),
    "NamedExpr": ("`:=`", "Asigna en una línea propia: `y = …`."),
    "Nonlocal": ("`nonlocal`", _NAMES),
    "OperatorOfList": (
        "Este operador entre listas",
        "Haz un tensor de la lista: `stack(xs)`, o recórrela: `[2 * x for x in xs]`.",
    ),
    "Prompt": ("Un indicador como `In [1]:`", "Quita los indicadores, y copia solo el código."),
    "RShift": ("`>>`", "Divide entre una potencia de dos."),
    "Raise": ("`raise`", "Usa `assert` para lo que debe cumplirse."),
    "ReturnOutside": ("`return` fuera de una función", "Se deriva el valor de la última línea."),
    "Set": ("Un conjunto", "Usa una lista: `[1, 2, 3]`."),
    "SetComp": ("Un conjunto", "Usa una lista: `[f(x) for x in xs]`."),
    "Starred": ("`*` ante un argumento o un nombre", "Escríbelos uno a uno."),
    "StarredParameter": ("Un parámetro con `*`", "Nombra cada parámetro, o toma una lista."),
    "SubscriptTarget": (
        "Una asignación a celdas",
        "Los tensores no cambian: construye el que necesites con `where`, `cat` o `stack`.",
    ),
    "TemplateStr": ("Un texto de plantilla", "Usa `print(x)`."),
    "Try": ("`try`", "Quítalo: los infinitos y NaN son resultados como otros."),
    "TryStar": ("`try`", "Quítalo: los infinitos y NaN son resultados como otros."),
    "TypeAlias": ("`type`", _LEAVE_OUT),
    "While": ("`while`", _LOOP),
    "With": ("Este `with`", "Solo existe `with no_grad():`."),
    "Yield": ("`yield`", "Usa `return`, o una lista."),
    "YieldFrom": ("`yield`", "Usa `return`, o una lista."),
    "appendToTensor": (
        "`.append` a algo que no es una lista de tensores",
        "Empieza con una lista vacía, `hs = []`, y termina con `stack(hs)`.",
    ),
    "backwardWithSeed": ("Un `.backward` con argumentos", "Suma lo que derivas: `(seed * y).sum().backward()`."),
    "bytes": ("Un texto de bytes", "Usa números."),
    "complex": ("Un número complejo", "Usa números reales."),
    "ellipsis": ("`...` fuera de corchetes", "Va entre corchetes: `x[..., 0]`."),
    "gradOfFunction": ("`grad` de una función", "Llama antes a la función: `grad(loss(w), w)`."),
}

WITH_CODE: Mapping[str, str] = {
    "AttributeTarget": "Asigna al nombre mismo: {code}.",
    "BitAnd": "Escribe {code}.",
    "BitOr": "Escribe {code}.",
    "BitXor": "La potencia se escribe `**`: {code}.",
    "Invert": "Escribe {code}.",
    "SubscriptTarget": "Los tensores no cambian. Haz uno nuevo: {code}.",
}
"""El paso que dar donde se puede decir con el código del programa."""
