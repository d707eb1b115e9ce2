/** Where the element's graph comes from: a program and a service, or a file. The newest question wins. */

import { openedNames } from "../timeline/openings";
import { GraphClient, type GraphQuery, graphFile, Refusal } from "../wire/client";
import type { Graph, Problem } from "../wire/graph";

/** While someone is typing, in milliseconds: how long they pause before we ask, and before we call it a mistake. */
const PAUSE = 80;
const BENEFIT_OF_DOUBT = 350;

export interface Asked {
  readonly server: string;
  readonly src: string | null;
  readonly query: GraphQuery;
}

/** The attributes on which the graph depends, as the element has them: data as JSON. */
export const ASKED = ["program", "output", "mode", "seed", "values", "opened", "server", "src"] as const;
type Attributes = { readonly [Name in Exclude<(typeof ASKED)[number], "mode">]: string | null } & {
  readonly mode: GraphQuery["mode"] | null;
};

/** Return what attributes ask for; without a `server`, the service at `home` is asked. */
export function asked(wanted: Attributes, home: string, lang: string): Asked {
  return {
    server: wanted.server?.replace(/\/$/, "") ?? home,
    src: wanted.src,
    query: {
      program: wanted.program ?? "",
      ...(wanted.output ? { output: wanted.output } : {}),
      ...(wanted.mode ? { mode: wanted.mode } : {}),
      ...data("seed", wanted.seed),
      ...data("values", wanted.values),
      ...(wanted.opened ? { opened: openedNames(wanted.opened) } : {}),
      lang,
    },
  };
}

/** Return a field of a query from its JSON; text that is none says nothing. */
function data(name: "seed" | "values", text: string | null): Partial<GraphQuery> {
  if (!text) return {};
  try {
    return { [name]: JSON.parse(text) as unknown };
  } catch {
    return {};
  }
}

export interface Answers {
  graph(graph: Graph): void;
  refused(problem: Problem | null): void;
}

export class Source {
  readonly #client = new GraphClient();
  #timer = 0;
  #file: AbortController | null = null;
  #last: Asked | null = null;
  #busy = false;
  #queued: Asked | null = null;
  #follows = false;

  constructor(readonly answers: Answers) {}

  /** Whether a newer answer is still to come. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether what was asked last differs in numbers alone, so that its answer is here at once. */
  get follows(): boolean {
    return this.#follows;
  }

  /**
   * Ask for what is wanted now; while someone is typing, only once they pause. Where numbers alone are others, as
   * while one is dragged, the question under way is answered first, and the newest is the next: the picture follows.
   */
  ask(asked: Asked): void {
    const before = this.#last;
    const follows = before !== null && butForNumbers(before) === butForNumbers(asked);
    this.#last = asked;
    this.#follows = follows;
    if (follows && this.#busy) {
      this.#queued = asked;
      return;
    }
    this.cancel();
    const pause = before === null || follows ? 0 : PAUSE;
    this.#timer = window.setTimeout(() => void this.#load(asked, before !== null), pause);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#queued = null;
    this.#busy = false;
    this.#client.cancel();
    this.#file?.abort();
  }

  async #load(asked: Asked, typing: boolean): Promise<void> {
    this.#busy = true;
    try {
      const graph = await (asked.src === null
        ? this.#client.graph(asked.server, asked.query)
        : this.#read(asked.src));
      if (!graph) return; // something else has been asked meanwhile, which has its own answer
      this.#answered();
      this.answers.graph(graph);
    } catch (error) {
      const problem = error instanceof Refusal ? error.problem : null;
      const pause = typing && !problem?.leaf ? BENEFIT_OF_DOUBT : 0;
      this.#timer = window.setTimeout(() => this.answers.refused(problem), pause);
      this.#answered();
    }
  }

  #answered(): void {
    const next = this.#queued;
    this.#queued = null;
    this.#busy = false;
    if (!next) return;
    clearTimeout(this.#timer);
    void this.#load(next, true);
  }

  async #read(address: string): Promise<Graph | null> {
    const current = new AbortController();
    this.#file = current;
    const graph = await graphFile(address, current.signal).catch((error: unknown) => {
      if (current.signal.aborted) return null;
      throw error;
    });
    return current.signal.aborted ? null : graph;
  }
}

function butForNumbers({ server, src, query }: Asked): string {
  return JSON.stringify([server, src, { ...query, values: undefined }]);
}
