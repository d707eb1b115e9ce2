/** From a cell to its reason: what is picked, the way one came, and what of it is open. */

import { html, nothing, type TemplateResult } from "lit";
import { cellName, type Language } from "../../../lang";
import { type CellRef, cellWord, hasCell, positions, sameCell } from "../../../timeline/cells";
import type { Direction } from "../../../timeline/lineage";
import { goalsOf, reasonFor, sourcesOf, unknownEdges } from "../../../timeline/reasons";
import type { Timeline } from "../../../timeline/timeline";
import type { Deeds, Shown } from "../tool";
import type { Asking, Knowledge } from "./asking";
import { type Followed, followed, type Lit, near } from "./following";
import { goalsPanel, reasonPanel, type Told } from "./panel";

const LONGEST_TRAIL = 8;
const MOST_ASKED = 40;

export class Reasons {
  #trail: readonly CellRef[] = [];
  #cell: CellRef | null = null;
  #expected: CellRef | null = null;
  #open = new Set<string>();
  #direction: Direction = "from";
  #follows = false;
  #lit = "";
  #litIn: Knowledge["known"] | null = null;

  constructor(
    readonly deeds: Deeds,
    readonly asking: Asking,
  ) {}

  content(shown: Shown): TemplateResult | typeof nothing {
    const { cell, language, query } = shown;
    const timeline = shown.timeline;
    this.#moved(cell);
    if (!timeline || !cell || !hasCell(timeline, cell)) return nothing;
    const knowledge = this.asking.knowledge(timeline, query, language.code);
    const whole = knowledge.known.timeline;
    const { entries } = knowledge.known;
    const reason = reasonFor(whole, cell, shown.step, entries);
    const goals = goalsOf(whole, cell, entries);
    const follow = this.#follows ? followed(whole, cell, this.#direction, entries) : null;
    const nearEdges =
      this.#direction === "from"
        ? unknownEdges(reason)
        : goals.filter((one) => one.cells === null).map((one) => one.edge);
    const wanted = [...nearEdges, ...(follow?.lineage.unknown ?? [])].filter(
      (edge) => edge.local.kind !== "none",
    );
    this.asking.want(timeline, wanted.slice(0, MOST_ASKED), query, language.code);
    const sources =
      this.#direction === "from"
        ? sourcesOf(reason)
        : goals.flatMap((goal) => (goal.cells ?? []).flatMap((one) => one.cell ?? []));
    this.#light(
      cell,
      knowledge,
      follow ? follow.lights : nearEdges.length > 0 && this.#direction === "from" ? null : near(sources),
      shown.step,
    );
    const told: Told = {
      timeline: whole,
      language,
      cell,
      index: shown.step,
      reason,
      refused: knowledge.refused,
      pick: (to) => this.#follow(cell, to),
      isOpen: (part) => this.#open.has(part),
      open: (part) => this.#toggle(part),
    };
    return html`<div class="reason">
      <p class="phase selected"><span>${language.app.selected}</span><span>${cellName(whole, cell, language)}</span></p>
      ${this.#trailPanel(whole, language)}
      <p class="place">${language.cells.place(positions(whole.node(cell.node).shape, cell.cell), whole.node(cell.node).shape)}</p>
      ${this.#directions(language)}
      ${this.#direction === "from" ? reasonPanel(told) : goalsPanel(told, goals)}
      ${this.#followPanel(follow, language)}
    </div>`;
  }

  /** Something else has been picked than what one was led to: the trail begins anew. */
  #moved(cell: CellRef | null): void {
    if (sameCell(cell, this.#cell)) return;
    if (!sameCell(cell, this.#expected)) this.#trail = [];
    this.#expected = null;
    this.#cell = cell;
    this.#open = new Set();
    this.#lit = "";
    if (!cell) this.#follows = false;
  }

  #toggle(part: string): void {
    if (!this.#open.delete(part)) this.#open.add(part);
    this.deeds.redraw();
  }

  #follow(from: CellRef, to: CellRef): void {
    this.#trail = [...this.#trail, from].slice(-LONGEST_TRAIL);
    this.#expected = to;
    this.deeds.pick(to);
  }

  #goBack(place: number): void {
    const to = this.#trail[place];
    if (!to) return;
    this.#trail = this.#trail.slice(0, place);
    this.#expected = to;
    this.deeds.pick(to);
  }

  #face(direction: Direction): void {
    this.#direction = direction;
    this.deeds.redraw();
  }

  /** Light what belongs to the cell, once for each state of affairs; null leaves it to the view. */
  #light(cell: CellRef, knowledge: Knowledge, lights: readonly Lit[] | null, step: number): void {
    const state = [cellWord(cell), this.#direction, this.#follows, knowledge.learnt, step].join(" ");
    if (state === this.#lit && this.#litIn === knowledge.known) return;
    this.#lit = state;
    this.#litIn = knowledge.known;
    queueMicrotask(() => this.deeds.light(lights));
  }

  #trailPanel(timeline: Timeline, language: Language): TemplateResult | typeof nothing {
    const trail = this.#trail.filter((cell) => hasCell(timeline, cell));
    if (trail.length === 0) return nothing;
    return html`<nav class="trail" aria-label=${language.cells.back}>
      <button type="button" class="back" @click=${() => this.#goBack(this.#trail.length - 1)}>← ${language.cells.back}</button>
      ${trail.map((cell, at) => html`<button type="button" @click=${() => this.#goBack(at)}>${cellName(timeline, cell, language)}</button>`)}
    </nav>`;
  }

  #directions(language: Language): TemplateResult {
    const words = language.cells;
    const choice = (direction: Direction, label: string): TemplateResult =>
      html`<button type="button" aria-pressed=${String(this.#direction === direction)} @click=${() => this.#face(direction)}>${label}</button>`;
    return html`<div class="choice">${choice("from", words.from)}${choice("to", words.to)}</div>`;
  }

  #followPanel(follow: Followed | null, language: Language): TemplateResult {
    const words = language.cells;
    const toggle = (): void => {
      this.#follows = !this.#follows;
      this.deeds.redraw();
    };
    return html`<p class="deeds"><button type="button" aria-pressed=${String(this.#follows)} @click=${toggle}>${words.follow}</button></p>
      ${
        follow
          ? html`<p class="quiet" aria-live="polite">${words.followNote(follow.arrays, follow.cells)}${
              follow.lineage.unknown.length > 0 ? ` ${words.followPart}` : ""
            }</p>`
          : nothing
      }`;
  }
}
