/** The step as a tool: what happens now, or what is selected, explained. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import { inspector } from "./inspector";
import type { Deeds, Shown, Tool } from "./tool";

export class StepTool implements Tool {
  readonly name = "step";

  constructor(readonly deeds: Deeds) {}

  label(language: Language): string {
    return language.app.toolStep;
  }

  content({ language, timeline, step, selected }: Shown): TemplateResult {
    const inspected = timeline && { timeline, step, selected };
    return html`<div class="inspector">${inspector(inspected, language, (opening) => this.deeds.toggle(opening))}</div>
      ${timeline ? html`<button type="button" class="tell" @click=${() => this.deeds.tell()}>${language.app.transcript}</button>` : nothing}`;
  }
}
