/** Verification: gradients beside finite differences. */

import type { Curve } from "../timeline/differences";
import { scientific } from "./scientific";

export type Mark = "agrees" | "differs" | "kink" | "jump" | "undefined" | "unchecked";

/** The slopes before and behind a kink, as texts. */
export interface Bend {
  readonly cell: string;
  readonly left: string;
  readonly right: string;
  readonly gradient: string;
}

export interface CheckWords {
  readonly tab: string;
  readonly intro: string;
  readonly step: string;
  readonly aboutStep: (h: number) => string;
  readonly leaf: string;
  readonly shape: string;
  readonly largest: string;
  readonly mark: string;
  readonly marks: Readonly<Record<Mark, string>>;
  /** What the mark of a leaf means. */
  readonly meaning: (mark: Mark, leaf: string) => string;
  readonly kink: (bend: Bend) => string;
  readonly detached: (leaf: string) => string;
  readonly partly: (checked: string, cells: string) => string;
  readonly gradient: string;
  readonly quotient: string;
  readonly absolute: (error: string) => string;
  readonly everyStep: (cell: string) => string;
  readonly pick: string;
  readonly plot: (cell: string) => string;
  readonly relativeError: string;
  readonly error: string;
  readonly curve: (curve: Curve) => string;
  readonly asTable: string;
  readonly noLeaves: string;
  readonly computing: string;
  readonly again: string;
}

const en: CheckWords = {
  tab: "Check",
  intro:
    "Every gradient beside the definition of the derivative: move one cell by h to either side and see how much the output changes.",
  step: "Step h",
  aboutStep: (h) => {
    if (h >= 0.99e-3)
      return "A large h: the chord from x − h to x + h misses the bend of the curve. A tenth of the step leaves a hundredth of that error.";
    if (h <= 1.01e-7)
      return "A tiny h: two almost equal numbers are subtracted, and what is left of them is mostly rounding, divided by h. A tenth of the step makes that error ten times as large.";
    return "A middling h: the chord is as good as the tangent, and the difference is still far larger than the rounding.";
  },
  leaf: "Leaf",
  shape: "Shape",
  largest: "Largest relative error",
  mark: "Verdict",
  marks: {
    agrees: "agrees",
    differs: "differs",
    kink: "at a kink",
    jump: "at a jump",
    undefined: "no number",
    unchecked: "not checked",
  },
  meaning: (mark, leaf) =>
    ({
      agrees: `The gradient of ${leaf} is what the definition says.`,
      differs: `The gradient of ${leaf} is not what this h finds.`,
      kink: `At a kink of the function there is no derivative: the slopes on both sides differ, the gradient is one of the numbers from the one to the other, and the difference quotient is their mean.`,
      jump: `The function jumps here: there is no derivative, and no h would find one.`,
      undefined: `Gradient or difference quotient is no finite number: the function has no value on one side, or its slope has no bound.`,
      unchecked: `No cell of ${leaf} has been checked.`,
    })[mark],
  kink: ({ cell, left, right, gradient }) =>
    `${cell}: the slope is ${left} before and ${right} behind; the gradient says ${gradient}.`,
  detached: (leaf) =>
    `The output depends on ${leaf} also through detach or no_grad. The difference quotient sees that change; the gradient is told to leave it out.`,
  partly: (checked, cells) =>
    `The first ${checked} of ${cells} cells are checked: each costs two evaluations.`,
  gradient: "Gradient",
  quotient: "Difference quotient",
  absolute: (error) => `Largest difference: ${error}.`,
  everyStep: (cell) => `Every h for ${cell}`,
  pick: "Pick a cell to try every h on it.",
  plot: (cell) => `Error of the difference quotient of ${cell} against the step h, on logarithmic axes`,
  relativeError: "relative error",
  error: "error",
  curve: ({ shape, best }) => {
    const least = best
      ? `The best h here is ${scientific(best.h)}, with an error of ${scientific(best.error)}.`
      : "";
    return {
      valley: `From the right, the error falls with h²: that is the bend of the curve. To the left it rises as 1/h: that is rounding. ${least}`,
      rounding: `In this cell the curve is a straight line or a parabola, whose chord has the right slope for any h: all the error is rounding, which grows as 1/h. ${least}`,
      exact: "For every h the quotient is the gradient, to the last digit.",
      bend: "At a kink or a jump no h helps: the quotient does not come closer to the gradient as h gets smaller.",
      apart: "No h brings the quotient to the gradient: it is not the choice of h that sets them apart.",
      other: least,
      none: "For no h is the difference quotient a finite number.",
    }[shape];
  },
  asTable: "As a table",
  noLeaves: "No leaf of this program has a gradient.",
  computing: "Computing …",
  again: "Try again",
};

