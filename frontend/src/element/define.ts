/** Registers <retro-graph>; importing this module is all a page has to do. */

import { RetroGraph } from "./retro-graph";

if (!customElements.get("retro-graph")) customElements.define("retro-graph", RetroGraph);

declare global {
  interface HTMLElementTagNameMap {
    "retro-graph": RetroGraph;
  }
}

export { RetroGraph };
