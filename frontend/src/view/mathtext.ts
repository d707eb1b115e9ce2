/**
 * The service's LaTeX as SVG text: a picture in which formulas are text can be saved and printed whole.
 * Only the commands that the service writes are known; a test runs over all of them.
 */

import { textWidth } from "./measure";
import { FONTS, type Font } from "./palette";
import { svg } from "./svg";

export interface Run {
  readonly text: string;
  readonly font: Font;
  readonly italic: boolean;
  readonly shift: "none" | "sub" | "sup";
  /** A sign above the first letter. */
  readonly accent: string | null;
}

const SYMBOLS: Readonly<Record<string, string>> = {
  partial: "∂",
  odot: " ⊙ ",
  cdot: " · ",
  otimes: " ⊗ ",
  top: "⊤",
  mapsto: " ↦ ",
  sum: "Σ",
  prod: "Π",
  oslash: " ⊘ ",
  "|": "‖",
  infty: "∞",
  neq: " ≠ ",
  leq: " ≤ ",
  geq: " ≥ ",
  langle: "⟨",
  rangle: "⟩",
  log: "log",
  ln: "ln ",
  exp: "exp",
  sin: "sin",
  cos: "cos",
  tan: "tan",
  arcsin: "arcsin",
  arccos: "arccos",
  arctan: "arctan",
  sinh: "sinh",
  cosh: "cosh",
  tanh: "tanh",
  min: "min",
  max: "max",
  bmod: " mod ",
  wedge: " ∧ ",
  vee: " ∨ ",
  oplus: " ⊕ ",
  neg: "¬",
  lfloor: "⌊",
  rfloor: "⌋",
  lceil: "⌈",
  rceil: "⌉",
  left: "",
  right: "",
  textstyle: "",
  quad: "   ",
  ",": "\u2009",
  _: "_",
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ϵ",
  zeta: "ζ",
  eta: "η",
  theta: "θ",
  iota: "ι",
  kappa: "κ",
  lambda: "λ",
  mu: "μ",
  nu: "ν",
  xi: "ξ",
  pi: "π",
  rho: "ρ",
  sigma: "σ",
  tau: "τ",
  upsilon: "υ",
  phi: "ϕ",
  chi: "χ",
  psi: "ψ",
  omega: "ω",
  Gamma: "Γ",
  Delta: "Δ",
  Theta: "Θ",
  Lambda: "Λ",
  Xi: "Ξ",
  Pi: "Π",
  Sigma: "Σ",
  Upsilon: "Υ",
  Phi: "Φ",
  Psi: "Ψ",
  Omega: "Ω",
};
/** As signs of their own: the mathematical fonts have no combining ones. */
const ACCENTS: Readonly<Record<string, string>> = { hat: "ˆ", dot: "˙" };
const GREEK_ITALIC = /^[α-ωϵϕ]$/u;

