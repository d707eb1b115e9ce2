/** How high the workbench stands. */

import { linesOf } from "../timeline/scenes";
import type { Timeline } from "../timeline/timeline";
import { benchHeight, type Room } from "../view/arrangement";
import type { Words } from "../view/words";
import type { Step } from "../wire/graph";

const SHARE = 0.36;
const SHORTEST = 72;
/** Of so many steps only those that differ in more than their numbers are measured. */
const MANY = 400;

/** The room for the workbench. Asking the browser costs a layout, so that is not done for every step. */
export class StageRoom {
  #fitted = "";
  #timeline: Timeline | null = null;

  remeasure(): void {
    this.#timeline = null;
  }

  /** Give the workbench its height; returns whether that is another one than before. */
  fit(stage: SVGSVGElement, view: Element, timeline: Timeline, type: number, words: Words): boolean {
    const key = `${type} ${words.before}`;
    if (timeline === this.#timeline && key === this.#fitted) return false;
    this.#timeline = timeline;
    this.#fitted = key;
    const height = `${stageHeight(timeline, { width: view.clientWidth, height: view.clientHeight, type }, words)}px`;
    if (stage.style.height === height) return false;
    stage.style.height = height;
    return true;
  }
}

/** Return the height that every step has room in, within a share of the whole room: it does not jump between steps. */
function stageHeight(timeline: Timeline, room: Room, words: Words): number {
  const most = Math.max(room.height * SHARE, SHORTEST);
  return Math.round(Math.max(tallest(timeline, { ...room, height: most }, words), SHORTEST));
}

const heights = new WeakMap<Timeline, { readonly room: string; readonly height: number }>();

/** Return the height of the tallest step's workbench. */
function tallest(timeline: Timeline, room: Room, words: Words): number {
  const key = `${room.width} ${room.height} ${room.type} ${words.before}`;
  const known = heights.get(timeline);
  if (known?.room === key) return known.height;
  const steps = timeline.steps.length > MANY ? kindsOf(timeline) : timeline.steps;
  const height = Math.max(...steps.map((step) => benchHeight(linesOf(timeline, step), room, words)));
  heights.set(timeline, { room: key, height });
  return height;
}

/** Return one step for each kind, operation and shapes. */
function kindsOf(timeline: Timeline): readonly Step[] {
  const shapeOf = (id: string): string => timeline.node(id).shape.join("x");
  const kinds = new Map<string, Step>();
  for (const step of timeline.steps) {
    const inputs = (timeline.inputs.get(step.node) ?? []).map((edge) => shapeOf(edge.source));
    const edge = step.edge === null ? null : timeline.edge(step.edge);
    const { operation } = timeline.node(step.node);
    const sum = edge !== null && timeline.contributors(timeline.addsTo(edge)).length > 1;
    kinds.set([step.kind, operation, edge?.argument, sum, shapeOf(step.node), ...inputs].join(" "), step);
  }
  return [...kinds.values()];
}
