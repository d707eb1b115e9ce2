/** The whole gradient of a node, as one formula. */

export interface WholeWords {
  readonly title: string;
  /** Before the equations that say what the formula's own names mean. */
  readonly where: string;
  /** How many more of those equations there are. */
  readonly omitted: (count: number) => string;
  readonly computing: string;
  readonly refused: string;
}

const en: WholeWords = {
  title: "The whole gradient",
  where: "where",
  omitted: (count) =>
    count === 1
      ? "… and one more equation, for what these name in turn."
      : `… and ${count} more equations, for what these name in turn.`,
  computing: "Working out the formula …",
  refused: "There is no formula for it:",
};

const es: WholeWords = {
  title: "El gradiente entero",
  where: "donde",
  omitted: (count) =>
    count === 1
      ? "… y una ecuación más, para lo que estas nombran a su vez."
      : `… y ${count} ecuaciones más, para lo que estas nombran a su vez.`,
  computing: "Hallando la fórmula…",
  refused: "No hay fórmula:",
};

export const WHOLE: Readonly<Record<"en" | "es", WholeWords>> = { en, es };
