/** Forward mode beside reverse mode: where a pass starts, and what it takes. */

import type { Meter, Verdict } from "../timeline/meter";
import { counted, multiplyAdds } from "./counts";
import type { Code } from "./language";

export interface ModesWords {
  readonly tab: string;
  readonly mode: string;
  readonly reverse: string;
  readonly forward: string;
  readonly about: (mode: "reverse" | "forward") => string;
  readonly seed: (output: string) => string;
  readonly tangents: string;
  readonly kinds: Readonly<Record<"ones" | "unit" | "numbers", string>>;
  readonly leaf: string;
  readonly whichCell: string;
  /** What a pass that starts with one cell alone finds. */
  readonly row: (cell: string) => string;
  readonly column: (cell: string) => string;
  readonly standsFor: string;
  readonly tooMany: string;
  readonly meter: string;
  readonly soFar: (meter: Meter) => string;
  readonly passes: string;
  readonly each: string;
  readonly all: string;
  readonly bars: (reverse: string, forward: string) => string;
  readonly verdict: (verdict: Verdict) => string;
}

const cellsEn = (count: number): string => `${counted(count, "en")} ${count === 1 ? "cell" : "cells"}`;
const cellsEs = (count: number): string => `${counted(count, "es")} ${count === 1 ? "celda" : "celdas"}`;

/** How many times as much, to one decimal where it is small. */
function ratio(times: number, code: Code): string {
  const whole = times >= 10 || Number.isInteger(times);
  return whole ? counted(Math.round(times), code) : String(Number(times.toFixed(digits(times))));
}

/** One digit after the point; more where times would be 1 else, which it is not. */
function digits(times: number): number {
  return Math.max(1, Math.ceil(-Math.log10(times - 1)));
}

const en: ModesWords = {
  tab: "Modes",
  mode: "Mode",
  reverse: "Reverse",
  forward: "Forward",
  about: (mode) =>
    mode === "reverse"
      ? "One pass, back from the output: the derivatives of one number by every cell of every leaf."
      : "One pass, along with the values: the derivatives of every cell of the output in one direction, the tangent.",
  seed: (output) => `Seed: the gradient of ${output} that the pass starts from`,
  tangents: "Tangent: the direction in which the leaves change",
  kinds: { ones: "ones", unit: "one cell", numbers: "numbers" },
  leaf: "Leaf",
  whichCell: "Pick the cell",
  row: (cell) => `This pass finds one row of the Jacobian: the derivatives of ${cell}.`,
  column: (cell) => `This pass finds one column of the Jacobian: the derivatives by ${cell}.`,
  standsFor: "What is differentiated",
  tooMany: "There are too many cells to choose numbers for.",
  meter: "What it takes",
  soFar: ({ done, work, passed, edges }) =>
    `This pass so far: ${counted(done, "en")} of ${multiplyAdds(work, "en")}, along ${counted(passed, "en")} of ${counted(edges, "en")} edges.`,
  passes: "Passes for all derivatives",
  each: "Multiply-adds of a pass",
  all: "Multiply-adds of all passes",
  bars: (reverse, forward) =>
    `Multiply-adds for all derivatives: reverse mode ${reverse}, forward mode ${forward}`,
  verdict: ({ inputs, outputs, winner, times }) => {
    const sizes = `The output has ${cellsEn(outputs)}, the leaves have ${cellsEn(inputs)}`;
    return {
      reverse: `${sizes}. Reverse mode needs a pass for each cell of the output, forward mode one for each cell of the leaves, and a pass takes the same in both. So reverse mode has ${ratio(times, "en")} times less to do: ${outputs === 1 ? "the case of every loss" : "the case of many inputs and few outputs"}.`,
      forward: `${sizes}. Forward mode needs a pass for each cell of the leaves, reverse mode one for each cell of the output, and a pass takes the same in both. So forward mode has ${ratio(times, "en")} times less to do: the case of few inputs and many outputs.`,
      neither: `${sizes}: as many passes, each of which takes the same, so neither mode has less to do. Forward mode need not keep the values until it comes back.`,
      nothing: "No derivative leads from a leaf to the output.",
    }[winner];
  },
};

const es: ModesWords = {
  tab: "Modos",
  mode: "Modo",
  reverse: "Inverso",
  forward: "Directo",
  about: (mode) =>
    mode === "reverse"
      ? "Una pasada, de vuelta desde la salida: las derivadas de un número respecto de cada celda de cada hoja."
      : "Una pasada, junto con los valores: las derivadas de cada celda de la salida en una dirección, la tangente.",
  seed: (output) => `Semilla: el gradiente de ${output} con el que empieza la pasada`,
  tangents: "Tangente: la dirección en la que cambian las hojas",
  kinds: { ones: "unos", unit: "una celda", numbers: "números" },
  leaf: "Hoja",
  whichCell: "Elige la celda",
  row: (cell) => `Esta pasada halla una fila de la jacobiana: las derivadas de ${cell}.`,
  column: (cell) => `Esta pasada halla una columna de la jacobiana: las derivadas respecto de ${cell}.`,
  standsFor: "Lo que se deriva",
  tooMany: "Hay demasiadas celdas para elegirles números.",
  meter: "Lo que cuesta",
  soFar: ({ done, work, passed, edges }) =>
    `Esta pasada hasta ahora: ${counted(done, "es")} de ${multiplyAdds(work, "es")}, por ${counted(passed, "es")} de ${counted(edges, "es")} aristas.`,
  passes: "Pasadas para todas las derivadas",
  each: "Multiplicaciones y sumas de una pasada",
  all: "Multiplicaciones y sumas de todas",
  bars: (reverse, forward) =>
    `Multiplicaciones y sumas para todas las derivadas: modo inverso ${reverse}, modo directo ${forward}`,
  verdict: ({ inputs, outputs, winner, times }) => {
    const sizes = `La salida tiene ${cellsEs(outputs)} y las hojas tienen ${cellsEs(inputs)}`;
    return {
      reverse: `${sizes}. El modo inverso necesita una pasada por celda de la salida; el directo, una por celda de las hojas, y una pasada cuesta lo mismo en ambos. Así que el modo inverso cuesta ${ratio(times, "es")} veces menos: ${outputs === 1 ? "el caso de toda pérdida" : "el caso de muchas entradas y pocas salidas"}.`,
      forward: `${sizes}. El modo directo necesita una pasada por celda de las hojas; el inverso, una por celda de la salida, y una pasada cuesta lo mismo en ambos. Así que el modo directo cuesta ${ratio(times, "es")} veces menos: el caso de pocas entradas y muchas salidas.`,
      neither: `${sizes}: el mismo número de pasadas, y cada una cuesta lo mismo, así que ningún modo cuesta menos. El modo directo no tiene que guardar los valores hasta la vuelta.`,
      nothing: "Ninguna derivada lleva de una hoja a la salida.",
    }[winner];
  },
};

export const MODES: Readonly<Record<Code, ModesWords>> = { en, es };
