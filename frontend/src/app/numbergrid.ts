/** An array of numbers to be typed, cell by cell. */

import { html, type TemplateResult } from "lit";
import type { Shape } from "../wire/graph";
import { placeOf } from "./arraygrid";

export interface NumberGrid {
  /** What the table is called. */
  readonly label: string;
  /** What a cell is called: `X` gives X[0, 1]. */
  readonly name: string;
  readonly shape: Shape;
  readonly data: readonly number[];
  /** Called with all numbers when one of them is another. */
  readonly change: (data: readonly number[]) => void;
}

/** Return the number that a person typed, with a point or a comma; null if it is none. */
export function typed(text: string): number | null {
  const plain = text.trim().replace(",", ".").replace("−", "-");
  const number = Number(plain);
  return plain === "" || !Number.isFinite(number) ? null : number;
}

export function numberGrid(grid: NumberGrid): TemplateResult {
  const columns = grid.shape.at(-1) ?? 1;
  const perSlice = (grid.shape.at(-2) ?? 1) * columns;
  const rows = columns ? Math.ceil(grid.data.length / columns) : 0;
  return html`<table class="array numbers" aria-label=${grid.label} @keydown=${(event: KeyboardEvent) => go(event, columns)}>
    <tbody>${Array.from({ length: rows }, (_, row) => {
      const begins = row > 0 && (row * columns) % perSlice === 0;
      return html`<tr class=${begins ? "slice" : ""}>${Array.from({ length: columns }, (_, column) =>
        cell(row * columns + column, grid),
      )}</tr>`;
    })}</tbody>
  </table>`;
}

function cell(index: number, grid: NumberGrid): TemplateResult {
  return html`<td><input type="text" inputmode="text" autocomplete="off" spellcheck="false" data-cell=${index}
    aria-label="${grid.name}${placeOf(index, grid.shape)}" .value=${String(grid.data[index] ?? 0)}
    @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
    @change=${(event: Event) => take(event.target as HTMLInputElement, index, grid)} /></td>`;
}

/** What is no number is marked, and changes nothing. */
function take(input: HTMLInputElement, index: number, grid: NumberGrid): void {
  const number = typed(input.value);
  input.setAttribute("aria-invalid", String(number === null));
  if (number === null || number === grid.data[index]) return;
  grid.change(grid.data.map((one, at) => (at === index ? number : one)));
}

/** Up and down go to the cells there; within a cell left and right are the text's. */
function go(event: KeyboardEvent, columns: number): void {
  const at = Number((event.target as HTMLElement).dataset["cell"]);
  const to = { ArrowDown: at + columns, ArrowUp: at - columns, Enter: at + 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const table = event.currentTarget as HTMLElement;
  const next = table.querySelector<HTMLInputElement>(`[data-cell="${to}"]`);
  if (next) next.focus();
  else if (event.key === "Enter") (event.target as HTMLElement).blur(); // which takes what was typed
}
