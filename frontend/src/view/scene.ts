/** The graph on its canvas: a view for each box and line, keyed by id, as a function of step and progress. */

import type { Box, BoxToPlace, EdgeToPlace, GroupToPlace, Placed } from "../layout/elk";
import type { Folds } from "../timeline/folds";
import type { Timeline } from "../timeline/timeline";
import type { GraphGroup, GraphNode, Step } from "../wire/graph";
import { grouped } from "../wire/grouped";
import { around, touches } from "./camera";
import { type Card, card } from "./card";
import { leastCovering } from "./covering";
import { attach, Culling, type InView, LARGE_FROM, MOST_CARDS, NOTHING } from "./culling";
import { type Bundle, type Drawn, drawn, type Line, phaseOf } from "./drawn";
import { EdgeView } from "./edge";
import { Far, type Progress } from "./far";
import { focusOf, type StepFocus } from "./focus";
import { FoldedCard, type FoldedWords } from "./foldedcard";
import { isBadge } from "./folding";
import { type CaptionAct, captionRoom, GroupView } from "./group";
import { labelRoom, labelText } from "./label";
import { type Lit, litBy } from "./lit";
import { eased, type Motion, within } from "./motion";
import { NodeView } from "./node";
import type { Palette } from "./palette";
import { Carrier } from "./pulse";
import { larger, type Room, withRoomOf } from "./room";
import { set, svg } from "./svg";

export interface Names {
  readonly node: (node: GraphNode) => string;
  readonly line: (line: Line, timeline: Timeline) => string;
  /** What the caption of a frame does. */
  readonly caption: (group: GraphGroup, timeline: Timeline) => CaptionAct;
  readonly folded: (bundle: Bundle) => FoldedWords;
}

export interface Moment {
  readonly index: number;
  readonly progress: number;
  readonly motion: Motion;
  readonly selected: string | null;
}

const COVERED = 0.25;
const NUMBERS_READABLE = 0.42;
const LIT_WEIGHT = 20;
/** The share of a step after which what travels has arrived. */
const ARRIVES = 0.72;

interface ToPlace {
  readonly boxes: readonly BoxToPlace[];
  readonly edges: readonly EdgeToPlace[];
  readonly groups: readonly GroupToPlace[];
}

/** A graph that is measured, and once it is placed, drawn. */
export class Scene {
  readonly drawn: Drawn;
  /** The cards of nodes, also of those that folded groups give. */
  readonly cards: ReadonlyMap<string, Card>;
  /** Whether numbers have room to become others. */
  readonly roomy: boolean;
  readonly labels: ReadonlyMap<string, Room | null>;
  readonly #nodes = new Map<string, NodeView>();
  readonly #folded = new Map<string, FoldedCard>();
  readonly #lines = new Map<string, EdgeView>();
  readonly #groups: readonly GroupView[];
  readonly #frameLayer = svg("g");
  readonly #edgeLayer = svg("g");
  readonly #captionLayer = svg("g");
  readonly #nodeLayer = svg("g");
  readonly #carrier = new Carrier();
  readonly #far = new Far();
  readonly #toPlace = new Map<boolean, ToPlace>();
  #placed: Placed | null = null;
  #culling: Culling | null = null;
  #inView: InView | null = null;
  #shown = "";
  #latest: { readonly moment: Moment; readonly palette: Palette } | null = null;
  #open = false;

