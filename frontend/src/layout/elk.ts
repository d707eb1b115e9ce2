/** Where everything stands: the ELK layered algorithm, in a worker. Sizes in, positions out; no DOM. */

import ELK, { type ElkExtendedEdge, type ElkNode, type ElkPort } from "elkjs/lib/elk-api.js";
import workerAddress from "elkjs/lib/elk-worker.min.js?url";
import { effort } from "./effort";
import { quickLayout } from "./quick";

export type Direction = "RIGHT" | "DOWN";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface BoxToPlace {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** The edges that come in, left operand first. */
  readonly inputs: readonly string[];
  /** The group that it is in, if any. */
  readonly group?: string | null;
}

/** A frame around boxes and other frames, in which nothing else stands. */
export interface GroupToPlace {
  readonly id: string;
  readonly parent: string | null;
  /** The room that its caption needs at its top. */
  readonly caption: { readonly width: number; readonly height: number };
}

export interface EdgeToPlace {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** The room that its label needs. */
  readonly label: { readonly width: number; readonly height: number } | null;
}

export interface Placed {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly groups: ReadonlyMap<string, Box>;
  readonly edges: ReadonlyMap<string, readonly Point[]>;
  readonly labels: ReadonlyMap<string, Box>;
}

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "18",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
  "elk.layered.spacing.nodeNodeBetweenLayers": "24",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
} as const;

/** Nodes keep the order of the program where that costs no crossing. ELK cannot do it across frames: it stops. */
const IN_ORDER = {
  "elk.layered.considerModelOrder.strategy": "PREFER_NODES",
  "elk.layered.crossingMinimization.forceNodeModelOrder": "false",
} as const;

const AROUND = 24;
const WITHIN_GROUP = 14;

/** The tidiest placement takes seconds for thirty cards in a row; from here on another one is as compact. */
const TIDIEST_UP_TO = 20;
const KEPT = 16;
/** From here on ELK takes more than half a second. */
const MOST_EFFORT = 1400;
const ENTRY = { RIGHT: "WEST", DOWN: "NORTH" } as const;
const EXIT = { RIGHT: "EAST", DOWN: "SOUTH" } as const;

/** ELK counts ports clockwise: along the top from left to right, along the left side from bottom to top. */
function entryIndex(direction: Direction, argument: number, count: number): number {
  return direction === "DOWN" ? argument : count - 1 - argument;
}

function elkNode(box: BoxToPlace, direction: Direction): ElkNode {
  const inputs: ElkPort[] = box.inputs.map((edge, argument) => ({
    id: `${box.id}<${edge}`,
    layoutOptions: {
      "elk.port.side": ENTRY[direction],
      "elk.port.index": String(entryIndex(direction, argument, box.inputs.length)),
    },
  }));
  const output: ElkPort = { id: `${box.id}>`, layoutOptions: { "elk.port.side": EXIT[direction] } };
  return {
    id: box.id,
    width: box.width,
    height: box.height,
    ports: [...inputs, output],
    layoutOptions: { "elk.portConstraints": "FIXED_ORDER" },
  };
}

function elkEdge(edge: EdgeToPlace): ElkExtendedEdge {
  return {
    id: edge.id,
    sources: [`${edge.source}>`],
    targets: [`${edge.target}<${edge.id}`],
    labels: edge.label ? [{ id: `${edge.id}:label`, text: " ", ...edge.label }] : [],
  };
}

export function elkGraph(
  boxes: readonly BoxToPlace[],
  edges: readonly EdgeToPlace[],
  direction: Direction,
  groups: readonly GroupToPlace[] = [],
): ElkNode {
  const options = {
    ...OPTIONS,
    ...(groups.length > 0 ? {} : IN_ORDER),
    "elk.layered.nodePlacement.strategy":
      boxes.length <= TIDIEST_UP_TO ? "NETWORK_SIMPLEX" : "LINEAR_SEGMENTS",
    "elk.direction": direction,
  };
  return {
    id: "graph",
    layoutOptions: { ...options, ...padding(AROUND), ...(groups.length > 0 ? NESTED : {}) },
    children: nested(boxes, groups, direction, options),
    edges: edges.map(elkEdge),
  };
}

/** All frames are laid out together, and every place is told from the corner of the whole. */
const NESTED = {
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
} as const;

function padding(around: number, top = around): Readonly<Record<string, string>> {
  return { "elk.padding": `[top=${top},left=${around},bottom=${around},right=${around}]` };
}

