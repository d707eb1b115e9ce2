/** A formula in a panel: KaTeX, with MathML for screen readers, drawn without inline markup. */

import { html, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Language } from "../lang/language";
import { copied } from "./clipboard";

/** Return a formula with a button that copies it as LaTeX. */
export function formula(latex: string, language: Language): TemplateResult {
  const words = language.app;
  return html`<span class="formula-row"
    ><span class="formula" tabindex="0" ${ref((element) => {
      if (element instanceof HTMLElement) void draw(latex, element);
    })}></span
    ><button type="button" class="latex" title=${words.copyLatex} aria-label=${words.copyLatex}
      @click=${(event: Event) => void copy(latex, event.currentTarget as HTMLElement, words)}>LaTeX</button
    ><span class="unseen" aria-live="polite"></span
  ></span>`;
}

const TOLD = 1500;

/** Copy the LaTeX of a formula, and say so on the button, and to screen readers, for a moment. */
async function copy(latex: string, button: HTMLElement, words: Language["app"]): Promise<void> {
  if (!(await copied(latex))) return;
  const told = button.nextElementSibling;
  button.dataset["copied"] = words.copied;
  if (told) told.textContent = words.copied;
  setTimeout(() => {
    delete button.dataset["copied"];
    if (told) told.textContent = "";
  }, TOLD);
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
