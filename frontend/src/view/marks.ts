/** Frames around a cell of a result and the cells that it is made of. */

import { factors } from "../timeline/routes";
import { type Bench, cellPoint, type Placed } from "./placed";
import { svg } from "./svg";

/** Frame a cell of the result and the cells that it is made of. */
export function mark(bench: Bench, index: number): void {
  const { line, parts, result } = bench;
  const marks = [frame(result, index)];
  if (line.way.kind === "product" && parts[0] && parts[1]) {
    const [left, right] = parts;
    const found = factors(left.part.cells.shape, right.part.cells.shape, result.part.cells.shape, index);
    marks.push(...found.left.map((cell) => frame(left, cell)));
    marks.push(...found.right.map((cell) => frame(right, cell)));
  } else if (line.way.kind === "travel" && parts[0]) {
    const { from, to } = line.way.routes;
    to.forEach((goal, route) => {
      if (goal === index && parts[0]) marks.push(frame(parts[0], from[route] ?? 0));
    });
  } else {
    for (const placed of parts) if (placed.part.cells.data.length > index) marks.push(frame(placed, index));
  }
  bench.marks.replaceChildren(...marks);
}

function frame(placed: Placed, index: number): SVGRectElement {
  const { x, y } = cellPoint(placed, index);
  return svg("rect", {
    x: x + 0.5,
    y: y + 0.5,
    width: Math.max(placed.grid.cellWidth - 1, 1),
    height: Math.max(placed.grid.cellHeight - 1, 1),
    rx: 2,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.75,
  });
}
