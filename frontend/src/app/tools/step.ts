/** The step as a tool: what happens now, or what is selected, explained. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import type { GraphNode } from "../../wire/graph";
import { ScalarPictures } from "../scalars";
import { WholeGradient } from "../whole";
import { inspector } from "./inspector";
import { Reasons } from "./reason";
import { Asking } from "./reason/asking";
import type { Deeds, Shown, Tool } from "./tool";

export class StepTool implements Tool {
  readonly name = "step";
  readonly #reasons: Reasons;
  readonly #scalars: ScalarPictures;
  readonly #whole: WholeGradient;

  constructor(readonly deeds: Deeds) {
    const asking = new Asking(() => deeds.redraw());
    this.#reasons = new Reasons(deeds, asking);
    this.#scalars = new ScalarPictures(asking, () => deeds.redraw());
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
    const explained = inspector(inspected, language, (opening) => this.deeds.toggle(opening));
    const scalars = this.#scalars.content(shown);
    const reason = this.#reasons.content(shown);
    return html`<div class="inspector">
        ${reason === nothing ? html`${explained}${scalars}` : html`${reason}${scalars}<hr />${explained}`}
      </div>
      ${timeline ? html`<button type="button" class="tell" @click=${() => this.deeds.tell()}>${language.app.transcript}</button>` : nothing}`;
  }
}
