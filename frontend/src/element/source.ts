/** Where the element's graph comes from: a program and a service, or a file. The newest question wins. */

import { GraphClient, type GraphQuery, graphFile, Refusal } from "../wire/client";
import type { Graph, Problem } from "../wire/graph";

const PAUSE = 140;

export interface Asked {
  readonly server: string;
  readonly src: string | null;
  readonly query: GraphQuery;
}

export interface Answers {
  graph(graph: Graph): void;
  refused(problem: Problem | null): void;
}

export class Source {
  readonly #client = new GraphClient();
  #timer = 0;
  #file: AbortController | null = null;
  #asked = false;

  constructor(readonly answers: Answers) {}

  /** Ask for what is wanted now; while someone is typing, only once they pause. */
  ask(asked: Asked): void {
    this.cancel();
    const pause = this.#asked ? PAUSE : 0;
    this.#asked = true;
    this.#timer = window.setTimeout(() => void this.#load(asked), pause);
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#client.cancel();
    this.#file?.abort();
  }

  async #load(asked: Asked): Promise<void> {
    try {
      const graph = await (asked.src === null
        ? this.#client.graph(asked.server, asked.query)
        : this.#read(asked.src));
      if (graph) this.answers.graph(graph);
    } catch (error) {
      this.answers.refused(error instanceof Refusal ? error.problem : null);
    }
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
