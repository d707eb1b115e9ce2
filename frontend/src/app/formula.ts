/** A formula in a panel: KaTeX, with MathML for screen readers, drawn without inline markup. */

import katex from "katex";
import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";

export function formula(latex: string): TemplateResult {
  return html`<span class="formula" tabindex="0" ${ref((element) => {
    if (element instanceof HTMLElement) draw(latex, element);
  })}></span>`;
}

function draw(latex: string, element: HTMLElement): void {
  if (element.dataset["latex"] === latex) return;
  element.dataset["latex"] = latex;
  katex.render(latex, element, { throwOnError: false, displayMode: true, output: "htmlAndMathml", strict: false });
}
