/** Gradient descent: numbers changed by hand, steps, the curve of the loss. */

export interface DescentWords {
  readonly tool: string;
  readonly explained: string;
  /** The output is no single number, and its sum is descended. */
  readonly summed: string;
  readonly nothing: string;
  readonly moving: string;
  /** A leaf that no gradient reaches. */
  readonly still: string;
  readonly rate: string;
  readonly rateSlider: string;
  readonly steps: (count: number) => string;
  readonly back: string;
  readonly reset: string;
  readonly update: string;
  readonly curve: string;
  readonly curveOf: (name: string) => string;
  readonly reading: (step: number, loss: string, byHand: boolean) => string;
  readonly notKept: string;
  readonly how: string;
  readonly linear: string;
  readonly logarithmic: string;
  readonly scale: string;
  readonly stepAxis: string;
  readonly table: string;
  readonly stepColumn: string;
  readonly lossColumn: string;
  readonly goThere: (step: number) => string;
  readonly unknown: string;
  readonly outcome: Readonly<Record<"grew" | "diverged" | "flat", string>>;
  readonly try: (rate: string) => string;
  readonly timeUp: (made: number, asked: number) => string;
  readonly stoppedBy: string;
  readonly numbers: string;
  readonly leaf: string;
  readonly cellsHow: string;
  readonly cell: (name: string, index: readonly number[]) => string;
  readonly axis: (axis: number) => string;
  readonly tooMany: string;
  readonly noNumber: string;
  readonly differ: (names: readonly string[]) => string;
  readonly write: string;
}

const numbered = (name: string, index: readonly number[]): string =>
  index.length > 0 ? `${name}[${index.join(", ")}]` : name;

export const DESCENT: Readonly<Record<"en" | "es", DescentWords>> = {
  en: {
    tool: "Descent",
    explained: "Each step moves the leaves a little against their gradients.",
    summed: "The output is not a single number: its sum is what goes down.",
    nothing: "This program has no leaves whose numbers could be changed.",
    moving: "What moves",
    still: "no gradient reaches it",
    rate: "Learning rate η",
    rateSlider: "Learning rate η, logarithmic",
    steps: (count) => (count === 1 ? "One step" : `${count} steps`),
    back: "Back",
    reset: "Reset",
    update: "The update",
    curve: "The loss",
    curveOf: (name) => `Curve of ${name}`,
    reading: (step, loss, byHand) => `Step ${step}: ${loss}${byHand ? ", after a change by hand" : ""}`,
    notKept: "Of so many numbers only the last are kept: one cannot go there.",
    how: "Click a point, or press Enter, to go back to its numbers.",
    linear: "Linear",
    logarithmic: "Logarithmic",
    scale: "Scale of the loss",
    stepAxis: "step",
    table: "As a table",
    stepColumn: "Step",
    lossColumn: "Loss",
    goThere: (step) => `Go to step ${step}`,
    unknown: "unknown",
    outcome: {
      grew: "The loss grew: the steps are so long that they overshoot the valley.",
      diverged:
        "The loss has left all numbers: each step overshot further than the one before. Go back, and take shorter steps.",
      flat: "The loss stayed as it was: no gradient moves these leaves, or the steps are too short to see.",
    },
    try: (rate) => `Go back and try η = ${rate}`,
    timeUp: (made, asked) => `The time was up after ${made} of ${asked} steps. Go on from here.`,
    stoppedBy: "The program stopped the descent:",
    numbers: "Numbers",
    leaf: "Leaf",
    cellsHow: "Type, drag, or use the arrow keys; Shift makes larger steps, Alt smaller ones.",
    cell: numbered,
    axis: (axis) => `Position along axis ${axis}`,
    tooMany: "This leaf has too many numbers to be changed here.",
    noNumber: "This is no number.",
    differ: (names) => `Not the program's numbers: ${names.join(", ")}.`,
    write: "Write into program",
  },
  es: {
    tool: "Descenso",
    explained: "Cada paso mueve las hojas un poco en contra de su gradiente.",
    summed: "La salida no es un solo número: lo que baja es su suma.",
    nothing: "Este programa no tiene hojas cuyos números se puedan cambiar.",
    moving: "Qué se mueve",
    still: "no le llega ningún gradiente",
    rate: "Tasa de aprendizaje η",
    rateSlider: "Tasa de aprendizaje η, logarítmica",
    steps: (count) => (count === 1 ? "Un paso" : `${count} pasos`),
    back: "Atrás",
    reset: "Reiniciar",
    update: "La actualización",
    curve: "La pérdida",
    curveOf: (name) => `Curva de ${name}`,
    reading: (step, loss, byHand) => `Paso ${step}: ${loss}${byHand ? ", tras un cambio a mano" : ""}`,
    notKept: "De tantos números solo se guardan los últimos: no se puede volver ahí.",
    how: "Pulsa un punto, o la tecla Intro, para volver a sus números.",
    linear: "Lineal",
    logarithmic: "Logarítmica",
    scale: "Escala de la pérdida",
    stepAxis: "paso",
    table: "Como tabla",
    stepColumn: "Paso",
    lossColumn: "Pérdida",
    goThere: (step) => `Ir al paso ${step}`,
    unknown: "desconocida",
    outcome: {
      grew: "La pérdida creció: los pasos son tan largos que se pasan del valle.",
      diverged:
        "La pérdida ya no es un número finito: cada paso se pasó más que el anterior. Vuelve atrás y da pasos más cortos.",
      flat: "La pérdida sigue igual: ningún gradiente mueve estas hojas, o los pasos son demasiado cortos para notarse.",
    },
    try: (rate) => `Volver atrás y probar η = ${rate}`,
    timeUp: (made, asked) => `Se acabó el tiempo tras ${made} de ${asked} pasos. Sigue desde aquí.`,
    stoppedBy: "El programa detuvo el descenso:",
    numbers: "Números",
    leaf: "Hoja",
    cellsHow: "Escribe, arrastra o usa las flechas; con Mayús los saltos son mayores; con Alt, menores.",
    cell: numbered,
    axis: (axis) => `Posición en el eje ${axis}`,
    tooMany: "Esta hoja tiene demasiados números para cambiarlos aquí.",
    noNumber: "Esto no es un número.",
    differ: (names) => `No son los números del programa: ${names.join(", ")}.`,
    write: "Escribir en el programa",
  },
};
