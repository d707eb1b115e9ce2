/** The search: a field over the picture, what it has found, and which hit one is at. */

import { html, nothing, type TemplateResult } from "lit";
import type { Language } from "../lang";
import { found } from "../timeline/search";
import type { Graph } from "../wire/graph";
import { button } from "./controls";

export interface SearchHost {
  /** Show the hits, and bring the one that one is at into view. */
  found(hits: readonly string[], current: string | null): void;
  changed(): void;
  /** Give the focus to the field, or back to the view. */
  focusField(): void;
  focusView(): void;
}

export class Search {
  open = false;
  #text = "";
  #graph: Graph | null = null;
  #hits: readonly string[] = [];
  #at = 0;

  constructor(readonly host: SearchHost) {}

  show(): void {
    this.open = true;
    this.host.changed();
    this.host.focusField();
  }

  close(): void {
    this.open = false;
    this.#tell();
    this.host.focusView();
  }

  /** Look through another graph for the same. */
  in(graph: Graph): void {
    if (graph === this.#graph) return;
    this.#graph = graph;
    if (this.#text !== "") this.#seek(this.#text);
  }

  get current(): string | null {
    return this.open ? (this.#hits[this.#at] ?? null) : null;
  }

  get hits(): readonly string[] {
    return this.open ? this.#hits : [];
  }

  #seek(text: string): void {
    this.#text = text;
    this.#hits = this.#graph ? found(this.#graph, text) : [];
    this.#at = 0;
    this.#tell();
  }

  #go(by: 1 | -1): void {
    const count = this.#hits.length;
    if (count === 0) return;
    this.#at = (this.#at + by + count) % count;
    this.#tell();
  }

  #tell(): void {
    this.host.found(this.hits, this.current);
    this.host.changed();
  }

  #pressed(event: KeyboardEvent): void {
    event.stopPropagation(); // what is typed here is no command for the view
    if (event.key === "Enter") this.#go(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  /** `within` says in which folded card the hit is that one is at, or null. */
  bar(language: Language, within: string | null): TemplateResult | typeof nothing {
    if (!this.open) return nothing;
    const words = language.folding;
    const count = this.#hits.length;
    const told = count > 0 ? words.found(this.#at + 1, count) : this.#text ? words.nothingFound : "";
    return html`<div class="search" role="search">
      <input type="search" aria-label=${words.find} placeholder=${words.findWhat} .value=${this.#text}
        autocomplete="off" spellcheck="false"
        @input=${(event: Event) => this.#seek((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#pressed(event)} />
      ${button("up", words.previousHit, () => this.#go(-1))}
      ${button("down", words.nextHit, () => this.#go(1))}
      ${button("close", words.closeSearch, () => this.close())}
      <span class="hits" aria-live="polite">${told}${count > 0 && within ? ` · ${words.within(within)}` : ""}</span>
    </div>`;
  }
}
