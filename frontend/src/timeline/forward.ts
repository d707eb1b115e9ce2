/** How a value comes about: the operands, the operation's sign, and which cells go where. */

import type { GraphEdge, GraphNode } from "../wire/graph";
import { convolved } from "./convolution";
import { passing } from "./gates";
import {
  between,
  code,
  equation,
  type Flow,
  type Line,
  type Note,
  ofNode,
  type Part,
  type Way,
} from "./line";
import { layer } from "./products";
import { routesAlong } from "./routes";
import type { Timeline } from "./timeline";

const SIGNS: Readonly<Record<string, string>> = {
  add: "+",
  subtract: "−",
  multiply: "⊙",
  divide: "÷",
  power: "^",
  matmul: "·",
  dot: "·",
  outer: "⊗",
  equal: "=",
  not_equal: "≠",
  less: "<",
  less_equal: "≤",
  greater: ">",
  greater_equal: "≥",
};

/** What stands over the arrow of an operation that only moves or copies cells, if not its own name. */
const ARROWS: Readonly<Record<string, string>> = {
  transpose: "T",
  broadcast_to: "broadcast",
  getitem: "[ ]",
  topk_values: "topk",
  grid: "meshgrid",
};

/** Operations that make one number out of many: the cells come together and become it. */
const GATHERING = new Set([
  "sum",
  "mean",
  "trace",
  "cumsum",
  "avg_pool1d",
  "avg_pool2d",
  "norm",
  "var",
  "std",
  "prod",
  "logsumexp",
]);

export function isSum(node: GraphNode): boolean {
  return node.operation === "sum" || node.operation === "trace" || node.operation === "cumsum";
}

/** Return what is done to cells that only move, or null if the operation does more. */
export function arrowOf(node: GraphNode, edges: readonly GraphEdge[]): Note | null {
  const kind = edges[0]?.local.kind;
  const moves = kind === "shape" || kind === "selection";
  const known = ARROWS[node.operation ?? ""];
  return moves || known ? code(known ?? node.operation ?? "") : null;
}

export function evaluation(timeline: Timeline, node: GraphNode): Line {
  const edges = timeline.inputs.get(node.id) ?? [];
  const whole = layer(timeline, node) ?? convolved(timeline, node);
  if (whole) return whole;
  const parts = edges.map((edge) => ofNode(timeline, timeline.node(edge.source)));
  const arrow = arrowOf(node, edges);
  const line = equation(parts, signsOf(node, parts, arrow), ofNode(timeline, node));
  return { ...line, arrow, way: wayOf(timeline, node, edges) };
}

function signsOf(node: GraphNode, parts: readonly Part[], arrow: Note | null): readonly string[] {
  const operation = node.operation ?? "";
  const infix = SIGNS[operation];
  if (infix) return between(parts, node.shape.length === 0 && operation === "multiply" ? "·" : infix);
  if (arrow) return between(parts, ",");
  return between(parts, ",", operation === "negative" ? "−" : (node.sign ?? ""));
}

function wayOf(timeline: Timeline, node: GraphNode, edges: readonly GraphEdge[]): Way {
  if (node.operation === "matmul" || node.operation === "dot") return { kind: "product" };
  const flows = edges.flatMap((edge, part): Flow[] => {
    const found = passing(timeline, edge) ?? routesAlong(timeline, edge);
    return found ? [{ part, routes: found }] : [];
  });
  if (flows.length === 0) return { kind: "appear" };
  return { kind: "travel", flows, adds: GATHERING.has(node.operation ?? "") };
}
