/**
 * What a step shows on the workbench: the arrays that go in, the sign between them, the array that comes out,
 * and how the numbers get from one to the other. Nothing is computed for show: every array is one of the graph's.
 */

import { type Cells, size, turn } from "../wire/arrays";
import type { GraphEdge, GraphNode, Step } from "../wire/graph";
import { type Routes, routes } from "./routes";
import type { Timeline } from "./timeline";

export type Quantity = "value" | "grad";

export interface Part {
  readonly cells: Cells;
  readonly quantity: Quantity;
  /** The symbol under the array. */
  readonly latex: string;
  /** The cells are the transpose of the array as it stands: it is shown to turn over. */
  readonly turned: boolean;
  /** What to say of it instead of its symbol: the gradient so far, what is added, or the way it came. */
  readonly role: "before" | "added" | { readonly via: string } | null;
}

/** How the result comes about from the parts. */
export type Way =
  | { readonly kind: "appear" }
  /** Each cell is a row of the left part times a column of the right one. */
  | { readonly kind: "product" }
  /** Cells travel from the first part to the result; where several meet, they add up. */
  | { readonly kind: "travel"; readonly routes: Routes; readonly adds: boolean };

/** One line of the workbench: left · right = result. */
export interface Line {
  readonly before: string;
  readonly parts: readonly Part[];
  readonly sign: string;
  readonly result: Part;
  readonly way: Way;
  /** What is done on the way, over an arrow; null where the line is an equation. */
  readonly arrow: string | null;
}

/** Return the lines of a step: how the number came about, and what it was added to. */
export function linesOf(timeline: Timeline, step: Step): readonly Line[] {
  if (step.kind === "evaluate") return [evaluation(timeline, timeline.node(step.node))];
  if (step.edge === null) return [seed(timeline, timeline.node(step.node))];
  return linesOfEdge(timeline, timeline.edge(step.edge));
}

/** Return the lines of an edge: its contribution, and the sum that it is part of. */
export function linesOfEdge(timeline: Timeline, edge: GraphEdge): readonly Line[] {
  const contribution = contributed(timeline, edge);
  if (!contribution) return [];
  const sum = accumulation(timeline, edge);
  return sum ? [contribution, sum] : [contribution];
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
  return equation({ parts, sign: "+", result: grad(total.cells, totalSymbol(timeline, node)) });
}

/** One of several contributions is not the gradient yet: it is called by the way on which it comes. */
function via(timeline: Timeline, edge: GraphEdge): Part["role"] {
  const from = timeline.graph.mode === "reverse" ? edge.target : edge.source;
  return { via: timeline.node(from).latex };
}

export function totalSymbol(timeline: Timeline, node: GraphNode): string {
  const { graph } = timeline;
  return graph.mode === "reverse"
    ? `\\frac{d${graph.objective.latex}}{d${node.latex}}`
    : `\\dot{${node.latex}}`;
}

function value(timeline: Timeline, node: GraphNode): Part {
  return {
    cells: timeline.cells(node.value),
    quantity: "value",
    latex: node.latex,
    turned: false,
    role: null,
  };
}

function grad(cells: Cells, latex: string, role: Part["role"] = null): Part {
  return { cells, quantity: "grad", latex, turned: false, role };
}

const INFIX = new Set([
  "add",
  "subtract",
  "multiply",
  "divide",
  "power",
  "matmul",
  "dot",
  "equal",
  "not_equal",
  "less",
  "less_equal",
  "greater",
  "greater_equal",
]);
const SIGNS: Readonly<Record<string, string>> = {
  add: "+",
  subtract: "−",
  multiply: "⊙",
  divide: "÷",
  power: "^",
  matmul: "·",
  dot: "·",
  equal: "=",
  not_equal: "≠",
  less: "<",
  less_equal: "≤",
  greater: ">",
  greater_equal: "≥",
};

/** Operations that only move or copy cells, and what stands over their arrow. */
const MOVES: ReadonlyMap<string, string> = new Map([
  ["reshape", "reshape"],
  ["transpose", "T"],
  ["broadcast_to", "broadcast"],
  ["getitem", "[ ]"],
]);

/** Return a line whose result simply appears. */
function equation(line: Pick<Line, "parts" | "sign" | "result">): Line {
  return { before: "", way: { kind: "appear" }, arrow: null, ...line };
}

function evaluation(timeline: Timeline, node: GraphNode): Line {
  const edges = timeline.inputs.get(node.id) ?? [];
  const parts = edges.map((edge) => value(timeline, timeline.node(edge.source)));
  const operation = node.operation ?? "";
  const infix = INFIX.has(operation);
  const scalar = node.shape.length === 0 && operation === "multiply";
  return {
    before: infix || MOVES.has(operation) ? "" : operation === "negative" ? "−" : (node.sign ?? ""),
    parts,
    sign: infix ? (scalar ? "·" : (SIGNS[operation] ?? "")) : "",
    result: value(timeline, node),
    way: evaluationWay(node, edges[0], timeline),
    arrow: MOVES.get(operation) ?? null,
  };
}

