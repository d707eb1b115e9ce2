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
  katex.render(latex, element, {
    throwOnError: false,
    displayMode: true,
    output: "htmlAndMathml",
    strict: false,
  });
  shrink(element);
  await document.fonts.ready; // the formula's own fonts are asked for when it is first drawn
  shrink(element);
}

const SMALLEST = 11;

/** A long formula is set smaller before it has to be scrolled. */
function shrink(element: HTMLElement): void {
  element.style.fontSize = "";
  const { scrollWidth, clientWidth } = element;
  if (scrollWidth <= clientWidth || clientWidth === 0) return;
  const pixels = Number.parseFloat(getComputedStyle(element).fontSize);
  element.style.fontSize = `${Math.max((pixels * clientWidth) / scrollWidth - 0.2, SMALLEST)}px`;
}
