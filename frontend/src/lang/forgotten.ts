/** What would happen if the gradients of copies were not added up. */

import type { Instead } from "../timeline/forgotten";

export interface Unsummed {
  readonly name: string;
  readonly gradient: string;
  readonly from: string;
  readonly to: string;
  readonly copies: number;
  /** It is a leaf, which a step of gradient descent changes. */
  readonly updated: boolean;
}

export interface ForgottenWords {
  readonly title: string;
  /** The shape that the gradient would have, and what a step down it would make of the value. */
  readonly shape: (facts: Unsummed) => string;
  /** Above the table of what looks like the sum. */
  readonly numbers: (facts: Unsummed) => string;
  readonly once: (facts: Unsummed) => string;
  readonly right: string;
  readonly wrong: string;
  readonly attempt: (kind: Instead, axes: readonly number[]) => string;
}

export const FORGOTTEN: Readonly<Record<"en" | "es", ForgottenWords>> = {
  en: {
    title: "What if we forgot to sum?",
    shape: ({ name, gradient, from, to, updated }) => {
      const start = `${gradient} would have the shape ${from}, but ${name} has ${to}: a gradient has the shape of its value.`;
      return updated
        ? `${start} \`${name} - η * gradient\` would not even fail: it would copy ${name} once more, and from then on ${name} would have the shape ${from}. In place, \`${name} -= η * gradient\`, it fails: what has the shape ${to} has no room for ${from}.`
        : `${start} The steps further back would go on with the wrong shape, or fail.`;
    },
    numbers: ({ copies, name }) =>
      `And if the shape is made to fit without a sum? One change of ${name} moves all ${copies} copies at once, so their effects add up. Anything else is another number:`,
    once: ({ name }) =>
      `There is just one copy of ${name}, so the numbers would be right and only the shape wrong.`,
    right: "right",
    wrong: "wrong",
    attempt: (kind, axes) =>
      ({
        sum: `summed over ${axes.length === 1 ? "axis" : "axes"} ${axes.join(", ")}`,
        mean: "the mean instead",
        last: "only the last copy",
        others: `summed over axis ${axes.join(", ")}: the shape fits`,
      })[kind],
  },
  es: {
    title: "¿Y si olvidáramos sumar?",
    shape: ({ name, gradient, from, to, updated }) => {
      const start = `${gradient} tendría la forma ${from}, pero ${name} tiene ${to}: un gradiente tiene la forma de su valor.`;
      return updated
        ? `${start} \`${name} - η * gradiente\` ni siquiera fallaría: volvería a copiar ${name}, que desde entonces tendría la forma ${from}. En su sitio (in place), \`${name} -= η * gradiente\`, falla: en la forma ${to} no cabe ${from}.`
        : `${start} Los pasos siguientes hacia atrás seguirían con la forma equivocada, o fallarían.`;
    },
    numbers: ({ copies, name }) =>
      `¿Y si se ajusta la forma sin sumar? Un cambio de ${name} mueve a la vez las ${copies} copias, así que sus efectos se suman. Cualquier otra cosa es otro número:`,
    once: ({ name }) =>
      `Solo hay una copia de ${name}, así que los números serían correctos y solo la forma estaría mal.`,
    right: "bien",
    wrong: "mal",
    attempt: (kind, axes) =>
      ({
        sum: `suma sobre ${axes.length === 1 ? "el eje" : "los ejes"} ${axes.join(", ")}`,
        mean: "la media en su lugar",
        last: "solo la última copia",
        others: `suma sobre el eje ${axes.join(", ")}: la forma encaja`,
      })[kind],
  },
};
