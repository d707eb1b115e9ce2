/** "As scalars": an operation opened into single numbers, in a dialog of its own. */

import { html, nothing, type TemplateResult } from "lit";
import { createRef, type Ref, ref } from "lit/directives/ref.js";
import { cellName, nameOf, signed } from "../../lang";
import { type CellRef, numberIn } from "../../timeline/cells";
import { type EntriesFor, reasonFor, type Term } from "../../timeline/reasons";
import {
  contracted,
  lineCount,
  nextEdge,
  operandsOf,
  type Scalars,
  scalarsOf,
  withNext,
} from "../../timeline/scalars";
import type { Timeline } from "../../timeline/timeline";
import { size } from "../../wire/arrays";
import type { GraphNode } from "../../wire/graph";
import { short } from "../../wire/numbers";
import type { Asking } from "../tools/reason/asking";
import type { Shown } from "../tools/tool";
import { keyOf, picture } from "./picture";
import { type Plan, plan, type Spot, type Way } from "./plan";
import { treePicture, treeTerms } from "./tree";

const NARROW = matchMedia("(max-width: 759px)");
const MOST_LINES = 400;
const MOST_ROWS = 64;
/** So many lines are not even counted one by one. */
const HOPELESS = 20_000;

export class ScalarPictures {
  readonly #dialog: Ref<HTMLDialogElement> = createRef();
  #node: string | null = null;
  #only: number | null = null;
  #focus: string | null = null;
  #way: Way = "forward";
  #two = false;
  #contracts = false;
  #tree = false;

  constructor(
    readonly asking: Asking,
    readonly redraw: () => void,
  ) {}

  /** What opens the picture of the operation that is selected, or that the selected leaf goes into first. */
  content(shown: Shown): TemplateResult | typeof nothing {
    const { timeline, language } = shown;
    const node = timeline && operationAt(timeline, shown.selected);
    if (!timeline || !node) return nothing;
    const words = language.cells;
    const open = (): void => {
      this.#start(node, shown);
      this.redraw();
      this.#dialog.value?.showModal();
    };
    return html`<p class="deeds scalars-opener"><button type="button" @click=${open}>${words.scalars}: <code>${node.operation}</code></button></p>
      <dialog class="scalars-dialog" aria-labelledby="scalars-title" ${ref(this.#dialog)} @close=${() => this.#closed()} @click=${closeOnBackdrop}>
        ${this.#node === null ? nothing : this.#inside(shown, timeline)}
      </dialog>`;
  }

