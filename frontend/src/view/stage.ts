/** The workbench below the graph: the arrays of one step side by side, and how the one becomes the other. */

import type { Line } from "../timeline/scenes";
import { arrangement, BENCH, lineSize, overall, type Size, scaleIn } from "./arrangement";
import { build } from "./bench";
import { indexAt } from "./grid";
import { mark } from "./marks";
import { type Motion, within } from "./motion";
import type { Palette } from "./palette";
import type { Bench } from "./placed";
import { set } from "./svg";
import { move } from "./travel";
import type { Words } from "./words";

export class Stage {
  #benches: Bench[] = [];
  #key: readonly Line[] | null = null;
  #picked: { readonly latex: string; readonly cell: number } | null = null;
  #theme = "";

  /** How many times larger than usual everything is. */
  type = 1;

  constructor(readonly root: SVGSVGElement) {
    root.addEventListener("pointermove", (event) => this.#pick(event));
    root.addEventListener("pointerleave", () => this.#unmark());
  }

  /** Show `lines` as they are when the step has come as far as `progress`. */
  show(lines: readonly Line[], progress: number, motion: Motion, palette: Palette, words: Words): void {
    if (lines !== this.#key || palette.theme !== this.#theme) {
      this.#key = lines;
      this.#theme = palette.theme;
      this.#build(lines, palette, words);
    }
    const share = 1 / Math.max(this.#benches.length, 1);
    this.#benches.forEach((bench, index) => {
      move(bench, within(progress, index * share, (index + 1) * share), motion);
    });
  }

  #build(lines: readonly Line[], palette: Palette, words: Words): void {
    const room = {
      width: this.root.clientWidth || 600,
      height: this.root.clientHeight || 150,
      type: this.type,
    };
    const { wraps, stacked } = arrangement(
      lines.map((line) => lineSize(line, words)),
      room,
    );
    this.#benches = lines.map((line) => build(line, wraps, palette, words));
    const size = stand(this.#benches, stacked);
    this.root.replaceChildren(...this.#benches.map((bench) => bench.group));
    const scale = scaleIn(size, room);
    const [width, height] = [room.width / scale, room.height / scale];
    set(this.root, {
      viewBox: `${(size.width - width) / 2} ${(size.height - height) / 2} ${width} ${height}`,
    });
  }

  /** Frame the cell that is picked in the graph, where it is in a result here; null for none. */
  pick(picked: { readonly latex: string; readonly cell: number } | null): void {
    if (picked === null && this.#picked === null) return;
    this.#picked = picked;
    this.#unmark();
  }

  /** A cell of the result that is pointed at shows the cells that it is made of. */
  #pick(event: PointerEvent): void {
    this.#unmark();
    for (const bench of this.#benches) {
      const { result } = bench;
      const matrix = result.group.getScreenCTM();
      if (!matrix) continue;
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      const index = indexAt(result.grid, point.x, point.y);
      if (index !== null && result.grid.style !== "heat") mark(bench, index);
    }
  }

  #unmark(): void {
    for (const bench of this.#benches) {
      const { part, grid } = bench.result;
      const isHere = part.latex === this.#picked?.latex && this.#picked.cell < part.cells.data.length;
      if (this.#picked && isHere && grid.style !== "heat") mark(bench, this.#picked.cell);
      else bench.marks.replaceChildren();
    }
  }
}

/** Put the lines into their places; returns the size of all. */
function stand(benches: readonly Bench[], stacked: boolean): Size {
  const size = overall(benches, stacked);
  let at = BENCH.padding;
  for (const bench of benches) {
    const x = stacked ? (size.width - bench.width) / 2 : at;
    const y = stacked ? at : (size.height - bench.height) / 2;
    set(bench.group, { transform: `translate(${x} ${y})` });
    at += stacked ? bench.height + BENCH.lineGap : bench.width + BENCH.besideGap;
  }
  return size;
}
