/** A tool: what the pane beside the graph can show of it, one tab each. */

import type { TemplateResult } from "lit";
import type { RetroGraph } from "../../element/define";
import type { Language } from "../../lang";
import type { CellRef } from "../../timeline/cells";
import type { Opening } from "../../timeline/openings";
import type { Timeline } from "../../timeline/timeline";
import type { Query } from "../query";

export const TOOL_NAMES = ["step", "jacobian", "modes", "check", "descent"] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** What a tool may look at. */
export interface Shown {
  readonly language: Language;
  /** The graph on the screen; null before the first. */
  readonly timeline: Timeline | null;
  readonly step: number;
  /** The id of the node or edge that is selected, or null. */
  readonly selected: string | null;
  /** The cell that is picked, or null. */
  readonly cell: CellRef | null;
  /** What the page asks now, which may be newer than the graph. */
  readonly query: Query;
}

/** What a tool may do. */
export interface Deeds {
  redraw(): void;
  /** Ask for another graph. */
  change(query: Partial<Query>): void;
  goTo(step: number): void;
  select(id: string | null): void;
  pick(cell: CellRef): void;
  /** Light cells in the graph; null leaves it to the view. */
  light(cells: Parameters<RetroGraph["light"]>[0]): void;
  toggle(opening: Opening): void;
  /** Show all steps as text. */
  tell(): void;
}

export interface Tool {
  readonly name: ToolName;
  label(language: Language): string;
  content(shown: Shown): TemplateResult;
  /** Show the numbers of a leaf, to change them, this one to begin with. */
  edit?(leaf: string, cell: number): void;
}
