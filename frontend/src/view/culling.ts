/** What of a large graph is on the screen, and whether it is so much that it is drawn from far away. */

import type { Box, Placed, Point } from "../layout/elk";
import { around, touches } from "./camera";

/** Smaller graphs are drawn whole. */
export const LARGE_FROM = 400;
/** More cards than that on the screen are too small to read. */
export const MOST_CARDS = 240;

export interface InView {
  readonly far: boolean;
  readonly boxes: ReadonlySet<string>;
  readonly lines: ReadonlySet<string>;
}

export const NOTHING: InView = { far: false, boxes: new Set(), lines: new Set() };

export class Culling {
  /** The stretches of each line: what lies around all of it is often most of the picture. */
  readonly #stretches: ReadonlyMap<string, readonly Box[]>;

  constructor(readonly placed: Placed) {
    this.#stretches = new Map([...placed.edges].map(([id, points]) => [id, stretches(points)]));
  }

  /** Return what touches `view`; with more boxes than `most`, nothing but that it is seen from far away. */
  seen(view: Box, most: number): InView {
    const boxes = new Set<string>();
    for (const [id, box] of this.placed.boxes) if (touches(box, view)) boxes.add(id);
    if (boxes.size > most) return { ...NOTHING, far: true };
    const lines = new Set<string>();
    for (const [id, parts] of this.#stretches) if (parts.some((part) => touches(part, view))) lines.add(id);
    return { far: false, boxes, lines };
  }
}

function stretches(points: readonly Point[]): readonly Box[] {
  return points.slice(1).flatMap((point, index) => {
    const ends = [point, points[index] ?? point].map((end) => ({ ...end, width: 1, height: 1 }));
    return around(ends) ?? [];
  });
}

/** Put what has come into view into its layer and take out what has left it; returns whether something has come. */
export function attach(
  layer: Element,
  before: ReadonlySet<string> | undefined,
  now: ReadonlySet<string>,
  groupOf: (id: string) => SVGGElement | undefined,
): boolean {
  const there = before ?? new Set();
  for (const id of there) if (!now.has(id)) groupOf(id)?.remove();
  const come = [...now].filter((id) => !there.has(id)).flatMap((id) => groupOf(id) ?? []);
  layer.append(...come);
  return come.length > 0;
}
