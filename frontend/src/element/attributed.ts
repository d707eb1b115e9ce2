/** The attributes of <retro-graph>, and what else makes it draw itself anew. */

import { LitElement } from "lit";
import type { Problem } from "../wire/graph";

export class Attributed extends LitElement {
  static override properties = {
    program: {},
    output: {},
    mode: {},
    seed: {},
    values: {},
    opened: {},
    folded: {},
    step: { type: Number },
    cell: {},
    server: {},
    src: {},
    controls: { type: Boolean },
    large: { type: Boolean, reflect: true },
    theme: {},
    hide: {},
    language: { attribute: "lang" },
    problem: { state: true },
    busy: { state: true },
  };

  declare program: string | null;
  declare output: string | null;
  declare mode: "reverse" | "forward" | null;
  declare seed: string | null;
  declare values: string | null;
  declare opened: string | null;
  declare folded: string | null;
  declare step: number | null;
  declare cell: string | null;
  declare server: string | null;
  declare src: string | null;
  declare controls: boolean;
  declare large: boolean;
  declare theme: string | null;
  declare hide: string | null;
  declare language: string | null;
  declare problem: Problem | null | undefined;
  declare busy: boolean;

  constructor() {
    super();
    this.program = null;
    this.output = null;
    this.mode = null;
    this.seed = null;
    this.values = null;
    this.opened = null;
    this.folded = null;
    this.step = null;
    this.cell = null;
    this.server = null;
    this.src = null;
    this.controls = false;
    this.large = false;
    this.theme = null;
    this.hide = null;
    this.language = null;
    this.problem = undefined;
    this.busy = false;
  }
}
