/** Gradient descent: numbers changed by hand, steps against the gradient, the curve of the loss, and the way back. */

import { html, nothing, type TemplateResult } from "lit";
import { type Language, nameOf } from "../../lang";
import { Refusal } from "../../wire/client";
import type { Graph } from "../../wire/graph";
import { outcomeOf, smaller } from "../descent/advice";
import { type CellsShown, cells } from "../descent/cells";
import { chosenOf, chosenText, rateOf, rateText } from "../descent/chosen";
import { curve } from "../descent/curve";
import { descend, type Stretch } from "../descent/descending";
import {
  canMove,
  flat,
  isComputedWith,
  type Leaf,
  leavesOf,
  lossOf,
  movingAtFirst,
  nested,
  textOf,
  valuesOf,
} from "../descent/leaves";
import { rateField } from "../descent/rate";
import { type Told, told } from "../descent/told";
import { Trail } from "../descent/trail";
import { rule, withNumbers } from "../descent/update";
import { formula } from "../formula";
import type { Query } from "../query";
import type { Deeds, Shown, Tool } from "./tool";

const COUNTS = [1, 10, 100] as const;

export class DescentTool implements Tool {
  readonly name = "descent";
  #leaf: string | null = null;
  #seen: string | null = null;
  #trail = Trail.from(null, null);
  #key = "";
  #gesture = 0;
  /** The values that were last set by hand here. */
  #own: string | null = null;
  #typed: CellsShown["typed"] = null;
  #cell = 0;
  #log = false;
  #read: number | null = null;
  #told: Told | null = null;
  #last: Promise<void> = Promise.resolve();
  #running: AbortController | null = null;
  #shown: Shown | null = null;

  constructor(readonly deeds: Deeds) {}

  label(language: Language): string {
    return language.descent.tool;
  }

  /** Show the numbers of a leaf of that name. */
  edit(name: string, cell = 0): void {
    this.#leaf = name;
    this.#cell = cell;
    this.#typed = null;
  }

  content(shown: Shown): TemplateResult {
    this.#shown = shown;
    const { language, timeline } = shown;
    const words = language.descent;
    if (!timeline) return html`<p class="quiet">${language.app.waiting}</p>`;
    const { graph } = timeline;
    this.#follow(graph, shown.query);
    const leaves = leavesOf(graph);
    if (leaves.length === 0) return html`<div class="descent"><p>${words.nothing}</p></div>`;
    const output = timeline.node(graph.output);
    const leaf = this.#leafOf(leaves, shown.selected);
    return html`<div class="descent">
      <p class="sentence">${words.explained}${output.shape.length > 0 ? ` ${words.summed}` : nothing}</p>
      ${this.#movers(leaves, language)}
      ${rateField(rateOf(shown.query.rate), language, (rate) => this.deeds.change({ rate: rateText(rate) }))}
      ${this.#buttons(leaves, language)}
      ${told(this.#told, language, (rate) => this.#retry(rate))}
      ${curve(
        { trail: this.#trail, name: nameOf(output), log: this.#log, read: this.#read },
        {
          goTo: (index) => this.#goTo(index),
          read: (index) => this.#reads(index),
          setLog: (log) => this.#setLog(log),
        },
        language,
      )}
      ${leaf ? this.#editor(leaf, leaves, language) : nothing}
      ${leaf && canMove(leaf) ? this.#update(leaf, graph, language) : nothing}
    </div>`;
  }

