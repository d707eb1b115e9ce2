/**
 * All that a cell came from, or all that it goes into, through the whole graph: for every array the cells reached,
 * and by how much one would move with the other. A path's product of slopes, summed over the paths.
 */

import { size } from "../wire/arrays";
import type { GraphEdge } from "../wire/graph";
import { grouped } from "../wire/grouped";
import type { CellRef, Held } from "./cells";
import type { EntriesFor } from "./reasons";
import type { Timeline } from "./timeline";

export type Direction = "from" | "to";

/** What was reached of one array; where an edge's entries are not known, all of it, and `slopes` says NaN. */
export interface Reached {
  readonly node: string;
  readonly array: Held;
  readonly cells: ReadonlyMap<number, number>;
}

export interface Lineage {
  readonly reached: readonly Reached[];
  /** The edges whose entries were needed and are not known. */
  readonly unknown: readonly GraphEdge[];
}

/** A gradient came from where the values go, and goes where they came from; a tangent goes with the values. */
export function lineage(
  timeline: Timeline,
  ref: CellRef,
  direction: Direction,
  entries: EntriesFor,
): Lineage {
  const towardsInputs = (direction === "from") !== (ref.array === "grad");
  const weights = new Map<string, Map<number, number>>([[ref.node, new Map([[ref.cell, 1]])]]);
  const unknown: GraphEdge[] = [];
  const order = towardsInputs ? [...timeline.graph.nodes].reverse() : timeline.graph.nodes;
  const leaving = grouped(timeline.graph.edges, (edge) => (towardsInputs ? edge.target : edge.source));
  for (const node of order) {
    const cells = weights.get(node.id);
    if (!cells) continue;
    for (const edge of leaving.get(node.id) ?? []) {
      if (!passes(timeline, edge, ref.array)) continue;
      const to = towardsInputs ? edge.source : edge.target;
      const into = weights.get(to) ?? new Map<number, number>();
      weights.set(to, into);
      if (!pass(timeline, edge, towardsInputs, cells, into, entries)) unknown.push(edge);
    }
  }
  const reached = [...weights].map(([node, cells]) => ({ node, array: ref.array, cells }));
  return { reached, unknown };
}

function passes(timeline: Timeline, edge: GraphEdge, array: Held): boolean {
  if (array === "value") return true;
  return edge.contribution !== null && timeline.expectsTotal(edge.target);
}

/** Add what an edge passes on; returns false where all that can be said is that all cells may be reached. */
function pass(
  timeline: Timeline,
  edge: GraphEdge,
  towardsInputs: boolean,
  cells: ReadonlyMap<number, number>,
  into: Map<number, number>,
  entries: EntriesFor,
): boolean {
  const found = entries(edge);
  if (!found) {
    const goal = timeline.node(towardsInputs ? edge.source : edge.target);
    for (let cell = 0; cell < size(goal.shape); cell += 1) into.set(cell, Number.NaN);
    return false;
  }
  for (const [cell, weight] of cells) {
    for (const entry of towardsInputs ? found.ofResult(cell) : found.ofOperand(cell)) {
      const goal = towardsInputs ? entry.operand : entry.result;
      into.set(goal, (into.get(goal) ?? 0) + weight * entry.slope);
    }
  }
  return true;
}
