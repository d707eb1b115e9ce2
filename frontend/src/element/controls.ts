/** The timeline with its buttons. */

import { html, nothing, type TemplateResult, svg as template } from "lit";
import type { Language } from "../lang";
import type { Timeline } from "../timeline/timeline";
import type { Palette } from "../view/palette";
import { type Icon, icon } from "./icons";
import { type Player, SPEEDS } from "./player";

const MOST_TICKS = 160;

/** How the buttons get on: as any page does, by the element's own methods. */
export interface Walk {
  next(): void;
  previous(): void;
  play(): void;
  pause(): void;
  goTo(step: number): void;
  /** Pass over what happens within one folded group. */
  over(by: 1 | -1): void;
}

export function controls(
  walk: Walk,
  player: Player,
  timeline: Timeline,
  language: Language,
  palette: Palette,
  folded: boolean,
): TemplateResult {
  const words = language.view;
  const { index, last } = player;
  return html`
    <div class="controls">
      <div class="buttons">
        ${button("first", words.first, () => walk.goTo(0))}
        ${button("back", words.back, () => walk.previous())}
        ${
          player.playing
            ? button("pause", words.pause, () => walk.pause(), "main")
            : button("play", words.play, () => walk.play(), "main")
        }
        ${button("forward", words.forward, () => walk.next())}
        ${button("last", words.last, () => walk.goTo(last))}
      </div>
      <div class="scrubber">
        ${ticks(timeline, index, palette)}
        <input type="range" min="0" max=${last} step="1" .value=${String(index)}
          aria-label=${words.step}
          aria-valuetext="${language.stepOf(index + 1, last + 1)}, ${phaseName(timeline, index, language)}"
          @input=${(event: Event) => walk.goTo(Number((event.target as HTMLInputElement).value))} />
      </div>
      <div class="more">
        ${folded ? button("over", language.folding.passOver, () => walk.over(1)) : nothing}
        ${button("phase", words.nextPhase, () => walk.goTo(index < timeline.turn ? timeline.turn : last))}
        <span class="count" aria-hidden="true">${index + 1} / ${last + 1}</span>
        <select aria-label=${words.speed} title=${words.speed}
          @change=${(event: Event) => {
            player.speed = Number((event.target as HTMLSelectElement).value);
          }}>
          ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === player.speed}>${speed}×</option>`)}
        </select>
      </div>
    </div>
  `;
}

function phaseName(timeline: Timeline, index: number, language: Language): string {
  return index < timeline.turn ? language.view.forwardPass : language.view.backwardPass;
}

export function button(name: Icon, label: string, act: () => void, style = ""): TemplateResult {
  return html`<button type="button" class=${style} aria-label=${label} title=${label} @click=${act}>${icon(name)}</button>`;
}

/** Draw a tick for each step: forward in one colour and low, backward in the other and high. */
function ticks(timeline: Timeline, index: number, palette: Palette): TemplateResult {
  const count = timeline.steps.length;
  const place = (position: number): number => (count > 1 ? (position / (count - 1)) * 100 : 50);
  const turn = Math.min(Math.max(timeline.turn - 0.5, 0), Math.max(count - 1, 1)); // forward mode never turns
  const marks = count <= MOST_TICKS ? timeline.steps : [];
  return html`<svg class="ticks" aria-hidden="true" width="100%" height="22">
    ${bar(0, place(turn), palette.forwardSoft)}
    ${bar(place(turn), 100, palette.backwardSoft)}
    ${marks.map((step) => {
      const done = step.index <= index;
      const colour = step.phase === "forward" ? palette.forward : palette.backward;
      return template`<rect x="${place(step.index)}%" transform="translate(-1.5 0)" y="7" width="3" height="8" rx="1.5"
        fill=${colour} fill-opacity=${done ? 1 : 0.35}></rect>`;
    })}
  </svg>`;
}

function bar(from: number, to: number, fill: string) {
  return template`<rect x="${from}%" width="${Math.max(to - from, 0)}%" y="4" height="14" rx="4" fill=${fill}></rect>`;
}
