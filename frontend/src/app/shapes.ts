/** The shapes of a step, checked like units: (2, 4) · (3, 4)ᵀ → (2, 3). */

import type { Timeline } from "../timeline/timeline";
import { tuple } from "../wire/arrays";
import type { GraphEdge, GraphNode, Step } from "../wire/graph";

/** Return the shapes of a step, or null where all are single numbers and there is nothing to check. */
export function shapesOf(timeline: Timeline, step: Step): string | null {
  if (step.edge !== null) return shapesOfEdge(timeline, timeline.edge(step.edge));
  const node = timeline.node(step.node);
  if (step.kind === "seed") return worthTelling(tuple(node.shape));
  const edges = timeline.inputs.get(node.id) ?? [];
  const joined = edges.map((edge) => tuple(timeline.node(edge.source).shape)).join(signOf(node, edges));
  return worthTelling(`${joined} → ${tuple(node.shape)}`);
}

function worthTelling(shapes: string): string | null {
  return /\d/.test(shapes) ? shapes : null;
}

/** Operands are multiplied like matrices, taken together cell by cell, or simply given side by side. */
function signOf(node: GraphNode, edges: readonly GraphEdge[]): string {
  if (node.operation === "matmul" || node.operation === "dot") return " · ";
  return edges.some((edge) => edge.local.kind === "pointwise") ? " ⊙ " : ", ";
}

export function shapesOfEdge(timeline: Timeline, edge: GraphEdge): string | null {
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  const [from, to] = timeline.graph.mode === "reverse" ? [target, source] : [source, target];
  const step = timeline.passes(edge);
  const back = step === null ? null : timeline.step(step).unbroadcast;
  if (edge.local.kind === "pointwise")
    return worthTelling(`${tuple(from.shape)} ⊙ ${tuple(target.shape)} → ${tuple(to.shape)}`);
  if (edge.local.kind === "matmul") return product(timeline, edge, from, to);
  if (back) return `${tuple(from.shape)} → Σ ${back.sum_axes.join(", ")} → ${tuple(to.shape)}`;
  return `${tuple(from.shape)} → ${tuple(to.shape)}`;
}

function product(timeline: Timeline, edge: GraphEdge, from: GraphNode, to: GraphNode): string {
  const other = timeline.inputs.get(edge.target)?.find((one) => one.argument !== edge.argument);
  const shape = other ? timeline.node(other.source).shape : [];
  const reverse = timeline.graph.mode === "reverse";
  const factor = `${tuple(shape)}${reverse && shape.length > 1 ? "ᵀ" : ""}`;
  const outer = reverse && shape.length === 1 && from.shape.length === 1;
  const [left, right] = edge.argument === 0 ? [tuple(from.shape), factor] : [factor, tuple(from.shape)];
  return `${left} ${outer ? "⊗" : "·"} ${right} → ${tuple(to.shape)}`;
}
