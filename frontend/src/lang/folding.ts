/** Folding, and finding what is folded. */

export interface FoldingWords {
  /** What the caption of an open frame does. */
  readonly fold: (caption: string) => string;
  /** What the sign of a folded card does. */
  readonly open: (caption: string, nodes: number) => string;
  readonly nodes: (count: number) => string;
  readonly lines: (count: number) => string;
  readonly more: (count: number) => string;
  readonly foldAll: string;
  readonly openAll: string;
  readonly passOver: string;
  readonly group: string;
  readonly kinds: Readonly<Record<"call" | "loop" | "pass" | "operation", string>>;
  /** The headings of what goes into a frame and what comes out. */
  readonly given: string;
  readonly comesOut: string;
  readonly find: string;
  readonly findWhat: string;
  readonly nothingFound: string;
  readonly found: (at: number, of: number) => string;
  /** Where a hit is, if it is hidden. */
  readonly within: (caption: string) => string;
  readonly nextHit: string;
  readonly previousHit: string;
  readonly closeSearch: string;
  readonly keys: readonly (readonly [string, string])[];
}

const en: FoldingWords = {
  fold: (caption) => `Fold ${caption}`,
  open: (caption, nodes) => `Open ${caption}, ${nodes} ${nodes === 1 ? "node" : "nodes"}`,
  nodes: (count) => `${count} ${count === 1 ? "node" : "nodes"}`,
  lines: (count) => `${count} edges`,
  more: (count) => `and ${count} more`,
  foldAll: "Fold all calls and loops",
  openAll: "Open all calls and loops",
  passOver: "Step over what is folded",
  group: "frame",
  kinds: {
    call: "Call of a function",
    loop: "Loop",
    pass: "Pass of a loop",
    operation: "An operation, opened",
  },
  given: "What goes in",
  comesOut: "What comes out",
  find: "Find",
  findWhat: "Name, operation or shape",
  nothingFound: "Nothing has that name, operation or shape.",
  found: (at, of) => `${at} of ${of}`,
  within: (caption) => `in ${caption}`,
  nextHit: "Next hit",
  previousHit: "Previous hit",
  closeSearch: "Close the search",
  keys: [
    ["Page Down  Page Up", "one step, over what is folded"],
    ["F", "fold or open the call, loop or pass at the selection or the step"],
    ["/", "find a name, an operation or a shape"],
  ],
};

const es: FoldingWords = {
  fold: (caption) => `Plegar ${caption}`,
  open: (caption, nodes) => `Abrir ${caption}, ${nodes} ${nodes === 1 ? "nodo" : "nodos"}`,
  nodes: (count) => `${count} ${count === 1 ? "nodo" : "nodos"}`,
  lines: (count) => `${count} aristas`,
  more: (count) => `y ${count} más`,
  foldAll: "Plegar todas las llamadas y bucles",
  openAll: "Abrir todas las llamadas y bucles",
  passOver: "Pasar por encima de lo plegado",
  group: "marco",
  kinds: {
    call: "Llamada a una función",
    loop: "Bucle",
    pass: "Vuelta de un bucle",
    operation: "Una operación, abierta",
  },
  given: "Lo que entra",
  comesOut: "Lo que sale",
  find: "Buscar",
  findWhat: "Nombre, operación o forma",
  nothingFound: "Nada tiene ese nombre, esa operación o esa forma.",
  found: (at, of) => `${at} de ${of}`,
  within: (caption) => `en ${caption}`,
  nextHit: "Resultado siguiente",
  previousHit: "Resultado anterior",
  closeSearch: "Cerrar la búsqueda",
  keys: [
    ["Av Pág  Re Pág", "un paso, por encima de lo plegado"],
    ["F", "plegar o abrir la llamada, el bucle o la vuelta de la selección o del paso"],
    ["/", "buscar un nombre, una operación o una forma"],
  ],
};

export const FOLDING: Readonly<Record<"en" | "es", FoldingWords>> = { en, es };
