/** Rings around cells: the one that is picked, and those that it came from or goes into. */

import type { Box } from "../layout/elk";
import type { CellRef, Held } from "../timeline/cells";
import { arrayOf, shownPlace } from "../timeline/cells";
import type { Timeline } from "../timeline/timeline";
import { grouped } from "../wire/grouped";
import { around } from "./camera";
import type { Card } from "./card";
import { cellAt } from "./grid";
import type { Palette } from "./palette";
import { svg } from "./svg";

/** A cell that is lit, or a whole array of which it is not known which cells; `strength` is from 0 to 1. */
export interface Light {
  readonly node: string;
  readonly array: Held;
  readonly cell: number | null;
  readonly strength: number;
  /** Whether a line joins it with the cell that is picked. */
  readonly joined?: boolean;
}

export interface Marked {
  readonly picked: CellRef | null;
  readonly lights: readonly Light[];
}

/** What the rings are drawn on. */
export interface Ground {
  readonly timeline: Timeline;
  readonly root: SVGGElement;
  readonly cards: ReadonlyMap<string, Card>;
  /** The id of the box that something is drawn in. */
  boxIdOf(id: string): string;
}

interface Frame extends Box {
  /** The array is not on the screen now: the frame is around the card, or the badge. */
  readonly outside: boolean;
}

const SMALLEST = 7;
const MOST_LINES = 8;
const MOST_RINGS = 1500;

export class CellMarks {
  readonly layer = svg("g", { "pointer-events": "none", "data-marks": "" });
  /** Lines go below the cards, so that no number is crossed out. */
  readonly lines = svg("g", { "pointer-events": "none" });

  show({ picked, lights }: Marked, ground: Ground, palette: Palette): void {
    const own = picked && frameOf(this.layer, ground, picked.node, picked.array, picked.cell);
    const drawn: SVGElement[] = [];
    const rings = lights.slice(0, MOST_RINGS).flatMap((light) => {
      const frame = frameOf(this.layer, ground, light.node, light.array, light.cell);
      return frame ? [{ light, frame }] : [];
    });
    for (const { light, frame } of rings) drawn.push(...lit(light, frame, palette));
    if (own && picked) drawn.push(...ring(own, palette.ink, 2.5, palette, picked));
    this.layer.replaceChildren(...drawn);
    const arrays = grouped(
      rings.filter(({ light }) => light.joined && light.node !== picked?.node),
      ({ light }) => `${light.node} ${light.array}`,
    );
    const joined = own && arrays.size <= MOST_LINES ? [...arrays.values()] : [];
    this.lines.replaceChildren(
      ...joined.flatMap((group) => {
        const [first] = group;
        const all = first && around(group.map(({ frame }) => frame));
        return all && own ? [line(all, own, colourOf(first.light.array, palette))] : [];
      }),
    );
  }
}

function colourOf(array: Held, palette: Palette): string {
  return array === "value" ? palette.forward : palette.backward;
}

function lit(light: Light, frame: Frame, palette: Palette): SVGElement[] {
  const width = 1 + 1.25 * light.strength;
  const found = ring(frame, colourOf(light.array, palette), width, palette, light);
  if (light.cell === null || frame.outside)
    for (const one of found) one.setAttribute("stroke-dasharray", "4 3");
  return found;
}

/** A ring has a rim in the card's colour, so that it is seen on any tint. */
function ring(
  { x, y, width, height }: Frame,
  stroke: string,
  thickness: number,
  palette: Palette,
  about: { readonly node: string; readonly array: Held; readonly cell: number | null },
): SVGElement[] {
  const place = { x, y, width, height, rx: 3, fill: "none" };
  const name = `${about.node}.${about.array}.${about.cell ?? "all"}`;
  return [
    svg("rect", { ...place, stroke: palette.card, "stroke-width": thickness + 2 }),
    svg("rect", { ...place, stroke, "stroke-width": thickness, "data-ring": name }),
  ];
}

/** A thin line from one frame to another, leaving each at the side that faces the other. */
function line(from: Box, to: Box, stroke: string): SVGPathElement {
  const [a, b] = [middle(from), middle(to)];
  const across = Math.abs(b.x - a.x) > Math.abs(b.y - a.y);
  const [start, end] = [side(from, b, across), side(to, a, across)];
  const [bendX, bendY] = across ? [(end.x - start.x) / 2, 0] : [0, (end.y - start.y) / 2];
  return svg("path", {
    d: `M${start.x} ${start.y}C${start.x + bendX} ${start.y + bendY} ${end.x - bendX} ${end.y - bendY} ${end.x} ${end.y}`,
    fill: "none",
    stroke,
    "stroke-width": 1.5,
    "stroke-dasharray": "1 4",
    "stroke-linecap": "round",
  });
}

function middle({ x, y, width, height }: Box): { readonly x: number; readonly y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}

function side(frame: Box, towards: { readonly x: number; readonly y: number }, across: boolean) {
  const { x, y } = middle(frame);
  return across
    ? { x: x + (Math.sign(towards.x - x) * frame.width) / 2, y }
    : { x, y: y + (Math.sign(towards.y - y) * frame.height) / 2 };
}

/** Return where a cell is on the canvas, or null if not even its card is there. */
function frameOf(
  layer: SVGGElement,
  ground: Ground,
  node: string,
  held: Held,
  cell: number | null,
): Frame | null {
  const { timeline, root, cards } = ground;
  const drawn = drawnArray(root, node, held);
  if (!drawn) {
    const own = `[data-node="${node}"], [data-folded="${ground.boxIdOf(node)}"]`;
    const card = root.querySelector<SVGGElement>(own);
    return card && boxOf(layer, card, 3);
  }
  const grid = cards.get(node)?.grid;
  const array = arrayOf(timeline.node(node), held);
  if (cell === null || !grid || !array) return boxOf(layer, drawn, 2);
  const place = shownPlace(array, cell);
  if (place < 0) return boxOf(layer, drawn, 2);
  const at = cellAt(grid, place);
  const start = onCanvas(layer, drawn);
  if (!start) return null;
  const [width, height] = [Math.max(grid.cellWidth, SMALLEST), Math.max(grid.cellHeight, SMALLEST)];
  const x = start.x + at.x - (width - grid.cellWidth) / 2;
  const y = start.y + at.y - (height - grid.cellHeight) / 2;
  return { x, y, width, height, outside: false };
}

/** Return the group in which an array is drawn now, or null. */
export function drawnArray(root: SVGGElement, node: string, held: Held): SVGGElement | null {
  const found = root.querySelectorAll<SVGGElement>(`[data-node="${node}"] [data-array="${held}"]`);
  return [...found].find((one) => one.closest("[data-node]")?.getAttribute("data-node") === node) ?? null;
}

/** Return where the origin of `element` is in the coordinates of the canvas. */
function onCanvas(layer: SVGGElement, element: SVGGElement): DOMPoint | null {
  const [own, canvas] = [element.getCTM(), layer.getCTM()];
  return own && canvas ? new DOMPoint(0, 0).matrixTransform(canvas.inverse().multiply(own)) : null;
}

function boxOf(layer: SVGGElement, element: SVGGElement, margin: number): Frame | null {
  const start = onCanvas(layer, element);
  const box = element.getBBox();
  if (!start || box.width === 0) return null;
  return {
    x: start.x + box.x - margin,
    y: start.y + box.y - margin,
    width: box.width + 2 * margin,
    height: box.height + 2 * margin,
    outside: true,
  };
}
