/** Forward mode beside reverse mode: where the pass starts, and what either takes. */

import { html, nothing, type TemplateResult } from "lit";
import { type Language, nameOf } from "../../lang";
import type { Timeline } from "../../timeline/timeline";
import { size } from "../../wire/arrays";
import type { GraphNode } from "../../wire/graph";
import { formula } from "../formula";
import { cellName, editor, kinds } from "../modes/chooser";
import { meter } from "../modes/meter";
import * as starts from "../modes/starts";
import type { Deeds, Shown, Tool } from "./tool";

type Mode = "reverse" | "forward";

export class ModesTool implements Tool {
  readonly name = "modes";
  /** Numbers are typed, though they may be ones or a unit vector so far. */
  #typing = false;
  #leaf: string | null = null;

  constructor(readonly deeds: Deeds) {}

  label(language: Language): string {
    return language.modes.tab;
  }

  content(shown: Shown): TemplateResult {
    const { language, timeline, step, query } = shown;
    if (!timeline) return html`<p class="inspector quiet">${language.app.waiting}</p>`;
    const { mode, objective } = timeline.graph;
    const wanted = query.mode ?? "reverse";
    const seed = wanted === mode ? query.seed : null; // the other mode's is on its way
    return html`<div class="inspector modes">
      ${this.#switch(wanted, language)}
      <p class="intro">${language.modes.about(mode)}</p>
      ${mode === "reverse" ? this.#seed(timeline, seed, language) : this.#tangents(timeline, seed, language)}
      ${
        mode === "reverse" && objective.equation
          ? html`<section><h3>${language.modes.standsFor}</h3>${formula(objective.equation, language)}</section>`
          : nothing
      }
      ${mode === "forward" ? formula(directional(timeline), language) : nothing}
      ${meter(timeline, step, language)}
    </div>`;
  }

  #switch(mode: Mode, language: Language): TemplateResult {
    const words = language.modes;
    return html`<fieldset class="kinds mode"><legend>${words.mode}</legend>
      ${(["reverse", "forward"] as const).map(
        (one) => html`<label><input type="radio" name="mode" value=${one} .checked=${one === mode}
          @change=${() => this.#use(one)} />${words[one]}</label>`,
      )}</fieldset>`;
  }

  /** A seed says nothing in the other mode. */
  #use(mode: Mode): void {
    this.#typing = false;
    this.deeds.change({ mode: mode === "reverse" ? null : mode, seed: null });
  }

  #change(seed: string | null, typing: boolean): void {
    this.#typing = typing;
    this.deeds.change({ seed });
  }

  #seed(timeline: Timeline, seed: string | null, language: Language): TemplateResult {
    const output = timeline.node(timeline.graph.output);
    const { shape } = output;
    const data = starts.seedOf(seed, shape);
    const cell = seed === null || shape.length === 0 ? null : starts.unitCell(data);
    const kind = this.#kind(seed, cell !== null);
    const start = (numbers: readonly number[], typing: boolean): void =>
      this.#change(JSON.stringify(starts.nested(numbers, shape)), typing);
    const choose = (wanted: starts.Kind): void => {
      if (wanted === "ones") this.#change(null, false);
      else start(wanted === "unit" ? starts.unit(shape, cell ?? 0) : data, wanted === "numbers");
    };
    const name = nameOf(output);
    const change = (numbers: readonly number[]): void => start(numbers, kind === "numbers");
    return html`${kinds("seed", language.modes.seed(name), kind, size(shape), choose, language)}
      ${editor(kind, { name, shape, data, change }, language)}
      ${kind === "unit" && cell !== null ? html`<p>${language.modes.row(cellName(name, shape, cell))}</p>` : nothing}`;
  }

  #kind(seed: string | null, isUnit: boolean): starts.Kind {
    if (seed === null && !this.#typing) return "ones";
    return isUnit && !this.#typing ? "unit" : "numbers";
  }

  #tangents(timeline: Timeline, seed: string | null, language: Language): TemplateResult {
    const leaves = starts.startingLeaves(timeline);
    const tangents = starts.tangentsOf(seed, leaves);
    const unit = seed === null ? null : starts.unitOf(tangents);
    const kind = this.#kind(seed, unit !== null);
    const named = (name: string | null | undefined): GraphNode | undefined =>
      leaves.find((one) => one.name === name);
    const leaf = (kind === "unit" ? named(unit?.leaf) : named(this.#leaf)) ?? leaves[0];
    if (!leaf) return html``;
    const set = (all: starts.Tangents, typing: boolean): void =>
      this.#change(starts.tangentsJson(all, leaves), typing);
    const only = (one: GraphNode, cell: number): void =>
      set({ [one.name ?? ""]: starts.unit(one.shape, cell) }, false);
    const choose = (wanted: starts.Kind): void => {
      if (wanted === "ones") this.#change(null, false);
      else if (wanted === "unit") only(leaf, unit?.cell ?? 0);
      else set(tangents, true);
    };
    const pickLeaf = (name: string): void => {
      this.#leaf = name;
      const other = named(name);
      if (kind === "unit" && other) only(other, 0);
      else this.deeds.redraw();
    };
    const cells = leaves.reduce((sum, one) => sum + size(one.shape), 0);
    const name = leaf.name ?? "";
    const change = (data: readonly number[]): void =>
      set(kind === "unit" ? { [name]: data } : { ...tangents, [name]: data }, kind === "numbers");
    const start = { name, shape: leaf.shape, data: tangents[name] ?? [], change };
    return html`${kinds("tangent", language.modes.tangents, kind, cells, choose, language)}
      ${kind === "ones" ? nothing : leafChoice(leaves, leaf, pickLeaf, language)}
      ${kind === "unit" && leaf.shape.length === 0 ? nothing : editor(kind, start, language)}
      ${kind === "unit" && unit ? html`<p>${language.modes.column(cellName(name, leaf.shape, unit.cell))}</p>` : nothing}`;
  }
}

function leafChoice(
  leaves: readonly GraphNode[],
  chosen: GraphNode,
  choose: (name: string) => void,
  language: Language,
): TemplateResult {
  return html`<label class="choice"><span>${language.modes.leaf}</span>
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${leaves.map((one) => html`<option value=${one.name ?? ""} .selected=${one === chosen}>${one.name}</option>`)}
    </select></label>`;
}

/** The tangent of the output is the sum over the leaves of the Jacobian times the leaf's tangent. */
function directional(timeline: Timeline): string {
  const output = timeline.node(timeline.graph.output).latex;
  const terms = starts
    .startingLeaves(timeline)
    .map(({ latex }) => `\\frac{d${output}}{d${latex}} \\dot{${latex}}`);
  const [first = "0", ...rest] = terms;
  const told = terms.length <= MOST_TERMS ? [first, ...rest] : [first, rest[0] ?? "", "\\dots"];
  return `\\dot{${output}} = ${told.join(" + ")}`;
}

const MOST_TERMS = 3;