/** Return the runs of a formula; throws on a command that is not known. */
export function mathRuns(latex: string): readonly Run[] {
  const reader = new Reader(latex);
  const runs = reader.group("none");
  return merged(runs);
}

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  /** Read up to the closing brace or the end. */
  group(shift: Run["shift"]): Run[] {
    const runs: Run[] = [];
    while (this.#at < this.text.length) {
      const character = this.text[this.#at] ?? "";
      if (character === "}") {
        this.#at += 1;
        break;
      }
      runs.push(...this.#item(character, shift));
    }
    return runs;
  }

  #item(character: string, shift: Run["shift"]): Run[] {
    if (character === "\\") return this.#command(shift);
    this.#at += 1;
    if (character === "{") return this.group(shift);
    if (character === "_") return this.#argument("sub");
    if (character === "^") return this.#argument("sup");
    if (character === " ") return [];
    if (character === "'") return [plain("′", shift === "none" ? "sup" : shift)];
    return [letter(character, shift)];
  }

  /** Read one brace group, one command or one character. */
  #argument(shift: Run["shift"]): Run[] {
    const character = this.text[this.#at] ?? "";
    return this.#item(character, shift);
  }

  #command(shift: Run["shift"]): Run[] {
    const name = /^\\([A-Za-z]+|.)/.exec(this.text.slice(this.#at))?.[1] ?? "";
    this.#at += name.length + 1;
    if (name === "frac" || name === "tfrac") return this.#fraction(shift);
    if (name === "mathrm" || name === "operatorname") return this.#argument(shift).map(upright);
    if (name === "mathrel") return [plain(" += ", shift), ...this.#skipArgument(shift)];
    if (name === "sqrt")
      return [plain(`${this.#root()}(`, shift), ...this.#argument(shift), plain(")", shift)];
    const accent = ACCENTS[name];
    if (accent) return accented(this.#argument(shift), accent);
    const symbol = SYMBOLS[name];
    if (symbol === undefined) throw new SyntaxError(`no text for \\${name}`);
    return symbol === "" ? [] : [letter(symbol, shift)];
  }

  /** Read the order of a root, if it has one: `\sqrt[3]`. */
  #root(): string {
    if (!this.text.startsWith("[3]", this.#at)) return "√";
    this.#at += 3;
    return "∛";
  }

  /** `\mathrel{+}=` is drawn as one sign. */
  #skipArgument(shift: Run["shift"]): Run[] {
    this.#argument(shift);
    if (this.text[this.#at] === "=") this.#at += 1;
    return [];
  }

  #fraction(shift: Run["shift"]): Run[] {
    const over = this.#argument(shift);
    const under = this.#argument(shift);
    const wrapped = needsParentheses(under) ? [plain("(", shift), ...under, plain(")", shift)] : under;
    return [...over, plain("/", shift), ...wrapped];
  }
}

/** 1/(2 v) and y/(x² + y²) need their parentheses; dL/dx and ∂z/∂x do not. */
function needsParentheses(runs: readonly Run[]): boolean {
  const text = merged(runs)
    .filter((run) => run.shift === "none")
    .map((run) => run.text)
    .join("");
  return /\s/.test(text) || (/^\d/.test(text) && /\D/.test(text));
}

function letter(character: string, shift: Run["shift"]): Run {
  const italic = /^[A-Za-z]$/.test(character) || GREEK_ITALIC.test(character);
  const spaced = /^[=+<>]$/.test(character) ? ` ${character} ` : character === "-" ? "−" : character;
  return { text: spaced, font: italic ? "math" : "roman", italic, shift, accent: null };
}

function plain(text: string, shift: Run["shift"]): Run {
  return { text, font: "roman", italic: false, shift, accent: null };
}

function upright(run: Run): Run {
  return { ...run, font: "roman", italic: false };
}

function accented(letters: Run[], accent: string): Run[] {
  const runs = merged(letters);
  return runs.map((run, index) => (index === 0 ? { ...run, accent } : run));
}

function merged(runs: readonly Run[]): readonly Run[] {
  const whole: Run[] = [];
  for (const run of runs) {
    const last = whole.at(-1);
    const alike = last && last.font === run.font && last.italic === run.italic && last.shift === run.shift;
    if (last && alike && !last.accent && !run.accent)
      whole[whole.length - 1] = { ...last, text: last.text + run.text };
    else whole.push(run);
  }
  return whole;
}

const SMALLER = 0.72;

function pixelsOf(run: Run, pixels: number): number {
  return run.shift === "none" ? pixels : pixels * SMALLER;
}

export function mathWidth(latex: string, pixels: number): number {
  return mathRuns(latex).reduce(
    (width, run) => width + textWidth(run.text, run.font, pixelsOf(run, pixels), run.italic ? "italic" : ""),
    0,
  );
}

export interface MathPlace {
  readonly x: number;
  readonly y: number;
  readonly pixels: number;
  readonly fill: string;
  readonly anchor?: "start" | "middle" | "end";
}

/** Draw a formula with its baseline at (x, y). */
export function mathText(latex: string, place: MathPlace): SVGTextElement {
  const text = svg("text", {
    x: place.x,
    y: place.y,
    fill: place.fill,
    "font-size": place.pixels,
    "text-anchor": place.anchor ?? "start",
    "xml:space": "preserve",
  });
  let shifted = 0;
  let back = 0;
  for (const run of mathRuns(latex)) {
    const height = { none: 0, sub: place.pixels * 0.22, sup: -place.pixels * 0.36 }[run.shift];
    const shape = runShape(run, place.pixels);
    text.append(svg("tspan", { ...shape, dy: height - shifted || null, dx: back || null }, run.text));
    shifted = height;
    back = 0;
    if (!run.accent) continue;
    const width = textWidth(run.text, run.font, pixelsOf(run, place.pixels), run.italic ? "italic" : "");
    const sign = textWidth(run.accent, "roman", pixelsOf(run, place.pixels));
    const lean = run.italic ? place.pixels * 0.07 : 0;
    const rise = /^[bdfhkltA-Z]/.test(run.text) ? -place.pixels * 0.22 : 0;
    const accent = { ...shape, "font-family": FONTS.roman, "font-style": null };
    text.append(svg("tspan", { ...accent, dx: lean - (width + sign) / 2, dy: rise || null }, run.accent));
    shifted += rise;
    back = (width - sign) / 2 - lean;
  }
  return text;
}

function runShape(run: Run, pixels: number) {
  return {
    "font-family": FONTS[run.font],
    "font-style": run.italic ? "italic" : null,
    "font-size": run.shift === "none" ? null : pixels * SMALLER,
  };
}

/** Return a formula as plain text, for titles and screen readers. */
export function mathPlain(latex: string): string {
  return mathRuns(latex)
    .map((run) => run.text)
    .join("")
    .trim();
}
