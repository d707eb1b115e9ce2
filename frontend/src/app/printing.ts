/** The dialog that asks what is to be printed, or saved as a picture. */

import { html, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { dialog } from "./dialogs";
import type { Story } from "./sheets";

export interface Choices {
  print(story: Story): void;
  save(): void;
}

export function printDialog(language: Language, choices: Choices): TemplateResult {
  const words = language.present;
  return dialog(
    "print",
    words.print,
    language,
    html`<p class="choices">
      <button type="button" @click=${() => choices.print("picture")}>${words.printPicture}</button>
      <button type="button" @click=${() => choices.print("steps")}>${words.printSteps}</button>
      <button type="button" @click=${() => choices.save()}>${words.savePicture}</button>
    </p>`,
  );
}
