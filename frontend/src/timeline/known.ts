/** What is known of the local Jacobians of a graph: read off it where it tells them, else answered by the service. */

import type { GraphEdge } from "../wire/graph";
import { type Entries, entriesOf, entriesOfJacobian, type JacobianJson } from "./entries";
import type { Timeline } from "./timeline";

export class Known {
  readonly #entries = new Map<string, Entries | null>();

  constructor(readonly timeline: Timeline) {}

  /** Return the entries of an edge, or null while they are not known. */
  readonly entries = (edge: GraphEdge): Entries | null => {
    const known = this.#entries.get(edge.id);
    if (known !== undefined) return known;
    const found = entriesOf(this.timeline, edge);
    this.#entries.set(edge.id, found);
    return found;
  };

  /** Take what the service answered about an edge. */
  learn(edge: GraphEdge, jacobian: JacobianJson): void {
    this.#entries.set(edge.id, entriesOfJacobian(edge, jacobian));
  }
}
