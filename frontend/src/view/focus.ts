/** What to look at in a step, and what nothing may cover then. */

import type { Box } from "../layout/elk";
import type { Timeline } from "../timeline/timeline";
import type { Step } from "../wire/graph";
import { around, type Focus } from "./camera";

export interface StepFocus extends Focus {
  /** The boxes of all nodes that take part in the step. */
  readonly parts: readonly Box[];
}

/** Return what a step is about; null if none of it has a box. */
export function focusOf(timeline: Timeline, step: Step, boxOf: (id: string) => Box | null): StepFocus | null {
  const edge = step.edge === null ? null : timeline.edge(step.edge);
  const inputs = step.kind === "evaluate" ? (timeline.inputs.get(step.node) ?? []) : [];
  const ids = [
    step.node,
    ...(edge ? [edge.source, edge.target] : []),
    ...inputs.map((input) => input.source),
  ];
  const parts = ids.flatMap((id) => boxOf(id) ?? []);
  const all = around(parts);
  const heart = boxOf(edge && step.phase === "backward" ? edge.source : step.node);
  return all && { all, heart: heart ?? all, parts };
}
