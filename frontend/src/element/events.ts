/** The element's events. They bubble and leave the shadow root. */

import type { Held } from "../timeline/cells";
import type { Graph, Problem } from "../wire/graph";

export interface RetroEvents {
  /** `selected` is the node that is still selected, if the program is the same, or null. */
  "retro-ready": { readonly graph: Graph; readonly selected: string | null };
  "retro-step": { readonly step: number; readonly steps: number };
  /** With a cell that is picked: which of the node's arrays it is in, and its row-major index; else null. */
  "retro-select": (
    | { readonly kind: "node" | "edge" | "group"; readonly id: string }
    | { readonly kind: null; readonly id: null }
  ) & { readonly array: Held | null; readonly cell: number | null };
  /** A node was double-clicked, or E was pressed while it was selected, or Enter on one of its cells. */
  "retro-activate": { readonly id: string };
  /** An operation was opened or closed in the view itself; `opened` is the attribute now. */
  "retro-open": { readonly opened: string | null };
  /** Calls, loops or passes were folded or opened in the view itself; `folded` is the attribute now. */
  "retro-fold": { readonly folded: string | null };
  /** `problem` is null where the service could not be reached. */
  "retro-error": { readonly problem: Problem | null };
}

export function emit<Name extends keyof RetroEvents>(
  from: EventTarget,
  name: Name,
  detail: RetroEvents[Name],
): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}

type Typed = { readonly [Name in keyof RetroEvents]: CustomEvent<RetroEvents[Name]> };

declare global {
  interface HTMLElementEventMap extends Typed {}
}
