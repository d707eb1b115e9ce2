/** One cell of a product as the small tree that it is: factors, their products, and the sum of these. */

import { html, svg, type TemplateResult } from "lit";
import { cellName, type Language } from "../../lang";
import type { Factor, Reason, Term } from "../../timeline/reasons";
import type { Timeline } from "../../timeline/timeline";
import { full, short } from "../../wire/numbers";
import { BOX } from "./plan";

const MOST_TERMS = 8;
const ACROSS = { times: 170, plus: 150, result: 120 } as const;
const RADIUS = 13;

export interface Tree {
  readonly timeline: Timeline;
  readonly language: Language;
  readonly terms: readonly Term[];
  readonly result: Factor;
  readonly box: number;
  readonly title: string;
}

/** Return the terms of a reason that can be drawn as a tree: a sum of products, and not too long a one. */
export function treeTerms(reason: Reason): readonly Term[] | null {
  if (reason.kind !== "sum" || reason.divisor !== 1 || reason.terms.length > MOST_TERMS) return null;
  return reason.terms.some((term) => term.length > 1) ? reason.terms : null;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

export function treePicture(tree: Tree): TemplateResult {
  const { terms, box, title } = tree;
  const rows = terms.map((term) => term.length);
  const height = rows.reduce((sum, count) => sum + count * BOX.pitch + BOX.gap, -BOX.gap) + 2 * BOX.margin;
  const times = BOX.margin + box + ACROSS.times;
  const plus: Place = { x: times + ACROSS.plus, y: height / 2 };
  const end: Place = { x: plus.x + ACROSS.result, y: height / 2 };
  let top: number = BOX.margin;
  const drawn = terms.map((term) => {
    const start = top;
    top += term.length * BOX.pitch + BOX.gap;
    return termPicture(term, start, times, plus, tree);
  });
  const width = end.x + box + BOX.margin;
  return html`<svg class="scalars tree" role="img" aria-label=${title} viewBox="0 0 ${width} ${height}" width=${width} height=${height}>
    ${drawn}
    ${joined({ x: plus.x + RADIUS, y: plus.y }, end, "1")}
    ${sign("+", plus)}
    ${held(tree.result, { x: end.x, y: end.y - BOX.height / 2 }, tree)}
  </svg>`;
}

/** The derivative of a product by one factor is the other. */
function termPicture(term: Term, top: number, times: number, plus: Place, tree: Tree): TemplateResult {
  const middle: Place = { x: times, y: top + (term.length * BOX.pitch) / 2 };
  const toPlus = (start: Place): TemplateResult => joined(start, { x: plus.x - RADIUS, y: plus.y }, "1");
  const leaves = term.map((factor, at) => {
    const place = { x: BOX.margin, y: top + at * BOX.pitch + (BOX.pitch - BOX.height) / 2 };
    const start = { x: BOX.margin + tree.box, y: place.y + BOX.height / 2 };
    const others = term.filter((_, other) => other !== at);
    const slope = others.reduce((product, one) => product * one.number, 1);
    const line =
      term.length > 1 ? joined(start, { x: middle.x - RADIUS, y: middle.y }, short(slope)) : toPlus(start);
    return svg`${line}${held(factor, place, tree)}`;
  });
  if (term.length < 2) return svg`${leaves}`;
  const product = term.reduce((all, factor) => all * factor.number, 1);
  const start = { x: middle.x + RADIUS, y: middle.y };
  return svg`${toPlus(start)}${leaves}${sign("×", middle)}
    <text class="held" x=${middle.x} y=${middle.y - RADIUS - 4} text-anchor="middle" data-product=${full(product)}>${short(product)}</text>`;
}

function joined(from: Place, to: Place, slope: string): TemplateResult {
  const bend = (to.x - from.x) / 3;
  const d = `M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`;
  const [x, y] = [from.x + (to.x - from.x) * 0.42, from.y + (to.y - from.y) * 0.36];
  const width = 9 + 6.8 * slope.length;
  return svg`<path class="link" d=${d}></path>
    <g class="slope"><rect x=${x - width / 2} y=${y - 9} width=${width} height="18" rx="9"></rect>
      <text x=${x} y=${y + 4} text-anchor="middle">${slope}</text></g>`;
}

function sign(text: string, { x, y }: Place): TemplateResult {
  return svg`<g class="sign"><circle cx=${x} cy=${y} r=${RADIUS}></circle>
    <text x=${x} y=${y + 6} text-anchor="middle">${text}</text></g>`;
}

function held({ number, cell }: Factor, { x, y }: Place, { timeline, language, box }: Tree): TemplateResult {
  const name = cell ? cellName(timeline, cell, language) : language.cells.slope;
  return svg`<g class="spot value still" transform="translate(${x} ${y})" data-number=${full(number)}>
    <rect width=${box} height=${BOX.height} rx="5"></rect>
    <text class="name" x="8" y="17">${name}</text>
    <text class="held" x=${box - 8} y="17" text-anchor="end">${short(number)}</text>
  </g>`;
}
