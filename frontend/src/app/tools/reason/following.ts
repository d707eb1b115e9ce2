/** What the picked cell lights in the graph: what it came from, what it goes into, near or all the way. */

import { type CellRef, cellWord, type Held } from "../../../timeline/cells";
import { type Direction, type Lineage, lineage } from "../../../timeline/lineage";
import type { EntriesFor } from "../../../timeline/reasons";
import type { Timeline } from "../../../timeline/timeline";

export interface Lit {
  readonly node: string;
  readonly array: Held;
  readonly cell: number | null;
  readonly strength: number;
  readonly joined?: boolean;
}

export interface Followed {
  readonly lights: readonly Lit[];
  readonly lineage: Lineage;
  readonly arrays: number;
  readonly cells: number;
}

/** Return the whole ancestry or offspring of a cell; in each array the strongest influence counts as 1. */
export function followed(
  timeline: Timeline,
  cell: CellRef,
  direction: Direction,
  entries: EntriesFor,
): Followed {
  const found = lineage(timeline, cell, direction, entries);
  const others = found.reached.filter(({ node }) => node !== cell.node);
  const lights = others.flatMap(({ node, array, cells }): Lit[] => {
    if ([...cells.values()].some(Number.isNaN)) return [{ node, array, cell: null, strength: 0.3 }];
    const largest = Math.max(...[...cells.values()].map(Math.abs), Number.MIN_VALUE);
    return [...cells].map(([at, slope]) => ({ node, array, cell: at, strength: Math.abs(slope) / largest }));
  });
  return {
    lights,
    lineage: found,
    arrays: others.length,
    cells: others.reduce((count, { cells }) => count + cells.size, 0),
  };
}

/** Return cells as lights, each once. */
export function near(cells: readonly CellRef[]): readonly Lit[] {
  const once = new Map(cells.map((cell) => [cellWord(cell), cell]));
  return [...once.values()].map((cell) => ({ ...cell, strength: 0.5, joined: true }));
}
