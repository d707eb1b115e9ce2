import type { Costs } from "../wire/graph";
import { CHECK } from "./check";
import { CODING } from "./coding";
import { counted, total } from "./counts";
import type { Evaluation, Facts, Passing, Start } from "./facts";
import { JACOBIAN } from "./jacobian";
import type { Language } from "./language";
import { PRESENT } from "./present";

const FUNCTIONS: Readonly<Record<string, string>> = {
  exp: "la exponencial",
  log: "el logaritmo natural",
  sqrt: "la raíz cuadrada",
  abs: "el valor absoluto",
  sign: "el signo",
  tanh: "la tangente hiperbólica",
  sigmoid: "la función logística",
};

function evaluated(facts: Evaluation): string {
  const { result, operands } = facts;
  const [x = "", y = ""] = operands;
  const each = facts.cells ? ", celda a celda" : "";
  const along = facts.allAxes ? `todo ${x}` : `${x} a lo largo ${ofAxes(facts.axes)}`;
  switch (facts.operation) {
    case "add":
      return `${result} es ${x} más ${y}${each}.`;
    case "subtract":
      return `${result} es ${x} menos ${y}${each}.`;
    case "multiply":
      return `${result} es ${x} por ${y}${each}.`;
    case "divide":
      return `${result} es ${x} entre ${y}${each}.`;
    case "power":
      return `${result} es ${x} elevado a ${y}${each}.`;
    case "negative":
      return `${result} es ${x} con el signo cambiado.`;
    case "matmul":
    case "dot":
      return `${result} es el producto de ${x} y ${y}: ${rowTimesColumn(facts)}.`;
    case "relu":
      return `${result} conserva lo positivo de ${x}; lo demás pasa a ser 0.`;
    case "sum":
      return `${result} suma ${along}.`;
    case "mean":
      return `${result} es la media de ${along}.`;
    case "min":
      return `${result} es el menor número de ${along}.`;
    case "max":
      return `${result} es el mayor número de ${along}.`;
    case "reshape":
      return `${result} tiene los números de ${x}, en el mismo orden, con la forma ${facts.to}.`;
    case "transpose":
      return `${result} es ${x} transpuesta: sus ejes en otro orden.`;
    case "broadcast_to":
      return broadcast(facts, x);
    case "getitem":
      return `${result} toma celdas de ${x}.`;
    case "detach":
      return `${result} tiene los números de ${x}, pero no deja pasar el gradiente.`;
    case "equal":
    case "not_equal":
    case "less":
    case "less_equal":
    case "greater":
    case "greater_equal":
      return `${result} compara ${x} con ${y}${each}: 1 es verdadero, 0 es falso.`;
    default:
      if (FUNCTIONS[facts.operation]) return `${result} es ${FUNCTIONS[facts.operation]} de ${x}${each}.`;
      return `${result} es ${facts.operation}(${operands.join(", ")})${facts.pointwise ? each : ""}.`;
  }
}

function rowTimesColumn(facts: Evaluation): string {
  const [left = 0, right = 0] = facts.operandAxes;
  if (left === 1 && right === 1) return "la suma de los productos de sus celdas";
  if (right === 1) return "cada celda es una fila del primero por el segundo";
  if (left === 1) return "cada celda es el primero por una columna del segundo";
  return "cada celda es una fila del primero por una columna del segundo";
}

function broadcast(facts: Evaluation, x: string): string {
  if (facts.axes.length === 0) return `${x} se queda como está.`;
  const why = facts.implicit ? "Las formas son distintas, así que " : "";
  return `${why}${x} se copia a lo largo ${ofAxes(facts.axes)}: ${facts.from} pasa a ser ${facts.to}.`;
}

function ofAxes(numbers: readonly number[]): string {
  if (numbers.length === 1) return `del eje ${numbers[0]}`;
  return `de los ejes ${numbers.slice(0, -1).join(", ")} y ${numbers.at(-1)}`;
}

function started(facts: Start): string {
  const { gradient, node, objective } = facts;
  switch (facts.seed) {
    case "itself":
      return `La vuelta empieza en ${node}: ${gradient} es 1, porque un cambio de ${objective} cambia ${objective} exactamente lo mismo.`;
    case "sum":
      return `${node} no es un solo número, así que la vuelta empieza en ${objective}, la suma de sus celdas: ${gradient} es 1 en cada celda.`;
    case "own":
      return `La vuelta empieza con la semilla elegida S: ${objective} = ⟨S, ${node}⟩, así que ${gradient} es S.`;
    default:
      return `La tangente de ${node} dice en qué dirección cambia.`;
  }
}

function passed(facts: Passing): string {
  const sum = facts.expected > 1 ? ` ${accumulated(facts)}` : "";
  return `${facts.kind === "jvp" ? pushed(facts) : pulled(facts)}${sum}`;
}

