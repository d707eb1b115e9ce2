/** The overview map: all of the graph, small, and the part that is on the screen. */

import type { Box, Placed } from "../layout/elk";
import type { Palette } from "../view/palette";
import { set, svg } from "../view/svg";

const LONGEST = 130;

export class Overview {
  #scale = 1;
  readonly #view = svg("rect");
  readonly #boxes = new Map<string, SVGRectElement>();

  constructor(readonly root: SVGSVGElement) {}

  draw(placed: Placed, palette: Palette): void {
    this.#scale = LONGEST / Math.max(placed.width, placed.height, 1);
    set(this.root, { width: placed.width * this.#scale, height: placed.height * this.#scale });
    this.#boxes.clear();
    for (const [id, box] of placed.boxes) {
      const { x, y, width, height } = this.#scaled(box);
      this.#boxes.set(id, svg("rect", { x, y, width, height, rx: 1, fill: palette.edge }));
    }
    set(this.#view, { fill: palette.forwardSoft, "fill-opacity": 0.5, stroke: palette.forward });
    const frames = [...placed.groups.values()].map((box) => {
      const { x, y, width, height } = this.#scaled(box);
      return svg("rect", { x, y, width, height, rx: 1.5, fill: "none", stroke: palette.groupBorder });
    });
    this.root.replaceChildren(this.#view, ...frames, ...this.#boxes.values());
  }

  /** Show which part is seen, and light the boxes that the step is about. */
  update(seen: Box, lit: ReadonlyMap<string, string>, palette: Palette): void {
    const { x, y, width, height } = this.#scaled(seen);
    set(this.#view, { x, y, width, height });
    for (const [id, rect] of this.#boxes) set(rect, { fill: lit.get(id) ?? palette.edge });
  }

  /** Return the point of the canvas that a point of the map stands for. */
  at(event: MouseEvent): { x: number; y: number } {
    const { left, top } = this.root.getBoundingClientRect();
    return { x: (event.clientX - left) / this.#scale, y: (event.clientY - top) / this.#scale };
  }

  #scaled(box: Box): Box {
    const by = this.#scale;
    return { x: box.x * by, y: box.y * by, width: box.width * by, height: box.height * by };
  }
}
