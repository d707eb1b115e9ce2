/** Numbers of a reason, each a button that picks the cell that holds it. */

import { html, nothing, type TemplateResult } from "lit";
import { cellName, type Language } from "../../../lang";
import { type CellRef, cellWord } from "../../../timeline/cells";
import type { Factor, Term } from "../../../timeline/reasons";
import type { Timeline } from "../../../timeline/timeline";
import { full, short } from "../../../wire/numbers";

export interface Writing {
  readonly timeline: Timeline;
  readonly language: Language;
  readonly pick: (cell: CellRef) => void;
}

/** Return a number; a negative one within a product or a sum stands in brackets. */
export function number(factor: Factor, bracketed: boolean, writing: Writing): TemplateResult {
  const text = bracketed && factor.number < 0 ? `(${short(factor.number)})` : short(factor.number);
  const { timeline, language, pick } = writing;
  const { cell } = factor;
  if (!cell)
    return html`<span class="number slope" title=${`${language.cells.slope} ${full(factor.number)}`} data-number=${full(factor.number)}>${text}</span>`;
  const name = cellName(timeline, cell, language);
  return html`<button type="button" class="number ${cell.array}" title=${`${name} = ${full(factor.number)}`} aria-label=${`${text}, ${name}`}
    data-from=${cellWord(cell)} data-number=${full(factor.number)} @click=${() => pick(cell)}>${text}</button>`;
}

const HEAD = 5;
const TAIL = 2;

/** Return terms with a plus between; of a long sum the middle is left out until it is asked for. */
export function sum(
  terms: readonly Term[],
  isOpen: boolean,
  open: () => void,
  writing: Writing,
): TemplateResult {
  const hidden = terms.length - HEAD - TAIL;
  const words = writing.language.cells;
  if (hidden < 2) return html`${joined(terms, writing)}`;
  if (isOpen)
    return html`${joined(terms, writing)} <button type="button" class="fold" @click=${open}>${words.less}</button>`;
  return html`${joined(terms.slice(0, HEAD), writing)}<span class="sign"> + </span
    ><button type="button" class="fold" aria-expanded="false" @click=${open}>${words.more(hidden)}</button
    ><span class="sign"> + </span>${joined(terms.slice(-TAIL), writing)}`;
}

function joined(terms: readonly Term[], writing: Writing): readonly TemplateResult[] {
  const alone = terms.length === 1;
  return terms.map(
    (term, at) => html`${at > 0 ? html`<span class="sign"> + </span>` : nothing}<span class="term"
      >${term.map(
        (factor, place) =>
          html`${place > 0 ? html`<span class="sign">·</span>` : nothing}${number(factor, !alone || term.length > 1, writing)}`,
      )}</span>`,
  );
}
