/** What is lit with a picked cell, as far as the graph itself tells: the cells that its number came from. */

import { type CellRef, cellWord, derivativeOf } from "../timeline/cells";
import type { Known } from "../timeline/known";
import { type Reason, reasonFor, sourcesOf, unknownEdges } from "../timeline/reasons";
import type { Light } from "../view/cellmarks";

export function lightsOf(known: Known, picked: CellRef, index: number): readonly Light[] {
  const { timeline } = known;
  const reason = arrived(reasonFor(timeline, picked, index, known.entries));
  const cells = new Map(sourcesOf(reason).map((cell) => [cellWord(cell), cell]));
  const whole = unknownEdges(reason).flatMap((edge): Light[] => {
    if (picked.array === "value")
      return [{ node: edge.source, array: "value", cell: null, strength: 0.5, joined: true }];
    const node = timeline.graph.mode === "reverse" ? edge.target : edge.source;
    return [{ node, array: derivativeOf(timeline.graph), cell: null, strength: 0.5, joined: true }];
  });
  return [...[...cells.values()].map((cell) => ({ ...cell, strength: 0.5, joined: true })), ...whole];
}

/** What has not been added yet is no part of the number that is shown. */
function arrived(reason: Reason): Reason {
  return reason.kind === "shares"
    ? { ...reason, shares: reason.shares.filter((share) => share.arrived) }
    : reason;
}
