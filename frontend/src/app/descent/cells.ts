/** The numbers of a leaf, each to be typed, dragged, or moved by the arrow keys. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import type { Shape } from "../../wire/graph";
import { full, short } from "../../wire/numbers";

export interface CellsShown {
  readonly name: string;
  readonly shape: Shape;
  readonly numbers: readonly number[];
  /** Whether they are whole numbers to the program: labels, positions. */
  readonly whole: boolean;
  /** The text of the cell that is being typed in. */
  readonly typed: { readonly cell: number; readonly text: string } | null;
  /** Of a large leaf: the cell that is shown. */
  readonly cell: number;
}

export interface CellsDeeds {
  /** A number has another value; `gesture` is new with each drag, key that is held, or text that is typed. */
  set(cell: number, number: number, gesture: boolean): void;
  type(cell: number, text: string | null): void;
  show(cell: number): void;
}

const MOST = 64;
const MOST_COLUMNS = 8;
const FAR = 10;
/** Pixels that a pointer moves before it drags. */
const SLOP = 4;

export function cells(shown: CellsShown, deeds: CellsDeeds, language: Language): TemplateResult {
  const columns = shown.shape.at(-1) ?? 1;
  const all = shown.numbers.length <= MOST && columns <= MOST_COLUMNS;
  return html`<div class="cells">
    ${all ? grid(shown, deeds, language) : one(shown, deeds, language)}
    <p class="quiet">${language.descent.cellsHow}</p>
  </div>`;
}

