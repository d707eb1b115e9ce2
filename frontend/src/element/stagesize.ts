/** How high the workbench stands. */

import { linesOf } from "../timeline/scenes";
import type { Timeline } from "../timeline/timeline";
import { benchHeight, type Size } from "../view/arrangement";

const SHARE = 0.36;
const SHORTEST = 72;

/** Return the height that every step has room in, within a share of the whole: it does not jump between steps. */
export function stageHeight(timeline: Timeline, width: number, whole: number): number {
  const most = Math.max(whole * SHARE, SHORTEST);
  return Math.round(Math.max(tallest(timeline, { width, height: most }), SHORTEST));
}

const heights = new WeakMap<Timeline, { readonly room: string; readonly height: number }>();

/** Return the height of the tallest step's workbench. */
function tallest(timeline: Timeline, room: Size): number {
  const key = `${room.width} ${room.height}`;
  const known = heights.get(timeline);
  if (known?.room === key) return known.height;
  const height = Math.max(...timeline.steps.map((step) => benchHeight(linesOf(timeline, step), room)));
  heights.set(timeline, { room: key, height });
  return height;
}
