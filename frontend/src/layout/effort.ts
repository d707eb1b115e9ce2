/** How much work a graph is for ELK. */

import type { BoxToPlace, EdgeToPlace } from "./elk";

/** Return the number of boxes and of places where a line passes a layer: ELK puts a box of its own at each. */
export function effort(boxes: readonly BoxToPlace[], edges: readonly EdgeToPlace[]): number {
  const source = new Map(edges.map((edge) => [edge.id, edge.source]));
  const depths = new Map<string, number>();
  let passed = 0;
  for (const { id, inputs } of boxes) {
    const above = inputs.map((edge) => depths.get(source.get(edge) ?? "") ?? 0);
    const depth = Math.max(-1, ...above) + 1;
    depths.set(id, depth);
    for (const one of above) passed += depth - one - 1;
  }
  return boxes.length + passed;
}
