/** The learning rate: a number, and a logarithmic slider beside it. */

import { html, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import { parsed } from "./cells";

/** Of the slider: powers of ten, in tenths. */
const LOWEST = -50;
const HIGHEST = 10;

export function rateField(rate: number, language: Language, set: (rate: number) => void): TemplateResult {
  const words = language.descent;
  const typed = (event: Event): void => {
    const number = parsed((event.target as HTMLInputElement).value);
    if (number !== null && Number.isFinite(number)) set(number);
  };
  const slid = (event: Event): void => set(fromSlider(Number((event.target as HTMLInputElement).value)));
  const place = toSlider(rate);
  return html`<div class="rate">
    <label><span>${words.rate}</span><input type="text" inputmode="decimal" autocomplete="off" .value=${String(rate)} @change=${typed} /></label>
    <input type="range" min=${LOWEST} max=${HIGHEST} step="1" .value=${String(place)} aria-label=${words.rateSlider}
      aria-valuetext=${String(rate)} @input=${slid} />
  </div>`;
}

/** Two digits are enough for a slider. */
export function fromSlider(place: number): number {
  return Number((10 ** (place / 10)).toPrecision(place % 10 === 0 ? 1 : 2));
}

export function toSlider(rate: number): number {
  return rate > 0 ? Math.min(Math.max(Math.round(10 * Math.log10(rate)), LOWEST), HIGHEST) : LOWEST;
}
