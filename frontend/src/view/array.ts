/** An array, drawn: numbers in tinted cells, or a heatmap. */

import type { Cells } from "../wire/arrays";
import { full, short } from "../wire/numbers";
import { cellAt, type Grid, NUMBER_SIZE, sliceOffsets, tintScale } from "./grid";
import { FONTS, type Palette, type Quantity } from "./palette";
import { svg } from "./svg";

export interface ArrayStyle {
  readonly palette: Palette;
  readonly quantity: Quantity;
  /** What a full tint stands for, where these cells are a part of a larger array. */
  readonly scale?: number;
  /** Cells that are picked out: drawn with a frame. */
  readonly marked?: ReadonlySet<number>;
}

/** Draw `cells` in `grid`, its top left corner at the origin. */
export function drawArray(cells: Cells, grid: Grid, style: ArrayStyle): SVGGElement {
  const group = svg("g");
  if (grid.style === "empty") group.append(emptySign(style.palette));
  else if (grid.style === "heat") group.append(...heatmap(cells, grid, style));
  else group.append(...numbers(cells, grid, style));
  return group;
}

/** Draw the outline of an array that is not there yet. */
export function drawPlaceholder(grid: Grid, palette: Palette): SVGGElement {
  const columns = grid.columns * grid.cellWidth;
  const boxes = sliceOffsets(grid).map((x) =>
    svg("rect", {
      x: x + 0.5,
      y: 0.5,
      width: Math.max(columns - 1, 1),
      height: Math.max(grid.height - 1, 1),
      rx: 2,
      fill: "none",
      stroke: palette.grid,
      "stroke-dasharray": "2 3",
    }),
  );
  return svg("g", { "aria-hidden": "true" }, ...boxes);
}

function numbers(cells: Cells, grid: Grid, style: ArrayStyle): SVGElement[] {
  const scale = style.scale ?? tintScale(cells.data);
  const drawn: SVGElement[] = [];
  cells.data.forEach((number, index) => {
    const { x, y } = cellAt(grid, index);
    if (grid.style === "numbers") drawn.push(cellBox(number, x, y, grid, style, scale));
    if (style.marked?.has(index)) drawn.push(cellFrame(x, y, grid, style.palette));
    drawn.push(cellText(number, index, x, y, grid, style.palette));
  });
  return drawn;
}

function cellBox(
  number: number,
  x: number,
  y: number,
  grid: Grid,
  style: ArrayStyle,
  scale: number,
): SVGRectElement {
  return svg("rect", {
    x,
    y,
    width: grid.cellWidth,
    height: grid.cellHeight,
    fill: cellFill(number, scale, style),
    stroke: style.palette.grid,
  });
}

function cellFill(number: number, scale: number, style: ArrayStyle): string {
  if (Number.isNaN(number)) return style.palette.constant;
  return style.palette.tint(style.quantity, Number.isFinite(number) ? number / scale : Math.sign(number));
}

function cellFrame(x: number, y: number, grid: Grid, palette: Palette): SVGRectElement {
  return svg("rect", {
    x: x + 1,
    y: y + 1,
    width: grid.cellWidth - 2,
    height: grid.cellHeight - 2,
    fill: "none",
    stroke: palette.ink,
    "stroke-width": 1.5,
  });
}

function cellText(
  number: number,
  index: number,
  x: number,
  y: number,
  grid: Grid,
  palette: Palette,
): SVGTextElement {
  return svg(
    "text",
    {
      x: x + grid.cellWidth / 2,
      y: y + grid.cellHeight / 2 + NUMBER_SIZE * 0.36,
      "text-anchor": "middle",
      "font-family": FONTS.text,
      "font-size": grid.style === "number" ? NUMBER_SIZE + 2 : NUMBER_SIZE,
      "font-feature-settings": '"tnum"',
      fill: palette.ink,
      "data-cell": index,
      "data-number": full(number),
    },
    short(number),
  );
}

function emptySign(palette: Palette): SVGTextElement {
  return svg(
    "text",
    {
      x: 9,
      y: 14,
      "text-anchor": "middle",
      "font-size": 14,
      fill: palette.muted,
      "font-family": FONTS.roman,
    },
    "∅",
  );
}

function heatmap(cells: Cells, grid: Grid, style: ArrayStyle): SVGElement[] {
  const scale = tintScale(cells.data);
  const inSlice = grid.rows * grid.columns;
  const drawn: SVGElement[] = sliceOffsets(grid).flatMap((x, slice) => {
    const part = cells.data.subarray(slice * inSlice, (slice + 1) * inSlice);
    const width = grid.columns * grid.cellWidth;
    return [
      svg("image", {
        x,
        y: 0,
        width,
        height: grid.height,
        preserveAspectRatio: "none",
        "image-rendering": "pixelated",
        href: heatImage(part, grid, style, scale),
      }),
      svg("rect", { x, y: 0, width, height: grid.height, fill: "none", stroke: style.palette.border }),
    ];
  });
  if (cells.preview) drawn.push(previewMark(grid, style.palette));
  return [...drawn, ...oddMarks(cells, grid, style.palette, scale)];
}

/** Return a picture with a pixel for each cell. */
function heatImage(part: Float64Array, grid: Grid, style: ArrayStyle, scale: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = grid.columns;
  canvas.height = grid.rows;
  const context = canvas.getContext?.("2d");
  if (!context) return "data:,";
  part.forEach((number, index) => {
    context.fillStyle = Number.isNaN(number)
      ? style.palette.muted
      : style.palette.heat(style.quantity, Number.isFinite(number) ? number / scale : Math.sign(number));
    context.fillRect(index % grid.columns, Math.floor(index / grid.columns), 1, 1);
  });
  return canvas.toDataURL();
}

/** The corner that says: this is a part of a larger array. */
function previewMark(grid: Grid, palette: Palette): SVGPathElement {
  const corner = 10;
  return svg("path", {
    d: `M${grid.width - corner} 0H${grid.width}V${corner}Z`,
    fill: palette.ink,
    stroke: palette.card,
    "data-mark": "preview",
  });
}

const MOST_MARKS = 60;

/** Clipped cells get a dot, NaN a cross and infinities a bar: colour alone would not tell them. */
function oddMarks(cells: Cells, grid: Grid, palette: Palette, scale: number): SVGElement[] {
  const drawn: SVGElement[] = [];
  cells.data.forEach((number, index) => {
    if (drawn.length >= MOST_MARKS || Math.abs(number) <= scale) return;
    const { x, y } = cellAt(grid, index);
    const at = { x: x + grid.cellWidth / 2, y: y + grid.cellHeight / 2 };
    const reach = Math.max(Math.min(grid.cellWidth, grid.cellHeight) * 0.28, 1.2);
    drawn.push(
      svg("path", { d: oddSign(number, at, reach), stroke: palette.ink, fill: "none", "stroke-width": 1.2 }),
    );
  });
  return drawn;
}

function oddSign(number: number, at: { x: number; y: number }, reach: number): string {
  const { x, y } = at;
  if (Number.isNaN(number))
    return `M${x - reach} ${y - reach}l${2 * reach} ${2 * reach}m0 ${-2 * reach}l${-2 * reach} ${2 * reach}`;
  if (!Number.isFinite(number)) return `M${x - reach} ${y}h${2 * reach}`;
  return `M${x} ${y - reach / 2}v${reach}`;
}
