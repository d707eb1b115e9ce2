/** Where something that opens finds room among what is there already. */

import type { Box } from "../layout/elk";

export interface Obstacle {
  readonly box: Box;
  readonly weight: number;
}

const FAR_AWAY = 900;

/** Return the place for a card of `size` at or around `box` that covers least of the obstacles. */
export function leastCovering(
  box: Box,
  size: { readonly width: number; readonly height: number },
  obstacles: readonly Obstacle[],
): Box {
  const middle = { x: box.x + (box.width - size.width) / 2, y: box.y + (box.height - size.height) / 2 };
  const [across, down] = [(box.width + size.width) / 2 + 14, (box.height + size.height) / 2 + 14];
  const places = [0, -1, 1].flatMap((dx) => [0, -1, 1].map((dy) => ({ dx, dy })));
  const candidates = places.map(({ dx, dy }) => {
    const place = {
      x: middle.x + dx * across,
      y: middle.y + dy * down,
      width: size.width,
      height: size.height,
    };
    const covered = obstacles.reduce((sum, one) => sum + one.weight * sharedArea(place, one.box), 0);
    return { place, cost: covered + (Math.abs(dx) + Math.abs(dy)) * FAR_AWAY };
  });
  return candidates.reduce((best, one) => (one.cost < best.cost ? one : best)).place;
}

/** Return the area that two boxes have in common. */
export function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(width, 0) * Math.max(height, 0);
}
