/** Where everything stands: the ELK layered algorithm, in a worker. Sizes in, positions out; no DOM. */

import ELK, { type ElkExtendedEdge, type ElkNode, type ElkPort } from "elkjs/lib/elk-api.js";
import workerAddress from "elkjs/lib/elk-worker.min.js?url";

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
  readonly edges: ReadonlyMap<string, readonly Point[]>;
  readonly labels: ReadonlyMap<string, Box>;
}

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.padding": "[top=24,left=24,bottom=24,right=24]",
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "18",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
  "elk.layered.spacing.nodeNodeBetweenLayers": "24",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.layered.considerModelOrder.strategy": "PREFER_NODES",
  "elk.layered.crossingMinimization.forceNodeModelOrder": "false",
} as const;

/** The tidiest placement takes seconds for thirty cards in a row; from here on another one is as compact. */
const TIDIEST_UP_TO = 20;
const KEPT = 16;
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
): ElkNode {
  return {
    id: "graph",
    layoutOptions: {
      ...OPTIONS,
      "elk.layered.nodePlacement.strategy":
        boxes.length <= TIDIEST_UP_TO ? "NETWORK_SIMPLEX" : "LINEAR_SEGMENTS",
      "elk.direction": direction,
    },
    children: boxes.map((box) => elkNode(box, direction)),
    edges: edges.map(elkEdge),
  };
}

export function placed(root: ElkNode, direction: Direction): Placed {
  const boxes = new Map<string, Box>();
  const edges = new Map<string, readonly Point[]>();
  const labels = new Map<string, Box>();
  for (const child of root.children ?? []) boxes.set(child.id, boxOf(child));
  for (const edge of root.edges ?? []) {
    const section = edge.sections?.[0];
    if (section) edges.set(edge.id, [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]);
    const label = edge.labels?.[0];
    if (label) labels.set(edge.id, boxOf(label));
  }
  return { direction, width: root.width ?? 0, height: root.height ?? 0, boxes, edges, labels };
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
  place(boxes: readonly BoxToPlace[], edges: readonly EdgeToPlace[], direction: Direction): Promise<Placed> {
    const graph = elkGraph(boxes, edges, direction);
    const key = JSON.stringify(graph);
    const found = this.#known.get(key) ?? this.#layOut(graph, direction);
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
