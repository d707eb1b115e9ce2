/** How a contribution comes about: the upstream gradient, what it meets on its way, and what is handed on. */

import { size } from "../wire/arrays";
import type { GraphEdge, GraphNode } from "../wire/graph";
import { convolutionLine } from "./convolution";
import { arrowOf, isSum } from "./forward";
import { ontoWeights, weightsOf, winners } from "./gates";
import { meets, reversed } from "./indexing";
import { code, equation, grad, type Line, type Note, type Part, totalSymbol, via } from "./line";
import { lossLine } from "./losses";
import { factorLine, layerLine } from "./products";
import { type Routes, routesAlong } from "./routes";
import { softmaxLine } from "./softmax";
import type { Timeline } from "./timeline";

/** What the picture of an edge is drawn from. */
export interface Passage {
  readonly timeline: Timeline;
  readonly edge: GraphEdge;
  readonly source: GraphNode;
  readonly target: GraphNode;
  /** The gradient that comes (forward mode: the tangent), and what becomes of it. */
  readonly start: Part;
  readonly result: Part;
  readonly forward: boolean;
}

/** Return upstream and local derivative on the one side, the contribution on the other. */
export function contributed(timeline: Timeline, edge: GraphEdge): Line | null {
  const passage = passageOf(timeline, edge);
  if (!passage) return null;
  const { kind } = edge.local;
  if (kind === "matmul" && edge.local.value) return factorLine(passage);
  const special = layerLine(passage) ?? convolutionLine(passage) ?? softmaxLine(passage) ?? lossLine(passage);
  return special ?? weightedLine(passage) ?? movedLine(passage);
}

function passageOf(timeline: Timeline, edge: GraphEdge): Passage | null {
  if (!edge.contribution) return null;
  const forward = timeline.graph.mode === "forward";
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  const [from, to] = forward ? [source, target] : [target, source];
  const upstream = timeline.total(from.id, timeline.steps.length - 1);
  if (!upstream) return null;
  const start = grad(upstream.cells, totalSymbol(timeline, from));
  const several = timeline.contributors(to.id).length > 1;
  const role = several ? via(timeline, edge) : null;
  const result = grad(timeline.cells(edge.contribution), totalSymbol(timeline, to), role);
  return { timeline, edge, source, target, start, result, forward };
}

/** The upstream gradient times the local derivative, cell by cell; where many cells made one, it is copied to each. */
function weightedLine({ timeline, edge, start, target, source, result, forward }: Passage): Line | null {
  const weights = weightsOf(timeline, edge);
  if (!weights) return null;
  const pointwise = edge.local.kind === "pointwise";
  const dot = (pointwise ? target : source).shape.length === 0 || start.cells.shape.length === 0 ? "·" : "⊙";
  if (forward && !pointwise) return equation([weights, start], ["Σ (", "⊙", ")"], result);
  const line = equation([start, weights], ["", dot, ""], result);
  if (forward || (pointwise && !weights.gate)) return line;
  const routes = ontoWeights(target, weights.cells);
  return routes ? { ...line, way: { kind: "through", routes } } : line;
}

/** Cells go back where they came from; where they do not simply travel, the arrow names the rule. */
function movedLine(passage: Passage): Line {
  const { timeline, edge, target, start, result, forward } = passage;
  const found = routesAlong(timeline, edge);
  const way = found && travelling(passage, found);
  const grown = grownAxes(timeline, edge);
  const arrow = arrowOver(passage, found !== null);
  const parts = [grown.length > 0 ? { ...start, grown } : start];
  const line = { ...equation(parts, ["", ""], result), arrow };
  if (!way) return line;
  const adds = forward ? isSum(target) : meets(way);
  const over = adds && arrow.kind === "code" && arrow.text === "" ? code("Σ") : arrow;
  return { ...line, arrow: over, way: { kind: "travel", flows: [{ part: 0, routes: way }], adds } };
}

/** Of a pooled window only the largest cells send and get something. */
function travelling({ timeline, source, target, forward }: Passage, found: Routes): Routes {
  const largest = target.operation?.startsWith("max_pool")
    ? winners(found, timeline.cells(source.value).data, timeline.cells(target.value).data)
    : found;
  return forward ? largest : reversed(largest);
}

function grownAxes(timeline: Timeline, edge: GraphEdge): readonly number[] {
  const step = timeline.passes(edge);
  return (step === null ? null : timeline.step(step).unbroadcast)?.sum_axes ?? [];
}

/** Return what happens to a gradient (forward: a tangent) on its way. */
function arrowOver({ timeline, edge, target, source, forward }: Passage, moves: boolean): Note {
  const axes = grownAxes(timeline, edge);
  if (axes.length > 0) return { kind: "sum", axes };
  const operation = target.operation ?? "";
  if (operation === "mean") return code(`÷ ${size(source.shape) / Math.max(size(target.shape), 1)}`);
  if (!moves) return { kind: "rule", of: target.sign ?? operation, mode: forward ? "jvp" : "vjp" };
  if (operation.startsWith("avg_pool")) return code("÷ n");
  const over = forward || operation === "transpose" ? arrowOf(target, [edge]) : null;
  return over ?? code("");
}
