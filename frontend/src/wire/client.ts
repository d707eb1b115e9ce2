/** The service, as the page asks it. */

import type { Example, Graph, Problem } from "./graph";

export interface GraphQuery {
  readonly program: string;
  readonly output?: string;
  readonly mode?: "reverse" | "forward";
  readonly seed?: unknown;
  /** Numbers for leaves, by their names. */
  readonly values?: unknown;
  /** Composite operations to show as the elementary ones that they stand for. */
  readonly opened?: readonly string[];
  readonly lang?: string;
}

/** A refusal, with the service's own words; `problem` is null where the service could not be reached. */
export class Refusal extends Error {
  constructor(readonly problem: Problem | null) {
    super(problem?.detail ?? "");
  }
}

/** Asks for graphs; a newer question makes the answer to an older one void. */
export class GraphClient {
  #latest: AbortController | null = null;

  /**
   * Return the graph of a program, or null if a newer question has been asked meanwhile.
   * Throws a Refusal.
   */
  async graph(server: string, query: GraphQuery): Promise<Graph | null> {
    this.cancel();
    const current = new AbortController();
    this.#latest = current;
    try {
      const answer = await ask(`${server}/api/graph`, query, current.signal);
      return current.signal.aborted ? null : (answer as Graph);
    } catch (error) {
      if (current.signal.aborted) return null;
      throw error instanceof Refusal ? error : new Refusal(null);
    }
  }

  cancel(): void {
    this.#latest?.abort();
  }
}

/** Return a graph JSON from a file; throws a Refusal. */
export async function graphFile(address: string, signal: AbortSignal): Promise<Graph> {
  const response = await fetch(address, { signal }).catch(() => null);
  if (!response?.ok) throw new Refusal(null);
  const graph = (await response.json()) as Graph;
  if (graph.schema !== "retrograd/1") throw new Refusal(null);
  return graph;
}

export async function examples(server: string, lang: string): Promise<readonly Example[]> {
  const response = await fetch(`${server}/api/examples?lang=${lang}`);
  return response.ok ? ((await response.json()) as Example[]) : [];
}

/** Return what the service answers to a question; throws a Refusal, or the signal's reason. */
export async function ask(address: string, body: unknown, signal: AbortSignal): Promise<unknown> {
  const { lang } = body as { readonly lang?: string };
  const response = await fetch(address, {
    method: "POST",
    // Whoever has no room for a question does not read it, and has to know the language all the same.
    headers: { "Content-Type": "application/json", ...(lang ? { "Accept-Language": lang } : {}) },
    body: JSON.stringify(body),
    signal,
  });
  if (response.ok) return response.json();
  throw new Refusal(await problemOf(response));
}

async function problemOf(response: Response): Promise<Problem | null> {
  const type = response.headers.get("content-type") ?? "";
  return type.startsWith("application/problem+json") ? ((await response.json()) as Problem) : null;
}
