/** The help: keys, the language in examples, and every operation, which can be searched. */

import { html, type TemplateResult } from "lit";
import type { Language } from "../lang";
import type { OperationEntry } from "../wire/graph";
import { grouped } from "../wire/grouped";
import { type DialogName, dialog } from "./dialogs";

interface Page {
  draw(): void;
  open(name: DialogName): void;
  language(): Language;
}

export class Help {
  #operations: readonly OperationEntry[] = [];
  /** The code of the language in which the operations are described. */
  #told = "";
  #sought = "";

  constructor(readonly page: Page) {}

  show(): void {
    this.page.open("help");
    void this.#load(this.page.language().code);
  }

  async #load(code: string): Promise<void> {
    if (this.#told === code) return;
    this.#operations = [];
    const response = await fetch(`/api/operations?lang=${code}`).catch(() => null);
    if (!response?.ok) return;
    this.#operations = (await response.json()) as OperationEntry[];
    this.#told = code;
    this.page.draw();
  }

  #seek(text: string): void {
    this.#sought = text;
    this.page.draw();
  }

  dialog(): TemplateResult {
    const language = this.page.language();
    const words = language.app;
    const found = matching(this.#operations, this.#sought);
    const families = grouped(found, (operation) => operation.family);
    const content = html`
      <table class="keys">
        <tbody>
          ${words.keys.map(([keys, meaning]) => html`<tr><th scope="row"><kbd>${keys}</kbd></th><td>${meaning}</td></tr>`)}
        </tbody>
      </table>
      <h3>${words.theLanguage}</h3>
      <table class="pieces">
        <tbody>
          ${words.pieces.map(([piece, meaning]) => html`<tr><th scope="row"><code>${piece}</code></th><td>${meaning}</td></tr>`)}
        </tbody>
      </table>
      <h3>${words.operations}</h3>
      <input
        type="search"
        class="seek"
        aria-label=${words.findOperation}
        placeholder=${words.findOperation}
        .value=${this.#sought}
        @input=${(event: InputEvent) => this.#seek((event.target as HTMLInputElement).value)}
      />
      <p class="nothing" role="status">${this.#operations.length > 0 && found.length === 0 ? words.noOperation : ""}</p>
      ${[...families].map(
        ([family, entries]) => html`<h4>${words.families[family] ?? family}</h4>
          <ul class="operations">
            ${entries.map((entry) => html`<li><code>${entry.signature}</code> <span>${entry.summary}</span></li>`)}
          </ul>`,
      )}
    `;
    return dialog("help", words.helpTitle, language, content);
  }
}

/** The operations that have a text in their signature, in another spelling, or in their description. */
export function matching(operations: readonly OperationEntry[], sought: string): readonly OperationEntry[] {
  const wanted = sought.trim().toLowerCase();
  return operations.filter((operation) =>
    [operation.signature, ...operation.spellings, operation.summary].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  );
}
