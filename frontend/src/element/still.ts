/** A moment of a graph as pictures that stand by themselves: for print, and for files. */

import { linesOf } from "../timeline/scenes";
import type { Palette } from "../view/palette";
import type { Scene } from "../view/scene";
import { Stage } from "../view/stage";
import { set, svg } from "../view/svg";
import type { Words } from "../view/words";

export interface Still {
  readonly graph: SVGSVGElement;
  /** The arrays of the step, as they stand at its end. */
  readonly step: SVGSVGElement;
}

const MARGIN = 12;
const LARGEST = 1e6;

/** Return the whole graph as it is at the end of step `index`, and that step's arrays; the scene must be placed. */
export function still(scene: Scene, index: number, palette: Palette, words: Words): Still | null {
  const { placed, timeline } = scene;
  if (!placed) return null;
  scene.adapt({ x: -LARGEST, y: -LARGEST, width: 2 * LARGEST, height: 2 * LARGEST }, 1, LARGEST);
  scene.show({ index, progress: 1, motion: "fade", selected: null }, palette);
  const graph = standing(placed.width + 2 * MARGIN, placed.height + 2 * MARGIN);
  const world = scene.root.cloneNode(true) as SVGGElement;
  set(world, { transform: `translate(${MARGIN} ${MARGIN})` });
  for (const part of world.querySelectorAll("[tabindex]")) part.removeAttribute("tabindex");
  graph.append(world);
  const step = standing(600, 150);
  new Stage(step).show(linesOf(timeline, timeline.step(index)), 1, "fade", palette, words);
  return { graph, step };
}

function standing(width: number, height: number): SVGSVGElement {
  return svg("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
  });
}
