/** A line on the canvas: round corners, its arrow, and the local derivative beside it. */

import type { Box, Point } from "../layout/elk";
import type { EdgePhase } from "../timeline/timeline";
import type { Line } from "./drawn";
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
  readonly #line = svg("path", { fill: "none" });
  readonly #hit = svg("path", { fill: "none", stroke: "transparent", "stroke-width": 16, cursor: "pointer" });
  readonly #arrow = svg("path");
  readonly #label = svg("g", { "pointer-events": "none" });
  #points: readonly Point[] = [];
  #labelled: Box | null = null;
  #laid = false;
  #drawn = "";

  constructor(
    readonly line: Line,
    readonly text: string | null,
    label: string,
  ) {
    const together = line.edges.length > 1 ? line.edges.map((edge) => edge.id).join(" ") : null;
    const named = { "data-edge": line.id, "data-edges": together, role: "group", "aria-label": label };
    this.group = svg("g", named);
  }

  /** Run along `points`; the arrow's tip is at the last. */
  place(points: readonly Point[], label: Box | null): void {
    this.#points = points;
    this.#labelled = label;
    this.#laid = false;
    this.#drawn = "";
  }

  /** Return the path along which a contribution travels. */
  get path(): SVGPathElement {
    return this.#line;
  }

  show(state: EdgeState, palette: Palette): void {
    const key = `${palette.theme} ${state.phase} ${state.selected}`;
    if (key === this.#drawn) return;
    this.#drawn = key;
    if (!this.#laid) this.#lay();
    const colour = this.#colour(state, palette);
    const active = state.phase === "forward" || state.phase === "backward";
    set(this.#line, { stroke: colour, "stroke-width": active || state.selected ? 2.75 : 1.5 });
    set(this.#arrow, { fill: colour });
    set(this.group, { "data-phase": state.phase });
    this.#label.replaceChildren(...this.#labelParts(state, palette));
  }

  #lay(): void {
    this.#laid = true;
    const d = roundedPath(this.#points);
    set(this.#line, { d });
    set(this.#hit, { d });
    set(this.#arrow, { d: arrowPath(this.#points) });
    const box = this.#labelled;
    if (box) set(this.#label, { transform: `translate(${box.x + box.width / 2} ${box.y + box.height / 2})` });
    this.group.replaceChildren(this.#line, this.#arrow, this.#hit, this.#label);
  }

  #colour(state: EdgeState, palette: Palette): string {
    if (state.phase === "forward") return palette.forward;
    if (state.phase === "backward") return palette.backward;
    return state.selected ? palette.select : palette.edge;
  }

  #labelParts(state: EdgeState, palette: Palette): SVGElement[] {
    const shown =
      this.text !== null &&
      this.#labelled &&
      (state.phase === "passed" || state.phase === "backward" || state.selected);
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
