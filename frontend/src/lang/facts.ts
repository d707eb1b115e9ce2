/** What a sentence about a step needs to know, read off the graph: the same for every language. */

import { meets } from "../timeline/indexing";
import { routesAlong } from "../timeline/routes";
import type { Timeline } from "../timeline/timeline";
import { namedAxes, tuple } from "../wire/arrays";
import type { GraphEdge, GraphNode, Shape, Step } from "../wire/graph";
import { short } from "../wire/numbers";

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** Return what a node is called in a sentence: its name, its number, or v₃. */
export function nameOf(node: GraphNode): string {
  if (node.name !== null || !/^v\d+$/.test(node.label)) return node.label;
  return `v${[...node.label.slice(1)].map((digit) => SUBSCRIPTS[Number(digit)] ?? digit).join("")}`;
}

export interface Evaluation {
  readonly kind: "evaluate";
  readonly operation: string;
  readonly result: string;
  readonly operands: readonly string[];
  /** More than one cell, so that "cell by cell" means something. */
  readonly cells: boolean;
  /** Each cell of the result comes from the cells at its own place. */
  readonly pointwise: boolean;
  readonly axes: readonly number[];
  readonly allAxes: boolean;
  readonly from: string;
  readonly to: string;
  readonly implicit: boolean;
  readonly operandAxes: readonly number[];
  readonly attributes: GraphNode["attributes"];
}

export interface Start {
  readonly kind: "seed";
  readonly node: string;
  readonly gradient: string;
  readonly objective: string;
  readonly seed: "itself" | "sum" | "own" | "tangent" | "still";
}

export interface Passing {
  readonly kind: "vjp" | "unbroadcast" | "jvp";
  readonly operation: string;
  readonly local: GraphEdge["local"]["kind"];
  /** A slope of 1 or -1 everywhere. */
  readonly slope: "same" | "opposite" | "other";
  readonly upstream: string;
  readonly target: string;
  readonly source: string;
  readonly argument: number;
  readonly other: string;
  readonly otherIsMatrix: boolean;
  /** Two vectors that make a matrix: each cell of the one times each of the other. */
  readonly outer: boolean;
  readonly cells: boolean;
  readonly axes: readonly number[];
  readonly count: number;
  /** Some cells of the operand are in the result more than once, picked by their positions. */
  readonly twice: boolean;
  readonly from: string;
  readonly to: string;
  readonly total: string;
  readonly arrived: number;
  readonly expected: number;
  readonly attributes: GraphNode["attributes"];
}

/** Return a plain number among the attributes as a person reads it. */
export function told(facts: { readonly attributes: GraphNode["attributes"] }, name: string): string {
  const value = facts.attributes[name];
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "string" && Number.isNaN(Number(value)) ? value : short(Number(value));
}

export type Facts = Evaluation | Start | Passing;

export function factsOf(timeline: Timeline, step: Step): Facts {
  if (step.kind === "evaluate") return evaluation(timeline, timeline.node(step.node));
  if (step.edge === null) return start(timeline, timeline.node(step.node));
  return passing(timeline, step, timeline.edge(step.edge));
}

function evaluation(timeline: Timeline, node: GraphNode): Evaluation {
  const edges = timeline.inputs.get(node.id) ?? [];
  const operands = edges.map((edge) => timeline.node(edge.source));
  const first = operands[0]?.shape ?? [];
  const axes = namedAxes(node) ?? [];
  return {
    kind: "evaluate",
    operation: node.operation ?? "",
    result: nameOf(node),
    operands: operands.map(nameOf),
    cells: node.shape.length > 0,
    pointwise: edges.every((edge) => edge.local.kind === "pointwise" || edge.local.kind === "none"),
    axes: node.operation === "broadcast_to" ? grownAxes(first, node.shape) : axes,
    allAxes: axes.length === first.length,
    from: inOneLine(first),
    to: inOneLine(node.shape),
    implicit: node.implicit,
    operandAxes: operands.map((operand) => operand.shape.length),
    attributes: node.attributes,
  };
}

