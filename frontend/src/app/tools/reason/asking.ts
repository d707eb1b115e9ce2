/** What the graph on the screen does not tell of itself, asked of the service when it is needed, and kept. */

import { isWhole } from "../../../timeline/cells";
import type { JacobianJson } from "../../../timeline/entries";
import { Known } from "../../../timeline/known";
import { Timeline } from "../../../timeline/timeline";
import { ask, Refusal } from "../../../wire/client";
import type { Graph, GraphEdge } from "../../../wire/graph";
import { fieldsOf, type Query } from "../../query";

const MOST_CELLS = 1_000_000;

/** What is known of one graph. */
export interface Knowledge {
  readonly known: Known;
  /** Counts what has been learnt, so that one sees whether there is more than before. */
  readonly learnt: number;
  readonly busy: boolean;
  /** Why something cannot be known, in the service's words; an empty text where it could not be reached. */
  readonly refused: string | null;
}

interface Kept {
  known: Known;
  learnt: number;
  /** Edges that have been asked about, whatever the answer was. */
  readonly asked: Set<string>;
  waiting: number;
  refused: string | null;
}

export class Asking {
  readonly #kept = new WeakMap<Timeline, Kept>();

  constructor(readonly redraw: () => void) {}

  /** Return what is known of a graph; one with arrays of which only parts came is asked for whole. */
  knowledge(timeline: Timeline, query: Query, lang: string): Knowledge {
    const kept = this.#kept.get(timeline) ?? this.#start(timeline, query, lang);
    return { known: kept.known, learnt: kept.learnt, busy: kept.waiting > 0, refused: kept.refused };
  }

  /** Ask about edges that nothing is known of. */
  want(timeline: Timeline, edges: readonly GraphEdge[], query: Query, lang: string): void {
    const kept = this.#kept.get(timeline);
    // Of arrays that are on their way whole, nothing has to be asked before they are there.
    if (!kept || query.program !== timeline.graph.program || !isWhole(kept.known.timeline.graph)) return;
    for (const edge of edges) {
      if (kept.asked.has(edge.id)) continue;
      kept.asked.add(edge.id);
      void this.#during(kept, async () => {
        const wanted = { ...fieldsOf(query, lang), of: "local", edge: edge.id, structure: true };
        const answer = await ask("/api/jacobian", wanted, new AbortController().signal);
        kept.known.learn(edge, answer as JacobianJson);
      });
    }
  }

  #start(timeline: Timeline, query: Query, lang: string): Kept {
    const kept: Kept = {
      known: new Known(timeline),
      learnt: 0,
      asked: new Set(),
      waiting: 0,
      refused: null,
    };
    this.#kept.set(timeline, kept);
    if (!isWhole(timeline.graph) && query.program === timeline.graph.program) {
      void this.#during(kept, async () => {
        const wanted = {
          ...fieldsOf(query, lang),
          ...(query.mode ? { mode: query.mode } : {}),
          ...(query.seed ? { seed: JSON.parse(query.seed) as unknown } : {}),
          max_elements: MOST_CELLS,
        };
        const graph = (await ask("/api/graph", wanted, new AbortController().signal)) as Graph;
        kept.known = new Known(new Timeline(graph));
      });
    }
    return kept;
  }

  async #during(kept: Kept, work: () => Promise<void>): Promise<void> {
    kept.waiting += 1;
    try {
      await work();
    } catch (error) {
      kept.refused = (error instanceof Refusal ? error.problem?.detail : null) ?? "";
    } finally {
      kept.waiting -= 1;
      kept.learnt += 1;
      this.redraw();
    }
  }
}
