/** Dialogs: what all have in common, the examples, and what can be shared. */

import { html, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { withCode } from "../lang/code";
import type { Example } from "../wire/graph";

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
