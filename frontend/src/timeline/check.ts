/** Whether a line comes to the graph's own result: a picture that would not is not shown. */

import type { Cells } from "../wire/arrays";
import type { Timeline } from "./timeline";

const TOLERANCES = { float64: 1e-9, float32: 1e-4 } as const;

export function agrees(timeline: Timeline, found: ArrayLike<number>, wanted: Cells): boolean {
  if (found.length !== wanted.data.length || wanted.preview) return false;
  const largest = wanted.data.reduce((most, cell) => Math.max(most, Math.abs(cell) || 0), 1e-30);
  const allowed = TOLERANCES[timeline.graph.dtype] * largest;
  return wanted.data.every((cell, index) => Math.abs(cell - (found[index] ?? Number.NaN)) <= allowed);
}

/** Return an array of this shape with these numbers. */
export function made(shape: readonly number[], data: Float64Array): Cells {
  return { shape, shown: shape, data, preview: false };
}
