/** The whole gradient of a node as one formula: asked for when it is looked at, for all leaves at once. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { withCode } from "../lang/code";
import type { GraphNode } from "../wire/graph";
import type { GradientFormula, GradientFormulas } from "../wire/schema";
import { type Answer, Answers } from "./answers";
import { formula } from "./formula";
import { fieldsOf } from "./query";
import { Settled } from "./settled";
import type { Shown } from "./tools/tool";

export class WholeGradient {
  readonly #settled = new Settled();
  readonly #answers: Answers<GradientFormulas>;
  #unfolded = false;

  /** `changed` is called when a formula has come. */
  constructor(readonly changed: () => void) {
    this.#answers = new Answers("/api/formulas", changed);
  }

  /** Return the formula of a node's gradient; nothing where it has none, or where tangents are shown instead. */
  of(node: GraphNode, shown: Shown): TemplateResult | typeof nothing {
    if (!hasFormula(node, shown)) return nothing;
    return html`<section class="whole" data-whole=${node.id}><h3>${shown.language.whole.title}</h3>
      ${this.#answered(node, shown)}</section>`;
  }

  /** The same, to be unfolded: until somebody wants to see it, steps go by without a call to the service. */
  folded(node: GraphNode, shown: Shown): TemplateResult | typeof nothing {
    if (!hasFormula(node, shown)) return nothing;
    return html`<details class="whole" data-whole=${node.id} .open=${this.#unfolded}
      @toggle=${(event: Event) => this.#unfold((event.currentTarget as HTMLDetailsElement).open)}>
      <summary>${shown.language.whole.title}</summary>
      ${this.#unfolded ? this.#answered(node, shown) : nothing}</details>`;
  }

  #unfold(open: boolean): void {
    if (open === this.#unfolded) return;
    this.#unfolded = open;
    this.changed();
  }

  #answered(node: GraphNode, shown: Shown): TemplateResult {
    return answered(this.#answer(node, shown), node.id, shown.language);
  }

  /** All leaves are asked for at once; what is not among them, as there are many or it is none, by itself. */
  #answer(node: GraphNode, shown: Shown): Answer<GradientFormulas> {
    const body = this.#body(shown);
    const leaves = node.kind === "leaf" ? this.#answers.to(body) : null;
    const among = leaves?.state !== "ready" || leaves.value.formulas.some((one) => one.node === node.id);
    return leaves && among ? leaves : this.#answers.to({ ...body, node: node.id });
  }

  #body(shown: Shown): Readonly<Record<string, unknown>> {
    const query = this.#settled.of(shown);
    return {
      ...fieldsOf(query, shown.language.code),
      ...(query.seed ? { seed: JSON.parse(query.seed) as unknown } : {}),
    };
  }
}

function hasFormula(node: GraphNode, { timeline }: Shown): boolean {
  return node.grad !== null && timeline?.graph.mode === "reverse";
}

function answered(answer: Answer<GradientFormulas>, node: string, language: Language): TemplateResult {
  const words = language.whole;
  if (answer.state === "waiting") return html`<p class="quiet" aria-live="polite">${words.computing}</p>`;
  if (answer.state === "refused") {
    const why = answer.problem?.detail ?? language.app.unreachable;
    return html`<p class="quiet">${words.refused} ${withCode(why)}</p>`;
  }
  const found = answer.value.formulas.find((one) => one.node === node);
  return found ? written(found, language) : html`<p class="quiet">${language.app.noGradient}</p>`;
}

function written({ latex, where, omitted }: GradientFormula, language: Language): TemplateResult {
  const words = language.whole;
  return html`${formula(latex, language)}
    ${where.length > 0 ? html`<p class="where">${words.where}</p>` : nothing}
    ${where.map((one) => formula(one.latex, language))}
    ${omitted > 0 ? html`<p class="quiet">${words.omitted(omitted)}</p>` : nothing}`;
}
