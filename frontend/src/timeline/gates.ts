/** Operations that let some cells pass and stop the others: the gradient goes back through the same gate. */

import type { Cells } from "../wire/arrays";
import type { ArrayJson, GraphEdge, GraphNode } from "../wire/graph";
import { reversed, startingIn } from "./indexing";
import { type Part, value } from "./line";
import { type Routes, routes } from "./routes";
import type { Timeline } from "./timeline";

const MASKING = new Set([
  "relu",
  "relu6",
  "hardtanh",
  "clip",
  "maximum",
  "minimum",
  "where",
  "masked_fill",
  "dropout",
]);
const CHOOSING = new Set(["max", "min", "median"]);

/** Return the cells that let something pass. */
function open(weights: Cells): ReadonlySet<number> {
  const found = Array.from(weights.data, (weight, index) => (weight === 0 ? -1 : index));
  return new Set(found.filter((index) => index >= 0));
}

export function isGate(node: GraphNode): boolean {
  return MASKING.has(node.operation ?? "") || CHOOSING.has(node.operation ?? "");
}

/** Return the numbers that an upstream gradient is multiplied by, cell by cell, where the graph tells them. */
function told({ local }: GraphEdge): ArrayJson | null {
  return local.value ?? local.weights;
}

/** Return the local derivative of an edge as a part: a gate has frames and strokes. */
export function weightsOf(timeline: Timeline, edge: GraphEdge): Part | null {
  const known = told(edge);
  if (!known) return null;
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  const [left = ""] = edge.local.latex.split(" = ");
  const slope = `\\frac{\\partial ${target.latex}}{\\partial ${source.latex}}`;
  const latex = edge.local.kind === "pointwise" ? left : slope;
  const part = value(timeline.cells(known), latex);
  return isGate(target) ? { ...part, gate: open(part.cells) } : part;
}

/** Return the routes of the cells that pass in a forward step, or null if the operation is no gate. */
export function passing(timeline: Timeline, edge: GraphEdge): Routes | null {
  const [node, source] = [timeline.node(edge.target), timeline.node(edge.source)];
  const known = told(edge);
  const weights = known && timeline.cells(known);
  if (!isGate(node) || weights?.preview || timeline.cells(source.value).preview) return null;
  const all = weights && MASKING.has(node.operation ?? "") ? cellByCell(weights) : routes(node, source.shape);
  if (weights) return all && startingIn(all, (cell) => weights.data[cell] !== 0);
  const hasWinners = node.operation === "max" || node.operation === "min"; // without a gradient no weights are told
  return all && hasWinners
    ? winners(all, timeline.cells(source.value).data, timeline.cells(node.value).data)
    : null;
}

function cellByCell(cells: Cells): Routes {
  const each = Int32Array.from(cells.data, (_, index) => index);
  return { from: each, to: each };
}

/** Return the way from an upstream gradient to the weights that it is multiplied by. */
export function ontoWeights(node: GraphNode, weights: Cells): Routes | null {
  if (weights.preview) return null;
  if (MASKING.has(node.operation ?? "")) return cellByCell(weights);
  if (node.shape.length === 0) {
    const to = Int32Array.from(weights.data, (_, index) => index);
    return { from: to.map(() => 0), to };
  }
  const found = routes(node, weights.shape);
  return found && reversed(found);
}

/** Return the routes of the cells that are the very number they go into. */
export function winners({ from, to }: Routes, cells: Float64Array, results: Float64Array): Routes {
  const won = Array.from(from, (cell, route) => cells[cell] === results[to[route] ?? -1]);
  return { from: from.filter((_, route) => won[route]), to: to.filter((_, route) => won[route]) };
}
