/** A larger Jacobian as a picture with a square for each entry; pointer and arrows read it. */

import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Language } from "../../lang";
import { scaleOf } from "../arraygrid";
import { type Entry, moved, type ShownMatrix } from "./shown";
import type { Reading } from "./table";

const ROOM = 280;
const LARGEST = 14;
const SMALLEST = 2;
/** How strongly an entry is marked that can differ from zero, whatever it is now. */
const POSSIBLE = 0.45;

export function heatMatrix(matrix: ShownMatrix, reading: Reading, language: Language): TemplateResult {
  const side = sideOf(matrix);
  const words = language.jacobian;
  return html`<canvas class="heat" tabindex="0" role="application" width=${matrix.columns * side} height=${matrix.rows * side}
    aria-label="${words.matrix(reading.name)}. ${words.read}"
    @pointermove=${(event: PointerEvent) => point(event, matrix, reading)}
    @pointerdown=${(event: PointerEvent) => point(event, matrix, reading)}
    @keydown=${(event: KeyboardEvent) => pressed(event, matrix, reading)}
    ${ref((element) => {
      // The colours are the page's, which a canvas has only once it is part of it.
      if (element instanceof HTMLCanvasElement) queueMicrotask(() => draw(element, matrix, reading.picked));
    })}></canvas>`;
}

function sideOf({ rows, columns }: ShownMatrix): number {
  return Math.max(Math.min(Math.floor(ROOM / Math.max(rows, columns)), LARGEST), SMALLEST);
}

function draw(canvas: HTMLCanvasElement, matrix: ShownMatrix, picked: Entry | null): void {
  const context = canvas.getContext?.("2d");
  if (!context) return;
  const side = sideOf(matrix);
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const [card, line, ink] = [colour("--card"), colour("--line"), colour("--ink")];
  const [negative, positive] = [colour("--value-negative"), colour("--value-positive")];
  const scale = scaleOf(matrix.data);
  const fill = (at: number, style: string, alpha: number): void => {
    context.globalAlpha = alpha;
    context.fillStyle = style;
    context.fillRect((at % matrix.columns) * side, Math.floor(at / matrix.columns) * side, side, side);
  };
  context.globalAlpha = 1;
  context.fillStyle = card;
  context.fillRect(0, 0, canvas.width, canvas.height);
  matrix.data.forEach((number, at) => {
    if (!matrix.possible[at]) return;
    fill(at, line, POSSIBLE);
    if (number)
      fill(at, number < 0 ? negative : positive, Math.max(Math.min(Math.abs(number / scale), 1), 0.08));
    if (Number.isNaN(number)) fill(at, ink, 1);
  });
  if (!picked) return;
  context.globalAlpha = 1;
  context.strokeStyle = ink;
  context.lineWidth = 2;
  context.strokeRect(picked.column * side, picked.row * side, Math.max(side, 4), Math.max(side, 4));
}

function point(event: PointerEvent, matrix: ShownMatrix, reading: Reading): void {
  const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
  const column = Math.floor(((event.clientX - box.left) / box.width) * matrix.columns);
  const row = Math.floor(((event.clientY - box.top) / box.height) * matrix.rows);
  const { picked } = reading;
  const inside = row >= 0 && row < matrix.rows && column >= 0 && column < matrix.columns;
  if (inside && (picked?.row !== row || picked.column !== column)) reading.pick({ row, column });
}

function pressed(event: KeyboardEvent, matrix: ShownMatrix, reading: Reading): void {
  const to = moved(reading.picked ?? { row: 0, column: -1 }, event.key, matrix);
  if (!to) return;
  event.preventDefault();
  reading.pick(to);
}
