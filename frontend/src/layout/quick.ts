/**
 * A layered layout for graphs on which ELK takes many seconds: layers by depth, each ordered by where its neighbours
 * stand, tall layers in several columns; frames from the inside out.
 */

import type { Box, BoxToPlace, Direction, EdgeToPlace, GroupToPlace, Placed, Point } from "./elk";
import { type Item, stack } from "./stacking";

const AROUND = 24;
const WITHIN_GROUP = 14;
const BETWEEN_LAYERS = 56;
const STEM = 12;

interface Wire {
  readonly source: string;
  readonly target: string;
}

/** A level of nesting, placed: its boxes and frames by their corners, from the level's own corner. */
interface Level {
  readonly width: number;
  readonly height: number;
  readonly places: ReadonlyMap<string, Box>;
}

export function quickLayout(
  boxes: readonly BoxToPlace[],
  edges: readonly EdgeToPlace[],
  direction: Direction,
  groups: readonly GroupToPlace[],
): Placed {
  const nesting = new Nesting(boxes, groups);
  const across = direction === "RIGHT";
  const level = place(null, nesting, edges, across);
  const at = (id: string): Box => moved(level.places.get(id), AROUND);
  const known = new Map(boxes.map(({ id }) => [id, at(id)]));
  const inputs = new Map(boxes.map(({ id, inputs: given }) => [id, given]));
  const lines = new Map<string, readonly Point[]>();
  for (const edge of edges) {
    const [from, to] = [known.get(edge.source), known.get(edge.target)];
    const ports = inputs.get(edge.target) ?? [];
    if (from && to)
      lines.set(edge.id, line(from, to, (ports.indexOf(edge.id) + 1) / (ports.length + 1), across));
  }
  return {
    direction,
    width: level.width + 2 * AROUND,
    height: level.height + 2 * AROUND,
    boxes: known,
    groups: new Map(groups.map(({ id }) => [id, at(id)])),
    edges: lines,
    labels: new Map(),
  };
}

/** Which boxes and frames each frame holds, and in which one of them something lies. */
class Nesting {
  readonly children = new Map<string | null, string[]>();
  readonly sizes = new Map<string, { readonly width: number; readonly height: number }>();
  readonly groups: ReadonlyMap<string, GroupToPlace>;
  readonly #parents = new Map<string, string | null>();

  constructor(boxes: readonly BoxToPlace[], groups: readonly GroupToPlace[]) {
    this.groups = new Map(groups.map((group) => [group.id, group]));
    for (const box of boxes) {
      this.sizes.set(box.id, box);
      this.#into(box.id, box.group ?? null);
    }
  }

  #into(id: string, group: string | null): void {
    const known = group === null ? undefined : this.groups.get(group);
    const parent = known ? known.id : null;
    this.#parents.set(id, parent);
    const siblings = this.children.get(parent);
    if (siblings) siblings.push(id);
    else this.children.set(parent, [id]);
    if (known && !this.#parents.has(known.id)) this.#into(known.id, known.parent);
  }

  /** Return what of the level `parent` something is, or is in; null if it is elsewhere. */
  childOf(parent: string | null, id: string): string | null {
    let child: string = id;
    for (;;) {
      const above = this.#parents.get(child);
      if (above === undefined) return null;
      if (above === parent) return child;
      if (above === null) return null;
      child = above;
    }
  }
}

function place(parent: string | null, nesting: Nesting, edges: readonly Wire[], across: boolean): Level {
  const ids = nesting.children.get(parent) ?? [];
  const { wires, inner } = sorted(parent, nesting, edges);
  const within = new Map<string, Level>();
  for (const id of ids)
    if (nesting.groups.has(id)) within.set(id, place(id, nesting, inner.get(id) ?? [], across));
  const sizes = new Map(ids.map((id) => [id, sizeOf(id, nesting, within)]));
  const items = itemsOf(ids, wires, sizes, across);
  const { places, thick, long } = stack(items, across ? BETWEEN_LAYERS : BETWEEN_LAYERS - STEM);
  const all = new Map<string, Box>();
  for (const [id, { start, depth }] of places) {
    const size = sizes.get(id);
    if (!size) continue;
    const corner = across ? { x: depth, y: start } : { x: start, y: depth };
    all.set(id, { ...corner, ...size });
    const level = within.get(id);
    const head = WITHIN_GROUP + (nesting.groups.get(id)?.caption.height ?? 0);
    for (const [inner, box] of level?.places ?? [])
      all.set(inner, { ...box, x: box.x + corner.x + WITHIN_GROUP, y: box.y + corner.y + head });
  }
  return across ? { width: thick, height: long, places: all } : { width: long, height: thick, places: all };
}

