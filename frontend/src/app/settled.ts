/** What the graph on the screen was asked with: the page may ask for a newer one already. */

import type { Timeline } from "../timeline/timeline";
import type { Query } from "./query";
import type { Shown } from "./tools/tool";

export class Settled {
  #timeline: Timeline | null = null;
  #query: Query | null = null;

  /** Return the query that the graph is the answer to. */
  of({ timeline, query }: Shown): Query {
    if (!this.#query || timeline !== this.#timeline) {
      this.#timeline = timeline;
      this.#query = timeline ? { ...query, program: timeline.graph.program } : query;
    }
    return this.#query;
  }
}
