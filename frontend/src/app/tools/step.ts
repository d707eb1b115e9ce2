/** The step as a tool: what happens now, or what is selected, explained. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import type { GraphNode } from "../../wire/graph";
import { WholeGradient } from "../whole";
import { inspector } from "./inspector";
import type { Deeds, Shown, Tool } from "./tool";

export class StepTool implements Tool {
  readonly name = "step";

  readonly #whole: WholeGradient;

  constructor(readonly deeds: Deeds) {
    this.#whole = new WholeGradient(() => deeds.redraw());
  }

  label(language: Language): string {
    return language.app.toolStep;
  }

  content(shown: Shown): TemplateResult {
    const { language, timeline, step, selected } = shown;
    const whole = (node: GraphNode, folded: boolean) =>
      folded ? this.#whole.folded(node, shown) : this.#whole.of(node, shown);
    const inspected = timeline && { timeline, step, selected, whole };
    return html`<div class="inspector">${inspector(inspected, language, (opening) => this.deeds.toggle(opening))}</div>
      ${timeline ? html`<button type="button" class="tell" @click=${() => this.deeds.tell()}>${language.app.transcript}</button>` : nothing}`;
  }
}
