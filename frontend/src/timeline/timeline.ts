/** When what happens: a graph's steps, turned round so that any moment can be looked up at once. */

import { type Cells, decode, sum } from "../wire/arrays";
import type { ArrayJson, Graph, GraphEdge, GraphNode, Step } from "../wire/graph";
import { grouped } from "../wire/grouped";

interface Arrival {
  readonly step: number;
  readonly edge: GraphEdge;
}

/** What is known of a node's gradient (in forward mode: its tangent) at one moment. */
export interface Total {
  readonly cells: Cells;
  /** How many contributions it is the sum of so far, and of how many in the end. */
  readonly arrived: number;
  readonly expected: number;
  readonly complete: boolean;
}

export type EdgePhase = "idle" | "forward" | "backward" | "passed";

export class Timeline {
  readonly steps: readonly Step[];
  /** The index of the first backward step, or the number of steps if there is none. */
  readonly turn: number;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: ReadonlyMap<string, GraphEdge>;
  readonly inputs: ReadonlyMap<string, readonly GraphEdge[]>;
  readonly #evaluated = new Map<string, number>();
  readonly #seeded = new Map<string, number>();
  readonly #arrivals = new Map<string, Arrival[]>();
  readonly #passed = new Map<string, number>();
  readonly #partial = new Map<string, Cells[]>();
  readonly #decoded = new WeakMap<ArrayJson, Cells>();

  constructor(readonly graph: Graph) {
    this.steps = graph.steps;
    this.nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
    this.inputs = grouped(graph.edges, (edge) => edge.target);
    const turn = graph.steps.findIndex((step) => step.phase === "backward");
    this.turn = turn < 0 ? graph.steps.length : turn;
    for (const step of graph.steps) this.#record(step);
  }

  #record(step: Step): void {
    if (step.kind === "evaluate") this.#evaluated.set(step.node, step.index);
    if (step.kind === "seed") this.#seeded.set(step.node, step.index);
    if (step.edge === null) return;
    const edge = this.edge(step.edge);
    this.#passed.set(edge.id, step.index);
    const into = this.addsTo(edge);
    const arrivals = this.#arrivals.get(into) ?? [];
    arrivals.push({ step: step.index, edge });
    this.#arrivals.set(into, arrivals);
  }

  node(id: string): GraphNode {
    const node = this.nodes.get(id);
    if (!node) throw new RangeError(`no node ${id}`);
    return node;
  }

  edge(id: string): GraphEdge {
    const edge = this.edges.get(id);
    if (!edge) throw new RangeError(`no edge ${id}`);
    return edge;
  }

  step(index: number): Step {
    const step = this.steps[this.clamp(index)];
    if (!step) throw new RangeError("a graph without steps");
    return step;
  }

  clamp(index: number): number {
    return Math.min(Math.max(Math.round(index) || 0, 0), this.steps.length - 1);
  }

  /** Return the node to whose gradient (forward: tangent) an edge contributes. */
  addsTo(edge: GraphEdge): string {
    return this.graph.mode === "reverse" ? edge.source : edge.target;
  }

  /** Return the numbers of an array of this graph, decoded once. */
  cells(array: ArrayJson): Cells {
    const known = this.#decoded.get(array);
    if (known) return known;
    const cells = decode(array);
    this.#decoded.set(array, cells);
    return cells;
  }

  /** Return whether a node's value is known at the end of step `index`: leaves and constants always are. */
  hasValue(id: string, index: number): boolean {
    return (this.#evaluated.get(id) ?? -1) <= index;
  }

  /** Return whether a node will ever have a gradient (forward: a tangent). */
  expectsTotal(id: string): boolean {
    return this.#seeded.has(id) || this.#arrivals.has(id);
  }

  /** Return whether anything of a node's gradient (forward: tangent) is known at the end of step `index`. */
  hasTotal(id: string, index: number): boolean {
    const seeded = this.#seeded.get(id) ?? Number.POSITIVE_INFINITY;
    return Math.min(seeded, this.#arrivals.get(id)?.[0]?.step ?? seeded) <= index;
  }

  /** Return a node's gradient (forward: tangent) as it stands at the end of step `index`, or null. */
  total(id: string, index: number): Total | null {
    const arrivals = this.#arrivals.get(id) ?? [];
    const arrived = arrivals.filter((arrival) => arrival.step <= index).length;
    const seeded = (this.#seeded.get(id) ?? Number.POSITIVE_INFINITY) <= index;
    if (arrived === 0 && !seeded) return null;
    const cells = arrived === 0 ? this.#whole(id) : this.#sums(id, arrivals)[arrived - 1];
    if (!cells) return null;
    return { cells, arrived, expected: arrivals.length, complete: arrived === arrivals.length };
  }

  /** Return what an edge contributed to, before it did: null if it came first. */
  before(edge: GraphEdge): Cells | null {
    const id = this.addsTo(edge);
    const arrivals = this.#arrivals.get(id) ?? [];
    const position = arrivals.findIndex((arrival) => arrival.edge.id === edge.id);
    return position > 0 ? (this.#sums(id, arrivals)[position - 1] ?? null) : null;
  }

  /** Return the edges whose contributions make up a node's gradient (forward: tangent), in their order. */
  contributors(id: string): readonly GraphEdge[] {
    return (this.#arrivals.get(id) ?? []).map((arrival) => arrival.edge);
  }

  /** Return how an edge looks at step `index`. */
  edgePhase(edge: GraphEdge, index: number): EdgePhase {
    const step = this.step(index);
    if (step.edge === edge.id) return step.phase;
    if (step.kind === "evaluate" && step.node === edge.target) return "forward";
    return (this.#passed.get(edge.id) ?? Number.POSITIVE_INFINITY) <= index ? "passed" : "idle";
  }

  /** Return the captions of a step: of the leaves that are used here first, and of its own statement. */
  captions(step: Step): readonly string[] {
    if (step.kind !== "evaluate") return [];
    const operands = (this.inputs.get(step.node) ?? []).map((edge) => this.node(edge.source));
    const fresh = operands.filter((node) => node.kind === "leaf" && this.#firstUse(node.id) === step.index);
    const told = [...fresh.map((node) => node.caption), step.caption];
    return [...new Set(told.filter((caption) => caption !== null))];
  }

  #firstUse(id: string): number {
    const users = this.graph.edges.filter((edge) => edge.source === id);
    return Math.min(...users.map((edge) => this.#evaluated.get(edge.target) ?? Number.POSITIVE_INFINITY));
  }

  /** Return the step at which an edge contributes, or null. */
  passes(edge: GraphEdge): number | null {
    return this.#passed.get(edge.id) ?? null;
  }

  #whole(id: string): Cells | null {
    const node = this.node(id);
    const array = this.graph.mode === "reverse" ? node.grad : node.tangent;
    return array && this.cells(array);
  }

  #sums(id: string, arrivals: readonly Arrival[]): readonly Cells[] {
    const known = this.#partial.get(id);
    if (known) return known;
    const sums: Cells[] = [];
    for (const { edge } of arrivals) {
      if (!edge.contribution) continue;
      const cells = this.cells(edge.contribution);
      const before = sums.at(-1);
      sums.push(before ? sum(before, cells) : cells);
    }
    this.#partial.set(id, sums);
    return sums;
  }
}
