"""The reports in Spanish: for each error one sentence or two, and one step to take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

from retrograd import errors
from retrograd.language import mistakes
from retrograd.reports import es_given, es_names, es_operands, facts
from retrograd.reports.es_accepted import ACCEPTED
from retrograd.reports.es_constructs import CONSTRUCTS, WITH_CODE
from retrograd.reports.es_grammar import amount, counted, joined
from retrograd.reports.es_slips import SLIPS
from retrograd.reports.facts import quote, size

Words = tuple[str, str | None]

TITLES: Mapping[str, str] = {
    "syntax_error": "Esto aún no es Python",
    "unsupported_syntax": "No forma parte del lenguaje",
    "unknown_name": "Nombre desconocido",
    "confused": "Función y valor confundidos",
    "shape_mismatch": "Las formas no encajan",
    "bad_argument": "Argumento incorrecto",
    "not_differentiable": "Sin derivada",
    "limit": "Demasiado para un programa",
}


def _syntax(error: errors.SyntaxMistake) -> Words:
    return facts.slip(error, SLIPS[error.slip])


def _unsupported(error: errors.Unsupported) -> Words:
    name, hint = CONSTRUCTS.get(error.construct, (f"`{error.construct}`", "Quítalo."))
    return f"{name} no forma parte de este lenguaje.", facts.step(
        error.better, WITH_CODE.get(error.construct, hint), hint
    )


def _shapes_clash(error: errors.ShapesClash) -> Words:
    operands = joined(facts.operands(error))
    detail = f"{operands} no se pueden difundir (broadcast) a una misma forma en `{error.sign}`: {_clashes(error)}."
    if product := facts.matrix_product(error):
        return detail, f"`*` multiplica celda a celda. El producto de matrices se escribe `{product}`."
    if transposed := facts.transposed_operand(error):
        return detail, f"Transpuesta encajaría: `{transposed}`."
    if column := facts.new_axis(error):
        return detail, f"Como columna encajaría: `{column}`."
    return detail, "Contados desde la derecha, los tamaños deben ser iguales, o uno de ellos 1."


def _clashes(error: errors.ShapesClash) -> str:
    return " y ".join(
        f"el eje {axis} tiene {' frente a '.join(map(str, facts.sizes(error, axis)))}" for axis in error.axes
    )


def _inner_sizes_clash(error: errors.InnerSizesClash) -> Words:
    left, right = facts.operands(error)
    if not all(error.shapes):
        detail = f"{left} `{error.sign}` {right}: un número no tiene eje sobre el que sumar."
        return detail, "Multiplica por un número con `*`."
    inner = error.shapes[0][-1], error.shapes[1][max(len(error.shapes[1]) - 2, 0)]
    detail = f"{left} `{error.sign}` {right} no encaja: los tamaños interiores son {inner[0]} y {inner[1]}."
    if product := facts.transposed_product(error):
        return detail, f"Esto encajaría: `{product}`."
    if len(error.shapes[0]) == len(error.shapes[1]) == 1:
        return detail, "Dos vectores necesitan la misma longitud."
    return detail, "El último tamaño de la izquierda debe ser el penúltimo de la derecha."


def _axes_clash(error: errors.AxesClash) -> Words:
    left, right = facts.operands(error)
    if not all(error.shapes):
        number = left if not error.shapes[0] else right
        return f"{number} es un solo número, y `{error.sign}` necesita un eje.", "Usa un vector o una matriz."
    sizes = facts.sizes_of(error)
    detail = f"{joined((left, right))} no encajan en `{error.sign}`: el eje {error.axes[0]} del primero tiene "
    return (
        f"{detail}tamaño {sizes[0]}; el eje {error.axes[1]} del segundo, {sizes[1]}.",
        "Estos dos tamaños deben ser iguales.",
    )


def _not_square(error: errors.NotSquare) -> Words:
    detail = f"`{error.operation}` necesita una matriz cuadrada; la forma es {size(error.shape)}."
    if len(error.shape) < 2:
        return detail, "Escribe una matriz como lista de filas: `[[2, 1], [1, 3]]`."
    return detail, "Los dos últimos tamaños deben ser iguales."


def _bad_reshape(error: errors.BadReshape) -> Words:
    cells = prod(error.shape)
    fill = "llena" if cells == 1 else "llenan"
    detail = f"{size(error.shape)} tiene {counted(cells, 'celda', 'celdas')}, que no {fill} {size(error.new_shape)}."
    return detail, "El producto de los tamaños debe ser el mismo; un tamaño puede ser -1."


def _bad_broadcast(error: errors.BadBroadcast) -> Words:
    detail = f"{size(error.shape)} no se puede difundir (broadcast) a {size(error.new_shape)}."
    return detail, "Solo crecen los ejes nuevos a la izquierda y los de tamaño 1."


def _bad_seed_shape(error: errors.BadSeedShape) -> Words:
    detail = f"La semilla de {quote(error.name)} tiene la forma {size(error.shape)}, no {size(error.expected)}."
    return detail, "Una semilla es una lista anidada con la forma de su tensor."


def _bad_axis(error: errors.BadAxis) -> Words:
    if error.ndim == 0:
        return f"No hay eje {error.axis}: esto es un solo número.", "Quita el eje."
    if error.ndim == 1 and error.axis == -2:
        return "Un vector no tiene eje -2.", "Una matriz sí: `[[1, 2], [3, 4]]`."
    if error.ndim == 1:
        return f"No hay eje {error.axis}: el tensor tiene 1 eje.", "Escribe 0: es el único eje."
    detail = f"No hay eje {error.axis}: el tensor tiene {error.ndim} ejes."
    return detail, f"Los ejes se cuentan de 0 a {error.ndim - 1}, o desde el final, de -1 a -{error.ndim}."


def _bad_permutation(error: errors.BadPermutation) -> Words:
    detail = f"{size(error.axes)} no es un orden de todos los ejes: el tensor tiene {error.ndim}."
    return detail, f"Nombra cada eje de 0 a {error.ndim - 1} una vez." if error.ndim else "Quita los ejes."


def _empty_reduction(error: errors.EmptyReduction) -> Words:
    detail = f"`{error.operation}` de ningún elemento no tiene valor: la forma es {size(error.shape)}."
    return detail, "Reduce sobre un eje que tenga elementos."


def _too_many_indices(error: errors.TooManyIndices) -> Words:
    if not error.shape:
        return "Un solo número no tiene celdas que elegir.", "Quita los corchetes."
    axes = counted(len(error.shape), "eje", "ejes")
    return f"{error.count} índices para {axes}.", "Da como mucho un índice por eje."


def _index_out_of_range(error: errors.IndexOutOfRange) -> Words:
    detail = f"El índice {error.index} cae fuera del eje {error.axis}, que tiene el tamaño {error.size}."
    return detail, f"Los índices van de 0 a {error.size - 1}." if error.size else "El eje está vacío."


def _unknown_keyword(error: errors.UnknownKeyword) -> Words:
    match = facts.near(error.keyword, error.known)
    known = facts.several(error.known)
    if error.keyword in facts.ELSEWHERE:
        hint = "Quítalo."
    else:
        hint = f"¿Querías decir `{match}`?" if match else f"Admite {known}." if len(error.known) > 1 else "Quítalo."
    return f"{quote(error.function)} no admite {quote(error.keyword)}.", hint


def _ragged(error: errors.RaggedList) -> Words:
    lengths = ["un número suelto" if length is None else str(length) for length in dict.fromkeys(error.lengths)]
    return (
        f"Las filas de esta lista son distintas: {' y '.join(lengths)}.",
        "Da a todas las filas la misma longitud.",
    )


def _bad_seed(error: errors.BadSeed) -> Words:
    nested = "Una semilla es una lista anidada con la forma de la salida."
    return {
        "deep": ("La semilla está demasiado anidada.", nested),
        "ragged": ("Las filas de la semilla tienen longitudes distintas.", nested),
        "number": (
            "La semilla contiene algo que no es un número.",
            'Usa números, "NaN", "Infinity", "-Infinity".',
        ),
        "forward": ("En modo directo la semilla nombra hojas.", 'Envía un objeto: {"x": tangente}.'),
        "leaf": (
            f"No hay ninguna hoja {quote(error.name)} a la que dar una tangente.",
            "Nombra una variable a la que se asignan números.",
        ),
    }[error.problem]


_KINDS: Mapping[str, Words] = {
    "decimal": (
        "{found} son dos números: una coma hace un par.",
        "Escribe {code} con punto, o corchetes para un vector.",
    ),
    "list": ("{found} es una lista de tensores, y no un tensor.", "Haz uno de ella: `stack(xs)`, o recórrela."),
    "nothing": ("{found} no es un valor: no devuelve nada.", "Acaba la función con `return`, o escribe un número."),
    "number": ("{found} es un número suelto, y no una variable.", "Dale antes un nombre: `x = 2`, y escribe `x`."),
    "several": ("{found} no es un tensor.", "Recórrelo con `for`."),
    "text": ("{found} es un texto, y no un número.", "Quita las comillas."),
    "tuple": ("{found} es una tupla, y no un tensor.", "Escribe corchetes: `[1, 2]`, o toma una parte: `[0]`."),
}


def _not_a_tensor(error: errors.NotATensor) -> Words:
    detail, hint = _KINDS[error.kind]
    return detail.replace("{found}", quote(error.found)), (hint or "").replace("{code}", f"`{error.better[:20]}`")


def _counts_differ(error: errors.CountsDiffer) -> Words:
    names, values = counted(error.names, "nombre", "nombres"), counted(error.values, "valor", "valores")
    return f"Hay {names} para {values}.", "Escribe un nombre por cada valor."


def _not_iterable(error: mistakes.NotIterable) -> Words:
    if not error.is_number:
        return (
            f"{quote(error.found)} no tiene elementos que recorrer.",
            "Usa una lista, un rango, o un tensor con algún eje.",
        )
    hint = facts.step(f"range({error.found})", "Cuenta hasta él: {code}.", "Cuenta hasta él con `range`.")
    return f"{quote(error.found)} es un solo número, y no se puede recorrer.", hint


def _assertion_failed(error: mistakes.AssertionFailed) -> Words:
    told = f" {error.message[:200]}" if error.message else ""
    is_ = f" {quote(error.left)} es {quote(error.value)}." if error.left else ""
    return f"Esto no se cumple: {quote(error.condition)}.{is_}{told}", "Cambia los números o la condición."


LIMITS: Mapping[str, Words] = {
    "program": ("El programa tiene más de {allowed} bytes.", "Divídelo."),
    "depth": ("La expresión está anidada a más de {allowed} niveles.", "Da nombres a las partes interiores."),
    "steps": ("El programa crea más de {allowed} nodos.", "Muestra una parte más pequeña."),
    "terms": ("Una expresión puede tener como mucho {allowed} términos.", "Da nombres propios a sus partes."),
    "passes": ("Los bucles dan más de {allowed} vueltas.", "Recorre menos elementos."),
    "entries": (
        "Esta lista tendría {needed} elementos; se permiten {allowed} como mucho.",
        "Haz una más corta.",
    ),
    "axes": (
        "Un tensor puede tener como mucho {allowed} ejes; este tendría {needed}.",
        "Elige una forma con menos ejes.",
    ),
    "jacobian": (
        "Esta jacobiana tendría {needed} celdas; se permiten como mucho {allowed}.",
        "Elige tamaños más pequeños.",
    ),
    "elements": (
        "Este tensor tendría {needed} celdas; se permiten {allowed} como mucho.",
        "Elige tamaños menores.",
    ),
    "memory": ("El programa necesita más de {allowed} bytes.", "Elige tamaños menores."),
    "work": (
        "Una operación necesitaría {needed} multiplicaciones; se permiten {allowed} como mucho.",
        "Elige tamaños menores.",
    ),
    "time": ("El programa tardó más de {allowed} s.", "Elige tamaños menores o menos operaciones."),
    "text": (
        "Este texto tendría {needed} caracteres; se permiten {allowed} como mucho.",
        "Imprime menos de una vez.",
    ),
    "numbers": ("La respuesta tendría más de {allowed} números.", "Pide un `max_elements` menor."),
    "answer": (
        "Los números de la respuesta ocuparían {needed} bytes; se envían {allowed} como mucho.",
        "Muestra una parte más pequeña.",
    ),
    "descent": ("Un descenso da como mucho {allowed} pasos de una vez; este tiene {needed}.", "Pide menos."),
    "body": (
        "La respuesta tendría {needed} bytes; se envían {allowed} como mucho.",
        "Muestra una parte más pequeña.",
    ),
}


def _limit(error: errors.LimitExceeded) -> Words:
    detail, hint = LIMITS[error.limit]
    return detail.format(allowed=amount(error.allowed), needed=amount(error.needed or 0)), hint


WORDS: Mapping[type[errors.ProgramError], Callable[[Any], Words]] = {
    errors.SyntaxMistake: _syntax,
    errors.Unsupported: _unsupported,
    errors.ShapesClash: _shapes_clash,
    errors.InnerSizesClash: _inner_sizes_clash,
    errors.AxesClash: _axes_clash,
    errors.NotSquare: _not_square,
    errors.BadReshape: _bad_reshape,
    errors.BadBroadcast: _bad_broadcast,
    errors.BadSeedShape: _bad_seed_shape,
    errors.BadAxis: _bad_axis,
    errors.RepeatedAxis: lambda error: (
        f"El eje {error.axis} aparece dos veces.",
        "Nombra cada eje una vez.",
    ),
    errors.BadPermutation: _bad_permutation,
    errors.EmptyReduction: _empty_reduction,
    errors.SingularMatrix: lambda error: (
        f"La matriz en `{error.operation}` es singular: no tiene inversa.",
        "Cambia una celda, o usa `pinv`.",
    ),
    errors.NotPositiveDefinite: lambda error: (
        f"La matriz en `{error.operation}` no es definida positiva.",
        "`A @ A.T + eye(n)` siempre lo es.",
    ),
    errors.BadSqueeze: lambda error: (
        f"El eje {error.axis} tiene tamaño {error.shape[error.axis]}; solo se puede quitar un eje de tamaño 1.",
        "Usa `reshape`, o no indiques el eje.",
    ),
    errors.TooManyIndices: _too_many_indices,
    errors.IndexOutOfRange: _index_out_of_range,
    errors.BadIndex: lambda error: (
        f"{quote(error.text)} no es un índice.",
        "Un índice es un entero, un tramo como `1:3`, `...`, `None`, una lista de enteros o una condición.",
    ),
    errors.ZeroStep: lambda _error: ("Un paso de 0 no lleva a ninguna parte.", "Usa un paso como 1 o -1."),
    errors.UnknownKeyword: _unknown_keyword,
    errors.MissingArgument: lambda error: (
        f"{quote(error.function)} necesita {quote(error.parameter)}.",
        f"Se llama así: {facts.signature(error.signature)}.",
    ),
    errors.TooManyArguments: lambda error: (
        f"{quote(error.function)} recibió {counted(error.given, 'argumento', 'argumentos')}, y admite "
        f"{error.taken} como mucho sin nombre.",
        f"Se llama así: {facts.signature(error.signature)}.",
    ),
    errors.RepeatedArgument: lambda error: (
        f"{quote(error.function)} recibió {quote(error.parameter)} dos veces.",
        "Dalo una vez, por posición o por nombre.",
    ),
    errors.NotANumber: lambda error: (f"{quote(error.found)} no es un número.", "Escribe aquí un número."),
    errors.NotWhole: lambda error: (f"{quote(error.found)} no es un entero.", "Escribe aquí un entero."),
    errors.NotATensor: _not_a_tensor,
    errors.NotPlain: lambda error: (
        f"{quote(error.found)} es una variable, y aquí se perdería su gradiente.",
        "Escribe aquí números; las variables se combinan con operadores: `x * ones(2, 3)`.",
    ),
    errors.NegativeSize: lambda error: (f"{error.size} no es un tamaño.", "Los tamaños son 0 o mayores."),
    errors.RaggedList: _ragged,
    errors.BadValue: lambda error: (
        f"{quote(error.found)} es demasiado grande, o no es un número."
        if error.parameter == "number"
        else f"{quote(error.found)} no sirve como `{error.parameter}`.",
        ACCEPTED[error.accepted],
    ),
    errors.CountsDiffer: _counts_differ,
    mistakes.NotIterable: _not_iterable,
    mistakes.Ambiguous: lambda error: (
        f"{quote(error.found)} tiene la forma {size(error.shape)}, y una condición es un solo sí o no.",
        facts.step(error.better, "Compara dos veces: {code}.", "Escribe dos comparaciones con `logical_and`.")
        if error.better
        else facts.step(
            f"all({error.found})",
            "Pregunta por todas las celdas, {code}, o elige celda a celda con `where`.",
            "Pregunta por todas las celdas con `all`, o elige celda a celda con `where`.",
        ),
    ),
    mistakes.AssertionFailed: _assertion_failed,
    mistakes.GrownElsewhere: lambda error: (
        f"{quote(error.found)} es de quien llama, y aquí una función no lo cambia.",
        "Devuelve una lista más larga: `return xs + [x]`.",
    ),
    mistakes.CallsTooDeep: lambda error: (
        f"Las funciones se llaman unas a otras a más de {amount(error.allowed)} niveles.",
        "Una función que se llama a sí misma necesita un `if` que la termine.",
    ),
    errors.NoOutput: lambda _error: (
        "No hay nada que derivar.",
        "Termina con una expresión o una asignación: `L = sum(x ** 2)`.",
    ),
    errors.BadSeed: _bad_seed,
    errors.UnknownPart: lambda error: (
        f"El grafo no tiene ninguna parte {quote(error.part)}.",
        "Usa un id del JSON del grafo: `n0` para un nodo, `e0` para una arista.",
    ),
    errors.NotDifferentiable: lambda error: (
        f"{quote(error.name)} es verdadero o falso, y eso no tiene derivada.",
        "Elige con ello: `where(x > 0, x, 0)`, y termina con un número, como una pérdida.",
    ),
    errors.LimitExceeded: _limit,
    **es_given.WORDS,
    **es_names.WORDS,
    **es_operands.WORDS,
}
