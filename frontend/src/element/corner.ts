/** The corner that the overview map may have. */

import type { Box } from "../layout/elk";
import { sharedArea } from "../view/covering";

export type Corner = "bottom right" | "bottom left" | "top left";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels between the map and the edges of the stage, at both sides of it. */
const ROOM = 18;
/** Below this many pixels of width, the map covers nothing that a step is about. */
const NARROW = 480;

/**
 * Return the corner in which a map covers none of the boxes, all of them as they are on the screen: the first of those
 * that are free, else the one where it covers least; null if it is in the way wherever it is.
 */
export function freeCorner(screen: Size, map: Size, boxes: readonly Box[]): Corner | null {
  const [width, height] = [map.width + ROOM, map.height + ROOM];
  const [right, bottom] = [screen.width - width, screen.height - height];
  const corners: readonly (readonly [Corner, Box])[] = [
    ["bottom right", { x: right, y: bottom, width, height }],
    ["bottom left", { x: 0, y: bottom, width, height }],
    ["top left", { x: 0, y: 0, width, height }],
  ];
  let best: Corner | null = null;
  let least = screen.width < NARROW ? 1 : width * height;
  for (const [corner, place] of corners) {
    const covered = boxes.reduce((sum, box) => sum + sharedArea(place, box), 0);
    if (covered < least) [best, least] = [corner, covered];
  }
  return best;
}
