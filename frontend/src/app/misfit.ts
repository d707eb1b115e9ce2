/** Numbers and seeds that no longer fit the program: while somebody types, they are no mistake of theirs. */

import type { Problem } from "../wire/graph";
import { withoutLeaf } from "./descent/notice";
import type { Query } from "./query";

/** Return the query without what no longer fits, or null where something else is wrong. */
export function fitting(query: Query, problem: Problem | null): Query | null {
  const values = withoutLeaf(query.values, problem?.leaf);
  if (values !== undefined) return { ...query, values };
  return refusesSeed(problem, query) ? { ...query, seed: null } : null;
}

/** Return whether what is wrong is the query's seed: it has no place in the program, which everything else has. */
export function refusesSeed(problem: Problem | null, query: Query): boolean {
  const codes = ["shape_mismatch", "bad_argument"];
  return query.seed !== null && problem?.span === null && !problem.leaf && codes.includes(problem.code);
}
