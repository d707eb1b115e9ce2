/** From a leaf in the graph to the field with its number. */

import type { Graph } from "../../wire/graph";
import type { Tool } from "../tools/tool";

/** Let the tools show a leaf's numbers; returns the selector of the field for the cell that is picked, or null. */
export function fieldFor(
  id: string,
  graph: Graph | null,
  picked: { readonly node: string; readonly cell: number } | null,
  tools: readonly Tool[],
): string | null {
  const leaf = Object.entries(graph?.leaves ?? {}).find(([, node]) => node === id)?.[0];
  if (leaf === undefined) return null;
  const cell = picked?.node === id ? picked.cell : 0;
  for (const tool of tools) tool.edit?.(leaf, cell);
  return `.descent [data-cell="${cell}"]`;
}
