/** The update as a formula: w ← w − η · dL/dw, in general and with this point's numbers. */

import { decode } from "../../wire/arrays";
import type { GraphNode, Shape } from "../../wire/graph";
import { short } from "../../wire/numbers";

const MOST_CELLS = 9;
const MOST_COLUMNS = 3;

export function rule(node: GraphNode, objective: string): string {
  const { latex } = node;
  return `${latex} \\leftarrow ${latex} - \\eta \\cdot \\frac{d${objective}}{d${latex}}`;
}

/** Return the update with numbers, or null where they are too many to be read, or there is no gradient to go by. */
export function withNumbers(node: GraphNode, rate: number): string | null {
  const { value, grad, shape } = node;
  if (!grad || !("data" in value) || !("data" in grad)) return null;
  const [from, slope] = [decode(value).data, decode(grad).data];
  if (from.length === 0 || from.length > MOST_CELLS || shape.length > 2 || (shape.at(-1) ?? 1) > MOST_COLUMNS)
    return null;
  const to = from.map((number, cell) => number - rate * (slope[cell] ?? 0));
  const signed = shape.length === 0 && (slope[0] ?? 0) < 0 ? `(${array(slope, shape)})` : array(slope, shape);
  return `\\begin{aligned} & ${array(from, shape)} - ${numeral(rate)} \\cdot ${signed} \\\\ & = ${array(to, shape)} \\end{aligned}`;
}

function array(numbers: Float64Array, shape: Shape): string {
  const texts = Array.from(numbers, numeral);
  if (shape.length === 0) return texts[0] ?? "";
  const columns = shape.at(-1) ?? 1;
  const rows = Array.from({ length: texts.length / columns }, (_, row) =>
    texts.slice(row * columns, (row + 1) * columns).join(" & "),
  );
  return `\\begin{bmatrix} ${rows.join(" \\\\ ")} \\end{bmatrix}`;
}

/** 3.1e−5 is written 3.1 · 10⁻⁵. */
export function numeral(number: number): string {
  if (Number.isNaN(number)) return "\\text{NaN}";
  const text = short(number).replaceAll("−", "-").replace("∞", "\\infty");
  const [digits, exponent] = text.split("e");
  return exponent === undefined ? text : `${digits} \\cdot 10^{${exponent}}`;
}