function sizeOf(
  id: string,
  nesting: Nesting,
  within: ReadonlyMap<string, Level>,
): { readonly width: number; readonly height: number } {
  const level = within.get(id);
  const caption = nesting.groups.get(id)?.caption;
  if (!level || !caption) {
    const { width, height } = nesting.sizes.get(id) ?? { width: 0, height: 0 };
    return { width, height };
  }
  return {
    width: Math.max(level.width, caption.width) + 2 * WITHIN_GROUP,
    height: level.height + caption.height + 2 * WITHIN_GROUP,
  };
}

/** Tell the edges between a level's boxes and frames, each pair once, from those within one of its frames. */
function sorted(
  parent: string | null,
  nesting: Nesting,
  edges: readonly Wire[],
): { readonly wires: readonly Wire[]; readonly inner: ReadonlyMap<string, readonly Wire[]> } {
  const wires = new Map<string, Wire>();
  const inner = new Map<string, Wire[]>();
  for (const edge of edges) {
    const source = nesting.childOf(parent, edge.source);
    const target = nesting.childOf(parent, edge.target);
    if (source === null || target === null) continue;
    if (source !== target) wires.set(`${source} ${target}`, { source, target });
    else if (!inner.get(source)?.push(edge)) inner.set(source, [edge]);
  }
  return { wires: [...wires.values()], inner };
}

function itemsOf(
  ids: readonly string[],
  wires: readonly Wire[],
  sizes: ReadonlyMap<string, { readonly width: number; readonly height: number }>,
  across: boolean,
): readonly Item[] {
  const sources = new Map<string, string[]>(ids.map((id) => [id, []]));
  const targets = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { source, target } of wires) {
    sources.get(target)?.push(source);
    targets.get(source)?.push(target);
  }
  const depths = depthsOf(ids, sources, targets);
  return ids.map((id) => {
    const { width, height } = sizes.get(id) ?? { width: 0, height: 0 };
    const [thick, long] = across ? [width, height] : [height, width];
    return {
      id,
      thick,
      long,
      layer: depths.get(id) ?? 0,
      sources: sources.get(id) ?? [],
      targets: targets.get(id) ?? [],
    };
  });
}

/** Return each item's layer: one below its lowest source; what has no source stands just before its first use. */
function depthsOf(
  ids: readonly string[],
  sources: ReadonlyMap<string, readonly string[]>,
  targets: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const waiting = new Map(ids.map((id) => [id, sources.get(id)?.length ?? 0]));
  const ready = ids.filter((id) => waiting.get(id) === 0);
  for (const id of ready) {
    depths.set(id, Math.max(-1, ...(sources.get(id) ?? []).map((source) => depths.get(source) ?? 0)) + 1);
    for (const target of targets.get(id) ?? []) {
      const left = (waiting.get(target) ?? 1) - 1;
      waiting.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  for (const id of ids) {
    const users = targets.get(id) ?? [];
    if ((sources.get(id)?.length ?? 0) > 0 || users.length === 0) continue;
    depths.set(id, Math.min(...users.map((user) => depths.get(user) ?? 1)) - 1);
  }
  return depths;
}

/** Run from the end of one box to a port of another, turning just before it. */
function line(from: Box, to: Box, port: number, across: boolean): readonly Point[] {
  if (across) {
    const [y, end] = [from.y + from.height / 2, { x: to.x, y: to.y + to.height * port }];
    const turn = end.x - STEM;
    return [{ x: from.x + from.width, y }, { x: turn, y }, { x: turn, y: end.y }, end];
  }
  const [x, end] = [from.x + from.width / 2, { x: to.x + to.width * port, y: to.y }];
  const turn = end.y - STEM;
  return [{ x, y: from.y + from.height }, { x, y: turn }, { x: end.x, y: turn }, end];
}

function moved(box: Box | undefined, by: number): Box {
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + by, y: y + by, width, height };
}
