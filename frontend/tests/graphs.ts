/** Graphs as the service answers them, written by scripts/fixtures.py before the tests run. */

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { JacobianJson } from "../src/timeline/entries";
import { Timeline } from "../src/timeline/timeline";
import type { Graph, OperationEntry } from "../src/wire/graph";

const FOLDER = resolve("../build/graphs");

export const NAMES = namesIn(FOLDER);

/** One small graph for each operation that a gradient passes, and special cases. */
const PICTURES = resolve("../build/pictures");
export const SAMPLES = namesIn(PICTURES);

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

export function operations(): readonly OperationEntry[] {
  return JSON.parse(readFileSync(resolve(FOLDER, "../operations.json"), "utf8"));
}
