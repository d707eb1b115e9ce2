/** Brackets beside an array, along the axes on which it holds copies of something smaller: how many there are. */

import type { Part } from "../timeline/scenes";
import { axes, type Grid } from "./grid";
import { textWidth } from "./measure";
import { FONTS, type Palette } from "./palette";
import { svg } from "./svg";

const NOTE = 11.5;
const ROOM = 8;
const TOP = 20;

interface Bracket {
  readonly side: "left" | "top";
  readonly text: string;
}

/** Copies along rows stand below each other, those along columns side by side, those along other axes as slices. */
function bracketsOf(part: Part): readonly Bracket[] {
  const { shape } = part.cells;
  const { slices, rows, columns } = axes(shape);
  const sides = part.grown.map((axis) => axis - shape.length);
  const across = [
    ...(sides.some((axis) => axis < -2) && slices > 1 ? [slices] : []),
    ...(sides.includes(-1) ? [columns] : []),
  ];
  return [
    ...(sides.includes(-2) ? [{ side: "left" as const, text: `${rows} ×` }] : []),
    ...(across.length > 0 ? [{ side: "top" as const, text: `${across.join(" · ")} ×` }] : []),
  ];
}

/** Return how much room brackets take at the left of an array and above it. */
export function bracketRoom(part: Part, grid: Grid): { readonly left: number; readonly top: number } {
  if (grid.style === "empty") return { left: 0, top: 0 };
  const found = bracketsOf(part);
  const left = found.find((one) => one.side === "left");
  return {
    left: left ? textWidth(left.text, "text", NOTE) + ROOM + 6 : 0,
    top: found.some((one) => one.side === "top") ? TOP : 0,
  };
}

/** Draw the brackets of an array whose top left corner is at the origin. */
export function drawBrackets(part: Part, grid: Grid, palette: Palette): SVGElement[] {
  if (grid.style === "empty") return [];
  return bracketsOf(part).flatMap(({ side, text }) => {
    const left = side === "left";
    const d = left
      ? `M${-ROOM + 4} 0.5H${-ROOM}V${grid.height - 0.5}H${-ROOM + 4}`
      : `M0.5 ${-ROOM + 4}V${-ROOM}H${grid.width - 0.5}V${-ROOM + 4}`;
    return [
      svg("path", { d, fill: "none", stroke: palette.backward, "stroke-width": 1.5 }),
      svg(
        "text",
        {
          x: left ? -ROOM - 5 : grid.width / 2,
          y: left ? grid.height / 2 + NOTE * 0.36 : -ROOM - 4,
          "text-anchor": left ? "end" : "middle",
          "font-family": FONTS.text,
          "font-size": NOTE,
          fill: palette.backward,
        },
        text,
      ),
    ];
  });
}
