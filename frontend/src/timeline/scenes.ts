/**
 * What a step shows on the workbench: the arrays that go in, the sign between them, the array that comes out,
 * and how the numbers get from one to the other. Nothing is computed for show: arrays are the graph's, and where a
 * textbook writes a number that the graph has not, such as a softmax within a loss, it is shown only if the line
 * comes to the graph's result with it.
 */

import type { GraphEdge, GraphNode, Step } from "../wire/graph";
import { contributed } from "./backward";
import { evaluation } from "./forward";
import { between, equation, grad, type Line, totalSymbol, via } from "./line";
import { outerProducts } from "./outer";
import type { Timeline } from "./timeline";

export type { Flow, Line, Note, Part, Quantity, Way } from "./line";

/** Return the lines of a step: how the number came about, and what it was added to. */
export function linesOf(timeline: Timeline, step: Step): readonly Line[] {
  if (step.kind === "evaluate") return [evaluation(timeline, timeline.node(step.node))];
  if (step.edge === null) return [seed(timeline, timeline.node(step.node))];
  return linesOfEdge(timeline, timeline.edge(step.edge));
}

/** Return the lines of an edge: its contribution, said in another way too, or the sum that it is part of. */
export function linesOfEdge(timeline: Timeline, edge: GraphEdge): readonly Line[] {
  const contribution = contributed(timeline, edge);
  if (!contribution) return [];
  const second = accumulation(timeline, edge) ?? outerProducts(timeline, edge, contribution);
  return second ? [contribution, second] : [contribution];
}

/** Return the line that says how a node's gradient (forward mode: tangent) is the sum of its contributions. */
export function totalLine(timeline: Timeline, node: GraphNode): Line | null {
  const edges = timeline.contributors(node.id);
  const total = timeline.total(node.id, timeline.steps.length - 1);
  if (!total || edges.length < 2) return null;
  const parts = edges.flatMap((edge) => {
    const cells = edge.contribution && timeline.cells(edge.contribution);
    return cells ? [grad(cells, totalSymbol(timeline, node), via(timeline, edge))] : [];
  });
  return equation(parts, between(parts, "+"), grad(total.cells, totalSymbol(timeline, node)));
}

function seed(timeline: Timeline, node: GraphNode): Line {
  const total = timeline.total(node.id, timeline.steps.length - 1);
  const first = timeline.contributors(node.id).length > 0 ? null : total;
  const cells = first?.cells ?? timeline.cells(node.value);
  return equation([], [""], grad(cells, totalSymbol(timeline, node)));
}

function accumulation(timeline: Timeline, edge: GraphEdge): Line | null {
  const before = timeline.before(edge);
  const passed = timeline.passes(edge);
  const node = timeline.node(timeline.addsTo(edge));
  if (!before || passed === null || !edge.contribution) return null;
  const after = timeline.total(node.id, passed);
  if (!after) return null;
  const symbol = totalSymbol(timeline, node);
  const parts = [grad(before, symbol, "before"), grad(timeline.cells(edge.contribution), symbol, "added")];
  return equation(parts, between(parts, "+"), grad(after.cells, symbol));
}
