/** The graph on its canvas: a view for each node and edge, keyed by id, as a function of step and progress. */

import type { Box, BoxToPlace, EdgeToPlace, GroupToPlace, Placed } from "../layout/elk";
import { groupsAround, groupsById } from "../timeline/openings";
import type { Timeline } from "../timeline/timeline";
import type { GraphEdge, GraphGroup, GraphNode, Step } from "../wire/graph";
import { grouped } from "../wire/grouped";
import { short } from "../wire/numbers";
import { around, type Focus, touches } from "./camera";
import { type Card, card } from "./card";
import { EdgeView, LABEL_SIZE } from "./edge";
import { type Folded, fold, isBadge } from "./folding";
import { captionRoom, GroupView } from "./group";
import { mathWidth } from "./mathtext";
import { eased, type Motion, within } from "./motion";
import { NodeView, type Role } from "./node";
import type { Palette } from "./palette";
import { moveAlong, token } from "./pulse";
import { larger, type Room, TYPICAL, withRoomOf } from "./room";
import { set, svg } from "./svg";

export interface Names {
  readonly node: (node: GraphNode) => string;
  readonly edge: (edge: GraphEdge, timeline: Timeline) => string;
  /** What closes a group, or null for a group that nothing closes. */
  readonly closing: (group: GraphGroup, timeline: Timeline) => string | null;
}

export interface Moment {
  readonly index: number;
  readonly progress: number;
  readonly motion: Motion;
  readonly selected: string | null;
}

const COVERED = 0.25;
const NUMBERS_READABLE = 0.42;
const CULL_FROM = 120;

/** A graph that is measured, and once it is placed, drawn. */
export class Scene {
  readonly folded: Folded;
  readonly cards: ReadonlyMap<string, Card>;
  /** Whether numbers have room to become others. */
  readonly roomy: boolean;
  readonly labels: ReadonlyMap<string, Room | null>;
  readonly #nodes = new Map<string, NodeView>();
  readonly #edges = new Map<string, EdgeView>();
  readonly #groups: readonly GroupView[];
  readonly #frameLayer = svg("g");
  readonly #edgeLayer = svg("g");
  readonly #captionLayer = svg("g");
  readonly #nodeLayer = svg("g");
  readonly #tokenLayer = svg("g");
  #placed: Placed | null = null;
  #open = false;
  #carried: { readonly key: string; readonly group: SVGGElement } | null = null;

