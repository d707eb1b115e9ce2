/** What a step lights up. */

import type { Timeline } from "../timeline/timeline";
import type { Step } from "../wire/graph";
import type { Drawn } from "./drawn";
import type { Role } from "./node";

export interface Lit {
  /** What each box has to do with the step. */
  readonly roles: ReadonlyMap<string, Role>;
  /** The same for each node, whether it has a box of its own or not. */
  readonly nodes: ReadonlyMap<string, Role>;
  /** The node whose gradient (forward mode: tangent) grows. */
  readonly receives: string | null;
}

export function litBy(step: Step, timeline: Timeline, drawn: Drawn): Lit {
  const nodes = new Map<string, Role>();
  const edge = step.edge === null ? null : timeline.edge(step.edge);
  const inputs = step.kind === "evaluate" ? (timeline.inputs.get(step.node) ?? []) : [];
  for (const input of inputs) nodes.set(input.source, "operand");
  if (edge) nodes.set(edge.source, step.phase);
  nodes.set(step.node, step.phase);
  const roles = new Map<string, Role>();
  for (const [id, role] of nodes) {
    const box = drawn.inside.get(id) ?? id;
    if (role !== "operand" || !roles.has(box)) roles.set(box, role);
  }
  const receives = edge ? timeline.addsTo(edge) : step.kind === "seed" ? step.node : null;
  return { roles, nodes, receives };
}
