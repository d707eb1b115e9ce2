/** The program as code. */

export interface CodingWords {
  readonly asCode: string;
  /** What each library's code is. */
  readonly about: Readonly<Record<"numpy" | "torch" | "dot" | "tikz", string>>;
  readonly format: string;
}

export const CODING: Readonly<Record<"en" | "es", CodingWords>> = {
  en: {
    asCode: "As code",
    about: {
      numpy: "Both passes in NumPy alone: a line for each operation, then one for each contribution.",
      torch: "The same program in PyTorch, which works out the gradients by itself.",
      dot: "The graph for Graphviz.",
      tikz: "The graph for a LaTeX document.",
    },
    format: "Language of the code",
  },
  es: {
    asCode: "Como código",
    about: {
      numpy: "Las dos pasadas solo con NumPy: una línea por operación y después una por contribución.",
      torch: "El mismo programa en PyTorch, que calcula los gradientes por sí solo.",
      dot: "El grafo para Graphviz.",
      tikz: "El grafo para un documento de LaTeX.",
    },
    format: "Lenguaje del código",
  },
};
