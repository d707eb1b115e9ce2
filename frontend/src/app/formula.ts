/** A formula in a panel: KaTeX, with MathML for screen readers, drawn without inline markup. */

import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";

export function formula(latex: string): TemplateResult {
  return html`<span class="formula" tabindex="0" ${ref((element) => {
    if (element instanceof HTMLElement) void draw(latex, element);
  })}></span>`;
}

async function draw(latex: string, element: HTMLElement): Promise<void> {
  if (element.dataset["latex"] === latex) return;
  element.dataset["latex"] = latex;
  const { default: katex } = await import("katex");
  if (element.dataset["latex"] !== latex) return;
  const set = (displayMode: boolean): void =>
    katex.render(displayMode ? latex : `\\displaystyle ${latex}`, element, {
      throwOnError: false,
      displayMode,
      output: "htmlAndMathml",
      strict: false,
    });
  fit(element, set);
  await document.fonts.ready; // the formula's own fonts are asked for when it is first drawn
  if (element.dataset["latex"] === latex) fit(element, set);
}

const READABLE = 13;
const SMALLEST = 11;

/** A long formula is set smaller; then broken after its signs, as text is; and scrolled only if that is not enough. */
function fit(element: HTMLElement, set: (displayMode: boolean) => void): void {
  set(true);
  if (shrink(element, READABLE)) return;
  set(false);
  shrink(element, SMALLEST);
}

/** Set the formula as small as it has to be, and return whether it fits at `smallest` pixels or more. */
function shrink(element: HTMLElement, smallest: number): boolean {
  element.style.fontSize = "";
  const { scrollWidth, clientWidth } = element;
  if (scrollWidth <= clientWidth || clientWidth === 0) return true;
  const pixels = Number.parseFloat(getComputedStyle(element).fontSize);
  const fitting = (pixels * clientWidth) / scrollWidth - 0.2;
  element.style.fontSize = `${Math.max(fitting, smallest)}px`;
  return fitting >= smallest;
}
