/** Items of several layers beside each other: in which order each layer stacks them, and where they stand then. */

import { grouped } from "../wire/grouped";

/** `thick` is its size from layer to layer, `long` its size within the layer. */
export interface Item {
  readonly id: string;
  readonly thick: number;
  readonly long: number;
  readonly layer: number;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
}

export interface Stacked {
  readonly places: ReadonlyMap<string, { readonly start: number; readonly depth: number }>;
  readonly thick: number;
  readonly long: number;
}

const SWEEPS = 6;
const GAP = 26;
/** A layer is not taller than the side of a square of this many times the area of all items. */
const SPREAD = 1.1;

export function stack(items: readonly Item[], between: number): Stacked {
  const layers = [...grouped(items, (item) => item.layer)]
    .sort(([a], [b]) => a - b)
    .map(([, layer]) => layer);
  const area = items.reduce((sum, { thick, long }) => sum + (thick + between) * (long + GAP), 0);
  const middles = new Map<string, number>();
  for (const layer of layers) spread(layer, middles);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const down = sweep % 2 === 0;
    for (const layer of down ? layers : layers.toReversed()) settle(layer, middles, down);
  }
  return columns(layers, middles, Math.sqrt(area) * SPREAD, between);
}

/** Stand one below the other, around zero. */
function spread(layer: readonly Item[], middles: Map<string, number>): void {
  const whole = layer.reduce((sum, { long }) => sum + long + GAP, 0);
  let at = -whole / 2;
  for (const { id, long } of layer) {
    middles.set(id, at + long / 2);
    at += long + GAP;
  }
}

/** Order a layer by the mean of its neighbours' places, and move each as near to that as the others let it. */
function settle(layer: Item[], middles: Map<string, number>, down: boolean): void {
  const wanted = new Map(
    layer.map((item) => {
      const [first, second] = down ? [item.sources, item.targets] : [item.targets, item.sources];
      const others = first.length > 0 ? first : second;
      const sum = others.reduce((total, id) => total + (middles.get(id) ?? 0), 0);
      return [item.id, others.length > 0 ? sum / others.length : (middles.get(item.id) ?? 0)];
    }),
  );
  const want = ({ id }: Item): number => wanted.get(id) ?? 0;
  layer.sort((a, b) => want(a) - want(b));
  for (const [id, middle] of packed(layer, want)) middles.set(id, middle);
}

/** Return places as near to the wanted ones as items in this order can have; as much too high as too low. */
function packed(column: readonly Item[], want: (item: Item) => number): ReadonlyMap<string, number> {
  const middles = new Map<string, number>();
  let end = Number.NEGATIVE_INFINITY;
  let late = 0;
  for (const item of column) {
    const middle = Math.max(want(item), end + GAP + item.long / 2);
    late += middle - want(item);
    middles.set(item.id, middle);
    end = middle + item.long / 2;
  }
  for (const [id, middle] of middles) middles.set(id, middle - late / column.length);
  return middles;
}

/** Put the layers beside each other; one that is too tall is dealt out to several columns, in its order. */
function columns(
  layers: readonly (readonly Item[])[],
  middles: ReadonlyMap<string, number>,
  tallest: number,
  between: number,
): Stacked {
  const places = new Map<string, { start: number; depth: number }>();
  const nearer = drawnTogether(middles, tallest);
  let depth = 0;
  for (const layer of layers) {
    const whole = layer.reduce((sum, { long }) => sum + long + GAP, 0);
    const count = Math.max(1, Math.ceil(whole / tallest));
    for (let column = 0; column < count; column += 1) {
      const dealt = layer.filter((_, index) => index % count === column);
      for (const [id, start] of within(dealt, nearer, tallest)) places.set(id, { start, depth });
      depth += Math.max(0, ...dealt.map((item) => item.thick)) + between;
    }
  }
  const lowest = Math.min(...[...places.values()].map((place) => place.start));
  for (const place of places.values()) place.start -= lowest;
  const ends = layers.flatMap((layer) => layer.map(({ id, long }) => (places.get(id)?.start ?? 0) + long));
  return { places, thick: Math.max(depth - between, 0), long: Math.max(0, ...ends) };
}

/** Return where items would stand if all were drawn together to `tallest`, around zero; nothing is drawn apart. */
function drawnTogether(middles: ReadonlyMap<string, number>, tallest: number): (item: Item) => number {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const middle of middles.values()) {
    lowest = Math.min(lowest, middle);
    highest = Math.max(highest, middle);
  }
  const scale = Math.min(1, tallest / Math.max(highest - lowest, 1));
  return ({ id }) => ((middles.get(id) ?? 0) - (lowest + highest) / 2) * scale;
}

/** Return where the items of one column start, no further from zero than `tallest` allows. */
function within(
  column: readonly Item[],
  want: (item: Item) => number,
  tallest: number,
): readonly (readonly [string, number])[] {
  const middles = packed(column, want);
  const starts = column.map(({ id, long }) => [id, (middles.get(id) ?? 0) - long / 2] as const);
  const [first, last] = [starts[0]?.[1] ?? 0, column.at(-1)];
  const end = last ? (middles.get(last.id) ?? 0) + last.long / 2 : 0;
  const over = Math.max(0, end - tallest / 2);
  const under = Math.max(0, -tallest / 2 - (first - over));
  return starts.map(([id, start]) => [id, start - over + under]);
}
