/** Jacobians as matrices, and what a product with them takes without them. */

import { counted, multiplyAdds } from "./counts";
import type { Code } from "./language";

export interface Counts {
  readonly rows: number;
  readonly columns: number;
  /** How many entries can differ from 0. */
  readonly possible: number;
  /** The multiply-adds of a product that never makes the matrix. */
  readonly work: number;
  readonly forward: boolean;
  /** Of the output, over all paths, rather than of one edge. */
  readonly whole: boolean;
}

export interface JacobianWords {
  readonly tab: string;
  readonly of: string;
  readonly intro: (result: string, operand: string) => string;
  readonly cut: (source: string, target: string) => string;
  readonly whole: string;
  readonly matrix: (name: string) => string;
  readonly always: string;
  readonly legend: string;
  readonly counts: (counts: Counts) => string;
  readonly product: (forward: boolean, result: string, operand: string) => string;
  readonly productTitle: (forward: boolean) => string;
  readonly terms: (count: string) => string;
  readonly nothing: string;
  readonly preview: (shown: string) => string;
  readonly madeOf: string;
  readonly tooLarge: (rows: string, columns: string, entries: string) => string;
  readonly read: string;
}

const many = (code: Code) => (count: number) => counted(count, code);

function countsEn({ rows, columns, possible, work, forward, whole }: Counts): string {
  const n = many("en");
  const entries = rows * columns;
  const product = forward ? "jvp" : "vjp";
  const vector = forward ? "column" : "row";
  if (entries === 1 && !whole) return "A single number: the local derivative.";
  const size = `${n(rows)} × ${n(columns)} = ${n(entries)} ${entries === 1 ? "entry" : "entries"}`;
  const share = possible === entries ? "" : `, of which ${n(possible)} can differ from 0`;
  if (whole) {
    const passes = Math.min(rows, columns);
    return `${size}${share}. To fill the matrix takes ${n(passes)} ${passes === 1 ? "pass" : "passes"}; its product with any one ${vector} takes a single pass of ${multiplyAdds(work, "en")}, which never makes it.`;
  }
  if (work === 0)
    return `${size}${share}. The ${product} multiplies nothing: it puts numbers in their places, and never makes the matrix.`;
  if (work >= entries)
    return `${size}${share}. The ${product} takes ${multiplyAdds(work, "en")}, and no matrix has to be kept for it.`;
  return `${size}${share}. A product with the matrix would take ${multiplyAdds(entries, "en")}; the ${product} takes ${n(work)} and never makes the matrix. That is why nobody builds it.`;
}

function countsEs({ rows, columns, possible, work, forward, whole }: Counts): string {
  const n = many("es");
  const entries = rows * columns;
  const product = forward ? "jvp" : "vjp";
  const vector = forward ? "columna" : "fila";
  if (entries === 1 && !whole) return "Un solo número: la derivada local.";
  const size = `${n(rows)} × ${n(columns)} = ${n(entries)} ${entries === 1 ? "entrada" : "entradas"}`;
  const share =
    possible === entries
      ? ""
      : `, de las que ${possible === 1 ? "1 puede" : `${n(possible)} pueden`} no ser 0`;
  if (whole) {
    const passes = Math.min(rows, columns);
    return `${size}${share}. Llenar la matriz cuesta ${n(passes)} ${passes === 1 ? "pasada" : "pasadas"}; su producto con una ${vector} cualquiera cuesta una sola pasada de ${multiplyAdds(work, "es")}, que nunca la construye.`;
  }
  if (work === 0)
    return `${size}${share}. El ${product} no multiplica nada: pone los números en su sitio, y nunca construye la matriz.`;
  if (work >= entries)
    return `${size}${share}. El ${product} hace ${multiplyAdds(work, "es")}, y no hay que guardar ninguna matriz.`;
  return `${size}${share}. Un producto con la matriz haría ${multiplyAdds(entries, "es")}; el ${product} hace ${n(work)} y nunca la construye. Por eso nadie la construye.`;
}

const en: JacobianWords = {
  tab: "Jacobian",
  of: "Jacobian",
  intro: (result, operand) =>
    `How much each cell of ${result} changes with each cell of ${operand}: a row for each cell of ${result}, a column for each of ${operand}.`,
  cut: (source, target) =>
    `No derivative passes from ${source} to ${target}, so this edge has no Jacobian. Comparisons, conditions, detach and no_grad let none through.`,
  whole: "over all paths",
  matrix: (name) => `The matrix ${name}`,
  always: "0 whatever the numbers are",
  legend: "A dot is 0 whatever the numbers are; a 0 only happens to be.",
  counts: countsEn,
  productTitle: (forward) => (forward ? "The Jacobian-vector product" : "The vector-Jacobian product"),
  product: (forward, result, operand) =>
    forward
      ? `The matrix times the tangent of ${operand}, as a column, is what goes on to ${result}.`
      : `What has come back to ${result}, as a row, times the matrix is what goes back to ${operand}.`,
  terms: (count) => `… (${count} terms)`,
  nothing: "No derivative passes here in this mode, so there is nothing to multiply the matrix by.",
  preview: (shown) => `The matrix is too large to show: these are ${shown} of its entries, evenly spread.`,
  madeOf: "What it is made of",
  tooLarge: (rows, columns, entries) =>
    `The matrix would have ${rows} × ${columns} = ${entries} entries. The step that you see never makes it.`,
  read: "The arrow keys read the entries.",
};

const es: JacobianWords = {
  tab: "Jacobiana",
  of: "Jacobiana",
  intro: (result, operand) =>
    `Cuánto cambia cada celda de ${result} con cada celda de ${operand}: una fila por celda de ${result}, una columna por celda de ${operand}.`,
  cut: (source, target) =>
    `Ninguna derivada pasa de ${source} a ${target}, así que esta arista no tiene jacobiana. Las comparaciones, las condiciones, detach y no_grad no dejan pasar ninguna.`,
  whole: "por todos los caminos",
  matrix: (name) => `La matriz ${name}`,
  always: "0 sean cuales sean los números",
  legend: "Un punto es 0 sean cuales sean los números; un 0 solo lo es por casualidad.",
  counts: countsEs,
  productTitle: (forward) => (forward ? "El producto jacobiana-vector" : "El producto vector-jacobiana"),
  product: (forward, result, operand) =>
    forward
      ? `La matriz por la tangente de ${operand}, como columna, es lo que pasa a ${result}.`
      : `Lo que ha vuelto a ${result}, como fila, por la matriz es lo que vuelve a ${operand}.`,
  terms: (count) => `… (${count} términos)`,
  nothing: "En este modo no pasa por aquí ninguna derivada: no hay con qué multiplicar la matriz.",
  preview: (shown) =>
    `La matriz es demasiado grande para mostrarla: estas son ${shown} de sus entradas, repartidas por igual.`,
  madeOf: "De qué está hecha",
  tooLarge: (rows, columns, entries) =>
    `La matriz tendría ${rows} × ${columns} = ${entries} entradas. El paso que ves nunca la construye.`,
  read: "Las flechas leen las entradas.",
};

export const JACOBIAN: Readonly<Record<Code, JacobianWords>> = { en, es };
