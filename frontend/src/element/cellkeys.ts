/** Walking through the cells of a card with the arrow keys: through its value, and on into its gradient below. */

import { arrayOf, type CellRef, cellShown, derivativeOf, type Held, shownPlace } from "../timeline/cells";
import type { Timeline } from "../timeline/timeline";
import { axes } from "../view/grid";

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/** Return the cell that a key press leads to, or null if it leads to none. */
export function cellAfter(
  event: KeyboardEvent,
  picked: CellRef | null,
  selected: string | null,
  timeline: Timeline,
  index: number,
): CellRef | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  const [target] = event.composedPath();
  if (target instanceof Element && target.matches("button, input, select, [role=button]")) return null;
  if (picked) {
    const arrow = ARROWS[event.key];
    return arrow ? moved(picked, arrow, timeline, index) : null;
  }
  if (event.key !== "Enter" || !selected || !timeline.nodes.has(selected)) return null;
  const [array] = heldAt(timeline, selected, index);
  return array ? { node: selected, array, cell: 0 } : null;
}

/** Return the arrays of a node that are shown at a step and have cells, from top to bottom. */
function heldAt(timeline: Timeline, id: string, index: number): readonly Held[] {
  const node = timeline.node(id);
  if (node.shape.includes(0)) return [];
  const derivative = timeline.total(id, index) ? [derivativeOf(timeline.graph)] : [];
  return timeline.hasValue(id, index) ? ["value", ...derivative] : derivative;
}

function moved(
  picked: CellRef,
  [right, down]: readonly [number, number],
  timeline: Timeline,
  index: number,
): CellRef {
  const array = arrayOf(timeline.node(picked.node), picked.array);
  if (!array) return picked;
  const { shown } = timeline.cells(array);
  const { slices, rows, columns } = axes(shown);
  const place = shownPlace(array, picked.cell);
  const slice = Math.floor(place / (rows * columns));
  const across = slice * columns + (place % columns) + right;
  const row = Math.floor((place % (rows * columns)) / columns) + down;
  if (across < 0 || across >= slices * columns) return picked;
  const held = row >= 0 && row < rows ? picked.array : beside(picked, down, timeline, index);
  if (held === null) return picked;
  const to =
    Math.floor(across / columns) * rows * columns + ((row + rows) % rows) * columns + (across % columns);
  return { node: picked.node, array: held, cell: cellShown(array, to) };
}

/** Return the array above or below in the card. */
function beside(picked: CellRef, down: number, timeline: Timeline, index: number): Held | null {
  const held = heldAt(timeline, picked.node, index);
  return held[held.indexOf(picked.array) + down] ?? null;
}