  /** `before` shows the same graph with other numbers: nothing gets less room than there, so that all stays put. */
  constructor(
    readonly timeline: Timeline,
    readonly root: SVGGElement,
    names: Names,
    readonly folds: Folds = new Set(),
    before: Scene | null = null,
  ) {
    this.drawn = drawn(timeline.graph, folds);
    this.roomy = before?.roomy || (timeline.graph.given ?? []).length > 0;
    const { nodes, bundles, lines, chips, frames } = this.drawn;
    const cardOf = (node: GraphNode): Card =>
      withRoomOf(card(node, chips.get(node.id) ?? [], timeline, this.roomy), before?.cards.get(node.id));
    const cards = new Map(nodes.map((node) => [node.id, cardOf(node)]));
    this.cards = cards;
    this.labels = new Map(
      lines.map((line) => [
        line.id,
        larger(labelRoom(line, this.#label(line), this.roomy), before?.labels.get(line.id)),
      ]),
    );
    for (const one of cards.values()) {
      this.#nodes.set(one.node.id, new NodeView(one, timeline, names.node(one.node)));
    }
    for (const bundle of bundles) {
      const view = new FoldedCard(bundle, timeline, names.folded(bundle), cardOf, names.node);
      this.#folded.set(bundle.group.id, view);
      if (view.inner) cards.set(view.inner.card.node.id, view.inner.card);
    }
    for (const line of lines) {
      this.#lines.set(line.id, new EdgeView(line, this.#label(line), names.line(line, timeline)));
    }
    this.#groups = frames.map((group) => new GroupView(group, names.caption(group, timeline)));
  }

  /** Among very many lines nobody finds the one that a label belongs to. */
  #label(line: Line): string | null {
    return this.large ? null : labelText(line);
  }

  /** Whether there are badges, which may be folded or open. */
  get hasBadges(): boolean {
    return this.drawn.nodes.some(isBadge);
  }

  /** Return what the layout needs to know; `open` gives every badge the room of its card. */
  toPlace(open: boolean): ToPlace {
    const known = this.#toPlace.get(open) ?? this.#measured(open);
    this.#toPlace.set(open, known);
    return known;
  }

  #measured(open: boolean): ToPlace {
    const { order, lines } = this.drawn;
    const into = grouped(lines, (line) => line.target);
    return {
      boxes: order.map((id) => ({
        id,
        ...this.#room(id, open),
        inputs: (into.get(id) ?? []).map((line) => line.id),
        group: this.#groupAround(id),
      })),
      edges: lines.map((line) => ({
        id: line.id,
        source: line.source,
        target: line.target,
        label: this.labels.get(line.id) ?? null,
      })),
      groups: this.#groups.map(({ group }) => ({
        id: group.id,
        parent: group.parent,
        caption: captionRoom(group),
      })),
    };
  }

  #room(id: string, open: boolean): { width: number; height: number } {
    const one = this.cards.get(id);
    const { width, height } = (open ? one : one?.folded) ?? this.#folded.get(id) ?? { width: 0, height: 0 };
    return { width, height };
  }

  #groupAround(id: string): string | null {
    const folded = this.#folded.get(id);
    return folded ? folded.bundle.group.parent : this.timeline.node(id).group;
  }

  /** Draw the graph where the layout has put it. */
  place(placed: Placed, open: boolean): void {
    this.#placed = placed;
    this.#open = open;
    this.#culling = this.large ? new Culling(placed) : null;
    this.#inView = this.large ? NOTHING : null;
    this.#shown = "";
    for (const [id, view] of this.#nodes) {
      view.alwaysOpen = open;
      this.#put(view, placed.boxes.get(id));
    }
    for (const [id, view] of this.#folded) this.#put(view, placed.boxes.get(id));
    for (const [id, view] of this.#lines) {
      view.place(placed.edges.get(id) ?? [], placed.labels.get(id) ?? null);
      if (!this.large) this.#edgeLayer.append(view.group);
    }
    for (const view of this.#groups) {
      const box = placed.groups.get(view.group.id);
      if (box) view.place(box);
      this.#frameLayer.append(view.frame);
      this.#captionLayer.append(view.caption);
    }
    if (this.large) this.#far.place(placed);
    const layers = [this.#frameLayer, this.#far.group, this.#edgeLayer, this.#captionLayer];
    this.root.replaceChildren(...layers, this.#nodeLayer, this.#carrier.layer);
  }

  #put(view: NodeView | FoldedCard, box: Box | undefined): void {
    if (box) view.place(box.x, box.y);
    if (!this.large) this.#nodeLayer.append(view.group);
  }

  /** Whether there is so much that only what is on the screen is drawn. */
  get large(): boolean {
    return this.drawn.order.length > LARGE_FROM;
  }

  get open(): boolean {
    return this.#open;
  }

  get placed(): Placed | null {
    return this.#placed;
  }

  /** Draw a moment: the state at the end of a step, as far as it has come. Between frames only what moves changes. */
  show(moment: Moment, palette: Palette): void {
    this.#latest = { moment, palette };
    const step = this.timeline.step(moment.index);
    const lit = litBy(step, this.timeline, this.drawn);
    const key = `${moment.index} ${moment.selected} ${moment.motion} ${palette.theme}`;
    const same = key === this.#shown;
    this.#shown = key;
    const seen = this.#inView?.boxes;
    for (const id of same ? lit.roles.keys() : (seen ?? this.drawn.order)) {
      if (same && seen && !seen.has(id)) continue;
      const node = this.#nodes.get(id);
      if (node) this.#showNode(id, node, moment, step, lit, palette);
      const folded = this.#folded.get(id);
      if (folded) this.#showFolded(id, folded, moment, step, lit, palette);
    }
    if (!same) {
      this.#showLines(moment, palette);
      for (const view of this.#groups) view.show(moment.selected === view.group.id, palette);
      if (this.#inView?.far) this.#showFar(moment, step, lit, palette);
    }
    this.#dim(lit, moment);
    this.#carry(step, moment, palette);
  }

  #showLines(moment: Moment, palette: Palette): void {
    for (const id of this.#inView?.lines ?? this.#lines.keys()) {
      const view = this.#lines.get(id);
      if (!view) continue;
      const selected = view.line.edges.some((edge) => edge.id === moment.selected);
      view.show({ phase: phaseOf(view.line, this.timeline, moment.index), selected }, palette);
    }
  }

  #showFar(moment: Moment, step: Step, lit: Lit, palette: Palette): void {
    const colours = new Map(
      [...lit.roles].map(([id]) => [id, step.phase === "forward" ? palette.forward : palette.backward]),
    );
    if (moment.selected !== null) colours.set(this.boxIdOf(moment.selected), palette.select);
    this.#far.show((id) => this.#progressOf(id, moment.index), colours, palette);
  }

  #progressOf(id: string, index: number): Progress {
    const nodes = this.#folded.get(id)?.bundle.outputs.map((node) => node.id) ?? [id];
    if (nodes.some((node) => this.timeline.hasTotal(node, index))) return "gradient";
    return nodes.every((node) => this.timeline.hasValue(node, index)) ? "computed" : "waiting";
  }

  /** What lies under an unfolded badge steps back. */
  #dim(lit: Lit, moment: Moment): void {
    if (this.#open || !this.hasBadges) return;
    const open = [...this.#nodes.keys()].filter((id) => this.#unfolded(id, lit, moment));
    const covers = open.flatMap((id) => this.#openBox(id, lit) ?? []);
    for (const [id, view] of [...this.#nodes, ...this.#folded]) {
      const box = this.#placed?.boxes.get(id);
      const under =
        !open.includes(id) && !lit.roles.has(id) && box && covers.some((cover) => touches(cover, box));
      set(view.group, { opacity: under ? COVERED : null });
    }
  }

  #unfolded(id: string, lit: Lit, moment: Moment): boolean {
    const node = this.#nodes.get(id)?.card.node;
    return (
      !this.#open && node !== undefined && isBadge(node) && (lit.roles.has(id) || moment.selected === id)
    );
  }

  #showFolded(id: string, view: FoldedCard, moment: Moment, step: Step, lit: Lit, palette: Palette): void {
    const chosen = moment.selected === null ? null : this.boxIdOf(moment.selected);
    view.show({ role: lit.roles.get(id) ?? "idle", selected: chosen === id }, palette);
    const { inner } = view;
    if (inner) this.#showNode(inner.card.node.id, inner, moment, step, lit, palette);
  }

  #showNode(id: string, view: NodeView, moment: Moment, step: Step, lit: Lit, palette: Palette): void {
    const { timeline } = this;
    const arriving = lit.receives === id;
    const early =
      arriving &&
      moment.motion === "full" &&
      moment.progress < ARRIVES &&
      timeline.hasTotal(id, step.index - 1);
    const unfolded = this.#unfolded(id, lit, moment);
    view.show(
      {
        hasValue: timeline.hasValue(id, moment.index),
        total: timeline.total(id, early ? step.index - 1 : moment.index),
        role: lit.nodes.get(id) ?? lit.roles.get(id) ?? "idle",
        selected: moment.selected === id,
        unfolded,
        litChips: lit.nodes,
      },
      palette,
    );
    const evaluating = step.kind === "evaluate" && step.node === id;
    view.revealValue(evaluating ? within(moment.progress, 0.3, 1) : 1, moment.motion === "full");
    view.revealTotal(arriving && !early ? within(moment.progress, ARRIVES, 1) : 1);
    if (!unfolded) return;
    const box = this.#placed?.boxes.get(id);
    const open = this.#openBox(id, lit);
    if (box && open) view.openAt(open.x - box.x, open.y - box.y);
    this.#nodeLayer.append(view.group);
  }

  /** Return where a badge unfolds: around itself, or beside itself where it would cover what the step is about. */
  #openBox(id: string, lit: Lit): Box | null {
    const box = this.#placed?.boxes.get(id);
    const own = this.cards.get(id);
    if (!box || !own) return null;
    const others = this.drawn.order.filter((other) => other !== id);
    const obstacles = others.flatMap((other) => {
      const place = this.#placed?.boxes.get(other);
      return place ? [{ box: place, weight: lit.roles.has(other) ? LIT_WEIGHT : 1 }] : [];
    });
    return leastCovering(box, own, obstacles);
  }

  /** Let what a step carries travel along its line. */
  #carry(step: Step, { motion, progress }: Moment, palette: Palette): void {
    const edge = step.edge === null ? null : this.timeline.edge(step.edge);
    const line = edge && this.drawn.lineOf.get(edge.id);
    const view = line && this.#lines.get(line.id);
    const travels = motion === "full" && progress > 0 && progress < ARRIVES;
    if (!travels || !view || !edge?.contribution) {
      this.#carrier.rest();
      return;
    }
    const along = eased(within(progress, 0.15, ARRIVES));
    const cells = this.timeline.cells(edge.contribution);
    this.#carrier.carry(cells, view.path, step.phase === "backward" ? 1 - along : along, palette);
  }

  /** Return the part of the canvas that a step is about. */
  focus(index: number): StepFocus | null {
    return focusOf(this.timeline, this.timeline.step(index), (id) => this.#boxOf(id, index));
  }

  #boxOf(id: string, index: number): Box | null {
    const box = this.boxOf(id);
    const own = this.cards.get(id);
    if (!box || !own || own.form !== "badge" || this.#open) return box;
    // A badge unfolds when its step comes.
    const lit = litBy(this.timeline.step(index), this.timeline, this.drawn);
    return around([box, this.#openBox(id, lit) ?? box]);
  }

  /** Return the id of the box that something is drawn in. */
  boxIdOf(id: string): string {
    return this.drawn.inside.get(id) ?? this.drawn.hiding.get(id) ?? id;
  }

  /** Return the id of the box or line that something is drawn as. */
  partOf(id: string): string {
    return this.drawn.lineOf.get(id)?.id ?? this.boxIdOf(id);
  }

  kindOf(id: string): "node" | "edge" | "group" {
    if (this.timeline.nodes.has(id)) return "node";
    return this.timeline.edges.has(id) ? "edge" : "group";
  }

  /** Return where a node is or the card that it is folded into, or where a group's frame or folded card is. */
  boxOf(id: string): Box | null {
    return this.#placed?.boxes.get(this.boxIdOf(id)) ?? this.#placed?.groups.get(id) ?? null;
  }

  /** Leave away what cannot be seen: numbers too small to read, what is off the screen; draw `most` cards at once. */
  adapt(view: Box, scale: number, most = MOST_CARDS): void {
    const detail = scale < NUMBERS_READABLE ? "low" : "high";
    if (this.#nodeLayer.dataset["detail"] !== detail) set(this.#nodeLayer, { "data-detail": detail });
    if (!this.#culling) return;
    const before = this.#inView;
    const now = this.#culling.seen(view, most);
    this.#inView = now;
    if (before?.far !== now.far) this.#standBack(now.far);
    const came = [
      attach(
        this.#nodeLayer,
        before?.boxes,
        now.boxes,
        (id) => (this.#nodes.get(id) ?? this.#folded.get(id))?.group,
      ),
      attach(this.#edgeLayer, before?.lines, now.lines, (id) => this.#lines.get(id)?.group),
    ];
    if (before?.far === now.far && !came.some(Boolean)) return;
    this.#shown = "";
    if (this.#latest) this.show(this.#latest.moment, this.#latest.palette);
  }

  #standBack(far: boolean): void {
    set(this.#far.group, { display: far ? null : "none" });
    set(this.#captionLayer, { display: far ? "none" : null });
    set(this.#carrier.layer, { display: far ? "none" : null });
  }
}