function accumulated(facts: Passing): string {
  const { arrived, expected, total } = facts;
  if (arrived === 1) return `Es la primera de ${expected} contribuciones a ${total}.`;
  const end = arrived === expected ? `, y ${total} está completo` : "";
  return `Se suma a lo anterior: contribución ${arrived} de ${expected}${end}.`;
}

function unbroadcast({ axes: summed, from, to, source, upstream }: Passing): string {
  if (summed.length === 0) return `${upstream} vuelve sin cambios.`;
  return `${source} se copió a lo largo ${ofAxes(summed)}, así que los gradientes de sus copias se suman: ${from} pasa a ser ${to}.`;
}

function pulled(facts: Passing): string {
  const { upstream, source, target, other } = facts;
  const each = facts.cells ? ", celda a celda," : "";
  if (facts.kind === "unbroadcast") return unbroadcast(facts);
  if (facts.local === "pointwise") {
    if (facts.slope === "same")
      return `${target} cambia igual que ${source}, así que ${upstream} vuelve sin cambios.`;
    if (facts.slope === "opposite")
      return `${target} cambia al contrario que ${source}, así que ${upstream} vuelve con el signo cambiado.`;
    return `${upstream} por la derivada local ∂${target}/∂${source}${each} vuelve a ${source}.`;
  }
  if (facts.local === "matmul") {
    if (facts.outer) {
      const [left, right] = facts.argument === 0 ? [upstream, other] : [other, upstream];
      return `El producto exterior de ${left} y ${right} vuelve a ${source}.`;
    }
    const factor = facts.otherIsMatrix ? `${other} transpuesta` : other;
    return facts.argument === 0
      ? `${upstream} por ${factor} vuelve a ${source}.`
      : `${factor} por ${upstream} vuelve a ${source}.`;
  }
  switch (facts.operation) {
    case "sum":
      return `Cada celda de ${source} entró en una suma, así que ${upstream} se copia de vuelta a cada una.`;
    case "mean":
      return `Cada celda de ${source} es 1/${facts.count} de una media, así que ${upstream} se divide entre ${facts.count} y se copia de vuelta a cada una.`;
    case "min":
      return `Solo cuentan las menores celdas de ${source}, así que solo ellas reciben ${upstream}; los empates lo reparten.`;
    case "max":
      return `Solo cuentan las mayores celdas de ${source}, así que solo ellas reciben ${upstream}; los empates lo reparten.`;
    case "getitem":
      return facts.twice
        ? `${upstream} vuelve a las celdas de ${source} que se tomaron: lo tomado más de una vez recibe la suma, las demás reciben 0.`
        : `${upstream} vuelve a las celdas de ${source} que se tomaron; las demás reciben 0.`;
    case "tile":
    case "repeat":
      return `${source} se copió, así que los gradientes de sus copias se suman.`;
    default:
      return otherwise(facts);
  }
}

function otherwise({ local, upstream, source, operation }: Passing): string {
  if (local === "reduction")
    return `Cada celda de ${source} recibe ${upstream} por lo que ${operation} cambia con esa celda.`;
  if (local === "shape" || local === "selection")
    return `Cada número de ${upstream} vuelve al sitio de ${source} del que vino.`;
  return `${upstream} vuelve por ${operation} a ${source}.`;
}

function pushed(facts: Passing): string {
  const { source, target } = facts;
  if (facts.local === "pointwise")
    return `La tangente de ${source} por ∂${target}/∂${source} pasa a ${target}.`;
  return `La tangente de ${source} pasa por la operación a ${target}.`;
}

function sentence(facts: Facts): string {
  if (facts.kind === "evaluate") return evaluated(facts);
  return facts.kind === "seed" ? started(facts) : passed(facts);
}

function cost({ reverse, forward }: Costs): string {
  const passes = (count: number): string => `${counted(count, "es")} ${count === 1 ? "pasada" : "pasadas"}`;
  const one = total(reverse) === 1;
  const first = `${counted(total(reverse), "es")} ${one ? "multiplicación y suma" : "multiplicaciones y sumas"}`;
  const second = counted(total(forward), "es");
  return `Todas las derivadas: modo inverso, ${passes(reverse.passes)}, ${first}; modo directo, ${passes(forward.passes)}, ${second}.`;
}

