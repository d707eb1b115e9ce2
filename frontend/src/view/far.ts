/** A large graph from far away: a silhouette for each box and all lines as one, so that a thousand cost as little as ten. */

import type { Box, Placed, Point } from "../layout/elk";
import type { Palette } from "./palette";
import { set, svg } from "./svg";

/** How far a box has come: computed, and with a gradient. */
export type Progress = "waiting" | "computed" | "gradient";

export class Far {
  readonly group = svg("g", { "data-far": "", display: "none" });
  readonly #lines = svg("path", { fill: "none", "stroke-width": 3 });
  readonly #boxes: Readonly<Record<Progress, SVGPathElement>> = {
    waiting: svg("path"),
    computed: svg("path"),
    gradient: svg("path"),
  };
  readonly #lit = svg("g");
  readonly #drawn: Record<Progress, string> = { waiting: "", computed: "", gradient: "" };
  #placed: Placed | null = null;
  #theme = "";

  constructor() {
    const { waiting, computed, gradient } = this.#boxes;
    this.group.append(this.#lines, waiting, computed, gradient, this.#lit);
  }

  place(placed: Placed): void {
    this.#placed = placed;
    set(this.#lines, { d: [...placed.edges.values()].map(straight).join("") });
  }

  /** Draw what each box has come to; `lit` are the boxes of the step, with their colours. */
  show(progress: (id: string) => Progress, lit: ReadonlyMap<string, string>, palette: Palette): void {
    const placed = this.#placed;
    if (!placed) return;
    this.#colour(palette);
    const paths: Record<Progress, string> = { waiting: "", computed: "", gradient: "" };
    for (const [id, box] of placed.boxes) paths[progress(id)] += outline(box);
    for (const name of ["waiting", "computed", "gradient"] as const) {
      if (paths[name] === this.#drawn[name]) continue;
      this.#drawn[name] = paths[name];
      set(this.#boxes[name], { d: paths[name] });
    }
    this.#lit.replaceChildren(
      ...[...lit].flatMap(([id, colour]) => {
        const box = placed.boxes.get(id);
        return box
          ? [svg("path", { d: outline(box), fill: colour, stroke: colour, "stroke-width": 24 })]
          : [];
      }),
    );
  }

  #colour(palette: Palette): void {
    if (palette.theme === this.#theme) return;
    this.#theme = palette.theme;
    set(this.#lines, { stroke: palette.grid });
    set(this.#boxes.waiting, { fill: palette.card, stroke: palette.border, "stroke-width": 4 });
    set(this.#boxes.computed, { fill: palette.edge });
    set(this.#boxes.gradient, { fill: palette.backward, "fill-opacity": 0.75 });
  }
}

function straight(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  return `M${Math.round(first.x)} ${Math.round(first.y)}${rest.map(({ x, y }) => `L${Math.round(x)} ${Math.round(y)}`).join("")}`;
}

function outline({ x, y, width, height }: Box): string {
  return `M${Math.round(x)} ${Math.round(y)}h${Math.round(width)}v${Math.round(height)}h${-Math.round(width)}z`;
}
