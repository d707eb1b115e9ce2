/** How high the workbench stands. */

import { linesOf } from "../timeline/scenes";
import type { Timeline } from "../timeline/timeline";
import { benchHeight, type Room } from "../view/arrangement";
import type { Words } from "../view/words";

const SHARE = 0.36;
const SHORTEST = 72;

/** Return the height that every step has room in, within a share of the whole room: it does not jump between steps. */
export function stageHeight(timeline: Timeline, room: Room, words: Words): number {
  const most = Math.max(room.height * SHARE, SHORTEST);
  return Math.round(Math.max(tallest(timeline, { ...room, height: most }, words), SHORTEST));
}

const heights = new WeakMap<Timeline, { readonly room: string; readonly height: number }>();

/** Return the height of the tallest step's workbench. */
function tallest(timeline: Timeline, room: Room, words: Words): number {
  const key = `${room.width} ${room.height} ${room.type} ${words.before}`;
  const known = heights.get(timeline);
  if (known?.room === key) return known.height;
  const height = Math.max(...timeline.steps.map((step) => benchHeight(linesOf(timeline, step), room, words)));
  heights.set(timeline, { room: key, height });
  return height;
}
