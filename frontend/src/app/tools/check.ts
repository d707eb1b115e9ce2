/** Verification: the gradients of leaves beside finite differences, and what the step h does to them. */

import { html, type TemplateResult } from "lit";
import type { Language } from "../../lang";
import { raised } from "../../lang/scientific";
import type { Check, LeafCheck } from "../../wire/schema";
import { refused, waiting } from "../answering";
import { type Answer, Answers } from "../answers";
import { type Chosen, checked, picture } from "../check/report";
import { formula } from "../formula";
import { fieldsOf } from "../query";
import { Settled } from "../settled";
import type { Deeds, Shown, Tool } from "./tool";

const STEPS = Array.from({ length: 13 }, (_, index) => Number(`1e-${index + 1}`));

export class CheckTool implements Tool {
  readonly name = "check";
  readonly #settled = new Settled();
  readonly #checks: Answers<Check>;
  readonly #sweeps: Answers<Check>;
  #h = 1e-5;
  #leaf: string | null = null;
  #cell: number | null = null;

  constructor(readonly deeds: Deeds) {
    this.#checks = new Answers("/api/check", () => deeds.redraw());
    this.#sweeps = new Answers("/api/check", () => deeds.redraw());
  }

  label(language: Language): string {
    return language.check.tab;
  }

  content(shown: Shown): TemplateResult {
    const { language, timeline } = shown;
    if (!timeline) return html`<p class="inspector quiet">${language.app.waiting}</p>`;
    const body = this.#body(shown);
    const answer = this.#checks.to({ ...body, h: this.#h });
    const { latex } = timeline.graph.objective;
    return html`<div class="inspector check">
      <p class="intro">${language.check.intro}</p>
      ${formula(`\\frac{\\partial ${latex}}{\\partial x} \\approx \\frac{${latex}(x + h) - ${latex}(x - h)}{2h}`, language)}
      ${this.#choice(language)}
      <p class="about">${language.check.aboutStep(this.#h)}</p>
      ${this.#answered(answer, body, shown)}
    </div>`;
  }

  /** The seed of forward mode is tangents, of which this knows nothing. */
  #body(shown: Shown): Readonly<Record<string, unknown>> {
    const query = this.#settled.of(shown);
    const seed = query.seed && query.mode !== "forward" ? { seed: JSON.parse(query.seed) as unknown } : {};
    return { ...fieldsOf(query, shown.language.code), ...seed };
  }

  #choice(language: Language): TemplateResult {
    const choose = (event: Event): void => {
      this.#h = Number((event.target as HTMLSelectElement).value);
      this.deeds.redraw();
    };
    return html`<label class="choice"><span>${language.check.step}</span>
      <select @change=${choose}>${STEPS.map(
        (h, index) => html`<option value=${h} .selected=${h === this.#h}>10${raised(-1 - index)}</option>`,
      )}</select></label>`;
  }

  #answered(answer: Answer<Check>, body: Readonly<Record<string, unknown>>, shown: Shown): TemplateResult {
    const { language } = shown;
    if (answer.state === "refused") return refused(answer.problem, language, () => this.#checks.again());
    const check = answer.state === "ready" ? answer.value : answer.before;
    if (!check) return waiting(language);
    const leaf = this.#shownLeaf(check, shown.selected);
    if (!leaf) return html`<p>${language.check.noLeaves}</p>`;
    const chosen: Chosen = {
      leaf,
      cell: this.#shownCell(leaf),
      choose: (node) => this.#choose(node),
      pick: (index) => this.#pick(leaf.node, index),
    };
    const older = answer.state === "waiting";
    const sweep = older ? null : this.#sweep(chosen, body);
    return html`<div class=${older ? "older" : ""} aria-busy=${String(older)}>
      ${checked(check, chosen, language)} ${this.#swept(sweep, chosen, language)}</div>`;
  }

  #sweep({ leaf, cell }: Chosen, body: Readonly<Record<string, unknown>>): Answer<Check> | null {
    return cell === null ? null : this.#sweeps.to({ ...body, leaf: leaf.node, cell });
  }

  #swept(answer: Answer<Check> | null, chosen: Chosen, language: Language): TemplateResult {
    if (answer?.state === "refused") return refused(answer.problem, language, () => this.#sweeps.again());
    const { sweep = null } = (answer?.state === "ready" ? answer.value : this.#sweeps.last) ?? {};
    if (!sweep || chosen.cell === null) return html`<p class="quiet">${language.check.pick}</p>`;
    const older = answer?.state !== "ready";
    return html`<div class=${older ? "older" : ""}>${picture(sweep, chosen.leaf, this.#h, language)}</div>`;
  }

  /** A leaf that is selected in the graph is the one to look at; else the one chosen here; else the first. */
  #shownLeaf({ leaves }: Check, selected: string | null): LeafCheck | undefined {
    const named = (id: string | null): LeafCheck | undefined => leaves.find((one) => one.node === id);
    return named(selected) ?? named(this.#leaf) ?? leaves[0];
  }

  /** The cell that was picked, else the one that is farthest off. */
  #shownCell(leaf: LeafCheck): number | null {
    const picked = this.#leaf === leaf.node && this.#cell !== null && this.#cell < leaf.checked;
    return picked ? this.#cell : (leaf.worst ?? (leaf.checked > 0 ? 0 : null));
  }

  #choose(node: string): void {
    this.#leaf = node;
    this.#cell = null;
    this.deeds.select(node);
    this.deeds.redraw();
  }

  #pick(node: string, cell: number): void {
    this.#leaf = node;
    this.#cell = cell;
    this.deeds.redraw();
  }
}
