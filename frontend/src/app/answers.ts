/** Answers of the service about a program: asked for when they are first looked at, and remembered. */

import { ask, Refusal } from "../wire/client";
import type { Problem } from "../wire/graph";

export type Answer<Value> =
  /** `before` is the last answer to another question, to be shown meanwhile. */
  | { readonly state: "waiting"; readonly before: Value | null }
  | { readonly state: "ready"; readonly value: Value }
  /** `problem` is null where the service could not be reached. */
  | { readonly state: "refused"; readonly problem: Problem | null };

type Body = Readonly<Record<string, unknown>>;

const KEPT = 24;

/** A newer question makes the answer to an older one void, if it is still on its way. */
export class Answers<Value> {
  /** The last answer that came. */
  last: Value | null = null;
  readonly #known = new Map<string, Answer<Value>>();
  #asked: { readonly key: string; readonly controller: AbortController } | null = null;

  /** `changed` is called when an answer has come. */
  constructor(
    readonly address: string,
    readonly changed: () => void,
  ) {}

  /** Return what is known of the answer to `body`; if that is nothing yet, it is asked for. */
  to(body: Body): Answer<Value> {
    const key = JSON.stringify(body);
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#asked?.key !== key) void this.#ask(key, body);
    return { state: "waiting", before: this.last };
  }

  /** Forget what was refused, and ask again. */
  again(): void {
    for (const [key, answer] of this.#known) if (answer.state === "refused") this.#known.delete(key);
    this.changed();
  }

  async #ask(key: string, body: Body): Promise<void> {
    this.#asked?.controller.abort();
    const controller = new AbortController();
    this.#asked = { key, controller };
    const answer = await this.#answer(body, controller.signal);
    if (controller.signal.aborted) return;
    this.#asked = null;
    if (answer.state === "ready") this.last = answer.value;
    this.#keep(key, answer);
    this.changed();
  }

  async #answer(body: Body, signal: AbortSignal): Promise<Answer<Value>> {
    try {
      return { state: "ready", value: (await ask(this.address, body, signal)) as Value };
    } catch (error) {
      return { state: "refused", problem: error instanceof Refusal ? error.problem : null };
    }
  }

  #keep(key: string, answer: Answer<Value>): void {
    this.#known.set(key, answer);
    const [oldest] = this.#known.keys();
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
  }
}
