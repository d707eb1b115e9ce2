/** The gradient of a softmax: per row, p ⊙ (g − ⟨g, p⟩); of its logarithm, g − p · Σ g. */

import { type Cells, size } from "../wire/arrays";
import type { Passage } from "./backward";
import { agrees, made } from "./check";
import { fromOperand, type Index, ravel } from "./indexing";
import { equation, type Line, ofNode, value } from "./line";

const KNOWN = new Set(["softmax", "attention_weights", "log_softmax"]);

/** Return the line with each row's dot product in it, or null for any other operation. The tangent's rule is the same. */
export function softmaxLine({ timeline, target, start, result }: Passage): Line | null {
  const operation = target.operation ?? "";
  const z = timeline.cells(target.value);
  if (!KNOWN.has(operation) || z.preview || size(z.shape) === 0) return null;
  const axis = (target.attributes["axis"] as number | undefined) ?? z.shape.length - 1;
  return operation === "log_softmax"
    ? logarithm({ timeline, start, result }, z, axis)
    : itself({ timeline, target, start, result }, axis);
}

type Ends = Pick<Passage, "timeline" | "start" | "result">;

function itself(
  { timeline, target, start, result }: Ends & Pick<Passage, "target">,
  axis: number,
): Line | null {
  const p = ofNode(timeline, target);
  const products = start.cells.data.map((cell, index) => cell * (p.cells.data[index] ?? Number.NaN));
  const { sums, rows } = summed(made(p.cells.shape, products), axis);
  const found = start.cells.data.map(
    (cell, index) => (p.cells.data[index] ?? 0) * (cell - (sums.data[rows[index] ?? 0] ?? 0)),
  );
  if (!agrees(timeline, found, result.cells)) return null;
  const dots = { ...value(sums, `\\langle ${start.latex}, ${p.latex} \\rangle`), quantity: "grad" as const };
  return equation([p, start, dots], ["", "⊙ (", "−", ")"], result);
}

function logarithm({ timeline, start, result }: Ends, z: Cells, axis: number): Line | null {
  const p = value(made(z.shape, z.data.map(Math.exp)), "p");
  const { sums, rows } = summed(start.cells, axis);
  const found = start.cells.data.map(
    (cell, index) => cell - (p.cells.data[index] ?? 0) * (sums.data[rows[index] ?? 0] ?? 0),
  );
  if (!agrees(timeline, found, result.cells)) return null;
  const total = { ...value(sums, `\\sum ${start.latex}`), quantity: "grad" as const };
  return equation([start, p, total], ["", "−", "⊙", ""], result);
}

/** Return the sums along an axis, which is kept, and for each cell which of them it is part of. */
function summed(cells: Cells, axis: number): { sums: Cells; rows: Int32Array } {
  const shape = cells.shape.map((length, one) => (one === axis ? 1 : length));
  const onto = (index: Index): number =>
    ravel(
      index.map((place, one) => (one === axis ? 0 : place)),
      shape,
    );
  const { to: rows } = fromOperand(cells.shape, onto);
  const data = new Float64Array(size(shape));
  cells.data.forEach((cell, index) => {
    const row = rows[index] ?? 0;
    data[row] = (data[row] ?? 0) + cell;
  });
  return { sums: made(shape, data), rows };
}
