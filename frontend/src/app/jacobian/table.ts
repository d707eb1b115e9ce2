/** A small Jacobian as a table of numbers with its rows and columns named. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import { full, short } from "../../wire/numbers";
import { levelOf, scaleOf } from "../arraygrid";
import { type Entry, moved, type ShownMatrix } from "./shown";

export interface Reading {
  readonly name: string;
  readonly picked: Entry | null;
  readonly pick: (entry: Entry) => void;
  /** Which rows or columns take part in the sum that is told. */
  readonly forward: boolean;
}

export function matrixTable(matrix: ShownMatrix, reading: Reading, language: Language): TemplateResult {
  const words = language.jacobian;
  const scale = scaleOf(matrix.data);
  const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
  return html`<table class="array value matrix" role="grid" aria-label=${words.matrix(reading.name)}
    @click=${(event: Event) => clicked(event, matrix, reading)}
    @keydown=${(event: KeyboardEvent) => pressed(event, matrix, reading)}>
    <thead><tr><td></td>${range(matrix.columns).map(
      (column) =>
        html`<th scope="col" class=${head(matrix.columnBlock(column), !reading.forward && reading.picked?.column === column)}><span>${matrix.columnName(column)}</span></th>`,
    )}</tr></thead>
    <tbody>${range(matrix.rows).map(
      (row) => html`<tr class=${matrix.rowBlock(row) ? "block" : ""}>
        <th scope="row" class=${head(false, reading.forward && reading.picked?.row === row)}>${matrix.rowName(row)}</th>
        ${range(matrix.columns).map((column) => entry(matrix, { row, column }, scale, reading, language))}</tr>`,
    )}</tbody>
  </table>`;
}

export function told(matrix: ShownMatrix, { row, column }: Entry, language: Language): string {
  const at = row * matrix.columns + column;
  const name = `∂${matrix.rowName(row)}/∂${matrix.columnName(column)}`;
  const number = short(matrix.data[at] ?? Number.NaN);
  return matrix.possible[at] ? `${name} = ${number}` : `${name}: ${language.jacobian.always}`;
}

function entry(
  matrix: ShownMatrix,
  place: Entry,
  scale: number,
  reading: Reading,
  language: Language,
): TemplateResult {
  const { row, column } = place;
  const at = row * matrix.columns + column;
  const number = matrix.data[at] ?? Number.NaN;
  const never = !matrix.possible[at];
  const level = levelOf(number, scale);
  const { picked } = reading;
  const chosen = picked?.row === row && picked.column === column;
  const reachable = picked ? chosen : at === 0;
  return html`<td role="gridcell" data-cell=${at} data-number=${full(number)} data-level=${Math.abs(level)}
    class="${level < 0 ? "negative" : ""} ${never ? "never" : ""} ${classes(matrix, row, column, reading)}"
    aria-label=${told(matrix, place, language)} title=${told(matrix, place, language)}
    data-structural=${never ? "" : nothing}
    tabindex=${reachable ? 0 : -1} aria-selected=${String(chosen)}>${never ? "·" : short(number)}</td>`;
}

function head(block: boolean, along: boolean): string {
  return `${block ? "block" : ""} ${along ? "summed" : ""}`;
}

/** A line where a block begins, and the row or column that the sum runs along. */
function classes(matrix: ShownMatrix, row: number, column: number, { picked, forward }: Reading): string {
  const along = picked && (forward ? picked.row === row : picked.column === column);
  const line = forward ? "along-row" : "along-column";
  return `${matrix.columnBlock(column) ? "block" : ""} ${along ? line : ""}`;
}

function clicked(event: Event, matrix: ShownMatrix, reading: Reading): void {
  const target = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-cell]") : null;
  if (target) reading.pick(placed(Number(target.dataset["cell"]), matrix));
}

function placed(at: number, matrix: ShownMatrix): Entry {
  return { row: Math.floor(at / matrix.columns), column: at % matrix.columns };
}

function pressed(event: KeyboardEvent, matrix: ShownMatrix, reading: Reading): void {
  const at = Number((event.target as HTMLElement).dataset["cell"] ?? 0);
  const enter = event.key === "Enter" || event.key === " ";
  const to = enter ? placed(at, matrix) : moved(placed(at, matrix), event.key, matrix);
  if (!to) return;
  event.preventDefault();
  const table = event.currentTarget as HTMLElement;
  reading.pick(to);
  table.querySelector<HTMLElement>(`[data-cell="${to.row * matrix.columns + to.column}"]`)?.focus();
}