function grid(shown: CellsShown, deeds: CellsDeeds, language: Language): TemplateResult {
  const columns = shown.shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : shown.numbers.length / columns;
  const headed = shown.shape.length > 2;
  return html`<div class="grid"><table class="numbers"><tbody>${Array.from(
    { length: rows },
    (_, row) => html`<tr>${
      headed
        ? html`<th scope="row">${indexOf(row * columns, shown.shape)
            .slice(0, -1)
            .join(", ")}</th>`
        : nothing
    }
      ${Array.from({ length: columns }, (_, column) => html`<td>${field(row * columns + column, shown, deeds, language)}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

/** One cell of many, by its index. */
function one(shown: CellsShown, deeds: CellsDeeds, language: Language): TemplateResult {
  const index = indexOf(shown.cell, shown.shape);
  const along = (axis: number, text: string): void => {
    const position = Math.min(Math.max(Math.round(Number(text)) || 0, 0), (shown.shape[axis] ?? 1) - 1);
    deeds.show(cellOf(index.with(axis, position), shown.shape));
  };
  return html`<p class="one"><code>${shown.name}</code>[${index.map(
    (
      position,
      axis,
    ) => html`${axis ? ", " : nothing}<input type="number" min="0" max=${(shown.shape[axis] ?? 1) - 1} .value=${String(position)}
      aria-label=${language.descent.axis(axis)}
      @input=${(event: Event) => along(axis, (event.target as HTMLInputElement).value)} />`,
  )}] = ${field(shown.cell, shown, deeds, language)}</p>`;
}

export function indexOf(cell: number, shape: Shape): readonly number[] {
  const index: number[] = [];
  for (const length of [...shape].reverse()) {
    index.unshift(cell % length);
    cell = Math.floor(cell / length);
  }
  return index;
}

function cellOf(index: readonly number[], shape: Shape): number {
  return index.reduce((cell, position, axis) => cell * (shape[axis] ?? 1) + position, 0);
}

function field(cell: number, shown: CellsShown, deeds: CellsDeeds, language: Language): TemplateResult {
  const number = shown.numbers[cell] ?? Number.NaN;
  const typed = shown.typed?.cell === cell ? shown.typed.text : null;
  const wrong = typed !== null && parsed(typed) === null;
  return html`<input class="cell" type="text" inputmode="decimal" role="spinbutton" autocomplete="off" spellcheck="false"
    data-cell=${cell} data-number=${full(number)}
    .value=${typed ?? short(number)} title=${wrong ? language.descent.noNumber : full(number)}
    aria-label=${language.descent.cell(shown.name, indexOf(cell, shown.shape))}
    aria-valuenow=${Number.isFinite(number) ? number : nothing} aria-valuetext=${full(number)}
    aria-invalid=${wrong ? "true" : nothing}
    @focus=${(event: FocusEvent) => begin(event.currentTarget as HTMLInputElement, cell, number, deeds)}
    @blur=${() => deeds.type(cell, null)}
    @input=${(event: Event) => typing((event.target as HTMLInputElement).value, cell, deeds)}
    @keydown=${(event: KeyboardEvent) => nudge(event, cell, number, shown.whole, deeds)}
    @mousedown=${(event: MouseEvent) => hold(event)}
    @pointerdown=${(event: PointerEvent) => drag(event, cell, number, shown.whole, deeds)} />`;
}

/** Return the number that a text is, with either decimal sign, or null. */
export function parsed(text: string): number | null {
  const plain = text.trim().replace("−", "-").replace(",", ".");
  if (/^-?(inf|infinity|∞)$/i.test(plain))
    return plain.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(plain)) return Number.NaN;
  const number = Number(plain);
  return plain === "" || !Number.isFinite(number) ? null : number;
}

function begin(input: HTMLInputElement, cell: number, number: number, deeds: CellsDeeds): void {
  deeds.type(cell, full(number));
  input.select();
}

function typing(text: string, cell: number, deeds: CellsDeeds): void {
  deeds.type(cell, text);
  const number = parsed(text);
  if (number !== null) deeds.set(cell, number, false);
}

/** Return by how much a number of this size moves at once. */
export function unit(number: number, whole: boolean): number {
  if (whole) return 1;
  const size = Number.isFinite(number) ? Math.max(Math.abs(number), 1) : 1;
  return 10 ** (Math.floor(Math.log10(size) + 1e-9) - 1);
}

/** Return a number moved by so many of the smallest steps of its size, and put on one of them. */
export function moved(number: number, by: number, smallest: number): number {
  const from = Number.isFinite(number) ? number : 0;
  return Number((Math.round((from + by * smallest) / smallest) * smallest).toPrecision(12));
}

function nudge(event: KeyboardEvent, cell: number, number: number, whole: boolean, deeds: CellsDeeds): void {
  const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (way === undefined) {
    if (event.key === "Enter") (event.currentTarget as HTMLInputElement).select();
    return;
  }
  event.preventDefault();
  const smallest = whole ? 1 : unit(number, false) / FAR;
  const by = event.altKey || whole ? 1 : event.shiftKey ? FAR * FAR : FAR;
  const next = moved(number, way * (whole && event.shiftKey ? FAR : by), smallest);
  deeds.set(cell, next, !event.repeat);
  deeds.type(cell, full(next));
}

/** A press is not yet a click into the text: it may become a drag. */
function hold(event: MouseEvent): void {
  if (event.currentTarget !== document.activeElement) event.preventDefault();
}

function drag(down: PointerEvent, cell: number, number: number, whole: boolean, deeds: CellsDeeds): void {
  const input = down.currentTarget as HTMLInputElement;
  if (down.button !== 0 || input === document.activeElement) return;
  const stop = new AbortController();
  const { signal } = stop;
  const smallest = whole ? 1 : unit(number, false) / FAR;
  let dragging = false;
  let last = number;
  input.setPointerCapture(down.pointerId);
  input.addEventListener(
    "pointermove",
    (event) => {
      const by = event.clientX - down.clientX - (event.clientY - down.clientY);
      if (!dragging && Math.abs(by) < SLOP) return;
      const next = moved(number, Math.round(whole ? by / FAR : by), smallest);
      if (next !== last || !dragging) deeds.set(cell, next, !dragging);
      dragging = true;
      last = next;
    },
    { signal },
  );
  input.addEventListener(
    "pointerup",
    () => {
      stop.abort();
      if (!dragging) input.focus();
    },
    { signal },
  );
  for (const end of ["pointercancel", "lostpointercapture"]) {
    input.addEventListener(end, () => stop.abort(), { signal });
  }
}
