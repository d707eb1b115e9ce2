/** What is said about single cells: where one stands, why it holds its number, and what it goes into. */

export interface CellWords {
  /** Where a cell stands, counted from 1 as people count: one position for each axis. */
  readonly place: (positions: readonly number[], shape: readonly number[]) => string;
  readonly tangentOf: (name: string) => string;
  readonly unknown: string;
  readonly from: string;
  readonly to: string;
  readonly back: string;
  readonly given: string;
  readonly seed: string;
  readonly copied: string;
  readonly filled: string;
  readonly computed: (operation: string) => string;
  readonly asked: string;
  readonly via: (name: string) => string;
  readonly shares: (count: number) => string;
  readonly later: string;
  readonly more: (count: number) => string;
  readonly less: string;
  readonly mean: (count: number) => string;
  readonly nothing: string;
  readonly goesInto: (name: string) => string;
  readonly follow: string;
  readonly followNote: (arrays: number, cells: number) => string;
  readonly followPart: string;
  readonly slope: string;
  /** The picture of single numbers. */
  readonly scalars: string;
  readonly scalarsTitle: (operation: string) => string;
  readonly scalarsAbout: string;
  readonly scalarsMany: (edges: number, most: number) => string;
  readonly scalarsOne: string;
  readonly scalarsEdge: (from: string, to: string, slope: string) => string;
  readonly forwardWay: string;
  readonly backwardWay: string;
  readonly twoSteps: (name: string) => string;
  readonly contract: (name: string) => string;
  readonly contracted: string;
  readonly paths: (count: number) => string;
  readonly tree: string;
}

export const CELLS: Readonly<Record<"en" | "es", CellWords>> = {
  en: {
    place: (positions, shape) => placed(positions, shape, ["row", "column", "cell", "slice"], "of"),
    tangentOf: (name) => `tangent of ${name}`,
    unknown: "not known yet",
    from: "Where it came from",
    to: "Where it goes",
    back: "Back",
    given: "The program says so: nothing was computed here.",
    seed: "Here differentiation starts: this is the seed.",
    copied: "Taken over as it is from one cell.",
    filled: "Filled in by the operation itself; it came from no cell.",
    computed: (operation) => `What ${operation} makes of these cells.`,
    asked: "The local derivatives are being asked for …",
    via: (name) => `through ${name}`,
    shares: (count) => (count === 1 ? "One contribution" : `The sum of ${count} contributions`),
    later: "not added yet at this step",
    more: (count) => `… ${count} more …`,
    less: "Show fewer",
    mean: (count) => `The mean of ${count} cells.`,
    nothing: "Nothing: no derivative passes here.",
    goesInto: (name) => `into ${name}`,
    follow: "Follow through the graph",
    followNote: (arrays, cells) =>
      `${cells} ${cells === 1 ? "cell" : "cells"} in ${arrays} ${arrays === 1 ? "array" : "arrays"}; the thicker the ring, the more it matters.`,
    followPart: "Where it is not known which cells matter, all of them are lit.",
    slope: "local derivative",
    scalars: "As scalars",
    scalarsTitle: (operation) => `${operation}, number by number`,
    scalarsAbout:
      "Every number is a node; every line carries the derivative of the number at its right by the one at its left. Where no line is, the derivative is zero whatever the numbers are.",
    scalarsMany: (edges, most) =>
      `There are ${edges} lines, more than the ${most} that can be read. Here is one number alone.`,
    scalarsOne: "This number alone",
    scalarsEdge: (from, to, slope) => `derivative of ${to} by ${from}: ${slope}`,
    forwardWay: "Values, forward",
    backwardWay: "Gradients, backward",
    twoSteps: (name) => `With ${name}, the next operation`,
    contract: (name) => `Contract ${name}`,
    contracted:
      "Each line is now the sum over all paths of the products along them: the product of the two Jacobians.",
    paths: (count) => (count === 1 ? "one path" : `${count} paths`),
    tree: "As products and sums",
  },
  es: {
    place: (positions, shape) => placed(positions, shape, ["fila", "columna", "celda", "rebanada"], "de"),
    tangentOf: (name) => `tangente de ${name}`,
    unknown: "aún no se conoce",
    from: "De dónde viene",
    to: "Adónde va",
    back: "Volver",
    given: "Lo dice el programa: aquí no se ha calculado nada.",
    seed: "Aquí empieza la derivación: esta es la semilla.",
    copied: "Tomado tal cual de una celda.",
    filled: "Lo pone la propia operación; no viene de ninguna celda.",
    computed: (operation) => `Lo que ${operation} hace de estas celdas.`,
    asked: "Se están pidiendo las derivadas locales…",
    via: (name) => `por ${name}`,
    shares: (count) => (count === 1 ? "Una contribución" : `La suma de ${count} contribuciones`),
    later: "aún no se ha sumado en este paso",
    more: (count) => `… ${count} más …`,
    less: "Mostrar menos",
    mean: (count) => `La media de ${count} celdas.`,
    nothing: "Nada: por aquí no pasa ninguna derivada.",
    goesInto: (name) => `a ${name}`,
    follow: "Seguir por el grafo",
    followNote: (arrays, cells) =>
      `${cells} ${cells === 1 ? "celda" : "celdas"} en ${arrays} ${arrays === 1 ? "arreglo" : "arreglos"}; cuanto más grueso es el anillo, más importa la celda.`,
    followPart: "Donde no se sabe qué celdas importan, se iluminan todas.",
    slope: "derivada local",
    scalars: "Como escalares",
    scalarsTitle: (operation) => `${operation}, número a número`,
    scalarsAbout:
      "Cada número es un nodo; cada línea lleva la derivada del número a su derecha respecto del que tiene a su izquierda. Donde no hay línea, la derivada es cero sean cuales sean los números.",
    scalarsMany: (edges, most) =>
      `Hay ${edges} líneas, más de las ${most} que se pueden leer. Aquí hay un solo número.`,
    scalarsOne: "Solo este número",
    scalarsEdge: (from, to, slope) => `derivada de ${to} respecto de ${from}: ${slope}`,
    forwardWay: "Valores, hacia adelante",
    backwardWay: "Gradientes, hacia atrás",
    twoSteps: (name) => `Con ${name}, la operación siguiente`,
    contract: (name) => `Contraer ${name}`,
    contracted:
      "Cada línea es ahora la suma, sobre todos los caminos, de los productos a lo largo de ellos: el producto de las dos jacobianas.",
    paths: (count) => (count === 1 ? "un camino" : `${count} caminos`),
    tree: "Como productos y sumas",
  },
};

type Names = readonly [row: string, column: string, cell: string, slice: string];

function placed(
  positions: readonly number[],
  shape: readonly number[],
  [row, column, cell, slice]: Names,
  of: string,
): string {
  const names = shape.length === 1 ? [cell] : [...shape.slice(0, -2).map(() => slice), row, column];
  return positions.map((at, axis) => `${names[axis]} ${at + 1} ${of} ${shape[axis]}`).join(", ");
}