/** A shape that no line of text breaks apart. */
function inOneLine(shape: Shape): string {
  return tuple(shape).replaceAll(" ", "\u00a0");
}

function grownAxes(small: readonly number[], large: readonly number[]): number[] {
  const fresh = large.length - small.length;
  return large.flatMap((size, axis) => (axis < fresh || small[axis - fresh] !== size ? [axis] : []));
}

export function gradientName(timeline: Timeline, node: GraphNode): string {
  return timeline.graph.mode === "reverse" ? `d${objectiveName(timeline)}/d${nameOf(node)}` : nameOf(node);
}

function objectiveName(timeline: Timeline): string {
  const { graph } = timeline;
  const output = timeline.node(graph.output);
  if (output.latex === graph.objective.latex) return nameOf(output);
  return graph.objective.latex.replace(/^\\mathrm\{(.*)\}$/, "$1");
}

function start(timeline: Timeline, node: GraphNode): Start {
  const { equation } = timeline.graph.objective;
  const seeded = equation?.includes("\\langle") ? "own" : node.shape.length > 0 ? "sum" : "itself";
  return {
    kind: "seed",
    node: nameOf(node),
    gradient: gradientName(timeline, node),
    objective: objectiveName(timeline),
    seed: timeline.graph.mode === "forward" ? direction(timeline, node) : seeded,
  };
}

function direction(timeline: Timeline, node: GraphNode): "tangent" | "still" {
  const tangent = node.tangent && timeline.cells(node.tangent);
  return tangent?.data.every((one) => one === 0) && !tangent.preview ? "still" : "tangent";
}

function passing(timeline: Timeline, step: Step, edge: GraphEdge): Passing {
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  const other = timeline.inputs.get(target.id)?.find((one) => one.argument !== edge.argument);
  const otherNode = other && timeline.node(other.source);
  const into = timeline.node(timeline.addsTo(edge));
  const total = timeline.total(into.id, step.index);
  const axes = namedAxes(target) ?? step.unbroadcast?.sum_axes ?? [];
  return {
    kind: step.kind as Passing["kind"],
    operation: target.operation ?? "",
    local: edge.local.kind,
    slope: slopeOf(edge),
    upstream: gradientName(timeline, step.kind === "jvp" ? source : target),
    target: nameOf(target),
    source: nameOf(source),
    argument: edge.argument,
    other: otherNode ? nameOf(otherNode) : "",
    otherIsMatrix: (otherNode?.shape.length ?? 0) > 1,
    outer: target.shape.length === 1 && otherNode?.shape.length === 1 && source.shape.length > 1,
    cells: target.shape.length > 0,
    axes,
    count: axes.reduce((product, axis) => product * (source.shape[axis] ?? 1), 1),
    twice: pickedTwice(timeline, edge, target),
    from: inOneLine(target.shape),
    to: inOneLine(source.shape),
    total: gradientName(timeline, into),
    arrived: total?.arrived ?? 0,
    expected: total?.expected ?? 0,
    attributes: target.attributes,
  };
}

function slopeOf(edge: GraphEdge): Passing["slope"] {
  const right = edge.local.latex.split(" = ")[1];
  return right === "1" ? "same" : right === "-1" ? "opposite" : "other";
}

const PICKING = new Set(["getitem", "take", "index_select", "embedding", "gather", "take_along_axis"]);

function pickedTwice(timeline: Timeline, edge: GraphEdge, target: GraphNode): boolean {
  if (!PICKING.has(target.operation ?? "")) return false;
  const index = target.attributes["index"];
  if (Array.isArray(index) && !index.some(Array.isArray)) return false; // slices pick nothing twice
  const found = routesAlong(timeline, edge);
  return found !== null && meets({ from: found.to, to: found.from });
}