function evaluationWay(node: GraphNode, edge: GraphEdge | undefined, timeline: Timeline): Way {
  if (node.operation === "matmul" || node.operation === "dot") return { kind: "product" };
  const operand = edge && timeline.node(edge.source);
  const found = operand && routes(node, operand.shape);
  return found ? { kind: "travel", routes: found, adds: node.operation === "sum" } : { kind: "appear" };
}

function seed(timeline: Timeline, node: GraphNode): Line {
  const total = timeline.total(node.id, timeline.steps.length - 1);
  const first = timeline.contributors(node.id).length > 0 ? null : total;
  const cells = first?.cells ?? timeline.cells(node.value);
  return equation({ parts: [], sign: "", result: grad(cells, totalSymbol(timeline, node)) });
}

/** Return upstream and local derivative on the one side, the contribution on the other. */
function contributed(timeline: Timeline, edge: GraphEdge): Line | null {
  if (!edge.contribution) return null;
  const forward = timeline.graph.mode === "forward";
  const [from, to] = forward ? [edge.source, edge.target] : [edge.target, edge.source];
  const upstream = timeline.total(from, timeline.steps.length - 1);
  if (!upstream) return null;
  const start = grad(upstream.cells, totalSymbol(timeline, timeline.node(from)));
  const several = timeline.contributors(to).length > 1;
  const result = grad(
    timeline.cells(edge.contribution),
    totalSymbol(timeline, timeline.node(to)),
    several ? via(timeline, edge) : null,
  );
  const target = timeline.node(edge.target);
  if (edge.local.kind === "pointwise" && edge.local.value) {
    const slope = slopePart(timeline, edge);
    const dot = target.shape.length === 0 ? "·" : "⊙";
    return equation({ parts: [start, slope], sign: dot, result });
  }
  if (edge.local.kind === "matmul" && edge.local.value)
    return factorLine(timeline, edge, start, result, forward);
  const way = travelBack(timeline, edge, forward);
  return { before: "", parts: [start], sign: "", result, way, arrow: arrowOver(timeline, edge) };
}

function slopePart(timeline: Timeline, edge: GraphEdge): Part {
  const [left = ""] = edge.local.latex.split(" = ");
  const cells = timeline.cells(edge.local.value as NonNullable<typeof edge.local.value>);
  return { cells, quantity: "value", latex: left, turned: false, role: null };
}

/** The other factor stands on its own side: dL/dZ · Yᵀ for the left one, Xᵀ · dL/dZ for the right one. */
function factorLine(timeline: Timeline, edge: GraphEdge, start: Part, result: Part, forward: boolean): Line {
  const other = timeline.inputs.get(edge.target)?.find((one) => one.argument !== edge.argument) ?? edge;
  const node = timeline.node(other.source);
  const turned = !forward && node.shape.length > 1;
  const plain = value(timeline, node);
  const factor = turned
    ? { ...plain, cells: turn(plain.cells), turned, latex: `${node.latex}^{\\top}` }
    : plain;
  const parts = edge.argument === 0 ? [start, factor] : [factor, start];
  const matrices = parts.every((part) => part.cells.shape.length > 1);
  const sign = node.shape.length === 1 && !forward && start.cells.shape.length === 1 ? "⊗" : "·";
  return { ...equation({ parts, sign, result }), way: { kind: matrices ? "product" : "appear" } };
}

function travelBack(timeline: Timeline, edge: GraphEdge, forward: boolean): Way {
  const target = timeline.node(edge.target);
  const found = routes(target, timeline.node(edge.source).shape);
  if (!found) return { kind: "appear" };
  if (forward) return { kind: "travel", routes: found, adds: target.operation === "sum" };
  return {
    kind: "travel",
    routes: { from: found.to, to: found.from },
    adds: target.operation === "broadcast_to" || isRepeated(found.from),
  };
}

/** Return whether a cell is picked more than once, as by `x[[0, 2, 2]]`. */
function isRepeated(cells: Int32Array): boolean {
  return new Set(cells).size < cells.length;
}

/** Return what happens to a gradient (forward: a tangent) on its way through an operation that moves cells. */
function arrowOver(timeline: Timeline, edge: GraphEdge): string {
  const target = timeline.node(edge.target);
  const source = timeline.node(edge.source);
  const step = timeline.passes(edge);
  const back = step === null ? null : timeline.step(step).unbroadcast;
  if (back) return `Σ axis ${back.sum_axes.join(", ")}`;
  if (target.operation === "mean") return `÷ ${size(source.shape) / Math.max(size(target.shape), 1)}`;
  return target.operation === "transpose" ? "T" : "";
}

function accumulation(timeline: Timeline, edge: GraphEdge): Line | null {
  const before = timeline.before(edge);
  const passed = timeline.passes(edge);
  const node = timeline.node(timeline.addsTo(edge));
  if (!before || passed === null || !edge.contribution) return null;
  const after = timeline.total(node.id, passed);
  if (!after) return null;
  const symbol = totalSymbol(timeline, node);
  return equation({
    parts: [grad(before, symbol, "before"), grad(timeline.cells(edge.contribution), symbol, "added")],
    sign: "+",
    result: grad(after.cells, symbol),
  });
}
