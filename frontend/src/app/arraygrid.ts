/** An array as a table of tinted numbers, in which a cell can be picked by mouse, touch and keyboard. */

import { html, nothing, type TemplateResult } from "lit";
import type { Shape } from "../wire/graph";
import { full, short } from "../wire/numbers";

export interface ArrayGrid {
  /** What the table is called. */
  readonly label: string;
  /** What a cell is called: `X` gives X[0, 1]. */
  readonly name: string;
  readonly shape: Shape;
  /** The first cells, in row-major order; those after them are not known. */
  readonly data: ArrayLike<number>;
  /** What a full tint stands for. */
  readonly scale: number;
  readonly quantity: "value" | "grad";
  readonly picked: number | null;
  readonly pick: (index: number) => void;
  /** What to say of a cell beside its number, by its index. */
  readonly remark?: (index: number) => string | null;
}

const LEVELS = 8;

/** Return a cell's place as a program writes it: [0, 1], and nothing for a single number. */
export function placeOf(index: number, shape: Shape): string {
  if (shape.length === 0) return "";
  let rest = index;
  const places = shape.map(() => 0);
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    const size = shape[axis] || 1;
    places[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return `[${places.join(", ")}]`;
}

/** Return how strongly a number is tinted, from -LEVELS to LEVELS. */
export function levelOf(number: number, scale: number): number {
  if (Number.isNaN(number)) return 0;
  const share = Math.max(-1, Math.min(1, number / (scale || 1)));
  return Math.round(share * LEVELS) || 0;
}

/** Return the largest magnitude that is finite; 1 if there is none. */
export function scaleOf(...arrays: readonly ArrayLike<number>[]): number {
  const magnitudes = arrays.flatMap((array) => Array.from(array, Math.abs).filter(Number.isFinite));
  return magnitudes.reduce((most, one) => Math.max(most, one), 0) || 1;
}

/** Return the table; rows of which no cell is known are left out. */
export function arrayGrid(grid: ArrayGrid): TemplateResult {
  const columns = grid.shape.at(-1) ?? 1;
  const perSlice = (grid.shape.at(-2) ?? 1) * columns;
  const rows = columns ? Math.ceil(grid.data.length / columns) : 0;
  return html`<table class="array ${grid.quantity}" role="grid" aria-label=${grid.label}
    @click=${(event: Event) => clicked(event, grid)}
    @keydown=${(event: KeyboardEvent) => pressed(event, grid, columns)}>
    <tbody>${Array.from({ length: rows }, (_, row) => {
      const begins = row > 0 && (row * columns) % perSlice === 0;
      return html`<tr role="row" class=${begins ? "slice" : ""}>${Array.from(
        { length: columns },
        (_, column) => cell(row * columns + column, grid),
      )}</tr>`;
    })}</tbody>
  </table>`;
}

function cell(index: number, grid: ArrayGrid): TemplateResult {
  const number = grid.data[index];
  if (number === undefined) return html`<td role="gridcell" aria-disabled="true">·</td>`;
  const level = levelOf(number, grid.scale);
  const remark = grid.remark?.(index);
  const told = `${grid.name}${placeOf(index, grid.shape)} = ${short(number)}${remark ? `, ${remark}` : ""}`;
  const picked = index === grid.picked;
  const reachable = index === (grid.picked ?? 0);
  return html`<td role="gridcell" data-cell=${index} data-number=${full(number)} aria-label=${told} title=${told}
    class=${level < 0 ? "negative" : ""} data-level=${Math.abs(level)} data-remark=${remark ? "" : nothing}
    tabindex=${reachable ? 0 : -1} aria-selected=${String(picked)}>${short(number)}</td>`;
}

function clicked(event: Event, grid: ArrayGrid): void {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-cell]") : null;
  if (target) grid.pick(Number(target.dataset["cell"]));
}

/** The arrows go from cell to cell, as the ARIA practices have it for a grid, and pick where they go. */
function pressed(event: KeyboardEvent, grid: ArrayGrid, columns: number): void {
  const at = Number((event.target as HTMLElement).dataset["cell"] ?? grid.picked ?? 0);
  const to = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    Home: at - (at % columns),
    End: at - (at % columns) + columns - 1,
    Enter: at,
    " ": at,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  if (to < 0 || to >= grid.data.length) return;
  const table = event.currentTarget as HTMLElement;
  grid.pick(to);
  table.querySelector<HTMLElement>(`[data-cell="${to}"]`)?.focus();
}
