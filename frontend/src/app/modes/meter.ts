/** The meter: what this pass has taken so far, and a bar for all derivatives in each mode, pass by pass. */

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import { counted, total } from "../../lang/counts";
import { type Meter, meterAt, verdictOf } from "../../timeline/meter";
import type { Timeline } from "../../timeline/timeline";
import type { Costs } from "../../wire/graph";

const WIDTH = 300;
const HEIGHT = 16;
const GAP = 20;
/** A bar of nothing is still seen. */
const THINNEST = 2;
/** Up to how many passes each is told from the next. */
const MOST_PASSES = 60;

type Mode = "reverse" | "forward";
const MODES: readonly Mode[] = ["reverse", "forward"];

export function meter(timeline: Timeline, step: number, language: Language): TemplateResult {
  const words = language.modes;
  const { cost, mode } = timeline.graph;
  const now = meterAt(timeline, step);
  return html`<section class="meter">
    <h3>${words.meter}</h3>
    <p class="so-far" data-done=${now.done} data-work=${now.work}>${words.soFar(now)}</p>
    ${table(cost, mode, language)} ${bars(cost, mode, now, language)}
    <p>${words.verdict(verdictOf(cost))}</p>
  </section>`;
}

function table(cost: Costs, mode: Mode, language: Language): TemplateResult {
  const words = language.modes;
  const row = (label: string, number: (one: Costs[Mode]) => number): TemplateResult => html`<tr>
    <th scope="row">${label}</th>
    ${MODES.map((one) => html`<td data-mode=${one} data-number=${number(cost[one])}>${counted(number(cost[one]), language.code)}</td>`)}
  </tr>`;
  return html`<table class="costs">
    <thead><tr><td></td>${MODES.map(
      (one) =>
        html`<th scope="col" class=${one} aria-current=${one === mode ? "true" : nothing}>${words[one]}</th>`,
    )}</tr></thead>
    <tbody>
      ${row(words.passes, (one) => one.passes)}
      ${row(words.each, (one) => one.multiply_adds)}
      ${row(words.all, total)}
    </tbody>
  </table>`;
}

function bars(cost: Costs, mode: Mode, now: Meter, language: Language): TemplateResult | typeof nothing {
  const most = Math.max(total(cost.reverse), total(cost.forward));
  if (most === 0) return nothing;
  const label = language.modes.bars(
    counted(total(cost.reverse), language.code),
    counted(total(cost.forward), language.code),
  );
  return html`<svg class="bars" viewBox="0 0 ${WIDTH} ${2 * (HEIGHT + GAP)}" role="img" aria-label=${label}>
    ${MODES.map((one, index) =>
      bar(one, cost[one], most, one === mode ? now : null, index * (HEIGHT + GAP), language),
    )}
  </svg>`;
}

function bar(
  mode: Mode,
  cost: Costs[Mode],
  most: number,
  now: Meter | null,
  y: number,
  language: Language,
): SVGTemplateResult {
  const width = Math.max((total(cost) / most) * WIDTH, THINNEST);
  const pass = width / Math.max(cost.passes, 1);
  const share = now && now.work > 0 ? now.done / now.work : 0;
  const top = y + GAP - 4;
  const marks = cost.passes > 1 && cost.passes <= MOST_PASSES ? cost.passes - 1 : 0;
  return svg`<g class=${mode}>
    <text x="0" y=${y + 11}>${language.modes[mode]}</text>
    <rect class="all" x="0" y=${top} width=${width} height=${HEIGHT} />
    ${now ? svg`<rect class="done" x="0" y=${top} width=${Math.min(share * pass, width)} height=${HEIGHT} />` : nothing}
    ${Array.from({ length: marks }, (_, index) => svg`<path d="M${(index + 1) * pass} ${top}v${HEIGHT}" />`)}
  </g>`;
}
