/** What a check found: a table of leaves, a leaf's numbers side by side, the errors of one cell for every step. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import { counted } from "../../lang/counts";
import { raised, scientific } from "../../lang/scientific";
import { type Curve, curveOf } from "../../timeline/differences";
import { decode, tuple } from "../../wire/arrays";
import { short } from "../../wire/numbers";
import type { Check, LeafCheck, Sweep } from "../../wire/schema";
import { arrayGrid, placeOf, scaleOf } from "../arraygrid";
import { withPowers } from "../powers";
import { plot } from "./plot";

export interface Chosen {
  readonly leaf: LeafCheck;
  readonly cell: number | null;
  readonly choose: (node: string) => void;
  readonly pick: (cell: number) => void;
}

const SIGNS: Readonly<Record<LeafCheck["mark"], string>> = {
  agrees: "✓",
  differs: "≠",
  kink: "∨",
  jump: "↕",
  undefined: "∅",
  unchecked: "…",
};
const MOST_SIDES = 4;

export function checked(check: Check, chosen: Chosen, language: Language): TemplateResult {
  return html`${leaves(check, chosen, language)} ${sideBySide(chosen, language)}`;
}

function leaves({ leaves, checked, cells }: Check, chosen: Chosen, language: Language): TemplateResult {
  const words = language.check;
  const partly =
    checked < cells ? words.partly(counted(checked, language.code), counted(cells, language.code)) : "";
  return html`<table class="leaves">
      <thead><tr>
        <th scope="col">${words.leaf}</th><th scope="col">${words.shape}</th>
        <th scope="col">${words.largest}</th><th scope="col">${words.mark}</th>
      </tr></thead>
      <tbody>${leaves.map((leaf) => row(leaf, chosen, language))}</tbody>
    </table>
    ${partly ? html`<p class="quiet">${partly}</p>` : nothing}`;
}

function row(leaf: LeafCheck, chosen: Chosen, language: Language): TemplateResult {
  const current = leaf.node === chosen.leaf.node;
  return html`<tr data-leaf=${leaf.name} data-mark=${leaf.mark} class=${current ? "current" : ""}
    @click=${() => chosen.choose(leaf.node)}>
    <th scope="row"><button type="button" aria-pressed=${String(current)}>${leaf.name}</button></th>
    <td>${leaf.shape.length > 0 ? tuple(leaf.shape) : ""}</td>
    <td class="number" data-number=${leaf.relative ?? nothing}>${leaf.relative === null ? "–" : withPowers(scientific(leaf.relative))}</td>
    <td class="mark"><span aria-hidden="true">${SIGNS[leaf.mark]}</span> ${language.check.marks[leaf.mark]}</td>
  </tr>`;
}

function sideBySide({ leaf, cell, pick }: Chosen, language: Language): TemplateResult {
  const words = language.check;
  const gradient = decode(leaf.gradient).data;
  const numeric = decode(leaf.numeric).data;
  const scale = scaleOf(gradient, numeric);
  const remark = (index: number): string | null => {
    const mark = leaf.marks[index] ?? "agrees";
    return mark === "agrees" ? null : words.marks[mark];
  };
  const grid = (label: string, data: Float64Array): TemplateResult => html`<figure>
    <figcaption>${label}</figcaption>
    <div class="scroll">${arrayGrid({
      ...{ label: `${label}: ${leaf.name}`, name: leaf.name, shape: leaf.shape, data, scale },
      ...{ quantity: "grad", picked: cell, pick, remark },
    })}</div>
  </figure>`;
  return html`<section class="side-by-side">
    <h3>${leaf.name}</h3>
    <p>${words.meaning(leaf.mark, leaf.name)}
      ${leaf.detached && leaf.mark === "differs" ? words.detached(leaf.name) : nothing}
      ${leaf.difference === null ? nothing : withPowers(words.absolute(scientific(leaf.difference)))}</p>
    ${leaf.sides.slice(0, MOST_SIDES).map(
      (one) =>
        html`<p class="bend">${words.kink({
          cell: `${leaf.name}${placeOf(one.cell, leaf.shape)}`,
          left: side(one.left),
          right: side(one.right),
          gradient: short(gradient[one.cell] ?? Number.NaN),
        })}</p>`,
    )}
    ${leaf.checked > 0 ? html`<div class="pair">${grid(words.gradient, gradient)} ${grid(words.quotient, numeric)}</div>` : nothing}
  </section>`;
}

/** A slope as it would be without rounding's last digits. */
function side(slope: number): string {
  return short(Number(slope.toPrecision(4)) || 0);
}

export function picture(sweep: Sweep, leaf: LeafCheck, h: number, language: Language): TemplateResult {
  const words = language.check;
  const cell = `${leaf.name}${placeOf(sweep.cell, leaf.shape)}`;
  const curve = curveOf(sweep);
  const error = curve.relative ? words.relativeError : words.error;
  return html`<section class="sweep">
    <h3>${words.everyStep(cell)}</h3>
    ${curve.shape === "none" ? nothing : plot(curve, h, { title: words.plot(cell), error })}
    <p class="curve">${withPowers(words.curve(curve))}</p>
    <details><summary>${words.asTable}</summary>${table(sweep, curve, error, language)}</details>
  </section>`;
}

function table(sweep: Sweep, curve: Curve, error: string, language: Language): TemplateResult {
  return html`<table class="steps">
    <thead><tr><th scope="col">h</th><th scope="col">${language.check.quotient}</th><th scope="col">${error}</th></tr></thead>
    <tbody>${sweep.points.map((point, index) => {
      const off = curve.points[index]?.error ?? null;
      return html`<tr><th scope="row">${withPowers(`10${raised(-1 - index)}`)}</th>
        <td class="number">${point.numeric === null ? "NaN" : String(Number(point.numeric.toPrecision(12))).replaceAll("-", "−")}</td>
        <td class="number">${off === null ? "–" : withPowers(scientific(off))}</td></tr>`;
    })}</tbody>
  </table>`;
}
