/** One edge on the canvas: a line with round corners, its arrow, and the local derivative beside it. */

import type { Box, Point } from "../layout/elk";
import type { EdgePhase } from "../timeline/timeline";
import type { GraphEdge } from "../wire/graph";
import { mathText } from "./mathtext";
import type { Palette } from "./palette";
import { set, svg } from "./svg";

const CORNER = 8;
const ARROW = 7;
export const LABEL_SIZE = 12;

export interface EdgeState {
  readonly phase: EdgePhase;
  readonly selected: boolean;
}

export class EdgeView {
  readonly group: SVGGElement;
  readonly #line: SVGPathElement;
  readonly #hit: SVGPathElement;
  readonly #arrow: SVGPathElement;
  readonly #label: SVGGElement;
  #drawn = "";

  constructor(
    readonly edge: GraphEdge,
    readonly text: string | null,
    label: string,
  ) {
    this.#line = svg("path", { fill: "none" });
    this.#hit = svg("path", { fill: "none", stroke: "transparent", "stroke-width": 16, cursor: "pointer" });
    this.#arrow = svg("path");
    this.#label = svg("g", { "pointer-events": "none" });
    this.group = svg(
      "g",
      { "data-edge": edge.id, role: "group", "aria-label": label },
      this.#line,
      this.#arrow,
    );
    this.group.append(this.#hit, this.#label);
  }

  /** Run along `points`; the arrow's tip is at the last. */
  place(points: readonly Point[], label: Box | null): void {
    const path = roundedPath(points);
    set(this.#line, { d: path });
    set(this.#hit, { d: path });
    set(this.#arrow, { d: arrowPath(points) });
    if (label)
      set(this.#label, {
        transform: `translate(${label.x + label.width / 2} ${label.y + label.height / 2})`,
      });
    this.#drawn = "";
  }

  /** Return the line itself, along which a contribution travels. */
  get line(): SVGPathElement {
    return this.#line;
  }

  show(state: EdgeState, palette: Palette): void {
    const key = `${palette.theme} ${state.phase} ${state.selected}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    const colour = this.#colour(state, palette);
    const active = state.phase === "forward" || state.phase === "backward";
    set(this.#line, { stroke: colour, "stroke-width": active || state.selected ? 2.75 : 1.5 });
    set(this.#arrow, { fill: colour });
    set(this.group, { "data-phase": state.phase });
    this.#label.replaceChildren(...this.#labelParts(state, palette));
  }

  #colour(state: EdgeState, palette: Palette): string {
    if (state.phase === "forward") return palette.forward;
    if (state.phase === "backward") return palette.backward;
    return state.selected ? palette.select : palette.edge;
  }

  #labelParts(state: EdgeState, palette: Palette): SVGElement[] {
    const shown =
      this.text !== null && (state.phase === "passed" || state.phase === "backward" || state.selected);
    if (!shown || this.text === null) return [];
    const fill = state.phase === "backward" ? palette.backward : palette.muted;
    const place = { x: 0, y: LABEL_SIZE * 0.35, pixels: LABEL_SIZE, anchor: "middle" as const };
    const halo = mathText(this.text, { ...place, fill: palette.canvas });
    set(halo, {
      stroke: palette.canvas,
      "stroke-width": 4,
      "stroke-linejoin": "round",
      "aria-hidden": "true",
    });
    return [halo, mathText(this.text, { ...place, fill })];
  }
}

/** Return a path whose corners are rounded. */
export function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    const before = points[index];
    if (!next || !before) {
      path += `L${point.x} ${point.y}`;
      return;
    }
    const into = towards(point, before, Math.min(CORNER, distance(point, before) / 2));
    const out = towards(point, next, Math.min(CORNER, distance(point, next) / 2));
    path += `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`;
  });
  return path;
}

function arrowPath(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) return "";
  const length = distance(tip, before) || 1;
  const ux = (tip.x - before.x) / length;
  const uy = (tip.y - before.y) / length;
  const [bx, by] = [tip.x - ux * ARROW, tip.y - uy * ARROW];
  const half = ARROW * 0.5;
  return `M${tip.x} ${tip.y}L${bx - uy * half} ${by + ux * half}L${bx + uy * half} ${by - ux * half}Z`;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}
