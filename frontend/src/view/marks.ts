/** Frames around a cell of a result and the cells that it is made of. */

import { aligned, ravel, unravel } from "../timeline/indexing";
import { factors } from "../timeline/routes";
import { type Bench, cellPoint, type Placed } from "./placed";
import { svg } from "./svg";

/** Frame a cell of the result and the cells that it is made of. */
export function mark(bench: Bench, index: number): void {
  const { result } = bench;
  const marks = [frame(result, index)];
  for (const [placed, cells] of sources(bench, index))
    marks.push(...cells.map((cell) => frame(placed, cell)));
  bench.marks.replaceChildren(...marks);
}

/** Return the cells of each part that a cell of the result is made of. */
function sources(
  { line, parts, result }: Bench,
  index: number,
): readonly (readonly [Placed, readonly number[]])[] {
  const { way } = line;
  const [first, second, ...rest] = parts;
  const beside = (others: readonly Placed[]) =>
    others.map((placed) => [placed, besideCell(placed, result, index)] as const);
  if (way.kind === "product" && first && second) {
    const { shape } = result.part.cells;
    const found = factors(first.part.cells.shape, second.part.cells.shape, shape, index);
    return [[first, found.left], [second, found.right], ...beside(rest)];
  }
  if (way.kind === "travel")
    return way.flows.flatMap(({ part, routes: { from, to } }) => {
      const placed = parts[part];
      return placed ? [[placed, Array.from(from).filter((_, route) => to[route] === index)] as const] : [];
    });
  if (way.kind === "through" && first && second) {
    const { from, to } = way.routes;
    return [
      [first, Array.from(from).filter((_, route) => to[route] === index)],
      [second, [index]],
    ];
  }
  if (line.signs.includes("⊗") && first && second) {
    const columns = second.part.cells.data.length;
    return [
      [first, [Math.floor(index / columns)]],
      [second, [index % columns]],
    ];
  }
  return beside(parts);
}

/** Return the cell of a part that stands at the same place, or the one that broadcasting brings there. */
function besideCell(placed: Placed, result: Placed, index: number): readonly number[] {
  const { shape } = placed.part.cells;
  const place = unravel(index, result.part.cells.shape);
  const fits = shape.every((length, axis) => {
    const large = result.part.cells.shape[axis - shape.length + place.length];
    return length === large || (length === 1 && large !== undefined);
  });
  return fits && shape.length <= place.length ? [ravel(aligned(place, shape), shape)] : [];
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