  /** `before` shows the same graph with other numbers: nothing gets less room than there, so that all stays put. */
  constructor(
    readonly timeline: Timeline,
    readonly root: SVGGElement,
    names: Names,
    before: Scene | null = null,
  ) {
    this.folded = fold(timeline.graph);
    this.roomy = before?.roomy || (timeline.graph.given ?? []).length > 0;
    this.cards = new Map(
      this.folded.boxes.map((node) => {
        const own = card(node, this.folded.chips.get(node.id) ?? [], timeline, this.roomy);
        return [node.id, withRoomOf(own, before?.cards.get(node.id))];
      }),
    );
    this.labels = new Map(
      this.folded.edges.map((edge) => [
        edge.id,
        larger(labelRoom(edge, this.roomy), before?.labels.get(edge.id)),
      ]),
    );
    for (const one of this.cards.values()) {
      this.#nodes.set(one.node.id, new NodeView(one, timeline, names.node(one.node)));
    }
    for (const edge of this.folded.edges) {
      this.#edges.set(edge.id, new EdgeView(edge, labelText(edge), names.edge(edge, timeline)));
    }
    this.#groups = groupsShown(timeline, this.folded).map(
      (group) => new GroupView(group, names.closing(group, timeline)),
    );
  }

  /** Whether there are badges, which may be folded or open. */
  get hasBadges(): boolean {
    return this.folded.boxes.some(isBadge);
  }

  /** Return what the layout needs to know; `open` gives every badge the room of its card. */
  toPlace(open: boolean): { boxes: BoxToPlace[]; edges: EdgeToPlace[]; groups: GroupToPlace[] } {
    const into = grouped(this.folded.edges, (edge) => edge.target);
    return {
      boxes: [...this.cards.values()].map(({ node, width, height, folded }) => ({
        id: node.id,
        ...(open ? { width, height } : folded),
        inputs: (into.get(node.id) ?? []).map((edge) => edge.id),
        group: node.group,
      })),
      edges: this.folded.edges.map((edge) => ({
        id: edge.id,
        source: edge.source,
        target: edge.target,
        label: this.labels.get(edge.id) ?? null,
      })),
      groups: this.#groups.map(({ group, closing }) => ({
        id: group.id,
        parent: group.parent,
        caption: captionRoom(group, closing !== null),
      })),
    };
  }

  /** Draw the graph where the layout has put it. */
  place(placed: Placed, open: boolean): void {
    this.#placed = placed;
    this.#open = open;
    for (const [id, view] of this.#nodes) {
      view.alwaysOpen = open;
      const box = placed.boxes.get(id);
      if (box) view.place(box.x, box.y);
      this.#nodeLayer.append(view.group);
    }
    for (const [id, view] of this.#edges) {
      view.place(placed.edges.get(id) ?? [], placed.labels.get(id) ?? null);
      this.#edgeLayer.append(view.group);
    }
    for (const view of this.#groups) {
      const box = placed.groups.get(view.group.id);
      if (box) view.place(box);
      this.#frameLayer.append(view.frame);
      this.#captionLayer.append(view.caption);
    }
    const layers = [this.#frameLayer, this.#edgeLayer, this.#captionLayer, this.#nodeLayer, this.#tokenLayer];
    this.root.replaceChildren(...layers);
  }

  get open(): boolean {
    return this.#open;
  }

  get placed(): Placed | null {
    return this.#placed;
  }

  /** Draw a moment: the state at the end of a step, as far as it has come. */
  show(moment: Moment, palette: Palette): void {
    const step = this.timeline.step(moment.index);
    const lit = this.#lit(step);
    for (const [id, view] of this.#nodes) this.#showNode(id, view, moment, step, lit, palette);
    for (const [id, view] of this.#edges) {
      const phase = this.timeline.edgePhase(view.edge, moment.index);
      view.show({ phase, selected: moment.selected === id }, palette);
    }
    for (const view of this.#groups) view.show(palette);
    this.#dim(lit, moment);
    this.#carry(step, moment, palette);
  }

  /** What lies under an unfolded badge steps back. */
  #dim(lit: Lit, moment: Moment): void {
    const open = [...this.#nodes.keys()].filter((id) => this.#unfolded(id, lit, moment));
    const covers = open.flatMap((id) => this.#openBox(id, lit) ?? []);
    for (const [id, view] of this.#nodes) {
      const box = this.#placed?.boxes.get(id);
      const under =
        !open.includes(id) && !lit.roles.has(id) && box && covers.some((cover) => touches(cover, box));
      set(view.group, { opacity: under ? COVERED : null });
    }
  }

  #unfolded(id: string, lit: Lit, moment: Moment): boolean {
    const node = this.cards.get(id)?.node;
    return (
      !this.#open && node !== undefined && isBadge(node) && (lit.roles.has(id) || moment.selected === id)
    );
  }

  #showNode(id: string, view: NodeView, moment: Moment, step: Step, lit: Lit, palette: Palette): void {
    const { timeline } = this;
    const role = lit.roles.get(id) ?? "idle";
    const arriving = lit.receives === id;
    const early =
      arriving && moment.motion === "full" && moment.progress < ARRIVES && this.#hadTotal(id, step);
    const unfolded = this.#unfolded(id, lit, moment);
    view.show(
      {
        hasValue: timeline.hasValue(id, moment.index),
        total: timeline.total(id, early ? step.index - 1 : moment.index),
        role,
        selected: moment.selected === id,
        unfolded,
        litChips: lit.chips,
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
    const others = [...this.#nodes.keys()].filter((other) => other !== id);
    const obstacles = others.flatMap((other) => {
      const place = this.#placed?.boxes.get(other);
      return place ? [{ box: place, weight: lit.roles.has(other) ? LIT_WEIGHT : 1 }] : [];
    });
    return leastCovering(box, own, obstacles);
  }

  #hadTotal(id: string, step: Step): boolean {
    return this.timeline.total(id, step.index - 1) !== null;
  }

  /** Return what a step lights up, folded parts by the card that they are in. */
  #lit(step: Step): Lit {
    const roles = new Map<string, Role>();
    const chips = new Set<string>();
    const light = (id: string, role: Role): void => {
      const box = this.folded.inside.get(id);
      if (box) chips.add(id);
      if (!box || !roles.has(box)) roles.set(box ?? id, role);
    };
    const edge = step.edge === null ? null : this.timeline.edge(step.edge);
    const inputs = step.kind === "evaluate" ? (this.timeline.inputs.get(step.node) ?? []) : [];
    for (const input of inputs) light(input.source, "operand");
    if (edge) light(edge.source, step.phase);
    light(step.node, step.phase);
    const receives = edge ? this.timeline.addsTo(edge) : step.kind === "seed" ? step.node : null;
    return { roles, chips, receives };
  }

  /** Let what a step carries travel along its edge. */
  #carry(step: Step, moment: Moment, palette: Palette): void {
    const travels =
      step.edge !== null && moment.motion === "full" && moment.progress > 0 && moment.progress < ARRIVES;
    const view = step.edge === null ? undefined : this.#edges.get(step.edge);
    if (!travels || !view?.edge.contribution) {
      this.#carried = null;
      this.#tokenLayer.replaceChildren();
      return;
    }
    const key = `${view.edge.id} ${palette.theme}`;
    if (this.#carried?.key !== key) {
      const group = token(this.timeline.cells(view.edge.contribution), "grad", palette);
      this.#carried = { key, group };
      this.#tokenLayer.replaceChildren(group);
    }
    const along = eased(within(moment.progress, 0.15, ARRIVES));
    moveAlong(view.line, this.#carried.group, step.phase === "backward" ? 1 - along : along);
  }

  /** Return the part of the canvas that a step is about. */
  focus(index: number): Focus | null {
    const step = this.timeline.step(index);
    const edge = step.edge === null ? null : this.timeline.edge(step.edge);
    const inputs = step.kind === "evaluate" ? (this.timeline.inputs.get(step.node) ?? []) : [];
    const ids = [
      step.node,
      ...(edge ? [edge.source, edge.target] : []),
      ...inputs.map((input) => input.source),
    ];
    const all = around(ids.flatMap((id) => this.#boxOf(id, index) ?? []));
    const heart = this.#boxOf(edge && step.phase === "backward" ? edge.source : step.node, index);
    return all && { all, heart: heart ?? all };
  }

  #boxOf(id: string, index: number): Box | null {
    const box = this.#placed?.boxes.get(this.folded.inside.get(id) ?? id);
    const own = this.cards.get(id);
    if (!box || !own || own.form !== "badge" || this.#open) return box ?? null;
    // A badge unfolds when its step comes.
    const lit = this.#lit(this.timeline.step(index));
    return around([box, this.#openBox(id, lit) ?? box]);
  }

  /** Return where a node is, for the camera and the overview. */
  boxes(): ReadonlyMap<string, Box> {
    return this.#placed?.boxes ?? new Map();
  }

  /** Leave away what cannot be seen: cards off the screen, numbers too small to read. */
  adapt(view: Box, scale: number): void {
    set(this.#nodeLayer, { "data-detail": scale < NUMBERS_READABLE ? "low" : "high" });
    if (this.#nodes.size < CULL_FROM) return;
    for (const [id, node] of this.#nodes) {
      const box = this.#placed?.boxes.get(id);
      const visible = !box || touches(box, view);
      set(node.group, { display: visible ? null : "none" });
    }
  }
}

const LIT_WEIGHT = 20;

/** Return the groups with a box in them, outer ones first: a frame is drawn over the one that it is in. */
function groupsShown(timeline: Timeline, folded: Folded): readonly GraphGroup[] {
  const groups = groupsById(timeline.graph);
  const depths = new Map<GraphGroup, number>();
  for (const node of folded.boxes) {
    const around = groupsAround(groups, node.group);
    around.forEach((group, index) => {
      depths.set(group, around.length - index);
    });
  }
  return [...depths].sort(([, a], [, b]) => a - b).map(([group]) => group);
}

/** Return the place for a card of `size` at or around `box` that covers least of the obstacles. */
function leastCovering(
  box: Box,
  size: { readonly width: number; readonly height: number },
  obstacles: readonly { readonly box: Box; readonly weight: number }[],
): Box {
  const middle = { x: box.x + (box.width - size.width) / 2, y: box.y + (box.height - size.height) / 2 };
  const [across, down] = [(box.width + size.width) / 2 + 14, (box.height + size.height) / 2 + 14];
  const places = [0, -1, 1].flatMap((dx) => [0, -1, 1].map((dy) => ({ dx, dy })));
  const candidates = places.map(({ dx, dy }) => {
    const place = {
      x: middle.x + dx * across,
      y: middle.y + dy * down,
      width: size.width,
      height: size.height,
    };
    const covered = obstacles.reduce((sum, one) => sum + one.weight * sharedArea(place, one.box), 0);
    return { place, cost: covered + (Math.abs(dx) + Math.abs(dy)) * FAR_AWAY };
  });
  return candidates.reduce((best, one) => (one.cost < best.cost ? one : best)).place;
}

const FAR_AWAY = 900;

function sharedArea(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(width, 0) * Math.max(height, 0);
}

/** The share of a step after which what travels has arrived. */
const ARRIVES = 0.72;

interface Lit {
  readonly roles: ReadonlyMap<string, Role>;
  readonly chips: ReadonlySet<string>;
  readonly receives: string | null;
}

const LONGEST_LABEL = 190;

/** Return the local derivative as it stands at the edge; a single number is said as a number too. */
function labelText(edge: GraphEdge): string | null {
  if (!edge.contribution || edge.local.latex === "") return null;
  const { local } = edge;
  const single =
    local.kind === "pointwise" && local.value && "data" in local.value && local.value.data.length === 1;
  const text = single ? withNumber(local.latex, Number(local.value.data[0])) : local.latex;
  return mathWidth(text, LABEL_SIZE) <= LONGEST_LABEL ? text : null;
}

function withNumber(latex: string, number: number): string {
  const right = latex.split(" = ")[1] ?? "";
  return /^-?[\d.]+$/.test(right) ? latex : `${latex} = ${short(number)}`;
}

function labelRoom(edge: GraphEdge, roomy: boolean): Room | null {
  const text = labelText(edge);
  if (text === null) return null;
  const texts = roomy && text !== edge.local.latex ? [text, withNumber(edge.local.latex, TYPICAL)] : [text];
  const width = Math.max(...texts.map((one) => mathWidth(one, LABEL_SIZE)));
  return { width: Math.ceil(width) + 8, height: LABEL_SIZE + 6 };
}