export const es: Language = {
  code: "es",
  name: "Español",
  view: {
    graph: "Grafo computacional",
    first: "Primer paso",
    back: "Paso atrás",
    play: "Reproducir",
    pause: "Pausa",
    forward: "Paso adelante",
    last: "Último paso",
    nextPhase: "Fase siguiente",
    speed: "Velocidad",
    step: "Paso",
    zoomIn: "Acercar",
    zoomOut: "Alejar",
    fit: "Ver todo",
    overview: "Vista general",
    forwardPass: "Hacia adelante",
    backwardPass: "Hacia atrás",
    loading: "Calculando …",
    stale: "El último grafo que funcionó",
    empty: "Aún no hay grafo.",
    before: "hasta ahora",
    added: "se suma",
    via: (name) => `por ${name}`,
    summed: (axes) => `Σ eje ${axes.join(", ")}`,
    rule: (mode, operation) => `${mode} de ${operation}`,
  },
  app: {
    tagline: "Retropropagación, paso a paso",
    program: "Programa",
    examples: "Ejemplos",
    output: "Derivar",
    lastValue: "última línea",
    share: "Compartir",
    shareTitle: "Compartir lo que hay en pantalla",
    shareLink: "Enlace",
    shareEmbed: "HTML para una página propia",
    copy: "Copiar",
    copyLatex: "Copiar como LaTeX",
    toolStep: "Paso",
    transcript: "Todos los pasos como texto",
    download: "Descargar",
    copied: "Copiado",
    close: "Cerrar",
    help: "Ayuda",
    helpTitle: "Teclas y lenguaje",
    theme: "Claro, oscuro o contraste alto",
    language: "English",
    explanation: "Explicación",
    rule: "La regla",
    ruleHere: "En este programa",
    shapes: "Formas",
    localDerivative: "Derivada local",
    selected: "Selección",
    contribution: "Lo que suma esta arista",
    total: "La suma de lo que vuelve",
    noGradient: "Por aquí no pasa ningún gradiente.",
    showProgram: "Mostrar u ocultar el editor",
    showExplanation: "Mostrar u ocultar la explicación",
    resize: "Anchura de los paneles",
    waiting: "Escribe un programa o elige un ejemplo.",
    keys: [
      ["→  Av Pág", "un paso adelante"],
      ["←  Re Pág", "un paso atrás"],
      ["Espacio", "marcha y pausa"],
      ["Inicio  Fin", "a un extremo"],
      ["+  −  0", "acercar, alejar, ver todo"],
      ["Mayús + flechas", "mover la imagen"],
      ["]  [", "seleccionar el nodo o la arista siguiente o anterior"],
      ["O", "abrir o cerrar la operación seleccionada"],
      ["Ctrl + .", "empezar o terminar una clase"],
      ["Escape", "dejar la selección, luego el foco"],
    ],
    theLanguage: "El lenguaje",
    pieces: [
      [
        "W = randn(3, 2, seed=1)",
        "números, listas y creadores con nombre: una hoja, que recibe un gradiente",
      ],
      ["def f(x, w=1.0):", "una función; cada llamada es un marco en el grafo"],
      ["for x in X:", "un bucle por filas, range(n), una lista, zip, enumerate; cada vuelta es un marco"],
      ["if n > 2:", "una decisión según números, que no deja nada en el grafo"],
      ["[f(x) for x in xs]", "una lista; stack(xs) hace de ella un tensor, xs.append(x) la alarga"],
      ["grad(L, w)", "un gradiente como tensor del grafo, que se puede usar y derivar otra vez"],
      ["x.detach()", "por aquí no pasa ningún gradiente, ni dentro de with no_grad():"],
      ["print(x)", "muestra un valor debajo del programa"],
      ["#: texto", "un rótulo para los pasos de la línea de abajo"],
    ],
    operations: "Operaciones",
    findOperation: "Buscar una operación",
    noOperation: "Ninguna operación lo tiene en su nombre o descripción.",
    families: {
      activations: "Activaciones",
      arithmetic: "Aritmética",
      convolutions: "Convoluciones",
      creation: "Creación",
      elementwise: "Celda a celda",
      "exponentials and roots": "Exponenciales y raíces",
      indexing: "Índices",
      joining: "Unir y partir",
      layers: "Capas",
      logic: "Comparaciones y lógica",
      losses: "Pérdidas",
      matrix: "Matrices",
      pooling: "Agrupación (pooling)",
      reductions: "Reducciones",
      shaping: "Formas",
      trigonometry: "Ángulos",
    },
    printed: "Impreso",
    lastGood: "El grafo es del último programa que funcionó.",
    brokenLink: "El enlace no se puede leer: falta una parte. Este es el primer ejemplo.",
    unreachable: "No se puede llegar al servicio.",
    unreachableHint: "Mira la conexión; el próximo cambio lo intenta de nuevo.",
  },
  check: CHECK.es,
  jacobian: JACOBIAN.es,
  present: PRESENT.es,
  coding: CODING.es,
  kinds: { leaf: "hoja", constant: "constante", operation: "operación", broadcast: "broadcast" },
  stepOf: (step, steps) => `Paso ${step} de ${steps}`,
  line: (line) => `Línea ${line}`,
  selectedTotal: (count) => (count === 1 ? "Una contribución" : `La suma de ${count} contribuciones`),
  opening: ({ operation, isOpen }) => `${isOpen ? "Cerrar" : "Abrir"} ${operation}`,
  cost,
  sentence,
};
