/** The overview map: all of the graph, small, and the part that is on the screen. A few paths, however many boxes. */

import type { Box, Placed } from "../layout/elk";
import type { Palette } from "../view/palette";
import { set, svg } from "../view/svg";

const LONGEST = 130;
const SHORTEST = 14;
const PADDING = 4;
/** What is lit is at least so large. */
const SEEN = 3;

export class Overview {
  #scale = 1;
  #placed: Placed | null = null;
  #lit = "";
  readonly #view = svg("rect", { "fill-opacity": 0.5 });
  readonly #frames = svg("path", { fill: "none" });
  readonly #boxes = svg("path");
  readonly #marks = svg("g");

  /** `move` is called with the point of the canvas that one clicks at or drags to. */
  constructor(
    readonly root: SVGSVGElement,
    move: (x: number, y: number) => void,
  ) {
    root.replaceChildren(this.#frames, this.#boxes, this.#view, this.#marks);
    const go = (event: PointerEvent): void => {
      const { x, y } = this.#at(event);
      move(x, y);
    };
    root.addEventListener("pointerdown", (event) => {
      root.setPointerCapture(event.pointerId);
      go(event);
    });
    root.addEventListener("pointermove", (event) => {
      if (root.hasPointerCapture(event.pointerId)) go(event);
    });
  }

  /** How much room it takes on the screen. */
  get size(): { readonly width: number; readonly height: number } {
    const { width = 0, height = 0 } = this.#placed ?? {};
    return {
      width: Math.max(width * this.#scale, SHORTEST) + 2 * PADDING,
      height: Math.max(height * this.#scale, SHORTEST) + 2 * PADDING,
    };
  }

  draw(placed: Placed, palette: Palette): void {
    this.#placed = placed;
    this.#scale = LONGEST / Math.max(placed.width, placed.height, 1);
    this.#lit = "";
    const { width, height } = this.size;
    set(this.root, { width: width - 2 * PADDING, height: height - 2 * PADDING });
    set(this.#boxes, { d: [...placed.boxes.values()].map((box) => this.#path(box, 0.75)).join("") });
    set(this.#boxes, { fill: palette.edge });
    set(this.#frames, { d: [...placed.groups.values()].map((box) => this.#path(box, 1)).join("") });
    set(this.#frames, { stroke: palette.groupBorder });
    set(this.#view, { fill: palette.forwardSoft, stroke: palette.forward });
  }

  /** Show which part is seen, and light the boxes that the step is about. */
  update(seen: Box, lit: ReadonlyMap<string, string>): void {
    const { x, y, width, height } = this.#scaled(seen);
    set(this.#view, { x, y, width, height });
    const key = [...lit].join(" ");
    if (key === this.#lit) return;
    this.#lit = key;
    const marks = [...lit].flatMap(([id, fill]) => {
      const box = this.#placed?.boxes.get(id);
      return box ? [svg("path", { d: this.#path(box, SEEN), fill })] : [];
    });
    this.#marks.replaceChildren(...marks);
  }

  /** Return the point of the canvas that a point of the map stands for. */
  #at(event: MouseEvent): { x: number; y: number } {
    const { left, top } = this.root.getBoundingClientRect();
    return { x: (event.clientX - left) / this.#scale, y: (event.clientY - top) / this.#scale };
  }

  /** Outline a box that is at least `least` pixels wide and high. */
  #path(box: Box, least: number): string {
    const { x, y, width, height } = this.#scaled(box);
    const [wide, high] = [Math.max(width, least), Math.max(height, least)];
    const [left, top] = [x - (wide - width) / 2, y - (high - height) / 2];
    return `M${left.toFixed(1)} ${top.toFixed(1)}h${wide.toFixed(1)}v${high.toFixed(1)}h${(-wide).toFixed(1)}z`;
  }

  #scaled(box: Box): Box {
    const by = this.#scale;
    return { x: box.x * by, y: box.y * by, width: box.width * by, height: box.height * by };
  }
}
