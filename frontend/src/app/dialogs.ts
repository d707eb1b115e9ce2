/** The dialogs: examples, share, help. */

import { html, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { withCode } from "../lang/code";
import type { Example, OperationEntry } from "../wire/graph";
import { grouped } from "../wire/grouped";

export type DialogName = "examples" | "share" | "help" | "transcript" | "print" | "code";

export function dialog(
  name: DialogName,
  title: string,
  language: Language,
  content: TemplateResult,
): TemplateResult {
  return html`<dialog id=${name} aria-labelledby="${name}-title" @click=${closeOnBackdrop}>
    <header>
      <h2 id="${name}-title">${title}</h2>
      <form method="dialog"><button class="close" aria-label=${language.app.close}>×</button></form>
    </header>
    <div class="content" tabindex="-1">${content}</div>
  </dialog>`;
}

function closeOnBackdrop(event: MouseEvent): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}

export function examplesDialog(
  examples: readonly Example[],
  language: Language,
  choose: (example: Example) => void,
): TemplateResult {
  const list = html`<ol class="gallery">
    ${examples.map(
      (example) => html`<li>
        <button type="button" data-example=${example.id} @click=${() => choose(example)}>
          <strong>${example.title}</strong>
          <span>${withCode(example.about)}</span>
          <code>${lastLines(example.program)}</code>
        </button>
      </li>`,
    )}
  </ol>`;
  return dialog("examples", language.app.examples, language, list);
}

function lastLines(program: string): string {
  const lines = program
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("#"));
  return lines.length > 2 ? ["…", ...lines.slice(-2)].join("\n") : lines.join("\n");
}

export interface Shared {
  readonly link: string;
  readonly embed: string;
  readonly copied: "link" | "embed" | null;
}

export function shareDialog(
  shared: Shared | null,
  language: Language,
  copy: (what: "link" | "embed") => void,
): TemplateResult {
  const words = language.app;
  const field = (what: "link" | "embed", label: string): TemplateResult => html`
    <div class="field">
      <label for="share-${what}">${label}</label>
      <span class="copying">
        <input id="share-${what}" readonly .value=${shared?.[what] ?? ""} @focus=${selectAll} />
        <button type="button" @click=${() => copy(what)}>${shared?.copied === what ? words.copied : words.copy}</button>
      </span>
    </div>
  `;
  const content = html`${field("link", words.shareLink)} ${field("embed", words.shareEmbed)}
    <p class="unseen" aria-live="polite">${shared?.copied ? words.copied : ""}</p>`;
  return dialog("share", words.shareTitle, language, content);
}

function selectAll(event: FocusEvent): void {
  (event.target as HTMLInputElement).select();
}

/** `text` is the transcript, and `copied` whether it has just been copied. */
export function transcriptDialog(
  text: string,
  language: Language,
  copied: boolean,
  copy: () => void,
): TemplateResult {
  const words = language.app;
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  const content = html`<p class="copying">
      <button type="button" @click=${copy}>${copied ? words.copied : words.copy}</button>
      <a class="button" href=${file} download="retrograd.txt">${words.download}</a>
    </p>
    <p class="unseen" aria-live="polite">${copied ? words.copied : ""}</p>
    <pre class="transcript">${text}</pre>`;
  return dialog("transcript", words.transcript, language, content);
}

export function helpDialog(
  operations: readonly OperationEntry[],
  language: Language,
  sought: string,
  seek: (text: string) => void,
): TemplateResult {
  const words = language.app;
  const found = matching(operations, sought);
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
      .value=${sought}
      @input=${(event: InputEvent) => seek((event.target as HTMLInputElement).value)}
    />
    <p class="nothing" role="status">${operations.length > 0 && found.length === 0 ? words.noOperation : ""}</p>
    ${[...families].map(
      ([family, entries]) => html`<h4>${words.families[family] ?? family}</h4>
        <ul class="operations">
          ${entries.map((entry) => html`<li><code>${entry.signature}</code> <span>${entry.summary}</span></li>`)}
        </ul>`,
    )}
  `;
  return dialog("help", words.helpTitle, language, content);
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
