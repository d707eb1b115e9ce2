/** Rings around what a search has found: dashed, and around the hit that one is at a thick one. */

import type { Box } from "../layout/elk";
import type { Palette } from "./palette";
import { set, svg } from "./svg";

const AWAY = 6;

export class Hits {
  readonly group = svg("g", { "pointer-events": "none" });
  readonly #all = svg("path", { fill: "none", "stroke-width": 2, "stroke-dasharray": "3 4" });
  readonly #current = svg("path", { fill: "none", "stroke-width": 4, "data-hit": "" });

  constructor() {
    // As thick from far away as from near.
    for (const path of [this.#all, this.#current]) set(path, { "vector-effect": "non-scaling-stroke" });
    this.group.append(this.#all, this.#current);
  }

  show(all: readonly Box[], current: Box | null, palette: Palette): void {
    const none = all.length === 0 ? "none" : null;
    set(this.group, { display: none, stroke: palette.select });
    set(this.#all, { d: all.map(ring).join("") });
    set(this.#current, { d: current ? ring(current) : "", display: current ? null : "none" });
  }
}

function ring({ x, y, width, height }: Box): string {
  return `M${x - AWAY} ${y - AWAY}h${width + 2 * AWAY}v${height + 2 * AWAY}h${-width - 2 * AWAY}z`;
}
