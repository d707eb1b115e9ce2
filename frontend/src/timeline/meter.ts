/** What a pass has taken so far, and what all derivatives would take in either mode. */

import type { Costs } from "../wire/graph";
import type { Timeline } from "./timeline";

export interface Meter {
  /** Multiply-adds of this pass up to the step, and of all of it. */
  readonly done: number;
  readonly work: number;
  /** Contributions up to the step, and all. */
  readonly passed: number;
  readonly edges: number;
}

export function meterAt(timeline: Timeline, index: number): Meter {
  const passing = timeline.steps.flatMap((step) =>
    step.edge === null ? [] : [{ step: step.index, work: timeline.edge(step.edge).work }],
  );
  const soFar = passing.filter(({ step }) => step <= index);
  const sum = (all: readonly { readonly work: number }[]): number =>
    all.reduce((total, { work }) => total + work, 0);
  return { done: sum(soFar), work: sum(passing), passed: soFar.length, edges: passing.length };
}

/** Which mode has less to do, and how many times less. */
export interface Verdict {
  /** Cells of the leaves that lead to the output, and of the output. */
  readonly inputs: number;
  readonly outputs: number;
  readonly winner: "reverse" | "forward" | "neither" | "nothing";
  readonly times: number;
}

export function verdictOf(costs: Costs): Verdict {
  const [outputs, inputs] = [costs.reverse.passes, costs.forward.passes];
  const fewest = Math.min(inputs, outputs);
  if (fewest === 0) return { inputs, outputs, winner: "nothing", times: 1 };
  const winner = inputs === outputs ? "neither" : outputs < inputs ? "reverse" : "forward";
  return { inputs, outputs, winner, times: Math.max(inputs, outputs) / fewest };
}
