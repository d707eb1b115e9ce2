/** A weight's gradient once more, as what it is over a batch: a sum of outer products, one for each example. */

import type { GraphEdge } from "../wire/graph";
import { agrees, made } from "./check";
import { between, equation, type Line, type Part } from "./line";
import type { Timeline } from "./timeline";

const MOST_EXAMPLES = 5;
const MOST_COLUMNS = 16;

/** Return x₁ᵀ g₁ + x₂ᵀ g₂ + …, or null where there is no batch (a convolution's windows are none), or no room for it. */
export function outerProducts(timeline: Timeline, edge: GraphEdge, line: Line): Line | null {
  const [left, right] = line.parts;
  const forward = timeline.graph.mode === "forward";
  const windows = timeline.node(edge.target).operation?.startsWith("conv");
  if (forward || windows || line.way.kind !== "product" || edge.argument !== 1 || !left || !right)
    return null;
  const [rows = 0, examples = 0] = left.cells.shape;
  const [, columns = 0] = right.cells.shape;
  const flat = left.cells.shape.length === 2 && right.cells.shape.length === 2;
  const fits =
    examples > 1 && examples <= MOST_EXAMPLES && rows <= MOST_EXAMPLES && examples * columns <= MOST_COLUMNS;
  if (!flat || !fits || left.cells.preview || right.cells.preview) return null;
  const parts = Array.from({ length: examples }, (_, one) => product(left, right, one));
  const total = parts.reduce(
    (sum, part) => sum.map((cell, index) => cell + (part.cells.data[index] ?? Number.NaN)),
    new Float64Array(rows * columns),
  );
  if (!agrees(timeline, total, line.result.cells)) return null;
  return { ...equation(parts, between(parts, "+"), line.result), way: { kind: "accumulate" } };
}

/** The part of one example: a column of the left factor times a row of the right one. */
function product(left: Part, right: Part, example: number): Part {
  const [rows = 0, examples = 0] = left.cells.shape;
  const [, columns = 0] = right.cells.shape;
  const data = new Float64Array(rows * columns).map((_, index) => {
    const column = left.cells.data[Math.floor(index / columns) * examples + example] ?? Number.NaN;
    return column * (right.cells.data[example * columns + (index % columns)] ?? Number.NaN);
  });
  const named = (latex: string): string => `{${latex}}_{[${example}]}`;
  return {
    ...left,
    cells: made([rows, columns], data),
    quantity: "grad",
    turned: false,
    latex: `${named(plain(left))} \\otimes ${named(plain(right))}`,
  };
}

/** The name without its sign of transposition: row one of X is what column one of its transpose is. */
function plain(part: Part): string {
  return part.latex.replace(/\^\{\\top\}$/, "");
}
