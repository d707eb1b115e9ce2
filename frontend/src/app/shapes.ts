/** The shapes of a step, checked like units: (2, 4) · (3, 4)ᵀ → (2, 3). */

import type { Timeline } from "../timeline/timeline";
import { tuple } from "../wire/arrays";
import type { GraphEdge, Step } from "../wire/graph";

export function shapesOf(timeline: Timeline, step: Step): string | null {
  if (step.edge !== null) return shapesOfEdge(timeline, timeline.edge(step.edge));
  const node = timeline.node(step.node);
  if (step.kind === "seed") return tuple(node.shape);
  const operands = (timeline.inputs.get(node.id) ?? []).map((edge) => timeline.node(edge.source));
  const joined = operands.map((operand) => tuple(operand.shape)).join(` ${signOf(node.operation)} `);
  return `${joined} → ${tuple(node.shape)}`;
}

function signOf(operation: string | null): string {
  return operation === "matmul" || operation === "dot" ? "·" : "⊙";
}

export function shapesOfEdge(timeline: Timeline, edge: GraphEdge): string | null {
  const [source, target] = [timeline.node(edge.source), timeline.node(edge.target)];
  const [from, to] = timeline.graph.mode === "reverse" ? [target, source] : [source, target];
  const step = timeline.passes(edge);
  const back = step === null ? null : timeline.step(step).unbroadcast;
  if (edge.local.kind === "pointwise")
    return `${tuple(from.shape)} ⊙ ${tuple(target.shape)} → ${tuple(to.shape)}`;
  if (edge.local.kind === "matmul") return product(timeline, edge, tuple(from.shape), tuple(to.shape));
  if (back) return `${tuple(from.shape)} → Σ ${back.sum_axes.join(", ")} → ${tuple(to.shape)}`;
  return `${tuple(from.shape)} → ${tuple(to.shape)}`;
}

function product(timeline: Timeline, edge: GraphEdge, from: string, to: string): string {
  const other = timeline.inputs.get(edge.target)?.find((one) => one.argument !== edge.argument);
  const shape = other ? timeline.node(other.source).shape : [];
  const turned = timeline.graph.mode === "reverse" && shape.length > 1 ? "ᵀ" : "";
  const factor = `${tuple(shape)}${turned}`;
  return edge.argument === 0 ? `${from} · ${factor} → ${to}` : `${factor} · ${from} → ${to}`;
}