  #start(node: GraphNode, { cell, timeline }: Shown): void {
    this.#node = node.id;
    this.#only = null;
    this.#focus = null;
    this.#two = false;
    this.#contracts = false;
    this.#tree = false;
    this.#way = cell && cell.array !== "value" && timeline?.graph.mode === "reverse" ? "backward" : "forward";
    if (cell?.node === node.id) this.#focus = `1 0 ${cell.cell}`;
    else if (cell) {
      const edges = timeline ? operandsOf(timeline, node.id) : [];
      const pile = edges.findIndex((edge) => edge.source === cell.node);
      if (pile >= 0) this.#focus = `0 ${pile} ${cell.cell}`;
    }
  }

  #closed(): void {
    this.#node = null;
    this.redraw();
  }

  #inside(shown: Shown, timeline: Timeline): TemplateResult {
    const { language, query } = shown;
    const { known, refused } = this.asking.knowledge(timeline, query, language.code);
    const whole = known.timeline;
    const node = whole.node(this.#node ?? "");
    const words = language.cells;
    const { entries } = known;
    const { scalars, count, tooMany, only } = this.#chosen(whole, node, entries);
    this.asking.want(timeline, scalars.unknown, query, language.code);
    const readable = lineCount(scalars) <= MOST_LINES && tallest(scalars) <= MOST_ROWS;
    const cell = this.#focused(1) ?? only ?? 0;
    const terms = this.#two
      ? null
      : treeTerms(reasonFor(whole, { node: node.id, array: "value", cell }, 0, entries));
    const title = words.scalarsTitle(node.operation ?? "");
    return html`<header>
        <h2 id="scalars-title">${title}</h2>
        <form method="dialog"><button class="close" aria-label=${language.app.close}>×</button></form>
      </header>
      <div class="content" tabindex="-1">
        <p class="about">${words.scalarsAbout}</p>
        ${terms && this.#tree ? nothing : this.#choices(shown, whole, node)}
        ${this.#ways(shown, { tooMany, isProduct: terms !== null })}
        ${tooMany ? html`<p class="quiet" aria-live="polite">${words.scalarsMany(count, MOST_LINES)}</p>` : nothing}
        ${scalars.unknown.length > 0 ? html`<p class="quiet" aria-live="polite">${refused === null ? words.asked : refused || language.app.unreachable}</p>` : nothing}
        ${terms && this.#tree ? this.#treeOf(shown, whole, node, cell, terms) : readable ? this.#picture(shown, whole, scalars, title) : nothing}
      </div>`;
  }

  /** Return all that there is to draw, or where that is too much, what leads to one number. */
  #chosen(timeline: Timeline, node: GraphNode, entries: EntriesFor) {
    const rough = lineCount(scalarsOf(timeline, node.id, entries, 0)) * size(node.shape);
    const all = rough > HOPELESS ? null : this.#scalars(timeline, node, entries, null);
    const count = all ? lineCount(all) : rough;
    const tooMany = count > MOST_LINES || all === null || tallest(all) > MOST_ROWS;
    const only = tooMany ? (this.#only ?? this.#focused(1) ?? 0) : this.#only;
    const scalars = all && only === null ? all : this.#scalars(timeline, node, entries, only);
    return { scalars, count, tooMany, only };
  }

  #scalars(timeline: Timeline, node: GraphNode, entries: EntriesFor, only: number | null): Scalars {
    const one = scalarsOf(timeline, node.id, entries, only);
    const next = this.#two ? nextEdge(timeline, node.id) : null;
    if (!next) return one;
    const both = withNext(timeline, one, next, entries);
    return this.#contracts ? contracted(both) : both;
  }

  /** Return the cell in focus, if it is in a column. */
  #focused(column: number): number | null {
    const [at, , cell] = (this.#focus ?? "").split(" ").map(Number);
    return this.#focus !== null && at === column ? (cell ?? null) : null;
  }

  readonly #button = (label: string, pressed: boolean, act: () => void): TemplateResult =>
    html`<button type="button" aria-pressed=${String(pressed)} @click=${() => {
      act();
      this.redraw();
    }}>${label}</button>`;

  /** One number alone instead of all; a product as what it is made of. */
  #ways(
    { language }: Shown,
    { tooMany, isProduct }: { readonly tooMany: boolean; readonly isProduct: boolean },
  ): TemplateResult | typeof nothing {
    const words = language.cells;
    const cell = this.#focused(1);
    const alone = !tooMany && !this.#two && (this.#only !== null || cell !== null);
    if (!alone && !isProduct) return nothing;
    return html`<div class="choices">
      ${
        alone
          ? this.#button(words.scalarsOne, this.#only !== null, () => {
              this.#only = this.#only === null ? cell : null;
            })
          : nothing
      }
      ${
        isProduct
          ? this.#button(words.tree, this.#tree, () => {
              this.#tree = !this.#tree;
            })
          : nothing
      }
    </div>`;
  }

  #treeOf(
    { language }: Shown,
    timeline: Timeline,
    node: GraphNode,
    cell: number,
    terms: readonly Term[],
  ): TemplateResult {
    const ref: CellRef = { node: node.id, array: "value", cell };
    const result = { number: numberIn(timeline, ref) ?? Number.NaN, cell: ref };
    const named = [...terms.flat(), result].map((one) =>
      one.cell ? cellName(timeline, one.cell, language) : "",
    );
    const box = widthOf(named);
    const title = `${language.cells.tree}: ${cellName(timeline, ref, language)}`;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${title}>
      ${treePicture({ timeline, language, terms, result, box, title })}
    </div>`;
  }

  #choices({ language }: Shown, timeline: Timeline, node: GraphNode): TemplateResult {
    const words = language.cells;
    const next = nextEdge(timeline, node.id);
    const goal = next && timeline.node(next.target);
    const button = this.#button;
    const turn = (way: Way) => (): void => {
      this.#way = way;
    };
    const backward = node.grad !== null && timeline.graph.mode === "reverse";
    return html`<div class="choices">
      ${button(words.forwardWay, this.#way === "forward", turn("forward"))}
      ${backward ? button(words.backwardWay, this.#way === "backward", turn("backward")) : nothing}
      ${
        goal
          ? button(words.twoSteps(goal.operation ?? ""), this.#two, () => {
              this.#two = !this.#two;
              this.#tree = false;
              this.#contracts = false;
              this.#focus = null;
            })
          : nothing
      }
      ${
        this.#two
          ? button(words.contract(nameOf(node)), this.#contracts, () => {
              this.#contracts = !this.#contracts;
              this.#focus = null;
            })
          : nothing
      }
    </div>`;
  }

  #picture(shown: Shown, timeline: Timeline, scalars: Scalars, title: string): TemplateResult {
    const { language } = shown;
    const held = this.#way === "forward" ? "value" : timeline.graph.mode === "reverse" ? "grad" : "tangent";
    const names = scalars.columns
      .flat()
      .map(({ node, cells }) => cellName(timeline, { node, array: held, cell: cells.at(-1) ?? 0 }, language));
    const box = widthOf(names);
    const drawn = plan(timeline, scalars, this.#way, { box, between: NARROW.matches ? 72 : 210 });
    const choose = (spot: Spot): void => {
      this.#focus = this.#focus === keyOf(spot) ? null : keyOf(spot);
      this.redraw();
    };
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${title}>
        ${picture({ timeline, language, plan: drawn, box, focus: this.#focus, choose, title })}
      </div>
      ${this.#contracts ? html`<p class="quiet">${language.cells.contracted}</p>` : nothing}
      <p class="equation" aria-live="polite">${this.#equation(shown, timeline, drawn)}</p>`;
  }

  /** The number in focus as a sum along its lines: a differential forward, a contribution backward. */
  #equation(
    { language }: Shown,
    timeline: Timeline,
    { spots, lines }: Plan,
  ): TemplateResult | typeof nothing {
    const spot = spots.find((one) => keyOf(one) === this.#focus);
    if (!spot) return nothing;
    const name = (one: Spot): string => cellName(timeline, one.ref, language);
    const slope = (number: number): string => (number < 0 ? `(${short(number)})` : short(number));
    const back = this.#way === "backward";
    const own = lines.filter(({ from, to }) => (back ? from : to) === spot);
    if (own.length === 0) return nothing;
    const terms = own.map(({ link, from, to }) =>
      back
        ? `${signed(to.number ?? Number.NaN)} · ${slope(link.slope)}`
        : `${slope(link.slope)} · d${name(from)}`,
    );
    const sum = terms.join(" + ");
    return back
      ? html`<span class="name">${name(spot)}</span> = ${sum} = <strong data-result=${String(spot.number)}>${short(spot.number ?? Number.NaN)}</strong>`
      : html`<span class="name">d${name(spot)}</span> = ${sum}`;
  }
}

/** Return how wide a box has to be for a name and a number. */
function widthOf(names: readonly string[]): number {
  return Math.max(104, 74 + 7 * Math.max(...names.map((name) => name.length)));
}

function tallest({ columns }: Scalars): number {
  return Math.max(...columns.map((piles) => piles.reduce((rows, pile) => rows + pile.cells.length, 0)));
}

function operationAt(timeline: Timeline, selected: string | null): GraphNode | null {
  const edge = selected ? timeline.edges.get(selected) : undefined;
  const node = selected ? timeline.nodes.get(edge?.target ?? selected) : undefined;
  if (!node || (timeline.inputs.get(node.id) ?? []).some(({ local }) => local.kind !== "none"))
    return node ?? null;
  const next = nextEdge(timeline, node.id);
  return next ? timeline.node(next.target) : null;
}

function closeOnBackdrop(event: MouseEvent): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}
