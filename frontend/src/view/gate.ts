/** A gate on the workbench: the cells that let a gradient pass are framed, the others are struck out. */

import { cellAt, type Grid } from "./grid";
import type { Palette } from "./palette";
import { svg } from "./svg";

/** Draw the marks of a gate over an array whose top left corner is at the origin. */
export function drawGate(
  open: ReadonlySet<number>,
  count: number,
  grid: Grid,
  palette: Palette,
): SVGElement[] {
  if (grid.style !== "numbers" && grid.style !== "number") return [];
  const indices = Array.from({ length: count }, (_, index) => index);
  const closed = indices.filter((index) => !open.has(index));
  return [
    ...closed.map((index) => stroke(index, grid, palette)),
    ...[...open].map((index) => frame(index, grid, palette)),
  ];
}

function stroke(index: number, grid: Grid, palette: Palette): SVGPathElement {
  const { x, y } = cellAt(grid, index);
  return svg("path", {
    d: `M${x + 3} ${y + grid.cellHeight - 3}L${x + grid.cellWidth - 3} ${y + 3}`,
    stroke: palette.muted,
    "stroke-width": 1.25,
  });
}

function frame(index: number, grid: Grid, palette: Palette): SVGRectElement {
  const { x, y } = cellAt(grid, index);
  return svg("rect", {
    x: x + 1.5,
    y: y + 1.5,
    width: grid.cellWidth - 3,
    height: grid.cellHeight - 3,
    rx: 3,
    fill: "none",
    stroke: palette.backward,
    "stroke-width": 1.75,
  });
}