/** Return the boxes in their order, each in its group; a group stands where its first box does. */
function nested(
  boxes: readonly BoxToPlace[],
  groups: readonly GroupToPlace[],
  direction: Direction,
  options: Readonly<Record<string, string>>,
): ElkNode[] {
  const outermost: ElkNode[] = [];
  const wanted = new Map(groups.map((group) => [group.id, group]));
  const made = new Map<string, ElkNode[]>();
  const inside = (id: string | null | undefined): ElkNode[] => {
    const group = wanted.get(id ?? "");
    if (!group) return outermost;
    const known = made.get(group.id);
    if (known) return known;
    const children: ElkNode[] = [];
    made.set(group.id, children);
    inside(group.parent).push(elkGroup(group, children, options));
    return children;
  };
  for (const box of boxes) inside(box.group).push(elkNode(box, direction));
  return outermost;
}

function elkGroup(
  { id, caption }: GroupToPlace,
  children: ElkNode[],
  options: Readonly<Record<string, string>>,
): ElkNode {
  const layoutOptions = {
    ...options,
    ...padding(WITHIN_GROUP, WITHIN_GROUP + caption.height),
    "elk.nodeSize.constraints": "MINIMUM_SIZE",
    "elk.nodeSize.minimum": `(${caption.width},${caption.height})`,
  };
  return { id, children, layoutOptions };
}

export function placed(root: ElkNode, direction: Direction): Placed {
  const boxes = new Map<string, Box>();
  const groups = new Map<string, Box>();
  const edges = new Map<string, readonly Point[]>();
  const labels = new Map<string, Box>();
  const place = (node: ElkNode): void => {
    (node.children ? groups : boxes).set(node.id, boxOf(node));
    node.children?.forEach(place);
  };
  root.children?.forEach(place);
  for (const edge of root.edges ?? []) {
    const section = edge.sections?.[0];
    if (section) edges.set(edge.id, [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]);
    const label = edge.labels?.[0];
    if (label) labels.set(edge.id, boxOf(label));
  }
  return { direction, width: root.width ?? 0, height: root.height ?? 0, boxes, groups, edges, labels };
}

function boxOf(shape: { x?: number; y?: number; width?: number; height?: number }): Box {
  return { x: shape.x ?? 0, y: shape.y ?? 0, width: shape.width ?? 0, height: shape.height ?? 0 };
}

/** Lays graphs out; the worker starts when the first one asks and is warm for the next. */
export class LayoutEngine {
  #elk: InstanceType<typeof ELK> | null = null;
  readonly #known = new Map<string, Promise<Placed>>();
  readonly #startWorker: () => Worker;

  constructor(startWorker = layoutWorker) {
    this.#startWorker = startWorker;
  }

  /** Start the worker and let it lay out something small, so that the first real graph does not wait for it. */
  warmUp(): void {
    void this.place([{ id: "a", width: 1, height: 1, inputs: [] }], [], "RIGHT");
  }

  /** The same boxes have the same places: while only numbers change, nothing is laid out again. */
  place(
    boxes: readonly BoxToPlace[],
    edges: readonly EdgeToPlace[],
    direction: Direction,
    groups: readonly GroupToPlace[] = [],
  ): Promise<Placed> {
    const graph = elkGraph(boxes, edges, direction, groups);
    const key = JSON.stringify(graph);
    const quick = (): Promise<Placed> => Promise.resolve(quickLayout(boxes, edges, direction, groups));
    const heavy = effort(boxes, edges) > MOST_EFFORT;
    const found = this.#known.get(key) ?? (heavy ? quick() : this.#layOut(graph, direction));
    found.catch(() => this.#known.delete(key)); // what has failed is tried again
    this.#known.delete(key);
    this.#known.set(key, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return found;
  }

  async #layOut(graph: ElkNode, direction: Direction): Promise<Placed> {
    this.#elk ??= new ELK({ workerFactory: this.#startWorker });
    return placed(await this.#elk.layout(graph), direction);
  }
}

/** A worker's script must come from the page's own origin; on another one's page it is imported by a blob. */
function layoutWorker(): Worker {
  const address = new URL(workerAddress, import.meta.url);
  if (address.origin === location.origin) return new Worker(address);
  const script = `importScripts(${JSON.stringify(address.href)});`;
  return new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
}
