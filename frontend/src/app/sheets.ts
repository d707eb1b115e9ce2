/** Paper: one sheet with the picture of a step, or one for each step. */

import { html, nothing, render, type TemplateResult } from "lit";
import type { RetroGraph } from "../element/define";
import { factsOf, type Language } from "../lang";
import type { Timeline } from "../timeline/timeline";
import { formula } from "./formula";

/** What is printed: the present step with its program, or the program and then every step. */
export type Story = "picture" | "steps";

interface Source {
  readonly timeline: Timeline;
  readonly view: RetroGraph;
  readonly language: Language;
}

export function sheetsOf(source: Source, story: Story, step: number): TemplateResult {
  const { timeline } = source;
  const all = story === "steps" ? timeline.steps.map((one) => one.index) : [step];
  return html`${all.map((index, at) => sheet(source, index, at === 0))}`;
}

/** Lay sheets into the page, in the place of those that were there. */
export function show(sheets: TemplateResult): void {
  document.querySelector(".sheets")?.remove();
  const place = document.createElement("div");
  place.className = "sheets";
  render(sheets, place);
  document.body.append(place);
}

function sheet({ timeline, view, language }: Source, index: number, first: boolean): TemplateResult {
  const step = timeline.step(index);
  const edge = step.edge === null ? null : timeline.edge(step.edge);
  const pictures = view.still(index);
  const phase = step.phase === "forward" ? language.view.forwardPass : language.view.backwardPass;
  return html`<article class="sheet">
    ${first ? html`<pre class="listing">${timeline.graph.program.trimEnd()}</pre>` : nothing}
    <h2>${language.stepOf(index + 1, timeline.steps.length)} · ${phase}</h2>
    ${timeline.captions(step).map((caption) => html`<p class="caption">${caption}</p>`)}
    <p>${language.sentence(factsOf(timeline, step))}</p>
    ${formula(edge ? edge.local.vjp_latex : step.latex, language)}
    <div class="drawn">${pictures?.graph}</div>
    <div class="bench">${pictures?.step}</div>
  </article>`;
}
