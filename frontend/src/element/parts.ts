/** The small parts around the picture: its tools, the notice over it, the sentence below it. */

import { html, nothing, type TemplateResult } from "lit";
import { cellSentence, factsOf, type Language } from "../lang";
import { withCode } from "../lang/code";
import type { CellRef } from "../timeline/cells";
import type { Opening } from "../timeline/openings";
import type { Motion } from "../view/motion";
import type { Palette } from "../view/palette";
import type { Problem, Step } from "../wire/graph";
import { button } from "./controls";
import type { Picture } from "./picture";
import type { Player } from "./player";

interface Tools {
  find(): void;
  foldAll(): void;
  openAll(): void;
}

/** `folds` says whether there is something to fold. */
export function tools(
  picture: Picture,
  view: Tools,
  folds: boolean,
  language: Language,
  motion: Motion,
): TemplateResult {
  const words = language.view;
  const { foldAll, openAll, find } = language.folding;
  return html`<div class="tools">
    ${folds ? html`${button("foldAll", foldAll, () => view.foldAll())}${button("openAll", openAll, () => view.openAll())}` : nothing}
    ${button("find", find, () => view.find())}
    ${button("minus", words.zoomOut, () => picture.zoomBy(-1))}
    ${button("plus", words.zoomIn, () => picture.zoomBy(1))}
    ${button("fit", words.fit, () => picture.fit(motion))}
  </div>`;
}

/** What can be opened and closed at the selection. */
export function openings(
  found: readonly Opening[],
  language: Language,
  toggle: (opening: Opening) => void,
): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  return html`<div class="openings">${found.map(
    (one) => html`<button type="button" @click=${() => toggle(one)}>${language.opening(one)}</button>`,
  )}</div>`;
}

/** What decides whether there is something to say over the picture. */
export interface Shown {
  /** Undefined while all is well, null where the service could not be reached. */
  readonly problem: Problem | null | undefined;
  readonly busy: boolean;
  readonly graph: boolean;
  readonly errors: boolean;
}

export function notice(shown: Shown, language: Language): TemplateResult | typeof nothing {
  const { problem } = shown;
  if (problem === undefined) {
    return shown.busy ? html`<div class="notice late">${language.view.loading}</div>` : nothing;
  }
  if (!shown.errors) return shown.graph ? html`<div class="notice">${language.view.stale}</div>` : nothing;
  const detail = problem?.detail ?? language.app.unreachable;
  const hint = problem ? problem.hint : language.app.unreachableHint;
  return html`<div class="notice" role="alert"><strong>${withCode(detail)}</strong> <span class="hint">${withCode(hint ?? "")}</span></div>`;
}

/** What the step does, or what is in the cell that is picked. */
export function sentence(
  player: Player,
  picked: CellRef | null,
  language: Language,
): TemplateResult | typeof nothing {
  const { timeline, index } = player;
  if (!timeline) return nothing;
  if (picked) return html`${cellSentence(timeline, picked, index, language)}`;
  const step = timeline.step(index);
  const captions = timeline.captions(step).map((caption) => html`<span class="caption">${caption}</span> `);
  return html`${captions}${language.sentence(factsOf(timeline, step))}`;
}

/** Tell the styles which colours to use. */
export function colour(view: HTMLElement, palette: Palette, phase: Step["phase"]): void {
  for (const [name, value] of colours(palette, phase)) view.style.setProperty(name, value);
  view.style.colorScheme = palette.theme === "dark" ? "dark" : "light";
}

function colours(palette: Palette, phase: Step["phase"]): readonly (readonly [string, string])[] {
  return [
    ["--canvas", palette.canvas],
    ["--card", palette.card],
    ["--ink", palette.ink],
    ["--muted", palette.muted],
    ["--line", palette.grid],
    ["--accent", palette.forward],
    ["--hover", palette.forwardSoft],
    ["--phase", phase === "backward" ? palette.backward : palette.forward],
  ];
}
