/** What each action of the keyboard does with the view and its picture. */

import type { Motion } from "../view/motion";
import { emit } from "./events";
import type { Action } from "./keys";
import type { Picture } from "./picture";

interface View extends EventTarget {
  readonly playing: boolean;
  readonly position: { readonly steps: number };
  next(): void;
  previous(): void;
  play(): void;
  pause(): void;
  goTo(step: number): void;
  select(id: string | null): void;
  toggleSelected(): void;
  over(by: 1 | -1): void;
  foldHere(): void;
  find(): void;
}

export function act(
  action: Exclude<Action, "leave">,
  view: View,
  picture: Picture | null,
  motion: Motion,
): void {
  const acts: Readonly<Record<typeof action, () => void>> = {
    next: () => view.next(),
    previous: () => view.previous(),
    toggle: () => (view.playing ? view.pause() : view.play()),
    first: () => view.goTo(0),
    last: () => view.goTo(view.position.steps - 1),
    zoomIn: () => picture?.zoomBy(1),
    zoomOut: () => picture?.zoomBy(-1),
    fit: () => picture?.fit(motion),
    left: () => picture?.panBy(-1, 0),
    right: () => picture?.panBy(1, 0),
    up: () => picture?.panBy(0, -1),
    down: () => picture?.panBy(0, 1),
    selectNext: () => view.select(picture?.neighbour(1) ?? null),
    selectPrevious: () => view.select(picture?.neighbour(-1) ?? null),
    open: () => view.toggleSelected(),
    activate: () => activate(view, picture),
    over: () => view.over(1),
    overBack: () => view.over(-1),
    fold: () => view.foldHere(),
    find: () => view.find(),
  };
  acts[action]();
}

/** Tell that somebody wants to do something about the selected node: change the numbers of a leaf, perhaps. */
function activate(view: View, picture: Picture | null): void {
  const { scene, selected = null } = picture ?? {};
  if (selected !== null && scene?.timeline.nodes.has(selected))
    emit(view, "retro-activate", { id: selected });
}
