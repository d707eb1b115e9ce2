/** Graphs as the service answers them, written by scripts/fixtures.py before the tests run. */

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { JacobianJson } from "../src/timeline/entries";
import { Known } from "../src/timeline/known";
import { Timeline } from "../src/timeline/timeline";
import type { Graph, OperationEntry } from "../src/wire/graph";

const FOLDER = resolve("../build/graphs");

export const NAMES = namesIn(FOLDER);

/** One small graph for each operation that a gradient passes, and special cases. */
const PICTURES = resolve("../build/pictures");
export const SAMPLES = namesIn(PICTURES);

/** In front of a sample's name, where it stands among the names of other graphs. */
export const SAMPLED = "sample-";

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.replace(".json", ""))
    .sort();
}

export function graph(name: string): Graph {
  return JSON.parse(readFileSync(resolve(FOLDER, `${name}.json`), "utf8")) as Graph;
}

export function timeline(name: string): Timeline {
  return new Timeline(graph(name));
}

export function sample(name: string): Timeline {
  return new Timeline(JSON.parse(readFileSync(resolve(PICTURES, `${name}.json`), "utf8")) as Graph);
}

/** The local Jacobians of a graph's edges, by their ids. */
export function jacobians(name: string): Readonly<Record<string, Required<JacobianJson>>> {
  return JSON.parse(readFileSync(resolve(FOLDER, `../jacobians/${name}.json`), "utf8"));
}

/** What can be known of a graph after the service has been asked about each edge that does not tell itself. */
export function informed(name: string): Known {
  const sampled = name.startsWith(SAMPLED);
  const known = new Known(sampled ? sample(name.replace(SAMPLED, "")) : timeline(name));
  const answers = jacobians(name);
  for (const edge of known.timeline.graph.edges) {
    const answer = answers[edge.id];
    if (answer && edge.contribution && !known.entries(edge)) known.learn(edge, answer);
  }
  return known;
}

export function operations(): readonly OperationEntry[] {
  return JSON.parse(readFileSync(resolve(FOLDER, "../operations.json"), "utf8"));
}