  /** Keep the trail in step with the graph, whoever has changed it. */
  #follow(graph: Graph, query: Query): void {
    const key = JSON.stringify([query.program, query.output]);
    if (graph.program !== query.program || !isComputedWith(graph, query.values)) return;
    const loss = lossOf(graph);
    if (key !== this.#key) {
      this.#key = key;
      this.#running?.abort();
      this.#told = null;
      this.#read = null;
      this.#trail = Trail.from(query.values, loss);
      return;
    }
    if (this.#trail.here.values === query.values) this.#trail = this.#trail.measured(loss);
    else {
      if (query.values !== this.#own) this.#gesture += 1; // somebody else has changed them
      this.#own = query.values;
      this.#trail = this.#trail.changed(query.values, loss, this.#gesture);
      this.#told = null;
    }
  }

  /** The leaf whose numbers are shown: the one that was selected last, or chosen here. */
  #leafOf(leaves: readonly Leaf[], selected: string | null): Leaf | undefined {
    if (selected !== this.#seen) {
      this.#seen = selected;
      const found = leaves.find((leaf) => leaf.node.id === selected);
      if (found) this.edit(found.name);
    }
    const [first] = movingAtFirst(leaves);
    return (
      leaves.find((leaf) => leaf.name === this.#leaf) ??
      leaves.find((leaf) => leaf.name === first) ??
      leaves[0]
    );
  }

  #moving(leaves: readonly Leaf[]): readonly string[] {
    const first = movingAtFirst(leaves);
    const chosen = chosenOf(this.#shown?.query.moving ?? null);
    return leaves
      .filter((leaf) => canMove(leaf) && (chosen.get(leaf.name) ?? first.includes(leaf.name)))
      .map((leaf) => leaf.name);
  }

  #movers(leaves: readonly Leaf[], language: Language): TemplateResult {
    const words = language.descent;
    const moving = this.#moving(leaves);
    const chosen = chosenOf(this.#shown?.query.moving ?? null);
    const choose = (name: string, moves: boolean): void =>
      this.deeds.change({ moving: chosenText(new Map(chosen).set(name, moves)) });
    return html`<fieldset class="movers"><legend>${words.moving}</legend>${leaves.map(
      (leaf) => html`<label title=${canMove(leaf) ? nothing : words.still}><input type="checkbox"
        .checked=${moving.includes(leaf.name)} ?disabled=${!canMove(leaf)}
        @change=${(event: Event) => choose(leaf.name, (event.target as HTMLInputElement).checked)} />
        <code>${leaf.name}</code>${canMove(leaf) ? nothing : html` <span class="quiet">${words.still}</span>`}</label>`,
    )}</fieldset>`;
  }

  #buttons(leaves: readonly Leaf[], language: Language): TemplateResult {
    const words = language.descent;
    const moving = this.#moving(leaves);
    const { before } = this.#trail;
    return html`<div class="deeds">
      ${COUNTS.map(
        (count) => html`<button type="button" class="go" ?disabled=${moving.length === 0}
          @click=${() => this.#step(count)}>${words.steps(count)}</button>`,
      )}
      <button type="button" ?disabled=${before === null} @click=${() => this.#goTo(before ?? 0)}>${words.back}</button>
      <button type="button" ?disabled=${this.#trail.points.length === 1 && this.#trail.here.values === null}
        @click=${() => this.#reset()}>${words.reset}</button>
    </div>`;
  }

  #editor(leaf: Leaf, leaves: readonly Leaf[], language: Language): TemplateResult {
    const words = language.descent;
    const { node, numbers } = leaf;
    const choose = (event: Event): void => {
      this.edit((event.target as HTMLSelectElement).value);
      this.deeds.redraw();
    };
    return html`<section class="editor"><h3>${words.numbers}</h3>
      <label class="leaf"><span>${words.leaf}</span><select @change=${choose}>
        ${leaves.map((one) => html`<option value=${one.name} .selected=${one.name === leaf.name}>${one.name}</option>`)}
      </select></label>
      ${
        numbers === null
          ? html`<p class="quiet">${words.tooMany}</p>`
          : cells(
              {
                name: leaf.name,
                shape: node.shape,
                numbers: this.#numbersOf(leaf, numbers),
                whole: !canMove(leaf) && numbers.every(Number.isInteger),
                typed: this.#typed,
                cell: Math.min(this.#cell, Math.max(numbers.length - 1, 0)),
              },
              {
                set: (cell, number, gesture) => this.#set(leaf, numbers, cell, number, gesture),
                type: (cell, text) => this.#type(cell, text),
                show: (cell) => {
                  this.#cell = cell;
                  this.#typed = null;
                  this.deeds.redraw();
                },
              },
              language,
            )
      }
    </section>`;
  }

  /** The numbers as they are asked for, which may be newer than the graph's. */
  #numbersOf(leaf: Leaf, shown: readonly number[]): readonly number[] {
    const asked = valuesOf(this.#shown?.query.values ?? null)[leaf.name];
    const numbers = asked === undefined ? [] : flat(asked);
    return numbers.length === shown.length ? numbers : shown;
  }

  #update(leaf: Leaf, graph: Graph, language: Language): TemplateResult {
    const numbers = withNumbers(leaf.node, this.#rate);
    return html`<section><h3>${language.descent.update}</h3>
      ${formula(rule(leaf.node, graph.objective.latex), language)}
      ${numbers ? formula(numbers, language) : nothing}
    </section>`;
  }

  // What a person does.

  get #rate(): number {
    return rateOf(this.#shown?.query.rate ?? null);
  }

  #setLog(log: boolean): void {
    this.#log = log;
    this.deeds.redraw();
  }

  #reads(index: number | null): void {
    if (index === this.#read) return;
    this.#read = index;
    this.deeds.redraw();
  }

  #type(cell: number, text: string | null): void {
    if (text !== null && this.#typed?.cell !== cell) this.#gesture += 1;
    this.#typed = text === null ? null : { cell, text };
    this.deeds.redraw();
  }

  #set(leaf: Leaf, shown: readonly number[], cell: number, number: number, gesture: boolean): void {
    if (gesture) this.#gesture += 1;
    this.#running?.abort();
    const numbers = this.#numbersOf(leaf, shown).with(cell, number);
    const values = valuesOf(this.#shown?.query.values ?? null);
    this.#own = textOf({ ...values, [leaf.name]: nested(numbers, leaf.node.shape) });
    this.deeds.change({ values: this.#own });
  }

  #goTo(index: number): void {
    const trail = this.#trail.goTo(index);
    this.#running?.abort();
    this.#told = null;
    this.#read = null;
    this.#trail = trail;
    this.deeds.change({ values: trail.here.values ?? null });
  }

  #reset(): void {
    this.#running?.abort();
    this.#told = null;
    this.#read = null;
    this.#trail = Trail.from(
      null,
      this.#trail.points[0]?.values === null ? this.#trail.points[0].loss : null,
    );
    this.deeds.change({ values: null });
  }

  #retry(rate: number): void {
    this.deeds.change({ rate: rateText(rate) });
    this.#goTo(this.#trail.before ?? 0);
  }

  /** Make steps, after those that are being made. */
  #step(count: number): void {
    this.#last = this.#last.then(() => this.#make(count));
  }

  async #make(count: number): Promise<void> {
    const shown = this.#shown;
    if (!shown?.timeline) return;
    const { language, query } = shown;
    const { graph } = shown.timeline;
    if (graph.program !== query.program) return;
    const running = new AbortController();
    this.#running = running;
    try {
      const names = this.#moving(leavesOf(graph));
      const stretch = await descend(query, language.code, names, this.#rate, count, running.signal);
      if (!running.signal.aborted) this.#take(stretch, count, query.values);
    } catch (error) {
      if (running.signal.aborted) return;
      this.#told = { kind: "refused", problem: error instanceof Refusal ? error.problem : null };
      this.deeds.redraw();
    }
  }

  #take({ start, losses, values, answer }: Stretch, asked: number, from: string | null): void {
    this.#read = null;
    const outcome = outcomeOf([start, ...losses]);
    if (answer.problem) this.#told = { kind: "stopped", problem: answer.problem };
    else if (outcome === "grew" || outcome === "diverged")
      this.#told = { kind: outcome, rate: smaller(this.#rate) };
    else if (answer.stopped === "time") this.#told = { kind: "time", made: losses.length, asked };
    else this.#told = outcome === "flat" ? { kind: "flat" } : null;
    if (losses.length === 0) {
      this.deeds.redraw();
      return;
    }
    const trail =
      this.#trail.here.values === from ? this.#trail : this.#trail.changed(from, start, this.#gesture);
    this.#trail = trail.measured(start).stepped(losses, values);
    this.deeds.change({ values: this.#trail.here.values ?? null });
  }
}
