/** What is folded in a view: what its attribute means for the graph, and what a person changes about it. */

import {
  type Folds,
  foldedWords,
  foldsOf,
  groupAt,
  hidingGroups,
  isSame,
  over,
  sameFolds,
  toggledFold,
} from "../timeline/folds";
import type { Timeline } from "../timeline/timeline";
import { fold } from "../view/folding";
import { captionOf } from "../view/group";
import type { Graph } from "../wire/graph";

export interface FoldHost {
  /** The attribute. */
  folded: string | null;
}

export class FoldControl {
  #graph: Graph | null = null;
  #folds: Folds = new Set();
  #applied: string | null = null;
  #hiding: ReadonlyMap<string, string> = new Map();

  constructor(
    readonly host: FoldHost,
    /** Called when a person, or another graph of the same program, has changed the attribute. */
    readonly changed: (about: string | null) => void,
  ) {}

  /** Return what is folded in `graph`; with the same program, what was folded stays so though the ids are others. */
  of(graph: Graph): Folds {
    const before = this.#graph;
    const { boxes } = fold(graph);
    const asked = foldsOf(graph, this.host.folded, boxes);
    const reopened = before && before !== graph && before.program === graph.program;
    const folds = reopened && this.host.folded !== null ? sameFolds(before, graph, this.#folds) : asked;
    this.#graph = graph;
    this.#folds = folds;
    this.#hiding = hidingGroups(graph, folds);
    const other = !isSame(folds, asked);
    this.#applied = other ? foldedWords(graph, folds, boxes) : this.host.folded;
    if (other) {
      this.host.folded = this.#applied;
      this.changed(null);
    }
    return folds;
  }

  /** Whether the attribute asks for something else than what has been folded. */
  get stale(): boolean {
    return this.host.folded !== this.#applied;
  }

  get anyGroups(): boolean {
    return (this.#graph?.groups.length ?? 0) > 0;
  }

  get anyFolded(): boolean {
    return this.#folds.size > 0;
  }

  /** Fold a group, or open it. */
  toggle(id: string): void {
    if (this.#graph) this.#set(toggledFold(this.#graph, this.#folds, id), id);
  }

  foldAll(): void {
    this.#set(new Set(this.#graph?.groups.map((group) => group.id)), null);
  }

  openAll(): void {
    this.#set(new Set(), null);
  }

  /** Fold or open where the selection is, or else the step: a group, or the one that a node or an edge is in. */
  toggleAt(timeline: Timeline, selected: string | null, step: number): void {
    const part = selected ?? timeline.step(step).node;
    if (timeline.graph.groups.some((group) => group.id === part)) {
      this.toggle(part);
      return;
    }
    const node = timeline.nodes.get(timeline.edges.get(part)?.target ?? part);
    const group = node ? groupAt(timeline.graph, this.#hiding, node) : null;
    if (group !== null) this.toggle(group);
  }

  /** Return the step after `index`, or before it, that is not hidden within what is folded. */
  over(timeline: Timeline, index: number, by: 1 | -1): number {
    return over(timeline, this.#hiding, index, by);
  }

  /** Return the caption of the folded card in which something is hidden, or null. */
  captionOver(id: string): string | null {
    const node = this.#graph?.nodes.find((one) => one.id === id);
    const hiding = this.#hiding.get(node?.group ?? id);
    const group = hiding === id ? undefined : this.#graph?.groups.find((one) => one.id === hiding);
    return group ? captionOf(group) : null;
  }

  #set(folds: Folds, about: string | null): void {
    const graph = this.#graph;
    if (!graph) return;
    this.host.folded = foldedWords(graph, folds, fold(graph).boxes);
    this.changed(about);
  }
}
