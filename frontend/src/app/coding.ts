/** The program as code: a dialog with a tab for each language, to copy and to keep. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { ask, Refusal } from "../wire/client";
import type { Code, CodeTarget, Problem } from "../wire/graph";
import { copied } from "./clipboard";
import { type DialogName, dialog } from "./dialogs";
import type { Piece } from "./highlight";
import { mistake } from "./program";
import { fieldsOf, type Query } from "./query";
import { tabs } from "./tabs";

const TARGETS: readonly { readonly name: CodeTarget; readonly label: string }[] = [
  { name: "numpy", label: "NumPy" },
  { name: "torch", label: "PyTorch" },
  { name: "dot", label: "DOT" },
  { name: "tikz", label: "TikZ" },
];
/** Characters; of longer code the colours would take longer than anybody waits. */
const COLOURED = 100_000;

interface Page {
  draw(): void;
  open(name: DialogName): void;
  shown(): { readonly language: Language; readonly query: Query };
}

interface Written {
  readonly code: Code;
  readonly pieces: readonly Piece[];
}

export class Coding {
  #target: CodeTarget = "numpy";
  #written: Written | null = null;
  /** Null where the service could not be reached. */
  #problem: Problem | null | undefined;
  #copied = false;
  #asked = new AbortController();

  constructor(readonly page: Page) {}

  show(): void {
    void this.#ask(this.#target);
    this.page.open("code");
  }

  async #ask(target: CodeTarget): Promise<void> {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.#target = target;
    this.#written = null;
    this.#problem = undefined;
    this.#copied = false;
    this.page.draw();
    const { query, language } = this.page.shown();
    try {
      const code = (await ask("/api/code", bodyOf(query, target, language.code), signal)) as Code;
      const pieces = await piecesOf(code);
      if (signal.aborted) return;
      this.#written = { code, pieces };
    } catch (error) {
      if (signal.aborted) return;
      this.#problem = error instanceof Refusal ? error.problem : null;
    }
    this.page.draw();
  }

  dialog(): TemplateResult {
    const { language } = this.page.shown();
    const words = language.coding;
    const content = html`
      ${tabs("code", words.format, TARGETS, this.#target, (target) => void this.#ask(target))}
      <div role="tabpanel" id="code-panel" aria-labelledby="code-${this.#target}" aria-busy=${String(this.#waits)}>
        <p class="about">${words.about[this.#target]}</p>
        ${this.#problem === undefined ? nothing : html`<div class="problem" role="alert">${mistake(this.#problem, false, language)}</div>`}
        ${this.#waits ? html`<p class="quiet">${language.view.loading}</p>` : nothing}
        ${this.#written ? this.#text(this.#written, language) : nothing}
      </div>`;
    return dialog("code", words.asCode, language, content);
  }

  get #waits(): boolean {
    return this.#written === null && this.#problem === undefined;
  }

  #text({ code, pieces }: Written, language: Language): TemplateResult {
    const words = language.app;
    const file = `data:text/plain;charset=utf-8,${encodeURIComponent(code.code)}`;
    const spans = pieces.map(([text, colour]) =>
      colour ? html`<span class=${colour}>${text}</span>` : text,
    );
    return html`<p class="copying">
        <button type="button" @click=${() => void this.#copy(code.code)}>${this.#copied ? words.copied : words.copy}</button>
        <a class="button" href=${file} download=${code.filename}>${words.download}</a>
      </p>
      <p class="unseen" aria-live="polite">${this.#copied ? words.copied : ""}</p>
      <pre class="written" tabindex="0" role="region" aria-label=${code.filename} data-target=${code.target}>${spans}</pre>`;
  }

  async #copy(text: string): Promise<void> {
    this.#copied = await copied(text);
    this.page.draw();
  }
}

function bodyOf(query: Query, target: CodeTarget, lang: string): Readonly<Record<string, unknown>> {
  const reverse = query.mode !== "forward" && query.seed;
  return {
    ...fieldsOf(query, lang),
    target,
    ...(reverse && query.seed ? { seed: JSON.parse(query.seed) as unknown } : {}),
  };
}

async function piecesOf({ code, target }: Code): Promise<readonly Piece[]> {
  const python = target === "numpy" || target === "torch";
  if (!python || code.length > COLOURED) return [[code, ""]];
  return (await import("./highlight")).coloured(code);
}
