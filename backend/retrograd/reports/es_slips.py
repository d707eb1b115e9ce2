"""The reports in Spanish of lines that Python cannot read, by the slip that is recognised in them."""

from __future__ import annotations

from collections.abc import Mapping

SLIPS: Mapping[str, tuple[str, str, str]] = {
    # cuadernos y consolas
    "prompt": ("{written} es el indicador de una consola, no parte del programa.", "Escribe {code}.", "Quítalo."),
    "command": ("{written} es una orden para un cuaderno o una consola.", "", "Quita esta línea."),
    # otros lenguajes
    "comment": ("Aquí un comentario no empieza con {written}.", "Escribe {code}.", "Empiézalo con `#`."),
    "function": (
        "Aquí las funciones empiezan con `def`, no con {written}.",
        "Escribe {code}.",
        "Empiézala con `def f(x):`.",
    ),
    "arrow": ("Aquí {written} no crea una función.", "Escribe {code}.", "Escribe `lambda x: x * 2`."),
    "anonymous": ("Aquí {written} no crea una función.", "Escribe {code}.", "Escribe `lambda x: x * 2`."),
    "loop": ("Aquí un bucle se escribe de otra manera.", "Escribe {code}.", "Escribe `for i in range(3):`."),
    "else_if": ("Esto se escribe aquí `elif`, no {written}.", "Escribe {code}.", "Escribe `elif x > 0:`."),
    "then": ("Un bloque empieza con dos puntos, no con {written}.", "Escribe {code}.", "Escribe `if x > 0:`."),
    "braces": (
        "Aquí los bloques no llevan llaves: empiezan con dos puntos y sus líneas van sangradas.",
        "Escribe {code} y sangra las líneas de debajo.",
        "Quita la llave.",
    ),
    "declared": ("Un nombre recibe su valor sin {written}.", "Escribe {code}.", "Escribe `x = 2`."),
    "arrow_assigned": ("Un nombre recibe su valor con `=`, no con {written}.", "Escribe {code}.", "Escribe `x = 2`."),
    "rows": (
        "Aquí las comas separan los números, y los corchetes las filas.",
        "Escribe {code}.",
        "Escribe `[[1, 2], [3, 4]]`.",
    ),
    "transposed": ("Aquí una comilla no transpone.", "Escribe {code}.", "Escribe `A.T`."),
    "by_cell": (
        "Aquí no hay {written}: los signos de siempre ya operan celda a celda.",
        "Escribe {code}.",
        "Escribe `x * y` o `x ** 2`.",
    ),
    "divided_left": ("Aquí no hay división con {written}.", "Escribe {code}.", "Escribe `solve(A, b)`."),
    "equal_thrice": ("Aquí no hay comparación {written}.", "Escribe {code}.", "Escribe `==`, `!=`, `>=` o `<=`."),
    "and": ("Aquí «y» no se escribe {written}.", "Escribe {code}.", "Escribe `and`."),
    "or": ("Aquí «o» no se escribe {written}.", "Escribe {code}.", "Escribe `or`."),
    "not": ("Aquí «no» no se escribe {written}.", "Escribe {code}.", "Escribe `not`."),
    "factorial": ("No hay signo para el factorial.", "Escribe {code}.", "Escribe `prod(arange(1, n + 1))`."),
    "increment": ("Aquí no hay {written}.", "Escribe {code}.", "Escribe `x += 1`."),
    "ternary": (
        "Aquí una elección entre dos valores no se escribe con {written}.",
        "Escribe {code}.",
        "Escribe `1 if x > 0 else 0`.",
    ),
    # papel
    "absolute": ("Aquí las barras no son el valor absoluto.", "Escribe {code}.", "Escribe `abs(x)`."),
    "norm": ("Aquí las barras dobles no son la norma.", "Escribe {code}.", "Escribe `norm(x)`."),
    "bare_call": ("Una función lleva su argumento entre paréntesis.", "Escribe {code}.", "Escribe `sin(x)`."),
    "backslash": ("Aquí los nombres empiezan sin barra invertida.", "Escribe {code}.", "Escribe `sin(x)`."),
    "dollar": ("Aquí el signo de dólar no significa nada.", "Escribe {code}.", "Quítalo."),
    "times": ("{written}: un producto necesita su signo.", "Escribe {code}.", "Escribe `2 * x`."),
    "defined": (
        "{written} a la izquierda no define aquí una función.",
        "Escribe {code}.",
        "Escribe `def f(x): return x ** 2`.",
    ),
    "raised": ("El número en pequeño de {written} no se puede leer aquí.", "Escribe {code}.", "Escribe `x ** 2`."),
    "sign": ("El signo {written} no se puede leer aquí.", "Escribe {code}.", "Quítalo."),
    "letter": ("El signo {written} no se puede leer aquí.", "", "Escribe una palabra, como `alpha` o `x1`."),
    "invisible": (
        "Aquí hay un carácter que no se ve ni se puede leer.",
        "",
        "Bórralo y escribe un espacio en su lugar.",
    ),
    # paréntesis, textos, líneas
    "open": ("{written} se abre aquí y no se cierra nunca.", "Añade {code} donde acaba.", "Ciérralo."),
    "unopened": ("{written} no cierra nada: nada se abrió antes.", "", "Bórralo, o abre antes lo que cierra."),
    "mismatched": (
        "{written} no puede cerrar lo que está abierto.",
        "Escribe {code}.",
        "Escribe el que le corresponde.",
    ),
    "text": ("El texto que empieza aquí no acaba en esta línea.", "Añade {code} al final.", "Cierra las comillas."),
    "text_of_lines": ("El texto que empieza aquí no acaba nunca.", "Añade {code} al final.", "Cierra las comillas."),
    "indent_missing": (
        "Encima empieza un bloque, así que esta línea va sangrada.",
        "Pon cuatro espacios ante cada línea que pertenece a {code}.",
        "Pon cuatro espacios ante esta línea.",
    ),
    "indent_unexpected": ("Esta línea está sangrada, y encima no empieza ningún bloque.", "", "Borra sus espacios."),
    "indent_uneven": (
        "Esta línea empieza en una columna donde no empieza ningún bloque.",
        "",
        "Empiézala en la misma columna que otra de arriba.",
    ),
    "tabs": ("Esta línea se sangra con un tabulador, y otras con espacios.", "", "Usa siempre cuatro espacios."),
    "colon": ("Al final de esta línea faltan dos puntos.", "Escribe {code}.", "Añade `:` al final."),
    "stray": ("{written} no tiene encima ningún `if` en la misma columna.", "", "Ponlo justo debajo de su `if`."),
    # dentro de una línea
    "order": ("Tras un argumento con nombre, todos necesitan uno.", "", "Pon al final los argumentos con nombre."),
    "defaults": (
        "Tras un parámetro con valor por defecto, todos necesitan uno.",
        "",
        "Pon al final los que llevan `=`.",
    ),
    "braced": ("Las llaves de este texto no se pueden leer.", "", "Pon un nombre en cada par: `{x}`, o `{x:.3f}`."),
    "if_else": ("Una elección entre dos valores necesita un `else`.", "", "Escribe `1 if x > 0 else 0`."),
    "zeros": ("Un número entero no empieza por 0.", "Escribe {code}.", "Quita los ceros."),
    "points": (
        "{written} tiene dos puntos decimales, y un número lleva como mucho uno.",
        "",
        "Quita uno de los puntos.",
    ),
    "left_side": (
        "A la izquierda de `=` va un nombre, y {written} no lo es.",
        "Al revés funciona: {code}.",
        "Pon un nombre a la izquierda: `y = x + 1`.",
    ),
    "equals": ("`=` da un valor a un nombre; `==` compara.", "Escribe {code}.", "Escribe `==` para comparar."),
    "word": ("{written} no es una palabra que empiece una línea.", "¿Querías decir {code}?", "Mira cómo se escribe."),
    "keyword": (
        "{written} es una palabra del lenguaje, y no puede ser un nombre.",
        "Elige otro nombre, como {code}.",
        "Elige otro nombre.",
    ),
    "block_empty": (
        "Esta línea empieza un bloque, y no hay nada en él.",
        "",
        "Escribe debajo una línea, con cuatro espacios delante.",
    ),
    "spaced": ("Un nombre no lleva espacios: {written}.", "Escribe {code}.", "Escribe una sola palabra."),
    "between": (
        "En {written} falta algo: un operador, o una coma.",
        "¿Querías decir {code}?",
        "Escribe `x * y` o `x, y`.",
    ),
    "operand": (
        "Después de {written} falta un valor.",
        "Escribe por ejemplo {code}.",
        "Escribe ahí un nombre o un número.",
    ),
    "operand_before": ("Antes de {written} falta un valor.", "", "Escribe ahí un nombre o un número."),
    "other": (
        "La línea no se puede leer desde {written}.",
        "",
        "Busca un operador, una coma o un paréntesis que falte justo antes.",
    ),
}
"""Lo que está mal, y un paso que dar: con el código que se quería escribir, o en general."""
