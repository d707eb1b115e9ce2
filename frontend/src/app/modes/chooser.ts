/** What a pass starts with: ones, one cell, or numbers of one's own. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import type { Shape } from "../../wire/graph";
import { arrayGrid, placeOf } from "../arraygrid";
import { numberGrid } from "../numbergrid";
import { KINDS, type Kind, MOST_CELLS, unit, unitCell } from "./starts";

export interface Start {
  readonly name: string;
  readonly shape: Shape;
  readonly data: readonly number[];
  readonly change: (data: readonly number[]) => void;
}

/** The choice among them, of as many `cells` as the pass may start from. */
export function kinds(
  group: string,
  title: string,
  chosen: Kind,
  cells: number,
  choose: (kind: Kind) => void,
  language: Language,
): TemplateResult {
  const many = cells > MOST_CELLS;
  const offered = KINDS.filter((kind) => kind === "ones" || (!many && (kind === "numbers" || cells > 1)));
  return html`<fieldset class="kinds"><legend>${title}</legend>
    ${offered.map(
      (kind) => html`<label><input type="radio" name=${group} value=${kind} .checked=${kind === chosen}
        @change=${() => choose(kind)} />${language.modes.kinds[kind]}</label>`,
    )}
    ${many ? html`<p class="quiet">${language.modes.tooMany}</p>` : nothing}
  </fieldset>`;
}

/** Pick the cell of a unit vector, or type its numbers. */
export function editor(kind: Kind, start: Start, language: Language): TemplateResult | typeof nothing {
  const { name, shape, data, change } = start;
  if (kind === "ones") return nothing;
  if (kind === "numbers") {
    return html`<div class="scroll">${numberGrid({ label: name, name, shape, data, change })}</div>`;
  }
  const picked = unitCell(data);
  const pick = (cell: number): void => change(unit(shape, cell));
  const grid = { label: `${language.modes.whichCell}: ${name}`, name, shape, data, scale: 1 };
  return html`<div class="scroll">${arrayGrid({ ...grid, quantity: "grad", picked, pick })}</div>`;
}

export function cellName(name: string, shape: Shape, cell: number): string {
  return `${name}${placeOf(cell, shape)}`;
}