const es: CheckWords = {
  tab: "Prueba",
  intro:
    "Cada gradiente junto a la definición de derivada: se mueve una celda h hacia cada lado y se mira cuánto cambia la salida.",
  step: "Paso h",
  aboutStep: (h) => {
    if (h >= 0.99e-3)
      return "Un h grande: la cuerda de x − h a x + h no ve la curvatura. Con un paso diez veces menor queda una centésima de ese error.";
    if (h <= 1.01e-7)
      return "Un h diminuto: se restan dos números casi iguales, y lo que queda es sobre todo redondeo, dividido entre h. Con un paso diez veces menor ese error es diez veces mayor.";
    return "Un h mediano: la cuerda vale tanto como la tangente, y la diferencia es aún mucho mayor que el redondeo.";
  },
  leaf: "Hoja",
  shape: "Forma",
  largest: "Mayor error relativo",
  mark: "Veredicto",
  marks: {
    agrees: "coincide",
    differs: "difiere",
    kink: "en un pico",
    jump: "en un salto",
    undefined: "sin número",
    unchecked: "sin probar",
  },
  meaning: (mark, leaf) =>
    ({
      agrees: `El gradiente de ${leaf} es lo que dice la definición.`,
      differs: `El gradiente de ${leaf} no es lo que encuentra este h.`,
      kink: `En un pico de la función no hay derivada: las pendientes a ambos lados difieren, el gradiente es un número entre la una y la otra, y el cociente incremental es su media.`,
      jump: `La función da un salto aquí: no hay derivada, y ningún h la encontraría.`,
      undefined: `El gradiente o el cociente incremental no es un número finito: la función no tiene valor a un lado, o su pendiente no tiene cota.`,
      unchecked: `No se ha probado ninguna celda de ${leaf}.`,
    })[mark],
  kink: ({ cell, left, right, gradient }) =>
    `${cell}: la pendiente es ${left} antes y ${right} después; el gradiente dice ${gradient}.`,
  detached: (leaf) =>
    `La salida depende de ${leaf} también a través de detach o no_grad. El cociente incremental ve ese cambio; el gradiente debe dejarlo fuera.`,
  partly: (checked, cells) =>
    `Se prueban las primeras ${checked} de ${cells} celdas: cada una cuesta dos evaluaciones.`,
  gradient: "Gradiente",
  quotient: "Cociente incremental",
  absolute: (error) => `Mayor diferencia: ${error}.`,
  everyStep: (cell) => `Todos los h para ${cell}`,
  pick: "Elige una celda para probar en ella todos los h.",
  plot: (cell) => `Error del cociente incremental de ${cell} según el paso h, en ejes logarítmicos`,
  relativeError: "error relativo",
  error: "error",
  curve: ({ shape, best }) => {
    const least = best
      ? `El mejor h aquí es ${scientific(best.h)}, con un error de ${scientific(best.error)}.`
      : "";
    return {
      valley: `Desde la derecha, el error baja con h²: es la curvatura. Hacia la izquierda sube como 1/h: es el redondeo. ${least}`,
      rounding: `En esta celda la curva es una recta o una parábola, cuya cuerda tiene la pendiente exacta con cualquier h: todo el error es redondeo, que crece como 1/h. ${least}`,
      exact: "Con cualquier h el cociente es el gradiente, hasta la última cifra.",
      bend: "En un pico o un salto ningún h ayuda: el cociente no se acerca al gradiente cuando h disminuye.",
      apart: "Ningún h acerca el cociente al gradiente: no es la elección de h lo que los separa.",
      other: least,
      none: "Con ningún h es el cociente incremental un número finito.",
    }[shape];
  },
  asTable: "Como tabla",
  noLeaves: "Ninguna hoja de este programa tiene gradiente.",
  computing: "Calculando…",
  again: "Intentar de nuevo",
};

export const CHECK: Readonly<Record<"en" | "es", CheckWords>> = { en, es };
