/** Which cell a pointer is at. */

import { arrayOf, type CellRef, cellFrom, cellShown } from "../timeline/cells";
import { indexAt } from "../view/grid";
import type { Scene } from "../view/scene";

/** Return the cell of a card that an event of the pointer is about, or null if it is about none. */
export function cellUnder(event: MouseEvent, { cards, timeline }: Scene): CellRef | null {
  const target = event.target instanceof Element ? event.target : null;
  const drawn = target?.closest<SVGGElement>("[data-array]");
  const id = drawn?.closest("[data-node]")?.getAttribute("data-node");
  const node = id ? timeline.nodes.get(id) : undefined;
  if (!drawn || !node) return null;
  const first = cellFrom(`${node.id}.${drawn.dataset["array"]}.0`);
  const array = first && arrayOf(node, first.array);
  const place = target?.getAttribute("data-cell") ?? placeIn(drawn, event, cards.get(node.id)?.grid);
  return first && array && place !== null ? { ...first, cell: cellShown(array, Number(place)) } : null;
}

function placeIn(
  drawn: SVGGElement,
  event: MouseEvent,
  grid: Parameters<typeof indexAt>[0] | undefined,
): number | null {
  const matrix = drawn.getScreenCTM();
  if (!matrix || !grid) return null;
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  return indexAt(grid, x, y);
}
