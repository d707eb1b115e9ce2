/** The panes at the sides, with the handle that makes them wider or narrower. */

import { html, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { remember, remembered } from "./memory";

const NARROWEST = 200;
const WIDEST = 640;
const STEP = 24;
/** About as wide as a pane is at first. */
const USUAL = 320;

type Side = "program" | "explanation";

export function pane(side: Side, title: string, language: Language, content: TemplateResult): TemplateResult {
  return html`<section class="pane ${side}" aria-label=${title}>
    <h2>${title}</h2>
    ${content}
    ${handle(side, language)}
  </section>`;
}

function handle(side: Side, language: Language): TemplateResult {
  return html`<div class="handle" role="separator" tabindex="0" aria-orientation="vertical"
    aria-label=${language.app.resize} aria-valuenow=${width(side)} aria-valuemin=${NARROWEST} aria-valuemax=${WIDEST}
    @focus=${(event: FocusEvent) => tell(event.currentTarget as HTMLElement, side)}
    @pointerdown=${(event: PointerEvent) => drag(event, side)}
    @keydown=${(event: KeyboardEvent) => nudge(event, side)}></div>`;
}

/** The width that was chosen; else the one that the styles give, which is not known before the pane is drawn. */
function width(side: Side, grip: HTMLElement | null = null): number {
  const stored = Number(remembered(`${side}-width`));
  if (stored >= NARROWEST && stored <= WIDEST) return stored;
  return Math.round(grip?.parentElement?.getBoundingClientRect().width ?? USUAL);
}

/** The styles give a width that depends on the screen: it is measured once somebody asks for it. */
function tell(grip: HTMLElement, side: Side): void {
  grip.setAttribute("aria-valuenow", String(width(side, grip)));
}

function setWidth(side: Side, pixels: number): void {
  const bounded = Math.round(Math.min(Math.max(pixels, NARROWEST), WIDEST));
  document.documentElement.style.setProperty(`--${side}-width`, `${bounded}px`);
  document.querySelector(`.pane.${side} .handle`)?.setAttribute("aria-valuenow", String(bounded));
  remember(`${side}-width`, String(bounded));
}

/** Give the panes the widths that they had at the last visit. */
export function restoreWidths(): void {
  for (const side of ["program", "explanation"] as const) {
    if (remembered(`${side}-width`)) setWidth(side, width(side));
  }
}

function drag(event: PointerEvent, side: Side): void {
  const grip = event.currentTarget as HTMLElement;
  const box = grip.parentElement?.getBoundingClientRect();
  if (!box) return;
  grip.setPointerCapture(event.pointerId);
  grip.onpointermove = (move) => {
    setWidth(side, side === "program" ? move.clientX - box.left : box.right - move.clientX);
  };
  grip.onpointerup = () => {
    grip.onpointermove = null;
  };
}

function nudge(event: KeyboardEvent, side: Side): void {
  const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!direction) return;
  event.preventDefault();
  const grip = event.currentTarget as HTMLElement;
  setWidth(side, width(side, grip) + (side === "program" ? direction : -direction) * STEP);
}
